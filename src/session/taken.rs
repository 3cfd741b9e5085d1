//! What a session takes of another one.

use std::sync::Arc;

use crate::catalog::DEFAULT_DATABASE;
use crate::session::Session;
use crate::session::undo::Changes;

impl Session {
    /// Makes all that a copy of the session has its own: what its cluster holds, who acts, the database in context.
    pub fn take_over(&mut self, copy: Self) {
        let (cluster, recorded) = (Arc::clone(&self.cluster), self.recorded.take());
        let state = copy.read().clone();
        *cluster.write() = state;
        *self = Self { cluster, recorded, ..copy };
    }

    /// Takes what the cluster of another session has, in place of what its own had.
    pub fn take_state(&mut self, other: &Self) {
        let state = other.read().clone();
        *self.cluster.write() = state;
        (self.memberships, self.changes) = (Arc::default(), Changes::default());
        (self.principal, self.of_state) = (other.principal, other.of_state);
        if *self.database == *DEFAULT_DATABASE {
            self.database = other.database.clone();
        }
    }
}
