//! Why a statement did not parse: the worst fault first, then what was expected where parsing
//! got to.

use crate::model::directive_kind::DirectiveKind;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::parser::explain_error::stop::Stop;
use crate::syntax::parser::input::{Expectation, PResult, Source};
use crate::syntax::parser::statement::statement;
use crate::syntax::redact::masked_token;
use crate::syntax::splitter::Piece;
use crate::syntax::token::{BadToken, Token, TokenKind};
use crate::text::{Span, quoted, shortened};

mod columns;
mod conditions;
mod names;
mod optional;
mod order;
mod principals;
mod roles;
mod sentence;
mod slips;
mod stop;
mod usual;
mod verbs;

/// A message lists at most so many expectations.
const LISTED: usize = 8;

/// Explains why `piece` is no statement that runs.
pub(super) fn explain(piece: &Piece<'_>) -> SyntaxError {
    let before = no_command(piece).or_else(|| verbs::unknown(piece));
    before.unwrap_or_else(|| in_command(piece))
}

/// Returns the fault of text that does not begin as a command does.
fn no_command(piece: &Piece<'_>) -> Option<SyntaxError> {
    let first = piece.tokens.first();
    let span = first.map_or(Span::at(0), |token| token.span);
    if first.is_some_and(|token| token.is(b'.')) {
        None
    } else if let Some(meant) = first.and_then(|first| leaving(piece, *first)) {
        let message = "this is no command".to_owned();
        let help = Some(format!("did you mean {}?", quoted(meant)));
        Some(SyntaxError { kind: SyntaxErrorKind::Other { message, help }, span })
    } else {
        slips::before(piece).or(Some(SyntaxError { kind: SyntaxErrorKind::NoDot, span }))
    }
}

/// Returns the directive for a word that other programs take on a line of its own: `exit`, `USE Db`.
fn leaving(piece: &Piece<'_>, first: Token) -> Option<String> {
    let sign = piece.text.trim().trim_end_matches(';');
    if !matches!(first.kind, TokenKind::Word(_)) {
        return DirectiveKind::called_elsewhere(sign).map(|kind| kind.to_string());
    }
    let are_words = piece.tokens.iter().all(|token| matches!(token.kind, TokenKind::Word(_)));
    if are_words && piece.tokens.len() < 4 { verbs::directive(piece, first) } else { None }
}

