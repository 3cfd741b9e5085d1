//! Values as values of another type: what `tostring()`, `tolong()` and their like give. What cannot be converted is
//! null.

use serde_json::Value as Json;

use crate::model::moment;
use crate::model::timespan::TimeSpan;
use crate::query::value::{self, json, text_of};
use crate::table::{ColumnType, Moment, Value};

/// Returns the value as one of the type.
#[must_use]
pub fn to(value: &Value, kind: ColumnType) -> Value {
    match kind {
        ColumnType::String => Value::Text(value::shared(value)),
        ColumnType::Bool => truth(value).into(),
        ColumnType::Int => long(value).filter(|number| i32::try_from(*number).is_ok()).into(),
        ColumnType::Long => long(value).into(),
        ColumnType::Real | ColumnType::Decimal => real(value).map_or(Value::Null, Value::Real),
        ColumnType::DateTime => datetime(value).into(),
        ColumnType::TimeSpan => timespan(value).into(),
        ColumnType::Guid => guid(&value::text(value)).into(),
        ColumnType::Dynamic => value::dynamic(json(value)),
    }
}

/// Returns the whole part of a number that fits into 64 bits.
#[must_use]
pub fn truncated(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "it is within the limits")]
    (-LIMIT..LIMIT).contains(&number).then(|| number.trunc() as i64)
}

/// A number is true that is not 0 (`tobool-function.md`).
fn truth(value: &Value) -> Option<bool> {
    let of_text = |text: &str| match text.trim() {
        word if word.eq_ignore_ascii_case("true") => Some(true),
        word if word.eq_ignore_ascii_case("false") => Some(false),
        number => number.parse::<i64>().ok().map(|number| number != 0),
    };
    match text_of(value) {
        Some(text) => of_text(text),
        None => value::truth(value).or_else(|| value::real(value).map(|number| number != 0.0)),
    }
}

/// What follows the decimal point of a number is cut off (`toint-function.md`); a text with one is no whole number.
fn long(value: &Value) -> Option<i64> {
    match value {
        Value::DateTime(moment) => Some(moment.ticks()),
        Value::TimeSpan(length) => Some(TimeSpan::of(*length).ticks),
        other => match text_of(other) {
            Some(text) => long_of_text(text.trim()),
            None => value::long(other).or_else(|| truncated(value::real(other)?)),
        },
    }
}

fn long_of_text(text: &str) -> Option<i64> {
    let hexadecimal = || i64::from_str_radix(text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?, 16).ok();
    text.parse().ok().or_else(hexadecimal)
}

fn real(value: &Value) -> Option<f64> {
    let number = |text: &str| {
        let text = text.trim();
        text.parse().ok().or_else(|| long_of_text(text).and_then(|number| value::real(&Value::Long(number))))
    };
    match value {
        Value::TimeSpan(_) | Value::DateTime(_) => long(value).and_then(|ticks| value::real(&Value::Long(ticks))),
        other => text_of(other).map_or_else(|| value::real(other), number),
    }
}

fn datetime(value: &Value) -> Option<Moment> {
    match value {
        Value::DateTime(moment) => Some(*moment),
        other => match text_of(other) {
            Some(text) => moment::parse_any(text.trim()),
            None => Moment::of_ticks(value::long(other)?),
        },
    }
}

fn timespan(value: &Value) -> Option<TimeSpan> {
    match value {
        Value::TimeSpan(length) => Some(TimeSpan::of(*length)),
        other => match text_of(other) {
            Some(text) => TimeSpan::parse(text.trim()).or_else(|| TimeSpan::parse_json(text)),
            None => Some(TimeSpan { ticks: value::long(other)? }),
        },
    }
}

/// The first 32 letters, hyphens in their places left out; the rest is ignored (`toguid-function.md`).
fn guid(text: &str) -> Option<String> {
    let digits: String = text.trim().chars().filter(|letter| *letter != '-').take(32).collect();
    let parts = [digits.get(..8)?, digits.get(8..12)?, digits.get(12..16)?, digits.get(16..20)?, digits.get(20..32)?];
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| parts.join("-").to_ascii_lowercase())
}

/// Returns the JSON that the text is, or the text itself where it is none; null for the empty text
/// (`parse-json-function.md`, `isnull-function.md`).
#[must_use]
pub fn parsed(text: &str) -> Value {
    if text.trim().is_empty() {
        return Value::Null;
    }
    value::dynamic(serde_json::from_str(text).unwrap_or_else(|_| Json::from(text)))
}
