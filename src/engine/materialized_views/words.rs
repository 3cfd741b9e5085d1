//! The query of a view that is read by its words: what holds for it all the same (`materialized-view-create.md`, *Query
//! parameter*).

use crate::catalog::EntityId;
use crate::diagnostic::Result;
use crate::engine::materialized_views::KIND;
use crate::engine::materialized_views::access::{check_access, place, stays_here};
use crate::engine::queries::Read;
use crate::engine::{Refusal, World};
use crate::model::entity::EntityKind;
use crate::query::operator::OperatorKind;
use crate::syntax::ast::materialized_views::DefineView;
use crate::syntax::{TokenKind, pieces};
use crate::text::quoted;

/// The operator that makes a view: the last of its query, and the only one of its name.
const SUMMARIZE: &str = OperatorKind::Summarize.name();

/// Checks that the query stays in its database, begins with what the view is made of, reads no table that restricts
/// view access, and aggregates once, at its end.
pub(super) fn check(command: &DefineView<'_>, reads: &[Read], database: EntityId, world: &World<'_>) -> Result<()> {
    let query = &command.query;
    for read in reads {
        stays_here(read, command, database, world)?;
    }
    begins_with_source(command, database, reads, world)?;
    for read in reads {
        check_access(read, command, database, world).map_err(|refusal| read.through_function(refusal))?;
    }
    aggregates_last(&query.text).map_err(|message| Refusal::BadRequest(message).at(query.span))
}

/// Checks that the first table or view in the query is the one that the view is declared on; where
/// a function or a `let` comes first, that it is read somewhere.
fn begins_with_source(command: &DefineView<'_>, database: EntityId, reads: &[Read], world: &World<'_>) -> Result<()> {
    let Some(source) = &command.source.name else { return Ok(()) };
    let kinds = [EntityKind::Table, KIND, EntityKind::ExternalTable];
    let catalog = world.catalog;
    let exists = |name: &str| kinds.iter().any(|kind| catalog.child(database, *kind, name).is_some());
    let write = format!("write {} first", quoted(source));
    let help = format!("a view is made of the one table that its query begins with; {write}");
    match reads.first().filter(|first| first.name != source.text && exists(&first.name)) {
        Some(first) => {
            let message = format!(
                "the query begins with {}, and the view is declared on {}",
                quoted(&first.name),
                quoted(source)
            );
            Err(Refusal::BadRequest(message)
                .at(place(first, command))
                .labelled(source.span, "declared here")
                .help(help))
        }
        None if reads.iter().any(|read| read.name == source.text) => Ok(()),
        None => {
            let source = quoted(source);
            let message = format!("the query does not read {source}, which the view is declared on");
            Err(Refusal::BadRequest(message).at(command.query.span).help(help))
        }
    }
}

fn aggregates_last(query: &str) -> Result<(), String> {
    let operators = operators(query);
    let count = operators.iter().filter(|operator| *operator == SUMMARIZE).count();
    match operators.last() {
        Some(last) if last == SUMMARIZE && count == 1 => Ok(()),
        _ if count == 0 => Err(format!("the query of a materialized view ends in `{SUMMARIZE}`, and this has none")),
        Some(last) if last != SUMMARIZE => {
            Err(format!("the query of a materialized view ends in `{SUMMARIZE}`, and this ends in {}", quoted(last)))
        }
        _ => Err(format!("the query of a materialized view has one `{SUMMARIZE}`, and this has {count}")),
    }
}

/// Returns the words after the `|` of the query's last statement, those in brackets left out.
fn operators(query: &str) -> Vec<String> {
    // In brackets no blank line and no `;` ends a piece.
    let wrapped = format!("{{{query}\n}}");
    let mut operators = Vec::new();
    let mut depth = 0_usize;
    let mut previous: Option<u8> = None;
    pieces(&wrapped, 1, |piece| {
        for token in piece.tokens {
            match token.kind {
                TokenKind::Punct(b'(' | b'[' | b'{') => depth += 1,
                TokenKind::Punct(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if previous == Some(b';') && depth > 0 {
                operators.clear();
            }
            if previous == Some(b'|') && matches!(token.kind, TokenKind::Word(_)) {
                operators.push(token.span.of(piece.text).to_owned());
            }
            previous = match token.kind {
                TokenKind::Punct(byte) if depth == 1 => Some(byte),
                _ => None,
            };
        }
    });
    operators
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_the_words_after_pipes_outside_brackets() {
        assert_eq!(
            operators("let x = U | take 1;\nT\n\n| where a == '|'\n| join (U | summarize count()) on a;"),
            ["where", "join"]
        );
    }

    #[test]
    fn one_summarize_comes_last() {
        assert_eq!(aggregates_last("T | where a | summarize count() by a"), Ok(()));
        for query in ["T", "T | summarize count() | where x", "T | summarize a() | summarize b()"] {
            assert!(aggregates_last(query).is_err(), "{query}");
        }
    }
}
