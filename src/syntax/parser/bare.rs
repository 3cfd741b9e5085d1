//! The leaves of directives: text that stands bare, and the words of a table that stand side by side.

use std::borrow::Cow;

use crate::model::entity::EntityKind;
use crate::syntax::ast::directives::Expand;
use crate::syntax::ast::questions::IN;
use crate::syntax::literal::Name;
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{any_name, checked_name};
use crate::syntax::parser::string::string_at;
use crate::syntax::token::{BadToken, TokenKind};
use crate::text::{Span, Spanned};

/// Returns what stands here up to white space, if anything does.
pub(super) fn bare<'i, 's: 'i>(input: Input<'i, 's>) -> Option<(Input<'i, 's>, Spanned<&'s str>)> {
    let first = input.first()?;
    let mut rest = input.skip(1);
    while rest.first().is_some_and(|token| token.span.start == rest.last_end()) {
        rest = rest.skip(1);
    }
    let span = Span::new(first.span.start, rest.last_end());
    Some((rest, Spanned::new(span.of(input.text()), span)))
}

/// Returns the input after these words, if they stand here, each whole.
pub(super) fn after_words<'i, 's: 'i>(input: Input<'i, 's>, words: &str) -> Option<Input<'i, 's>> {
    words.split(' ').try_fold(input, |input, word| {
        let (rest, found) = bare(input)?;
        (found.value == word).then_some(rest)
    })
}

/// Returns whether a string or a bracket with a string stands here.
pub(super) fn is_quoted(input: Input<'_, '_>) -> bool {
    is_text(input) || input.first().is_some_and(|token| token.is(b'[')) && is_text(input.skip(1))
}

/// Returns whether a string stands here, closed or not.
fn is_text(input: Input<'_, '_>) -> bool {
    let is = |kind| matches!(kind, TokenKind::Text(..) | UNCLOSED_STRING | UNCLOSED_BLOCK);
    input.first().is_some_and(|token| is(token.kind))
}

const UNCLOSED_STRING: TokenKind = TokenKind::Bad(BadToken::UnclosedString);
const UNCLOSED_BLOCK: TokenKind = TokenKind::Bad(BadToken::UnclosedBlock);

/// `string | ? bare text ?` to the end of the line: a file.
pub(super) fn text_to_end<'i, 's: 'i>(
    what: &'static str,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Spanned<Cow<'s, str>>> {
    move |input| {
        if is_text(input) || input.first().is_none() {
            let (rest, literal) = string_at(input, Expectation::Described(what))?;
            return Ok((rest, Spanned::new(literal.text, literal.span)));
        }
        let (rest, text) = bare_to(input, |_| false);
        Ok((rest, Spanned::new(Cow::Borrowed(text.value), text.span)))
    }
}

/// `loose_name = name | ? bare name ? ;` A name without quotes goes on to the end of the line, to
/// `in database`, or to `--expand-groups`.
pub(super) fn loose_name<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Name<'s>> {
    if is_quoted(input) {
        let string = if is_text(input) { input } else { input.skip(1) };
        string_at(string, Expectation::Described("a name"))?;
        return any_name(input, Expectation::Described("a name"));
    }
    let (rest, text) = bare_to(input, ends_name);
    if text.value.is_empty() {
        return input.miss(Expectation::Described("a name"));
    }
    let length = rest.position() - input.position();
    checked_name(input, Cow::Borrowed(text.value), text.span, length)
}

/// Returns whether something stands here that no bare name holds.
fn ends_name(input: Input<'_, '_>) -> bool {
    let ends = |words: &str| after_words(input, words).is_some();
    ends(Expand::WORD) || ends(&format!("{IN} {}", EntityKind::Database))
}

/// Returns the text from here to the end of the line, or to where `ends` says so.
fn bare_to<'i, 's: 'i>(
    input: Input<'i, 's>,
    ends: impl Fn(Input<'i, 's>) -> bool,
) -> (Input<'i, 's>, Spanned<&'s str>) {
    let (mut rest, mut span) = (input, Span::at(input.span().start));
    while let Some((after, text)) = bare(rest).filter(|_| !ends(rest)) {
        span = span.to(text.span);
        rest = after;
    }
    (rest, Spanned::new(span.of(input.text()), span))
}
