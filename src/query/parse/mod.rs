//! From the text of a query to its tree. A parser carries the name of its rule in `grammar/query.ebnf`, and its
//! comment repeats the rule.

use crate::model::limit;
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::tree::{Pipeline, Query, Source};
use crate::syntax::{Token, query_tokens};
use crate::table::{ColumnType, Value};
use crate::text::Span;

mod explain;
mod expressions;
mod input;
mod joins;
mod literals;
mod names;
mod operations;
mod operators;
mod settings;
mod sources;
mod statements;

pub use input::Expectation;
use input::{PResult, Parser};
pub use names::is_reserved;

/// Reads the operators after the first pipe: `where Role == 'Admin' | count`.
///
/// # Errors
/// Says what is wrong and where in `text`, what could stand there, and what near word may be meant.
pub fn parse_pipe(text: &str) -> Result<Pipeline<'_>, QueryError> {
    read(text, |parser| {
        let start = parser.span();
        let operators = parser.operators()?;
        Ok(Pipeline { source: Source::Given, operators, span: parser.since(start) })
    })
}

/// Reads a whole query: statements and what gives rows or a value.
///
/// # Errors
/// As for [`parse_pipe`].
pub fn parse_query(text: &str) -> Result<Query<'_>, QueryError> {
    read(text, |parser| parser.query())
}

/// Reads a text as a value of this type: `90`, `long(90)`, `'a'`, `a`, `2026-01-31`.
#[must_use]
pub fn parse_value(text: &str, kind: ColumnType) -> Option<Value> {
    literals::value(text, kind)
}

fn read<'s, T>(text: &'s str, parse: impl FnOnce(&mut Parser<'_, 's>) -> PResult<T>) -> Result<T, QueryError> {
    if text.len() > limit::STATEMENT_BYTES {
        return Err(QueryError { kind: QueryErrorKind::TooLong(text.len()), span: Span::at(0) });
    }
    let tokens = query_tokens(text);
    let mut parser = Parser::new(text, &tokens);
    let whole = parse(&mut parser);
    if parser.first().is_some() {
        parser.note(Expectation::Described("the end of the query"));
    }
    match whole {
        Ok(value) if parser.first().is_none() => Ok(value),
        _ => Err(explain::error(&parser)),
    }
}

/// Returns what may stand at the end of the operators of a pipe that are being typed, and where the word begins that
/// is typed there.
#[must_use]
pub fn expected_after(text: &str) -> (usize, Vec<Expectation>) {
    let mut tokens = query_tokens(text);
    let start = typed_from(text, &mut tokens);
    let before = text.get(..start).unwrap_or_default();
    let mut parser = Parser::new(before, &tokens);
    let _ = parser.operators();
    let is_here = parser.fault().is_none() && parser.farthest().is_none();
    (start, if is_here { parser.expected().to_vec() } else { Vec::new() })
}

/// Takes off the word that the text ends in, with what is joined to it by `-`; returns where it begins.
fn typed_from(text: &str, tokens: &mut Vec<Token>) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'!');
    let typed = text.bytes().rev().take_while(is_part).count();
    let start = text.len() - typed;
    tokens.retain(|token| (token.span.start as usize) < start);
    start
}
