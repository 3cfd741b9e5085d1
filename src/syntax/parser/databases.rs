//! `grammar/databases.ebnf`

use std::borrow::Cow;

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::property::{Property, PropertyTable, Takes};
use crate::syntax::ast::PropertyValues;
use crate::syntax::ast::databases::{
    CreateDatabase, DatabaseCommand, DetachDatabase, ENTITIES, ENTITY, EntitiesTarget, Flavor, NamePattern,
    RESOLVE_FUNCTIONS, SchemaForm, SchemaTarget, ShowDatabases, ShowEntities, ShowSchema, Storage, Versioned,
};
use crate::syntax::ast::functions::SHOW_OBFUSCATED;
use crate::syntax::literal::StringLiteral;
use crate::syntax::parser::input::{Expectation, Input, PResult};
use crate::syntax::parser::leaf::{bracketed_list, flag, keyword, keywords, name, name_of, one_of, optional, word};
use crate::syntax::parser::string::string;
use crate::syntax::parser::value::optional_properties;
use crate::syntax::token::{Token, TokenKind};
use crate::text::Span;

/// The properties of creating and showing databases: the grammar has a list, and no page says
/// what is in it.
static DATABASE_PROPERTIES: PropertyTable = PropertyTable::open(&[]);

/// The properties of `schema as json` (`show-schema-database.md`, *Supported entity options*).
static JSON_PROPERTIES: PropertyTable = PropertyTable::closed(&[
    Property::new("Tables", Takes::Bool, "show tables"),
    Property::new("ExternalTables", Takes::Bool, "show external tables"),
    Property::new("MaterializedViews", Takes::Bool, "show materialized views"),
    Property::new("Functions", Takes::Bool, "show functions"),
]);

/// The properties of `schema as csl script` (`show-schema-database.md`, *Supported options*).
static SCRIPT_PROPERTIES: PropertyTable = PropertyTable::closed(&[
    Property::new("IncludeEncodingPolicies", Takes::Bool, "encoding policies, which kmgmt does not keep"),
    Property::new("IncludeSecuritySettings", Takes::Bool, "principals and policies about access; true by default"),
    Property::new("IncludeIngestionMappings", Takes::Bool, "ingestion mappings, which kmgmt does not keep"),
    SHOW_OBFUSCATED,
]);

/// The properties of `.show databases entities` (`show-databases-entities.md`, *Supported options*). Tools send
/// others too (`resolveDependencies`).
static ENTITIES_PROPERTIES: PropertyTable = PropertyTable::open(&[SHOW_OBFUSCATED, RESOLVE_FUNCTIONS]);

/// `database_command = create_database | detach_database | pretty_name | drop_pretty_name |
/// show_schema | show_schemas | show_cluster_schema | show_entities | show_databases | show_database ;`
pub(super) fn database_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DatabaseCommand<'s>> {
    alt((
        map(create_database, DatabaseCommand::Create),
        drop_pretty_name,
        map(detach_database, DatabaseCommand::Detach),
        pretty_name,
        map(show_schema, DatabaseCommand::ShowSchema),
        map(show_schemas, DatabaseCommand::ShowSchema),
        map(show_cluster_schema, DatabaseCommand::ShowSchema),
        map(show_entities, DatabaseCommand::ShowEntities),
        map(show_databases, DatabaseCommand::ShowDatabases),
        show_database,
    ))
    .parse(input)
}

/// `create_database = "create" "database" name [ database_storage ] [ "ifnotexists" ]
/// [ with_properties ] ;`
fn create_database<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, CreateDatabase<'s>> {
    let (input, ()) = keywords(&[Keyword::Create, Keyword::Database])(input)?;
    let (input, name) = name_of("the name of the new database")(input)?;
    let (input, storage) = database_storage(input)?;
    let (input, if_not_exists) = flag(Keyword::IfNotExists)(input)?;
    let (input, properties) = optional_properties(&DATABASE_PROPERTIES)(input)?;
    Ok((input, CreateDatabase { name, storage, if_not_exists, properties }))
}

