//! Policies about access: one file a policy.

use crate::catalog::{CLUSTER, Edit, EntityId, Policy};
use crate::diagnostic::Diagnostic;
use crate::directory::Directory;
use crate::engine::{Decision, World};
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::policies::{PolicyCommand, QualifiedName, Target};
use crate::syntax::json::literal;

mod bodies;
mod database_admins;
mod managed_identity;
mod reads;
mod report;
mod row_security;
mod script;
mod view_access;

pub(super) use reads::{Read, reads};
pub(super) use script::script_of;

/// Decides a command about policies.
pub(super) fn decide(command: &PolicyCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    match command {
        PolicyCommand::Show(policy, target) => {
            row_security::refuse_external(world, target)?;
            Ok(show(*policy, entities(world, target)?))
        }
        PolicyCommand::Delete(policy, target) => decide_delete(*policy, target, world),
        PolicyCommand::AlterIdentities(change, target, policy) => {
            managed_identity::decide(*change, target, policy, world)
        }
        PolicyCommand::RestrictViewAccess(target, restricted) => view_access::decide(target, *restricted, world),
        PolicyCommand::SecureRows(rows) => row_security::decide(rows, world),
        PolicyCommand::AlterDatabaseAdmins(change, json) => database_admins::decide(*change, json, world),
    }
}

fn show(policy: PolicyKind, entities: Vec<EntityId>) -> Decision {
    Decision::show(move |world| report::whole(world, &entities, policy))
}

fn decide_delete(policy: PolicyKind, target: &Target<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    row_security::refuse_external(world, target)?;
    let entities = entities(world, target)?;
    let edits = entities.iter().filter_map(|id| edit(world, *id, policy, None)).collect();
    let report = match policy {
        PolicyKind::ManagedIdentity => managed_identity::report,
        PolicyKind::RestrictedViewAccess => view_access::report,
        PolicyKind::RowLevelSecurity => row_security::report,
        PolicyKind::MultiDatabaseAdmins => database_admins::report,
    };
    Ok(Decision::change(edits, report, &entities))
}

/// The edit that gives an entity's policy the value `after`, unless it has that value already.
fn edit(world: &World<'_>, entity: EntityId, policy: PolicyKind, after: Option<Policy>) -> Option<Edit> {
    let before = world.catalog.get(entity)?.policies.get(policy).cloned();
    Some(Edit::policy(entity, policy, before, after)).filter(Edit::is_change)
}

/// The entities that a command names, in its order; all of a kind in the order of their names.
fn entities(world: &World<'_>, target: &Target<'_>) -> Result<Vec<EntityId>, Diagnostic> {
    match target {
        Target::Cluster => Ok(vec![CLUSTER]),
        Target::Database(name) => Ok(vec![world.database_or_context(name.as_ref())?]),
        Target::Entity(kind, name) => Ok(vec![entity(world, *kind, name)?]),
        Target::Tables(names) => names.iter().map(|name| world.entity(EntityKind::Table, name)).collect(),
        Target::All(kind) => {
            let database = world.database_in_context()?;
            Ok(world.catalog.child_ids(database, *kind))
        }
    }
}

fn entity(world: &World<'_>, kind: EntityKind, name: &QualifiedName<'_>) -> Result<EntityId, Diagnostic> {
    let database = world.database_or_context(name.database.as_ref())?;
    world.entity_in(database, kind, &name.name)
}

/// A policy as the Policy column shows it: JSON, with the properties in the order of their pages.
/// The form of the two policies of tables is ours, as their pages show none.
pub(super) fn json(directory: &Directory, policy: &Policy) -> String {
    match policy {
        Policy::ManagedIdentity(entries) => managed_identity::json(directory, entries),
        Policy::RestrictedViewAccess(restricted) => format!("{{\"IsEnabled\": {restricted}}}"),
        Policy::RowLevelSecurity(enabled, query) => {
            format!("{{\"IsEnabled\": {enabled}, \"Query\": {}}}", literal(query))
        }
        Policy::MultiDatabaseAdmins(json) => json.to_string(),
    }
}
