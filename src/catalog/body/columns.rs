//! Columns as the catalog keeps them.

use std::sync::Arc;

use crate::model::column_type::ColumnType;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub kind: ColumnType,
}
