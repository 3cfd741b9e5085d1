//! When what requests changed is durable. Those that change a catalog file at the same time are made durable together: the
//! first who waits commits for all, and whoever came meanwhile is part of the next commit. Who only reads waits too where
//! something that it may have read is not durable yet, so that no answer tells of what a crash could take back.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::cluster::Cluster;
use crate::diagnostic::Diagnostic;

/// The commits of a server.
#[derive(Debug, Default)]
pub(super) struct Commits {
    state: Mutex<State>,
    done: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// How many commits there were.
    count: u64,
    /// Whether one is being made.
    is_committing: bool,
    /// The last ones that failed, with what went wrong.
    failed: Vec<(u64, Diagnostic)>,
}

/// So many failed commits are remembered: who waits for one hears of it at once.
const REMEMBERED: usize = 16;

impl Commits {
    /// Returns how many commits there were: a request that begins now is part of later ones alone.
    pub(super) fn count(&self) -> u64 {
        self.lock().count
    }

    /// Waits until all that the cluster has now is durable, for a request that began after so many commits.
    ///
    /// # Errors
    /// A commit failed since the request began, so that what it changed or read may have been taken back.
    pub(super) fn wait(&self, begun: u64, cluster: &Cluster) -> Result<(), Diagnostic> {
        let mut state = self.lock();
        // A commit that is being made may have begun before the last change.
        let awaited = state.count + 1 + u64::from(state.is_committing);
        while state.count < awaited {
            if state.is_committing {
                state = self.done.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            state.is_committing = true;
            drop(state);
            let settled = cluster.settle();
            state = self.lock();
            state.is_committing = false;
            state.count += 1;
            if let Err(error) = settled {
                let number = state.count;
                state.failed.push((number, error));
                let forgotten = state.failed.len().saturating_sub(REMEMBERED);
                state.failed.drain(..forgotten);
            }
            self.done.notify_all();
        }
        let failed = state.failed.iter().find(|(number, _)| (begun + 1..=awaited).contains(number));
        failed.map_or(Ok(()), |(_, error)| Err(error.clone()))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
