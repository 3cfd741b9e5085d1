//! Columns: from commands to the catalog, and from there to the forms in which schemas show them.

use std::sync::Arc;

use serde::Serialize;

use crate::catalog::body::columns::Column;
use crate::model::column_type::ColumnType;
use crate::model::name::Quoted;
use crate::syntax::ast::columns::{Column as Written, Columns};

/// Returns a column as the catalog keeps it.
pub(super) fn column(written: &Written<'_>) -> Column {
    Column { name: Arc::from(written.name.text.as_ref()), kind: written.kind }
}

/// Returns the columns as the catalog keeps them.
pub(super) fn columns(written: &Columns<'_>) -> Vec<Column> {
    written.0.iter().map(column).collect()
}

/// Returns the columns as commands write them between brackets: `Level:string, ['Item name']:int`.
pub(super) fn csl(columns: &[Column]) -> String {
    let columns: Vec<String> =
        columns.iter().map(|column| format!("{}:{}", Quoted(&column.name), column.kind)).collect();
    columns.join(", ")
}

/// A schema as `schema as json` shows it (`show-external-table-schema.md` has an example with all
/// its parts).
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Schema<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    folder: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    doc_string: &'a str,
    ordered_columns: Vec<OrderedColumn<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct OrderedColumn<'a> {
    name: &'a str,
    r#type: &'static str,
    csl_type: &'static str,
}

/// Returns a schema in JSON; a folder and a description only where there are any.
pub(super) fn json(name: &str, folder: &str, doc_string: &str, columns: &[Column]) -> String {
    let ordered = |column| {
        let Column { name, kind }: &Column = column;
        OrderedColumn { name, r#type: ColumnType::system_name(*kind), csl_type: kind.name() }
    };
    let ordered_columns = columns.iter().map(ordered).collect();
    let schema = Schema { name, folder, doc_string, ordered_columns };
    // Text and lists of text: nothing in it could fail to be JSON.
    serde_json::to_string(&schema).unwrap_or_default()
}
