//! What policy commands answer: the five columns of the official schema.

use crate::catalog::{Entity, EntityId, Policy};
use crate::directory::Directory;
use crate::engine::policies::filled;
use crate::engine::policies::subject::Of;
use crate::engine::{Decision, World};
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::model::schemas::POLICY;
use crate::table::{Table, Value};

/// Returns the decision of `.show`.
pub(super) fn of_show(policy: PolicyKind, entities: Vec<EntityId>) -> Decision {
    Decision::show(move |world| whole(world, &entities, policy))
}

/// Returns what `.show` answers: all columns. A policy that is not set is `null`, or what its page says
/// that it is then.
fn whole(world: &World<'_>, entities: &[EntityId], policy: PolicyKind) -> Table {
    whole_of(world, &of_entities(entities), policy)
}

/// Returns what a change answers: for managed identities what `.show` does (the pages of their commands,
/// *Returns*).
pub(super) fn of_change(policy: PolicyKind) -> impl Fn(&World<'_>, &[EntityId]) -> Table {
    let is_whole = policy == PolicyKind::ManagedIdentity;
    move |world, ids| if is_whole { whole(world, ids, policy) } else { changed_of(world, &of_entities(ids), policy) }
}

/// Returns what a change answers that shows all that `.show` does.
pub(super) const fn as_shown(policy: PolicyKind) -> impl Fn(&World<'_>, &[EntityId]) -> Table {
    move |world, ids| whole(world, ids, policy)
}

fn of_entities(entities: &[EntityId]) -> Vec<Of> {
    entities.iter().map(|entity| Of { entity: *entity, column: None }).collect()
}

/// Returns a policy as the Policy column shows it: its JSON, of managed identities with the properties that
/// are filled in. The form of the two policies of tables is ours, as their pages show none.
pub(in crate::engine) fn json(directory: &Directory, policy: PolicyKind, value: &Policy) -> String {
    match policy {
        PolicyKind::ManagedIdentity => filled::json(directory, &value.entries()),
        _ => value.json().to_owned(),
    }
}

/// Returns the policies of an entity as the columns of details show them: empty where nothing is set.
pub(in crate::engine) fn cells<const N: usize>(
    world: &World<'_>,
    id: EntityId,
    policies: [PolicyKind; N],
) -> [Value; N] {
    let entity = world.catalog.get(id);
    policies.map(|policy| {
        let value = entity.and_then(|entity| entity.policies.get(policy));
        Value::from(value.map(|value| json(world.directory, policy, value)).unwrap_or_default())
    })
}

/// Returns what `.show` answers of entities and columns.
pub(super) fn whole_of(world: &World<'_>, all: &[Of], policy: PolicyKind) -> Table {
    table(world, all, policy, |of, entity| match &of.column {
        Some(_) => (String::new(), "Column"),
        None => (children(world, of.entity, entity), entity.definition.kind().service_name()),
    })
}

/// Returns what other changes answer: ChildEntities and EntityType are empty
/// (`delete-table-row-level-security-policy-command.md`, *Returns*).
pub(super) fn changed_of(world: &World<'_>, all: &[Of], policy: PolicyKind) -> Table {
    table(world, all, policy, |_, _| (String::new(), ""))
}

fn table(
    world: &World<'_>,
    all: &[Of],
    policy: PolicyKind,
    details: impl Fn(&Of, &Entity) -> (String, &'static str),
) -> Table {
    let mut table = Table::new(POLICY);
    for (of, entity) in all.iter().filter_map(|of| Some((of, world.catalog.get(of.entity)?))) {
        let unset = || of.shown_default(world, policy).unwrap_or("null").to_owned();
        let value = of.get(world, policy).map_or_else(unset, |value| json(world.directory, policy, value));
        let (children, kind) = details(of, entity);
        table.push([policy.name().into(), of.path(world).into(), value.into(), children.into(), kind.into()]);
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
