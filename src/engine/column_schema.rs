//! Columns: from commands to the catalog, and from there to the forms in which schemas show them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::catalog::body::columns::Column;
use crate::diagnostic::Result;
use crate::engine::names;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::syntax::ast::columns::{Column as Written, Columns};
use crate::table::ColumnType;

/// Returns a column as the catalog keeps it.
pub(in crate::engine) fn column(written: &Written<'_>) -> Column {
    Column {
        name: Arc::from(written.name.text.as_ref()),
        kind: written.kind,
        docstring: Arc::default(),
        policies: BTreeMap::new(),
    }
}

/// Returns the columns as the catalog keeps them.
///
/// # Errors
/// A name that no column may have.
pub(in crate::engine) fn columns(written: &Columns<'_>) -> Result<Vec<Column>> {
    written.0.iter().map(|written| names::check_column(&written.name).map(|()| column(written))).collect()
}

/// Returns the columns as commands write them between brackets: `Level:string, ['Item name']:int`.
pub(in crate::engine) fn csl(columns: &[Column]) -> String {
    let columns: Vec<String> =
        columns.iter().map(|column| format!("{}:{}", Quoted(&column.name), column.kind)).collect();
    columns.join(", ")
}

/// Returns the command that gives columns of a table their descriptions, where there are such columns.
pub(in crate::engine) fn docstrings<'c>(
    table: &Quoted<'_>,
    columns: impl IntoIterator<Item = &'c Column>,
) -> Option<String> {
    let described = columns.into_iter();
    let list: Vec<String> =
        described.map(|column| format!("{}: {}", Quoted(&column.name), Text(&column.docstring))).collect();
    let command = format!(".{} {} {table} column-docstrings", Keyword::AlterMerge, Keyword::Table);
    (!list.is_empty()).then(|| format!("{command} ({})", list.join(", ")))
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
pub(in crate::engine) fn json(name: &str, folder: &str, doc_string: &str, columns: &[Column]) -> String {
    let ordered = |column| {
        let Column { name, kind, .. }: &Column = column;
        OrderedColumn { name, r#type: ColumnType::system_name(*kind), csl_type: kind.name() }
    };
    let ordered_columns = columns.iter().map(ordered).collect();
    let schema = Schema { name, folder, doc_string, ordered_columns };
    // Text and lists of text: nothing in it could fail to be JSON.
    serde_json::to_string(&schema).unwrap_or_default()
}
