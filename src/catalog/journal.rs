//! The journal of changes: who changed what when, by which command.

use std::collections::VecDeque;
use std::sync::Arc;

use jiff::Timestamp;

use crate::catalog::Edit;
use crate::directory::PrincipalId;
use crate::model::limit;

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its number, from 1.
    pub sequence: u64,
    /// When.
    pub time: Timestamp,
    /// Who.
    pub principal: PrincipalId,
    /// The database in context.
    pub database: Arc<str>,
    /// The command, secrets redacted.
    pub command: String,
    /// What it changed.
    pub edits: Vec<Edit>,
}

/// The last changes, the oldest first: as many as [`limit::JOURNAL_ENTRIES`].
#[derive(Clone, Debug, Default)]
pub struct Journal {
    entries: VecDeque<Entry>,
    last: u64,
}

impl Journal {
    /// Adds a change; `entry` gets the next number. When the journal is full the oldest is dropped.
    pub fn append(&mut self, entry: impl FnOnce(u64) -> Entry) {
        self.last += 1;
        if self.entries.len() >= limit::JOURNAL_ENTRIES {
            self.entries.pop_front();
        }
        self.entries.push_back(entry(self.last));
    }

    /// Returns the number of the last change; 0 where there was none.
    #[must_use]
    pub const fn last(&self) -> u64 {
        self.last
    }

    /// Returns the entries, the oldest first.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }
}
