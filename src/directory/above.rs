//! The groups above a group. Many members of a group ask for them, one after the other: they are looked up once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hashbrown::HashMap;

use crate::directory::PrincipalId;

/// So many memberships are remembered at most.
const MOST: usize = 4_000_000;

/// What was looked up: the groups that each group is in, nested ones too, in the order of their numbers.
#[derive(Debug, Default)]
pub(super) struct Above(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    by_group: HashMap<PrincipalId, Arc<[PrincipalId]>>,
    count: usize,
}

impl Clone for Above {
    /// Returns one that remembers nothing: what it is a part of may change.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Above {
    /// Returns the groups above one; `look_up` says which those are, where nobody asked before.
    pub(super) fn of(&self, group: PrincipalId, look_up: impl FnOnce() -> Vec<PrincipalId>) -> Arc<[PrincipalId]> {
        if let Some(found) = self.known().by_group.get(&group) {
            return Arc::clone(found);
        }
        let found: Arc<[PrincipalId]> = look_up().into();
        let mut known = self.known();
        if known.count + found.len() <= MOST {
            known.count += found.len();
            known.by_group.insert(group, Arc::clone(&found));
        }
        found
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
