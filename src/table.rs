//! The one result type: typed columns and rows. Renderers see nothing else.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

mod column_type;
mod moment;

pub use column_type::ColumnType;
pub use moment::Moment;

/// A column: name and type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The name that the official schema gives it, or an operator after a pipe.
    pub name: Cow<'static, str>,
    /// Its type.
    pub kind: ColumnType,
}

/// The columns of a result, `name:type` each, in one text: hundreds of them stand in the table of kinds, and the
/// program is loaded faster the fewer addresses it holds. [`schema!`](crate::schema) writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema(&'static str);

impl Schema {
    /// Returns the schema of such a text.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// Returns whether there are no columns.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Returns the columns, in order.
    pub fn columns(self) -> impl Iterator<Item = Column> {
        let columns = self.0.split_terminator(',').filter_map(|column| column.split_once(':'));
        columns
            .filter_map(|(name, kind)| Some(Column { name: Cow::Borrowed(name), kind: ColumnType::of_variant(kind)? }))
    }
}

/// Columns as the official schemas write them: `schema! { Role: String, Notes: String }`.
#[macro_export]
macro_rules! schema {
    ($($name:ident : $kind:ident),* $(,)?) => {{
        // A type that does not exist is an error of the compiler.
        $(let _ = $crate::table::ColumnType::$kind;)*
        $crate::table::Schema::new(concat!($(stringify!($name), ":", stringify!($kind), ","),*))
    }};
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
    DateTime(Moment),
    /// A length of time.
    TimeSpan(SignedDuration),
    /// A JSON value; copies share it.
    Dynamic(Arc<serde_json::Value>),
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

from! {
    String, Text;
    Arc<str>, Text;
    bool, Bool;
    i64, Long;
    Moment, DateTime;
    Timestamp, DateTime;
    serde_json::Value, Dynamic;
}

impl Value {
    /// Returns the JSON of a dynamic value.
    #[must_use]
    pub fn as_json(&self) -> Option<&serde_json::Value> {
        match self {
            Self::Dynamic(json) => Some(json),
            _ => None,
        }
    }
}

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

/// What a formula of a spreadsheet begins with.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A result: columns, and rows of as many cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    columns: Vec<Column>,
    cells: Vec<Value>,
}

impl Table {
    /// Returns a table without rows.
    #[must_use]
    pub fn new(schema: Schema) -> Self {
        Self::with_columns(schema.columns().collect())
    }

    /// Returns a table without rows, with columns that are made up.
    #[must_use]
    pub fn with_columns(columns: Vec<Column>) -> Self {
        #[cfg(test)]
        MADE.with(|made| made.set(made.get() + 1));
        Self { columns, cells: Vec::new() }
    }

    /// Adds a row. A short row is filled with nulls; cells over the width are dropped.
    pub fn push(&mut self, row: impl IntoIterator<Item = Value>) {
        let full = self.cells.len() + self.columns.len();
        self.cells.extend(row.into_iter().take(self.columns.len()));
        self.cells.resize(full, Value::Null);
    }

    /// Returns the table with an apostrophe before each text that a spreadsheet would take for a formula: one that begins
    /// with `=`, `+`, `-`, `@`, a tab or a line break (OWASP, *CSV Injection*). A spreadsheet shows such a cell as text.
    #[must_use]
    pub fn for_spreadsheets(&self) -> Self {
        let cell = |value: &Value| match value {
            Value::Text(text) if text.starts_with(FORMULA) => Value::from(format!("'{text}")),
            other => other.clone(),
        };
        Self { columns: self.columns.clone(), cells: self.cells.iter().map(cell).collect() }
    }

    /// Returns the table of these of its columns, by their places, in this order.
    #[must_use]
    pub fn choose(&self, places: &[usize]) -> Self {
        let columns = places.iter().filter_map(|place| self.columns.get(*place).cloned()).collect();
        let cells = self.rows().flat_map(|row| places.iter().filter_map(|place| row.get(*place).cloned())).collect();
        Self { columns, cells }
    }

    /// Returns the columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[Value]> {
        self.cells.chunks(self.columns.len().max(1))
    }
}
