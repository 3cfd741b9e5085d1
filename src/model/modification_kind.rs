//! How a follower combines what the database that it follows has with its own (`cluster-follower.md`,
//! *Database policy overrides*).

use crate::model::words::words;

words! {
    /// How what a follower adds counts.
    #[derive(Default)]
    ModificationKind:
    /// Only what the database that is followed has counts.
    #[default]
    None "none", "None";
    /// Both count.
    Union "union", "Union";
    /// Only what the follower has counts.
    Replace "replace", "Replace";
}

impl ModificationKind {
    /// Returns whether what the database that is followed has counts.
    #[must_use]
    pub const fn keeps(self) -> bool {
        !matches!(self, Self::Replace)
    }

    /// Returns whether what the follower has counts.
    #[must_use]
    pub const fn adds(self) -> bool {
        !matches!(self, Self::None)
    }
}
