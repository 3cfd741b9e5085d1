//! The parts of a state that are read from a catalog file.

use std::sync::Arc;

use crate::catalog::{Catalog, Change, Edit, Known};
use crate::directory::Directory;
use crate::store::{StoreFault, sound};

/// What of a state a store fills.
#[derive(Debug)]
pub struct Filled<'s> {
    /// What exists.
    pub catalog: &'s mut Catalog,
    /// Who exists.
    pub directory: &'s mut Arc<Directory>,
}

impl Filled<'_> {
    pub(super) fn directory(&mut self) -> &mut Directory {
        Arc::make_mut(self.directory)
    }

    /// Makes the edit's `after` the value of its cell, which cannot fail. Memberships are skipped: they stand in the
    /// caches of sessions.
    pub fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Identity(change) => match change.after {
                Some(Known::Known) => drop(self.directory().learn(&change.key)),
                None => self.directory().forget(&change.key),
            },
            Edit::Directory(change) => self.directory().load(change.after.as_ref()),
            Edit::Entity(_) | Edit::Assignment(_) | Edit::Policy(_) | Edit::Mapping(_) | Edit::Blocked(_) => {
                self.catalog.apply(edit);
            }
            Edit::Membership(_) => {}
        }
    }

    /// Refuses an edit of an entity that no command makes, or that stands in nothing that is there.
    ///
    /// # Errors
    /// The file is damaged.
    pub(super) fn check(&self, edit: &Edit) -> Result<(), StoreFault> {
        sound::check(edit, self.catalog)?;
        match edit {
            Edit::Entity(Change { key, after: Some(after), .. }) if self.catalog.get(after.parent).is_none() => {
                Err(StoreFault::damaged(format!("entity {} stands in nothing that is there", key.0)))
            }
            _ => Ok(()),
        }
    }

    /// Returns whether an edit is about what is in memory, where not all of a file is: an entity in a database that was
    /// not read is read with it, as it is then.
    pub(super) fn has(&self, edit: &Edit) -> bool {
        let Edit::Entity(change) = edit else { return true };
        let parent = change.after.as_ref().map(|after| after.parent);
        let is_new = change.before.is_none() && parent.is_some_and(|parent| self.catalog.get(parent).is_some());
        is_new || self.catalog.get(change.key).is_some()
    }
}
