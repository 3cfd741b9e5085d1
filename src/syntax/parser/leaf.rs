//! The leaves of the grammar: words, marks and names. Only leaves say what they expected.

use std::borrow::Cow;

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::limit;
use crate::model::role::Role;
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::literal::Name;
use crate::syntax::parser::input::{Expectation, Input, Miss, PResult};
use crate::syntax::parser::string::string_at;
use crate::syntax::token::{Token, TokenKind};
use crate::text::Span;

/// One word of the language.
pub(super) fn keyword<'i, 's: 'i>(word: Keyword) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Keyword> {
    move |input| {
        if input.keyword() == Some(word) { Ok((input.skip(1), word)) } else { input.miss(Expectation::Keyword(word)) }
    }
}

/// Several words of the language, one after the other.
pub(super) fn keywords<'i, 's: 'i>(words: &'static [Keyword]) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, ()> {
    move |mut input| {
        for word in words {
            input = keyword(*word)(input)?.0;
        }
        Ok((input, ()))
    }
}

/// One of several words of the language.
pub(super) fn one_of<'i, 's: 'i>(words: &'static [Keyword]) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Keyword> {
    move |input| match input.keyword().filter(|found| words.contains(found)) {
        Some(found) => Ok((input.skip(1), found)),
        None => {
            words.iter().for_each(|word| input.note(Expectation::Keyword(*word)));
            Err(nom::Err::Error(Miss))
        }
    }
}

/// Reads the word if it stands here, and says whether it does.
pub(super) fn flag<'i, 's: 'i>(word: Keyword) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, bool> {
    move |input| match keyword(word)(input) {
        Ok((rest, _)) => Ok((rest, true)),
        Err(_) => Ok((input, false)),
    }
}

/// Turns a miss into nothing; a fault stays a fault.
pub(super) fn optional<'i, 's, T>(read: PResult<'i, 's, T>, input: Input<'i, 's>) -> PResult<'i, 's, Option<T>> {
    match read {
        Ok((rest, value)) => Ok((rest, Some(value))),
        Err(nom::Err::Error(_)) => Ok((input, None)),
        Err(error) => Err(error),
    }
}

/// Reads a word of a table, matched letter by letter.
pub(super) fn word<'i, 's: 'i>(word: &'static str) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Span> {
    move |input| {
        if input.word() == Some(word) { Ok((input.skip(1), input.span())) } else { input.miss(Expectation::Word(word)) }
    }
}

/// One word of a table of words; answers the row.
pub(super) fn word_of<'i, 's: 'i, T: Copy>(
    table: &'static [T],
    text: fn(T) -> &'static str,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, T> {
    move |input| {
        let found = input.word().and_then(|word| table.iter().find(|row| text(**row) == word));
        match found {
            Some(row) => Ok((input.skip(1), *row)),
            None => {
                table.iter().for_each(|row| input.note(Expectation::Word(text(*row))));
                Err(nom::Err::Error(Miss))
            }
        }
    }
}

/// Reads a punctuation mark of one character.
pub(super) fn mark<'i, 's: 'i>(text: &'static str) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Span> {
    move |input| {
        let byte = text.bytes().next().unwrap_or_default();
        if input.first().is_some_and(|token| token.is(byte)) {
            Ok((input.skip(1), input.span()))
        } else {
            input.miss(Expectation::Mark(text))
        }
    }
}

/// `<|`
pub(super) fn output<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Span> {
    match input.first() {
        Some(Token { kind: TokenKind::Output, span }) => Ok((input.skip(1), span)),
        _ => input.miss(Expectation::Mark("<|")),
    }
}

/// Items with commas between them, at least one.
pub(super) fn comma_list<'i, 's: 'i, T>(
    item: impl Fn(Input<'i, 's>) -> PResult<'i, 's, T>,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Vec<T>> {
    move |input| {
        let (mut input, first) = item(input)?;
        let mut items = vec![first];
        while let Ok((after_comma, _)) = mark(",")(input) {
            let (rest, next) = item(after_comma)?;
            items.push(next);
            input = rest;
        }
        Ok((input, items))
    }
}

/// `( item, … )`, at least one.
pub(super) fn bracketed_list<'i, 's: 'i, T>(
    item: impl Fn(Input<'i, 's>) -> PResult<'i, 's, T>,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Vec<T>> {
    move |input| {
        let (input, _) = mark("(")(input)?;
        let (input, items) = comma_list(&item)(input)?;
        let (input, _) = mark(")")(input)?;
        Ok((input, items))
    }
}

/// Reads the end of the statement.
pub(super) fn end<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, ()> {
    if input.first().is_some() || input.is_typed_on() { input.miss_end() } else { Ok((input, ())) }
}

/// Reads a role of an entity of `kind`: `admins`.
pub(super) fn role<'i, 's: 'i>(kind: EntityKind) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Role> {
    move |input| match input.word().and_then(|word| Role::of_kind(word, kind)) {
        Some(role) => Ok((input.skip(1), role)),
        None => input.miss(Expectation::Role(kind)),
    }
}

