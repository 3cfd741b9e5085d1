//! A change of one cell: its key, its value before and its value after. Whatever changes does so
//! by changes, and every one of them can be undone.

use serde::{Deserialize, Serialize};

/// A change of the cell `key`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "K: Deserialize<'de>, V: Deserialize<'de>"))]
pub struct Change<K, V> {
    /// Which cell.
    pub key: K,
    /// Its value before, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<V>,
    /// Its value after, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<V>,
}

impl<K, V> Change<K, V> {
    /// Returns a cell that gets its first value.
    pub const fn creation(key: K, after: V) -> Self {
        Self { key, before: None, after: Some(after) }
    }

    /// Returns a cell that loses its value.
    pub const fn removal(key: K, before: V) -> Self {
        Self { key, before: Some(before), after: None }
    }

    /// Returns the change that undoes this one.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { key: self.key, before: self.after, after: self.before }
    }

    /// Returns the change with the key that `to` makes of this one's.
    pub fn rekeyed<L>(self, to: impl FnOnce(K) -> L) -> Change<L, V> {
        Change { key: to(self.key), before: self.before, after: self.after }
    }
}

impl<K, V: PartialEq> Change<K, V> {
    /// Returns whether the value after differs from the value before.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.before != self.after
    }
}
