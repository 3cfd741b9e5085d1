//! Literals that are no strings, and `with (name=value, …)`.

use std::borrow::Cow;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::keyword::Keyword;
use crate::model::moment;
use crate::model::property::{Properties, Takes};
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::{PropertyValue, PropertyValues};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::literal::Value;
use crate::syntax::parser::input::{Expectation, Input, Miss, PResult};
use crate::syntax::parser::leaf::{comma_list, keyword, mark, word};
use crate::syntax::parser::string::{string, strings};
use crate::syntax::token::{Token, TokenKind};
use crate::text::Span;

/// `true` or `false`; documents also write them with a capital
/// (`show-schema-database.md`, *Supported entity options*: its example).
pub(super) fn bool<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, bool> {
    let is = |word: Keyword| input.word().is_some_and(|found| found.eq_ignore_ascii_case(word.text()));
    if is(Keyword::True) || is(Keyword::False) {
        return Ok((input.skip(1), is(Keyword::True)));
    }
    alt((map(keyword(Keyword::True), |_| true), map(keyword(Keyword::False), |_| false))).parse(input)
}

/// `5m`, `1.00:00:00`, `time(5m)`, `timespan(1.00:00:00)`
pub(super) fn timespan<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, TimeSpan> {
    if let Some((rest, text)) = in_brackets(input, &["time", "timespan"]) {
        return match TimeSpan::parse(text.trim()) {
            Some(span) => Ok((rest, span)),
            None => input.skip(2).miss(TIMESPAN),
        };
    }
    let negative = input.first().is_some_and(|token| token.is(b'-'));
    let at = if negative { input.skip(1) } else { input };
    match at.first().filter(is_literal).and_then(|token| TimeSpan::parse(at.text_of(token))) {
        Some(span) => Ok((at.skip(1), TimeSpan { ticks: if negative { -span.ticks } else { span.ticks } })),
        None => input.miss(TIMESPAN),
    }
}

const TIMESPAN: Expectation = Expectation::Described("a length of time such as `5m` or `1.00:00:00`");

fn is_literal(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word(_) | TokenKind::Number)
}

/// Reads a whole number.
pub(super) fn long<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, i64> {
    match input.first().filter(is_literal).and_then(|token| input.text_of(token).parse().ok()) {
        Some(number) => Ok((input.skip(1), number)),
        None => input.miss(Expectation::Described("a whole number")),
    }
}

/// Returns the raw text in `word( … )` when one of `words` stands here, and the input after it.
fn in_brackets<'i, 's: 'i>(input: Input<'i, 's>, words: &[&str]) -> Option<(Input<'i, 's>, &'s str)> {
    input.word().filter(|word| words.contains(word))?;
    input.peek(1).filter(|token| token.is(b'('))?;
    let (rest, span) = bracketed_text(input.skip(1))?;
    let inside = span.start + 1..span.end.saturating_sub(1);
    Some((rest, input.text().get(inside.start as usize..inside.end as usize)?))
}

/// Returns the bracket here with all that it holds: the input after its partner, and its place.
pub(super) fn bracketed_text<'i, 's: 'i>(input: Input<'i, 's>) -> Option<(Input<'i, 's>, Span)> {
    let open = input.first()?;
    let mut depth = 0_usize;
    let mut at = input;
    loop {
        let token = at.first()?;
        match token.kind {
            TokenKind::Punct(b'(' | b'[' | b'{') => depth += 1,
            TokenKind::Punct(b')' | b']' | b'}') => depth = depth.checked_sub(1)?,
            _ => {}
        }
        at = at.skip(1);
        if depth == 0 {
            return Some((at, open.span.to(token.span)));
        }
    }
}

/// Returns the text of `span`, whose first token is here, with a space in place of each comment:
/// what it is kept in may be printed on one line.
pub(super) fn without_comments<'s>(input: Input<'_, 's>, span: Span) -> Cow<'s, str> {
    let whole = span.of(input.text()).trim();
    if !whole.contains("//") {
        return Cow::Borrowed(whole);
    }
    let mut text = String::with_capacity(whole.len());
    let mut at = input;
    let mut last = span.start;
    while let Some(token) = at.first().filter(|token| token.span.start < span.end) {
        if token.span.start > last && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(at.text_of(token));
        last = token.span.end;
        at = at.skip(1);
    }
    Cow::Owned(text)
}

