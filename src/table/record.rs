//! A row as it is read.

use std::slice::Iter;

use crate::table::text_rows::Texts;
use crate::table::value::Value;

/// A cell as it is read: of a text there need be no value.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'t> {
    /// A text.
    Text(&'t str),
    /// Any other value.
    Other(&'t Value),
}

impl<'t> From<&'t Value> for Cell<'t> {
    fn from(value: &'t Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text),
            other => Self::Other(other),
        }
    }
}

impl From<Cell<'_>> for Value {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Text(text) => Self::from(text),
            Cell::Other(value) => value.clone(),
        }
    }
}

/// A row as it is read, cell by cell.
#[derive(Clone, Debug)]
pub struct Record<'t>(Cells<'t>);

#[derive(Clone, Debug)]
enum Cells<'t> {
    Values(Iter<'t, Value>),
    Texts(Texts<'t>),
}

impl<'t> Record<'t> {
    pub(super) fn of_values(values: &'t [Value]) -> Self {
        Self(Cells::Values(values.iter()))
    }

    pub(super) const fn of_texts(texts: Texts<'t>) -> Self {
        Self(Cells::Texts(texts))
    }

    /// Returns whether all bytes of all cells are `plain`, if that can be known of the whole row at once.
    #[must_use]
    pub fn is_all(&self, plain: impl Fn(u8) -> bool) -> bool {
        match &self.0 {
            Cells::Values(_) => false,
            // No byte ends the loop early, so that many are looked at together.
            Cells::Texts(texts) => texts.joined().bytes().fold(true, |all, byte| all & plain(byte)),
        }
    }
}

impl<'t> Iterator for Record<'t> {
    type Item = Cell<'t>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Cells::Values(values) => values.next().map(Cell::from),
            Cells::Texts(texts) => texts.next().map(Cell::Text),
        }
    }
}
