//! The membership cache: a membership that was read counts for three hours, and that there are no
//! others for thirty minutes (`includes/cached-group-membership.md`). The directory changes under
//! it; the clock is moved.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

use jiff::{SignedDuration, Timestamp};
use kmgmt::access::{Memberships, NEGATIVE, POSITIVE};
use kmgmt::catalog::MembershipKey;
use kmgmt::directory::{Directory, PrincipalId};
use kmgmt::model::principal::PrincipalRef;
use serde_json::{Value, json};

const ANA: &str = "aaduser=ana@fabrikam.com";

/// A directory with Ana and these groups, each with its members.
fn directory(groups: &[(&str, &[&str])]) -> Directory {
    let groups = groups.iter().map(|(name, members)| group(name, members)).collect();
    with_groups(groups)
}

fn group(name: &str, members: &[&str]) -> Value {
    let mail = format!("{name}@fabrikam.com");
    json!({"displayName": name, "email": mail, "objectId": format!("object of {name}"), "tenant": "fabrikam.com",
        "members": members})
}

fn with_groups(groups: Vec<Value>) -> Directory {
    let environment = json!({
        "cluster": {"name": "local"},
        "tenants": [{"id": "0a1b2c3d-0000-4000-8000-000000000001", "names": ["fabrikam.com"]}],
        "users": [{"upn": "ana@fabrikam.com", "objectId": "object of ana", "tenant": "fabrikam.com"}],
        "groups": groups,
    });
    Directory::from_environment(environment.to_string()).unwrap()
}

fn find(directory: &mut Directory, reference: &str) -> PrincipalId {
    directory.resolve(&PrincipalRef::parse(reference).unwrap()).unwrap().principal.unwrap()
}

/// The cache of a session in which Ana asks, and the time there.
struct Moving {
    memberships: Memberships,
    now: Timestamp,
}

impl Moving {
    fn new() -> Self {
        Self { memberships: Memberships::default(), now: "2026-01-31T12:00:00Z".parse().unwrap() }
    }

    fn advance(&mut self, duration: SignedDuration) {
        self.now = self.now.checked_add(duration).unwrap();
    }

    /// The groups that Ana is taken to be in.
    fn groups(&mut self, directory: &mut Directory) -> Vec<String> {
        let ana = find(directory, ANA);
        let subject = self.memberships.fill(directory, ana, self.now);
        subject.groups().iter().map(|group| directory.identity(*group).plain_name().to_owned()).collect()
    }

    fn refresh(&mut self, directory: &mut Directory, group: &str) {
        let (ana, group) = (find(directory, ANA), find(directory, group));
        let key = MembershipKey { principal: ana, group };
        let until = Memberships::read(directory, &key, self.now);
        self.memberships.set(&key, until);
    }
}

const SECOND: SignedDuration = SignedDuration::from_secs(1);

fn short_of(duration: SignedDuration) -> SignedDuration {
    duration - SECOND
}

#[test]
fn positive_answers_live_three_hours_and_negative_ones_thirty_minutes() {
    assert_eq!(POSITIVE, SignedDuration::from_hours(3));
    assert_eq!(NEGATIVE, SignedDuration::from_mins(30));
}

#[test]
fn who_joins_a_group_is_seen_in_it_after_thirty_minutes() {
    let mut before = directory(&[("readers", &[])]);
    let mut after = directory(&[("readers", &[ANA])]);
    let mut session = Moving::new();
    assert!(session.groups(&mut before).is_empty());
    session.advance(short_of(NEGATIVE));
    assert!(session.groups(&mut after).is_empty());
    session.advance(SECOND);
    assert_eq!(session.groups(&mut after), ["readers"]);
}

#[test]
fn who_was_never_asked_about_is_seen_as_the_directory_has_it() {
    let mut joined = directory(&[("readers", &[ANA])]);
    assert_eq!(Moving::new().groups(&mut joined), ["readers"]);
}

#[test]
fn who_leaves_a_group_stays_in_it_for_three_hours() {
    let mut before = directory(&[("readers", &[ANA])]);
    let mut after = directory(&[("readers", &[])]);
    let mut session = Moving::new();
    assert_eq!(session.groups(&mut before), ["readers"]);
    session.advance(short_of(POSITIVE));
    assert_eq!(session.groups(&mut after), ["readers"]);
    session.advance(SECOND);
    assert!(session.groups(&mut after).is_empty());
}

#[test]
fn asking_in_between_makes_no_membership_live_longer() {
    let mut before = directory(&[("readers", &[ANA])]);
    let mut after = directory(&[("readers", &[])]);
    let mut session = Moving::new();
    session.groups(&mut before);
    for _ in 0..17 {
        session.advance(SignedDuration::from_mins(10));
        assert_eq!(session.groups(&mut after), ["readers"]);
    }
    session.advance(SignedDuration::from_mins(10));
    assert!(session.groups(&mut after).is_empty());
}

