//! The cluster: what everybody shares, catalog, directory and journal, under many sessions. Readers
//! read together; a writer is alone for one decision and its edits.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::catalog::{Catalog, Edit, Journal, Known, StoredEdit};
use crate::directory::Directory;

/// What a cluster has at one moment.
#[derive(Clone, Debug)]
pub struct State {
    /// What exists.
    pub catalog: Catalog,
    /// Who exists. Copies share it until one of them learns somebody.
    pub directory: Arc<Directory>,
    /// The last changes.
    pub journal: Journal,
}

impl State {
    /// Makes the edit's `after` the value of its cell, which cannot fail. Memberships are skipped:
    /// they stand in the caches of sessions.
    pub fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Identity(change) => {
                let directory = Arc::make_mut(&mut self.directory);
                match change.after {
                    Some(Known::Known) => drop(directory.learn(&change.key)),
                    None => directory.forget(&change.key),
                }
            }
            Edit::Directory(change) => {
                Arc::make_mut(&mut self.directory).load(change.after.as_ref());
            }
            Edit::Entity(_) | Edit::Assignment(_) | Edit::Policy(_) | Edit::Mapping(_) | Edit::Blocked(_) => {
                self.catalog.apply(edit);
            }
            Edit::Membership(_) => {}
        }
    }

    /// Returns what `look` finds in the state after these edits, which are taken back then: the state is as it was. No
    /// catalog is copied for it; a directory is where it learns somebody, which it can't take back.
    pub fn after<T>(&mut self, edits: &[Edit], look: impl FnOnce(&Self) -> T) -> T {
        let (directory, numbers) = (Arc::clone(&self.directory), self.catalog.numbers());
        edits.iter().for_each(|edit| self.apply(edit));
        let found = look(self);
        edits.iter().rev().cloned().for_each(|edit| self.catalog.apply(&edit.inverse()));
        self.directory = directory;
        self.catalog.go_back_to(numbers);
        found
    }

    /// Returns the edit as it can leave the process.
    #[must_use]
    pub fn stored(&self, edit: Edit) -> StoredEdit {
        edit.with_principals(|principal| self.directory.ids(principal))
    }

    /// Returns the edit of another process. An identity that the directory does not know yet is
    /// learned.
    pub fn taken(&mut self, edit: StoredEdit) -> Edit {
        edit.with_principals(|ids| match self.directory.find(&ids) {
            Some(principal) => principal,
            None => Arc::make_mut(&mut self.directory).learn(&ids),
        })
    }
}

/// A cluster. What plans or tries works on a copy.
#[derive(Debug)]
pub struct Cluster {
    state: RwLock<State>,
}

impl Cluster {
    /// Returns a cluster with a new catalog.
    #[must_use]
    pub fn new(directory: Directory) -> Self {
        Self::with(Catalog::new(), directory)
    }

    /// Returns a cluster that holds this catalog.
    #[must_use]
    pub fn with(catalog: Catalog, directory: Directory) -> Self {
        Self::of(State { catalog, directory: Arc::new(directory), journal: Journal::default() })
    }

    /// Returns a cluster in this state.
    #[must_use]
    pub const fn of(state: State) -> Self {
        Self { state: RwLock::new(state) }
    }

    /// Returns the state, to read. Others may read it at the same time; nobody changes it
    /// meanwhile.
    pub fn read(&self) -> RwLockReadGuard<'_, State> {
        // Applying edits does not panic, so that the state is always whole.
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the state, to change. It is held for one decision and its edits.
    pub fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns a cluster of its own in the same state. Entities and directory are shared until one
    /// of the two changes them.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self::of(self.read().clone())
    }
}
