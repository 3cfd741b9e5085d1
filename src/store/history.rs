//! What the journal of a catalog file says of the past: what was undone, and what is to be forgotten.

use std::sync::Arc;

use hashbrown::HashMap;
use jiff::Timestamp;

use crate::catalog::Entry;
use crate::store::filled::Filled;
use crate::store::{Store, StoreFault, journal, sound};

impl Store {
    /// Returns the last changes that were not undone, the newest first.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn not_undone(&mut self, most: usize, state: &mut Filled<'_>) -> Result<Vec<Entry>, StoreFault> {
        let Self { connection, people, .. } = self;
        let mut entries = Vec::new();
        for filed in journal::not_undone(connection, most)? {
            let entry = filed.taken(connection, people, Arc::make_mut(state.directory))?;
            entry.edits.iter().try_for_each(|edit| sound::check(edit, state.catalog))?;
            entries.push(entry);
        }
        Ok(entries)
    }

    /// Notes that changes were undone by a later one.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn mark_undone(&mut self, sequences: &[u64], by: u64) -> Result<(), StoreFault> {
        journal::mark_undone(&self.connection, sequences, by)
    }

    /// Returns the changes that were undone, each with the change that did it.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn undone(&mut self) -> Result<HashMap<u64, u64>, StoreFault> {
        journal::undone(&self.connection)
    }

    /// Removes the changes before a time from the journal, and gives their space back; answers how many there were.
    /// What they changed stays, and can't be undone any more.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn prune(&mut self, before: Timestamp) -> Result<usize, StoreFault> {
        self.fold(1)?;
        self.begin()?;
        let pruned = journal::prune(&self.connection, before);
        if pruned.is_err() {
            self.roll_back();
        }
        let pruned = pruned?;
        self.commit().inspect_err(|_| self.roll_back())?;
        // What is not given back now is used again by later changes.
        let _ = self.connection.execute_batch("VACUUM");
        Ok(pruned)
    }
}
