//! The membership cache of a session: what it knows of who is in which group, and for how long.
//!
//! Positive answers live three hours, negative ones thirty minutes
//! (`includes/cached-group-membership.md`). The cache is filled before deciding, so that evaluating
//! allocates nothing.

use hashbrown::HashMap;
use jiff::{SignedDuration, Timestamp};

use crate::catalog::MembershipKey;
use crate::directory::{Directory, PrincipalId};

/// How long a membership counts after it was read.
pub const POSITIVE: SignedDuration = SignedDuration::from_hours(3);
/// How long it counts that somebody is in no other groups.
pub const NEGATIVE: SignedDuration = SignedDuration::from_mins(30);

/// What is known of one principal.
#[derive(Clone, Debug, Default)]
struct Known {
    /// The groups, in the order of their numbers.
    groups: Vec<PrincipalId>,
    /// Until when each of them counts.
    until: Vec<Timestamp>,
    /// Until when it counts that there are no others.
    others_until: Option<Timestamp>,
}

impl Known {
    fn until(&self, group: PrincipalId) -> Option<Timestamp> {
        self.groups.binary_search(&group).ok().and_then(|place| self.until.get(place)).copied()
    }

    /// What is to be read at `now`: whether any of the groups, and whether others.
    fn expired(&self, now: Timestamp) -> (bool, bool) {
        (self.until.iter().any(|until| *until <= now), self.others_until.is_none_or(|until| until <= now))
    }

    /// Whether a membership that the directory has at `now` is to be believed from now on: one that
    /// has expired is, and an unknown one where others are read.
    fn learns(&self, group: PrincipalId, read_others: bool, now: Timestamp) -> bool {
        self.until(group).map_or(read_others, |until| until <= now)
    }
}

fn after(now: Timestamp, duration: SignedDuration) -> Timestamp {
    now.checked_add(duration).unwrap_or(Timestamp::MAX)
}

/// The memberships that the session knows.
#[derive(Clone, Debug, Default)]
pub struct Memberships {
    known: HashMap<PrincipalId, Known>,
}

impl Memberships {
    /// The groups of `principal`, nested ones too, as far as the cache knows; in the order of their
    /// numbers.
    #[must_use]
    pub fn groups(&self, principal: PrincipalId) -> &[PrincipalId] {
        self.known.get(&principal).map_or(&[], |known| &known.groups)
    }

    /// Until when it counts that `principal` is in no other groups than those that are known.
    #[must_use]
    pub fn others_until(&self, principal: PrincipalId) -> Option<Timestamp> {
        self.known.get(&principal)?.others_until
    }

    /// The principals that are in one of these groups, as far as the cache knows.
    pub fn members_of_any(&self, is_one: impl Fn(&PrincipalId) -> bool) -> impl Iterator<Item = PrincipalId> {
        let is_in = move |known: &Known| known.groups.iter().any(&is_one);
        self.known.iter().filter(move |(_, known)| is_in(known)).map(|(principal, _)| *principal)
    }

    /// The groups that the directory has `principal` in and the cache does not know of.
    #[must_use]
    pub fn unread(&self, directory: &Directory, principal: PrincipalId) -> Vec<PrincipalId> {
        let known = self.groups(principal);
        let mut groups = directory.groups_of(principal);
        groups.retain(|group| known.binary_search(group).is_err());
        groups
    }

    /// What would be known of `principal` with these groups too.
    #[must_use]
    pub fn with(&self, principal: PrincipalId, groups: &[PrincipalId]) -> Self {
        let mut groups = [self.groups(principal), groups].concat();
        groups.sort_unstable();
        Self { known: HashMap::from([(principal, Known { groups, ..Known::default() })]) }
    }

    /// Brings what is known of `principal` up to `now`: what has expired is read anew.
    pub fn fill(&mut self, directory: &Directory, principal: PrincipalId, now: Timestamp) {
        let known = self.known.entry(principal).or_default();
        let (read_groups, read_others) = known.expired(now);
        if !read_groups && !read_others {
            return;
        }
        let kept = known.groups.iter().copied().zip(known.until.iter().copied()).filter(|(_, until)| *until > now);
        let learned = directory.groups_of(principal).into_iter();
        let learned = learned.filter(|group| known.learns(*group, read_others, now));
        let mut all: Vec<_> = kept.chain(learned.map(|group| (group, after(now, POSITIVE)))).collect();
        all.sort_unstable_by_key(|(group, _)| *group);
        (known.groups, known.until) = all.into_iter().unzip();
        if read_others {
            known.others_until = Some(after(now, NEGATIVE));
        }
    }

    /// What is known of these principals, brought up to `now`; the session's own cache stays as it is.
    #[must_use]
    pub fn filled(&self, directory: &Directory, principals: &[PrincipalId], now: Timestamp) -> Self {
        let known = |principal: &PrincipalId| Some((*principal, self.known.get(principal)?.clone()));
        let mut memberships = Self { known: principals.iter().filter_map(known).collect() };
        principals.iter().for_each(|principal| memberships.fill(directory, *principal, now));
        memberships
    }

    /// Until when a membership counts: as the cache knows it, and as it would if it were read again
    /// at `now` (`.clear cluster cache groupmembership`).
    #[must_use]
    pub fn refreshed(
        &self,
        directory: &Directory,
        key: &MembershipKey,
        now: Timestamp,
    ) -> (Option<Timestamp>, Option<Timestamp>) {
        let before = self.known.get(&key.principal).and_then(|known| known.until(key.group));
        let is_member = directory.groups_of(key.principal).contains(&key.group);
        (before, is_member.then(|| after(now, POSITIVE)))
    }

    /// Makes a membership count until then, or not at all.
    pub fn set(&mut self, key: &MembershipKey, until: Option<Timestamp>) {
        let known = self.known.entry(key.principal).or_default();
        if let Ok(place) = known.groups.binary_search(&key.group) {
            known.groups.remove(place);
            known.until.remove(place);
        }
        if let Some(until) = until {
            let place = known.groups.partition_point(|kept| *kept < key.group);
            known.groups.insert(place, key.group);
            known.until.insert(place, until);
        }
    }
}
