//! Prints the contents of policies, which are kept as JSON, as their commands write them.

use std::fmt::Write as _;

use serde_json::Value;

use crate::model::name::Text;
use crate::model::policy::{Body, PolicyKind};

/// The length of time for which data is kept near (`alter-table-cache-policy-command.md`).
pub const DATA: &str = "DataHotSpan";
/// The length of time for which indexes are kept near.
pub const INDEX: &str = "IndexHotSpan";
/// The value of one of these.
pub const VALUE: &str = "Value";
/// Older times that are kept near too.
pub const WINDOWS: &str = "HotWindows";
/// The beginning of a window.
pub const FROM: &str = "MinValue";
/// The end of a window.
pub const TO: &str = "MaxValue";

/// Returns the content of a policy as its command writes it.
#[must_use]
pub fn printed(policy: PolicyKind, json: &str) -> String {
    match policy.body() {
        Body::Own | Body::Json => Text(json).to_string(),
        Body::Caching => caching(&serde_json::from_str(json).unwrap_or_default()),
    }
}

/// `hot = 3.00:00:00`, or data and index each, and the windows.
fn caching(content: &Value) -> String {
    let text = |value: &Value, name| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let span = |name| content.get(name).map(|span| text(span, VALUE)).unwrap_or_default();
    let (data, index) = (span(DATA), span(INDEX));
    let mut printed = match data == index {
        true => format!("hot = {data}"),
        false => format!("hotdata = {data} hotindex = {index}"),
    };
    for window in content.get(WINDOWS).and_then(Value::as_array).into_iter().flatten() {
        let (from, to) = (text(window, FROM), text(window, TO));
        let _ = write!(printed, ", hot_window = datetime({from}) .. datetime({to})");
    }
    printed
}
