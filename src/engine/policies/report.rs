//! What policy commands answer: the five columns of the official schema.

use crate::catalog::{Entity, EntityId};
use crate::engine::World;
use crate::engine::policies::json;
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::schema;
use crate::table::{Schema, Table};

const POLICY: Schema =
    schema! { PolicyName: String, EntityName: String, Policy: String, ChildEntities: String, EntityType: String };

/// What `.show` answers: all columns. A policy that is not set is `null`.
pub(super) fn whole(world: &World<'_>, entities: &[EntityId], policy: PolicyKind) -> Table {
    table(world, entities, policy, |id, entity| (children(world, id, entity), entity.definition.kind().service_name()))
}

/// What a change answers: ChildEntities and EntityType are empty
/// (`delete-table-row-level-security-policy-command.md`, *Returns*).
pub(super) fn changed(world: &World<'_>, entities: &[EntityId], policy: PolicyKind) -> Table {
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
        let value = entity.policies.get(policy).map_or("null".to_owned(), |value| json(world.directory, value));
        let (children, kind) = details(id, entity);
        table.push([policy.name().into(), world.path_of(id).into(), value.into(), children.into(), kind.into()]);
    }
    table
}

/// The databases of the cluster, the tables of a database; nothing hangs on other entities.
fn children(world: &World<'_>, id: EntityId, entity: &Entity) -> String {
    let kind = match entity.definition.kind() {
        EntityKind::Cluster => EntityKind::Database,
        EntityKind::Database => EntityKind::Table,
        _ => return String::new(),
    };
    let children = world.catalog.children(id, kind);
    serde_json::Value::from_iter(children.iter().map(|(_, child)| &*child.definition.name)).to_string()
}
