//! Values of rows.

use rusqlite::{Row, RowIndex};

use crate::store::StoreFault;

/// Returns a text, which is not copied.
///
/// # Errors
/// The column holds something else.
pub(super) fn text<'r>(row: &'r Row<'_>, column: impl RowIndex) -> Result<&'r str, StoreFault> {
    row.get_ref(column)?.as_str().map_err(StoreFault::damaged)
}
