//! Columns as the catalog keeps them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::column_type::ColumnType;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: Arc<str>,
    /// Its type.
    pub kind: ColumnType,
}
