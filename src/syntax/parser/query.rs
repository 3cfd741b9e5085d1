//! Queries and bodies: taken as text up to their end.

use std::borrow::Cow;

use crate::syntax::ast::Then;
use crate::syntax::ast::query::Query;
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{mark, optional, output};
use crate::syntax::parser::mentions::mentions;
use crate::syntax::parser::value::bracketed_text;
use crate::text::{Span, Spanned};

/// Reads the queries after a command, if any follow. Where none does, only a command that shows something is offered one.
pub(super) fn after<'i, 's>(show: bool, input: Input<'i, 's>) -> PResult<'i, 's, Vec<Then<'s>>> {
    let follows = input.first().is_some_and(|token| token.is(b'|')) || begins_query(input);
    if !show && !follows {
        return Ok((input, Vec::new()));
    }
    let (input, then) = optional(then(input), input)?;
    Ok((input, then.unwrap_or_default()))
}

/// `then = pipe [ ";" query ] | ";" query ;` `pipe = "|" operators ;` what is to become of a command's result. After `;`
/// it begins with `$command_results` or `let`, or it would be another statement on the line.
fn then<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Vec<Then<'s>>> {
    if begins_query(input) {
        let (rest, query) = spanned_until(input.skip(1), |_| false);
        return Ok((rest, vec![Then::Query(query)]));
    }
    let (rest, _) = mark("|")(input)?;
    if rest.first().is_none() {
        return rest.miss(Expectation::Described("an operator such as `where`"));
    }
    let (rest, operators) = spanned_until(rest, begins_query);
    let mut all = vec![Then::Pipe(operators)];
    if rest.first().is_none() {
        return Ok((rest, all));
    }
    let (rest, query) = spanned_until(rest.skip(1), |_| false);
    all.push(Then::Query(query));
    Ok((rest, all))
}

/// Returns whether `;` and a query about `$command_results` stand here.
fn begins_query(input: Input<'_, '_>) -> bool {
    if !input.first().is_some_and(|token| token.is(b';')) {
        return false;
    }
    let input = input.skip(1);
    let text = Span::new(input.span().start, input.end()).of(input.text());
    text.starts_with('$') || input.word() == Some("let")
}

/// Returns what is left of the statement before the first place that ends it, with its own place.
fn spanned_until<'i, 's>(
    input: Input<'i, 's>,
    ends: impl Fn(Input<'i, 's>) -> bool,
) -> (Input<'i, 's>, Spanned<Cow<'s, str>>) {
    let start = input.span().start;
    let mut at = input;
    while at.first().is_some() && !ends(at) {
        at = at.skip(1);
    }
    let end = if at.first().is_some() { at.span().start } else { input.end() };
    let span = Span::new(start, end);
    (at, Spanned::new(Cow::Borrowed(span.of(input.text()).trim_end()), span))
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
