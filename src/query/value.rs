//! Values as other types, and how they compare.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::{Number, Value as Json};

use crate::model::moment as moments;
use crate::model::printed;
use crate::model::timespan::TimeSpan;
use crate::table::{Moment, Value};

/// Returns the value of a dynamic one. The null of JSON is null.
#[must_use]
pub fn dynamic(json: Json) -> Value {
    if json.is_null() { Value::Null } else { Value::from(json) }
}

/// Returns the value as a part of a dynamic one. JSON has neither moments nor lengths of time: they are text in it, and
/// a number that JSON cannot write is so too (`scalar-data-types/dynamic.md`).
#[must_use]
pub fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Text(text) => Json::from(&**text),
        Value::Bool(value) => Json::from(*value),
        Value::Long(value) => Json::from(*value),
        Value::Real(value) => {
            Number::from_f64(*value).map_or_else(|| Json::from(printed::text(&Value::Real(*value))), Json::Number)
        }
        Value::Dynamic(value) => Json::clone(value),
        Value::DateTime(_) | Value::TimeSpan(_) => Json::from(printed::text(value)),
    }
}

/// Returns the value's text as `tostring()` gives it; nothing for null.
#[must_use]
pub fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Dynamic(json) => json_text(json),
        // The service writes truth as .NET does; in JSON it stays as JSON has it.
        Value::Bool(value) => Cow::Borrowed(if *value { "True" } else { "False" }),
        Value::Real(number) if number.is_finite() && number.fract() == 0.0 && number.abs() < 1e15 => {
            Cow::Owned(format!("{number:.1}"))
        }
        other => printed::text(other),
    }
}

/// Returns the value as text that may be kept.
#[must_use]
pub fn shared(value: &Value) -> Arc<str> {
    match value {
        Value::Text(text) => Arc::clone(text),
        other => Arc::from(text(other)),
    }
}

/// Returns the whole number that the value is.
#[must_use]
pub fn long(value: &Value) -> Option<i64> {
    match value {
        Value::Long(value) => Some(*value),
        Value::Bool(value) => Some(i64::from(*value)),
        Value::Dynamic(json) => json.as_i64().or_else(|| json.as_bool().map(i64::from)),
        _ => None,
    }
}

/// Returns the number that the value is.
#[must_use]
pub fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Real(value) => Some(*value),
        Value::Dynamic(json) if json.is_number() => json.as_f64(),
        other =>
        {
            #[expect(clippy::cast_precision_loss, reason = "a real has 53 bits: so the service widens too")]
            long(other).map(|value| value as f64)
        }
    }
}

/// Returns the truth that the value is.
#[must_use]
pub fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        other => other.as_json()?.as_bool(),
    }
}

/// Returns the moment that the value is, or that the text of a dynamic one says.
#[must_use]
pub fn moment(value: &Value) -> Option<Moment> {
    match value {
        Value::DateTime(moment) => Some(*moment),
        other => moments::parse(other.as_json()?.as_str()?),
    }
}

/// Returns the length of time that the value is, or that the text of a dynamic one says.
#[must_use]
pub fn span(value: &Value) -> Option<TimeSpan> {
    match value {
        Value::TimeSpan(length) => Some(TimeSpan::of(*length)),
        other => TimeSpan::parse(other.as_json()?.as_str()?),
    }
}

/// Returns the guid that a text is, with `-` or without, and in braces.
#[must_use]
pub fn guid(text: &str) -> Option<Value> {
    uuid::Uuid::try_parse(text).ok().map(|guid| Value::from(guid.to_string()))
}

/// Returns how two values compare that have an order together; nothing for null and for what has none.
#[must_use]
pub fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Long(left), Value::Long(right)) => Some(left.cmp(right)),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::DateTime(left), Value::DateTime(right)) => Some(left.cmp(right)),
        (Value::TimeSpan(left), Value::TimeSpan(right)) => Some(left.cmp(right)),
        (Value::DateTime(left), other) => Some(left.cmp(&moment(other)?)),
        (other, Value::DateTime(right)) => Some(moment(other)?.cmp(right)),
        (Value::TimeSpan(left), other) => Some(TimeSpan::of(*left).cmp(&span(other)?)),
        (other, Value::TimeSpan(right)) => Some(span(other)?.cmp(&TimeSpan::of(*right))),
        (left, right) => match (text_of(left), text_of(right), long(left), long(right)) {
            (Some(left), Some(right), ..) => Some(left.cmp(right)),
            (.., Some(left), Some(right)) => Some(left.cmp(&right)),
            _ => real(left)?.partial_cmp(&real(right)?),
        },
    }
}

/// Returns the text of a string, or of a dynamic one.
#[must_use]
pub fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        other => other.as_json()?.as_str(),
    }
}

/// Returns whether two values that are not null are equal.
#[must_use]
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => left == right,
        (Value::Dynamic(left), Value::Dynamic(right)) if left == right => true,
        _ => compare(left, right) == Some(Ordering::Equal),
    }
}

/// Returns whether the value is null.
#[must_use]
pub fn is_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        other => other.as_json().is_some_and(Json::is_null),
    }
}

/// Returns whether the value is null or the empty text.
#[must_use]
pub fn is_blank(value: &Value) -> bool {
    is_null(value) || matches!(value, Value::Text(text) if text.is_empty())
}

/// Returns whether a value equals a part of a dynamic one.
#[must_use]
pub fn equals_json(value: &Value, part: &Json) -> bool {
    match (value, part) {
        (Value::Null, Json::Null) => true,
        (Value::Text(text), Json::String(part)) => **text == **part,
        (Value::Dynamic(value), part) => **value == *part,
        (Value::Bool(value), Json::Bool(part)) => value == part,
        (Value::DateTime(moment), Json::String(part)) => moments::parse(part) == Some(*moment),
        (Value::TimeSpan(length), Json::String(part)) => TimeSpan::parse(part) == Some(TimeSpan::of(*length)),
        (Value::Long(value), Json::Number(part)) if part.is_i64() => part.as_i64() == Some(*value),
        (Value::Long(_) | Value::Real(_), Json::Number(part)) => part.as_f64() == real(value),
        _ => false,
    }
}

/// Returns the text of a part of a dynamic value, as `tostring()` gives it.
#[must_use]
pub fn json_text(part: &Json) -> Cow<'_, str> {
    match part {
        Json::Null => Cow::Borrowed(""),
        Json::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}
