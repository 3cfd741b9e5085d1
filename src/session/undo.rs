//! `#undo`: takes back the changes of a session, the last statement first. What is undone is read from the journal, and
//! undoing is a change like any other.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::catalog::{Edit, Entry};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::model::limit;
use crate::session::inverse::{Kept, taking_back};
use crate::session::{Output, Session};
use crate::text::{counted, quoted, shortened_to};

/// So many commands are named of those that were undone, and so much of each is shown.
const NAMED: usize = 8;
const SHOWN: usize = 100;

/// What a session changed, as far as it can be undone.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    /// How many statements have begun.
    statements: u64,
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
}

impl Changes {
    /// Begins with a statement: all that it changes is undone together.
    pub(super) const fn begin(&mut self) {
        self.statements += 1;
    }

    /// Notes that the journal has got an entry of the session.
    pub(super) fn note(&mut self, sequence: u64, edits: &[Edit]) {
        if edits.iter().any(Edit::can_be_undone) {
            self.open.push_back(Made { statement: self.statements, sequence });
            if self.open.len() > limit::JOURNAL_ENTRIES {
                self.open.pop_front();
            }
        }
    }

    /// Forgets the changes after the one of this number, which were taken back: all of them are the session's, since
    /// nobody else changes anything before they are durable.
    pub(super) fn forget_after(&mut self, last: u64) {
        self.open.retain(|made| made.sequence <= last);
    }

    /// Returns the numbers of the changes of the last statement that changed something, the last first.
    fn last(&self) -> Vec<u64> {
        let last = self.open.back().map(|made| made.statement);
        let those = self.open.iter().rev().take_while(|made| Some(made.statement) == last);
        those.map(|made| made.sequence).collect()
    }
}

impl Session {
    /// `#undo`
    pub(super) fn undo(&mut self) -> Result<Output, Diagnostic> {
        let last = self.changes.last();
        if last.is_empty() {
            return Ok(Output::Text("nothing to undo: this session has no changes left".to_owned()));
        }
        let cluster = Arc::clone(&self.cluster);
        let mut state = cluster.change()?;
        let mut entries: Vec<Entry> =
            state.journal.entries().filter(|entry| last.contains(&entry.sequence)).cloned().collect();
        if entries.len() != last.len() {
            return Err(cannot("this", "the journal does not have all of it any more"));
        }
        entries.reverse();
        let edits = taking_back(&entries, &mut state, false)
            .map_err(|Kept { entry, why }| cannot(&quoted(shown(entry)), &why))?;
        let left = self.changes.open.len() - last.len();
        self.commit(&mut state, edits, self.now(), || DirectiveKind::Undo.to_string().into())?;
        if let Err(error) = cluster.mark_undone(&last, &mut state) {
            self.changes.forget_after(state.journal.last());
            return Err(error);
        }
        self.changes.open.truncate(left);
        Ok(Output::Text(told(&entries)))
    }
}

fn cannot(what: &str, why: &str) -> Diagnostic {
    Diagnostic::error(Code::BadRequest, format!("{what} can't be undone: {why}"))
}

/// Returns the command of a change, as it is shown.
fn shown(entry: &Entry) -> String {
    shortened_to(entry.command.trim(), SHOWN)
}

/// Returns what was undone.
fn told(entries: &[Entry]) -> String {
    let named = entries.iter().take(NAMED).map(|entry| format!("undone: {}", shown(entry)));
    let more = entries.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| format!("undone: {} of the same statement", counted(more, "command")));
    named.chain(more).collect::<Vec<_>>().join("\n")
}
