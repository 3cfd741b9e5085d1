//! What commands about policies name, and the edits of its policies.

use crate::catalog::{CLUSTER, Edit, EntityId, Policy};
use crate::diagnostic::Diagnostic;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::permission::Permission;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::Target;

/// Returns the edit that gives an entity's policy the value `after`, unless it has that value already.
pub(in crate::engine) fn edit(
    world: &World<'_>,
    entity: EntityId,
    policy: PolicyKind,
    after: Option<Policy>,
) -> Option<Edit> {
    let before = world.catalog.get(entity)?.policies.get(policy).cloned();
    Some(Edit::policy(entity, policy, before, after)).filter(Edit::is_change)
}

/// Returns the entities that a command names, in its order; all of a kind in the order of their names.
pub(in crate::engine) fn entities(world: &World<'_>, target: &Target<'_>) -> Result<Vec<EntityId>, Diagnostic> {
    match target {
        Target::Cluster => Ok(vec![CLUSTER]),
        Target::Database(name) => Ok(vec![world.database_or_context(name.as_ref())?]),
        Target::Entity(kind @ EntityKind::WorkloadGroup, name) => {
            Ok(vec![world.entity_in(CLUSTER, *kind, &name.name)?])
        }
        Target::Entity(kind, name) => {
            let database = world.database_or_context(name.database.as_ref())?;
            Ok(vec![world.entity_in(database, *kind, &name.name)?])
        }
        Target::Several(EntityKind::Database, names) => names.iter().map(|name| world.database_named(name)).collect(),
        Target::Several(kind, names) => names.iter().map(|name| world.entity(*kind, name)).collect(),
        Target::All(EntityKind::Database) => {
            let mut databases = world.catalog.child_ids(CLUSTER, EntityKind::Database);
            databases.retain(|database| world.may(Permission::ShowMetadata, *database));
            Ok(databases)
        }
        Target::All(kind) => {
            let database = world.database_in_context()?;
            Ok(world.catalog.child_ids(database, *kind))
        }
    }
}

/// Returns why another policy keeps this one from being in force on the entity, and what is to be done
/// first.
pub(super) fn excluded(world: &World<'_>, id: EntityId, policy: PolicyKind) -> Option<(&'static str, String)> {
    let entity = world.catalog.get(id)?;
    let is_in_force = |other: &PolicyKind| entity.policies.is_in_force(*other);
    let other = policy.excludes().iter().copied().find(is_in_force)?;
    let in_force = other.in_force()?;
    let (kind, name) = (entity.definition.kind(), world.qualified_name(id));
    let command = format!(".{} {kind} {name} {} {other}", in_force.verb, Keyword::Policy);
    Some((in_force.sentence, format!("`{command}{}` comes first", in_force.content)))
}
