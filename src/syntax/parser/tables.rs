//! `grammar/tables.ebnf`

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::property::{Property, PropertyTable, Takes};
use crate::syntax::ast::tables::{
    CreateBasedOn, DefineTable, DefineTables, Definer, HIDDEN, INCLUDE_HIDDEN, RenameTable, Renaming, SetText,
    ShowTables, TableCommand, TableSchema, TableView, TextField, UPDATE_VIEWS,
};
use crate::syntax::parser::columns::columns;
use crate::syntax::parser::input::{Expectation, Input, Miss, PResult};
use crate::syntax::parser::leaf::{bracketed_list, comma_list, flag, keyword, keywords, mark, name, name_of};
use crate::syntax::parser::string::string;
use crate::syntax::parser::value::optional_properties;

/// The properties of a table (`create-table-command.md`, *Supported properties*, and what the Spark connector sends).
static TABLE_PROPERTIES: PropertyTable = PropertyTable::closed(&[
    Property::new(Keyword::DocString.text(), Takes::Text, "free text that describes the table"),
    Property::new(Keyword::Folder.text(), Takes::Text, "the folder that shows the table"),
    HIDDEN,
]);

/// The property of `.show tables`, which the Spark connector sends.
static SHOW_PROPERTIES: PropertyTable = PropertyTable::closed(&[INCLUDE_HIDDEN]);

/// The property of `.rename table` (`rename-table-command.md`, its last section).
static RENAME_PROPERTIES: PropertyTable = PropertyTable::closed(&[UPDATE_VIEWS]);

/// `table_command = define_table | create_based_on | define_tables | set_text | rename_table |
/// rename_tables | drop_table | drop_tables | show_tables | show_table ;`
pub(super) fn table_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, TableCommand<'s>> {
    alt((
        map(define_table, TableCommand::Define),
        map(create_based_on, TableCommand::CreateBasedOn),
        map(define_tables, TableCommand::DefineMany),
        map(set_text, TableCommand::SetText),
        map(rename_table, TableCommand::Rename),
        rename_tables,
        drop_table,
        drop_tables,
        show_tables,
        show_table,
    ))
    .parse(input)
}

/// `definer = "create" | "create-merge" | "alter" | "alter-merge" ;`
fn definer<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Definer> {
    match Definer::VERBS.iter().find(|(verb, _)| input.keyword() == Some(*verb)) {
        Some((_, definer)) => Ok((input.skip(1), *definer)),
        None => {
            Definer::VERBS.iter().for_each(|(verb, _)| input.note(Expectation::Keyword(*verb)));
            Err(nom::Err::Error(Miss))
        }
    }
}

/// `define_table = definer "table" table_schema [ with_properties ] ;`
fn define_table<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DefineTable<'s>> {
    let (input, definer) = definer(input)?;
    let (input, _) = keyword(Keyword::Table)(input)?;
    let (input, schema) = table_schema(definer, input)?;
    let (input, properties) = optional_properties(&TABLE_PROPERTIES)(input)?;
    Ok((input, DefineTable { definer, schema, properties }))
}

/// `table_schema = name columns ;`
fn table_schema<'i, 's>(definer: Definer, input: Input<'i, 's>) -> PResult<'i, 's, TableSchema<'s>> {
    let (input, name) = match definer {
        Definer::Create | Definer::CreateMerge => name_of(NEW_NAME)(input)?,
        Definer::Alter | Definer::AlterMerge => name(EntityKind::Table)(input)?,
    };
    let (input, columns) = columns(input)?;
    Ok((input, TableSchema { name, columns }))
}

const NEW_NAME: &str = "the name of the new table";

/// `define_tables = ( "create" | "create-merge" ) "tables" table_schema { "," table_schema }
/// [ with_properties ] ;`
fn define_tables<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DefineTables<'s>> {
    let (input, definer) = definer(input)?;
    let merge = match definer {
        Definer::Create => false,
        Definer::CreateMerge => true,
        Definer::Alter | Definer::AlterMerge => return Err(nom::Err::Error(Miss)),
    };
    let (input, _) = keyword(Keyword::Tables)(input)?;
    let (input, schemas) = comma_list(|input| table_schema(definer, input))(input)?;
    let (input, properties) = optional_properties(&TABLE_PROPERTIES)(input)?;
    Ok((input, DefineTables { merge, schemas, properties }))
}

