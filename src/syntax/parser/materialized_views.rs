//! `grammar/materialized_views.ebnf`

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::timespan::TimeSpan;
use crate::syntax::ast::EntityRef;
use crate::syntax::ast::materialized_views::properties::{ALTER_PROPERTIES, CREATE_PROPERTIES, SWITCH_PROPERTIES};
use crate::syntax::ast::materialized_views::{
    AlterView, DefineView, DropView, MaterializedViewCommand, RenameView, SchemaForm, ShowViewSchema, SwitchView,
    ViewChange, ViewVerb,
};
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{bracketed_list, flag, keyword, keywords, mark, name, name_of, one_of, word};
use crate::syntax::parser::query::body;
use crate::syntax::parser::string::string;
use crate::syntax::parser::value::{bool, optional_properties, timespan};
use crate::table::ColumnType;

const VIEW: EntityKind = EntityKind::MaterializedView;

/// `materialized_view_command = define_view | alter_view | drop_view | switch_view | rename_view |
/// show_views | show_view ;`
pub(super) fn materialized_view_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, MaterializedViewCommand<'s>> {
    alt((
        map(define_view, |define| MaterializedViewCommand::Define(Box::new(define))),
        map(alter_view, MaterializedViewCommand::Alter),
        map(drop_view, MaterializedViewCommand::Drop),
        map(switch_view, MaterializedViewCommand::Switch),
        map(rename_view, MaterializedViewCommand::Rename),
        show_views,
        show_view,
    ))
    .parse(input)
}

/// `define_view = view_verb [ with_properties ] name "on" view_source body ;`
fn define_view<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DefineView<'s>> {
    let (input, verb) = view_verb(input)?;
    let table = if verb == ViewVerb::Alter { &ALTER_PROPERTIES } else { &CREATE_PROPERTIES };
    let (input, properties) = optional_properties(table)(input)?;
    let (input, name) = name(VIEW)(input)?;
    let (input, _) = keyword(Keyword::On)(input)?;
    let (input, source) = view_source(input)?;
    let (input, query) = body(input)?;
    Ok((input, DefineView { verb, properties, name, source, query }))
}

/// `view_verb = "create" [ "async" ] [ "ifnotexists" ] "materialized-view" |
/// ( "alter" | "create-or-alter" ) "materialized-view" ;`
fn view_verb<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ViewVerb> {
    let (input, verb) = one_of(&[Keyword::Create, Keyword::Alter, Keyword::CreateOrAlter])(input)?;
    let (input, verb) = match verb {
        Keyword::Alter => (input, ViewVerb::Alter),
        Keyword::CreateOrAlter => (input, ViewVerb::CreateOrAlter),
        _ => {
            let (input, asynchronous) = flag(Keyword::Async)(input)?;
            let (input, if_not_exists) = flag(Keyword::IfNotExists)(input)?;
            (input, ViewVerb::Create { asynchronous, if_not_exists })
        }
    };
    map(keyword(Keyword::MaterializedView), move |_| verb).parse(input)
}

/// `view_source = "table" name | "materialized-view" name ;`
fn view_source<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, EntityRef<'s>> {
    let (input, kind) =
        alt((map(keyword(Keyword::Table), |_| EntityKind::Table), map(keyword(Keyword::MaterializedView), |_| VIEW)))
            .parse(input)?;
    map(name(kind), move |name| EntityRef { kind, name: Some(name) }).parse(input)
}

/// `alter_view = "alter" "materialized-view" name view_change ;`
fn alter_view<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, AlterView<'s>> {
    let (input, ()) = keywords(&[Keyword::Alter, Keyword::MaterializedView])(input)?;
    let (input, name) = name(VIEW)(input)?;
    let (input, change) = view_change(input)?;
    Ok((input, AlterView { name, change }))
}

/// `view_change = "docstring" string | "folder" string | "lookback" view_lookback |
/// "autoUpdateSchema" bool ;`
fn view_change<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ViewChange<'s>> {
    let words = &[Keyword::DocString, Keyword::Folder, Keyword::Lookback, Keyword::AutoUpdateSchema];
    let (input, word) = one_of(words)(input)?;
    match word {
        Keyword::DocString => map(string("a text in quotes"), ViewChange::DocString).parse(input),
        Keyword::Folder => map(string("a text in quotes"), ViewChange::Folder).parse(input),
        Keyword::Lookback => map(view_lookback, ViewChange::Lookback).parse(input),
        _ => map(bool, ViewChange::AutoUpdateSchema).parse(input),
    }
}

