//! Who holds which role on one entity.

use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};
use serde::{Deserialize, Serialize};

use crate::directory::PrincipalId;
use crate::model::role::{Role, Roles};
use crate::text::{Arena, Str};

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

/// One assignment as an entity has it.
#[derive(Clone, Copy, Debug)]
pub struct AssignmentView<'a> {
    /// Its place in listings.
    pub order: u32,
    /// The description that was given with it; empty when none was.
    pub notes: &'a str,
}

impl AssignmentView<'_> {
    /// Returns it with notes of its own.
    #[must_use]
    pub fn assignment(self) -> Assignment {
        Assignment { order: self.order, notes: Arc::from(self.notes) }
    }
}

/// The assignments on one entity: each role and principal at most once. One takes 20 bytes and its notes: with a
/// shared text for the notes it was 32, and 48 more for the text.
#[derive(Clone, Debug, Default)]
pub struct Assignments {
    /// By principal: the roles of one stand together, so that whoever asks for each of them reads the same memory.
    records: HashTable<Record>,
    hasher: DefaultHashBuilder,
    notes: Arena,
    /// How many bytes of the notes nobody asks for any more.
    unused: usize,
}

/// What is kept of an assignment.
#[derive(Clone, Copy, Debug)]
struct Record {
    role: Role,
    principal: PrincipalId,
    order: u32,
    notes: Str,
}

/// Notes that nobody asks for are given up when they are the larger part, and at least so many bytes.
const UNUSED: usize = 4 << 10;

impl PartialEq for Assignments {
    fn eq(&self, other: &Self) -> bool {
        let has = |record: &Record| {
            let theirs = other.get(record.role, record.principal);
            theirs.is_some_and(|theirs| theirs.notes == self.notes.get(record.notes))
        };
        self.len() == other.len() && self.records.iter().all(has)
    }
}

impl Assignments {
    /// Returns the assignment of a role to a principal, itself and not through groups.
    #[must_use]
    pub fn get(&self, role: Role, principal: PrincipalId) -> Option<AssignmentView<'_>> {
        let hash = self.hasher.hash_one(principal);
        self.records.find(hash, |record| record.is_of(role, principal)).map(|record| self.view(record))
    }

    /// Returns the roles that a principal itself has here. They stand together: one probe of the table finds all.
    #[must_use]
    pub fn roles_of(&self, principal: PrincipalId) -> Roles {
        if self.records.is_empty() {
            return Roles::default();
        }
        let records = self.records.iter_hash(self.hasher.hash_one(principal));
        records.filter(|record| record.principal == principal).map(|record| record.role).collect()
    }

    /// Returns all assignments, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (Role, PrincipalId, AssignmentView<'_>)> {
        self.records.iter().map(|record| (record.role, record.principal, self.view(record)))
    }

    /// Returns all assignments, by role and then in the order in which they were made.
    #[must_use]
    pub fn sorted(&self) -> Vec<(Role, PrincipalId, AssignmentView<'_>)> {
        self.sorted_where(|_| true)
    }

    /// Returns those that are chosen, by role and then in the order in which they were made.
    pub fn sorted_where(
        &self,
        is_chosen: impl Fn(&(Role, PrincipalId, AssignmentView<'_>)) -> bool,
    ) -> Vec<(Role, PrincipalId, AssignmentView<'_>)> {
        let mut all: Vec<_> = self.iter().filter(is_chosen).collect();
        all.sort_unstable_by_key(|(role, _, assignment)| (*role, assignment.order));
        all
    }

    /// Returns the holders of one role, in the order in which they were assigned.
    #[must_use]
    pub fn holders(&self, role: Role) -> Vec<(PrincipalId, AssignmentView<'_>)> {
        let holders = self.records.iter().filter(|record| record.role == role);
        let mut holders: Vec<_> = holders.map(|record| (record.principal, self.view(record))).collect();
        holders.sort_unstable_by_key(|(_, assignment)| assignment.order);
        holders
    }

    /// Returns the number of assignments.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Returns whether there are no assignments.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Sets or removes an assignment; returns whether there was one before.
    pub(super) fn set(&mut self, role: Role, principal: PrincipalId, assignment: Option<&Assignment>) -> bool {
        let hash = self.hasher.hash_one(principal);
        let found = self.records.find_entry(hash, |record| record.is_of(role, principal)).ok();
        let before = found.map(|entry| entry.remove().0);
        self.unused += before.map_or(0, |record| record.notes.len());
        if let Some(Assignment { order, notes }) = assignment {
            let record = Record { role, principal, order: *order, notes: self.notes.add(notes) };
            let hasher = &self.hasher;
            self.records.insert_unique(hash, record, |record| hasher.hash_one(record.principal));
        }
        if self.unused > UNUSED.max(self.notes.bytes() / 2) {
            self.give_up_unused();
        }
        before.is_some()
    }

    /// Keeps the notes of the assignments alone.
    fn give_up_unused(&mut self) {
        let mut kept = Arena::default();
        self.records.iter_mut().for_each(|record| record.notes = kept.add(self.notes.get(record.notes)));
        (self.notes, self.unused) = (kept, 0);
    }

    fn view(&self, record: &Record) -> AssignmentView<'_> {
        AssignmentView { order: record.order, notes: self.notes.get(record.notes) }
    }
}

impl Record {
    fn is_of(&self, role: Role, principal: PrincipalId) -> bool {
        self.role == role && self.principal == principal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_that_were_replaced_are_given_up() {
        let mut assignments = Assignments::default();
        let long = "a description ".repeat(20);
        let held = |order, notes: &str| Assignment { order, notes: Arc::from(notes) };
        for order in 0..1_000 {
            let principal = PrincipalId(order % 10);
            let before = assignments.set(Role::Viewers, principal, Some(&held(order, &format!("{long}{order}"))));
            assert_eq!(before, order >= 10);
        }
        assert!(assignments.notes.bytes() < 4 * UNUSED, "{}", assignments.notes.bytes());
        for (place, (_, view)) in (990..1_000).zip(assignments.holders(Role::Viewers)) {
            assert_eq!((view.order, view.notes), (place, format!("{long}{place}").as_str()));
        }
        assert!((0..10).all(|number| assignments.set(Role::Viewers, PrincipalId(number), None)));
        assert!(assignments.is_empty() && !assignments.set(Role::Viewers, PrincipalId(1), None));
    }

    #[test]
    fn assignments_are_equal_when_their_notes_are() {
        let with = |all: &[(u32, &str)]| {
            let mut assignments = Assignments::default();
            for (order, notes) in all {
                let held = Assignment { order: *order, notes: Arc::from(*notes) };
                assignments.set(Role::Viewers, PrincipalId(notes.len() as u32), Some(&held));
            }
            assignments
        };
        assert_eq!(with(&[(1, "a"), (2, "bb")]), with(&[(7, "bb"), (9, "a")]));
        assert_ne!(with(&[(1, "a")]), with(&[(1, "b")]));
        assert_ne!(with(&[(1, "a")]), with(&[(1, "a"), (2, "bb")]));
    }
}
