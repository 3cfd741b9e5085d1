//! What answers are read into: rows whose cells are found by the names of their columns, each with its place.

use std::fmt;
use std::sync::Arc;

use hashbrown::HashMap;

/// Where something stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// Somewhere in it.
    Whole,
    /// On a line, from 1.
    Line(u32),
    /// In a row of a result or an item of a list, from 1.
    Row(u32),
}

/// Where something was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name of the text: a file, `<stdin>`.
    pub origin: Arc<str>,
    /// Where in it.
    pub at: At,
}

impl Place {
    /// Returns the place in the same text.
    #[must_use]
    pub fn with(&self, at: At) -> Self {
        Self { origin: self.origin.clone(), at }
    }

    /// Returns the line, or 1 where the text is not told by lines.
    #[must_use]
    pub const fn line(&self) -> u32 {
        match self.at {
            At::Line(line) => line,
            At::Whole | At::Row(_) => 1,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at {
            At::Whole => write!(f, "{}", self.origin),
            At::Line(line) => write!(f, "{}:{line}", self.origin),
            At::Row(row) => write!(f, "{}: row {row}", self.origin),
        }
    }
}

/// A table as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    place: Place,
    /// The columns as they are written.
    titles: Vec<String>,
    /// The columns by their [keys](key).
    columns: HashMap<String, usize>,
    rows: Vec<(Place, Vec<String>)>,
    /// Whether it is known to be a part of the whole list.
    pub is_part: bool,
}

/// Returns what columns are compared by: letters and digits, without case. Tools write one column as
/// `PrincipalFQN`, `principal_fqn` or `Principal FQN`.
pub(super) fn key(title: &str) -> String {
    title.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Rows {
    /// Returns a table without rows.
    pub fn new(place: Place, titles: Vec<String>) -> Self {
        let columns = titles.iter().enumerate().rev().map(|(index, title)| (key(title), index)).collect();
        Self { place, titles, columns, rows: Vec::new(), is_part: false }
    }

    /// Adds a row.
    pub fn push(&mut self, at: At, cells: Vec<String>) {
        self.rows.push((self.place.with(at), cells));
    }

    /// Adds to the cells of the last row what stands below them.
    pub fn go_on(&mut self, cells: &[String]) {
        let Some((_, last)) = self.rows.last_mut() else { return };
        for (cell, more) in last.iter_mut().zip(cells).filter(|(_, more)| !more.is_empty()) {
            cell.extend(["\n", more]);
        }
    }

    /// Returns where the table stands.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// Returns the columns as they are written.
    #[must_use]
    pub fn titles(&self) -> &[String] {
        &self.titles
    }

    /// Returns whether there is a column of this key.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Returns the rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(place, cells)| Row { table: self, place, cells })
    }

    /// Returns how many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }
}

/// A row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    table: &'r Rows,
    /// Where it stands.
    pub place: &'r Place,
    cells: &'r [String],
}

impl<'r> Row<'r> {
    /// Returns the cell in the column of this key, without the spaces around it; empty where there is none.
    #[must_use]
    pub fn get(&self, column: &str) -> &'r str {
        let cell = self.table.columns.get(column).and_then(|index| self.cells.get(*index));
        cell.map_or("", |cell| cell.trim())
    }

    /// Returns the cell in the column of this key, where it is not empty.
    #[must_use]
    pub fn given(&self, column: &str) -> Option<&'r str> {
        Some(self.get(column)).filter(|cell| !cell.is_empty())
    }

    /// Returns how many cells the row has over the columns.
    #[must_use]
    pub fn surplus(&self) -> usize {
        let filled = self.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        filled.saturating_sub(self.table.titles.len())
    }
}
