//! The third answer: a denial stays open where a group whose members nobody listed would turn it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/access/mod.rs"]
mod access;
#[path = "support/chance.rs"]
mod chance;
#[path = "support/naive.rs"]
mod naive;
#[path = "support/ebnf/random.rs"]
mod random;
mod support;

use std::collections::BTreeMap;

use access::{Built, Matrix, World};
use chance::Request;
use insta::assert_snapshot;
use jiff::Timestamp;
use kmgmt::access::{Client, Need, Unknown};
use kmgmt::directory::Directory;
use kmgmt::model::permission::Permission;
use kmgmt::session::Session;
use naive::Answer;
use random::Random;
use support::{clock, run, run_as, run_well, session};

/// The principal is put into the groups, as a list of their members would have it.
fn joined(world: &World, who: &str, groups: &[&String]) -> World {
    let mut world = world.clone();
    groups.iter().for_each(|group| world.groups.get_mut(*group).unwrap().push(who.to_owned()));
    world
}

fn unknown(built: &Built, request: &Request) -> Option<Unknown> {
    let filled = built.filled(&request.who);
    let need = Need::new(Permission::of(&request.action).unwrap(), built.entities[&request.path]);
    let access = built.access();
    let request = kmgmt::access::Request {
        subject: filled.subject(),
        client: &Client::default(),
        database: "D0",
        now: Timestamp::UNIX_EPOCH,
    };
    access.unknown(request, &[need], &access.unlisted(&[need]))
}

/// Compares with what lists of the members would answer; returns the sort of the answer.
fn agree(world: &World, matrix: &Matrix, request: &Request, at: &str) -> &'static str {
    let Request { who, action, path } = request;
    let built = Built::new(world, matrix);
    let allows =
        |groups: &[&String]| naive::answer(&joined(world, who, groups), matrix, who, action, path) == Answer::Allowed;
    let is_possible =
        |group: &&String| *group != who && !naive::is_in(world, who, group) && !naive::is_in(world, group, who);
    let possible: Vec<&String> = world.unlisted.iter().filter(is_possible).collect();
    let alone: Vec<&str> = possible.iter().filter(|group| allows(&[**group])).map(|group| group.as_str()).collect();
    let answer = unknown(&built, request);
    let names = |unknown: &Unknown| unknown.groups.iter().map(|group| built.who(*group).to_owned()).collect::<Vec<_>>();
    match answer {
        _ if allows(&[]) => {
            assert_eq!(answer, None, "{at}");
            "allowed"
        }
        None => {
            assert!(!allows(&possible), "{at}");
            "denied"
        }
        Some(unknown) if unknown.each => {
            let mut names = names(&unknown);
            names.sort();
            assert_eq!(names, alone, "{at}");
            "unknown through each"
        }
        Some(unknown) => {
            let names = names(&unknown);
            let groups: Vec<&String> = names.iter().collect();
            assert!(alone.is_empty() && allows(&groups), "{at}");
            for left_out in 0..groups.len() {
                let mut fewer = groups.clone();
                fewer.remove(left_out);
                assert!(!allows(&fewer), "{at}: {fewer:?} are enough");
            }
            "unknown through all"
        }
    }
}

#[test]
fn what_is_not_known_is_what_lists_of_members_would_decide() {
    let (matrix, seed) = (Matrix::read(), 20_260_201);
    let mut random = Random::new(seed);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for number in 0..400 {
        let mut world = chance::world(&mut random, &matrix);
        for group in world.groups.keys().cloned().collect::<Vec<_>>() {
            if random.one_in(2) {
                world.groups.insert(group.clone(), Vec::new());
                world.unlisted.insert(group);
            }
        }
        for _ in 0..10 {
            let request = chance::request(&mut random, &world, &matrix);
            let at = format!("seed {seed}, world {number}: {request:?}\n{world:#?}");
            *seen.entry(agree(&world, &matrix, &request, &at)).or_default() += 1;
        }
    }
    println!("{seen:?}");
    assert_eq!(seen.len(), 4, "chance reached too little: {seen:?}");
}

const ENVIRONMENT: &str = r#"{
  "cluster": {"name": "c"},
  "directory": "open",
  "tenants": [{"id": "contoso.com"}],
  "groups": [
    {"displayName": "Analysts", "objectId": "g-1", "tenant": "contoso.com"},
    {"displayName": "Staff", "objectId": "g-2", "tenant": "contoso.com", "members": ["aadgroup=Analysts;contoso.com", "aaduser=eva@contoso.com"]},
    {"displayName": "Nobody", "objectId": "g-3", "tenant": "contoso.com", "members": []},
    {"displayName": "Writers", "objectId": "g-4", "tenant": "contoso.com"}
  ]
}"#;

const CATALOG: &str = "
.create table T (x:int)

