//! A value as text: datetimes in ISO 8601, timespans as Kusto prints them, dynamic as JSON.

use std::borrow::Cow;

use crate::model::timespan::TimeSpan;
use crate::table::{Cell, Moment, Value};

/// Returns the text of a value, or of a cell; nothing for no value.
#[must_use]
pub fn text<'v>(cell: impl Into<Cell<'v>>) -> Cow<'v, str> {
    match cell.into() {
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Other(value) => text_of_value(value),
    }
}

fn text_of_value(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Text(text) => Cow::Borrowed(text),
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Long(value) => Cow::Owned(value.to_string()),
        Value::Real(value) => Cow::Owned(value.to_string().replace("inf", "Infinity")),
        Value::DateTime(moment) => Cow::Owned(datetime(*moment)),
        Value::TimeSpan(length) => Cow::Owned(TimeSpan::of(*length).to_string()),
        Value::Dynamic(value) => Cow::Owned(value.to_string()),
    }
}

/// Returns a moment in ISO 8601 with Kusto's seven digits: `2026-01-31T00:00:00.0000000Z`.
fn datetime(moment: Moment) -> String {
    let civil = moment.civil();
    format!("{}.{:07}Z", civil.strftime("%Y-%m-%dT%H:%M:%S"), civil.subsec_nanosecond() / 100)
}
