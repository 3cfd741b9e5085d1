//! The commands that make what a database holds: the one place where each family says how its
//! entities are made anew.

use std::sync::Arc;

use crate::catalog::EntityId;
use crate::engine::{World, roles, tables};
use crate::model::entity::EntityKind;

/// A family's commands for one entity.
type ScriptOf = fn(&World<'_>, EntityId) -> Vec<String>;

/// What one kind of entities brings to the schema of its database.
pub(super) struct Part {
    /// The kind.
    pub(super) kind: EntityKind,
    /// Its name in the JSON form, where it is a property too.
    pub(super) property: &'static str,
    /// The entity in JSON.
    pub(super) json_of: fn(&World<'_>, EntityId) -> String,
    /// The commands that make the entity; what kinds before it made is there already.
    pub(super) script_of: ScriptOf,
}

/// The kinds, in the order in which scripts make them.
pub(super) const PARTS: &[Part] =
    &[Part { kind: EntityKind::Table, property: "Tables", json_of: tables::json_of, script_of: tables::script_of }];

/// The commands that give roles and policies to an entity or a database, in order.
const SECURITY: &[ScriptOf] = &[roles::script_of];

/// Commands that, run in an empty database, make the same entities, each with its entity's name.
pub(super) fn script(world: &World<'_>, database: EntityId) -> Vec<(Arc<str>, String)> {
    let mut commands = Vec::new();
    for part in PARTS {
        for (id, entity) in world.catalog.children(database, part.kind) {
            let name = &entity.definition.name;
            commands.extend((part.script_of)(world, id).into_iter().map(|command| (name.clone(), command)));
        }
    }
    commands
}

/// Commands that give the database and its entities the same roles and policies.
pub(super) fn security_script(world: &World<'_>, database: EntityId) -> Vec<String> {
    let entities = world.catalog.all_children(database).into_iter().map(|(id, _)| id);
    let all = std::iter::once(database).chain(entities);
    all.flat_map(|entity| SECURITY.iter().flat_map(move |script_of| script_of(world, entity))).collect()
}