#[test]
fn a_membership_that_expires_is_read_anew_and_counts_three_more_hours() {
    let mut still = directory(&[("readers", &[ANA])]);
    let mut left = directory(&[("readers", &[])]);
    let mut session = Moving::new();
    session.groups(&mut still);
    session.advance(POSITIVE);
    assert_eq!(session.groups(&mut still), ["readers"]);
    session.advance(short_of(POSITIVE));
    assert_eq!(session.groups(&mut left), ["readers"]);
    session.advance(SECOND);
    assert!(session.groups(&mut left).is_empty());
}

#[test]
fn each_group_has_its_own_time() {
    let mut first = directory(&[("readers", &[ANA]), ("writers", &[])]);
    let mut second = directory(&[("readers", &[ANA]), ("writers", &[ANA])]);
    let mut neither = directory(&[("readers", &[]), ("writers", &[])]);
    let mut session = Moving::new();
    session.groups(&mut first);
    session.advance(NEGATIVE);
    assert_eq!(session.groups(&mut second), ["readers", "writers"]);
    session.advance(POSITIVE - NEGATIVE);
    assert_eq!(session.groups(&mut neither), ["writers"]);
    session.advance(NEGATIVE);
    assert!(session.groups(&mut neither).is_empty());
}

#[test]
fn a_membership_through_other_groups_is_kept_like_a_direct_one() {
    let groups = |inner: &'static [&'static str]| {
        directory(&[
            ("outer", &["aadgroup=middle@fabrikam.com"]),
            ("middle", &["aadgroup=inner@fabrikam.com"]),
            ("inner", inner),
        ])
    };
    let (mut before, mut after) = (groups(&[ANA]), groups(&[]));
    let mut session = Moving::new();
    assert_eq!(session.groups(&mut before), ["outer", "middle", "inner"]);
    session.advance(short_of(POSITIVE));
    assert_eq!(session.groups(&mut after), ["outer", "middle", "inner"]);
    session.advance(SECOND);
    assert!(session.groups(&mut after).is_empty());
}

#[test]
fn a_refresh_sees_at_once_who_joined_and_who_left_that_group_and_no_other() {
    let mut before = directory(&[("readers", &[ANA]), ("writers", &[]), ("owners", &[ANA])]);
    let mut after = directory(&[("readers", &[]), ("writers", &[ANA]), ("owners", &[])]);
    let mut session = Moving::new();
    session.groups(&mut before);
    session.refresh(&mut after, "aadgroup=writers@fabrikam.com");
    assert_eq!(session.groups(&mut after), ["readers", "writers", "owners"]);
    session.refresh(&mut after, "aadgroup=readers@fabrikam.com");
    assert_eq!(session.groups(&mut after), ["writers", "owners"]);
}

#[test]
fn a_refreshed_membership_counts_three_hours_from_then() {
    let mut joined = directory(&[("readers", &[ANA])]);
    let mut left = directory(&[("readers", &[])]);
    let mut session = Moving::new();
    session.groups(&mut joined);
    session.advance(SignedDuration::from_hours(1));
    session.refresh(&mut joined, "aadgroup=readers@fabrikam.com");
    session.advance(short_of(POSITIVE));
    assert_eq!(session.groups(&mut left), ["readers"]);
    session.advance(SECOND);
    assert!(session.groups(&mut left).is_empty());
}

#[test]
fn a_refresh_before_the_first_question_hides_no_other_group() {
    let mut both = directory(&[("readers", &[ANA]), ("writers", &[ANA])]);
    let mut session = Moving::new();
    session.refresh(&mut both, "aadgroup=writers@fabrikam.com");
    assert_eq!(session.groups(&mut both), ["readers", "writers"]);
}

/// What a refresh changes is one value of the cache, which is set back to undo it.
#[test]
fn a_membership_is_set_as_a_refresh_would_read_it_and_set_back() {
    let mut before = directory(&[("readers", &[ANA]), ("writers", &[])]);
    let after = directory(&[("readers", &[]), ("writers", &[ANA])]);
    let mut session = Moving::new();
    session.groups(&mut before);
    session.advance(SignedDuration::from_hours(1));
    let ana = find(&mut before, ANA);
    for name in ["aadgroup=readers@fabrikam.com", "aadgroup=writers@fabrikam.com"] {
        let key = MembershipKey { principal: ana, group: find(&mut before, name) };
        let known = session.memberships.clone();
        let until = Memberships::read(&after, &key, session.now);
        let mut set = known.clone();
        set.set(&key, until);
        assert_ne!(set, known, "{name}");
        assert_eq!(set.until(&key), until, "{name}");
        set.set(&key, known.until(&key));
        assert_eq!(set, known, "{name}");
    }
    let group = find(&mut before, "aadgroup=readers@fabrikam.com");
    let (mut empty, key) = (Memberships::default(), MembershipKey { principal: ana, group });
    empty.set(&key, Some(session.now));
    empty.set(&key, None);
    assert_eq!(empty, Memberships::default());
}
