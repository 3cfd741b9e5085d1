//! Entity groups: lists of databases that queries name together (`entity-groups.md`).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What an entity group consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityGroup {
    /// The members, in the order in which they were given; each once.
    pub members: Vec<Member>,
}

/// A database, here or on another cluster, or all of a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The cluster; without one this cluster.
    pub cluster: Option<Arc<str>>,
    /// The database; without one all of the cluster.
    pub database: Option<Arc<str>>,
}
