//! Changes of a catalog file: begun, appended, kept or taken back, and taken into its tables.

use crate::catalog::Entry;
use crate::directory::Directory;
use crate::store::people::People;
use crate::store::{Access, Appended, Store, StoreFault, fold, journal};

impl Store {
    /// Begins with a group of changes: other processes wait until it ends.
    ///
    /// # Errors
    /// The file is open for reading only, or somebody else changes it for too long.
    pub fn begin(&mut self) -> Result<(), StoreFault> {
        if self.access == Access::Read {
            return Err(StoreFault::ReadOnly);
        }
        Ok(self.connection.execute_batch("BEGIN IMMEDIATE")?)
    }

    /// Appends a change to the journal.
    ///
    /// # Errors
    /// The disk is full, or the file can't be written.
    pub fn append(&mut self, entry: &Entry, directory: &Directory) -> Result<(), StoreFault> {
        let Self { connection, people, appended, text, .. } = self;
        let edits = journal::append(connection, people, entry, directory, text)?;
        appended.take(entry.sequence, edits)
    }

    /// Makes the changes of the group durable: once this returns they outlive the process and the power.
    ///
    /// # Errors
    /// They could not be written, and none of them stays; or it is not sure whether they do. Where another process has
    /// the file ([`StoreFault::Busy`]) the group stays as it is.
    pub fn commit(&mut self) -> Result<(), StoreFault> {
        let last = self.appended.last();
        if let Err(error) = self.connection.execute_batch("COMMIT") {
            let fault = StoreFault::from(error);
            // The group waits for whoever reads the file, and can be made durable after that.
            if matches!(fault, StoreFault::Busy) && !self.connection.is_autocommit() {
                return Err(fault);
            }
            self.roll_back();
            // The file may have them, and the system does not say that its folder knows of it.
            let are_there = journal::last(&self.connection).is_ok_and(|found| found >= last);
            return Err(if are_there { StoreFault::Unsure } else { fault });
        }
        // Without it the changes stand all the same.
        self.mark = journal::mark(&self.connection, last).ok().flatten();
        Ok(())
    }

    /// Takes back the changes of the group.
    pub fn roll_back(&mut self) {
        self.end_without_changes();
        // Those who were met within the group have no numbers any more.
        self.people = People::default();
        self.appended = Appended::default();
    }

    /// Ends a group in which nothing changed, or what is read of one moment.
    pub fn end_without_changes(&mut self) {
        // SQLite has done so already where the disk failed.
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    /// Takes the changes of the journal into the tables, if there are at least so many: the next one who opens the file
    /// reads less.
    ///
    /// # Errors
    /// The tables could not be written; nothing is lost by that.
    pub fn fold(&mut self, least: u64) -> Result<(), StoreFault> {
        if self.access == Access::Read {
            return Ok(());
        }
        // Nobody waits for what can be done later.
        self.wait(false);
        let folded = fold::fold(&mut self.connection, &mut self.appended, least);
        self.wait(true);
        folded
    }
}
