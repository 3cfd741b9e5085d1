//! Queries and bodies as the catalog keeps them: what is secret in them is not kept.

use crate::syntax::redacted_query;

/// `query` in curly brackets, its obfuscated strings hidden.
pub(super) fn body(query: &str) -> String {
    format!("{{{}}}", redacted_query(query))
}

/// `query` with its obfuscated strings hidden.
pub(super) fn query(query: &str) -> String {
    redacted_query(query)
}
