//! Definitions as the catalog keeps them: what is secret in their queries is not kept.

use serde_json::Value;

use crate::syntax::redacted_query;

/// Returns a JSON text whose strings are queries perhaps, their obfuscated strings redacted. It
/// stays as it is written, unless escapes of JSON stand in what is redacted.
pub(super) fn kept(text: &str) -> String {
    let kept = redacted_query(text);
    let Ok(mut value) = serde_json::from_str::<Value>(&kept) else { return kept };
    if hide(&mut value) { value.to_string() } else { kept }
}

/// Redacts the strings of a value; returns whether there was anything to redact.
fn hide(value: &mut Value) -> bool {
    match value {
        Value::String(text) => {
            let kept = redacted_query(text);
            let secret = kept != *text;
            *text = kept;
            secret
        }
        Value::Array(values) => values.iter_mut().map(hide).filter(|secret| *secret).count() > 0,
        Value::Object(values) => values.values_mut().map(hide).filter(|secret| *secret).count() > 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn obfuscated_strings_in_the_queries_of_a_json_text_are_hidden() {
        let open = "{ \"Query\": \"T | where a == 'b'\" }";
        assert_eq!(kept(open), open);
        assert_eq!(kept("{ \"Query\": \"T | where a == h'key'\" }"), "{ \"Query\": \"T | where a == h'****'\" }");
        assert_eq!(kept(r#"{ "Query": "a == h\u0027key\u0027" }"#), r#"{"Query":"a == h'****'"}"#);
    }
}
