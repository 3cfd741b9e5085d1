//! What changes as time goes by: blocks that end, and memberships that are read again.

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
use support::{run, run_as, run_well};

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
      = help: `.drop cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com'` ends it; somebody else who is AllDatabasesAdmin runs it
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
      = help: `.drop cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com'` ends it; somebody else who is AllDatabasesAdmin runs it
    ");
    run_well(&mut session, ".drop cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com'");
    run_well(&mut session, ".add cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com' application 'Explorer'");
    assert!(!run_as(&mut session, MEMBER, ".show principal roles").contains("is blocked"));
}

#[test]
fn a_block_for_an_application_and_a_user_refuses_the_requests_that_state_both() {
    let mut session = session();
    let block = "cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com' application 'Explorer' user 'abbi'";
    run_well(&mut session, &format!(".add {block}\n#client application='Explorer' user='abbi'"));
    insta::assert_snapshot!(run_as(&mut session, MEMBER, ".show principal roles"), @"
    error: Principal 'aaduser=abbiatkins@fabrikam.com' is blocked on this cluster.
     --> test:1:1
      |
    1 | .show principal roles
      | ^^^^^
      |
      = help: the block is for requests that state the application `Explorer` and the user `abbi`
      = help: `.drop cluster blockedprincipals 'aaduser=abbiatkins@fabrikam.com' application 'Explorer' user 'abbi'` ends it; somebody else who is AllDatabasesAdmin runs it
    ");
    for client in ["none", "application='Explorer'", "user='abbi'", "application='explorer' user='abbi'"] {
        run_well(&mut session, &format!("#client {client}"));
        assert_eq!(run(&mut session, "#client"), format!("{client}\n"));
        assert!(!run_as(&mut session, MEMBER, ".show principal roles").contains("is blocked"), "{client}");
    }
    run_well(&mut session, &format!("#client user = \"abbi\"  application='Explorer'\n.drop {block}"));
    assert!(!run_as(&mut session, MEMBER, ".show principal roles").contains("is blocked"));
}

#[test]
fn a_block_of_a_group_refuses_its_members() {
    let mut session = session();
    run_well(&mut session, ".add cluster blockedprincipals 'aadgroup=SomeGroupEmail@fabrikam.com' period 1h");
    insta::assert_snapshot!(run_as(&mut session, "aaduser=imikeoein@fabrikam.com", ".show version"), @"
    error: Principal 'aaduser=imikeoein@fabrikam.com' is blocked on this cluster until 2026-01-31T13:00:00Z.
     --> test:1:1
      |
    1 | .show version
      | ^^^^^
      |
      = help: a block names group `Some Group`, of which the principal is a member
      = help: `.drop cluster blockedprincipals 'aadgroup=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001'` and `.add database NetDefaultDB viewers ('aaduser=imikeoein@fabrikam.com')` mend it; somebody else who is AllDatabasesAdmin runs them
    ");
    insta::assert_snapshot!(run(&mut session, "#explain aaduser=imikeoein@fabrikam.com view database"), @"
    denied: `aaduser=imikeoein@fabrikam.com` does not have `view` on database `NetDefaultDB`
    ├── the principal is blocked until 2026-01-31T13:00:00Z: its requests are refused, whatever its roles
    │   └── a block names group `Some Group`, of which the principal is a member
    ├── no role on database `NetDefaultDB` or on what holds it is held
    └── `view` is given by Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, AllDatabasesAdmin or AllDatabasesViewer
    to allow it, AllDatabasesAdmin can run
        .drop cluster blockedprincipals 'aadgroup=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001'
        .add database NetDefaultDB viewers ('aaduser=imikeoein@fabrikam.com')
    ");
    assert!(!run_as(&mut session, OTHER, ".show principal roles").contains("is blocked"));
}

#[test]
fn what_a_client_states_is_said_or_refused() {
    let mut session = session();
    insta::assert_snapshot!(run(&mut session, "#client application=Explorer\n#client applicaton='x'\n#client user='a' user='b'\n#client user"), @"
    error: expected a name in quotes, found `Explorer`
     --> test:1:21
      |
    1 | #client application=Explorer
      |                     ^^^^^^^^
      |
      = help: the directive is written `#client [application='NAME'] [user='NAME'] | none`
    error: expected `application`, `none` or `user`, found `applicaton`
     --> test:2:9
      |
    2 | #client applicaton='x'
      |         ^^^^^^^^^^
      |
      = help: did you mean `application`?
      = help: the directive is written `#client [application='NAME'] [user='NAME'] | none`
    error: `user` is given twice
     --> test:3:18
      |
    3 | #client user='a' user='b'
      |         ----     ^^^^
      |         |
      |         first given here
    error: expected `=`, found the end of the line
     --> test:4:13
      |
    4 | #client user
      |             ^
      |
      = help: the directive is written `#client [application='NAME'] [user='NAME'] | none`
    ");
    assert_eq!(run(&mut session, "#client"), "none\n");
}

/// The environment in which Robin Hale is in the group, and Imike Oein no more.
fn moved(name: &str) -> Result<String, String> {
    let text = std::fs::read_to_string("fixtures/environment.json").map_err(|error| error.to_string())?;
    let moved = text.replace("[\"aaduser=imikeoein@fabrikam.com\"]", "[\"aaduser=robinhale@fabrikam.com\"]");
    (name == "moved.json").then_some(moved).ok_or_else(|| "no such file".to_owned())
}

#[test]
fn a_membership_that_is_not_read_yet_is_refused_with_the_refresh_that_reads_it() {
    let mut session = session();
    session.read_files_with(moved);
    run_well(&mut session, ".add database NetDefaultDB viewers ('aadgroup=SomeGroupEmail@fabrikam.com')");
    assert!(run_as(&mut session, OTHER, ".show tables").contains("is not authorized"));
    let imike = "aaduser=imikeoein@fabrikam.com";
    assert!(!run_as(&mut session, imike, ".show tables").contains("is not authorized"));
    run_well(&mut session, "#directory load moved.json");
    wait(10);
    insta::assert_snapshot!(run_as(&mut session, OTHER, ".show tables"), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to read database 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .show tables
      | ^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds no role on database `NetDefaultDB` or above
      = help: it takes Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, Database NetDefaultDB Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor (show-tables-command.md, Permissions)
      = help: `.clear cluster cache groupmembership with (principal='aaduser=robinhale@fabrikam.com', group='aadgroup=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001')` gives it; AllDatabasesAdmin, AllDatabasesMonitor or, ten times an hour, the principal itself runs it
      = help: waiting until 2026-01-31T12:30:00Z helps too: the directory has the principal in group `Some Group`, the membership cache has not read it yet
    ");
    insta::assert_snapshot!(run(&mut session, "#explain aaduser=robinhale@fabrikam.com view database"), @"
    denied: `aaduser=robinhale@fabrikam.com` does not have `view` on database `NetDefaultDB`
    ├── no role on database `NetDefaultDB` or on what holds it is held
    └── `view` is given by Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, AllDatabasesAdmin or AllDatabasesViewer
    to allow it, AllDatabasesAdmin, AllDatabasesMonitor or, ten times an hour, the principal itself can run
        .clear cluster cache groupmembership with (principal='aaduser=robinhale@fabrikam.com', group='aadgroup=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001')
    waiting until 2026-01-31T12:30:00Z helps too: the directory has the principal in group `Some Group`, the membership cache has not read it yet
    ");
    let refresh = ".clear cluster cache groupmembership with (principal='PRINCIPAL', group='aadgroup=SomeGroupEmail@fabrikam.com')";
    let other = run_as(&mut session, OTHER, &format!("{}\n.show tables", refresh.replace("PRINCIPAL", OTHER)));
    assert_eq!(other, "TableName,DatabaseName,Folder,DocString\n");
    // The one who left is seen to have left by a refresh as well.
    assert!(!run_as(&mut session, imike, ".show tables").contains("is not authorized"));
    run_well(&mut session, &refresh.replace("PRINCIPAL", imike));
    insta::assert_snapshot!(run_as(&mut session, imike, ".show tables"), @"
    error: Principal 'aaduser=imikeoein@fabrikam.com' is not authorized to read database 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .show tables
      | ^^^^^
      |
      = help: `aaduser=imikeoein@fabrikam.com` holds no role on database `NetDefaultDB` or above
      = help: it takes Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, Database NetDefaultDB Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor (show-tables-command.md, Permissions)
      = help: `.add database NetDefaultDB viewers ('aaduser=imikeoein@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
}

#[test]
fn memberships_that_change_count_when_what_was_read_expires() {
    let mut session = session();
    session.read_files_with(moved);
    run_well(&mut session, ".add database NetDefaultDB viewers ('aadgroup=SomeGroupEmail@fabrikam.com')");
    let (joins, leaves) = (OTHER, "aaduser=imikeoein@fabrikam.com");
    let reads = |session: &mut Session| {
        [joins, leaves].map(|who| !run_as(session, who, ".show tables").contains("is not authorized"))
    };
    assert_eq!(reads(&mut session), [false, true]);
    run_well(&mut session, "#directory load moved.json");
    wait(29);
    assert_eq!(reads(&mut session), [false, true]);
    wait(1);
    assert_eq!(reads(&mut session), [true, true]);
    wait(149);
    assert_eq!(reads(&mut session), [true, true]);
    wait(1);
    assert_eq!(reads(&mut session), [true, false]);
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
fn a_refresh_without_a_group_is_refused_whether_its_list_is_empty_or_absent() {
    let mut session = session();
    let bare = ".clear cluster cache groupmembership";
    insta::assert_snapshot!(run(&mut session, &format!("{bare}\n{bare} with ()")), @"
    error: a refresh needs the group whose membership is read again
     --> test:1:1
      |
    1 | .clear cluster cache groupmembership
      | ^^^^^^
      |
      = help: write `with (group='aadgroup=…')`
    error: a refresh needs the group whose membership is read again
     --> test:2:1
      |
    2 | .clear cluster cache groupmembership with ()
      | ^^^^^^
      |
      = help: write `with (group='aadgroup=…')`
    ");
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
      = help: the real cluster manages AllDatabasesMonitor in the portal, not by commands
    ");
    run_well(&mut session, ".add cluster monitors ('aaduser=robinhale@fabrikam.com')");
    for _ in 0..11 {
        assert_eq!(run_as(&mut session, OTHER, &other), "");
        assert_eq!(run_as(&mut session, OTHER, REFRESH), "");
    }
}

#[test]
fn a_principal_that_a_reload_leaves_out_does_not_act_and_can_be_taken_from_the_roles_that_it_holds() {
    let mut session = session();
    session.read_files_with(|name| {
        let text = std::fs::read_to_string("fixtures/environment.json").map_err(|error| error.to_string())?;
        let (start, end) =
            (text.find(",\n    { \"upn\": \"robinhale").unwrap(), text.find("\n  ],\n  \"msaUsers").unwrap());
        Ok(if name == "gone.json" { format!("{}{}", &text[..start], &text[end..]) } else { text })
    });
    let viewers = format!("database NetDefaultDB viewers ('{OTHER}') skip-results");
    run_well(&mut session, &format!(".add {viewers}"));
    assert!(!run_as(&mut session, OTHER, ".show tables").starts_with("error"));
    session.act_as(&PrincipalRef::parse(OTHER).unwrap()).unwrap();
    run_well(&mut session, "#directory load gone.json");
    insta::assert_snapshot!(run(&mut session, ".show tables"), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' no longer exists: the directory was loaded without it.
     --> test:1:1
      |
    1 | .show tables
      | ^^^^^
      |
      = help: `#as PRINCIPAL` lets another act
    ");
    run_well(&mut session, "#as aaduser=admin@localhost");
    let kept = run(&mut session, &format!("#roles {OTHER}"));
    assert!(kept.starts_with(&format!("warning: `{OTHER}` no longer exists")), "{kept}");
    assert!(kept.contains("NetDefaultDB,database NetDefaultDB,Database NetDefaultDB Viewer,,in force,"), "{kept}");
    assert!(run(&mut session, &format!(".add {viewers}")).contains("was not found in AAD tenant"));
    // It comes back as who it was.
    run_well(&mut session, &format!("#directory load back.json\n.add {viewers}"));
    let listed = run(&mut session, ".show database NetDefaultDB principals");
    assert_eq!(listed.matches(OTHER).count(), 1, "{listed}");
    run_well(&mut session, &format!("#directory load gone.json\n.drop {viewers}"));
    assert!(!run(&mut session, ".show database NetDefaultDB principals").contains(OTHER));
}

#[test]
fn a_refresh_that_reads_a_blocked_group_is_no_way_out() {
    let mut session = session();
    session.read_files_with(moved);
    let setup = ".add database NetDefaultDB viewers ('aadgroup=SomeGroupEmail@fabrikam.com')\n\
        .add cluster blockedprincipals 'aadgroup=SomeGroupEmail@fabrikam.com'";
    run_well(&mut session, setup);
    assert!(run_as(&mut session, OTHER, ".show tables").starts_with("error"));
    run_well(&mut session, "#directory load moved.json");
    let refused = run_as(&mut session, OTHER, ".show tables");
    let offer = format!("`.add database NetDefaultDB viewers ('{OTHER}')` gives it");
    assert!(refused.contains(&offer) && !refused.contains("waiting"), "{refused}");
}

#[test]
fn who_is_gone_is_not_listed_among_those_who_can() {
    let mut session = session();
    session.read_files_with(|_| {
        let text = std::fs::read_to_string("fixtures/environment.json").map_err(|error| error.to_string())?;
        Ok(text.replace(
            "robinhale@fabrikam.com\", \"objectId\": \"0a1b2c3d-0000-4000-8000-000000000103",
            "new@fabrikam.com\", \"objectId\": \"o-new",
        ))
    });
    run_well(&mut session, &format!(".add database NetDefaultDB viewers ('{OTHER}')"));
    assert!(run(&mut session, "#who-can view database").contains(OTHER));
    run_well(&mut session, "#directory load without-robin.json");
    let listed = run(&mut session, "#who-can view database");
    assert!(!listed.contains(OTHER) && listed.contains("admin@localhost"), "{listed}");
}

#[test]
fn a_client_states_names_as_commands_write_strings() {
    let mut session = session();
    for name in [r"it\'s", r#"a \"b\" \'c\'"#, r"back\\slash"] {
        run_well(&mut session, &format!("#client application='{name}'"));
        let shown = run(&mut session, "#client");
        run_well(&mut session, &format!("#client none\n#client {}", shown.trim_end()));
        assert_eq!(run(&mut session, "#client"), shown);
        run_well(&mut session, &format!(".add cluster blockedprincipals '{MEMBER}' application '{name}'"));
        assert!(run_as(&mut session, MEMBER, ".show version").contains("is blocked"), "{name}");
        run_well(&mut session, &format!(".drop cluster blockedprincipals '{MEMBER}' application '{name}'"));
    }
}

#[test]
fn a_refresh_and_a_role_together_are_offered_where_they_are_fewer() {
    let mut session = session();
    session.read_files_with(moved);
    let setup = ".create database A\n.create database B\n\
        .add database A viewers ('aadgroup=SomeGroupEmail@fabrikam.com')\n\
        .add database B viewers ('aadgroup=SomeGroupEmail@fabrikam.com')";
    run_well(&mut session, setup);
    let both = ".show databases (A, B) schema";
    let all = ".show databases (A, B, NetDefaultDB) schema";
    assert!(run_as(&mut session, OTHER, both).starts_with("error"));
    run_well(&mut session, "#directory load moved.json");
    assert_eq!(run_as(&mut session, OTHER, both).matches("`.").count(), 1);
    insta::assert_snapshot!(run_as(&mut session, OTHER, all), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to read database 'A'.
     --> test:1:1
      |
    1 | .show databases (A, B, NetDefaultDB) schema
      | ^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds no role on database `A` or above
      = help: it takes Database A Admin, Database A User, Database A Viewer, Database A Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor (show-schema-database.md, Permissions)
      = help: besides, it takes Database B Admin, Database B User, Database B Viewer, Database B Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor
      = help: besides, it takes Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, Database NetDefaultDB Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor
      = help: `.clear cluster cache groupmembership with (principal='aaduser=robinhale@fabrikam.com', group='aadgroup=0a1b2c3d-0000-4000-8000-000000000201;0a1b2c3d-0000-4000-8000-000000000001')` and `.add database NetDefaultDB viewers ('aaduser=robinhale@fabrikam.com')` give it; AllDatabasesAdmin runs them
    ");
}
