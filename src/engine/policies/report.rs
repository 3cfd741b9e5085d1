//! What policy commands answer: the five columns of the official schema.

use crate::catalog::{Entity, EntityId, Policy};
use crate::directory::Directory;
use crate::engine::policies::filled;
use crate::engine::{Decision, World};
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::model::schemas::POLICY;
use crate::table::Table;

/// Returns the decision of `.show`.
pub(in crate::engine) fn of_show(policy: PolicyKind, entities: Vec<EntityId>) -> Decision {
    Decision::show(move |world| whole(world, &entities, policy))
}

/// Returns what `.show` answers: all columns. A policy that is not set is `null`.
fn whole(world: &World<'_>, entities: &[EntityId], policy: PolicyKind) -> Table {
    table(world, entities, policy, |id, entity| (children(world, id, entity), entity.definition.kind().service_name()))
}

/// Returns what a change answers: for managed identities what `.show` does (the pages of their commands,
/// *Returns*).
pub(in crate::engine) fn of_change(policy: PolicyKind) -> impl Fn(&World<'_>, &[EntityId]) -> Table {
    let is_whole = policy == PolicyKind::ManagedIdentity;
    move |world, ids| if is_whole { whole(world, ids, policy) } else { changed(world, ids, policy) }
}

/// Returns a policy as the Policy column shows it: its JSON, of managed identities with the properties that
/// are filled in. The form of the two policies of tables is ours, as their pages show none.
pub(in crate::engine) fn json(directory: &Directory, policy: PolicyKind, value: &Policy) -> String {
    match policy {
        PolicyKind::ManagedIdentity => filled::json(directory, &value.entries()),
        _ => value.json().to_owned(),
    }
}

/// Returns what other changes answer: ChildEntities and EntityType are empty
/// (`delete-table-row-level-security-policy-command.md`, *Returns*).
fn changed(world: &World<'_>, entities: &[EntityId], policy: PolicyKind) -> Table {
    table(world, entities, policy, |_, _| (String::new(), ""))
}

fn table(
    world: &World<'_>,
    entities: &[EntityId],
    policy: PolicyKind,
    details: impl Fn(EntityId, &Entity) -> (String, &'static str),
) -> Table {
    let mut table = Table::new(POLICY);
    for (id, entity) in entities.iter().filter_map(|id| Some((*id, world.catalog.get(*id)?))) {
        let value = entity.policies.get(policy);
        let value = value.map_or("null".to_owned(), |value| json(world.directory, policy, value));
        let (children, kind) = details(id, entity);
        table.push([policy.name().into(), world.path_of(id).into(), value.into(), children.into(), kind.into()]);
    }
    table
}

/// Returns the databases of the cluster, the tables of a database; nothing hangs on other entities.
fn children(world: &World<'_>, id: EntityId, entity: &Entity) -> String {
    let kind = match entity.definition.kind() {
        EntityKind::Cluster => EntityKind::Database,
        EntityKind::Database => EntityKind::Table,
        _ => return String::new(),
    };
    let children = world.catalog.children(id, kind);
    serde_json::Value::from_iter(children.iter().map(|(_, child)| &*child.definition.name)).to_string()
}
