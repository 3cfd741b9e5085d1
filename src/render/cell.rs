//! A cell as people may see it.

use std::borrow::Cow;

use crate::model::printed::text;
use crate::table::Value;
use crate::text::tame;

/// Returns the cell's text as people may see it: what steers a terminal, or hides, is escaped.
pub(super) fn shown(value: &Value) -> Cow<'_, str> {
    tame(text(value))
}
