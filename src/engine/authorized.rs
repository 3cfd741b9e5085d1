//! The AuthorizedPrincipals column: who holds a role on an entity itself, as JSON.

use crate::catalog::EntityId;
use crate::engine::World;
use crate::engine::roles::assignment_id;
use serde_json::{Value, json};

/// The principals with a role on the entity itself; inherited roles are the business of
/// `.show … principals`.
pub(super) fn principals(world: &World<'_>, id: EntityId) -> Value {
    let Some(entity) = world.catalog.get(id) else { return Value::Array(Vec::new()) };
    let rows = entity.assignments.sorted().into_iter().map(|(role, principal, assignment)| {
        let identity = world.directory.identity(principal);
        json!({
            "Type": identity.kind.type_name(),
            "DisplayName": identity.display_name(),
            "ObjectId": identity.object_id(),
            "FQN": identity.fqn(),
            "Notes": &*assignment.notes,
            "RoleAssignmentIdentifier": assignment_id(id, role, &identity.fqn()),
        })
    });
    Value::Array(rows.collect())
}
