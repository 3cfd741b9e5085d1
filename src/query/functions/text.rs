//! Functions that put texts together and take them apart.

use std::fmt::Write;

use serde_json::Value as Json;

use super::{Call, Function, function};
use crate::query::signature::{DYNAMIC, Gives, Kind, ResultName, TEXT};
use crate::query::value::{dynamic, json_text};
use crate::table::Value;

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    function("strcat(value, …)", "strcat-function.md", &[Kind::Any], Gives::TEXT, strcat).repeated(1),
    function("strcat_delim(delimiter, value, value, …)", "strcat-delim-function.md", DELIMITED, Gives::TEXT, delimited)
        .repeated(1)
        .least(3),
    function("strcat_array(array, delimiter)", "strcat-array-function.md", &[DYNAMIC, Kind::Any], Gives::TEXT, joined),
    function("strlen(text)", "strlen-function.md", &[Kind::TextOrDynamic], Gives::LONG, |call| {
        length(call.text(0).chars().count())
    })
    .column(ResultName::After("strlen")),
    function("string_size(text)", "string-size-function.md", &[Kind::TextOrDynamic], Gives::LONG, |call| {
        length(call.text(0).len())
    })
    .column(ResultName::After("string_size")),
    function("substring(text, start[, length])", "substring-function.md", PART, Gives::TEXT, substring).optional(1),
    function("split(text, delimiter[, index])", "split-function.md", SPLIT, Gives::DYNAMIC, split)
        .optional(1)
        .column(ResultName::First),
    function("tolower(value)", "tolower-function.md", &[Kind::Any], Gives::TEXT, |call| {
        Value::from(call.text(0).to_lowercase())
    }),
    function("toupper(value)", "toupper-function.md", &[Kind::Any], Gives::TEXT, |call| {
        Value::from(call.text(0).to_uppercase())
    }),
    function("reverse(value)", "reverse-function.md", &[Kind::Any], Gives::TEXT, |call| {
        Value::from(call.text(0).chars().rev().collect::<String>())
    }),
    function("strcmp(a, b)", "strcmp-function.md", &[Kind::Any, Kind::Any], Gives::LONG, |call| {
        Value::Long(call.text(0).cmp(&call.text(1)) as i64)
    }),
    function("strrep(value, count[, delimiter])", "strrep-function.md", REPEAT, Gives::TEXT, repeated).optional(1),
];

const DELIMITED: &[Kind] = &[TEXT, Kind::Any];
const PART: &[Kind] = &[Kind::Any, Kind::Integer, Kind::Integer];
const SPLIT: &[Kind] = &[Kind::Any, TEXT, Kind::Integer];
const REPEAT: &[Kind] = &[Kind::Any, Kind::Integer, Kind::Any];

/// The most times that `strrep()` repeats (`strrep-function.md`).
const MOST: i64 = 1024;

/// Returns a count as a value.
pub(super) fn length(count: usize) -> Value {
    Value::Long(i64::try_from(count).unwrap_or(i64::MAX))
}

fn strcat(call: &Call<'_>) -> Value {
    Value::from((0..call.arguments.len()).map(|place| call.text(place)).collect::<String>())
}

fn delimited(call: &Call<'_>) -> Value {
    let parts: Vec<_> = (1..call.arguments.len()).map(|place| call.text(place)).collect();
    let delimiter = call.text(0);
    if call.has_space(parts.len(), delimiter.len()) { Value::from(parts.join(&delimiter)) } else { Value::Null }
}

fn joined(call: &Call<'_>) -> Value {
    let Some(items) = call.array(0) else { return Value::from("") };
    let delimiter = call.text(1);
    if !call.has_space(items.len(), delimiter.len()) {
        return Value::Null;
    }
    let mut text = String::new();
    for (place, item) in items.iter().enumerate() {
        let before = if place == 0 { "" } else { &delimiter };
        // Writing to a string cannot fail.
        let _ = write!(text, "{before}{}", json_text(item));
    }
    Value::from(text)
}

/// A negative start counts from the end; one that is before the beginning gives nothing.
fn substring(call: &Call<'_>) -> Value {
    let (text, Some(start)) = (call.text(0), call.long(1)) else { return Value::from("") };
    let count = || i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let start = if start < 0 { count().saturating_add(start) } else { start };
    if start < 0 {
        return Value::from("");
    }
    let most = if call.arguments.len() < 3 { i64::MAX } else { call.long(2).unwrap_or(0) };
    let whole = |number: i64| usize::try_from(number.max(0)).unwrap_or(usize::MAX);
    Value::from(text.chars().skip(whole(start)).take(whole(most)).collect::<String>())
}

/// With an index an array of the one part, or an empty one (`split-function.md`).
fn split(call: &Call<'_>) -> Value {
    let (text, delimiter) = (call.text(0), call.text(1));
    let parts: Vec<Json> =
        if delimiter.is_empty() { vec![Json::from(&*text)] } else { text.split(&*delimiter).map(Json::from).collect() };
    if call.arguments.len() < 3 {
        return dynamic(Json::Array(parts));
    }
    let index = call.long(2).and_then(|index| usize::try_from(index).ok());
    let part = index.and_then(|index| parts.into_iter().nth(index));
    dynamic(part.map_or(Json::Null, |part| Json::Array(vec![part])))
}

fn repeated(call: &Call<'_>) -> Value {
    let Some(count) = call.long(1) else { return Value::from("") };
    let text = call.text(0);
    let count = usize::try_from(count.clamp(0, MOST)).unwrap_or_default();
    let delimiter = call.text(2);
    let has_space = call.has_space(count, text.len() + delimiter.len());
    if has_space { Value::from(vec![&*text; count].join(&delimiter)) } else { Value::Null }
}
