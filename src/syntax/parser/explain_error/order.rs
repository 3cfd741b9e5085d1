//! Words that are missing, or that stand in another order.

use crate::model::command_kind::CommandKind;
use crate::model::role::Role;
use crate::syntax::parser::explain_error::stop::{Stop, short};
use crate::syntax::parser::input::Expectation;
use crate::syntax::token::{Token, TokenKind};
use crate::text::{Span, nearest, quoted, sentence_list};

/// An advice names at most so many commands.
const NAMED: usize = 3;

/// Returns the word near to the one that does not fit.
pub(super) fn near(stop: &Stop<'_>) -> Option<&'static str> {
    let token = stop.token()?;
    nearest(stop.text_of(token), stop.expected.iter().flat_map(Expectation::meant_words))
}

/// Returns whether the command is whole with this word in place of the one that does not fit.
pub(super) fn is_whole_with(stop: &Stop<'_>, word: &str) -> bool {
    stop.token().is_some_and(|token| stop.whole_with(&[(token.span, word)]).is_some())
}

/// Returns the advice to write the word that does not fit before the one that it stands after.
pub(super) fn exchanged(stop: &Stop<'_>) -> Option<String> {
    let token = stop.token()?;
    let before = stop.before().filter(|_| stop.at > 2);
    before.and_then(|before| exchange(stop, before, token)).or_else(|| exchange(stop, token, stop.peek(1)?))
}

/// Returns the advice to write two tokens in the other order, if the command is then whole.
fn exchange(stop: &Stop<'_>, before: Token, token: Token) -> Option<String> {
    let (first, second) = (stop.text_of(before), stop.text_of(token));
    let is_part = |text: &str| text.starts_with(|first: char| first.is_alphanumeric() || matches!(first, '\'' | '"'));
    if !is_part(first) || !is_part(second) {
        return None;
    }
    stop.whole_with(&[(before.span, second), (token.span, first)])?;
    Some(format!("{} stands before {}", stop.shown(token), stop.shown(before)))
}

/// Returns the advice to write a word more, if the command is then whole.
pub(super) fn missing(stop: &Stop<'_>) -> Option<String> {
    let token = stop.token()?;
    let place = Span::at(token.span.start);
    // A word of the language is not to become a name: `.show table principals`.
    let word = stop.text_of(token);
    let is_name = token.keyword().is_none() && Role::meant(word).is_none();
    let is_own = |kind: CommandKind| is_name || CommandKind::holding(word).any(|holding| holding == kind);
    let before = stop.before().map(|before| stop.text_of(before));
    let with = |word: &str| {
        if before == Some(word) {
            return None;
        }
        let (command, kind) = stop.whole_with(&[(place, &format!("{word} "))])?;
        short(command).filter(|_| is_own(kind))
    };
    let words = stop.expected.iter().filter(|wanted| matches!(wanted, Expectation::Keyword(_) | Expectation::Word(_)));
    let commands: Vec<String> = words.flat_map(Expectation::words).filter_map(with).take(NAMED).map(quoted).collect();
    if commands.is_empty() { None } else { Some(format!("did you mean {}?", sentence_list(&commands, "or"))) }
}

/// Returns the advice to write a mark more, another mark, or one less.
pub(super) fn marked(stop: &Stop<'_>) -> Option<String> {
    // What may follow a pipe is known to no form.
    let marks = || stop.expected.iter().filter_map(Expectation::mark).filter(|mark| *mark != "|");
    let (token, before) = (stop.token(), stop.before()?);
    let end = Span::at(before.span.end);
    let is_mark = |token: &Token| matches!(token.kind, TokenKind::Punct(_));
    let instead = || {
        let token = token.filter(is_mark)?;
        let is_alone = |mark: &&str| !matches!(*mark, "(" | "[" | "{");
        let mark = marks().filter(is_alone).find(|mark| stop.reads_with(token.span, mark))?;
        Some(format!("write {} in place of {}", quoted(mark), stop.shown(token)))
    };
    let more = || {
        let shown = token.map_or_else(|| "the end".to_owned(), |token| stop.shown(token));
        let mark = marks().find(|mark| stop.whole_with(&[(end, mark)]).is_some())?;
        Some(format!("{} is missing before {shown}", quoted(mark)))
    };
    let less = || {
        let extra = token.into_iter().chain([before]).filter(is_mark);
        let extra = extra.into_iter().find(|extra| stop.whole_with(&[(extra.span, "")]).is_some())?;
        Some(format!("leave {} out", stop.shown(extra)))
    };
    let braced = || {
        let last = stop.tokens.last()?.span.end;
        let body = marks().any(|mark| mark == "{");
        let with = || stop.whole_with(&[(end, " {"), (Span::at(last), " }")]);
        (body && with().is_some()).then(|| "what the function returns stands in braces: `{ … }`".to_owned())
    };
    instead().or_else(more).or_else(less).or_else(braced)
}
