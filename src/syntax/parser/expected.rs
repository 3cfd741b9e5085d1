//! What may stand at a place of a text that is being typed: read from what parsers expect there.

use nom::combinator::map;

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::syntax::ast::Command;
use crate::syntax::parser::directives::directive;
use crate::syntax::parser::forms::row_command;
use crate::syntax::parser::input::{Expectation, Input, Source};
use crate::syntax::parser::leaf;
use crate::syntax::parser::statement::{command, whole};
use crate::syntax::redact::script_body;
use crate::syntax::splitter::{Piece, pieces};
use crate::syntax::token::{BadToken, Token, TokenKind};
use crate::text::Span;

/// The place in a text where it ends for now, and what may stand there.
#[derive(Clone, Debug)]
pub struct Place {
    /// The statement up to the part that is being typed.
    pub before: String,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Where the part begins that is being typed, in the whole text: a word, a name, a string. It may be empty.
    pub start: usize,
    /// Whether that part is a string.
    pub is_string: bool,
    /// What may stand in its place.
    pub expected: Vec<Expectation>,
}

impl Place {
    /// Returns whether the statement begins here.
    #[must_use]
    pub const fn is_beginning(&self) -> bool {
        self.tokens.is_empty()
    }
}

/// What is put at the end of the text: the token that holds it is the one that is being typed. It is no word, and
/// makes none of what stands before it.
const MARK: &str = "x";

/// Returns the place at the end of `text`; none in a comment, in data and after what is wrong.
#[must_use]
pub fn expected_after(text: &str) -> Option<Place> {
    let marked = format!("{text}{MARK}");
    let mut begin = 0;
    loop {
        let rest = marked.get(begin..)?;
        let (mut place, mut script) = (None, None);
        pieces(rest, 1, |piece| {
            let is_script = piece.tokens.iter().any(|token| token.keyword() == Some(Keyword::Script));
            let body = script_body(&piece).filter(|(_, body)| is_script && !body.is_empty());
            script = body.map(|(start, body)| (begin + piece.start + start, body.len()));
            place = place_in(&piece, rest.len()).map(|place| Place { start: begin + place.start, ..place });
        });
        match script.filter(|(start, length)| start + length == marked.len()) {
            Some((start, _)) => begin = start,
            None => return place,
        }
    }
}

/// Returns the place in a statement, if it is the one in which the text of this length ends.
fn place_in(piece: &Piece<'_>, length: usize) -> Option<Place> {
    let last = piece.tokens.len().checked_sub(1)?;
    if piece.start + piece.tokens.get(last)?.span.end as usize != length {
        return None;
    }
    let joined = piece.tokens.windows(2).rev().take_while(|pair| is_joined(pair)).count();
    let run = last.saturating_sub(joined);
    let firsts = if piece.directive { [run.max(1), last] } else { [last, last.saturating_sub(joined.min(1))] };
    firsts.into_iter().find_map(|first| {
        let (tokens, typed) = piece.tokens.split_at_checked(first)?;
        let typed = typed.first()?;
        let expected = expected_in(piece, tokens)?;
        let start = typed.span.start as usize;
        Some(Place {
            before: piece.text.get(..start)?.to_owned(),
            tokens: tokens.to_vec(),
            start: piece.start + start,
            is_string: typed.is_string(),
            expected,
        })
    })
}

/// Returns whether no space stands between two tokens.
fn is_joined(pair: &[Token]) -> bool {
    matches!(pair, [first, second] if first.span.end == second.span.start)
}

/// Returns what may stand after these tokens, if anything but the end may.
fn expected_in(piece: &Piece<'_>, tokens: &[Token]) -> Option<Vec<Expectation>> {
    let source = match piece.directive {
        true => Source::directive(piece.text, tokens),
        false => Source::new(piece.text, tokens, true).going_on(),
    };
    read(piece.directive, source.input());
    let (at, expected) = source.expected();
    let is_something = expected.iter().any(|one| !matches!(one, Expectation::End(_)));
    (at == tokens.len() && is_something).then_some(expected)
}

/// Reads a directive; or a command in both ways in which one is read, so that what either expects is noted.
fn read<'i, 's: 'i>(is_directive: bool, input: Input<'i, 's>) {
    if is_directive {
        let _ = directive(input);
    } else if let Ok((input, _)) = leaf::mark(".")(input) {
        CommandKind::all_verbs().for_each(|verb| input.note(Expectation::of_word(verb)));
        let _ = whole(command)(input);
        let _ = whole(map(row_command, Command::Rows))(input);
    }
}

/// Returns where the first token stands that does not fit, if it is not the statement's end that is missing.
#[must_use]
pub fn misfit(piece: &Piece<'_>) -> Option<Span> {
    let bad = piece.tokens.iter().find(|token| matches!(token.kind, TokenKind::Bad(BadToken::Character)));
    let stray = piece.stray.or(bad.map(|token| token.span));
    if stray.is_some() {
        return stray;
    }
    let source = match piece.directive {
        true => Source::directive(piece.text, piece.tokens),
        false => Source::new(piece.text, piece.tokens, true),
    };
    let is_read = match piece.directive {
        true => directive(source.input()).is_ok(),
        false => super::statement(source.input()).is_ok(),
    };
    if is_read {
        return None;
    }
    let fault = source.fault().map(|fault| fault.span);
    fault.or_else(|| piece.tokens.get(source.expected().0).map(|token| token.span))
}
