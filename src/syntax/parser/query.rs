//! Queries and bodies: taken as text up to their end.

use std::borrow::Cow;

use crate::syntax::ast::Then;
use crate::syntax::ast::query::Query;
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{mark, optional, output};
use crate::syntax::parser::mentions::mentions;
use crate::syntax::parser::value::bracketed_text;
use crate::text::{Span, Spanned};

/// Reads the query after a command, if one follows. Where none does, only a command that shows something is offered one.
pub(super) fn after<'i, 's>(show: bool, input: Input<'i, 's>) -> PResult<'i, 's, Option<Then<'s>>> {
    let follows = input.first().is_some_and(|token| token.is(b'|') || token.is(b';'));
    if show || follows { optional(then(input), input) } else { Ok((input, None)) }
}

/// `then = pipe | ";" query ;` `pipe = "|" operators ;` what is to become of a command's result. After `;` it begins with
/// `$command_results` or `let`, or it would be another statement on the line.
fn then<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Then<'s>> {
    if input.first().is_some_and(|token| token.is(b';')) && begins_query(input.skip(1)) {
        let (rest, query) = spanned_rest(input.skip(1));
        return Ok((rest, Then::Query(query)));
    }
    let (rest, _) = mark("|")(input)?;
    if rest.first().is_none() {
        return rest.miss(Expectation::Described("an operator such as `where`"));
    }
    let (rest, operators) = spanned_rest(rest);
    Ok((rest, Then::Pipe(operators)))
}

/// Returns whether a query about `$command_results` begins here.
fn begins_query(input: Input<'_, '_>) -> bool {
    let text = Span::new(input.span().start, input.end()).of(input.text());
    text.starts_with('$') || input.word() == Some("let")
}

/// Returns all that is left of the statement, with its place.
fn spanned_rest<'i, 's>(input: Input<'i, 's>) -> (Input<'i, 's>, Spanned<Cow<'s, str>>) {
    let start = input.span().start;
    let (rest, text) = rest_of(input);
    (rest, Spanned::new(Cow::Borrowed(text.trim_end()), Span::new(start, input.end())))
}

/// `output_query = output query ;`
pub(super) fn output_query<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Query<'s>> {
    let (input, _) = output(input)?;
    if input.first().is_none() {
        return input.miss(Expectation::Described("a query"));
    }
    let start = input.span().start;
    let mentions = mentions(input, input.end());
    let (rest, text) = rest_of(input);
    let span = Span::new(start, input.end());
    Ok((rest, Query { text: Cow::Borrowed(text.trim()), mentions, span, start }))
}

/// `body = "{" query "}" ;` the text between the brackets.
pub(super) fn body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Query<'s>> {
    if !input.first().is_some_and(|token| token.is(b'{')) {
        return input.miss(Expectation::Mark("{"));
    }
    let Some((rest, span)) = bracketed_text(input) else { return input.miss(Expectation::Mark("{")) };
    let inside = Span::new(span.start + 1, span.end.saturating_sub(1));
    let text = inside.of(input.text());
    let start = inside.moved(text.len() - text.trim_start().len()).start;
    let text = text.trim();
    let mentions = mentions(input.skip(1), inside.end);
    Ok((rest, Query { text: Cow::Borrowed(text), mentions, span, start }))
}

/// Returns all that is left of the statement.
pub(super) fn rest_of<'i, 's>(input: Input<'i, 's>) -> (Input<'i, 's>, &'s str) {
    let start = input.span().start;
    let mut at = input;
    while at.first().is_some() {
        at = at.skip(1);
    }
    (at, Span::new(start, input.end()).of(input.text()))
}
