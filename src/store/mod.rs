//! The durable catalog: one file of SQLite, with the journal of changes and the tables that they come to.
//!
//! A change is appended to the journal, in a transaction that other processes wait for, and is told once the transaction
//! is on the disk. The tables follow later, some hundreds of changes at once ([`Store::fold`]); whoever opens the file
//! reads of the tables what it needs, and the rest of the journal after them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use jiff::Timestamp;
use rusqlite::Connection;

use crate::catalog::{CLUSTER, Catalog, Edit, EntityId, Entry, Known};
use crate::directory::{Directory, Environment};

mod cells;
mod fault;
mod fold;
mod format;
mod journal;
mod people;
mod recover;
mod scan;
mod settings;

pub use fault::StoreFault;
use fold::Appended;
pub use format::Access;
use people::People;
pub use recover::{Salvaged, salvage};
pub use scan::Scanned;

/// What of the databases of a file is in memory.
#[derive(Debug)]
enum Read {
    /// These, and the cluster.
    Some(HashSet<EntityId>),
    /// All of them.
    All,
}

/// An open catalog file.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    access: Access,
    people: People,
    appended: Appended,
    /// Room to write a change in.
    text: Vec<u8>,
    read: Read,
    /// What SQLite says of the changes of others that were read.
    version: i64,
    /// Whether the file was made as it was opened.
    is_new: bool,
}

/// What of a state a store fills.
#[derive(Debug)]
pub struct Filled<'s> {
    /// What exists.
    pub catalog: &'s mut Catalog,
    /// Who exists.
    pub directory: &'s mut Arc<Directory>,
}

impl Filled<'_> {
    fn directory(&mut self) -> &mut Directory {
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

    /// Returns whether an edit is about what is in memory, where not all of a file is: an entity in a database that was
    /// not read is read with it, as it is then.
    fn has(&self, edit: &Edit) -> bool {
        let Edit::Entity(change) = edit else { return true };
        let parent = change.after.as_ref().map(|after| after.parent);
        let is_new = change.before.is_none() && parent.is_some_and(|parent| self.catalog.get(parent).is_some());
        is_new || self.catalog.get(change.key).is_some()
    }
}

impl Store {
    /// Opens a catalog file. It is made where there is none and it is opened to be changed.
    ///
    /// # Errors
    /// The file is none of kmgmt, or damaged, or of a later format, or can't be read or made.
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreFault> {
        let (connection, is_new) = format::opened(path, access)?;
        let read = Read::Some(HashSet::new());
        let (people, appended, text) = (People::default(), Appended::default(), Vec::new());
        Ok(Self { connection, path: path.to_owned(), access, people, appended, text, read, version: 0, is_new })
    }

    /// Returns the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns whether the file was made as it was opened.
    #[must_use]
    pub const fn is_new(&self) -> bool {
        self.is_new
    }

    /// Returns whether the file may be changed.
    #[must_use]
    pub const fn access(&self) -> Access {
        self.access
    }

    /// Returns whether all of the file is in memory.
    #[must_use]
    pub const fn is_read_whole(&self) -> bool {
        matches!(self.read, Read::All)
    }

