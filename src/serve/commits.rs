//! When what requests changed is durable. Those that change a catalog file at the same time are made durable together: the
//! first who waits commits for all, and whoever came meanwhile is part of the next commit. Who only reads waits too where
//! something that it may have read is not durable yet, so that no answer tells of what a crash could take back.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::cluster::Cluster;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::limit;

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
}

impl Commits {
    /// Waits until all that the cluster has now is durable, for a request that began when the catalog file had had so many
    /// faults.
    ///
    /// # Errors
    /// The file had a fault meanwhile: what requests changed since the last commit was taken back, and this one may have
    /// changed or read some of it.
    pub(super) fn settle(&self, faults: usize, cluster: &Cluster) -> Result<(), Diagnostic> {
        if !cluster.is_durable() {
            return Ok(());
        }
        let commits = (cluster.is_changing() || self.lock().is_committing) && self.wait(cluster);
        let was_lost = cluster.faults() > faults;
        if commits {
            // Those who wait for what was committed are told already.
            cluster.fold_between(limit::JOURNAL_TAIL);
        }
        if was_lost {
            let message = "the catalog file can't be written: what requests changed meanwhile was taken back";
            return Err(
                Diagnostic::error(Code::Input, message).help("see the faults of the other requests, and the disk")
            );
        }
        Ok(())
    }

    /// Waits for the first commit that begins from now on; what comes of it is told by the faults of the cluster. Answers
    /// whether it was made here.
    fn wait(&self, cluster: &Cluster) -> bool {
        let mut state = self.lock();
        let mut commits = false;
        // One that is being made may have begun before the last change.
        let awaited = state.count + 1 + u64::from(state.is_committing);
        while state.count < awaited {
            if state.is_committing {
                state = self.done.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            (state.is_committing, commits) = (true, true);
            drop(state);
            // A fault is counted by the cluster, for all who wait.
            let _ = cluster.settle(None);
            state = self.lock();
            state.is_committing = false;
            state.count += 1;
            self.done.notify_all();
        }
        commits
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
