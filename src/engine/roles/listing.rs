//! Listings of principals and of roles.

use crate::catalog::{Entity, EntityId};
use crate::diagnostic::Diagnostic;
use crate::directory::{PrincipalId, derived_id};
use crate::engine::{Deciding, Decision, World};
use crate::model::role::Role;
use crate::schema;
use crate::syntax::ast::roles::ShowRoles;
use crate::table::{Schema, Table, Value};

/// The official schema of `… principals`.
const PRINCIPALS: Schema = schema! {
    Role: String, PrincipalType: String, PrincipalDisplayName: String, PrincipalObjectId: String,
    PrincipalFQN: String, Notes: String, RoleAssignmentIdentifier: String,
};

/// The official schema of `… principal roles`.
const ROLES: Schema = schema! { Scope: String, DisplayName: String, AADObjectID: String, Role: String };

/// One role that somebody holds at one scope.
pub(super) struct Held<'a> {
    pub(super) scope: EntityId,
    entity: &'a Entity,
    pub(super) role: Role,
    pub(super) principal: PrincipalId,
    pub(super) notes: &'a str,
}

impl Held<'_> {
    fn role_name(&self) -> String {
        self.role.display(self.entity.definition.kind(), &self.entity.definition.name)
    }
}

/// The principals with a role on the entities, inherited ones too, wider scopes first.
pub(in crate::engine) fn principals(world: &World<'_>, entities: &[EntityId]) -> Table {
    let mut table = Table::new(PRINCIPALS);
    for held in entities.iter().flat_map(|entity| held(world, *entity)) {
        let identity = world.directory.identity(held.principal);
        let fqn = identity.fqn();
        let assignment = derived_id(&format!("{}/{}/{}", held.scope.0, held.role, fqn.to_lowercase()));
        table.push([
            Value::from(held.role_name()),
            Value::from(identity.kind.type_name()),
            Value::from(identity.display_name()),
            Value::from(identity.object_id()),
            Value::from(fqn),
            Value::from(held.notes),
            Value::from(assignment),
        ]);
    }
    table
}

/// Every role at the entity and above it, wider scopes first; of one role those that the environment
/// declares, then the catalog's.
pub(super) fn held<'a>(world: &World<'a>, entity: EntityId) -> Vec<Held<'a>> {
    let mut all: Vec<Held<'a>> = Vec::new();
    for (scope, entity) in world.catalog.scopes(entity) {
        let wider = all.len();
        let declared = world.directory.declared_roles().iter();
        let declared = declared.filter(|declared| entity.definition.declares(declared));
        for declared in declared.filter(|declared| entity.assignments.get(declared.role, declared.principal).is_none())
        {
            let (role, principal) = (declared.role, declared.principal);
            all.push(Held { scope, entity, role, principal, notes: &declared.notes });
        }
        let assigned = entity.assignments.sorted();
        all.extend(assigned.into_iter().map(|(role, principal, assignment)| Held {
            scope,
            entity,
            role,
            principal,
            notes: &assignment.notes,
        }));
        if let Some(all) = all.get_mut(wider..) {
            all.sort_by_key(|held| held.role);
        }
    }
    all
}

/// `.show [<entity>] principal ['fqn'] roles`
pub(super) fn decide_roles(show: &ShowRoles<'_>, deciding: &mut Deciding<'_>) -> Result<Decision, Diagnostic> {
    let mut warnings = Vec::new();
    let principal = match &show.principal {
        Some(reference) => deciding.principal(reference, &mut warnings)?,
        None => deciding.principal,
    };
    deciding.know(principal);
    let world = deciding.world();
    let entity = match &show.entity {
        Some(entity) => world.referenced(entity)?,
        None => world.database_in_context()?,
    };
    let mut table = Table::new(ROLES);
    let groups = world.memberships.groups(principal);
    let is_ones_own = |held: &Held<'_>| held.principal == principal || groups.contains(&held.principal);
    for held in held(&world, entity).into_iter().filter(is_ones_own) {
        let holder = world.directory.identity(held.principal);
        table.push([
            Value::from(held.entity.definition.kind().title()),
            Value::from(holder.display_name()),
            Value::from(holder.object_id()),
            Value::from(held.role_name()),
        ]);
    }
    let mut decision = Decision::show(table);
    decision.warnings = warnings;
    Ok(decision)
}
