//! `grammar/roles.ebnf`

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::access_property;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::principal::PrincipalRef;
use crate::model::property::PropertyTable;
use crate::model::role::Role;
use crate::syntax::ast::roles::{Action, RoleChange, RoleCommand, ShowRoles};
use crate::syntax::ast::{EntityRef, PropertyValues};
use crate::syntax::error::SyntaxErrorKind;
use crate::syntax::literal::StringLiteral;
use crate::syntax::parser::input::{Expectation, Input, Miss, PResult};
use crate::syntax::parser::leaf::{bracketed_list, flag, keyword, keywords, name, optional, role};
use crate::syntax::parser::string::{principal, string};
use crate::syntax::parser::value::optional_properties;
use crate::text::{Spanned, quoted, sentence_list};

/// The kinds of entities that have roles.
const ENTITIES: &[EntityKind] = &[
    EntityKind::Database,
    EntityKind::Table,
    EntityKind::Cluster,
    EntityKind::ExternalTable,
    EntityKind::MaterializedView,
    EntityKind::Function,
    EntityKind::GraphModel,
];

/// The properties of `principal roles`: the grammar has a list, and no page says what is in it.
static ROLES_PROPERTIES: PropertyTable = PropertyTable::open(&[]);

/// `role_command = change_role | show_principals | show_roles | show_access ;`
pub(super) fn role_command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, RoleCommand<'s>> {
    if input.keyword() == Some(Keyword::Show) {
        return alt((
            map(show_principals, RoleCommand::ShowPrincipals),
            map(show_roles, RoleCommand::ShowRoles),
            map(show_access, RoleCommand::ShowAccess),
        ))
        .parse(input);
    }
    map(change_role, RoleCommand::Change).parse(input)
}

/// `change_role = action entity_role principals | "set" entity_role "none" [ "skip-results" ] |
/// "add" "database" role principals ;`
fn change_role<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, RoleChange<'s>> {
    let (input, action) = action(input)?;
    let (input, (entity, role)) = entity_role(action, input)?;
    if action == Action::Set && input.keyword() == Some(Keyword::None) {
        let (input, skip_results) = flag(Keyword::SkipResults)(input.skip(1))?;
        return Ok((input, RoleChange { action, entity, role, principals: Vec::new(), skip_results, notes: None }));
    }
    if action == Action::Set {
        input.note(Expectation::Keyword(Keyword::None));
    }
    let (input, (principals, skip_results, notes)) = match principals(input) {
        Err(nom::Err::Error(_)) if action != Action::Set && is_none(input) => {
            return input.fail(none_after_other_verb(), input.span());
        }
        read => read?,
    };
    Ok((input, RoleChange { action, entity, role, principals, skip_results, notes }))
}

/// What a change lists: the principals, whether to answer nothing, and the description.
type Principals<'s> = (Vec<Spanned<PrincipalRef<'s>>>, bool, Option<StringLiteral<'s>>);

/// `principals = "(" principal { "," principal } ")" [ "skip-results" ] [ string ] ;`
fn principals<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Principals<'s>> {
    let (input, principals) = bracketed_list(principal)(input)?;
    let (input, skip_results) = flag(Keyword::SkipResults)(input)?;
    let (input, notes) = optional(string("a description in quotes")(input), input)?;
    Ok((input, (principals, skip_results, notes)))
}

/// Returns whether `none` stands here, with capitals too.
fn is_none(input: Input<'_, '_>) -> bool {
    input.word().is_some_and(|word| word.eq_ignore_ascii_case(Keyword::None.text()))
}

/// Returns the fault of `none` after another verb than `.set`.
fn none_after_other_verb() -> SyntaxErrorKind {
    let (none, set) = (Keyword::None, Keyword::Set);
    let message = format!("`{none}` stands after `.{set}` only");
    let help = format!("`.{set} … {none}` takes the role from all who have it; other verbs take a list of principals");
    SyntaxErrorKind::Other { message, help: Some(help) }
}

/// `action = "add" | "drop" | "set" ;`
fn action<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Action> {
    match Action::VERBS.iter().find(|(verb, _)| input.keyword() == Some(*verb)) {
        Some((_, action)) => Ok((input.skip(1), *action)),
        None => {
            Action::VERBS.iter().for_each(|(verb, _)| input.note(Expectation::Keyword(*verb)));
            Err(nom::Err::Error(Miss))
        }
    }
}

/// `entity_role = "cluster" role | "database" name role | … ;` the roles of the kind.
fn entity_role<'i, 's>(action: Action, input: Input<'i, 's>) -> PResult<'i, 's, (EntityRef<'s>, Role)> {
    let (input, kind) = entity_kind(input)?;
    let (input, name) = changed_name(action, kind, input)?;
    let (input, role) = role_word(kind, input)?;
    Ok((input, (EntityRef { kind, name }, role)))
}

