//! Reads what a person fills in in a form: columns, patterns, values and data.

use std::borrow::Cow;

use nom::Parser;
use nom::combinator::map;

use crate::model::form::Slot;
use crate::model::mapping_kind::MappingKind;
use crate::model::property::PropertyTable;
use crate::syntax::ast::rows::{ColumnName, Part};
use crate::syntax::literal::Value;
use crate::syntax::parser::columns::column_type;
use crate::syntax::parser::databases::name_pattern;
use crate::syntax::parser::external_sources::path_name;
use crate::syntax::parser::input::{Expectation, Input, Miss, PResult};
use crate::syntax::parser::leaf::{mark, name_of, output, word_of};
use crate::syntax::parser::query::{body, output_query};
use crate::syntax::parser::string::principal;
use crate::syntax::parser::value::{bool, bracketed_text, datetime, guid, long, loose_properties, timespan, value};
use crate::text::Spanned;

/// How errors call a name of what kmgmt keeps none of.
pub(super) const A_NAME: &str = "a name";
/// How errors call a column.
pub const A_COLUMN: &str = "the name of a column";

/// The properties of the forms: any, since kmgmt reads none of them.
static ANY_PROPERTIES: PropertyTable = PropertyTable::open(&[]);

/// Reads the content of a slot that holds no entity.
pub(super) fn value_of<'i, 's>(slot: Slot, input: Input<'i, 's>) -> PResult<'i, 's, Part<'s>> {
    match slot {
        Slot::Column(above) => map(column_name(above), Part::Column).parse(input),
        Slot::PathName if input.first().is_some_and(|token| token.is_string()) => {
            input.miss(Expectation::NameOf(A_NAME))
        }
        Slot::PathName => map(path_name, Part::Name).parse(input),
        Slot::Pattern => map(pattern, Part::Pattern).parse(input),
        Slot::QualifiedPattern => map(qualified_pattern, Part::Pattern).parse(input),
        Slot::TimeSpan => map(timespan, |span| Part::Value(Value::TimeSpan(span))).parse(input),
        Slot::Moment => map(datetime, Part::Value).parse(input),
        Slot::Bool => map(bool, |value| Part::Value(Value::Bool(value))).parse(input),
        Slot::Long => map(long, |value| Part::Value(Value::Long(value))).parse(input),
        Slot::Value => map(value, Part::Value).parse(input),
        Slot::Guid => map(guid, Part::Value).parse(input),
        Slot::Principal => map(principal, Part::Principal).parse(input),
        Slot::Type => map(column_type, Part::Type).parse(input),
        Slot::MappingKind => map(mapping_kind, Part::Mapping).parse(input),
        Slot::Properties => map(loose_properties(&ANY_PROPERTIES), Part::Properties).parse(input),
        Slot::Query => map(output_query, Part::Query).parse(input),
        Slot::Braced => map(body, Part::Braced).parse(input),
        Slot::Data => map(output_data, Part::Data).parse(input),
        Slot::Bracketed => map(bracketed_words, Part::Bracketed).parse(input),
        Slot::Entity(_) | Slot::Qualified(_) | Slot::Entities(_) | Slot::Name | Slot::Text | Slot::Body(_) => {
            Err(nom::Err::Error(Miss))
        }
    }
}

/// `column_name = name [ "." name [ "." name ] ] ;` at most so many names before the column's.
fn column_name<'i, 's: 'i>(above: u8) -> impl Fn(Input<'i, 's>) -> PResult<'i, 's, ColumnName<'s>> {
    move |input| {
        let (mut input, mut name) = name_of(A_COLUMN)(input)?;
        let mut path = Vec::new();
        while path.len() < usize::from(above)
            && let Ok((rest, _)) = mark(".")(input)
        {
            let (rest, next) = name_of(A_COLUMN)(rest)?;
            path.push(std::mem::replace(&mut name, next));
            input = rest;
        }
        Ok((input, ColumnName { path, name }))
    }
}

/// `mapping_kind = ? kind of mapping ? ;` pages write it in either case.
fn mapping_kind<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, MappingKind> {
    match input.word().and_then(MappingKind::of) {
        Some(kind) => Ok((input.skip(1), kind)),
        None => word_of(MappingKind::ALL, MappingKind::word)(input),
    }
}

/// `pattern = name | ? name with wildcards ? ;`
fn pattern<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    map(name_pattern, |pattern| pattern.to_string()).parse(input)
}

/// `qualified_pattern = [ name "." ] pattern ;`
fn qualified_pattern<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, String> {
    let (rest, first) = pattern(input)?;
    match mark(".")(rest) {
        Ok((rest, _)) => map(pattern, |second| format!("{first}.{second}")).parse(rest),
        Err(_) => Ok((rest, first)),
    }
}

/// `output_data = "<|" ? data ? ;` whatever stands there.
fn output_data<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Cow<'s, str>> {
    // The lexer stops at `<|`.
    let (input, arrow) = output(input)?;
    let data = input.text().get(arrow.end as usize..).unwrap_or_default();
    Ok((input, Cow::Borrowed(data)))
}

/// `bracketed_words = "[" ? text ? "]" ;` the text, whatever it is.
fn bracketed_words<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Spanned<Cow<'s, str>>> {
    let found = input.first().filter(|token| token.is(b'[')).and_then(|_| bracketed_text(input));
    let Some((rest, span)) = found else { return input.miss(Expectation::Mark("[")) };
    Ok((rest, Spanned::new(Cow::Borrowed(span.of(input.text())), span)))
}
