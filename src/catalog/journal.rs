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
    pub edits: Arc<Vec<Edit>>,
}

/// The memory of a change that the journal does not keep any more.
#[derive(Debug, Default)]
pub struct Spent {
    command: String,
    edits: Option<Arc<Vec<Edit>>>,
}

impl Spent {
    /// Returns a command and edits for another change, in this memory. It spares every command of a long script two
    /// allocations of six.
    #[must_use]
    pub fn renewed(self, command: &str, edits: Vec<Edit>) -> (String, Arc<Vec<Edit>>) {
        let Self { command: mut kept, edits: spent } = self;
        kept.clear();
        kept.push_str(command);
        let Some(mut spent) = spent else { return (kept, Arc::new(edits)) };
        match Arc::get_mut(&mut spent) {
            Some(before) => *before = edits,
            // Somebody else has them still: they are to become durable.
            None => return (kept, Arc::new(edits)),
        }
        (kept, spent)
    }
}

/// The last changes, the oldest first: as many as [`limit::JOURNAL_ENTRIES`], or all where all were read.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    entries: VecDeque<Entry>,
    last: u64,
    is_whole: bool,
}

impl Journal {
    /// Returns a journal of which nothing is in memory, and whose last change has this number.
    #[must_use]
    pub fn since(last: u64) -> Self {
        Self { last, ..Self::default() }
    }

    /// Returns a journal that keeps every change, of which these are all.
    #[must_use]
    pub fn whole(entries: Vec<Entry>, last: u64) -> Self {
        Self { entries: entries.into(), last, is_whole: true }
    }

    /// Adds a change; `entry` gets the next number. When the journal is full the oldest is dropped, and `entry` gets its
    /// memory.
    pub fn append(&mut self, entry: impl FnOnce(u64, Spent) -> Entry) {
        let spent = self.drop_oldest().map(|Entry { command, edits, .. }| Spent { command, edits: Some(edits) });
        self.take(entry(self.last + 1, spent.unwrap_or_default()));
    }

    /// Adds a change that has its number.
    pub fn take(&mut self, entry: Entry) {
        self.last = entry.sequence;
        self.drop_oldest();
        self.entries.push_back(entry);
    }

    /// Makes room for one more; returns the entry that is kept no longer.
    fn drop_oldest(&mut self) -> Option<Entry> {
        let is_full = !self.is_whole && self.entries.len() >= limit::JOURNAL_ENTRIES;
        if is_full { self.entries.pop_front() } else { None }
    }

    /// Forgets the changes after the one of this number.
    pub fn go_back_to(&mut self, last: u64) {
        self.last = last;
        self.entries.retain(|entry| entry.sequence <= last);
    }

    /// Returns whether every change is in memory.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Returns the last entry, if it is in memory.
    #[must_use]
    pub fn newest(&self) -> Option<&Entry> {
        self.entries.back().filter(|entry| entry.sequence == self.last)
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