/// `view_lookback = timespan | no_lookback ;`
fn view_lookback<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Option<TimeSpan>> {
    alt((map(no_lookback, |()| None), map(timespan, Some))).parse(input)
}

/// `no_lookback = ( "time" | "timespan" ) "(" "null" ")" ;`
fn no_lookback<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ()> {
    if input.word().and_then(ColumnType::of) != Some(ColumnType::TimeSpan) {
        return input.miss(Expectation::Described("`timespan(null)`"));
    }
    let (input, _) = mark("(")(input.skip(1))?;
    let (input, _) = word("null")(input)?;
    map(mark(")"), |_| ()).parse(input)
}

/// `drop_view = "drop" "materialized-view" name [ "ifexists" ] ;`
fn drop_view<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DropView<'s>> {
    let (input, ()) = keywords(&[Keyword::Drop, Keyword::MaterializedView])(input)?;
    let (input, name) = name(VIEW)(input)?;
    let (input, if_exists) = flag(Keyword::IfExists)(input)?;
    Ok((input, DropView { name, if_exists }))
}

/// `switch_view = ( "enable" | "disable" ) "materialized-view" name [ with_properties ] ;`
fn switch_view<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, SwitchView<'s>> {
    let (input, verb) = one_of(&[Keyword::Enable, Keyword::Disable])(input)?;
    let (input, _) = keyword(Keyword::MaterializedView)(input)?;
    let (input, name) = name(VIEW)(input)?;
    let (input, properties) = optional_properties(&SWITCH_PROPERTIES)(input)?;
    Ok((input, SwitchView { enable: verb == Keyword::Enable, name, properties }))
}

/// `rename_view = "rename" "materialized-view" name "to" name ;`
fn rename_view<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, RenameView<'s>> {
    let (input, ()) = keywords(&[Keyword::Rename, Keyword::MaterializedView])(input)?;
    let (input, from) = name(VIEW)(input)?;
    let (input, _) = keyword(Keyword::To)(input)?;
    let (input, to) = name_of("the new name")(input)?;
    Ok((input, RenameView { from, to }))
}

/// `show_views = "show" "materialized-views" [ [ "(" name { "," name } ")" ] "details" ] ;`
fn show_views<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, MaterializedViewCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::MaterializedViews])(input)?;
    if mark("(")(input).is_ok() {
        let (input, names) = bracketed_list(name(VIEW))(input)?;
        let (input, _) = keyword(Keyword::Details)(input)?;
        return Ok((input, MaterializedViewCommand::ShowDetails(names)));
    }
    match keyword(Keyword::Details)(input) {
        Ok((rest, _)) => Ok((rest, MaterializedViewCommand::ShowDetails(Vec::new()))),
        Err(_) => Ok((input, MaterializedViewCommand::ShowAll)),
    }
}

/// `show_view = "show" "materialized-view" name [ "details" | view_schema_form ] ;`
fn show_view<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, MaterializedViewCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::MaterializedView])(input)?;
    let (input, name) = name(VIEW)(input)?;
    if let Ok((rest, _)) = keyword(Keyword::Details)(input) {
        return Ok((rest, MaterializedViewCommand::ShowOneDetails(name)));
    }
    match view_schema_form(input) {
        Ok((rest, form)) => Ok((rest, MaterializedViewCommand::ShowSchema(ShowViewSchema { name, form }))),
        Err(_) => Ok((input, MaterializedViewCommand::Show(name))),
    }
}

/// `view_schema_form = "cslschema" | "kqlschema" | "schema" "as" ( "json" | "csl" ) ;`
fn view_schema_form<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, SchemaForm> {
    alt((
        map(keyword(Keyword::CslSchema), |_| SchemaForm::Csl),
        map(keyword(Keyword::KqlSchema), |_| SchemaForm::Kql),
        map(keywords(&[Keyword::Schema, Keyword::As, Keyword::Json]), |()| SchemaForm::Json),
        map(keywords(&[Keyword::Schema, Keyword::As, Keyword::Csl]), |()| SchemaForm::Csl),
    ))
    .parse(input)
}
