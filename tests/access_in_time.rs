//! What changes as time goes by: blocks that end, and memberships that are read anew.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

mod support;

use std::cell::Cell;

use jiff::{SignedDuration, Timestamp};
use kmgmt::directory::Directory;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::session::{Clock, Session};
use support::{run, run_well};

const ADMIN: &str = "aaduser=admin@localhost";
const MEMBER: &str = "aaduser=abbiatkins@fabrikam.com";
const OTHER: &str = "aaduser=robinhale@fabrikam.com";
const REFRESH: &str = ".clear cluster cache groupmembership with (group='aadgroup=SomeGroupEmail@fabrikam.com')";

thread_local! {
    static MINUTES: Cell<i64> = const { Cell::new(0) };
}

/// The time that a test has come to.
fn now() -> Timestamp {
    let start: Timestamp = "2026-01-31T12:00:00Z".parse().unwrap();
    start + SignedDuration::from_mins(MINUTES.with(Cell::get))
}

fn wait(minutes: i64) {
    MINUTES.with(|all| all.set(all.get() + minutes));
}

fn session() -> Session {
    MINUTES.with(|all| all.set(0));
    let text = std::fs::read_to_string("fixtures/environment.json").unwrap();
    Session::new(Directory::from_environment(&text).unwrap(), Clock::Running(now, SignedDuration::ZERO))
}

/// What the statements show when `principal` runs them; the administrator acts again after.
fn run_as(session: &mut Session, principal: &str, text: &str) -> String {
    session.act_as(&PrincipalRef::parse(principal).unwrap()).unwrap();
    let shown = run(session, text);
    session.act_as(&PrincipalRef::parse(ADMIN).unwrap()).unwrap();
    shown
}

#[test]
fn a_block_refuses_everything_until_its_period_ends() {
    let mut session = session();
    run_well(&mut session, ".add cluster admins ('aaduser=abbiatkins@fabrikam.com')");
    run_well(
        &mut session,
        ".add cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com' period 1h reason 'too many requests'",
    );
    insta::assert_snapshot!(run_as(&mut session, MEMBER, ".show principal roles"), @"
    error: Principal 'aaduser=abbiatkins@fabrikam.com' is blocked on this cluster until 2026-01-31T13:00:00Z.
     --> test:1:1
      |
    1 | .show principal roles
      | ^^^^^
      |
      = help: the reason that was given: too many requests
      = help: `.drop cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com'` ends it; AllDatabasesAdmin runs it
    ");
    wait(59);
    assert!(run_as(&mut session, MEMBER, ".show principal roles").contains("is blocked"));
    wait(1);
    assert!(!run_as(&mut session, MEMBER, ".show principal roles").contains("is blocked"));
}

#[test]
fn a_block_ends_when_it_is_dropped_and_one_of_an_application_needs_a_session_that_states_it() {
    let mut session = session();
    run_well(&mut session, ".add cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com'");
    insta::assert_snapshot!(run_as(&mut session, MEMBER, ".show principal roles"), @"
    error: Principal 'aaduser=abbiatkins@fabrikam.com' is blocked on this cluster.
     --> test:1:1
      |
    1 | .show principal roles
      | ^^^^^
      |
      = help: `.drop cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com'` ends it; AllDatabasesAdmin runs it
    ");
    run_well(&mut session, ".drop cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com'");
    run_well(&mut session, ".add cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com' application 'Explorer'");
    assert!(!run_as(&mut session, MEMBER, ".show principal roles").contains("is blocked"));
}

#[test]
fn a_member_refreshes_ten_times_an_hour() {
    let mut session = session();
    for _ in 0..10 {
        assert_eq!(run_as(&mut session, MEMBER, REFRESH), "");
    }
    insta::assert_snapshot!(run_as(&mut session, MEMBER, REFRESH), @"
    error: Principal 'aaduser=abbiatkins@fabrikam.com' has refreshed group memberships 10 times within an hour.
     --> test:1:1
      |
    1 | .clear cluster cache groupmembership with (group='aadgroup=SomeGroupEmail@fabrikam.com')
      | ^^^^^^
      |
      = help: no command lifts the limit: waiting until 2026-01-31T13:00:00Z does; who may monitor the cluster has none
    ");
    wait(60);
    assert_eq!(run_as(&mut session, MEMBER, REFRESH), "");
}

#[test]
fn who_is_no_member_does_not_refresh() {
    let mut session = session();
    insta::assert_snapshot!(run_as(&mut session, OTHER, REFRESH), @r#"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not a member of the group 'aadgroup=SomeGroupEmail@fabrikam.com'.
     --> test:1:50
      |
    1 | .clear cluster cache groupmembership with (group='aadgroup=SomeGroupEmail@fabrikam.com')
      |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: no command makes a member: the directory does; who may monitor the cluster can refresh any group
    "#);
}

#[test]
fn a_monitor_of_the_cluster_refreshes_others_without_limits() {
    let mut session = session();
    let other = REFRESH.replace("(group", "(principal='aaduser=abbiatkins@fabrikam.com', group");
    insta::assert_snapshot!(run_as(&mut session, OTHER, &other), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'ClusterGroupMembershipCacheClearCommand' on 'local'.
     --> test:1:1
      |
    1 | .clear cluster cache groupmembership with (principal='aaduser=abbiatkins@fabrikam.com', group='aadgroup=SomeGroupEmail@fabrikam.com')
      | ^^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds no role on the cluster
      = help: it takes AllDatabasesAdmin or AllDatabasesMonitor (access-control/index.md, Force group membership refresh)
      = help: `.add cluster monitors ('aaduser=robinhale@fabrikam.com')` gives it; AllDatabasesAdmin runs it
    ");
    run_well(&mut session, ".add cluster monitors ('aaduser=robinhale@fabrikam.com')");
    for _ in 0..11 {
        assert_eq!(run_as(&mut session, OTHER, &other), "");
        assert_eq!(run_as(&mut session, OTHER, REFRESH), "");
    }
}
