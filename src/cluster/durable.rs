//! The catalog file of a cluster, and the changes that it does not have for good yet.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::catalog::{Catalog, Edit, Entry, Journal};
use crate::cluster::State;
use crate::diagnostic::Diagnostic;
use crate::store::{Access, RolesOf, Store, StoreFault};

/// What somebody needs of a catalog file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need<'w> {
    /// The databases and principals that these words name, with all roles on these databases or only those of the
    /// principals.
    Named(&'w [&'w str], RolesOf),
    /// Everything.
    All,
    /// Everything, and the whole journal.
    Journal,
}

/// What is told of a catalog file without waiting for it. A fault is counted before what it takes back is.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// How many faults of the file there were.
    pub(super) faults: AtomicUsize,
    /// Whether other processes wait for this one.
    pub(super) is_changing: AtomicBool,
}

/// A catalog file in use.
#[derive(Debug)]
pub(super) struct Durable {
    store: Store,
    path: PathBuf,
    /// The changes that are not durable yet, if other processes wait for them.
    group: Option<Group>,
    signs: Arc<Signs>,
    /// Whether memory has only a part of what it is to have, after a fault.
    is_partial: bool,
    /// The numbers of the groups that could not be written.
    lost: Vec<u64>,
    /// The number of the next group.
    next: u64,
}

/// Changes that become durable together.
#[derive(Debug)]
struct Group {
    /// Its own number.
    number: u64,
    /// The number of the last change before them.
    before: u64,
    /// How many there are.
    count: usize,
    /// The edits of each, in order.
    edits: Vec<Arc<Vec<Edit>>>,
}

impl Durable {
    pub(super) fn new(store: Store, signs: Arc<Signs>) -> Self {
        let (path, lost) = (store.path().to_owned(), Vec::new());
        Self { path, store, group: None, signs, is_partial: false, lost, next: 0 }
    }

