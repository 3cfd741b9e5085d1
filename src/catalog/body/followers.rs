//! What a follower database has beside what it follows (`cluster-follower.md`). It belongs to the
//! database as an entity of its own, which holds the principals and the caching policy that override
//! those of the leader.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalog::Policy;
use crate::model::keyword::Keyword;
use crate::model::modification_kind::ModificationKind;

/// The name of the entity that holds what a follower has.
pub const FOLLOWER: &str = Keyword::Follower.text();

/// What a follower has, besides principals and a caching policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follower {
    /// Where the metadata of the leader cluster is, where a command says so, secrets redacted.
    pub leader: Arc<str>,
    /// How its caching policies count.
    pub caching: ModificationKind,
    /// Whether new data is fetched before it can be queried.
    pub prefetch: bool,
    /// The caching policies of tables and views, by their names.
    pub tables: BTreeMap<Arc<str>, Policy>,
    /// Other settings, by the words of their commands.
    pub settings: BTreeMap<Arc<str>, Arc<str>>,
}

impl Default for Follower {
    fn default() -> Self {
        Self {
            leader: Arc::default(),
            caching: ModificationKind::Union,
            prefetch: false,
            tables: BTreeMap::new(),
            settings: BTreeMap::new(),
        }
    }
}
