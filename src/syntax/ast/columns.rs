//! Columns in schemas: `(Timestamp: datetime, Level: string)`.

use std::fmt;

use crate::syntax::literal::Name;
use crate::table::ColumnType;
use crate::text::list;

/// `name: type`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column<'s> {
    /// Its name.
    pub name: Name<'s>,
    /// Its type.
    pub kind: ColumnType,
}

impl fmt::Display for Column<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.kind)
    }
}

/// `(name: type, …)`; each name once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns<'s>(pub Vec<Column<'s>>);

impl fmt::Display for Columns<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        list(f, &self.0)?;
        f.write_str(")")
    }
}
