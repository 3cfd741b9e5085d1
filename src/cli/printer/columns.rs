//! The columns of results that are shown, where some are chosen.

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::table::Table;
use crate::text::{joined, nearest, quoted, sentence_list};

/// Chosen columns. A result shows those that it has, in the order in which they were chosen, and nothing if it has none
/// of them: scripts give results of many kinds. A name that no result has is a fault.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// The names, and whether a result had such a column.
    names: Vec<(String, bool)>,
    /// The columns of results.
    seen: Vec<Cow<'static, str>>,
    /// The columns of the last result.
    last: Vec<Cow<'static, str>>,
}

impl Chosen {
    pub(super) fn new(names: &[String]) -> Self {
        let mut chosen = Self::default();
        chosen.choose(names);
        chosen
    }

    /// Chooses these columns, or all where none is named.
    pub(super) fn choose(&mut self, names: &[String]) {
        self.names.clear();
        self.seen.clear();
        for name in names.iter().map(|name| name.trim()) {
            // In an object a name stands once.
            if !self.names.iter().any(|(other, _)| other == name) {
                self.names.push((name.to_owned(), false));
            }
        }
    }

    /// Notes the columns of a result.
    pub(super) fn note(&mut self, table: &Table) {
        self.last.clear();
        self.last.extend(table.columns().iter().map(|column| column.name.clone()));
    }

    /// Returns the columns of the last result.
    pub(super) fn last(&self) -> &[Cow<'static, str>] {
        &self.last
    }

    /// Returns whether columns are chosen.
    pub(super) const fn is_any(&self) -> bool {
        !self.names.is_empty()
    }

    /// Returns what is shown of a result, if it is.
    pub(super) fn of<'t>(&mut self, table: &'t Table) -> Option<Cow<'t, Table>> {
        if self.names.is_empty() {
            return Some(Cow::Borrowed(table));
        }
        let columns = table.columns();
        for name in columns.iter().map(|column| &column.name) {
            if !self.seen.contains(name) {
                self.seen.push(name.clone());
            }
        }
        let mut places = Vec::new();
        for (name, found) in &mut self.names {
            let place = columns.iter().position(|column| column.name == *name);
            *found |= place.is_some();
            places.extend(place);
        }
        (!places.is_empty()).then(|| Cow::Owned(table.choose(&places)))
    }

    /// Returns which chosen name no result had, if there were results; those that follow are looked at again.
    pub(super) fn fault(&mut self) -> Option<Diagnostic> {
        let seen = std::mem::take(&mut self.seen);
        let unknown: Vec<&str> = self.names.iter().filter(|(_, found)| !found).map(|(name, _)| name.as_str()).collect();
        let near = unknown.first().and_then(|name| nearest(name, seen.iter().map(|name| &**name)));
        let list: Vec<String> = unknown.iter().map(quoted).collect();
        let has_fault = !seen.is_empty() && !unknown.is_empty();
        let message = format!("no result has a column {}", sentence_list(&list, "or"));
        self.names.iter_mut().for_each(|(_, found)| *found = false);
        let columns: Vec<String> = seen.iter().map(quoted).collect();
        let help = format!("the columns are {}", sentence_list(&columns, "and"));
        has_fault.then(|| Diagnostic::error(Code::Input, message).did_you_mean(near).help(help))
    }
}

/// Prints the columns that are chosen.
impl std::fmt::Display for Chosen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.names.iter().map(|(name, _)| name.as_str()).collect();
        match names.is_empty() {
            true => write!(f, "all columns are shown; `{} NAME, NAME` chooses", DirectiveKind::Columns),
            false => f.write_str(&joined(&names)),
        }
    }
}
