//! `grammar/continuous_exports.ebnf`

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};
use nom::sequence::preceded;

use crate::model::entity::EntityKind;
use crate::model::export_property::CONTINUOUS_EXPORT;
use crate::model::keyword::Keyword;
use crate::syntax::ast::continuous_exports::{ContinuousExportCommand, Definition};
use crate::syntax::literal::Name;
use crate::syntax::parser::input::{Input, PResult};
use crate::syntax::parser::leaf::{bracketed_list, keyword, keywords, name, one_of};
use crate::syntax::parser::query::output_query;
use crate::syntax::parser::value::optional_properties;

/// `continuous_export_command = define_continuous_export | show_continuous_exports |
/// change_continuous_export ;`
pub(super) fn continuous_export_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ContinuousExportCommand<'s>> {
    match input.keyword() {
        Some(Keyword::CreateOrAlter) => define_continuous_export(input),
        Some(Keyword::Show) => alt((show_continuous_exports, change_continuous_export)).parse(input),
        _ => change_continuous_export(input),
    }
}

/// `define_continuous_export = "create-or-alter" "continuous-export" name
/// [ over ] "to" "table" name [ with_properties ] output_query ;`
fn define_continuous_export<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ContinuousExportCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::CreateOrAlter, Keyword::ContinuousExport])(input)?;
    let (input, export) = name(EntityKind::ContinuousExport)(input)?;
    let (input, over) = opt(over).parse(input)?;
    let (input, ()) = keywords(&[Keyword::To, Keyword::Table])(input)?;
    let (input, target) = name(EntityKind::ExternalTable)(input)?;
    let (input, properties) = optional_properties(&CONTINUOUS_EXPORT)(input)?;
    let (input, query) = output_query(input)?;
    let definition = Definition { name: export, over: over.unwrap_or_default(), target, properties, query };
    Ok((input, ContinuousExportCommand::Define(Box::new(definition))))
}

/// `over = "over" "(" name { "," name } ")" ;`
fn over<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Vec<Name<'s>>> {
    preceded(keyword(Keyword::Over), bracketed_list(name(EntityKind::Table))).parse(input)
}

/// `show_continuous_exports = "show" "continuous-exports" ;`
fn show_continuous_exports<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ContinuousExportCommand<'s>> {
    map(keywords(&[Keyword::Show, Keyword::ContinuousExports]), |()| ContinuousExportCommand::ShowAll).parse(input)
}

/// `change_continuous_export = ( "show" | "drop" | "enable" | "disable" ) "continuous-export" name ;`
fn change_continuous_export<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ContinuousExportCommand<'s>> {
    let (input, verb) = one_of(&[Keyword::Show, Keyword::Drop, Keyword::Enable, Keyword::Disable])(input)?;
    let (input, _) = keyword(Keyword::ContinuousExport)(input)?;
    let (input, name) = name(EntityKind::ContinuousExport)(input)?;
    let command = match verb {
        Keyword::Show => ContinuousExportCommand::Show(name),
        Keyword::Drop => ContinuousExportCommand::Drop(name),
        Keyword::Enable => ContinuousExportCommand::Enable(name),
        _ => ContinuousExportCommand::Disable(name),
    };
    Ok((input, command))
}
