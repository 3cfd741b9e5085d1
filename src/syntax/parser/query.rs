//! Queries and bodies: taken as text up to their end.

use std::borrow::Cow;

use crate::syntax::ast::query::{Mention, Query};
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{mark, output};
use crate::syntax::parser::string::string;
use crate::syntax::parser::value::bracketed_text;
use crate::syntax::token::{Token, TokenKind};
use crate::text::{Span, Spanned};

/// `[ "|" query ]` behind a `.show` command.
pub(super) fn optional_pipe<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Option<Spanned<Cow<'s, str>>>> {
    let Ok((rest, pipe)) = mark("|")(input) else { return Ok((input, None)) };
    if rest.first().is_none() {
        return rest.miss(Expectation::Described("an operator such as `where`"));
    }
    let (rest, text) = rest_of(rest);
    Ok((rest, Some(Spanned::new(Cow::Borrowed(text.trim()), pipe))))
}

/// `"<|" query`
pub(super) fn output_query<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Query<'s>> {
    let (input, _) = output(input)?;
    if input.first().is_none() {
        return input.miss(Expectation::Described("a query"));
    }
    let start = input.span().start;
    let mentions = mentions(input, input.end());
    let (rest, text) = rest_of(input);
    let span = Span::new(start, input.end());
    Ok((rest, Query { text: Cow::Borrowed(text.trim()), mentions, span }))
}

/// `"{" query "}"`: the text between the brackets.
pub(super) fn body<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Query<'s>> {
    if !input.first().is_some_and(|token| token.is(b'{')) {
        return input.miss(Expectation::Mark("{"));
    }
    let Some((rest, span)) = bracketed_text(input) else { return input.miss(Expectation::Mark("{")) };
    let inside = Span::new(span.start + 1, span.end.saturating_sub(1));
    let text = inside.of(input.text()).trim();
    let mentions = mentions(input.skip(1), inside.end);
    Ok((rest, Query { text: Cow::Borrowed(text), mentions, span }))
}

/// All that is left of the statement.
fn rest_of<'i, 's>(input: Input<'i, 's>) -> (Input<'i, 's>, &'s str) {
    let start = input.span().start;
    let mut at = input;
    while at.first().is_some() {
        at = at.skip(1);
    }
    (at, Span::new(start, input.end()).of(input.text()))
}

/// The names between here and `end` that could be entities: words and bracketed names that stand
/// behind no `.`, and what `database('…')` and `cluster('…')` lead to.
fn mentions<'i, 's>(input: Input<'i, 's>, end: u32) -> Vec<Mention<'s>> {
    let mut found: Vec<Mention<'s>> = Vec::new();
    let mut at = input;
    let mut behind_dot = false;
    while let Some(token) = at.first().filter(|token| token.span.start < end) {
        let (next, mention) = if behind_dot { (at.skip(1), None) } else { mention(at, token) };
        if let Some(mention) = mention.filter(|mention| !found.contains(mention)) {
            found.push(mention);
        }
        behind_dot = token.is(b'.') && next.position() == at.position() + 1;
        at = next;
    }
    found
}

fn mention<'i, 's>(at: Input<'i, 's>, token: Token) -> (Input<'i, 's>, Option<Mention<'s>>) {
    let called = |word: &str| at.word() == Some(word) && at.peek(1).is_some_and(|token| token.is(b'('));
    if called("cluster") {
        if let Some((rest, cluster)) = argument(at.skip(1)) {
            let (rest, mention) = in_database(rest.skip(1), Some(cluster));
            return (rest, mention);
        }
    }
    if called("database") {
        return in_database(at, None);
    }
    match token.kind {
        TokenKind::Word(_) => (at.skip(1), Some(alone(Cow::Borrowed(at.text_of(token))))),
        TokenKind::Punct(b'[') if at.peek(2).is_some_and(|token| token.is(b']')) => match string("")(at.skip(1)) {
            Ok((rest, name)) => (rest.skip(1), Some(alone(name.text))),
            Err(_) => (at.skip(1), None),
        },
        _ => (at.skip(1), None),
    }
}

fn alone(name: Cow<'_, str>) -> Mention<'_> {
    Mention { cluster: None, database: None, name }
}

/// `database('D')` and, behind a dot, a name.
fn in_database<'i, 's>(at: Input<'i, 's>, cluster: Option<Cow<'s, str>>) -> (Input<'i, 's>, Option<Mention<'s>>) {
    let Some((rest, database)) = argument(at.skip(1)) else {
        return (
            at.skip(1),
            cluster.map(|cluster| Mention { cluster: Some(cluster), database: None, name: Cow::Borrowed("") }),
        );
    };
    let dotted = rest.first().is_some_and(|token| token.is(b'.'));
    let name = if dotted { rest.skip(1).word() } else { None };
    let next = if name.is_some() { rest.skip(2) } else { rest };
    (next, Some(Mention { cluster, database: Some(database), name: Cow::Borrowed(name.unwrap_or_default()) }))
}

/// `( 'text' )`
fn argument<'i, 's>(at: Input<'i, 's>) -> Option<(Input<'i, 's>, Cow<'s, str>)> {
    let (rest, _) = mark("(")(at).ok()?;
    let (rest, text) = string("")(rest).ok()?;
    let (rest, _) = mark(")")(rest).ok()?;
    Some((rest, text.text))
}
