//! Elements of dynamic values as cells of a type.

use serde_json::Value as Json;

use crate::query::value;
use crate::table::{ColumnType, Value};

/// Returns the value of a type that is there where none is: strings have no null
/// (`scalar-data-types/null-values.md`).
pub(super) fn missing(kind: ColumnType) -> Value {
    if kind == ColumnType::String { Value::from("") } else { Value::Null }
}

/// Returns an element as a value of the type, as `to typeof(…)` says: nothing is parsed, and what does not have the type
/// is null (`mv-expand-operator.md`, *Typename*). JSON has no times and no guids: text that is one counts as one. For
/// `string` every element has a text.
pub(super) fn cast(element: &Value, kind: ColumnType) -> Value {
    let cast = match (kind, element.as_json()) {
        _ if kind == ColumnType::Dynamic => Some(if value::is_null(element) { Value::Null } else { element.clone() }),
        _ if kind == ColumnType::String => Some(Value::from(value::text(element).as_ref())),
        (ColumnType::Bool, _) => value::truth(element).map(Value::Bool),
        (ColumnType::Int, Some(Json::Number(number))) => {
            number.as_i64().filter(|number| i32::try_from(*number).is_ok()).map(Value::Long)
        }
        (ColumnType::Long, Some(Json::Number(number))) => number.as_i64().map(Value::Long),
        (ColumnType::Real | ColumnType::Decimal, Some(Json::Number(number))) => number.as_f64().map(Value::Real),
        (ColumnType::DateTime, _) => value::moment(element).map(Value::DateTime),
        (ColumnType::TimeSpan, _) => value::span(element).map(|length| Value::TimeSpan(length.duration())),
        (ColumnType::Guid, Some(Json::String(text))) => value::guid(text),
        _ => None,
    };
    cast.unwrap_or_else(|| missing(kind))
}
