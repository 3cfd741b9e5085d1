//! Prints the contents of policies, which are kept as JSON, as their commands write them. The names of
//! the properties are those that the pages of the policies show; of row order and row identifiers, whose
//! pages show none, they are ours.

use std::fmt::Write as _;

use serde_json::Value;

use crate::model::form::Body;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::model::policy_content::{
    DATA, DESCENDING, ENABLED, FROM, INDEX, KEYS, PROFILE, RECOVERABILITY, ROW_ORDER, SOFT_DELETE, TO, VALUE, WINDOWS,
};
use crate::text::joined;

/// Returns the content of a policy as its command writes it.
#[must_use]
pub fn printed(body: Body, json: &str) -> String {
    let content: Value = serde_json::from_str(json).unwrap_or_default();
    match body {
        Body::Json => Text(json).to_string(),
        Body::Caching => caching(&content),
        Body::Retention => retention(&content),
        Body::Switch if is_enabled(&content) => Keyword::Enable.to_string(),
        Body::Switch => Keyword::Disable.to_string(),
        Body::Flag => is_enabled(&content).to_string(),
        Body::RowOrder => row_order(&content),
        Body::Encoding => format!("type = {}", Text(text(&content, PROFILE))),
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn items<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn is_enabled(content: &Value) -> bool {
    content.get(ENABLED) == Some(&Value::Bool(true))
}

/// `hot = time(3.00:00:00)`, or data and index each, and the windows. A bare `3.00:00:00` is no literal of
/// the service's language.
fn caching(content: &Value) -> String {
    // Pages show the length of time itself too (`show-table-details-command.md`).
    let length = |span: &'_ Value| span.as_str().map_or_else(|| text(span, VALUE).to_owned(), str::to_owned);
    let span = |name| content.get(name).map(length).unwrap_or_default();
    let (data, index) = (span(DATA), span(INDEX));
    let mut printed = match data == index {
        true => format!("hot = time({data})"),
        false => format!("hotdata = time({data}) hotindex = time({index})"),
    };
    for window in items(content, WINDOWS) {
        let (from, to) = (text(window, FROM), text(window, TO));
        let _ = write!(printed, ", hot_window = datetime({from}) .. datetime({to})");
    }
    printed
}

/// `softdelete = time(7.00:00:00) recoverability = disabled`, or one of the two.
fn retention(content: &Value) -> String {
    let part = |name, print: fn(&str) -> String| Some(text(content, name)).filter(|value| !value.is_empty()).map(print);
    let parts = [
        part(SOFT_DELETE, |value| format!("softdelete = time({value})")),
        part(RECOVERABILITY, |value| format!("recoverability = {}", value.to_lowercase())),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// `(a asc, b desc)`
fn row_order(content: &Value) -> String {
    let column = |column: &Value| {
        let direction = if column.get(DESCENDING) == Some(&Value::Bool(true)) { "desc" } else { "asc" };
        format!("{} {direction}", Quoted(text(column, ROW_ORDER)))
    };
    format!("({})", joined(&items(content, KEYS).map(column).collect::<Vec<_>>()))
}