/// `database_storage = "volatile" | "persist" "(" string { "," string } ")" ;`
fn database_storage<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Storage<'s>> {
    if let Ok((rest, _)) = keyword(Keyword::Volatile)(input) {
        return Ok((rest, Storage::Volatile));
    }
    match keyword(Keyword::Persist)(input) {
        Ok((rest, _)) => {
            map(bracketed_list(string("the address of a container in quotes")), Storage::Persist).parse(rest)
        }
        Err(_) => Ok((input, Storage::Unsaid)),
    }
}

/// `detach_database = ( "detach" | "drop" ) "database" name [ "ifexists" ] [ "skip-seal" ] ;`
fn detach_database<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DetachDatabase<'s>> {
    let (input, _) = one_of(&[Keyword::Detach, Keyword::Drop])(input)?;
    let (input, _) = keyword(Keyword::Database)(input)?;
    let (input, name) = name(EntityKind::Database)(input)?;
    let (input, if_exists) = flag(Keyword::IfExists)(input)?;
    let (input, skip_seal) = flag(Keyword::SkipSeal)(input)?;
    Ok((input, DetachDatabase { name, if_exists, skip_seal }))
}

/// `pretty_name = ( "alter" | "set" ) "database" [ name ] "prettyname" string ;`
fn pretty_name<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DatabaseCommand<'s>> {
    let (input, _) = one_of(&[Keyword::Alter, Keyword::Set])(input)?;
    let (input, _) = keyword(Keyword::Database)(input)?;
    let (input, database) = if is_named(&[Keyword::PrettyName], input) {
        map(name(EntityKind::Database), Some).parse(input)?
    } else {
        (input, None)
    };
    let (input, _) = keyword(Keyword::PrettyName)(input)?;
    let (input, text) = string("the pretty name in quotes")(input)?;
    Ok((input, DatabaseCommand::SetPrettyName(database, text)))
}

/// `drop_pretty_name = "drop" "database" name "prettyname" ;`
fn drop_pretty_name<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DatabaseCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Drop, Keyword::Database])(input)?;
    let (input, name) = name(EntityKind::Database)(input)?;
    let (input, _) = keyword(Keyword::PrettyName)(input)?;
    Ok((input, DatabaseCommand::DropPrettyName(name)))
}

/// Returns whether a name stands here, where one of `words` may stand at once: such a word is the
/// name only when another of them stands after it.
fn is_named(words: &'static [Keyword], input: Input<'_, '_>) -> bool {
    let is_word = |input: Input<'_, '_>| input.keyword().is_some_and(|found| words.contains(&found));
    if !is_word(input) {
        words.iter().for_each(|word| input.note(Expectation::Keyword(*word)));
    }
    !is_word(input) || is_word(input.skip(1))
}

/// `show_databases = "show" [ "cluster" ] "databases" [ "(" name_pattern { "," name_pattern } ")" ]
/// [ database_flavor ] [ with_properties ] ;`
fn show_databases<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ShowDatabases<'s>> {
    let (input, _) = keyword(Keyword::Show)(input)?;
    let (input, _) = flag(Keyword::Cluster)(input)?;
    let (input, _) = keyword(Keyword::Databases)(input)?;
    let (input, databases) = if input.first().is_some_and(|token| token.is(b'(')) {
        bracketed_list(name_pattern)(input)?
    } else {
        input.note(Expectation::Mark("("));
        (input, Vec::new())
    };
    let (input, flavor) = database_flavor(input)?;
    let (input, properties) = optional_properties(&DATABASE_PROPERTIES)(input)?;
    Ok((input, ShowDatabases { databases, flavor, properties }))
}