/// Reads the words that name a kind of entity that has roles. Documents also write `materialized view`.
fn entity_kind<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, EntityKind> {
    for kind in ENTITIES {
        if let Ok((rest, ())) = keywords(kind.words())(input) {
            return Ok((rest, *kind));
        }
    }
    let (rest, ()) = keywords(&[Keyword::Materialized, Keyword::View])(input)?;
    Ok((rest, EntityKind::MaterializedView))
}

/// Reads the name of the entity. `.add database` may leave it out: then the word before `(` is the role.
fn changed_name<'i, 's>(
    action: Action,
    kind: EntityKind,
    input: Input<'i, 's>,
) -> PResult<'i, 's, Option<crate::syntax::literal::Name<'s>>> {
    if kind == EntityKind::Cluster {
        return Ok((input, None));
    }
    let list_follows = input.peek(1).is_some_and(|token| token.is(b'(') || token.keyword() == Some(Keyword::None));
    if list_follows
        && kind == EntityKind::Database
        && let Some(word) = input.word()
    {
        if action == Action::Add {
            return Ok((input, None));
        }
        if Role::meant(word).is_none() {
            return map(name(kind), Some).parse(input);
        }
        let message = "the name of the database is missing".to_owned();
        let verb = action.verb();
        let help =
            format!("`.{verb} database` takes the database and then the role: `.{verb} database NAME {word} (…)`",);
        return input.fail(SyntaxErrorKind::Other { message, help: Some(help) }, input.span());
    }
    map(name(kind), Some).parse(input)
}

/// Reads the role; where only other entities have it, the refusal says which.
fn role_word<'i, 's>(kind: EntityKind, input: Input<'i, 's>) -> PResult<'i, 's, Role> {
    let read = role(kind)(input);
    let elsewhere = if read.is_ok() { None } else { input.word().and_then(Role::of) };
    let Some(found) = elsewhere else { return read };
    input.fail(no_such_role(kind, input.word().unwrap_or_default(), found), input.span())
}

/// Returns the fault of a word for a role that only other entities have.
pub(super) fn no_such_role(kind: EntityKind, word: &str, found: Role) -> SyntaxErrorKind {
    let this = kind.with_article();
    let here: Vec<String> = Role::at(kind).map(quoted).collect();
    let there: Vec<String> = found.scopes().iter().map(EntityKind::with_article).collect();
    let message = format!("{this} has no role `{word}`");
    // A word that only clusters have is reported as theirs, even if the role itself is everywhere.
    let own = found.word_like(word);
    let there = if found.word() == own { sentence_list(&there, "or") } else { EntityKind::Cluster.with_article() };
    let help = format!("`{own}` is a role of {there}; {this} has {}", sentence_list(&here, "and"));
    SyntaxErrorKind::Other { message, help: Some(help) }
}

/// `show_principals = "show" ( entity | "database" ) "principals" ;`
fn show_principals<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, EntityRef<'s>> {
    let (input, _) = keyword(Keyword::Show)(input)?;
    if input.keyword() == Some(Keyword::Database)
        && input.peek(1).is_some_and(|token| token.keyword() == Some(Keyword::Principals))
        && input.peek(2).is_none_or(|token| token.is(b'|'))
    {
        return Ok((input.skip(2), EntityRef { kind: EntityKind::Database, name: None }));
    }
    let (input, entity) = entity(input)?;
    let (input, _) = keyword(Keyword::Principals)(input)?;
    Ok((input, entity))
}

/// `show_roles = "show" [ entity ] "principal" [ principal ] "roles" [ with_properties ] ;`
fn show_roles<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, ShowRoles<'s>> {
    let (input, _) = keyword(Keyword::Show)(input)?;
    let (input, entity) = optional(entity(input), input)?;
    let (input, _) = keyword(Keyword::Principal)(input)?;
    let (input, principal) = optional(principal(input), input)?;
    let (input, _) = keyword(Keyword::Roles)(input)?;
    let (input, properties) = optional_properties(&ROLES_PROPERTIES)(input)?;
    Ok((input, ShowRoles { entity, principal, properties }))
}

/// `show_access = "show" "principal" "access" [ with_properties ] ;`
fn show_access<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, PropertyValues<'s>> {
    let (input, ()) = keywords(&[Keyword::Show, Keyword::Principal, Keyword::Access])(input)?;
    optional_properties(&access_property::ALL)(input)
}

/// `entity = "cluster" | ( "database" | "table" | … ) name ;`
fn entity<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, EntityRef<'s>> {
    let (input, kind) = entity_kind(input)?;
    if kind == EntityKind::Cluster {
        return Ok((input, EntityRef { kind, name: None }));
    }
    map(name(kind), |name| EntityRef { kind, name: Some(name) }).parse(input)
}
