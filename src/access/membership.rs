//! The membership cache of a session: what it knows of who is in which group, and for how long.
//!
//! Positive answers live three hours, negative ones thirty minutes
//! (`includes/cached-group-membership.md`). The cache is filled before deciding, so that evaluating
//! allocates nothing.

use hashbrown::HashMap;
use jiff::{SignedDuration, Timestamp};

use crate::directory::{Directory, PrincipalId};

/// How long a membership counts after it was read.
pub const POSITIVE: SignedDuration = SignedDuration::from_hours(3);
/// How long it counts that somebody is in no other groups.
pub const NEGATIVE: SignedDuration = SignedDuration::from_mins(30);

/// What is known of one principal.
#[derive(Clone, Debug, Default)]
struct Known {
    /// The groups, each until when it counts; kept in the order of their numbers.
    groups: Vec<PrincipalId>,
    until: Vec<Timestamp>,
    /// Until when it counts that there are no others.
    others_until: Option<Timestamp>,
}

/// The memberships that the session knows.
#[derive(Clone, Debug, Default)]
pub struct Memberships {
    known: HashMap<PrincipalId, Known>,
}

impl Memberships {
    /// The groups of `principal`, nested ones too, as far as the cache knows.
    #[must_use]
    pub fn groups(&self, principal: PrincipalId) -> &[PrincipalId] {
        self.known.get(&principal).map_or(&[], |known| &known.groups)
    }

    /// Brings what is known of `principal` up to `now`: what has expired is read anew.
    pub fn fill(&mut self, directory: &Directory, principal: PrincipalId, now: Timestamp) {
        let known = self.known.entry(principal).or_default();
        let stale =
            known.others_until.is_none_or(|until| until <= now) || known.until.iter().any(|until| *until <= now);
        if !stale {
            return;
        }
        let groups = directory.groups_of(principal);
        let mut fresh = Known { others_until: known.others_until, ..Known::default() };
        let read_others = known.others_until.is_none_or(|until| until <= now);
        if read_others {
            fresh.others_until = now.checked_add(NEGATIVE).ok();
        }
        let mut keep: Vec<(PrincipalId, Timestamp)> =
            known.groups.iter().copied().zip(known.until.iter().copied()).filter(|(_, until)| *until > now).collect();
        let renewed = |group: &PrincipalId| known.groups.contains(group) || read_others;
        for group in groups.into_iter().filter(renewed) {
            if !keep.iter().any(|(kept, _)| *kept == group) {
                keep.push((group, now.checked_add(POSITIVE).unwrap_or(Timestamp::MAX)));
            }
        }
        keep.sort_unstable_by_key(|(group, _)| *group);
        (fresh.groups, fresh.until) = keep.into_iter().unzip();
        *known = fresh;
    }

    /// Reads one membership anew: `.clear cluster cache groupmembership`.
    pub fn refresh(&mut self, directory: &Directory, principal: PrincipalId, group: PrincipalId, now: Timestamp) {
        let is_member = directory.groups_of(principal).contains(&group);
        let known = self.known.entry(principal).or_default();
        if let Some(place) = known.groups.iter().position(|kept| *kept == group) {
            known.groups.remove(place);
            known.until.remove(place);
        }
        if is_member {
            let place = known.groups.partition_point(|kept| *kept < group);
            known.groups.insert(place, group);
            known.until.insert(place, now.checked_add(POSITIVE).unwrap_or(Timestamp::MAX));
        }
    }
}