/// Reads the name of an entity of `kind`.
pub(super) fn name<'i, 's: 'i>(kind: EntityKind) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Name<'s>> {
    move |input| any_name(input, Expectation::Name(kind))
}

/// Reads a name of something else: a column, a new entity.
pub(super) fn name_of<'i, 's: 'i>(what: &'static str) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, Name<'s>> {
    move |input| any_name(input, Expectation::NameOf(what))
}

/// Reads an identifier (it may begin with a digit), `['any text']`, `["any text"]`, a quoted string, or words in
/// brackets: `[table_name]`, `[SalesLT.Product]`.
pub(super) fn any_name<'i, 's: 'i>(input: Input<'i, 's>, expectation: Expectation) -> PResult<'i, 's, Name<'s>> {
    let Some(token) = input.first() else { return input.miss(expectation) };
    match token.kind {
        TokenKind::Word(_) if !input.text_of(token).contains('-') => bare_name(input, token),
        TokenKind::Number if input.text_of(token).bytes().all(|byte| byte.is_ascii_digit()) => bare_name(input, token),
        TokenKind::Text(_, false) => quoted_name(input, input, token.span, 1),
        TokenKind::Punct(b'[') => match input.peek(1).map(|token| token.kind) {
            Some(TokenKind::Text(_, false)) if input.peek(2).is_some_and(|close| close.is(b']')) => {
                let close = input.peek(2).map_or(token.span, |close| close.span);
                quoted_name(input, input.skip(1), token.span.to(close), 3)
            }
            _ => words_in_brackets(input, token, expectation),
        },
        _ => input.miss(expectation),
    }
}

/// `words_in_brackets = "[" identifier { "." identifier } "]" ;` no form of the official grammar, but pages write
/// names so (`alter-table-merge-policy-command.md` and others), and tools. What pages write in brackets since it
/// may be left out is no name.
fn words_in_brackets<'i, 's: 'i>(
    input: Input<'i, 's>,
    open: Token,
    expectation: Expectation,
) -> PResult<'i, 's, Name<'s>> {
    const OPTIONAL: [Keyword; 4] = [Keyword::Async, Keyword::IfExists, Keyword::IfNotExists, Keyword::SkipResults];
    let part = |at: usize| input.peek(at).filter(|it| matches!(it.kind, TokenKind::Word(_) | TokenKind::Number));
    let mut parts = Vec::new();
    while let Some(token) = part(2 * parts.len() + 1) {
        parts.push(input.text_of(token));
        let next = input.peek(2 * parts.len());
        if let Some(close) = next.filter(|next| next.is(b']')) {
            let span = open.span.to(close.span);
            let length = 2 * parts.len() + 1;
            if matches!(parts.as_slice(), [word] if Keyword::of(word).is_some_and(|word| OPTIONAL.contains(&word))) {
                break;
            }
            return match parts.as_slice() {
                [word] => checked_name(input, Cow::Borrowed(word), span, length),
                words => checked_name(input, Cow::Owned(words.join(".")), span, length),
            };
        }
        if !next.is_some_and(|next| next.is(b'.')) {
            break;
        }
    }
    match input.peek(2) {
        Some(close) if close.is(b']') => input.skip(1).miss(Expectation::Described("a name in quotes")),
        _ => input.miss(expectation),
    }
}

fn bare_name<'i, 's: 'i>(input: Input<'i, 's>, token: Token) -> PResult<'i, 's, Name<'s>> {
    checked_name(input, Cow::Borrowed(input.text_of(token)), token.span, 1)
}

fn quoted_name<'i, 's: 'i>(
    input: Input<'i, 's>,
    string: Input<'i, 's>,
    span: Span,
    length: usize,
) -> PResult<'i, 's, Name<'s>> {
    let (_, literal) = string_at(string, Expectation::Described("a name"))?;
    checked_name(input, literal.text, span, length)
}

/// Checks the limits of names (`kusto/query/schema-entities/entity-names.md`): 1 to 1024 characters, not
/// all of them white space.
pub(super) fn checked_name<'i, 's: 'i>(
    input: Input<'i, 's>,
    text: Cow<'s, str>,
    span: Span,
    length: usize,
) -> PResult<'i, 's, Name<'s>> {
    if text.trim().is_empty() {
        let message = "a name can't be empty".to_owned();
        return input.fail(SyntaxErrorKind::Other { message, help: None }, span);
    }
    if text.len() > limit::NAME_CHARACTERS && text.chars().count() > limit::NAME_CHARACTERS {
        let message = format!("a name has at most {} characters", limit::NAME_CHARACTERS);
        return input.fail(SyntaxErrorKind::Other { message, help: None }, span);
    }
    Ok((input.skip(length), Name { text, span }))
}

/// `name` or `database.name`: the database, if it is given, and the name.
pub(super) fn qualified_name<'i, 's: 'i>(
    kind: EntityKind,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, (Option<Name<'s>>, Name<'s>)> {
    move |input| {
        let (rest, first) = name(kind)(input)?;
        match mark(".")(rest) {
            Ok((rest, _)) => {
                let (rest, second) = name(kind)(rest)?;
                Ok((rest, (Some(first), second)))
            }
            Err(_) => Ok((rest, (None, first))),
        }
    }
}
