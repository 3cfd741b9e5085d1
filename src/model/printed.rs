//! A value as text: datetimes in ISO 8601, timespans as Kusto prints them, dynamic as JSON.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::model::timespan::TimeSpan;
use crate::table::Value;

/// Returns the value's text; nothing for no value.
#[must_use]
pub fn text(value: &Value) -> Cow<'_, str> {
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
fn datetime(moment: Timestamp) -> String {
    let ticks = moment.subsec_nanosecond().rem_euclid(1_000_000_000) / 100;
    format!("{}.{ticks:07}Z", moment.strftime("%Y-%m-%dT%H:%M:%S"))
}
