//! The one result type: typed columns and rows. Renderers see nothing else.

use std::borrow::Cow;
use std::ops::{ControlFlow, Range};
use std::sync::OnceLock;

mod column_type;
mod moment;
mod parts;
mod record;
mod text_rows;
mod value;

pub use column_type::ColumnType;
pub use moment::Moment;
pub use parts::{PART, Parts, Take};
pub use record::{Cell, Record};
pub use text_rows::TextRows;
pub use value::Value;

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

#[cfg(test)]
thread_local! {
    /// How many tables this thread has made: tests of answers that nobody reads count them.
    pub(crate) static MADE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// What a formula of a spreadsheet begins with.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A result: columns, and rows of as many cells.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    cells: Cells,
}

/// The cells of all rows, one row after the other.
#[derive(Clone, Debug)]
enum Cells {
    Values(Vec<Value>),
    /// Texts, and the values that are made of them when somebody asks for values.
    Texts(TextRows, OnceLock<Vec<Value>>),
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        self.columns == other.columns && self.values() == other.values()
    }
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
        Self::with_cells(columns, Cells::Values(Vec::new()))
    }

    /// Returns a table of the rows of text that `make` makes.
    #[must_use]
    pub fn of_text(schema: Schema, make: impl FnOnce(&mut Parts<'_>) -> ControlFlow<()>) -> Self {
        let mut rows = Parts::gathered(schema);
        // Who gathers wants all rows.
        let _ = make(&mut rows);
        rows.into_table()
    }

    /// Returns a table of rows that have nothing but text. A short last row is filled with empty texts.
    fn of_texts(columns: Vec<Column>, mut rows: TextRows) -> Self {
        while !rows.count().is_multiple_of(columns.len().max(1)) {
            rows.cell(|_| ());
        }
        Self::with_cells(columns, Cells::Texts(rows, OnceLock::new()))
    }

    /// Returns what [`Self::of_texts`] was given.
    fn into_texts(self) -> (Vec<Column>, TextRows) {
        match self.cells {
            Cells::Texts(rows, _) => (self.columns, rows),
            Cells::Values(_) => (self.columns, TextRows::default()),
        }
    }

    fn with_cells(columns: Vec<Column>, cells: Cells) -> Self {
        #[cfg(test)]
        MADE.with(|made| made.set(made.get() + 1));
        Self { columns, cells }
    }

    /// Adds a row. A short row is filled with nulls; cells over the width are dropped.
    pub fn push(&mut self, row: impl IntoIterator<Item = Value>) {
        if matches!(self.cells, Cells::Texts(..)) {
            self.cells = Cells::Values(self.values().to_vec());
        }
        if let Cells::Values(cells) = &mut self.cells {
            let full = cells.len() + self.columns.len();
            cells.extend(row.into_iter().take(self.columns.len()));
            cells.resize(full, Value::Null);
        }
    }

    /// Returns the table with an apostrophe before each text that a spreadsheet would take for a formula: one that begins
    /// with `=`, `+`, `-`, `@`, a tab or a line break (OWASP, *CSV Injection*). A spreadsheet shows such a cell as text.
    #[must_use]
    pub fn for_spreadsheets(&self) -> Self {
        let cell = |value: &Value| match value {
            Value::Text(text) if text.starts_with(FORMULA) => Value::from(format!("'{text}")),
            other => other.clone(),
        };
        Self { columns: self.columns.clone(), cells: Cells::Values(self.values().iter().map(cell).collect()) }
    }

    /// Returns the table of these of its columns, by their places, in this order.
    #[must_use]
    pub fn choose(&self, places: &[usize]) -> Self {
        let columns = places.iter().filter_map(|place| self.columns.get(*place).cloned()).collect();
        let cells = self.rows().flat_map(|row| places.iter().filter_map(|place| row.get(*place).cloned())).collect();
        Self { columns, cells: Cells::Values(cells) }
    }

    /// Returns the columns.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns the rows, in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[Value]> {
        self.values().chunks(self.width())
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn row_count(&self) -> usize {
        let cells = match &self.cells {
            Cells::Values(cells) => cells.len(),
            Cells::Texts(texts, _) => texts.count(),
        };
        cells.div_ceil(self.width())
    }

    /// Returns the rows, in order, to be read once: no values are made of texts.
    pub fn records(&self) -> impl ExactSizeIterator<Item = Record<'_>> {
        (0..self.row_count()).map(|row| self.record(row * self.width()..(row + 1) * self.width()))
    }

    fn record(&self, cells: Range<usize>) -> Record<'_> {
        match &self.cells {
            Cells::Values(values) => Record::of_values(values.get(cells).unwrap_or_default()),
            Cells::Texts(texts, _) => Record::of_texts(texts.texts(cells)),
        }
    }

    fn values(&self) -> &[Value] {
        match &self.cells {
            Cells::Values(values) => values,
            Cells::Texts(texts, values) => {
                values.get_or_init(|| texts.texts(0..texts.count()).map(Value::from).collect())
            }
        }
    }

    /// Returns how many cells a row has; 1 at least, so that it can be counted in.
    fn width(&self) -> usize {
        self.columns.len().max(1)
    }
}