    /// Does something without waiting for other processes.
    pub(super) fn at_once<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        self.store.wait(false);
        let done = act(self);
        self.store.wait(true);
        done
    }

    /// Does something with the file; a fault is one of this file.
    pub(super) fn told<T>(&mut self, act: impl FnOnce(&mut Store) -> Result<T, StoreFault>) -> Result<T, Diagnostic> {
        act(&mut self.store).map_err(|fault| self.note(&fault))
    }

    /// Does something with the file, unless another process has it: nothing is done then.
    fn tried<T>(&mut self, act: impl FnOnce(&mut Store) -> Result<T, StoreFault>) -> Result<Option<T>, Diagnostic> {
        match act(&mut self.store) {
            Ok(done) => Ok(Some(done)),
            Err(StoreFault::Busy) => Ok(None),
            Err(fault) => Err(self.note(&fault)),
        }
    }

    /// Counts a fault; answers what there is to say of it.
    fn note(&self, fault: &StoreFault) -> Diagnostic {
        // Whoever opens a file for reading only is refused changes, and nothing is wrong with the file.
        let count = usize::from(!matches!(fault, StoreFault::ReadOnly));
        self.signs.faults.fetch_add(count, Ordering::SeqCst);
        fault.about(&self.path)
    }

    /// Waits no longer for another process: what was to become durable is taken back.
    pub(super) fn give_up(&mut self, state: &mut State) -> Diagnostic {
        let told = self.note(&StoreFault::Busy);
        self.abandon(state);
        told
    }

    fn end_group(&mut self) -> Option<Group> {
        self.signs.is_changing.store(false, Ordering::SeqCst);
        self.group.take()
    }

    pub(super) fn unsettled(&self) -> usize {
        self.group.as_ref().map_or(0, |group| group.count)
    }

    pub(super) const fn is_new(&self) -> bool {
        self.store.is_new()
    }

    pub(super) fn can_change(&self) -> bool {
        self.store.access() == Access::Write
    }

    pub(super) const fn is_read_whole(&self) -> bool {
        self.store.is_read_whole()
    }

    /// Begins with a group, unless there is one; answers whether there is one then, or another process has the file.
    pub(super) fn begin(&mut self, state: &mut State) -> Result<bool, Diagnostic> {
        if self.group.is_some() {
            return Ok(true);
        }
        if self.tried(Store::begin)?.is_none() {
            return Ok(false);
        }
        if let Err(fault) = self.catch_up(state) {
            self.store.roll_back();
            return Err(fault);
        }
        self.group = Some(Group { number: self.next, before: state.journal.last(), count: 0, edits: Vec::new() });
        self.signs.is_changing.store(true, Ordering::SeqCst);
        self.next += 1;
        Ok(true)
    }

    /// Brings memory up to what others changed; after a fault all of it is read again.
    fn catch_up(&mut self, state: &mut State) -> Result<(), Diagnostic> {
        let was_partial = std::mem::replace(&mut self.is_partial, true);
        if was_partial || !self.has_caught_up(state)? {
            state.catalog = Catalog::empty();
            let last = self.told(|store| store.read_again(&mut state.filled()))?;
            state.journal = Journal::since(last);
        }
        self.is_partial = false;
        Ok(())
    }

    /// Takes what others changed; answers whether that could be done.
    fn has_caught_up(&mut self, state: &mut State) -> Result<bool, Diagnostic> {
        let last = state.journal.last();
        let mut new = Vec::new();
        let caught = self.told(|store| store.catch_up(last, &mut state.filled(), |entry| new.push(entry)));
        new.into_iter().for_each(|entry| state.journal.take(entry));
        caught
    }

    /// Appends the last change of the journal; answers with the number of its group.
    pub(super) fn append(&mut self, state: &mut State) -> Result<Option<u64>, Diagnostic> {
        let (Some(group), Some(entry)) = (&mut self.group, state.journal.newest()) else { return Ok(None) };
        group.count += 1;
        group.edits.push(Arc::clone(&entry.edits));
        let (number, appended) = (group.number, self.store.append(entry, &state.directory));
        appended.map(|()| Some(number)).map_err(|fault| {
            let told = self.note(&fault);
            self.abandon(state);
            told
        })
    }

    /// Makes the group durable, if it has not become so yet: somebody else may have changes in it too. Answers whether
    /// it is, or another process has the file.
    pub(super) fn settle(&mut self, state: &mut State, group: Option<u64>) -> Result<bool, Diagnostic> {
        if group.is_some_and(|group| self.lost.contains(&group)) {
            return Err(self.note(&StoreFault::Together));
        }
        if self.unsettled() == 0 {
            self.store.end_without_changes();
            self.end_group();
            return Ok(true);
        }
        match self.tried(Store::commit) {
            Ok(Some(())) => {
                self.end_group();
                Ok(true)
            }
            Ok(None) => Ok(false),
            Err(fault) => {
                self.abandon(state);
                // The file may have them all the same.
                self.is_partial = true;
                Err(fault)
            }
        }
    }

    /// Takes changes of the journal into the tables, if so many were made since that was done last and nobody has begun
    /// with others. What goes wrong takes nothing away, and is no fault: it is done another time.
    pub(super) fn fold_between(&mut self, least: u64) {
        if self.group.is_none() && self.store.unfolded() >= least {
            let _ = self.store.fold(least);
        }
    }

    /// Takes the group back, in the file and in memory.
    pub(super) fn abandon(&mut self, state: &mut State) {
        let Some(group) = self.end_group() else { return };
        self.lost.push(group.number);
        self.store.roll_back();
        let undone = group.edits.iter().rev().flat_map(|edits| edits.iter().rev());
        undone.for_each(|edit| state.apply(&edit.clone().inverse()));
        state.journal.go_back_to(group.before);
    }

    /// Returns the last changes that were not undone, the newest first.
    pub(super) fn not_undone(&mut self, most: usize, state: &mut State) -> Result<Vec<Entry>, Diagnostic> {
        self.told(|store| store.not_undone(most, &mut state.filled()))
    }

    /// Notes that changes were undone by the last one; a fault takes the group back.
    pub(super) fn mark_undone(&mut self, sequences: &[u64], state: &mut State) -> Result<(), Diagnostic> {
        let marked = self.told(|store| store.mark_undone(sequences, state.journal.last()));
        if marked.is_err() {
            self.abandon(state);
        }
        marked
    }

    /// Returns whether the state has all that is needed of the file, and nobody else has changed the file since, or has it
    /// now.
    pub(super) fn is_up_to_date(&mut self, state: &State, need: &Need<'_>) -> Result<bool, Diagnostic> {
        let is_there = match need {
            Need::Named(..) | Need::All => self.store.is_read_whole(),
            Need::Journal => self.store.is_read_whole() && state.journal.is_whole(),
        };
        if self.is_partial || !is_there || self.group.is_some() {
            return Ok(!self.is_partial && is_there);
        }
        Ok(self.tried(|store| store.is_caught_up())?.unwrap_or(false))
    }

    /// Brings the state up to date, with what is needed of the file. All of it is of one moment. Answers whether it is, or
    /// another process has the file.
    pub(super) fn refresh(&mut self, state: &mut State, need: &Need<'_>) -> Result<bool, Diagnostic> {
        let Some(begins) = self.tried(Store::begin_reading)? else { return Ok(false) };
        let refreshed = self.read(state, need);
        if begins {
            self.store.end_without_changes();
        }
        self.is_partial |= refreshed.is_err();
        refreshed.map(|()| true)
    }

    fn read(&mut self, state: &mut State, need: &Need<'_>) -> Result<(), Diagnostic> {
        if self.group.is_none() {
            self.catch_up(state)?;
        }
        match need {
            Need::Named(words, roles) => self.told(|store| store.read_named(words, *roles, &mut state.filled())),
            Need::All => self.told(|store| store.read_all(&mut state.filled())),
            Need::Journal => {
                self.told(|store| store.read_all(&mut state.filled()))?;
                if !state.journal.is_whole() {
                    let entries = self.told(|store| store.journal(&mut state.filled()))?;
                    state.journal = Journal::whole(entries, state.journal.last());
                }
                Ok(())
            }
        }
    }
}
