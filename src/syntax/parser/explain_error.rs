//! Why a statement did not parse: the worst fault first, then what was expected where parsing
//! got to.

use crate::model::command_kind::CommandKind;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::parser::input::{Expectation, PResult, Source};
use crate::syntax::redact::masked_token;
use crate::syntax::splitter::Piece;
use crate::syntax::token::{BadToken, TokenKind};
use crate::text::{Span, nearest, quoted, shortened};

/// A message lists at most so many expectations.
const LISTED: usize = 8;

/// Explains why `piece` is no statement that runs.
pub(super) fn explain(piece: &Piece<'_>) -> SyntaxError {
    let before = no_command(piece).or_else(|| unknown_verb(piece)).or_else(|| lexical_fault(piece));
    before.unwrap_or_else(|| parse_again(piece))
}

/// What people type to leave other programs.
const LEAVING: &[&str] = &["quit", "exit"];

/// Returns the fault of text that does not begin as a command does.
fn no_command(piece: &Piece<'_>) -> Option<SyntaxError> {
    let first = piece.tokens.first();
    let span = first.map_or(Span::at(0), |token| token.span);
    if first.is_some_and(|token| token.is(b'.')) {
        None
    } else if LEAVING.contains(&piece.text.trim()) {
        let message = "this is no command".to_owned();
        let help = Some("did you mean `#quit`?".to_owned());
        Some(SyntaxError { kind: SyntaxErrorKind::Other { message, help }, span })
    } else {
        Some(SyntaxError { kind: SyntaxErrorKind::NoDot, span })
    }
}

/// Returns the fault of a verb that no command has.
fn unknown_verb(piece: &Piece<'_>) -> Option<SyntaxError> {
    let token = piece.tokens.get(1).filter(|token| matches!(token.kind, TokenKind::Word(_)))?;
    let word = token.span.of(piece.text);
    if CommandKind::is_verb(word) {
        return None;
    }
    let near = nearest(word, CommandKind::all_verbs()).map(str::to_owned);
    Some(SyntaxError { kind: SyntaxErrorKind::UnknownVerb { word: shortened(word), near }, span: token.span })
}

/// Returns the first string, bracket or character that is wrong in any command.
fn lexical_fault(piece: &Piece<'_>) -> Option<SyntaxError> {
    let bad = piece.tokens.iter().find_map(|token| match token.kind {
        TokenKind::Bad(BadToken::UnclosedString) => Some((SyntaxErrorKind::UnclosedString, token.span)),
        TokenKind::Bad(BadToken::UnclosedBlock) => {
            Some((SyntaxErrorKind::UnclosedBlock, Span::new(token.span.start, token.span.start + 3)))
        }
        TokenKind::Bad(BadToken::Character) => {
            Some((SyntaxErrorKind::Character(token.span.of(piece.text).chars().next().unwrap_or_default()), token.span))
        }
        _ => None,
    });
    let opens = |span: Span| matches!(span.of(piece.text), "(" | "[" | "{");
    let stray = piece.stray.map(|span| match opens(span) {
        true => (SyntaxErrorKind::TooDeep, span),
        false => (SyntaxErrorKind::StrayBracket, span),
    });
    let unclosed = piece.unclosed.map(|span| (SyntaxErrorKind::UnclosedBracket, span));
    let first = [bad, stray].into_iter().flatten().min_by_key(|(_, span)| span.start);
    first.or(unclosed).map(|(kind, span)| SyntaxError { kind, span })
}

/// Parses once more with the recorder on.
fn parse_again(piece: &Piece<'_>) -> SyntaxError {
    let source = Source::new(piece.text, piece.tokens, true);
    let _ = super::statement(source.input());
    source.error()
}

impl<'i, 's> Source<'i, 's> {
    /// Returns the tree that was read, or the error; the recorder must be on.
    pub(super) fn result_of<T>(&self, read: PResult<'i, 's, T>) -> Result<T, SyntaxError> {
        read.map(|(_, tree)| tree).map_err(|_| self.error())
    }

    /// Returns the fault that a parser reported, or else what was expected where parsing got to.
    fn error(&self) -> SyntaxError {
        self.fault().unwrap_or_else(|| unexpected(self))
    }
}

fn unexpected(source: &Source<'_, '_>) -> SyntaxError {
    let (at, expected) = source.expected();
    let token = source.tokens.get(at);
    let end = source.tokens.last().map_or(0, |token| token.span.end);
    let span = token.map_or(Span::at(end), |token| token.span);
    let text = token.map(|token| token.span.of(source.text));
    let near = text.and_then(|text| near(text, &expected));
    let words: Vec<&str> = expected.iter().flat_map(Expectation::words).collect();
    let shown = token.map(|token| masked_token(source.text, token));
    let found = shown.map_or_else(|| source.end.to_owned(), |text| quoted(shortened(&text)));
    let help = expected.iter().find_map(listing);
    let expected = listed(&expected, &words, near.as_deref());
    SyntaxError { kind: SyntaxErrorKind::Expected { expected, found, near, help }, span }
}

fn near(text: &str, expected: &[Expectation]) -> Option<String> {
    let words: Vec<&str> = expected.iter().flat_map(Expectation::words).collect();
    nearest(text, words).map(str::to_owned)
}

/// Returns the roles, or other words, that an expectation stands for.
fn listing(expectation: &Expectation) -> Option<String> {
    let words = expectation.words();
    if words.len() < 2 {
        return None;
    }
    let words: Vec<String> = words.iter().map(quoted).collect();
    Some(format!("{expectation} is one of {}", words.join(", ")))
}

/// Returns the expectations as the message lists them, the near one first, at most [`LISTED`].
fn listed(expected: &[Expectation], words: &[&str], near: Option<&str>) -> Vec<String> {
    let mut list: Vec<String> = expected.iter().map(ToString::to_string).collect();
    if let Some(near) = near {
        let near = quoted(near);
        list.sort_by_key(|text| *text != near);
    }
    if list.is_empty() {
        list.extend(words.iter().map(quoted));
    }
    if list.len() > LISTED {
        let more = list.len() - LISTED + 1;
        list.truncate(LISTED - 1);
        list.push(format!("one of {more} other words"));
    }
    list
}
