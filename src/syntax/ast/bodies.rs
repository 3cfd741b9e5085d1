//! Prints the contents of policies as their commands write them. They are kept as JSON.

use crate::model::policy::{Body, PolicyKind};
use crate::syntax::json::Json;

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
pub fn printed(policy: PolicyKind, content: &Json) -> String {
    match policy.body() {
        Body::Own => content.to_string(),
        Body::Caching => caching(content),
    }
}

/// `hot = 3.00:00:00`, or data and index each, and the windows.
fn caching(content: &Json) -> String {
    let span = |name| content.get(name).and_then(|span| span.get(VALUE)).and_then(Json::text);
    let (data, index) = (span(DATA).unwrap_or_default(), span(INDEX).unwrap_or_default());
    let mut text = match data == index {
        true => format!("hot = {data}"),
        false => format!("hotdata = {data} hotindex = {index}"),
    };
    for window in content.get(WINDOWS).map(Json::items).unwrap_or_default() {
        let moment = |name| window.json.get(name).and_then(Json::text).unwrap_or_default();
        let (from, to) = (moment(FROM), moment(TO));
        text.push_str(&format!(", hot_window = datetime({from}) .. datetime({to})"));
    }
    text
}
