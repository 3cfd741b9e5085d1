//! Why a query was not read: the fault that a parser reported, or what was expected where parsing got to.

use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::parse::input::{Expectation, Parser};
use crate::query::parse::names::is_reserved;
use crate::syntax::ast::COMMAND_RESULTS;
use crate::syntax::{BadToken, Token, TokenKind};
use crate::text::{Span, nearest, quoted, shortened};

/// A message lists at most so many expectations.
const LISTED: usize = 8;

/// Returns the error of a text that was not read.
pub(super) fn error(parser: &Parser<'_, '_>) -> QueryError {
    let token = parser.farthest();
    let span = token.map_or_else(|| Span::at(parser.end()), |token| token.span);
    let lexical = token.and_then(|token| lexical(token, parser.text)).map(|kind| QueryError { kind, span });
    parser.fault().cloned().or(lexical).unwrap_or_else(|| unexpected(parser, token, span))
}

/// Returns what is wrong with a token that is none.
fn lexical(token: Token, text: &str) -> Option<QueryErrorKind> {
    match token.kind {
        TokenKind::Bad(BadToken::UnclosedString | BadToken::UnclosedBlock) => Some(QueryErrorKind::UnclosedString),
        TokenKind::Bad(BadToken::Character) => token.span.of(text).chars().next().map(QueryErrorKind::Character),
        _ => None,
    }
}

fn unexpected(parser: &Parser<'_, '_>, token: Option<Token>, span: Span) -> QueryError {
    let expected = parser.expected();
    let word = token.map(|token| parser.text_of(token));
    let words = expected.iter().flat_map(|one| one.words().iter().copied());
    let near = word.and_then(|word| nearest(word, words.filter(|word| word.starts_with(char::is_alphabetic))));
    let mut list: Vec<String> = expected.iter().map(ToString::to_string).collect();
    let mut seen = std::collections::HashSet::new();
    list.retain(|text| seen.insert(text.clone()));
    if let Some(near) = near.map(quoted) {
        list.sort_by_key(|text| *text != near);
    }
    if list.len() > LISTED {
        let more = list.len() - LISTED + 1;
        list.truncate(LISTED - 1);
        list.push(format!("one of {more} others"));
    }
    let found = word.map_or_else(|| "the end of the query".to_owned(), |word| quoted(shortened(word)));
    let near = near.map(|near| format!("did you mean {}?", quoted(near)));
    let brackets = word.filter(|word| is_reserved(word) && expected.iter().any(Expectation::is_described));
    let brackets = brackets.map(|word| format!("a name that is a word of the language stands in brackets: ['{word}']"));
    let results = word.filter(|word| *word == COMMAND_RESULTS && span.start > 0);
    let results = results.map(|word| format!("end the query before {} with `;`", quoted(word)));
    let help = near.into_iter().chain(brackets).chain(results).collect();
    QueryError { kind: QueryErrorKind::Expected { expected: list, found, help }, span }
}