    /// Fills a new state with what every session needs: the cluster, and the directory as far as it has one. Answers
    /// with the number of the last change.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn begin_with(&mut self, state: &mut Filled<'_>) -> Result<u64, StoreFault> {
        self.reading(|store| {
            store.people.take_earlier(&store.connection, state.directory())?;
            let environment = settings::text(&store.connection, settings::ENVIRONMENT)?;
            if let Some(text) = environment {
                let environment = Environment::new(text).map_err(StoreFault::damaged)?;
                if state.directory.environment() != Some(&environment) {
                    state.directory().load(Some(&environment));
                }
            }
            store.people.take_first(&store.connection, state.directory())?;
            let number = |name| settings::number(&store.connection, name);
            state.catalog.count_from(EntityId(number(cells::NEXT_ID)?), number(cells::NEXT_ORDER)?);
            store.read_database(CLUSTER, state)?;
            store.replay_tail(state)?;
            journal::last(&store.connection)
        })
    }

    /// Reads all that is not in memory yet.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn read_all(&mut self, state: &mut Filled<'_>) -> Result<(), StoreFault> {
        if self.is_read_whole() {
            return Ok(());
        }
        self.reading(|store| {
            store.people.take_everybody(&store.connection, state.directory())?;
            store.read = Read::All;
            store.read_into(None, state)?;
            store.replay_tail(state)
        })
    }

    /// Reads what these words name: databases, with all that is in them, and principals.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn read_named<'w>(
        &mut self,
        words: impl Iterator<Item = &'w str>,
        state: &mut Filled<'_>,
    ) -> Result<(), StoreFault> {
        if self.is_read_whole() {
            return Ok(());
        }
        self.reading(|store| {
            let mut is_new = false;
            for word in words {
                store.people.take_spelled(&store.connection, state.directory(), word)?;
                if let Some(database) = cells::database_of_name(&store.connection, word)? {
                    is_new |= store.read_database(database, state)?;
                }
            }
            // What was read is as old as the tables are.
            if is_new { store.replay_tail(state) } else { Ok(()) }
        })
    }

    /// Reads a database, or what is the cluster's own; answers whether it was not read before.
    fn read_database(&mut self, database: EntityId, state: &mut Filled<'_>) -> Result<bool, StoreFault> {
        let is_new = match &mut self.read {
            Read::All => false,
            Read::Some(read) => read.insert(database),
        };
        if is_new {
            self.read_into(Some(database), state)?;
        }
        Ok(is_new)
    }

    fn read_into(&mut self, database: Option<EntityId>, state: &mut Filled<'_>) -> Result<(), StoreFault> {
        let Self { connection, people, .. } = self;
        if database != Some(CLUSTER) {
            cells::read_entities(connection, database, |edit| state.catalog.apply(&edit))?;
        }
        let mut take = |edit| {
            let edit = people.taken(connection, Arc::make_mut(state.directory), edit)?;
            state.catalog.apply(&edit);
            Ok(())
        };
        cells::read_assignments(connection, database, &mut take)?;
        cells::read_cells(connection, database, take)
    }

    /// Applies the changes that are not part of the tables yet. What they lead to does not depend on how much of them
    /// was applied before, since each says what its cell holds after it.
    fn replay_tail(&mut self, state: &mut Filled<'_>) -> Result<(), StoreFault> {
        let folded = settings::number(&self.connection, settings::FOLDED)?;
        self.replay_after(folded, state, |_| ())
    }

    /// Brings memory up to the changes that other processes made; `each` is told of every one. `last` is the number of
    /// the last change that is in memory. Answers whether that could be done: where the journal does not have all of
    /// them any more, what is in memory has to be read again ([`Self::read_again`]).
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn catch_up(&mut self, last: u64, state: &mut Filled<'_>, each: impl FnMut(Entry)) -> Result<bool, StoreFault> {
        let version = self.version_now()?;
        if version == self.version {
            return Ok(true);
        }
        let is_whole = self.reading(|store| {
            let pruned: u64 = settings::number(&store.connection, settings::PRUNED)?;
            if pruned > last {
                return Ok(false);
            }
            store.replay_after(last, state, each).map(|()| true)
        })?;
        self.version = version;
        Ok(is_whole)
    }

    /// Returns whether nobody else has changed the file since it was read.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn is_caught_up(&self) -> Result<bool, StoreFault> {
        Ok(self.version_now()? == self.version)
    }

    /// Returns what SQLite counts up as others change the file.
    fn version_now(&self) -> Result<i64, StoreFault> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Reads into an empty catalog what was in memory; answers with the number of the last change.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn read_again(&mut self, state: &mut Filled<'_>) -> Result<u64, StoreFault> {
        let was_whole = self.is_read_whole();
        self.read = Read::Some(HashSet::new());
        let last = self.begin_with(state)?;
        if was_whole {
            self.read_all(state)?;
        }
        Ok(last)
    }

    fn replay_after(
        &mut self,
        sequence: u64,
        state: &mut Filled<'_>,
        mut each: impl FnMut(Entry),
    ) -> Result<(), StoreFault> {
        let Self { connection, people, read, .. } = self;
        journal::read_after(connection, sequence, |filed| {
            let entry = filed.taken(connection, people, Arc::make_mut(state.directory))?;
            for edit in &*entry.edits {
                if matches!(read, Read::All) || state.has(edit) {
                    state.apply(edit);
                }
                if let Edit::Identity(change) = edit {
                    people.meet(connection, state.directory, &change.key)?;
                }
            }
            each(entry);
            Ok(())
        })
    }

    /// Reads the whole journal, the oldest change first.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn journal(&mut self, state: &mut Filled<'_>) -> Result<Vec<Entry>, StoreFault> {
        self.reading(|Self { connection, people, .. }| {
            let mut entries = Vec::new();
            journal::read_after(connection, 0, |filed| {
                entries.push(filed.taken(connection, people, Arc::make_mut(state.directory))?);
                Ok(())
            })?;
            Ok(entries)
        })
    }

    /// Returns the last changes that were not undone, the newest first.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn not_undone(&mut self, most: usize, state: &mut Filled<'_>) -> Result<Vec<Entry>, StoreFault> {
        let Self { connection, people, .. } = self;
        let found = journal::not_undone(connection, most)?.into_iter();
        found.map(|filed| filed.taken(connection, people, Arc::make_mut(state.directory))).collect()
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
        self.commit()?;
        self.connection.execute_batch("VACUUM")?;
        Ok(pruned)
    }

    /// Does what reads in one transaction, so that all of it is of one moment.
    fn reading<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, StoreFault>) -> Result<T, StoreFault> {
        let begins = self.connection.is_autocommit();
        if begins {
            self.connection.execute_batch("BEGIN")?;
        }
        let result = read(self);
        if begins && !self.connection.is_autocommit() {
            self.connection.execute_batch("COMMIT")?;
        }
        result
    }

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
    /// They could not be written, and none of them stays.
    pub fn commit(&mut self) -> Result<(), StoreFault> {
        let committed = self.connection.execute_batch("COMMIT").map_err(StoreFault::from);
        if committed.is_err() {
            self.roll_back();
        }
        committed
    }

    /// Takes back the changes of the group.
    pub fn roll_back(&mut self) {
        self.end_without_changes();
        // Those who were met within the group have no numbers any more.
        self.people = People::default();
        self.appended = Appended::default();
    }

    /// Ends a group in which nothing changed.
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
        fold::fold(&mut self.connection, &mut self.appended, least)
    }
}
