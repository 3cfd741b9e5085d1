//! Undoing the last changes of a catalog file, whoever made them, and making it like another state.

use std::sync::Arc;

use crate::catalog::{Catalog, Change, Edit, diff};
use crate::cluster::State;
use crate::diagnostic::{Code, Diagnostic};
use crate::session::Session;
use crate::session::inverse::{Kept, taking_back};
use crate::text::{counted, quoted};

/// A change that was undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reverted {
    /// Its number in the journal.
    pub sequence: u64,
    /// Its command.
    pub command: String,
}

impl Session {
    /// Undoes the last changes of the catalog file that were not undone yet, the newest first, by one new change. Those
    /// that only taught the directory whom it did not know count as none, as for `#undo`.
    ///
    /// # Errors
    /// There are none, something that they changed was changed again since and it is not `forced`, or the file can't be
    /// written.
    pub fn revert(&mut self, count: usize, forced: bool) -> Result<Vec<Reverted>, Diagnostic> {
        self.read_all()?;
        let reverted = self.revert_unsettled(count, forced);
        if reverted.is_err() {
            // Other processes wait no longer.
            self.abandon();
        }
        let reverted = reverted?;
        self.settle()?;
        Ok(reverted)
    }

    fn revert_unsettled(&mut self, count: usize, forced: bool) -> Result<Vec<Reverted>, Diagnostic> {
        let cluster = Arc::clone(&self.cluster);
        let mut state = cluster.change()?;
        let entries = cluster.not_undone(count, &mut state)?;
        if entries.len() < count {
            let error = Diagnostic::error(
                Code::BadRequest,
                match entries.len() {
                    0 => "there is nothing to undo".to_owned(),
                    found => format!("only {} can be undone", counted(found, "change")),
                },
            );
            return Err(error.help(
                "what was undone already is not undone again, and neither is what the journal does not have any more",
            ));
        }
        let edits = taking_back(&entries, &mut state, forced).map_err(cannot)?;
        // Also where nothing is left to change: what was undone is marked with the change that did it.
        self.commit_all(&mut state, edits, self.now(), || format!("kmgmt undo {count}").into())?;
        let sequences: Vec<u64> = entries.iter().map(|entry| entry.sequence).collect();
        cluster.mark_undone(&sequences, &mut state)?;
        Ok(entries.into_iter().map(|entry| Reverted { sequence: entry.sequence, command: entry.command }).collect())
    }

    /// Makes the cluster hold what another one does, by one change; answers how many things change.
    ///
    /// # Errors
    /// The catalog file can't be written.
    pub fn become_like(&mut self, other: &Self, command: &str) -> Result<usize, Diagnostic> {
        self.read_all()?;
        let cluster = Arc::clone(&self.cluster);
        let mut state = cluster.change()?;
        let new = other.read();
        let mut edits = Vec::new();
        let [before, after] = [&state.directory, &new.directory].map(|directory| directory.environment().cloned());
        if before != after {
            edits.push(Edit::Directory(Change { key: (), before, after }));
        }
        edits.iter().for_each(|edit| self.apply(&mut state, edit));
        let known = new.directory.principals().map(|principal| new.directory.ids(principal));
        let strangers: Vec<Edit> = known.filter(|ids| state.directory.find(ids).is_none()).map(Edit::learned).collect();
        strangers.iter().for_each(|edit| self.apply(&mut state, edit));
        edits.extend(strangers);
        // The two directories may number principals differently.
        let held = translated(&new, &mut state);
        edits.extend(diff(&state.catalog, &held));
        let count = edits.len();
        self.commit(&mut state, edits, self.now(), || command.into())?;
        drop(state);
        self.settle()?;
        Ok(count)
    }
}

/// Returns a catalog with the principals of another directory.
fn translated(from: &State, to: &mut State) -> Catalog {
    let mut catalog = Catalog::empty();
    for edit in diff(&Catalog::empty(), &from.catalog) {
        let edit = to.taken(from.stored(edit));
        catalog.apply(&edit);
    }
    catalog
}

fn cannot(kept: Kept<'_>) -> Diagnostic {
    let (Kept { entry, why }, command) = (&kept, quoted(kept.entry.command.trim()));
    let message = format!("change {}, {command}, can't be undone: {why}", entry.sequence);
    Diagnostic::error(Code::BadRequest, message)
        .help("`--force` undoes it all the same, and everything with it that stands on it")
}
