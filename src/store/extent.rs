//! How much of a catalog file is read, and of its journal replayed.

use hashbrown::HashMap;

use crate::catalog::EntityId;

/// What of the databases of a file is in memory.
#[derive(Debug)]
pub(super) enum Read {
    /// These, and the cluster.
    Some(HashMap<EntityId, RolesOf>),
    /// All of them.
    All,
}

/// Which edits of changes are replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replayed {
    /// Those of what entities hold. Who exists is written into its table with each change, and so is the environment: both
    /// were read as they are now, and replaying how they came to be so would take somebody for another one.
    Held,
    /// All of them.
    All,
}

/// Whose roles on a database are read with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RolesOf {
    /// Those of the principals that were read before. All assignments of the database are looked at still; only their
    /// holders are not read.
    Known,
    /// Everybody's.
    Everybody,
}
