//! What was decided becomes what there is: edits are applied and recorded.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;

use crate::catalog::{Edit, Entry};
use crate::cluster::State;
use crate::diagnostic::Diagnostic;
use crate::session::{Recorded, Session};

impl Session {
    /// Applies edits and records them, if there are any.
    pub(super) fn commit<'c>(
        &mut self,
        state: &mut State,
        mut edits: Vec<Edit>,
        time: Timestamp,
        command: impl FnOnce() -> Cow<'c, str>,
    ) -> Result<(), Diagnostic> {
        if self.loading {
            edits.retain(|edit| !edit.is_assignment_of(self.principal));
            edits.iter().for_each(|edit| self.apply(state, edit));
            return Ok(());
        }
        if edits.is_empty() { Ok(()) } else { self.commit_all(state, edits, time, command) }
    }

    /// Applies edits and records them.
    pub(super) fn commit_all<'c>(
        &mut self,
        state: &mut State,
        edits: Vec<Edit>,
        time: Timestamp,
        command: impl FnOnce() -> Cow<'c, str>,
    ) -> Result<(), Diagnostic> {
        edits.iter().for_each(|edit| self.apply(state, edit));
        if let Some(recorded) = &mut self.recorded {
            recorded.push(Recorded { place: self.inner, edits: edits.clone() });
        }
        let (principal, database, command) = (self.principal, self.database.clone(), command());
        self.changes.note(state.journal.last() + 1, &edits);
        let cluster = Arc::clone(&self.cluster);
        let recorded = cluster.record(state, |sequence, spent| {
            let (command, edits) = spent.renewed(&command, edits);
            Entry { sequence, time, principal, database, command, edits }
        });
        match recorded {
            Ok(group) => {
                self.group = group;
                Ok(())
            }
            Err(error) => {
                self.changes.forget_after(state.journal.last());
                Err(error)
            }
        }
    }

    /// Applies an edit: memberships to the session's cache, and all else to the cluster.
    pub(super) fn apply(&mut self, state: &mut State, edit: &Edit) {
        match edit {
            Edit::Membership(change) => Arc::make_mut(&mut self.memberships).set(&change.key, change.after),
            edit => state.apply(edit),
        }
    }

    /// Applies edits that were decided before, here or in another process. They are not recorded.
    pub fn replay(&mut self, edits: impl IntoIterator<Item = Edit>) {
        let cluster = Arc::clone(&self.cluster);
        let mut state = cluster.write();
        edits.into_iter().for_each(|edit| self.apply(&mut state, &edit));
    }
}
