//! Queries and bodies as the catalog keeps them: what is secret in them is not kept.

use crate::syntax::{pieces, redacted_text};

/// `query` in curly brackets, its obfuscated strings hidden.
pub(super) fn body(query: &str) -> String {
    let wrapped = format!("{{{query}}}");
    let mut kept = String::with_capacity(wrapped.len());
    pieces(&wrapped, 1, |piece| kept.push_str(&redacted_text(&piece)));
    kept
}

/// `query` with its obfuscated strings hidden.
pub(super) fn query(query: &str) -> String {
    let body = body(query);
    body.strip_prefix('{').and_then(|body| body.strip_suffix('}')).unwrap_or_default().to_owned()
}
