//! The principals that one command names.

use hashbrown::HashSet;
use smallvec::SmallVec;

use crate::directory::PrincipalId;

/// Up to so many principals are compared one by one, which is faster than hashing them, and need no memory of their own.
const FEW: usize = 16;

/// Principals in the order of the command, each once.
#[derive(Debug, Default)]
pub(super) struct PrincipalSet {
    list: SmallVec<[PrincipalId; FEW]>,
    /// All of them too, once there are more than a few.
    many: HashSet<PrincipalId>,
}

impl PrincipalSet {
    /// Returns an empty set with room for so many.
    pub(super) fn with_capacity(count: usize) -> Self {
        Self { list: SmallVec::with_capacity(count), many: HashSet::new() }
    }

    /// Adds a principal; returns whether it was not there.
    pub(super) fn add(&mut self, principal: PrincipalId) -> bool {
        if self.contains(principal) {
            return false;
        }
        self.list.push(principal);
        if self.list.len() > FEW {
            // The first of many also adds the few before it.
            match self.many.is_empty() {
                true => self.many.extend(&self.list),
                false => self.many.extend([principal]),
            }
        }
        true
    }

    /// Returns whether the principal is in the set.
    pub(super) fn contains(&self, principal: PrincipalId) -> bool {
        if self.many.is_empty() { self.list.contains(&principal) } else { self.many.contains(&principal) }
    }

    /// Returns the number of principals.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns the principals, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = PrincipalId> {
        self.list.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_are_each_kept_once_and_in_order() {
        let mut set = PrincipalSet::default();
        for is_new in [true, false] {
            assert!((0..100).all(|number| set.add(PrincipalId(number)) == is_new));
        }
        assert!(set.iter().eq((0..100).map(PrincipalId)));
        assert!(!set.contains(PrincipalId(100)));
    }
}
