//! The cluster: what everybody shares, catalog, directory and journal, under many sessions. Readers
//! read together; a writer is alone for one decision and its edits.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use hashbrown::HashMap;
use jiff::Timestamp;

use crate::catalog::{Catalog, Edit, Entry, Journal, Spent, StoredEdit};
use crate::diagnostic::Diagnostic;
use crate::directory::Directory;
use crate::model::limit;
use crate::store::{Access, Filled, Salvaged, Store, salvage};

mod durable;

pub use durable::Need;
use durable::{Durable, Signs};

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
        self.filled().apply(edit);
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

    /// Returns what a catalog file fills.
    fn filled(&mut self) -> Filled<'_> {
        Filled { catalog: &mut self.catalog, directory: &mut self.directory }
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
    /// Where changes outlive the process, if they do. Whoever needs both locks takes that of the state first, and holds
    /// neither while another process has the file.
    durable: Option<Mutex<Durable>>,
    signs: Arc<Signs>,
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
    pub fn of(state: State) -> Self {
        Self { state: RwLock::new(state), durable: None, signs: Arc::default() }
    }

    /// Opens the cluster that a catalog file holds. The file is made where there is none and it is to be changed;
    /// what it has is read when somebody needs it.
    ///
    /// # Errors
    /// The file is none of kmgmt, or damaged, or of a later format, or can't be read or made.
    pub fn open(path: &Path, access: Access) -> Result<Self, Diagnostic> {
        let signs = Arc::default();
        let store = Store::open(path, access).map_err(|fault| fault.about(path))?;
        let mut durable = Durable::new(store, Arc::clone(&signs));
        let mut state =
            State { catalog: Catalog::empty(), directory: Arc::new(Directory::open()), journal: Journal::default() };
        let last = durable.told(|store| store.begin_with(&mut state.filled()))?;
        state.journal = Journal::since(last);
        Ok(Self { state: RwLock::new(state), durable: Some(Mutex::new(durable)), signs })
    }

    /// Returns a cluster in memory that has what can be read of a damaged catalog file, and how much that is.
    ///
    /// # Errors
    /// Nothing of it can be read.
    pub fn salvaged(path: &Path) -> Result<(Self, Salvaged), Diagnostic> {
        let mut state =
            State { catalog: Catalog::empty(), directory: Arc::new(Directory::open()), journal: Journal::default() };
        let salvaged = salvage(path, &mut state.filled()).map_err(|fault| fault.about(path))?;
        Ok((Self::of(state), salvaged))
    }

    /// Returns the state, to read. Others may read it at the same time; nobody changes it
    /// meanwhile.
    pub fn read(&self) -> RwLockReadGuard<'_, State> {
        // Applying edits does not panic, so that the state is always whole.
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the state, to change what no file is to have: what is loaded, or tried.
    pub fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the state, to change: it is held for one decision and its edits. Other processes wait until
    /// [`Self::settle`], and what they changed before is part of the state.
    ///
    /// # Errors
    /// The catalog file can't be changed, or not within the time that one waits for others.
    pub fn change(&self) -> Result<RwLockWriteGuard<'_, State>, Diagnostic> {
        self.in_turn(Durable::begin)
    }

    /// Does something with state and file, as soon as no other process has the file: it is tried again and again, and
    /// nobody here has to wait for a lock meanwhile. Answers with the state.
    fn in_turn(
        &self,
        act: impl Fn(&mut Durable, &mut State) -> Result<bool, Diagnostic>,
    ) -> Result<RwLockWriteGuard<'_, State>, Diagnostic> {
        for _ in 0..limit::CATALOG_WAIT.as_millis() / limit::CATALOG_TURN.as_millis() {
            let mut state = self.write();
            let Some(mut file) = self.file() else { return Ok(state) };
            if file.at_once(|file| act(file, &mut state))? {
                drop(file);
                return Ok(state);
            }
            drop((file, state));
            std::thread::sleep(limit::CATALOG_TURN);
        }
        let mut state = self.write();
        match self.file().map(|mut file| file.give_up(&mut state)) {
            Some(told) => Err(told),
            None => Ok(state),
        }
    }

    /// Records a change that was applied: in the journal, and in the catalog file. Answers with the number of the
    /// group of changes that become durable with it, if there is a file.
    ///
    /// # Errors
    /// It could not be written. All changes since [`Self::settle`] are taken back then.
    pub fn record(
        &self,
        state: &mut State,
        entry: impl FnOnce(u64, Spent) -> Entry,
    ) -> Result<Option<u64>, Diagnostic> {
        state.journal.append(entry);
        self.file().map_or(Ok(None), |mut durable| durable.append(state))
    }

    /// Makes what was changed since the last time durable, if there is a file. `group` is the number that
    /// [`Self::record`] gave who asks.
    ///
    /// # Errors
    /// It could not be written, now or when somebody else asked for it. All of it is taken back then.
    pub fn settle(&self, group: Option<u64>) -> Result<(), Diagnostic> {
        if group.is_none() && !self.is_changing() {
            return Ok(());
        }
        self.in_turn(|durable, state| durable.settle(state, group)).map(drop)
    }

    /// Takes back what was changed since the last [`Self::settle`], if there is a file.
    pub fn abandon(&self) {
        let mut state = self.write();
        self.file().iter_mut().for_each(|durable| durable.abandon(&mut state));
    }

    /// Returns how many changes are not durable yet.
    #[must_use]
    pub fn unsettled(&self) -> usize {
        self.file().map_or(0, |durable| durable.unsettled())
    }

    /// Returns how many faults of the catalog file there were: it could not be read, or changed.
    #[must_use]
    pub fn faults(&self) -> usize {
        self.signs.faults.load(Ordering::SeqCst)
    }

    /// Returns whether other processes wait for this one.
    #[must_use]
    pub fn is_changing(&self) -> bool {
        self.signs.is_changing.load(Ordering::SeqCst)
    }

    /// Brings the state up to what other processes changed, and reads what is needed of the file, if there is one.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn refresh(&self, need: &Need<'_>) -> Result<(), Diagnostic> {
        if self.durable.is_none() {
            return Ok(());
        }
        {
            // Mostly there is nothing new, and then nobody who reads has to wait.
            let state = self.read();
            if let Some(mut durable) = self.file()
                && durable.at_once(|durable| durable.is_up_to_date(&state, need))?
            {
                return Ok(());
            }
        }
        self.in_turn(|durable, state| durable.refresh(state, need)).map(drop)
    }

    /// Returns the last changes of the file that were not undone, the newest first; none where there is no file.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn not_undone(&self, most: usize, state: &mut State) -> Result<Vec<Entry>, Diagnostic> {
        self.file().map_or(Ok(Vec::new()), |mut durable| durable.not_undone(most, state))
    }

    /// Notes that changes were undone by the last one, if there is a file.
    ///
    /// # Errors
    /// It could not be written. All changes since [`Self::settle`] are taken back then.
    pub fn mark_undone(&self, sequences: &[u64], state: &mut State) -> Result<(), Diagnostic> {
        self.file().map_or(Ok(()), |mut durable| durable.mark_undone(sequences, state))
    }

    /// Returns the changes of the file that were undone, each with the change that did it.
    ///
    /// # Errors
    /// The file is damaged or can't be read.
    pub fn undone(&self) -> Result<HashMap<u64, u64>, Diagnostic> {
        self.file().map_or(Ok(HashMap::new()), |mut durable| durable.told(Store::undone))
    }

    /// Removes the changes before a time from the journal of the file; answers how many there were.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn prune(&self, before: Timestamp) -> Result<usize, Diagnostic> {
        self.file().map_or(Ok(0), |mut durable| durable.told(|store| store.prune(before)))
    }

    /// Takes changes of the journal into the tables of the file, if there are at least so many.
    ///
    /// # Errors
    /// The tables could not be written; nothing is lost by that.
    pub fn fold(&self, least: u64) -> Result<(), Diagnostic> {
        self.file().map_or(Ok(()), |mut durable| durable.told(|store| store.fold(least)))
    }

    /// Takes changes of the journal into the tables of the file, if so many were made here since that was done last, and
    /// nobody has begun with others. The state can be read meanwhile; whoever needs the file waits.
    pub fn fold_between(&self, least: u64) {
        self.file().iter_mut().for_each(|durable| durable.fold_between(least));
    }

    /// Returns whether changes outlive the process.
    #[must_use]
    pub const fn is_durable(&self) -> bool {
        self.durable.is_some()
    }

    /// Returns whether its file was made as it was opened.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.file().is_some_and(|durable| durable.is_new())
    }

    /// Returns whether what it has can be changed: a file may be open for reading only.
    #[must_use]
    pub fn can_change(&self) -> bool {
        self.file().is_none_or(|durable| durable.can_change())
    }

    /// Returns whether all that the cluster has is in memory.
    #[must_use]
    pub fn is_read_whole(&self) -> bool {
        self.file().is_none_or(|durable| durable.is_read_whole())
    }

    fn file(&self) -> Option<MutexGuard<'_, Durable>> {
        self.durable.as_ref().map(|durable| durable.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns a cluster of its own in the same state. Entities and directory are shared until one
    /// of the two changes them.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self::of(self.read().clone())
    }
}
