//! `grammar/external_tables.ebnf`

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};

use crate::model::entity::EntityKind;
use crate::model::external_table::TableKind;
use crate::model::external_table_property;
use crate::model::keyword::Keyword;
use crate::model::property::{Properties, PropertyTable};
use crate::syntax::ast::external_tables::{Definition, ExternalTableCommand, Shown, Source, Verb};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::literal::Name;
use crate::syntax::parser::columns::columns;
use crate::syntax::parser::external_sources::{delta, sql, storage};
use crate::syntax::parser::input::{Input, Miss, PResult};
use crate::syntax::parser::leaf::{flag, keyword, keywords, mark, name, one_of, word_of};
use crate::syntax::parser::string::string;
use crate::syntax::parser::value::optional_properties;
use crate::text::quoted;

/// The properties of `.show external table`: the grammar has a list, and no page says what is in
/// it.
static SHOW_PROPERTIES: PropertyTable = PropertyTable::open(&[]);

/// `external_table_command = define_external_table | drop_external_table | show_external_tables |
/// show_external_table | describe_external_table ;`
pub(super) fn external_table_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ExternalTableCommand<'s>> {
    match input.keyword() {
        Some(Keyword::Show) => alt((show_external_tables, show_external_table)).parse(input),
        Some(Keyword::Drop) => drop_external_table(input),
        Some(Keyword::Alter) => alt((describe_external_table, define_external_table)).parse(input),
        _ => define_external_table(input),
    }
}

/// `external_table = "external" "table" name ;`
fn external_table<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Name<'s>> {
    let (input, ()) = keywords(EntityKind::ExternalTable.words())(input)?;
    name(EntityKind::ExternalTable)(input)
}

/// `define_external_table = ( "create" | "alter" | "create-or-alter" ) external_table
/// ( columns "kind" "=" ( storage | sql ) | [ columns ] "kind" "=" delta ) ;`
fn define_external_table<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ExternalTableCommand<'s>> {
    let (input, verb) = word_of(Verb::ALL, |verb| verb.keyword().text())(input)?;
    let (input, name) = external_table(input)?;
    let (input, columns) = opt(columns).parse(input)?;
    let (input, _) = keyword(Keyword::Kind)(input)?;
    let (input, _) = mark("=")(input)?;
    let (at, kind) = word_of(TableKind::ALL, TableKind::word)(input)?;
    if columns.is_none() && kind != TableKind::Delta {
        let message = format!("an external table of kind {} needs its columns", quoted(kind));
        let help = format!("write them before `{}`: `(name:type, …)`", Keyword::Kind);
        return input.fail(SyntaxErrorKind::Other { message, help: Some(help) }, input.span());
    }
    let (at, source, table) = source(kind, at)?;
    let (rest, properties) = optional_properties(table)(at)?;
    let definition = Definition { verb, name, columns, source, properties };
    Ok((rest, ExternalTableCommand::Define(Box::new(definition))))
}

/// Returns what stands after `kind =`, and the properties that it takes.
fn source<'i, 's>(
    kind: TableKind,
    input: Input<'i, 's>,
) -> Result<(Input<'i, 's>, Source<'s>, Properties), nom::Err<Miss>> {
    let (properties, (rest, source)) = match kind {
        TableKind::Delta => (&external_table_property::DELTA, delta(input)?),
        TableKind::Sql => (&external_table_property::SQL, sql(input)?),
        TableKind::Storage | TableKind::Blob | TableKind::Adl => {
            (&external_table_property::STORAGE, storage(kind)(input)?)
        }
    };
    Ok((rest, source, properties))
}

/// `drop_external_table = "drop" external_table [ "ifexists" ] ;`
fn drop_external_table<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ExternalTableCommand<'s>> {
    let (input, _) = keyword(Keyword::Drop)(input)?;
    let (input, name) = external_table(input)?;
    let (input, if_exists) = flag(Keyword::IfExists)(input)?;
    Ok((input, ExternalTableCommand::Drop { name, if_exists }))
}

/// `show_external_tables = "show" "external" "tables" ( "details" | [ with_properties ] ) ;`
fn show_external_tables<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ExternalTableCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::External, Keyword::Tables])(input)?;
    let (input, details) = flag(Keyword::Details)(input)?;
    if details {
        return Ok((input, ExternalTableCommand::ShowAllDetails));
    }
    map(optional_properties(&SHOW_PROPERTIES), ExternalTableCommand::ShowAll).parse(input)
}

/// `show_external_table = "show" external_table ( "details" | "cslschema" | "kqlschema" |
/// "schema" "as" ( "json" | "csl" | "kql" ) | [ with_properties ] ) ;`
fn show_external_table<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ExternalTableCommand<'s>> {
    let (input, _) = keyword(Keyword::Show)(input)?;
    let (input, name) = external_table(input)?;
    let (input, shown) =
        match one_of(&[Keyword::Details, Keyword::CslSchema, Keyword::KqlSchema, Keyword::Schema])(input) {
            Ok((rest, Keyword::Details)) => (rest, Shown::Details),
            Ok((rest, Keyword::Schema)) => {
                let (rest, _) = keyword(Keyword::As)(rest)?;
                map(one_of(&[Keyword::Json, Keyword::Csl, Keyword::Kql]), Shown::Schema).parse(rest)?
            }
            Ok((rest, word)) => (rest, Shown::CslSchema(word)),
            Err(_) => map(optional_properties(&SHOW_PROPERTIES), Shown::Table).parse(input)?,
        };
    Ok((input, ExternalTableCommand::Show(name, shown)))
}

/// `describe_external_table = "alter" external_table ( "docstring" | "folder" ) string ;`
fn describe_external_table<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ExternalTableCommand<'s>> {
    let (input, _) = keyword(Keyword::Alter)(input)?;
    let (input, name) = external_table(input)?;
    let (input, what) = one_of(&[Keyword::DocString, Keyword::Folder])(input)?;
    let (input, text) = string("a text in quotes")(input)?;
    let command = match what {
        Keyword::Folder => ExternalTableCommand::Folder(name, text),
        _ => ExternalTableCommand::DocString(name, text),
    };
    Ok((input, command))
}
