//! The one result type: typed columns and rows. Renderers see nothing else.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

/// The type of a column, in Kusto's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `string`
    String,
    /// `bool`
    Bool,
    /// `int` and `long`
    Long,
    /// `real`
    Real,
    /// `datetime`
    DateTime,
    /// `timespan`
    TimeSpan,
    /// `guid`
    Guid,
    /// `dynamic`
    Dynamic,
}

/// A column: name and type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name that the official schema gives it.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
}

/// The columns of a result.
pub type Schema = &'static [Column];

/// Columns as the official schemas write them: `schema! { Role: String, Notes: String }`.
#[macro_export]
macro_rules! schema {
    ($($name:ident : $kind:ident),* $(,)?) => {
        &[$($crate::table::Column { name: stringify!($name), kind: $crate::table::Type::$kind }),*]
    };
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// No value; printed as nothing, `null` in JSON.
    Null,
    /// Text, also of guid columns.
    Text(Arc<str>),
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Long(i64),
    /// A floating number.
    Real(f64),
    /// A moment, in UTC.
    DateTime(Timestamp),
    /// A length of time.
    TimeSpan(SignedDuration),
    /// A JSON value.
    Dynamic(serde_json::Value),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Arc::from(text))
    }
}

macro_rules! from {
    ($($type:ty, $variant:ident);* $(;)?) => {
        $(impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! { String, Text; Arc<str>, Text; bool, Bool; i64, Long; Timestamp, DateTime }

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
thread_local! {
    /// How many tables this thread has made: tests of answers that nobody reads count them.
    pub(crate) static MADE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// A result: columns, and rows of as many cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    schema: Schema,
    cells: Vec<Value>,
}

impl Table {
    /// Returns a table without rows.
    #[must_use]
    pub fn new(schema: Schema) -> Self {
        #[cfg(test)]
        MADE.with(|made| made.set(made.get() + 1));
        Self { schema, cells: Vec::new() }
    }

    /// Adds a row. A short row is filled with nulls; cells over the width are dropped.
    pub fn push(&mut self, row: impl IntoIterator<Item = Value>) {
        let full = self.cells.len() + self.schema.len();
        self.cells.extend(row.into_iter().take(self.schema.len()));
        self.cells.resize(full, Value::Null);
    }

    /// Returns the columns.
    #[must_use]
    pub const fn schema(&self) -> Schema {
        self.schema
    }

    /// Returns the rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[Value]> {
        self.cells.chunks(self.schema.len().max(1))
    }
}