/// Returns the first string, bracket or character that is wrong in any command.
fn lexical_fault(piece: &Piece<'_>) -> Option<SyntaxError> {
    let bad = piece.tokens.iter().enumerate().find_map(|(at, token)| match token.kind {
        TokenKind::Bad(BadToken::UnclosedString) => {
            Some((SyntaxErrorKind::unclosed_string(token.span.of(piece.text)), token.span))
        }
        TokenKind::Bad(BadToken::UnclosedBlock) => {
            Some((SyntaxErrorKind::UnclosedBlock, Span::new(token.span.start, token.span.start + 3)))
        }
        TokenKind::Bad(BadToken::Character) => {
            let character = token.span.of(piece.text).chars().next().unwrap_or_default();
            let name = names::with_character(piece.text, piece.tokens, at);
            Some((SyntaxErrorKind::Character { character, name }, token.span))
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

/// Returns the fault of a command with a verb: the first thing that is wrong in it.
fn in_command(piece: &Piece<'_>) -> SyntaxError {
    let source = Source::new(piece.text, piece.tokens, true);
    let _ = statement(source.input());
    let stop = Stop::of(&source);
    let lexical = slips::last_fence(piece).or_else(|| lexical_fault(piece));
    // What stands before a broken string may be why it is broken: `-- don't`.
    let is_first = |slip: &SyntaxError| lexical.as_ref().is_none_or(|fault| slip.span.start <= fault.span.start);
    let slip = slips::inside(&stop, piece.unclosed).filter(is_first);
    slip.or(lexical).or_else(|| source.fault()).unwrap_or_else(|| advised(unexpected(&source), &stop, piece))
}

/// Returns the error with the advice that suits what stands there, or what may be meant.
fn advised(error: SyntaxError, stop: &Stop<'_>, piece: &Piece<'_>) -> SyntaxError {
    if let Some(other) = roles::of_other_entity(stop) {
        return SyntaxError { kind: other, span: error.span };
    }
    let SyntaxErrorKind::Expected { expected, found, help } = error.kind else { return error };
    if let Some((advice, span)) = odd_writing(stop) {
        let found = if stop.has_string(span) { found } else { quoted(shortened(span.of(stop.text))) };
        return SyntaxError { kind: SyntaxErrorKind::Expected { expected, found, help: vec![advice] }, span };
    }
    let near = order::near(stop);
    let is_meant = near.is_some_and(|near| order::is_whole_with(stop, near));
    let column = columns::column(stop);
    let other = if is_meant { column } else { column.or_else(|| other_text(stop, piece)) };
    // A word of the same meaning is meant before one that only looks alike.
    let alike = usual::alike(stop).filter(|word| near != Some(word));
    let other = alike
        .map(|word| format!("did you mean {}?", quoted(word)))
        .or(other)
        .or_else(|| usual::general(stop).filter(|_| near.is_none()));
    let help = other.map_or(help, |advice| vec![advice]);
    let portal = near.and_then(roles::portal);
    let help = help.into_iter().chain(portal).collect();
    SyntaxError { kind: SyntaxErrorKind::Expected { expected, found, help }, span: error.span }
}

/// Returns what is wrong with the way in which a name or a part is written, and where it stands.
fn odd_writing(stop: &Stop<'_>) -> Option<(String, Span)> {
    optional::bracketed(stop)
        .or_else(|| names::placeholder(stop))
        .or_else(|| names::partial_placeholder(stop))
        .or_else(|| names::unbracketed(stop).filter(|(_, span)| !stop.has_string(*span)))
}

/// Returns the advice to write the command in another way, in which it is right.
fn other_text(stop: &Stop<'_>, piece: &Piece<'_>) -> Option<String> {
    conditions::condition(stop)
        .or_else(|| names::of_other_database(stop))
        .or_else(|| usual::advice(stop))
        .or_else(|| principals::enclosed(stop))
        .or_else(|| order::exchanged(stop))
        .or_else(|| verbs::mixed_up(stop))
        .or_else(|| verbs::other_order(stop, piece))
        .or_else(|| order::missing(stop))
        .or_else(|| order::marked(stop))
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
    let stop = Stop::of(source);
    let token = stop.token();
    let end = source.tokens.last().map_or(0, |token| token.span.end);
    let span = token.map_or(Span::at(end), |token| token.span);
    let near = order::near(&stop);
    let shown = token.map(|token| masked_token(source.text, &token));
    let found = shown.map_or_else(|| source.end.to_owned(), |text| quoted(shortened(&text)));
    let meant = near.map(|near| format!("did you mean {}?", quoted(near)));
    // The long words of a cluster's roles are in no list.
    let lists = !near.is_some_and(roles::is_long);
    let list = stop.expected.iter().find_map(listing).filter(|_| lists);
    let help = meant.into_iter().chain(list).collect();
    let expected = listed(&stop.expected, near);
    SyntaxError { kind: SyntaxErrorKind::Expected { expected, found, help }, span }
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
fn listed(expected: &[Expectation], near: Option<&str>) -> Vec<String> {
    let mut list: Vec<String> = expected.iter().map(ToString::to_string).collect();
    if let Some(near) = near {
        let near = quoted(near);
        list.sort_by_key(|text| *text != near);
    }
    if list.len() > LISTED {
        let more = list.len() - LISTED + 1;
        list.truncate(LISTED - 1);
        list.push(format!("one of {more} other words"));
    }
    list
}
