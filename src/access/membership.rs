//! The membership cache of a session: what it knows of who is in which group, and for how long.
//!
//! Positive answers live three hours, negative ones thirty minutes
//! (`includes/cached-group-membership.md`). Only filling gives a [`Subject`], so that nobody
//! evaluates with memberships that were not read; evaluating allocates nothing then.

use hashbrown::HashMap;
use jiff::{SignedDuration, Timestamp};
use smallvec::SmallVec;

use crate::catalog::MembershipKey;
use crate::directory::{Directory, PrincipalId};

/// How long a membership counts after it was read.
pub const POSITIVE: SignedDuration = SignedDuration::from_hours(3);
/// How long it counts that somebody is in no other groups.
pub const NEGATIVE: SignedDuration = SignedDuration::from_mins(30);

/// What is known of one principal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Known {
    /// The groups, in the order of their numbers. Up to eight are stored here, which spares most decisions a read of
    /// cold memory.
    groups: SmallVec<[PrincipalId; 8]>,
    /// Until when each of them counts.
    until: Vec<Timestamp>,
    /// When the first of them ends: a decision reads this alone, and not the times of all.
    first_end: Option<Timestamp>,
    /// Until when it counts that there are no others.
    others_until: Option<Timestamp>,
}

impl Known {
    fn until(&self, group: PrincipalId) -> Option<Timestamp> {
        self.groups.binary_search(&group).ok().and_then(|place| self.until.get(place)).copied()
    }

    /// Returns what is to be read at `now`: whether any of the groups, and whether others.
    fn expired(&self, now: Timestamp) -> (bool, bool) {
        let has_ended = |until: &Timestamp| *until <= now;
        (self.first_end.as_ref().is_some_and(has_ended), self.others_until.as_ref().is_none_or(has_ended))
    }

    /// Returns whether a membership that the directory has at `now` counts from now on: one that
    /// has expired does, and an unknown one where others are read.
    fn learns(&self, group: PrincipalId, read_others: bool, now: Timestamp) -> bool {
        self.until(group).map_or(read_others, |until| until <= now)
    }

    /// Brings what is known of `principal` up to `now`: what has expired is read again.
    fn fill(&mut self, directory: &Directory, principal: PrincipalId, now: Timestamp) {
        let (read_groups, read_others) = self.expired(now);
        if !read_groups && !read_others {
            return;
        }
        if self.groups.is_empty() && read_others {
            self.groups = SmallVec::from_slice(&directory.groups_of(principal));
            self.until = vec![after(now, POSITIVE); self.groups.len()];
            self.first_end = self.until.first().copied();
            self.others_until = Some(after(now, NEGATIVE));
            return;
        }
        let known = self.groups.iter().copied().zip(self.until.iter().copied());
        let mut all: Vec<_> = known.filter(|(_, until)| *until > now).collect();
        let mut learned = directory.groups_of(principal);
        learned.retain(|group| self.learns(*group, read_others, now));
        let until = after(now, POSITIVE);
        all.extend(learned.into_iter().map(|group| (group, until)));
        all.sort_unstable_by_key(|(group, _)| *group);
        (self.groups, self.until) = all.into_iter().unzip();
        self.first_end = self.until.iter().min().copied();
        if read_others {
            self.others_until = Some(after(now, NEGATIVE));
        }
    }

    fn subject(&self, principal: PrincipalId) -> Subject<'_> {
        Subject { principal, groups: &self.groups, others_until: self.others_until }
    }

    /// Sets until when a membership counts, or removes it.
    fn set(&mut self, group: PrincipalId, until: Option<Timestamp>) {
        let place = self.groups.partition_point(|kept| *kept < group);
        if self.groups.get(place) == Some(&group) {
            self.groups.remove(place);
            self.until.remove(place);
        }
        if let Some(until) = until {
            self.groups.insert(place, group);
            self.until.insert(place, until);
        }
        self.first_end = self.until.iter().min().copied();
    }
}

fn after(now: Timestamp, duration: SignedDuration) -> Timestamp {
    now.checked_add(duration).unwrap_or(Timestamp::MAX)
}

/// A principal with the groups that it is taken to be in: whose permissions are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject<'a> {
    principal: PrincipalId,
    groups: &'a [PrincipalId],
    others_until: Option<Timestamp>,
}

impl<'a> Subject<'a> {
    /// Returns the principal.
    #[must_use]
    pub const fn principal(self) -> PrincipalId {
        self.principal
    }

