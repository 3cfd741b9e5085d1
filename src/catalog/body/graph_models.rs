//! Graph models.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use jiff::Timestamp;

/// What a graph model consists of: its versions, the oldest first, of which the last counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphModel {
    /// The versions; there is at least one.
    pub versions: Vec<Version>,
}

/// One version: each `.create-or-alter` makes a new one (`graph-model-create-or-alter.md`,
/// *Notes*).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its id, a guid.
    pub id: Arc<str>,
    /// When it was made.
    pub created: Timestamp,
    /// Its definition, the JSON as it was given.
    pub definition: Arc<str>,
}
