//! Queries and bodies: taken as text up to their end.

use std::borrow::Cow;

use crate::syntax::ast::query::Query;
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{mark, output};
use crate::syntax::parser::mentions::mentions;
use crate::syntax::parser::value::bracketed_text;
use crate::text::{Span, Spanned};

/// `pipe = "|" operators ;` after any command: what follows is read by the rules of queries.
pub(super) fn pipe<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Spanned<Cow<'s, str>>> {
    let (rest, pipe) = mark("|")(input)?;
    if rest.first().is_none() {
        return rest.miss(Expectation::Described("an operator such as `where`"));
    }
    let (rest, text) = rest_of(rest);
    Ok((rest, Spanned::new(Cow::Borrowed(text.trim()), pipe)))
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
