//! Removing an entity: all that hangs on it goes first, each by an edit of its own, so that the
//! inverse brings everything back.

use crate::catalog::{Catalog, Edit, EntityId};

/// Adds the edits that remove an entity, its assignments, policies and children.
pub(super) fn remove(catalog: &Catalog, id: EntityId, edits: &mut Vec<Edit>) {
    let Some(entity) = catalog.get(id) else { return };
    for (child, _) in catalog.all_children(id) {
        remove(catalog, child, edits);
    }
    for (role, principal, assignment) in entity.assignments.sorted() {
        edits.push(Edit::Assignment { entity: id, role, principal, before: Some(assignment.clone()), after: None });
    }
    for (policy, value) in entity.policies.iter() {
        edits.push(Edit::Policy { entity: id, policy, before: Some(value.clone()), after: None });
    }
    edits.push(Edit::Entity { id, before: Some(entity.definition.clone()), after: None });
}
