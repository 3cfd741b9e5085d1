//! Listings of principals and of roles.

use crate::access::{Filled, Held, role_title};
use crate::catalog::{Assignments, Entity, EntityId};
use crate::diagnostic::Result;
use crate::directory::{PrincipalId, derived_id};
use crate::engine::{Decision, World};
use crate::model::role::Role;
use crate::model::schemas::{PRINCIPALS, ROLES};
use crate::syntax::ast::roles::ShowRoles;
use crate::table::{Table, Value};

/// A row of a listing: a role on an entity, and who has it.
pub(super) struct ListedRole<'a> {
    scope: EntityId,
    entity: &'a Entity,
    pub(super) role: Role,
    pub(super) principal: PrincipalId,
    pub(super) notes: &'a str,
}

impl ListedRole<'_> {
    fn role_name(&self) -> String {
        self.role.display(self.entity.definition.kind(), &self.entity.definition.name)
    }
}

/// Returns the principals with a role on the entities, inherited ones too, wider scopes first.
pub(in crate::engine) fn principals(world: &World<'_>, entities: &[EntityId]) -> Table {
    let mut table = Table::new(PRINCIPALS);
    let scopes = entities.iter().flat_map(|entity| world.catalog.scopes(*entity));
    for held in scopes.flat_map(|(scope, _)| listed(world, scope)) {
        let identity = world.identity(held.principal);
        let object_id = identity.object_id();
        let holder = object_id.to_lowercase();
        let assignment = derived_id(&format!("{}/{}/{holder}", held.scope.0, held.role));
        table.push([
            Value::from(held.role_name()),
            Value::from(identity.kind.type_name()),
            Value::from(identity.display_name(world.tenant())),
            Value::from(object_id),
            Value::from(identity.fqn()),
            Value::from(held.notes),
            Value::from(assignment),
        ]);
    }
    table
}

/// Returns the roles on the entity alone: of each role first the holders that the environment
/// declares, then the catalog's.
pub(super) fn listed<'a>(world: &World<'a>, scope: EntityId) -> Vec<ListedRole<'a>> {
    let Some(entity) = world.catalog.get(scope) else { return Vec::new() };
    let counting: Vec<&Assignments> = world.catalog.counting((scope, entity)).collect();
    let is_assigned = |role, principal| counting.iter().any(|held| held.get(role, principal).is_some());
    let row = |role, principal, notes| ListedRole { scope, entity, role, principal, notes };
    let declared = entity.definition.declared(world.directory);
    let alone = declared.filter(|one| !is_assigned(one.role, one.principal));
    let alone = alone.map(|one| row(one.role, one.principal, one.notes.as_str()));
    let mut rows: Vec<ListedRole<'a>> = alone.collect();
    for (at, assignments) in counting.iter().enumerate() {
        let before = counting.get(..at).unwrap_or_default();
        let is_new = |role, principal| before.iter().all(|held| held.get(role, principal).is_none());
        let assigned = assignments.sorted().into_iter().filter(|(role, principal, _)| is_new(*role, *principal));
        rows.extend(assigned.map(|(role, principal, given)| row(role, principal, given.notes)));
    }
    rows.sort_by_key(|listed| listed.role);
    rows
}

/// `.show [<entity>] principal ['fqn'] roles`
pub(super) fn decide_roles(show: &ShowRoles<'_>, world: &World<'_>) -> Result<Decision> {
    let mut warnings = Vec::new();
    let principal = match &show.principal {
        Some(reference) => world.principal(reference, &mut warnings)?,
        None => world.subject.principal(),
    };
    let entity = match &show.entity {
        Some(entity) => world.referenced(entity)?,
        None => world.database_in_context()?,
    };
    let filled = world.filled(principal);
    let shown = Decision::show(move |world| roles(world, entity, &filled));
    Ok(shown.warned(warnings))
}

fn roles(world: &World<'_>, entity: EntityId, filled: &Filled) -> Table {
    let mut table = Table::new(ROLES);
    let access = world.access();
    for Held { kind, witness, .. } in access.held(filled.subject(), entity) {
        let holder = access.identity(witness.through.holder(filled.subject().principal()));
        table.push([
            Value::from(kind.title()),
            Value::from(holder.display_name(world.tenant())),
            Value::from(holder.object_id()),
            Value::from(role_title(world.catalog, &witness)),
        ]);
    }
    table
}