/// `[ with_properties ]`
pub(super) fn optional_properties<'i, 's: 'i>(
    properties: Properties,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, PropertyValues<'s>> {
    move |input| match keyword(Keyword::With)(input) {
        Ok((rest, _)) => property_list(properties)(rest),
        Err(_) => Ok((input, PropertyValues::default())),
    }
}

/// `loose_properties = with_properties | "with" "(" ")" ;` nothing where none stands.
pub(super) fn loose_properties<'i, 's: 'i>(
    properties: Properties,
) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, PropertyValues<'s>> {
    move |input| {
        let bracket = |ahead, byte| input.peek(ahead).is_some_and(|token| token.is(byte));
        if input.keyword() == Some(Keyword::With) && bracket(1, b'(') && bracket(2, b')') {
            return Ok((input.skip(3), PropertyValues::default()));
        }
        optional_properties(properties)(input)
    }
}

/// `property_list = "(" property { "," property } ")" ;` each property once.
fn property_list<'i, 's: 'i>(properties: Properties) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, PropertyValues<'s>> {
    move |input| {
        let (list, _) = mark("(")(input)?;
        let (rest, values) = property_values(properties, list)?;
        let (rest, _) = mark(")")(rest)?;
        list.check_each_once(values.iter().map(|value| (value.name.as_ref(), value.span)))?;
        Ok((rest, PropertyValues(values)))
    }
}

/// `property = name "=" property_value ;`
fn property<'i, 's: 'i>(properties: Properties) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, PropertyValue<'s>> {
    move |input| {
        // Where any property may stand, its name may be one of digits.
        let digits = || input.first().filter(|token| properties.open && token.kind == TokenKind::Number);
        let Some(word) = input.word().or_else(|| digits().map(|token| input.text_of(token))) else {
            return input.miss(Expectation::Property(properties));
        };
        let span = input.span();
        let (name, takes) = match properties.find(word) {
            Some(property) => (Cow::Borrowed(property.name), property.takes),
            None if properties.open && !word.contains('-') => (Cow::Borrowed(word), Takes::Any),
            None if properties.open => return input.miss(Expectation::Property(properties)),
            None => {
                let known = properties.rows.iter().map(|property| property.name).collect();
                return input.fail(SyntaxErrorKind::UnknownProperty { name: word.to_owned(), known }, span);
            }
        };
        let (at, _) = mark("=")(input.skip(1))?;
        match property_value(takes, at) {
            Ok((rest, value)) => Ok((rest, PropertyValue { name, value, span })),
            Err(nom::Err::Error(_)) if at.first().is_some() => {
                let fault = SyntaxErrorKind::PropertyValue { name: name.into_owned(), expected: takes.expected() };
                at.fail(fault, at.span())
            }
            Err(error) => Err(error),
        }
    }
}

/// `property_value = bool | long | real | strings | timespan | datetime | dynamic_names | name_list | guid | bare_word ;`
/// as far as the property takes it.
fn property_value<'i, 's: 'i>(takes: Takes, input: Input<'i, 's>) -> PResult<'i, 's, Value<'s>> {
    if let Some(value) = quoted_value(takes, input) {
        return Ok((input.skip(1), value));
    }
    match takes {
        Takes::Bool => map(bool, Value::Bool).parse(input),
        Takes::Long => map(long, Value::Long).parse(input),
        Takes::Text => map(strings("a string"), Value::Text).parse(input),
        Takes::TimeSpan => map(timespan, Value::TimeSpan).parse(input),
        Takes::DateTime => datetime(input),
        Takes::Identity => alt((map(strings("a string"), Value::Text), guid, bare_word)).parse(input),
        Takes::Names => alt((map(strings("a string"), Value::Text), dynamic_names, name_list)).parse(input),
        Takes::Any => value(input),
    }
}

/// `value = bool | long | real | strings | timespan | datetime | dynamic_names | guid ;`
pub(super) fn value<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Value<'s>> {
    alt((
        map(bool, Value::Bool),
        map(long, Value::Long),
        map(strings("a string"), Value::Text),
        map(timespan, Value::TimeSpan),
        datetime,
        dynamic_names,
        real,
        guid,
    ))
    .parse(input)
}

