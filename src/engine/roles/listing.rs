//! Listings of principals and of roles.

use std::ops::ControlFlow;

use crate::access::{Filled, Held, role_title};
use crate::catalog::{Assignments, EntityId};
use crate::diagnostic::Result;
use crate::directory::{IdentityView, PrincipalId, put_derived_id};
use crate::engine::{Decision, World};
use crate::model::role::Role;
use crate::model::schemas::ROLES;
use crate::syntax::ast::roles::ShowRoles;
use crate::table::{Parts, Table, TextRows, Value};

/// A role on an entity, and who has it.
#[derive(Clone, Copy)]
pub(super) struct ListedRole<'a> {
    pub(super) role: Role,
    /// Its place in the listing.
    place: u64,
    pub(super) principal: PrincipalId,
    pub(super) notes: &'a str,
}

/// So many principals are looked up together: what the processor waits for then comes at once. It took a fifth of the time
/// of a listing off.
const TOGETHER: usize = 64;

/// Makes the rows of the principals with a role on the entities, inherited ones too, wider scopes first.
pub(super) fn principals(world: &World<'_>, entities: &[EntityId], rows: &mut Parts<'_>) -> ControlFlow<()> {
    for (scope, entity) in entities.iter().flat_map(|entity| world.catalog.scopes(*entity)) {
        for holders in listed(world, scope).chunk_by(|one, next| one.role == next.role) {
            let Some(ListedRole { role, .. }) = holders.first() else { continue };
            let name = role.display(entity.definition.kind(), &entity.definition.name);
            let holding = Holding { name, assignment: format!("{}/{role}/", scope.0), tenant: world.tenant() };
            rows.add(holders, |holders, rows| holding.push(holders, world, rows))?;
        }
    }
    ControlFlow::Continue(())
}

/// What the rows of one role on one entity have in common.
struct Holding<'a> {
    /// The Role column.
    name: String,
    /// What ids of assignments are derived from, before who holds them.
    assignment: String,
    /// From which tenant holders are seen.
    tenant: Option<&'a str>,
}

impl Holding<'_> {
    /// Adds the rows of holders.
    fn push(&self, holders: &[ListedRole<'_>], world: &World<'_>, rows: &mut TextRows) {
        let mut notes = TextRows::default();
        for holders in holders.chunks(TOGETHER) {
            let identities: Vec<IdentityView<'_>> = holders.iter().map(|held| world.identity(held.principal)).collect();
            notes.clear();
            for held in holders {
                notes.cell(|text| text.push_str(held.notes));
            }
            identities.iter().zip(notes.iter()).for_each(|(identity, notes)| self.push_row(identity, notes, rows));
        }
    }

    fn push_row(&self, identity: &IdentityView<'_>, notes: &str, row: &mut TextRows) {
        row.cell(|text| text.push_str(&self.name));
        row.cell(|text| text.push_str(identity.kind.type_name()));
        row.cell(|text| identity.push_display_name(self.tenant, text));
        let object_id = row.cell(|text| identity.push_object_id(text));
        row.cell(|text| identity.push_fqn(text));
        row.cell(|text| text.push_str(notes));
        row.cell(|text| {
            let start = text.len();
            text.push_str(&self.assignment);
            text.extend_from_within(object_id);
            put_derived_id(text, start);
        });
    }
}

/// Returns the roles on the entity alone: of each role first the holders that the environment
/// declares, then the catalog's.
pub(super) fn listed<'a>(world: &World<'a>, scope: EntityId) -> Vec<ListedRole<'a>> {
    let Some(entity) = world.catalog.get(scope) else { return Vec::new() };
    let counting: Vec<&Assignments> = world.catalog.counting((scope, entity)).collect();
    let is_assigned = |role, principal| counting.iter().any(|held| held.get(role, principal).is_some());
    let declared = entity.definition.declared(world.directory);
    let alone = declared.filter(|one| !is_assigned(one.role, one.principal)).zip(0..);
    let place = |role: Role, at: usize, order: u32| (role as u64) << 40 | (at as u64) << 32 | u64::from(order);
    let mut rows: Vec<ListedRole<'a>> = Vec::with_capacity(counting.iter().map(|held| held.len()).sum());
    rows.extend(alone.map(|(one, order)| ListedRole {
        role: one.role,
        place: place(one.role, 0, order),
        principal: one.principal,
        notes: one.notes.as_str(),
    }));
    for (at, assignments) in counting.iter().enumerate() {
        let before = counting.get(..at).unwrap_or_default();
        let is_new = |role, principal| before.iter().all(|held| held.get(role, principal).is_none());
        let assigned = assignments.iter().filter(|(role, principal, _)| is_new(*role, *principal));
        rows.extend(assigned.map(|(role, principal, given)| ListedRole {
            role,
            place: place(role, at + 1, given.order),
            principal,
            notes: given.notes,
        }));
    }
    rows.sort_unstable_by_key(|listed| listed.place);
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
