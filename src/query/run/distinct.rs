//! `distinct` (`distinct-operator.md`).

use crate::query::distinct::Places;
use crate::query::run::{Row, Rows};

/// Returns the first of equal rows, in the order in which they come.
pub(super) fn rows(rows: Rows<'_>) -> Rows<'_> {
    let (mut places, mut kept): (_, Vec<Row<'_>>) = (Places::default(), Vec::new());
    for row in rows {
        let key_at = |at: usize| kept.get(at).into_iter().flat_map(|own| own.iter());
        if places.find_or_add(row.iter(), kept.len(), key_at).is_none() {
            kept.push(row);
        }
    }
    Box::new(kept.into_iter())
}