/// Returns what a string says in the place of a literal: some documents write the values of properties
/// so, and KustoSchemaTools all of them, as block strings.
fn quoted_value<'s>(takes: Takes, input: Input<'_, 's>) -> Option<Value<'s>> {
    if !matches!(takes, Takes::Bool | Takes::Long | Takes::TimeSpan | Takes::DateTime) {
        return None;
    }
    let (_, literal) = string("a string")(input).ok()?;
    let text = literal.text.trim();
    let is = |word: Keyword| text.eq_ignore_ascii_case(word.text());
    match takes {
        Takes::Bool => (is(Keyword::True) || is(Keyword::False)).then(|| Value::Bool(is(Keyword::True))),
        Takes::Long => text.parse().ok().map(Value::Long),
        Takes::TimeSpan => TimeSpan::parse(text).map(Value::TimeSpan),
        Takes::DateTime => moment::parse(text).map(|_| Value::DateTime(Cow::Owned(text.to_owned()))),
        Takes::Text | Takes::Identity | Takes::Names | Takes::Any => None,
    }
}

/// `datetime(2026-01-31)`: the text in the brackets, checked as a moment.
pub(super) fn datetime<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Value<'s>> {
    match in_brackets(input, &["datetime", "date"]) {
        Some((rest, text)) if moment::parse(text.trim()).is_some() => {
            Ok((rest, Value::DateTime(Cow::Borrowed(text.trim()))))
        }
        _ => input.miss(Expectation::Described("a moment such as `datetime(2026-01-31)`")),
    }
}

/// `real = digit { digit } "." digit { digit } ;`
fn real<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Value<'s>> {
    match input.first() {
        Some(token) if token.kind == TokenKind::Number && input.text_of(token).parse::<f64>().is_ok() => {
            Ok((input.skip(1), Value::Real(Cow::Borrowed(input.text_of(token)))))
        }
        _ => input.miss(Expectation::Described("a number")),
    }
}

/// `4c7e82bd-6adb-46c3-b413-fdd44834c69b`: 32 digits in five groups, with hyphens between.
pub(super) fn guid<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Value<'s>> {
    let lengths = |word: &&str| word.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let digits = |word: &&str| word.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    match input.word().filter(lengths).filter(digits) {
        Some(word) => Ok((input.skip(1), Value::Word(Cow::Borrowed(word)))),
        None => input.miss(Expectation::Described("a guid")),
    }
}

/// `bare_word = letter { letter | digit | "_" } ;` ids of a directory may have another form.
fn bare_word<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Value<'s>> {
    match input.word() {
        Some(word) => Ok((input.skip(1), Value::Word(Cow::Borrowed(word)))),
        None => input.miss(Expectation::Described("a word")),
    }
}

/// `dynamic_names = "dynamic" "(" name_list ")" ;`
fn dynamic_names<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Value<'s>> {
    let (input, _) = word("dynamic")(input)?;
    let (input, _) = mark("(")(input)?;
    let (input, names) = name_list(input)?;
    let (input, _) = mark(")")(input)?;
    Ok((input, names))
}

/// `name_list = "[" [ string { "," string } ] "]" ;`
fn name_list<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Value<'s>> {
    let (list, _) = mark("[")(input)?;
    if let Ok((rest, _)) = mark("]")(list) {
        return Ok((rest, Value::Names(Vec::new())));
    }
    let (rest, names) = comma_list(string("a name in quotes"))(list)?;
    let (rest, _) = mark("]")(rest)?;
    Ok((rest, Value::Names(names.into_iter().map(|name| name.text).collect())))
}

/// Returns the properties between the brackets. Where the form says so, a comma may follow the last
/// one.
fn property_values<'i, 's: 'i>(
    properties: Properties,
    list: Input<'i, 's>,
) -> Result<(Input<'i, 's>, Vec<PropertyValue<'s>>), nom::Err<Miss>> {
    let (mut input, first) = property(properties)(list)?;
    let mut values = vec![first];
    while let Ok((after_comma, _)) = mark(",")(input) {
        if properties.trailing_comma && after_comma.first().is_some_and(|token| token.is(b')')) {
            return Ok((after_comma, values));
        }
        let (rest, next) = property(properties)(after_comma)?;
        values.push(next);
        input = rest;
    }
    Ok((input, values))
}
