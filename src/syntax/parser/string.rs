//! String literals, and the values in them.

use std::borrow::Cow;

use crate::model::principal::PrincipalRef;
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::literal::{StringLiteral, decoded};
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::token::{BadToken, TokenKind};
use crate::text::Spanned;

/// What is expected where a policy stands.
pub const POLICY_JSON: &str = "a policy as JSON in quotes";

/// Reads a string literal, expected as `what`.
pub(super) fn string<'i, 's: 'i>(what: &'static str) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, StringLiteral<'s>> {
    move |input| string_at(input, Expectation::Described(what))
}

/// `strings = string { string } ;` Strings side by side are one
/// (`kusto/query/scalar-data-types/string.md`, *Concatenation*).
pub(super) fn strings<'i, 's: 'i>(what: &'static str) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, StringLiteral<'s>> {
    move |input| {
        let (mut input, mut whole) = string(what)(input)?;
        while matches!(input.first().map(|token| token.kind), Some(TokenKind::Text(..))) {
            let (rest, next) = string(what)(input)?;
            join(&mut whole, &next);
            input = rest;
        }
        Ok((input, whole))
    }
}

/// So many strings side by side, as one.
pub(super) fn some_strings<'i, 's: 'i>(count: usize, input: Input<'i, 's>) -> PResult<'i, 's, StringLiteral<'s>> {
    let (mut input, mut whole) = string("a string")(input)?;
    for _ in 1..count {
        let (rest, next) = string("a string")(input)?;
        join(&mut whole, &next);
        input = rest;
    }
    Ok((input, whole))
}

fn join(whole: &mut StringLiteral<'_>, next: &StringLiteral<'_>) {
    whole.text = Cow::Owned(format!("{}{}", whole.text, next.text));
    whole.obfuscated |= next.obfuscated;
    whole.span = whole.span.to(next.span);
}

pub(super) fn string_at<'i, 's: 'i>(
    input: Input<'i, 's>,
    expectation: Expectation,
) -> PResult<'i, 's, StringLiteral<'s>> {
    let Some(token) = input.first() else { return input.miss(expectation) };
    let (quote, obfuscated) = match token.kind {
        TokenKind::Text(quote, obfuscated) => (quote, obfuscated),
        TokenKind::Bad(BadToken::UnclosedString) => {
            return input.fail(SyntaxErrorKind::unclosed_string(input.text_of(token)), token.span);
        }
        TokenKind::Bad(BadToken::UnclosedBlock) => return input.fail(SyntaxErrorKind::UnclosedBlock, token.span),
        _ => return input.miss(expectation),
    };
    match decoded(input.text_of(token), quote, obfuscated) {
        Ok((opening, text)) => {
            let inner = token.span.start + u32::try_from(opening).unwrap_or_default();
            Ok((input.skip(1), StringLiteral { text, obfuscated, span: token.span, inner, quote }))
        }
        Err(escape) => input.fail(SyntaxErrorKind::Escape, escape.moved(token.span.start as usize)),
    }
}

/// Reads a principal in quotes: `'aaduser=abbiatkins@fabrikam.com'`.
pub(super) fn principal<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Spanned<PrincipalRef<'s>>> {
    let (rest, literal) = string_at(input, Expectation::Principal)?;
    let read = match &literal.text {
        Cow::Borrowed(text) => PrincipalRef::parse(text),
        Cow::Owned(text) => PrincipalRef::parse(text).map(PrincipalRef::into_owned),
    };
    match read {
        Ok(principal) => Ok((rest, Spanned::new(principal, literal.span))),
        Err(fault) => {
            let place = fault.part.map_or(literal.span, |part| literal.place(part));
            input.fail(SyntaxErrorKind::Principal(fault.kind), place)
        }
    }
}
