//! The commands that make what a database holds: the one place where each family says how its
//! entities are made again.

use std::sync::Arc;

use crate::catalog::{Entity, EntityId};
use crate::engine::{
    World, entity_groups, external_tables, functions, graph_models, mappings, materialized_views, policies, roles,
    tables,
};
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;

/// The commands that make one entity, or give it something.
type ScriptOf = fn(&World<'_>, EntityId) -> Vec<String>;

/// An entity in JSON.
pub(super) type JsonOf = fn(&World<'_>, EntityId) -> String;

/// What one kind of entities brings to the schema of its database.
pub(super) struct Part {
    /// The kind.
    pub(super) kind: EntityKind,
    /// Its name in the JSON form, where it is a property too, and its form there.
    pub(super) json: Option<(&'static str, JsonOf)>,
    /// How many entities of its kind one needs before it.
    depth_of: fn(&World<'_>, EntityId) -> usize,
    /// The commands that make the entity; what kinds before it made is there already.
    script_of: Option<ScriptOf>,
}

impl Part {
    const fn new(kind: EntityKind) -> Self {
        Self { kind, json: None, depth_of: alone, script_of: None }
    }
}

const fn alone(_: &World<'_>, _: EntityId) -> usize {
    0
}

/// The kinds, in the order in which scripts make them. External tables are made with the connection
/// strings that are kept, without their secrets; no page has a script make continuous exports.
pub(super) const PARTS: &[Part] = &[
    Part {
        json: Some(("Tables", tables::json_of)),
        script_of: Some(tables::script_of),
        ..Part::new(EntityKind::Table)
    },
    Part {
        json: Some(("ExternalTables", external_tables::json_of)),
        script_of: Some(external_tables::script_of),
        ..Part::new(EntityKind::ExternalTable)
    },
    Part {
        json: Some(("Functions", functions::json_of)),
        script_of: Some(functions::script_of),
        ..Part::new(EntityKind::Function)
    },
    Part {
        json: Some(("MaterializedViews", materialized_views::json_of)),
        depth_of: materialized_views::depth_of,
        script_of: Some(materialized_views::script_of),
        ..Part::new(EntityKind::MaterializedView)
    },
    Part { script_of: Some(graph_models::script_of), ..Part::new(EntityKind::GraphModel) },
    Part { script_of: Some(entity_groups::script_of), ..Part::new(EntityKind::EntityGroup) },
];

/// The commands that give mappings, roles and policies to an entity or a database, in order.
const BELONGINGS: &[ScriptOf] = &[mappings::script_of, roles::script_of, policies::script_of];

/// Returns the commands that make an entity of a kind that schemas have.
pub(in crate::engine) fn script_of(world: &World<'_>, kind: EntityKind, id: EntityId) -> Vec<String> {
    let part = PARTS.iter().find(|part| part.kind == kind);
    part.and_then(|part| part.script_of).map_or_else(Vec::new, |script_of| script_of(world, id))
}

/// Returns commands that, run in an empty database, make the same entities, each with its name.
pub(in crate::engine) fn script(world: &World<'_>, database: EntityId) -> Vec<(Arc<str>, String)> {
    let mut commands = Vec::new();
    for (script_of, id) in making(world, database) {
        let entity = world.catalog.get(id);
        let name = entity.map(|entity| entity.definition.name.clone()).unwrap_or_default();
        commands.extend(script_of(world, id).into_iter().map(|command| (name.clone(), command)));
    }
    commands
}

/// Returns the entities that a script makes and that what they are made of allows, in its order.
pub(in crate::engine) fn made(world: &World<'_>, database: EntityId) -> Vec<EntityId> {
    let entities = making(world, database).into_iter().map(|(_, id)| id);
    entities.filter(|id| materialized_views::has_source(world, *id)).collect()
}

/// Returns the entities that a script makes, in its order, and what makes each.
fn making(world: &World<'_>, database: EntityId) -> Vec<(ScriptOf, EntityId)> {
    let mut made = Vec::new();
    for (part, script_of) in PARTS.iter().filter_map(|part| Some((part, part.script_of?))) {
        let mut entities = world.catalog.children(database, part.kind);
        entities.sort_by_key(|(id, _)| (part.depth_of)(world, *id));
        made.extend(entities.into_iter().map(|(id, _)| (script_of, id)));
    }
    made
}

/// Returns how a command in a script names an entity. A database goes without its name, so that the
/// script also serves a database of another name.
pub(in crate::engine) fn target(entity: &Entity) -> String {
    match entity.definition.kind() {
        kind @ (EntityKind::Cluster | EntityKind::Database) => kind.to_string(),
        kind => format!("{kind} {}", Quoted(&entity.definition.name)),
    }
}

/// Returns commands that give the database and the entities of its script what belongs to them.
pub(super) fn belongings_script(world: &World<'_>, database: EntityId) -> Vec<String> {
    let all = std::iter::once(database).chain(made(world, database));
    let commands = |entity| BELONGINGS.iter().flat_map(move |script_of| script_of(world, entity));
    all.flat_map(commands).collect()
}
