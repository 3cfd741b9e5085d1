//! Who holds which role on one entity.

use std::sync::Arc;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::directory::PrincipalId;
use crate::model::role::Role;

/// One assignment. Two are equal when their notes are: the place in listings does not count.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Assignment {
    /// Its place in listings: assignments are numbered as they are made.
    pub order: u32,
    /// The description that was given with it; empty when none was.
    pub notes: Arc<str>,
}

impl PartialEq for Assignment {
    fn eq(&self, other: &Self) -> bool {
        self.notes == other.notes
    }
}

impl Eq for Assignment {}

/// The assignments on one entity: each role and principal at most once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Assignments {
    by_role: HashMap<(Role, PrincipalId), Assignment>,
}

impl Assignments {
    /// Returns the assignment of a role to a principal, itself and not through groups.
    #[must_use]
    pub fn get(&self, role: Role, principal: PrincipalId) -> Option<&Assignment> {
        self.by_role.get(&(role, principal))
    }

    /// Returns all assignments, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (Role, PrincipalId, &Assignment)> {
        self.by_role.iter().map(|((role, principal), held)| (*role, *principal, held))
    }

    /// Returns all assignments, by role and then in the order in which they were made.
    #[must_use]
    pub fn sorted(&self) -> Vec<(Role, PrincipalId, &Assignment)> {
        let mut all: Vec<_> = self.iter().collect();
        all.sort_unstable_by_key(|(role, _, assignment)| (*role, assignment.order));
        all
    }

    /// Returns the holders of one role, in the order in which they were assigned.
    #[must_use]
    pub fn holders(&self, role: Role) -> Vec<(PrincipalId, &Assignment)> {
        let mut holders: Vec<_> = self
            .by_role
            .iter()
            .filter(|((held, _), _)| *held == role)
            .map(|((_, principal), assignment)| (*principal, assignment))
            .collect();
        holders.sort_unstable_by_key(|(_, assignment)| assignment.order);
        holders
    }

    /// Returns the number of assignments.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_role.len()
    }

    /// Returns whether there are no assignments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_role.is_empty()
    }

    /// Sets or removes an assignment; returns the one before.
    pub(super) fn set(
        &mut self,
        role: Role,
        principal: PrincipalId,
        assignment: Option<Assignment>,
    ) -> Option<Assignment> {
        match assignment {
            Some(assignment) => self.by_role.insert((role, principal), assignment),
            None => self.by_role.remove(&(role, principal)),
        }
    }
}
