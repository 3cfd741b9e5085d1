//! Principals that the cluster refuses to serve for a time.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::directory::PrincipalId;

/// Who is blocked, and with which application and user name only.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BlockedKey<P = PrincipalId> {
    /// The principal.
    pub principal: P,
    /// Only requests that state this application; any when absent.
    pub application: Option<Arc<str>>,
    /// Only requests that state this user name; any when absent.
    pub user: Option<Arc<str>>,
}

/// Until when, and why. Two are equal except for their places in listings.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Blocked {
    /// Its place in listings: blocks are numbered as they are made.
    pub order: u32,
    /// When it ends; never when absent.
    pub until: Option<Timestamp>,
    /// The reason that was given.
    pub reason: Option<Arc<str>>,
}

impl Blocked {
    /// Returns whether the block has not ended.
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| until > now)
    }
}

impl PartialEq for Blocked {
    fn eq(&self, other: &Self) -> bool {
        self.until == other.until && self.reason == other.reason
    }
}

impl Eq for Blocked {}
