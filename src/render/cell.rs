//! A cell as people may see it.

use std::borrow::Cow;

use crate::model::printed::text;
use crate::table::Cell;
use crate::text::tame;

/// Returns the cell's text as people may see it: what steers a terminal, or hides, is escaped.
pub(super) fn shown<'v>(cell: impl Into<Cell<'v>>) -> Cow<'v, str> {
    tame(text(cell))
}