/// `database_flavor = "details" | "verbose" | "identity" | "policies" ;`
fn database_flavor<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Flavor> {
    match Flavor::WORDS.iter().find(|(word, _)| input.keyword() == Some(*word)) {
        Some((_, flavor)) => Ok((input.skip(1), *flavor)),
        None => {
            Flavor::WORDS.iter().for_each(|(word, _)| input.note(Expectation::Keyword(*word)));
            Ok((input, Flavor::Summary))
        }
    }
}

/// `name_pattern = name | ? name with wildcards ? ;`
pub(super) fn name_pattern<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, NamePattern<'s>> {
    match wildcard(input) {
        Some((rest, text)) => Ok((rest, NamePattern::Wildcard(Cow::Borrowed(text)))),
        None => map(name(EntityKind::Database), NamePattern::Name).parse(input),
    }
}

/// Words and `*` without space between them, at least one `*`.
fn wildcard<'i, 's>(input: Input<'i, 's>) -> Option<(Input<'i, 's>, &'s str)> {
    let part = |token: &Token| matches!(token.kind, TokenKind::Word(_) | TokenKind::Number | TokenKind::Punct(b'*'));
    let first = input.first().filter(part)?;
    let mut at = input;
    let mut span = Span::at(first.span.start);
    while let Some(token) = at.first().filter(part).filter(|token| token.span.start == span.end) {
        span = span.to(token.span);
        at = at.skip(1);
    }
    let text = span.of(input.text());
    (text.contains('*') && !text.contains('-')).then_some((at, text))
}

/// `show_database = "show" "database" [ database_flavor ] [ with_properties ] ;`
fn show_database<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, DatabaseCommand<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Database])(input)?;
    let (input, flavor) = database_flavor(input)?;
    let (input, properties) = optional_properties(&DATABASE_PROPERTIES)(input)?;
    // Other commands go on with a name: `.show database D journal`.
    if input.first().is_some_and(|token| !token.is(b'|')) {
        return input.miss_end();
    }
    Ok((input, DatabaseCommand::ShowDatabase(flavor, properties)))
}

/// The words that begin the form of a schema.
const FORMS: &[Keyword] = &[Keyword::Schema, Keyword::CslSchema, Keyword::KqlSchema];

/// `show_schema = "show" "database" [ name ] ( csl_form | schema_form ) ;`
fn show_schema<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ShowSchema<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Database])(input)?;
    let (input, database) =
        if is_named(FORMS, input) { map(name(EntityKind::Database), Some).parse(input)? } else { (input, None) };
    let (input, (form, later_than)) = alt((csl_form, schema_form)).parse(input)?;
    let target = match database {
        Some(name) => SchemaTarget::Database(Versioned { name, later_than }),
        None => SchemaTarget::Context(later_than),
    };
    Ok((input, ShowSchema { target, form }))
}

type Form<'s> = (SchemaForm<'s>, Option<StringLiteral<'s>>);

/// `csl_form = ( "cslschema" | "kqlschema" ) [ "script" ] [ later_than ] ;`
fn csl_form<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Form<'s>> {
    let (input, _) = one_of(&[Keyword::CslSchema, Keyword::KqlSchema])(input)?;
    let (input, script) = flag(Keyword::Script)(input)?;
    let (input, later_than) = optional(later_than(input), input)?;
    Ok((input, (SchemaForm::Csl { script }, later_than)))
}

/// `schema_form = "schema" ( "details" [ later_than ] | [ later_than ] [ as_form ] ) ;`
fn schema_form<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Form<'s>> {
    let (input, _) = keyword(Keyword::Schema)(input)?;
    let (input, details) = flag(Keyword::Details)(input)?;
    let (input, later_than) = optional(later_than(input), input)?;
    let (input, form) = if details { (input, None) } else { optional(as_form(input), input)? };
    Ok((input, (form.unwrap_or(SchemaForm::Rows { details }), later_than)))
}

