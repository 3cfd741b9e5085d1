//! The durable catalog: one file of SQLite, with the journal of changes and the tables that they come to.
//!
//! A change is appended to the journal, in a transaction that other processes wait for, and is told once the transaction
//! is on the disk. The tables follow later, some hundreds of changes at once ([`Store::fold`]); whoever opens the file
//! reads of the tables what it needs, and the rest of the journal after them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hashbrown::HashMap;
use rusqlite::Connection;

use crate::catalog::{CLUSTER, Edit, EntityId, Entry};
use crate::directory::Environment;

mod cells;
mod change;
mod extent;
mod fault;
mod filled;
mod fold;
mod format;
mod history;
mod journal;
mod people;
mod recover;
mod row;
mod scan;
mod settings;
mod sound;

pub use extent::RolesOf;
use extent::{Read, Replayed};
pub use fault::StoreFault;
pub use filled::Filled;
use fold::Appended;
pub use format::{Access, is_database};
use journal::Mark;
use people::People;
pub use recover::{Salvaged, salvage};
pub use scan::Scanned;

/// An open catalog file.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// Whether one waits for other processes.
    waits: Arc<AtomicBool>,
    path: PathBuf,
    access: Access,
    people: People,
    appended: Appended,
    /// Room to write a change in.
    text: Vec<u8>,
    read: Read,
    /// SQLite's `data_version` when the changes of others were last read.
    data_version: i64,
    /// The last change that is in memory, as the file had it: another file under the same name has another one.
    mark: Option<Mark>,
    /// Which file of the system it is.
    place: Option<format::Place>,
    /// Whether the file was made as it was opened.
    is_new: bool,
}

