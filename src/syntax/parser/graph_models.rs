//! `grammar/graph_models.ebnf`

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::syntax::ast::graph_models::{
    DefineGraphModel, GraphModelCommand, SHOW_MANY_PROPERTIES, SHOW_PROPERTIES, ShowGraphModel, ShowGraphModels,
};
use crate::syntax::literal::Name;
use crate::syntax::parser::input::{Input, PResult};
use crate::syntax::parser::leaf::{flag, keywords, name};
use crate::syntax::parser::string::string;
use crate::syntax::parser::value::loose_properties;

/// `graph_model_command = define_graph_model | drop_graph_model | show_graph_model |
/// show_graph_models ;`
pub(super) fn graph_model_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, GraphModelCommand<'s>> {
    alt((
        map(define_graph_model, GraphModelCommand::Define),
        map(drop_graph_model, GraphModelCommand::Drop),
        map(show_graph_model, GraphModelCommand::Show),
        map(show_graph_models, GraphModelCommand::ShowMany),
    ))
    .parse(input)
}

/// `define_graph_model = "create-or-alter" "graph_model" name string ;`
fn define_graph_model<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DefineGraphModel<'s>> {
    let (input, ()) = keywords(&[Keyword::CreateOrAlter, Keyword::GraphModel])(input)?;
    let (input, name) = name(EntityKind::GraphModel)(input)?;
    let (input, model) = string("the definition of the model, as JSON in a string")(input)?;
    Ok((input, DefineGraphModel { name, model }))
}

/// `drop_graph_model = "drop" "graph_model" name ;`
fn drop_graph_model<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Name<'s>> {
    let (input, ()) = keywords(&[Keyword::Drop, Keyword::GraphModel])(input)?;
    name(EntityKind::GraphModel)(input)
}

/// `show_graph_model = "show" "graph_model" name [ "details" ] [ loose_properties ] ;`
fn show_graph_model<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ShowGraphModel<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::GraphModel])(input)?;
    let (input, name) = name(EntityKind::GraphModel)(input)?;
    let (input, details) = flag(Keyword::Details)(input)?;
    let (input, properties) = loose_properties(&SHOW_PROPERTIES)(input)?;
    Ok((input, ShowGraphModel { name, details, properties }))
}

/// `show_graph_models = "show" "graph_models" [ "details" ] [ loose_properties ] ;`
fn show_graph_models<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ShowGraphModels<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::GraphModels])(input)?;
    let (input, details) = flag(Keyword::Details)(input)?;
    let (input, properties) = loose_properties(&SHOW_MANY_PROPERTIES)(input)?;
    Ok((input, ShowGraphModels { details, properties }))
}
