//! Rows that have nothing but text.

use std::ops::Range;

/// Rows of text, end to end in one string: a cell is a place in it. Listings of a hundred thousand rows are made and
/// written in a fifth of the time that a string for each cell takes.
#[derive(Clone, Debug, Default)]
pub struct TextRows {
    text: String,
    /// Where each cell ends.
    ends: Vec<usize>,
}

impl TextRows {
    /// Adds a cell, of the text that `append` appends to that of all cells; returns where it stands there.
    pub fn cell(&mut self, append: impl FnOnce(&mut String)) -> Range<usize> {
        let start = self.text.len();
        append(&mut self.text);
        self.ends.push(self.text.len());
        start..self.text.len()
    }

    /// Returns all cells.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts(0..self.count())
    }

    /// Adds the cells of others, which are left with none.
    pub(super) fn append(&mut self, others: &mut Self) {
        let start = self.text.len();
        self.text.push_str(&others.text);
        self.ends.extend(others.ends.iter().map(|end| start + end));
        others.clear();
    }

    /// Takes all rows away, and keeps their memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Returns how many cells there are.
    pub(super) fn count(&self) -> usize {
        self.ends.len()
    }

    /// Returns the text of these cells, one after the other.
    pub(super) fn texts(&self, cells: Range<usize>) -> Texts<'_> {
        let start = cells.start.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        Texts { text: &self.text, start, ends: self.ends.get(cells).unwrap_or_default() }
    }
}

/// The texts of cells.
#[derive(Clone, Debug)]
pub(super) struct Texts<'t> {
    text: &'t str,
    start: usize,
    ends: &'t [usize],
}

impl<'t> Texts<'t> {
    /// Returns the texts that are left, end to end.
    pub(super) fn joined(&self) -> &'t str {
        let end = self.ends.last().copied().unwrap_or(self.start);
        self.text.get(self.start..end).unwrap_or_default()
    }
}

impl<'t> Iterator for Texts<'t> {
    type Item = &'t str;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (end, ends) = self.ends.split_first()?;
        let text = self.text.get(self.start..*end).unwrap_or_default();
        (self.start, self.ends) = (*end, ends);
        Some(text)
    }
}