    /// Returns the groups, nested ones too, in the order of their numbers.
    #[must_use]
    pub const fn groups(self) -> &'a [PrincipalId] {
        self.groups
    }

    /// Returns the principal with these of its groups alone: where the others have no role that could count.
    #[must_use]
    pub const fn with_groups(self, groups: &'a [PrincipalId]) -> Self {
        Self { groups, ..self }
    }

    /// Returns until when it counts that the principal is in no other groups.
    pub(super) const fn others_until(self) -> Option<Timestamp> {
        self.others_until
    }

    /// Returns the groups that the directory has the principal in and the subject has not.
    pub(super) fn unread(self, directory: &Directory) -> Vec<PrincipalId> {
        let mut groups = directory.groups_of(self.principal);
        groups.retain(|group| self.groups.binary_search(group).is_err());
        groups
    }

    /// Returns the subject as it would be once these groups were read too.
    pub(super) fn joining(self, more: &[PrincipalId]) -> Filled {
        let mut groups = SmallVec::from_slice(self.groups);
        groups.extend_from_slice(more);
        groups.sort_unstable();
        let known = Known { groups, ..Known::default() };
        Filled { principal: self.principal, known }
    }
}

/// What was read of one principal beside the cache: it owns what its subject borrows.
#[derive(Clone, Debug)]
pub struct Filled {
    principal: PrincipalId,
    known: Known,
}

impl Filled {
    /// Returns the principal with its groups.
    #[must_use]
    pub fn subject(&self) -> Subject<'_> {
        self.known.subject(self.principal)
    }
}

impl Filled {
    /// Returns the principal in all groups that the directory has it in too, and in these.
    #[must_use]
    pub fn with_all(&self, directory: &Directory, groups: &[PrincipalId]) -> Self {
        let subject = self.subject();
        let mut more = subject.unread(directory);
        for group in groups.iter().filter(|group| **group != self.principal) {
            more.extend([*group].into_iter().chain(directory.groups_of(*group)));
        }
        more.sort_unstable();
        more.dedup();
        more.retain(|group| subject.groups().binary_search(group).is_err());
        subject.joining(&more)
    }
}

/// The memberships that the session knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memberships {
    known: HashMap<PrincipalId, Known>,
}

impl Memberships {
    /// Brings what is known of `principal` up to `now`: what has expired is read again. Returns the principal with its
    /// groups.
    pub fn fill(&mut self, directory: &Directory, principal: PrincipalId, now: Timestamp) -> Subject<'_> {
        let known = self.known.entry(principal).or_default();
        known.fill(directory, principal, now);
        known.subject(principal)
    }

    /// Returns whether filling would read nothing of `principal` at `now`.
    #[must_use]
    pub fn is_filled(&self, principal: PrincipalId, now: Timestamp) -> bool {
        self.known.get(&principal).is_some_and(|known| known.expired(now) == (false, false))
    }

    /// Returns the principal with the groups that the cache has it in.
    pub fn subject(&self, principal: PrincipalId) -> Subject<'_> {
        let known = self.known.get(&principal);
        known.map_or(Subject { principal, groups: &[], others_until: None }, |known| known.subject(principal))
    }

    /// Takes what another cache learned since it was a copy of `before`.
    pub fn take_changes(&mut self, other: &Self, before: &Self) {
        for principal in other.known.keys().chain(before.known.keys()) {
            match (other.known.get(principal), before.known.get(principal)) {
                (now, then) if now == then => {}
                (Some(known), _) => drop(self.known.insert(*principal, known.clone())),
                (None, _) => drop(self.known.remove(principal)),
            }
        }
    }

    /// Returns of how many principals the cache has read something.
    #[must_use]
    pub fn count(&self) -> usize {
        self.known.len()
    }

    /// Returns what filling would make of `principal`; the cache stays as it is.
    #[must_use]
    pub fn filled(&self, directory: &Directory, principal: PrincipalId, now: Timestamp) -> Filled {
        let mut known = self.known.get(&principal).cloned().unwrap_or_default();
        known.fill(directory, principal, now);
        Filled { principal, known }
    }

    /// Returns whether the cache has read anything about a principal.
    pub(super) fn knows(&self, principal: PrincipalId) -> bool {
        self.known.contains_key(&principal)
    }

    /// Returns the principals that are in one of these groups, as far as the cache knows.
    pub(super) fn members_of_any(&self, is_one: impl Fn(&PrincipalId) -> bool) -> impl Iterator<Item = PrincipalId> {
        let is_in = move |known: &Known| known.groups.iter().any(&is_one);
        self.known.iter().filter(move |(_, known)| is_in(known)).map(|(principal, _)| *principal)
    }

    /// Returns until when a membership counts; none where the cache does not have it.
    #[must_use]
    pub fn until(&self, key: &MembershipKey) -> Option<Timestamp> {
        self.known.get(&key.principal)?.until(key.group)
    }

    /// Sets until when a membership counts; none takes the principal out of the group.
    pub fn set(&mut self, key: &MembershipKey, until: Option<Timestamp>) {
        let known = self.known.entry(key.principal).or_default();
        known.set(key.group, until);
        if *known == Known::default() {
            self.known.remove(&key.principal);
        }
    }

    /// Returns until when the membership counts that the directory has at `now`.
    #[must_use]
    pub fn read(directory: &Directory, key: &MembershipKey, now: Timestamp) -> Option<Timestamp> {
        let is_member = directory.groups_of(key.principal).contains(&key.group);
        is_member.then(|| after(now, POSITIVE))
    }
}