.create table Secret (x:int)

.alter table Secret policy restricted_view_access true

.add database NetDefaultDB viewers ('aadgroup=Staff;contoso.com')

.add database NetDefaultDB users ('aadgroup=Writers;contoso.com')

.add database NetDefaultDB admins ('aadgroup=Nobody;contoso.com')

.add database NetDefaultDB unrestrictedviewers ('aadgroup=Analysts;contoso.com')

.add table T admins ('aaduser=bo@contoso.com')
";

fn open() -> Session {
    let mut session = Session::new(Directory::from_environment(ENVIRONMENT).unwrap(), clock());
    run_well(&mut session, CATALOG);
    session
}

#[test]
fn a_proof_names_the_groups_and_the_way_from_them() {
    let mut session = open();
    assert_snapshot!(run(&mut session, "#explain aaduser=ana@contoso.com view table T"), @"
    unknown: `aaduser=ana@contoso.com` has `view` on table `T` in database `NetDefaultDB` if it is a member of group `Analysts` or group `Writers`, whose members nobody listed
    ├── `Database NetDefaultDB Viewer` would give `view`
    │   ├── assigned to group `Staff`
    │   │   ├── nobody listed the members of group `Analysts`: `ana@contoso.com` may be one
    │   │   └── group `Analysts` is a member of group `Staff`
    │   └── inherited: a role on database `NetDefaultDB` counts for table `T` in database `NetDefaultDB`
    ├── `Database NetDefaultDB User` would give `view`
    │   ├── assigned to group `Writers`
    │   │   └── nobody listed the members of group `Writers`: `ana@contoso.com` may be one
    │   └── inherited: a role on database `NetDefaultDB` counts for table `T` in database `NetDefaultDB`
    ├── no role on table `T` in database `NetDefaultDB` or on what holds it is held
    └── `view` is given by Table T Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, AllDatabasesAdmin or AllDatabasesViewer
    to allow it in any case, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB viewers ('aaduser=ana@contoso.com')
    ");
    assert_snapshot!(run(&mut session, "#explain aaduser=bo@contoso.com alter table T"), @"
    unknown: `aaduser=bo@contoso.com` has `alter` on table `T` in database `NetDefaultDB` if it is a member of group `Writers`, whose members nobody listed
    └── `Table T Admin` would give `alter`
        ├── assigned to the principal itself
        └── `Table T Admin` has effect only with `Database NetDefaultDB User` or more: `Database NetDefaultDB User` would be held
            └── assigned to group `Writers`
                └── nobody listed the members of group `Writers`: `bo@contoso.com` may be one
    to allow it in any case, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB users ('aaduser=bo@contoso.com')
    ");
    assert_snapshot!(run(&mut session, "#explain aaduser=eva@contoso.com view table Secret"), @"
    unknown: `aaduser=eva@contoso.com` has `view` on table `Secret` in database `NetDefaultDB` if it is a member of group `Analysts`, whose members nobody listed
    ├── `Database NetDefaultDB Viewer` would give `view`
    │   ├── assigned to group `Staff`
    │   │   └── `eva@contoso.com` is a member of group `Staff`
    │   └── inherited: a role on database `NetDefaultDB` counts for table `Secret` in database `NetDefaultDB`
    └── view access is restricted, which `Database NetDefaultDB UnrestrictedViewer` lifts
        ├── assigned to group `Analysts`
        │   └── nobody listed the members of group `Analysts`: `eva@contoso.com` may be one
        └── `Database NetDefaultDB UnrestrictedViewer` has effect only with `Database NetDefaultDB User` or `Database NetDefaultDB Viewer` or more: `Database NetDefaultDB Viewer` is held
            └── assigned to group `Staff`
                └── `eva@contoso.com` is a member of group `Staff`
    to allow it in any case, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB unrestrictedviewers ('aaduser=eva@contoso.com')
    ");
}

#[test]
fn who_is_a_member_for_certain_is_allowed_and_who_can_be_none_is_denied() {
    let mut session = open();
    assert_snapshot!(run(&mut session, "#explain aaduser=eva@contoso.com view table T"), @"
    allowed: `aaduser=eva@contoso.com` has `view` on table `T` in database `NetDefaultDB`
    └── `Database NetDefaultDB Viewer` gives `view`
        ├── assigned to group `Staff`
        │   └── `eva@contoso.com` is a member of group `Staff`
        └── inherited: a role on database `NetDefaultDB` counts for table `T` in database `NetDefaultDB`
    ");
    assert_snapshot!(run(&mut session, "#explain 'aadgroup=Staff;contoso.com' view restricted database NetDefaultDB"), @"
    denied: `aadgroup=g-2;contoso.com` does not have `view restricted` on database `NetDefaultDB`
    ├── `Database NetDefaultDB Viewer` gives `view` and `show metadata`
    │   └── assigned to the principal itself
    └── `view restricted` is given by Database NetDefaultDB UnrestrictedViewer (with Database NetDefaultDB User or Database NetDefaultDB Viewer)
    to allow it, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB unrestrictedviewers ('aadgroup=g-2;contoso.com')
    ");
    assert_snapshot!(run(&mut session, "#explain aaduser=ana@contoso.com administer database NetDefaultDB"), @"
    denied: `aaduser=ana@contoso.com` does not have `administer` on database `NetDefaultDB`
    ├── no role on database `NetDefaultDB` or on what holds it is held
    └── `administer` is given by Database NetDefaultDB Admin or AllDatabasesAdmin
    to allow it, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB admins ('aaduser=ana@contoso.com')
    ");
}

#[test]
fn several_groups_are_named_where_only_all_of_them_are_enough() {
    let mut session = session();
    run_well(
        &mut session,
        ".create table T (x:int)\n.add table T admins ('aadgroup=a@c.com')\n.add database NetDefaultDB users ('aadgroup=b@c.com')",
    );
    assert_snapshot!(run(&mut session, "#explain aaduser=ana@c.com alter table T"), @"
    unknown: `aaduser=ana@c.com` has `alter` on table `T` in database `NetDefaultDB` if it is a member of group `a@c.com` and group `b@c.com`, whose members nobody listed
    ├── `Table T Admin` would give `alter`
    │   ├── assigned to group `a@c.com`
    │   │   └── nobody listed the members of group `a@c.com`: `ana@c.com` may be one
    │   └── `Table T Admin` has effect only with `Database NetDefaultDB User` or more: `Database NetDefaultDB User` would be held
    │       └── assigned to group `b@c.com`
    │           └── nobody listed the members of group `b@c.com`: `ana@c.com` may be one
    ├── no role on table `T` in database `NetDefaultDB` or on what holds it is held
    └── `alter` is given by Table T Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin or AllDatabasesAdmin
    to allow it in any case, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB users ('aaduser=ana@c.com')
        .add table T admins ('aaduser=ana@c.com')
    wider, in fewer commands: Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB admins ('aaduser=ana@c.com')
    ");
}

#[test]
fn any_role_may_come_from_a_group_too() {
    let mut session = open();
    assert_snapshot!(run(&mut session, "#explain aaduser=ana@contoso.com show version cluster"), @"
    unknown: `aaduser=ana@contoso.com` may run `show version` if it is a member of group `Analysts` or group `Writers`, whose members nobody listed
    └── it takes any role
    to allow it in any case, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB viewers ('aaduser=ana@contoso.com')
    ");
}

#[test]
fn questions_about_many_say_what_is_not_known() {
    let mut session = open();
    assert_snapshot!(run(&mut session, "#who-can view table T"), @"
    note: test:1: `aaduser=bo@contoso.com` can too if it is a member of groups whose members nobody listed; `#explain` names them
    PrincipalType,PrincipalDisplayName,PrincipalFQN,Role,Via
    Microsoft Entra application,Kusto Internal Ingestion Azure AD App (app id: 76263cdb-1234-5678-9012-545644e9c404),aadapp=76263cdb-1234-5678-9012-545644e9c404;72f988bf-86f1-41af-91ab-2d7cd011db47,AllDatabasesAdmin,
    Microsoft Entra user,Local administrator,aaduser=admin@localhost,Table T Admin,
    Microsoft Entra group,Staff,aadgroup=g-2;contoso.com,Database NetDefaultDB Viewer,
    Microsoft Entra group,Nobody,aadgroup=g-3;contoso.com,Database NetDefaultDB Admin,
    Microsoft Entra group,Writers,aadgroup=g-4;contoso.com,Database NetDefaultDB User,
    ");
    assert_snapshot!(run(&mut session, "#who-can --expand-groups view table T"), @"
    note: test:1: `aaduser=bo@contoso.com` can too if it is a member of groups whose members nobody listed; `#explain` names them
    PrincipalType,PrincipalDisplayName,PrincipalFQN,Role,Via
    Microsoft Entra application,Kusto Internal Ingestion Azure AD App (app id: 76263cdb-1234-5678-9012-545644e9c404),aadapp=76263cdb-1234-5678-9012-545644e9c404;72f988bf-86f1-41af-91ab-2d7cd011db47,AllDatabasesAdmin,
    Microsoft Entra user,Local administrator,aaduser=admin@localhost,Table T Admin,
    Microsoft Entra group,Analysts,aadgroup=g-1;contoso.com,Database NetDefaultDB Viewer,Staff (members unknown)
    Microsoft Entra group,Writers,aadgroup=g-4;contoso.com,Database NetDefaultDB User,(members unknown)
    Microsoft Entra user,eva@contoso.com,aaduser=eva@contoso.com,Database NetDefaultDB Viewer,Staff
    ");
    assert_snapshot!(run(&mut session, "#who-can alter table T"), @"
    note: test:1: `aaduser=bo@contoso.com` can too if it is a member of groups whose members nobody listed; `#explain` names them
    PrincipalType,PrincipalDisplayName,PrincipalFQN,Role,Via
    Microsoft Entra application,Kusto Internal Ingestion Azure AD App (app id: 76263cdb-1234-5678-9012-545644e9c404),aadapp=76263cdb-1234-5678-9012-545644e9c404;72f988bf-86f1-41af-91ab-2d7cd011db47,AllDatabasesAdmin,
    Microsoft Entra user,Local administrator,aaduser=admin@localhost,Table T Admin,
    Microsoft Entra group,Nobody,aadgroup=g-3;contoso.com,Database NetDefaultDB Admin,
    ");
    assert_snapshot!(run(&mut session, "#what-can aaduser=bo@contoso.com"), @"
    note: test:1: 2 groups hold roles whose members nobody listed: what a membership would give is not shown; `members` in the environment says it
    Database,Entity,Actions,Role,Via
    NetDefaultDB,table T,has effect only with Database NetDefaultDB User or more,Table T Admin,
    ");
    assert_snapshot!(run(&mut session, "#roles aaduser=eva@contoso.com"), @"
    note: test:1: 2 groups hold roles whose members nobody listed: what a membership would give is not shown; `members` in the environment says it
    Database,Entity,Role,Via,Effect,Notes
    NetDefaultDB,database NetDefaultDB,Database NetDefaultDB Viewer,Staff,in force,
    ");
}

#[test]
fn refusals_and_show_principal_access_say_what_is_not_known() {
    let mut session = open();
    assert_snapshot!(run_as(&mut session, "aaduser=ana@contoso.com", ".show tables"), @"
    error: Principal 'aaduser=ana@contoso.com' is not authorized to read database 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .show tables
      | ^^^^^
      |
      = help: `aaduser=ana@contoso.com` holds no role on database `NetDefaultDB` or above
      = help: it takes Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, Database NetDefaultDB Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor (show-tables-command.md, Permissions)
      = help: whether `aaduser=ana@contoso.com` is a member of group `Analysts` or group `Writers` is not known here: `members` in the environment says it
      = help: `.add database NetDefaultDB viewers ('aaduser=ana@contoso.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
    let access = ".show principal access with (accesstype='view', table='T')";
    assert_snapshot!(run_as(&mut session, "aaduser=ana@contoso.com", access), @"
    Principal,AccessType,Entity,IsAllowed,Reason
    aaduser=ana@contoso.com,view,[NetDefaultDB].[T],false,unknown: no role that is held gives `view`; whether `aaduser=ana@contoso.com` is a member of group `Analysts` or group `Writers` is not known here: `members` in the environment says it
    ");
}

#[test]
fn a_group_that_is_blocked_turns_no_denial() {
    let mut session = session();
    run_well(
        &mut session,
        ".add database NetDefaultDB viewers ('aadgroup=a@c.com')\n.add cluster blockedprincipals 'aadgroup=a@c.com'",
    );
    assert_snapshot!(run(&mut session, "#explain aaduser=ana@c.com view database NetDefaultDB"), @"
    denied: `aaduser=ana@c.com` does not have `view` on database `NetDefaultDB`
    ├── no role on database `NetDefaultDB` or on what holds it is held
    └── `view` is given by Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, AllDatabasesAdmin or AllDatabasesViewer
    to allow it, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB viewers ('aaduser=ana@c.com')
    ");
}

#[test]
fn a_role_that_waits_for_another_may_have_it_through_a_group() {
    let mut session = open();
    let add = ".add table T ingestors ('aaduser=ana@contoso.com') skip-results";
    assert_snapshot!(run(&mut session, add), @"
    warning: `aaduser=ana@contoso.com` gains nothing yet: `Table T Ingestor` has effect only with `Database NetDefaultDB User` or `Database NetDefaultDB Ingestor` or more, which is not held
     --> test:1:25
      |
    1 | .add table T ingestors ('aaduser=ana@contoso.com') skip-results
      |                         ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: whether `aaduser=ana@contoso.com` is a member of group `Writers` is not known here: `members` in the environment says it
      = help: `.add database NetDefaultDB ingestors ('aaduser=ana@contoso.com')` gives what is missing
      = help: role-based-access-control.md asks for `Database NetDefaultDB User` or `Database NetDefaultDB Ingestor`; in Fabric, fabric/real-time-intelligence/event-streams/api-kusto-pull-destination.md has `Database NetDefaultDB Viewer` do as well
    ");
}
