//! From the text of a query to its tree, or to the note that there is none.

use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::parse::parse_query;
use crate::query::tree::{Query, Statement};
use crate::text::quoted;

/// Reads a query, unless it gives databases other names: these are not interpreted (`alias-statement.md`).
///
/// # Errors
/// Says why it is read by its words.
pub(super) fn read(text: &str) -> Result<Query<'_>, QueryError> {
    let query = parse_query(text)?;
    let alias = query.statements.iter().find_map(|statement| match statement {
        Statement::Other(span) if span.of(text).starts_with("alias") => Some(*span),
        _ => None,
    });
    let help = "name the database itself".to_owned();
    let message = "`alias` is not interpreted".to_owned();
    alias.map_or(Ok(query), |span| Err(QueryError { kind: QueryErrorKind::Other { message, help }, span }))
}

/// Returns why a query is not read.
pub(super) fn reason(error: &QueryError) -> String {
    match &error.kind {
        QueryErrorKind::NotInterpreted(kind) => format!("{} is not interpreted", quoted(kind.name())),
        kind => kind.to_string(),
    }
}
