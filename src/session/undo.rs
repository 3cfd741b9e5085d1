//! `#undo`: takes back the changes of a session, the last statement first. What is undone is read from the journal, and
//! undoing is a change like any other.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::catalog::Edit;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::model::limit;
use crate::session::{Output, Session};
use crate::text::{counted, shortened_to};

/// So many commands are named of those that were undone, and so much of each is shown.
const NAMED: usize = 8;
const SHOWN: usize = 100;

/// What a session changed, as far as it can be undone.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    /// How many statements have begun.
    statements: u64,
    /// How many entries of the journal are the session's.
    entries: u64,
    /// The number of the last one of them.
    newest: u64,
    /// The changes that were not undone, the oldest first.
    open: VecDeque<Made>,
}

/// One change of the session.
#[derive(Clone, Copy, Debug)]
struct Made {
    /// The number of its statement.
    statement: u64,
    /// The number of its entry in the journal.
    sequence: u64,
    /// How many entries of others the journal had before it.
    others: u64,
}

impl Changes {
    /// Begins with a statement: all that it changes is undone together.
    pub(super) const fn begin(&mut self) {
        self.statements += 1;
    }

    /// Notes that the journal has got an entry of the session.
    pub(super) fn note(&mut self, sequence: u64, edits: &[Edit]) {
        self.entries += 1;
        self.newest = sequence;
        if edits.iter().any(Edit::can_be_undone) {
            let made = Made { statement: self.statements, sequence, others: sequence - self.entries };
            self.open.push_back(made);
            if self.open.len() > limit::JOURNAL_ENTRIES {
                self.open.pop_front();
            }
        }
    }

    /// Forgets the changes after the one of this number, which were taken back: all of them are the session's, since
    /// nobody else changes anything before they are durable.
    pub(super) fn forget_after(&mut self, last: u64) {
        self.entries -= self.newest.saturating_sub(last).min(self.entries);
        self.newest = self.newest.min(last);
        self.open.retain(|made| made.sequence <= last);
    }

    /// Returns the changes of the last statement that changed something, the last first.
    fn last(&self) -> Vec<Made> {
        let last = self.open.back().map(|made| made.statement);
        self.open.iter().rev().copied().take_while(|made| Some(made.statement) == last).collect()
    }
}

impl Session {
    /// `#undo`
    pub(super) fn undo(&mut self) -> Result<Output, Diagnostic> {
        let last = self.changes.last();
        let Some(first) = last.last() else {
            return Ok(Output::Text("nothing to undo: this session has no changes left".to_owned()));
        };
        let cluster = Arc::clone(&self.cluster);
        let mut state = cluster.change()?;
        let cannot = |why: &str| Err(Diagnostic::error(Code::BadRequest, format!("this can't be undone: {why}")));
        if state.journal.last() - self.changes.entries != first.others {
            return cannot("somebody else has changed the cluster since");
        }
        let is_meant = |sequence: u64| last.iter().any(|made| made.sequence == sequence);
        let mut entries: Vec<_> = state.journal.entries().filter(|entry| is_meant(entry.sequence)).collect();
        if entries.len() != last.len() {
            return cannot("the journal does not have all of it any more");
        }
        entries.reverse();
        let commands: Vec<String> = entries.iter().map(|entry| shortened_to(entry.command.trim(), SHOWN)).collect();
        let edits = entries.into_iter().flat_map(|entry| entry.edits.iter().rev().filter(|edit| edit.can_be_undone()));
        let edits: Vec<Edit> = edits.cloned().map(Edit::inverse).collect();
        let left = self.changes.open.len() - last.len();
        self.commit(&mut state, edits, self.now(), || DirectiveKind::Undo.to_string())?;
        let undone: Vec<u64> = last.iter().map(|made| made.sequence).collect();
        if let Err(error) = cluster.mark_undone(&undone, &mut state) {
            self.changes.forget_after(state.journal.last());
            return Err(error);
        }
        self.changes.open.truncate(left);
        Ok(Output::Text(told(&commands)))
    }
}

/// Returns what was undone.
fn told(commands: &[String]) -> String {
    let named = commands.iter().take(NAMED).map(|command| format!("undone: {command}"));
    let more = commands.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| format!("undone: {} of the same statement", counted(more, "command")));
    named.chain(more).collect::<Vec<_>>().join("\n")
}
