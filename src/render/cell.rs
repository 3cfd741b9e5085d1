//! A cell as text: datetimes in ISO 8601, timespans as Kusto prints them, dynamic as JSON.

use std::borrow::Cow;
use std::fmt::Write;

use jiff::Timestamp;

use crate::model::timespan::TimeSpan;
use crate::table::Value;

/// The cell's text; nothing for no value.
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Text(text) => Cow::Borrowed(text),
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        Value::Long(value) => Cow::Owned(value.to_string()),
        Value::Real(value) => Cow::Owned(value.to_string()),
        Value::DateTime(moment) => Cow::Owned(datetime(*moment)),
        Value::TimeSpan(length) => {
            let ticks = i64::try_from(length.as_nanos() / 100).unwrap_or(i64::MAX);
            Cow::Owned(TimeSpan { ticks }.to_string())
        }
        Value::Dynamic(value) => Cow::Owned(value.to_string()),
    }
}

/// A moment in ISO 8601 with Kusto's seven digits: `2026-01-31T00:00:00.0000000Z`.
fn datetime(moment: Timestamp) -> String {
    let ticks = moment.subsec_nanosecond().rem_euclid(1_000_000_000) / 100;
    format!("{}.{ticks:07}Z", moment.strftime("%Y-%m-%dT%H:%M:%S"))
}

/// The text with control and bidirectional characters escaped: names and notes are untrusted, and
/// must not steer a terminal.
pub(super) fn tame(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.chars().any(is_wild) {
        return text;
    }
    Cow::Owned(escaped(&text, |tame, character| write!(tame, "\\u{{{:x}}}", character as u32)))
}

/// JSON with the same characters as JSON escapes them; they stand in its strings alone.
pub(super) fn tame_json(json: &str) -> String {
    escaped(json, |tame, character| write!(tame, "\\u{:04x}", character as u32))
}

fn escaped(text: &str, escape: fn(&mut String, char) -> std::fmt::Result) -> String {
    let mut tame = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_wild(character) {
            let _ = escape(&mut tame, character);
        } else {
            tame.push(character);
        }
    }
    tame
}

fn is_wild(character: char) -> bool {
    let bidi =
        matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    bidi || character.is_control() && character != '\n'
}