/// `create_based_on = "create" "table" name "based-on" name [ "ifnotexists" ]
/// [ with_properties ] ;`
fn create_based_on<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, CreateBasedOn<'s>> {
    let (input, ()) = keywords(&[Keyword::Create, Keyword::Table])(input)?;
    let (input, new) = name_of(NEW_NAME)(input)?;
    let (input, _) = keyword(Keyword::BasedOn)(input)?;
    let (input, source) = name(EntityKind::Table)(input)?;
    let (input, if_not_exists) = flag(Keyword::IfNotExists)(input)?;
    let (input, properties) = optional_properties(&TABLE_PROPERTIES)(input)?;
    Ok((input, CreateBasedOn { name: new, source, if_not_exists, properties }))
}

/// `set_text = "alter" "table" name ( "docstring" | "folder" ) string ;`
fn set_text<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, SetText<'s>> {
    let (input, ()) = keywords(&[Keyword::Alter, Keyword::Table])(input)?;
    let (input, name) = name(EntityKind::Table)(input)?;
    let field = |field: TextField| map(keyword(field.word()), move |_| field);
    let (input, field) = alt((field(TextField::DocString), field(TextField::Folder))).parse(input)?;
    let (input, text) = string("a text in quotes")(input)?;
    Ok((input, SetText { name, field, text }))
}

/// `rename_table = "rename" "table" name "to" name [ with_properties ] ;`
fn rename_table<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, RenameTable<'s>> {
    let (input, ()) = keywords(&[Keyword::Rename, Keyword::Table])(input)?;
    let (input, old) = name(EntityKind::Table)(input)?;
    let (input, _) = keyword(Keyword::To)(input)?;
    let (input, new) = name_of("the new name of the table")(input)?;
    let (input, properties) = optional_properties(&RENAME_PROPERTIES)(input)?;
    Ok((input, RenameTable { old, new, properties }))
}

/// `rename_tables = "rename" "tables" renaming { "," renaming } ;`
fn rename_tables<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, TableCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Rename, Keyword::Tables])(input)?;
    map(comma_list(renaming), TableCommand::RenameMany).parse(input)
}

/// `renaming = name "=" name [ "ifexists" ] ;`
fn renaming<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Renaming<'s>> {
    let (input, new) = name_of("the new name of a table")(input)?;
    let (input, _) = mark("=")(input)?;
    let (input, old) = name(EntityKind::Table)(input)?;
    let (input, if_exists) = flag(Keyword::IfExists)(input)?;
    Ok((input, Renaming { new, old, if_exists }))
}

/// `drop_table = "drop" "table" name [ "ifexists" ] ;`
fn drop_table<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, TableCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Drop, Keyword::Table])(input)?;
    let (input, name) = name(EntityKind::Table)(input)?;
    map(flag(Keyword::IfExists), move |if_exists| TableCommand::Drop { name: name.clone(), if_exists }).parse(input)
}

/// `drop_tables = "drop" "tables" "(" name { "," name } ")" [ "ifexists" ] ;`
fn drop_tables<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, TableCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Drop, Keyword::Tables])(input)?;
    let (input, names) = bracketed_list(name(EntityKind::Table))(input)?;
    let (input, if_exists) = flag(Keyword::IfExists)(input)?;
    Ok((input, TableCommand::DropMany { names, if_exists }))
}

/// `show_tables = "show" "tables" [ "(" name { "," name } ")" ] [ "details" ] [ with_properties ] ;`
fn show_tables<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, TableCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Tables])(input)?;
    let (input, names) = if input.first().is_some_and(|token| token.is(b'(')) {
        bracketed_list(name(EntityKind::Table))(input)?
    } else {
        input.note(Expectation::Mark("("));
        (input, Vec::new())
    };
    let (input, details) = flag(Keyword::Details)(input)?;
    let (input, properties) = optional_properties(&SHOW_PROPERTIES)(input)?;
    Ok((input, TableCommand::ShowMany(ShowTables { names, details, properties })))
}

/// `show_table = "show" "table" name [ table_view ] ;`
fn show_table<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, TableCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Table])(input)?;
    let (input, name) = name(EntityKind::Table)(input)?;
    let (input, view) = match table_view(input) {
        Ok(found) => found,
        Err(_) => (input, TableView::Columns),
    };
    Ok((input, TableCommand::Show(name, view)))
}

/// `table_view = "details" | "cslschema" | "kqlschema" | "schema" "as" "json" ;`
fn table_view<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, TableView> {
    alt((
        map(keyword(Keyword::Details), |_| TableView::Details),
        map(keyword(Keyword::CslSchema), |_| TableView::Csl),
        map(keyword(Keyword::KqlSchema), |_| TableView::Csl),
        map(keywords(&[Keyword::Schema, Keyword::As, Keyword::Json]), |()| TableView::Json),
    ))
    .parse(input)
}
