//! The leaves of directives: text that stands bare, and the words of a table that stand side by side.

use std::borrow::Cow;

use nom::Parser;
use nom::combinator::map;

use crate::model::keyword::Keyword;
use crate::syntax::ast::directives::EXPAND_GROUPS;
use crate::syntax::ast::questions::IN;
use crate::syntax::literal::Name;
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{any_name, checked_name};
use crate::syntax::parser::string::string;
use crate::syntax::token::TokenKind;
use crate::text::{Span, Spanned};

/// What is expected where a file is named.
pub const A_FILE: &str = "a file";

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
    input.first().is_some_and(|token| token.is_string())
}

/// Reads `part`, unless the line ends here.
pub(super) fn unless_end<'i, 's: 'i, T>(
    part: impl Fn(Input<'i, 's>) -> PResult<'i, 's, T>,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Option<T>> {
    move |input| match input.first() {
        None => {
            // What is expected here is noted; that it is missing is no fault.
            let _ = part(input);
            Ok((input, None))
        }
        Some(_) => map(&part, Some).parse(input),
    }
}

/// Reads `string | ? bare text ?`, to the end of the line: a file or a length of time.
pub(super) fn text_to_end<'i, 's: 'i>(
    what: &'static str,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Spanned<Cow<'s, str>>> {
    move |input| {
        if is_text(input) || input.first().is_none() {
            let (rest, literal) = string(what)(input)?;
            return Ok((rest, Spanned::new(literal.text, literal.span)));
        }
        let (span, rest) = (input.rest_span(), input.skip(input.left()));
        check_closed(input, rest)?;
        Ok((rest, Spanned::new(Cow::Borrowed(span.of(input.text())), span)))
    }
}

/// `loose_name = name | ? bare name ? ;` A name without quotes goes on to the end of the line, to
/// `in database`, or to `--expand-groups`.
pub(super) fn loose_name<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Name<'s>> {
    if is_quoted(input) {
        string("a name")(if is_text(input) { input } else { input.skip(1) })?;
        return any_name(input, Expectation::NameOf("a name"));
    }
    let (mut rest, mut span) = (input, Span::at(input.span().start));
    while let Some((after, text)) = bare(rest).filter(|_| !ends_name(rest)) {
        span = span.to(text.span);
        rest = after;
    }
    check_closed(input, rest)?;
    match rest.position() - input.position() {
        0 => input.miss(Expectation::NameOf("a name")),
        length => checked_name(input, Cow::Borrowed(span.of(input.text())), span, length),
    }
}

/// Fails at a string between two places that is not closed.
fn check_closed<'i, 's: 'i>(from: Input<'i, 's>, to: Input<'i, 's>) -> PResult<'i, 's, ()> {
    let count = to.position() - from.position();
    let is_open =
        |at: &usize| from.peek(*at).is_some_and(|token| matches!(token.kind, TokenKind::Bad(_) if token.is_string()));
    match (0..count).find(is_open) {
        Some(open) => map(string("a string"), |_| ()).parse(from.skip(open)),
        None => Ok((to, ())),
    }
}

/// Returns whether something stands here that no bare name holds.
fn ends_name(input: Input<'_, '_>) -> bool {
    is_last_option(input) || after_in_database(input).is_some()
}

/// Returns whether `--expand-groups` stands here and nothing after it.
pub(super) fn is_last_option(input: Input<'_, '_>) -> bool {
    after_words(input, EXPAND_GROUPS).is_some_and(|rest| rest.first().is_none())
}

/// Returns the input after `in database`, if that stands here.
pub(super) fn after_in_database<'i, 's: 'i>(input: Input<'i, 's>) -> Option<Input<'i, 's>> {
    after_words(after_words(input, IN)?, Keyword::Database.text())
}
