//! Undoing the last changes of a catalog file, whoever made them, and making it like another state.

use std::sync::Arc;

use crate::catalog::{Catalog, Change, Definition, Edit, EntityId, Entry, diff};
use crate::cluster::State;
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{differ_in_version, is_new_version};
use crate::session::Session;
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
        let mut after = state.catalog.clone();
        let mut edits = Vec::new();
        for entry in &entries {
            let cannot = |why: String| cannot(entry.sequence, &entry.command, &why);
            names_are_free(entry, &after).map_err(cannot)?;
            for edit in entry.edits.iter().rev().filter(|edit| edit.can_be_undone() && !is_new_version(edit)) {
                for edit in inverse(edit, &after, &state, forced).map_err(cannot)? {
                    after.apply(&edit);
                    edits.push(edit);
                }
            }
        }
        // Also where nothing is left to change: what was undone is marked with the change that did it.
        self.commit_all(&mut state, edits, self.now(), || format!("kmgmt undo {count}"))?;
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
        self.commit(&mut state, edits, self.now(), || command.to_owned())?;
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

fn cannot(sequence: u64, command: &str, why: &str) -> Diagnostic {
    let message = format!("change {sequence}, {}, can't be undone: {why}", quoted(command.trim()));
    Diagnostic::error(Code::BadRequest, message)
        .help("`--force` undoes it all the same, and everything with it that stands on it")
}

/// Returns the edits that undo one, or why that would undo what others did since.
fn inverse(edit: &Edit, now: &Catalog, state: &State, forced: bool) -> Result<Vec<Edit>, String> {
    let named = |entity: EntityId| {
        now.get(entity).map_or_else(|| "what it is about".to_owned(), |it| quoted(&it.definition.name))
    };
    let fits = |is_as_left: bool, what: String| {
        if is_as_left || forced { Ok(()) } else { Err(format!("{what} was changed since")) }
    };
    Ok(match edit.clone().inverse() {
        Edit::Entity(Change { key, before, after }) => {
            let found = now.get(key).map(|entity| entity.definition.clone());
            fits(same_but_version(found.as_ref(), before.as_ref()), named(key))?;
            match (found, after) {
                (None, None) => Vec::new(),
                (Some(_), None) => {
                    let removal = now.removal(key);
                    fits(removal.len() == 1, format!("{}, or what is in it,", named(key)))?;
                    removal
                }
                (found, Some(after)) => {
                    if now.get(after.parent).is_none() {
                        return Err(format!("{} was in something that is gone", quoted(&after.name)));
                    }
                    vec![Edit::Entity(Change { key, before: found, after: Some(after) })]
                }
            }
        }
        Edit::Assignment(Change { key, before, after }) => {
            let Some(entity) = now.get(key.entity) else { return gone(forced) };
            let found = entity.assignments.get(key.role, key.principal).cloned();
            fits(found == before, state.directory.reference(key.principal))?;
            vec![Edit::Assignment(Change { key, before: found, after })]
        }
        Edit::Policy(Change { key, before, after }) => {
            let Some(entity) = now.get(key.entity) else { return gone(forced) };
            let found = entity.policies.get(key.policy).cloned();
            fits(found == before, format!("the policy {} of {}", key.policy.word(), named(key.entity)))?;
            vec![Edit::Policy(Change { key, before: found, after })]
        }
        Edit::Mapping(Change { key, before, after }) => {
            let Some(entity) = now.get(key.entity) else { return gone(forced) };
            let found = entity.mappings.get(key.kind, &key.name).cloned();
            fits(found == before, format!("the mapping {}", quoted(&key.name)))?;
            vec![Edit::Mapping(Change { key, before: found, after })]
        }
        Edit::Blocked(Change { key, before, after }) => {
            let found = now.block(&key).cloned();
            fits(found == before, state.directory.reference(key.principal))?;
            vec![Edit::Blocked(Change { key, before: found, after })]
        }
        edit @ (Edit::Identity(_) | Edit::Directory(_) | Edit::Membership(_)) => vec![edit],
    })
}

/// Looks whether the names that the entities of a change had before it are free, or taken by others of them, which give
/// them back: names may have changed places.
fn names_are_free(entry: &Entry, now: &Catalog) -> Result<(), String> {
    let changed =
        || entry.edits.iter().filter_map(|edit| if let Edit::Entity(change) = edit { Some(change) } else { None });
    for before in changed().filter_map(|change| change.before.as_ref()) {
        let taken = now.child(before.parent, before.kind(), &before.name);
        if taken.is_some_and(|taken| changed().all(|change| change.key != taken)) {
            return Err(format!("there is another {} {} now", before.kind(), quoted(&before.name)));
        }
    }
    Ok(())
}

/// Answers for a cell of an entity that does not exist any more.
fn gone(forced: bool) -> Result<Vec<Edit>, String> {
    if forced { Ok(Vec::new()) } else { Err("what it is about is gone".to_owned()) }
}

/// Returns whether two definitions are equal, whatever their versions.
fn same_but_version(one: Option<&Definition>, other: Option<&Definition>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one == other || differ_in_version(one, other),
        _ => false,
    }
}
