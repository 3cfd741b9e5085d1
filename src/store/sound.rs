//! Whether what a file says of entities can be: a damaged one may say that an entity is in itself, or that it is the
//! cluster.

use crate::catalog::{CLUSTER, Catalog, Change, Definition, Edit, EntityId};
use crate::store::StoreFault;

/// Refuses an edit of an entity that no command makes. With those that are left every entity is in the cluster, or in a
/// database that is.
///
/// # Errors
/// The file is damaged.
pub(super) fn check(edit: &Edit, catalog: &Catalog) -> Result<(), StoreFault> {
    let Edit::Entity(Change { key, before, after }) = edit else { return Ok(()) };
    let both = || before.iter().chain(after);
    let is_sound = *key != CLUSTER && both().all(|definition| can_be(*key, definition, catalog));
    match is_sound {
        true => Ok(()),
        false => Err(StoreFault::damaged(format!("entity {} can't be what it is said to be", key.0))),
    }
}

/// Returns whether an entity can have this definition, beside what there is.
fn can_be(id: EntityId, definition: &Definition, catalog: &Catalog) -> bool {
    let kind = |id| catalog.get(id).map(|entity| entity.definition.kind());
    let holder = definition.kind().holder();
    definition.parent != id
        && kind(id).is_none_or(|kind| kind == definition.kind())
        && kind(definition.parent).is_none_or(|kind| kind == holder)
}
