//! What a cluster answers: documents of version 1 (`kusto/api/rest/response.md`).

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value as Json;

use crate::diagnostic::{Code, Diagnostic};
use crate::remote::fault::{Fault, Standing, beginning};
use crate::table::{Column, ColumnType, Table, Value};
use crate::text::visible;

/// What every answer to a command has.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Shape {
    #[serde(rename = "Tables")]
    _tables: Vec<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    tables: Vec<Answered>,
    #[serde(default)]
    exceptions: Vec<Json>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answered {
    columns: Vec<Described>,
    rows: Vec<Json>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Described {
    column_name: String,
    #[serde(default)]
    column_type: Option<String>,
    #[serde(default)]
    data_type: Option<String>,
}

/// Returns an answer that is a whole document.
///
/// # Errors
/// It is none, or it is cut.
pub(super) fn whole(text: String) -> Result<String, Fault> {
    match serde_json::from_str::<Shape>(&text) {
        Ok(_) => Ok(text),
        Err(error) => {
            let begins = text.trim_start().starts_with('{');
            let message = match (beginning(&text), begins) {
                (None, _) => "the answer is empty".to_owned(),
                (Some(_), true) => format!("the answer is broken: {}", visible(&error.to_string())),
                (Some(shown), false) => format!("the answer is none of the service: {shown}"),
            };
            let fault = Fault::new(Standing::Unknown, Code::Input, message);
            Err(fault.help("is the address that of a cluster? something between may have answered in its place"))
        }
    }
}

/// Returns the table of an answer, the first of those that it has.
///
/// # Errors
/// It has none, or says that it is not whole.
pub fn table(text: &str) -> Result<Table, Diagnostic> {
    let wrong = |message: String| Diagnostic::error(Code::Input, message);
    let broken = |error: serde_json::Error| wrong(format!("the answer is broken: {}", visible(&error.to_string())));
    let Document { tables, exceptions } = serde_json::from_str(text).map_err(broken)?;
    let first = tables.into_iter().next().ok_or_else(|| wrong("the answer has no table".to_owned()))?;
    let columns: Vec<Column> = first.columns.iter().map(column).collect();
    let kinds: Vec<ColumnType> = columns.iter().map(|column| column.kind).collect();
    let mut table = Table::with_columns(columns);
    for row in first.rows.into_iter().chain(exceptions) {
        match row {
            Json::Array(cells) => table.push(cells.into_iter().zip(&kinds).map(|(cell, kind)| value(cell, *kind))),
            said => return Err(wrong(format!("the answer is not whole, it says: {}", visible(&said.to_string())))),
        }
    }
    Ok(table)
}

/// Returns the texts in a column of an answer.
///
/// # Errors
/// The answer has no table, or no such column.
pub fn names(text: &str, column: &str) -> Result<Vec<String>, Diagnostic> {
    let table = table(text)?;
    let place = table.columns().iter().position(|it| it.name == column);
    let place = place.ok_or_else(|| Diagnostic::error(Code::Input, format!("the answer has no column `{column}`")))?;
    let text = |row: &[Value]| match row.get(place) {
        Some(Value::Text(text)) => Some(text.to_string()),
        _ => None,
    };
    Ok(table.rows().filter_map(text).collect())
}

/// Clients of all ages read either type.
fn column(described: &Described) -> Column {
    let by_name = described.column_type.as_deref().and_then(ColumnType::of);
    let by_net = || {
        let net = described.data_type.as_deref()?.rsplit('.').next()?;
        ColumnType::ALL.iter().copied().find(|kind| kind.net_name() == net)
    };
    let kind = by_name.or_else(by_net).unwrap_or(ColumnType::String);
    Column { name: Cow::Owned(described.column_name.clone()), kind }
}

/// Times stay as the service writes them, which is as they are shown.
fn value(cell: Json, kind: ColumnType) -> Value {
    match (cell, kind) {
        (Json::Null, _) => Value::Null,
        (Json::Bool(value), ColumnType::Bool) => Value::Bool(value),
        (Json::Number(number), ColumnType::Bool) => Value::Bool(number.as_i64() != Some(0)),
        (Json::Number(number), _) => number.as_i64().map(Value::Long).or(number.as_f64().map(Value::Real)).into(),
        (Json::String(text), ColumnType::Dynamic) => match serde_json::from_str::<Json>(&text) {
            Ok(json) => Value::Dynamic(Arc::new(json)),
            Err(_) => Value::from(text),
        },
        (Json::String(text), _) => Value::from(text),
        (json, _) => Value::Dynamic(Arc::new(json)),
    }
}
