//! `distinct` (`distinct-operator.md`).

use hashbrown::HashTable;

use crate::query::run::{Rows, key};

/// Returns the first of equal rows, in the order in which they come.
pub(super) fn rows(rows: Rows<'_>) -> Rows<'_> {
    let (mut seen, mut kept) = (HashTable::new(), Vec::new());
    for row in rows {
        let hash = key::hash(row.iter());
        let is_same = |at: &usize| kept.get(*at).is_some_and(|own: &super::Row<'_>| key::same(own.iter(), row.iter()));
        if seen.find(hash, is_same).is_some() {
            continue;
        }
        seen.insert_unique(hash, kept.len(), |at| kept.get(*at).map_or(0, |own| key::hash(own.iter())));
        kept.push(row);
    }
    Box::new(kept.into_iter())
}
