//! `distinct` (`distinct-operator.md`).

use hashbrown::HashTable;

use crate::query::distinct::{hash, same};
use crate::query::run::{Row, Rows};

/// Returns the first of equal rows, in the order in which they come.
pub(super) fn rows(rows: Rows<'_>) -> Rows<'_> {
    let (mut seen, mut kept) = (HashTable::new(), Vec::new());
    for row in rows {
        let key = hash(row.iter());
        let is_same = |at: &usize| kept.get(*at).is_some_and(|own: &Row<'_>| same(own.iter(), row.iter()));
        if seen.find(key, is_same).is_some() {
            continue;
        }
        seen.insert_unique(key, kept.len(), |at| kept.get(*at).map_or(0, |own| hash(own.iter())));
        kept.push(row);
    }
    Box::new(kept.into_iter())
}