impl Store {
    /// Opens a catalog file. It is made where there is none and it is opened to be changed.
    ///
    /// # Errors
    /// The file is none of kmgmt, or damaged, or of a later format, or can't be read or made.
    pub fn open(path: &Path, access: Access) -> Result<Self, StoreFault> {
        let (mut connection, is_new) = format::opened(path, access)?;
        let waits = Arc::new(AtomicBool::new(true));
        let does_wait = Arc::clone(&waits);
        connection.busy_handler(Some(move |before| does_wait.load(Ordering::Relaxed) && format::waits(before)))?;
        let read = Read::Some(HashMap::new());
        let (people, appended, text) = (People::default(), Appended::default(), Vec::new());
        let (path, place) = (path.to_owned(), format::place(path));
        let (data_version, mark) = (0, None);
        Ok(Self { connection, waits, path, access, people, appended, text, read, data_version, mark, place, is_new })
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
            let environment = environment.map(Environment::new).transpose().map_err(StoreFault::damaged)?;
            if state.directory.environment() != environment.as_ref() {
                state.directory().load(environment.as_ref());
            }
            store.people.take_first(&store.connection, state.directory())?;
            let number = |name| settings::number(&store.connection, name);
            state.catalog.count_from(EntityId(number(cells::NEXT_ID)?), number(cells::NEXT_ORDER)?);
            store.read_database(CLUSTER, RolesOf::Everybody, state)?;
            store.replay_tail(state)?;
            let last = journal::last(&store.connection)?;
            store.mark = journal::mark(&store.connection, last)?;
            Ok(last)
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
            store.read_into(None, RolesOf::Everybody, state)?;
            store.replay_tail(state)
        })
    }

    /// Reads what these words name: principals, and databases with all that is in them, or of their roles only those of
    /// the principals.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn read_named(&mut self, words: &[&str], roles: RolesOf, state: &mut Filled<'_>) -> Result<(), StoreFault> {
        if self.is_read_whole() {
            return Ok(());
        }
        self.reading(|store| {
            let mut is_new = false;
            for word in words {
                store.people.take_spelled(&store.connection, state.directory(), word)?;
            }
            for word in words {
                if let Some(database) = cells::database_of_name(&store.connection, word)? {
                    is_new |= store.read_database(database, roles, state)?;
                }
            }
            // What was read is as old as the tables are.
            if is_new { store.replay_tail(state) } else { Ok(()) }
        })
    }

    /// Reads a database, or what is the cluster's own; answers whether it was not read before with all of its roles.
    fn read_database(
        &mut self,
        database: EntityId,
        roles: RolesOf,
        state: &mut Filled<'_>,
    ) -> Result<bool, StoreFault> {
        let is_new = match &mut self.read {
            Read::All => false,
            Read::Some(read) if read.get(&database) == Some(&RolesOf::Everybody) => false,
            Read::Some(read) => {
                read.insert(database, roles);
                true
            }
        };
        if is_new {
            self.read_into(Some(database), roles, state)?;
        }
        Ok(is_new)
    }

    fn read_into(
        &mut self,
        database: Option<EntityId>,
        roles: RolesOf,
        state: &mut Filled<'_>,
    ) -> Result<(), StoreFault> {
        let Self { connection, people, .. } = self;
        if database != Some(CLUSTER) {
            cells::read_entities(connection, database, |edit| {
                state.check(&edit)?;
                state.catalog.apply(&edit);
                Ok(())
            })?;
        }
        // A copy: `taken` changes `people` while this is asked.
        let known = (roles == RolesOf::Known).then(|| people.numbers());
        let is_read = |principal| known.as_ref().is_none_or(|known| known.contains(&principal));
        cells::read_held(connection, database, is_read, |edit| {
            let edit = people.taken(connection, Arc::make_mut(state.directory), edit)?;
            state.catalog.apply(&edit);
            Ok(())
        })
    }

    /// Applies the changes that are not part of the tables yet. What they lead to does not depend on how much of them
    /// was applied before, since each says what its cell holds after it.
    fn replay_tail(&mut self, state: &mut Filled<'_>) -> Result<(), StoreFault> {
        let folded = settings::number(&self.connection, settings::FOLDED)?;
        self.replay_after(folded, state, Replayed::Held, |_| ())
    }

    /// Brings memory up to the changes that other processes made; `each` is told of every one. `last` is the number of
    /// the last change that is in memory. Answers whether that could be done: where the journal does not have all of
    /// them any more, what is in memory has to be read again ([`Self::read_again`]).
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn catch_up(&mut self, last: u64, state: &mut Filled<'_>, each: impl FnMut(Entry)) -> Result<bool, StoreFault> {
        if format::place(&self.path) != self.place {
            return Err(StoreFault::Replaced);
        }
        let data_version = self.data_version_now()?;
        if data_version == self.data_version {
            return Ok(true);
        }
        let is_whole = self.reading(|store| {
            format::check(&store.connection)?;
            let pruned: u64 = settings::number(&store.connection, settings::PRUNED)?;
            if pruned > last {
                return Ok(false);
            }
            store.check_mark(pruned)?;
            store.replay_after(last, state, Replayed::All, each)?;
            store.mark = journal::mark(&store.connection, journal::last(&store.connection)?)?;
            Ok(true)
        })?;
        self.data_version = data_version;
        Ok(is_whole)
    }

    /// Returns whether nobody else has changed the file since it was read.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn is_caught_up(&self) -> Result<bool, StoreFault> {
        Ok(format::place(&self.path) == self.place && self.data_version_now()? == self.data_version)
    }

    /// Returns what SQLite counts up as others change the file.
    fn data_version_now(&self) -> Result<i64, StoreFault> {
        Ok(self.connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Checks that the file still has the last change that is in memory, unless its journal was pruned up to it.
    fn check_mark(&self, pruned: u64) -> Result<(), StoreFault> {
        let Some(mark) = self.mark.as_ref().filter(|mark| mark.sequence > pruned) else { return Ok(()) };
        match journal::mark(&self.connection, mark.sequence)?.as_ref() == Some(mark) {
            true => Ok(()),
            false => Err(StoreFault::Replaced),
        }
    }

    /// Reads into an empty catalog what was in memory; answers with the number of the last change.
    ///
    /// # Errors
    /// The file is damaged or can't be read. What is in the catalog then is a part of it.
    pub fn read_again(&mut self, state: &mut Filled<'_>) -> Result<u64, StoreFault> {
        let was = std::mem::replace(&mut self.read, Read::Some(HashMap::new()));
        (self.people, self.appended, self.mark) = (People::default(), Appended::default(), None);
        let place = format::place(&self.path);
        if place != self.place {
            self.connection = format::connected(&self.path, self.access)?;
            format::check(&self.connection)?;
            self.place = place;
        }
        self.reading(|store| {
            let last = store.begin_with(state)?;
            match was {
                Read::All => store.read_all(state)?,
                Read::Some(databases) => {
                    for database in databases.into_keys() {
                        store.read_database(database, RolesOf::Everybody, state)?;
                    }
                    store.replay_tail(state)?;
                }
            }
            Ok(last)
        })
    }

    fn replay_after(
        &mut self,
        sequence: u64,
        state: &mut Filled<'_>,
        replayed: Replayed,
        mut each: impl FnMut(Entry),
    ) -> Result<(), StoreFault> {
        let Self { connection, people, read, .. } = self;
        journal::read_after(connection, sequence, |filed| {
            let entry = filed.taken(connection, people, Arc::make_mut(state.directory))?;
            let is_replayed = |edit: &&Edit| replayed == Replayed::All || !edit.is_of_directory();
            for edit in entry.edits.iter().filter(is_replayed) {
                if matches!(read, Read::All) || state.has(edit) {
                    state.check(edit)?;
                    state.apply(edit);
                } else if let Edit::Entity(change) = edit {
                    // Nobody else gets the number of an entity that is not in memory.
                    state.catalog.count_from(EntityId(change.key.0.saturating_add(1)), 0);
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

    /// Does what reads in one transaction, so that all of it is of one moment.
    fn reading<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, StoreFault>) -> Result<T, StoreFault> {
        let begins = self.begin_reading()?;
        let result = read(self);
        if begins {
            self.end_without_changes();
        }
        result
    }

    /// Lets what is read from now on be of one moment, until [`Self::end_without_changes`]. Answers whether it was not
    /// so already.
    ///
    /// # Errors
    /// The file can't be read.
    pub fn begin_reading(&mut self) -> Result<bool, StoreFault> {
        let begins = self.connection.is_autocommit();
        if begins {
            self.connection.prepare_cached("BEGIN")?.execute([])?;
            // The transaction begins with what is read first, and that alone may have to wait.
            self.data_version_now().inspect_err(|_| self.end_without_changes())?;
        }
        Ok(begins)
    }

    /// Waits for other processes from now on, or not: then [`StoreFault::Busy`] comes at once.
    pub fn wait(&self, waits: bool) {
        self.waits.store(waits, Ordering::Relaxed);
    }

    /// Returns how many changes this process appended since it took changes into the tables.
    #[must_use]
    pub const fn unfolded(&self) -> u64 {
        self.appended.count()
    }
}