/// `as_form = "as" ( "json" [ with_properties ] | ( "csl" | "kql" ) [ "script" ]
/// [ with_properties ] ) ;`
fn as_form<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, SchemaForm<'s>> {
    let (input, _) = keyword(Keyword::As)(input)?;
    let (input, word) = one_of(&[Keyword::Json, Keyword::Csl, Keyword::Kql])(input)?;
    if word == Keyword::Json {
        return map(optional_properties(&JSON_PROPERTIES), SchemaForm::Json).parse(input);
    }
    let (input, _) = flag(Keyword::Script)(input)?;
    map(optional_properties(&SCRIPT_PROPERTIES), SchemaForm::Script).parse(input)
}

/// `later_than = "if_later_than" string ;`
fn later_than<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, StringLiteral<'s>> {
    let (input, _) = keyword(Keyword::IfLaterThan)(input)?;
    string("a version in quotes, such as `'v1.0'`")(input)
}

/// `show_schemas = "show" "databases" [ "(" versioned { "," versioned } ")" ] "schema" [ "details" ] [ "as" "json" [ with_properties ] ] ;`
fn show_schemas<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ShowSchema<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Databases])(input)?;
    let (input, databases) = if input.first().is_some_and(|token| token.is(b'(')) {
        bracketed_list(versioned)(input)?
    } else {
        (input, Vec::new())
    };
    let (input, _) = keyword(Keyword::Schema)(input)?;
    let (input, details) = flag(Keyword::Details)(input)?;
    let target = SchemaTarget::Databases(databases);
    match keywords(&[Keyword::As, Keyword::Json])(input) {
        Ok((rest, ())) => {
            let (rest, properties) = optional_properties(&JSON_PROPERTIES)(rest)?;
            Ok((rest, ShowSchema { target, form: SchemaForm::Json(properties) }))
        }
        Err(_) => Ok((input, ShowSchema { target, form: SchemaForm::Rows { details } })),
    }
}

/// `show_cluster_schema = "show" [ "cluster" ] "schema" [ "details" | "as" "json" ] ;`
fn show_cluster_schema<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ShowSchema<'s>> {
    let (input, _) = keyword(Keyword::Show)(input)?;
    let (input, _) = flag(Keyword::Cluster)(input)?;
    let (input, _) = keyword(Keyword::Schema)(input)?;
    let target = SchemaTarget::Cluster;
    match keywords(&[Keyword::As, Keyword::Json])(input) {
        Ok((rest, ())) => Ok((rest, ShowSchema { target, form: SchemaForm::Json(PropertyValues::default()) })),
        Err(_) => {
            let (input, details) = flag(Keyword::Details)(input)?;
            Ok((input, ShowSchema { target, form: SchemaForm::Rows { details } }))
        }
    }
}

/// `show_entities = "show" ( "databases" "entities" | "database" name ( "entities" | "entity" name ) )
/// [ with_properties ] ;`
fn show_entities<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ShowEntities<'s>> {
    let (input, _) = keyword(Keyword::Show)(input)?;
    let (input, of) = one_of(&[Keyword::Databases, Keyword::Database])(input)?;
    let (input, target) = if of == Keyword::Databases {
        map(word(ENTITIES), |_| EntitiesTarget::All).parse(input)?
    } else {
        let (input, database) = name(EntityKind::Database)(input)?;
        match word(ENTITY)(input) {
            Ok((rest, _)) => {
                map(name_of("the name of an entity"), |entity| EntitiesTarget::One(database.clone(), entity))
                    .parse(rest)?
            }
            Err(_) => map(word(ENTITIES), |_| EntitiesTarget::Database(database.clone())).parse(input)?,
        }
    };
    let (input, properties) = optional_properties(&ENTITIES_PROPERTIES)(input)?;
    Ok((input, ShowEntities { target, properties }))
}

/// `versioned = name [ later_than ] ;`
fn versioned<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Versioned<'s>> {
    let (input, name) = name(EntityKind::Database)(input)?;
    let (input, later_than) = optional(later_than(input), input)?;
    Ok((input, Versioned { name, later_than }))
}
