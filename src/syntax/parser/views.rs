//! `#format`, `#columns`, `#echo`, `#timing`, `#save`: how results are shown.

use nom::Parser;
use nom::combinator::map;
use nom::sequence::terminated;

use crate::model::format::Format;
use crate::model::view_change::{ViewChange, switch};
use crate::syntax::ast::directives::Directive;
use crate::syntax::parser::bare::{text_to_end, unless_end};
use crate::syntax::parser::input::{Input, PResult};
use crate::syntax::parser::leaf::{comma_list, end, name_of, word_of};
use crate::text::Spanned;

/// `set_format = "format" [ ? format ? ] ;`
pub(super) fn set_format<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    let word = unless_end(word_of(Format::RESULTS, Format::word));
    terminated(map(word, |format| Directive::View(ViewChange::Format(format))), end).parse(input)
}

/// What a column of results is called where one is expected.
pub const A_RESULT_COLUMN: &str = "a column";

/// `choose_columns = "columns" [ name { "," name } ] ;`
pub(super) fn choose_columns<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    let (rest, names) = terminated(unless_end(comma_list(name_of(A_RESULT_COLUMN))), end).parse(input)?;
    let names = names.unwrap_or_default().into_iter().map(|name| name.text.into_owned());
    Ok((rest, Directive::View(ViewChange::Columns(names.collect()))))
}

/// `set_echo = "echo" [ on_or_off ] ;`
pub(super) fn set_echo<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    terminated(map(unless_end(on_or_off), |is_on| Directive::View(ViewChange::Echo(is_on))), end).parse(input)
}

/// `set_timing = "timing" [ on_or_off ] ;`
pub(super) fn set_timing<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    terminated(map(unless_end(on_or_off), |is_on| Directive::View(ViewChange::Timing(is_on))), end).parse(input)
}

/// `on_or_off = "on" | "off" ;`
fn on_or_off<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, bool> {
    word_of(&[true, false], switch)(input)
}

/// `save_results = "save" [ string | ? file ? ] ;`
pub(super) fn save_results<'i, 's: 'i>(input: Input<'i, 's>) -> PResult<'i, 's, Directive<'s>> {
    let (rest, file) = terminated(unless_end(text_to_end("a file")), end).parse(input)?;
    let file = file.map(|file| Spanned::new(file.value.into_owned(), file.span));
    Ok((rest, Directive::View(ViewChange::Save(file))))
}
