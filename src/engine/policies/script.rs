//! The commands that give an entity's policies again.

use crate::catalog::body::columns::Column;
use crate::catalog::body::tables::Table;
use crate::catalog::{Entity, EntityId, Policy};
use crate::diagnostic::Diagnostic;
use crate::engine::World;
use crate::engine::databases::target;
use crate::engine::policies::bodies::{View, views_on};
use crate::engine::policies::report::json;
use crate::engine::policies::{parsed, stored, update};
use crate::model::entity::EntityKind;
use crate::model::form::Body;
use crate::model::keyword::Keyword;
use crate::model::name::{DoubleQuoted, Quoted, Text};
use crate::model::policy::PolicyKind;
use crate::model::policy_content::CLASSIFICATION;
use crate::syntax::ast::bodies;
use crate::syntax::ast::policies::ALLOW_UNSECURED_VIEWS;
use crate::syntax::json::Json;
use crate::text::visible;

/// Returns a command for each policy but that of managed identities, of its columns too.
pub(in crate::engine) fn script_of(world: &World<'_>, entity: EntityId) -> Vec<String> {
    let Some(found) = world.catalog.get(entity) else { return Vec::new() };
    let policies = found.policies.iter().filter(|(policy, _)| *policy != PolicyKind::ManagedIdentity);
    let own = policies.map(|(policy, value)| command(world, (entity, found), policy, value));
    own.chain(of_columns(found)).collect()
}

/// Returns the command that allows managed identities, which must run before those that make what names one.
pub(in crate::engine) fn script_of_identities(world: &World<'_>, id: EntityId) -> Option<String> {
    let found = world.catalog.get(id)?;
    let value = found.policies.get(PolicyKind::ManagedIdentity)?;
    Some(command(world, (id, found), PolicyKind::ManagedIdentity, value))
}

/// Returns the command that sets one policy as the entity has it, if it has it. A database is named, which schema
/// scripts leave to the one in context.
#[must_use]
pub fn policy_script(world: &World<'_>, id: EntityId, policy: PolicyKind) -> Option<String> {
    let found = world.catalog.get(id)?;
    let command = command(world, (id, found), policy, found.policies.get(policy)?);
    let named = |kind: EntityKind| format!("{kind} {} {}", Quoted(&found.definition.name), Keyword::Policy);
    Some(match found.definition.kind() {
        kind @ EntityKind::Database => command.replacen(&format!("{kind} {}", Keyword::Policy), &named(kind), 1),
        _ => command,
    })
}

/// Returns the command that sets a policy, as the service writes those that tools look for
/// (github/KustoSchemaTools reads their texts).
fn command(world: &World<'_>, (id, found): (EntityId, &Entity), policy: PolicyKind, value: &Policy) -> String {
    let words = |target: &str, content: &str| {
        format!(".{} {target} {} {} {content}", Keyword::Alter, Keyword::Policy, policy.word())
    };
    let target = target(found);
    if let Some(why) = refusal(world, id, policy, value) {
        return format!("// left out: the policy {policy} of {target}: {}", visible(&why.message));
    }
    match policy {
        PolicyKind::RequestClassification => classification(&target, value),
        PolicyKind::RestrictedViewAccess => {
            let tables = format!("{} ({})", Keyword::Tables, Quoted(&found.definition.name));
            words(&tables, if value.is_enabled() { "True" } else { "False" })
        }
        PolicyKind::RowLevelSecurity => words(&target, &rows(world, id, value)),
        PolicyKind::ManagedIdentity => words(&target, &Text(&json(world.directory, policy, value)).to_string()),
        _ => words(&target, &bodies::printed(policy.body().unwrap_or(Body::Json), value.json())),
    }
}

/// Returns why the command would be refused: what the policy names is gone since it was set.
fn refusal(world: &World<'_>, id: EntityId, policy: PolicyKind, value: &Policy) -> Option<Diagnostic> {
    match policy {
        PolicyKind::Update => update::refusal(world, id, value),
        PolicyKind::RowOrder => stored::unknown_column(world, id, value),
        _ => None,
    }
}

/// `.alter cluster policy request_classification '{"IsEnabled": true}' <| "W"`: what follows `<|` ends at an empty
/// line. A function that has one, or that was never given, is in the JSON of `.alter-merge`, which has no `<|`
/// (`alter-merge-cluster-policy-request-classification-command.md`).
fn classification(target: &str, value: &Policy) -> String {
    let words = |verb: Keyword, json: &str| {
        format!(".{verb} {target} {} {} {}", Keyword::Policy, PolicyKind::RequestClassification.word(), Text(json))
    };
    let (rest, function) = parsed(value.json()).without(CLASSIFICATION);
    match function {
        Some(Json::Text(function)) if is_one_piece(&function) => {
            format!("{} <| {}", words(Keyword::Alter, &rest.to_string()), function.trim())
        }
        _ => words(Keyword::AlterMerge, value.json()),
    }
}

/// Returns whether a query has text, and no line without.
fn is_one_piece(query: &str) -> bool {
    !query.trim().is_empty() && query.trim().lines().all(|line| !line.trim().is_empty())
}

/// `enable "query"`; that the views on the table need no such policy is said where they have none.
fn rows(world: &World<'_>, id: EntityId, value: &Policy) -> String {
    let switch = if value.is_enabled() { Keyword::Enable } else { Keyword::Disable };
    let query = value.query().unwrap_or_default();
    let allows = value.is_enabled() && views_on(world, id).iter().any(View::shows_hidden_rows);
    let allowed = if allows { format!(" {} ({ALLOW_UNSECURED_VIEWS}=true)", Keyword::With) } else { String::new() };
    format!("{switch}{allowed} {}", DoubleQuoted(&query))
}

/// Returns a command for each policy of the columns of a table.
fn of_columns(found: &Entity) -> Vec<String> {
    let Some(table) = found.content::<Table>() else { return Vec::new() };
    let name = Quoted(&found.definition.name);
    let of_column = |column: &Column| {
        let column_name = format!("{name}.{}", Quoted(&column.name));
        let command = move |(policy, value): (&PolicyKind, &Policy)| {
            let content = bodies::printed(policy.body().unwrap_or(Body::Json), value.json());
            format!(".{} column {column_name} {} {} {content}", Keyword::Alter, Keyword::Policy, policy.word())
        };
        column.policies.iter().map(command).collect::<Vec<String>>()
    };
    table.columns.iter().flat_map(of_column).collect()
}
