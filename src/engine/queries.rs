//! Queries of views, policies, exports and functions: what they read, and what columns they give. A query that the
//! parser of the query language does not know is judged by its words.

use crate::diagnostic::{Code, Diagnostic};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::parse::parse_query;
use crate::text::quoted;

mod reads;
mod schema;
mod unknown;

pub(super) use reads::{Read, mentions_any, reads, reads_other};
pub(super) use schema::{columns, view_columns};
pub(super) use unknown::unknown_name;

/// Returns the note that a query is read by its words, where it is; `what` names it. It points at the place in `text`.
pub(super) fn by_words(what: &str, text: &str) -> Option<Diagnostic> {
    let error = parse_query(text).err()?;
    let message = format!("{what} is read by its words: {}", reason(&error));
    Some(Diagnostic::note(Code::NotInterpreted, message).at(error.span))
}

/// Returns why a query is not read.
fn reason(error: &QueryError) -> String {
    match &error.kind {
        QueryErrorKind::NotInterpreted(kind) => format!("{} is not interpreted", quoted(kind.name())),
        kind => kind.to_string(),
    }
}
