//! Databases.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::modification_kind::ModificationKind;

/// What a database consists of, besides its entities.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Database {
    /// The containers of `persist ('…', '…')`, secrets redacted; none for a volatile database.
    pub persist: Vec<Arc<str>>,
    /// The pretty name.
    pub pretty_name: Option<Arc<str>>,
    /// The minor part of the version, which every change of the schema raises.
    pub version: u32,
    /// Of a follower: how the principals that it has count, beside those of the leader. They stand in
    /// the entity that holds what a follower has.
    #[serde(default)]
    pub follower: Option<ModificationKind>,
}
