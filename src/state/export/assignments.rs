//! Who has which role on what, as plain values.

use crate::catalog::{Entity, EntityId};
use crate::directory::{IdentityView, Origin, PrincipalId};
use crate::engine::World;
use crate::model::role::Role;
use crate::model::scope::Scope;

/// A role that somebody has on something. Built-in principals are left out: nobody gives them their roles.
#[derive(Clone, Debug)]
pub(super) struct Assignment<'w> {
    /// On what.
    pub(super) scope: Scope,
    /// The role.
    pub(super) role: Role,
    /// Who has it.
    pub(super) who: IdentityView<'w>,
    /// How commands name who has it.
    pub(super) named: String,
    /// The notes; empty where there are none.
    pub(super) notes: &'w str,
    /// Who declares it, where no command gives it.
    pub(super) origin: Option<Origin>,
}

/// Returns the roles of a state: the cluster first, then each database with what is in it; on one entity by role and
/// principal.
pub(super) fn assignments<'w>(world: &World<'w>) -> Vec<Assignment<'w>> {
    world.catalog.in_order().into_iter().flat_map(|entity| on_entity(world, entity)).collect()
}

fn on_entity<'w>(world: &World<'w>, (id, entity): (EntityId, &'w Entity)) -> Vec<Assignment<'w>> {
    let Some(scope) = Scope::of(world.catalog, id) else { return Vec::new() };
    let directory = world.directory;
    let assigned = entity.assignments.sorted().into_iter();
    let assigned = assigned.map(|(role, principal, held)| (role, principal, held.notes, None));
    let declared = entity.definition.declared(directory);
    let declared = declared.map(|role| (role.role, role.principal, role.notes.as_str(), Some(role.origin)));
    let mut all: Vec<_> = assigned.chain(declared).filter(|(_, who, ..)| !directory.is_built_in(*who)).collect();
    // What is both assigned and declared is one role, and whatever has notes tells more. What Fabric gives is another.
    let key = |(role, who, _, origin): &(Role, PrincipalId, &str, Option<Origin>)| {
        (*role, *who, origin.is_some_and(Origin::is_of_fabric))
    };
    all.sort_by_cached_key(|it| (it.0, world.identity(it.1).fqn(), key(it), it.2.is_empty()));
    all.dedup_by_key(|it| key(it));
    let assignment = |(role, who, notes, origin)| Assignment {
        scope: scope.clone(),
        role,
        who: world.identity(who),
        named: directory.reference(who),
        notes,
        origin,
    };
    all.into_iter().map(assignment).collect()
}
