//! What plans tell of blocks, groups that nobody listed, renames, tenants, and what only environments have.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

use kmgmt::directory::Directory;
use kmgmt::plan::{Paint, Plan, Renames, Report, Trial, human};
use kmgmt::session::Session;
use kmgmt::syntax::pieces;
use support::{clock, run, run_well, session};

/// Who exists.
const ENVIRONMENT: &str = r#"{
  "cluster": { "name": "test" }, "directory": "open",
  "tenants": [{ "id": "0a1b2c3d-0000-4000-8000-000000000001", "names": ["contoso.com"] }],
  "groups": [
    { "displayName": "K", "objectId": "0a1b2c3d-0000-4000-8000-000000000201", "tenant": "contoso.com",
      "email": "k@contoso.com", "members": ["aaduser=ana@contoso.com", "aadgroup=g@contoso.com"] },
    { "displayName": "G", "objectId": "0a1b2c3d-0000-4000-8000-000000000202", "tenant": "contoso.com",
      "email": "g@contoso.com" }
  ]
}"#;

/// A plan as people read it.
fn told(trial: &Trial) -> String {
    let renames = trial.renames();
    let plan = Plan::compare(&renames.applied(&trial.before), &trial.after, false).renamed(&renames);
    let report = Report { plan: &plan, statements: 1, database: "NetDefaultDB", findings: &[], found: "", fault: None };
    human(&report, Paint::Plain, None)
}

/// A plan of a script on what another makes; groups stand for their members.
fn planned(state: &str, script: &str) -> String {
    let mut session = Session::new(Directory::from_environment(ENVIRONMENT).unwrap(), clock());
    run_well(&mut session, state);
    let mut trial = Trial::begin(&session);
    pieces(script, 1, |piece| {
        assert!(trial.run(&piece, "test"), "{}\n{:?}", piece.text, trial.fault);
    });
    told(&trial)
}

#[test]
fn a_block_takes_all_access_and_gives_it_back() {
    let state = ".add database NetDefaultDB viewers ('aadgroup=k@contoso.com')";
    let block = ".add cluster blockedprincipals 'aadgroup=k@contoso.com' reason 'left'";
    insta::assert_snapshot!(planned(state, block), @"
    What changes
        cluster
          + block of aadgroup=K;contoso.com: unset → without end: left

    Who gains and who loses access
      - aadgroup=K;contoso.com (1 member; members of G unknown) loses view, show metadata on database NetDefaultDB: was Database NetDefaultDB Viewer; it is blocked

    Plan: other: 1 added; 0 principals gain access, 1 principal loses access.
    ");
    insta::assert_snapshot!(planned(
        &format!("{state}\n{block}"),
        ".drop cluster blockedprincipals 'aadgroup=k@contoso.com'"
    ), @"
    What changes
        cluster
          - block of aadgroup=K;contoso.com: without end: left → unset

    Who gains and who loses access
      + aadgroup=K;contoso.com (1 member; members of G unknown) gains view, show metadata on database NetDefaultDB: Database NetDefaultDB Viewer; it is no longer blocked

    Plan: other: 1 removed; 1 principal gains access, 0 principals lose access.
    ");
    insta::assert_snapshot!(planned(
        state,
        ".add cluster blockedprincipals 'aaduser=ana@contoso.com' application 'A'\n.add cluster blockedprincipals 'aaduser=ben@contoso.com'"
    ), @"
    What changes
        cluster
          + block of aaduser=ana@contoso.com: unset → without end  (no access change: the block is for requests that state the application `A`, and for no others)
          + block of aaduser=ben@contoso.com: unset → without end  (no access change: no access depends on it)

    Who gains and who loses access
        nobody

    Plan: others: 2 added; 0 principals gain access, 0 principals lose access.
    ");
    insta::assert_snapshot!(planned(
        &format!("{state}\n{block}"),
        ".add database NetDefaultDB users ('aaduser=ana@contoso.com')"
    ), @"
    What changes
        database NetDefaultDB
          + users aaduser=ana@contoso.com  (no access change: `ana@contoso.com` is blocked)

    Who gains and who loses access
        nobody

    Plan: role: 1 added; 0 principals gain access, 0 principals lose access.
    ");
}

#[test]
fn who_may_be_in_a_group_that_nobody_listed_may_have_had_it() {
    let state = ".add database NetDefaultDB viewers ('aadgroup=k@contoso.com')";
    insta::assert_snapshot!(planned(state, ".add database NetDefaultDB viewers ('aaduser=ben@contoso.com')"), @"
    What changes
        database NetDefaultDB
          + viewers aaduser=ben@contoso.com

    Who gains and who loses access
      + aaduser=ben@contoso.com gains view, show metadata on database NetDefaultDB: Database NetDefaultDB Viewer unless it had it as a member of G (members unknown)

    Plan: role: 1 added; 0 principals gain access, 0 principals lose access, 1 principal may gain access.
    ");
    insta::assert_snapshot!(planned(state, ".drop database NetDefaultDB viewers ('aadgroup=k@contoso.com')"), @"
    What changes
        database NetDefaultDB
          - viewers aadgroup=K;contoso.com

    Who gains and who loses access
      - aadgroup=K;contoso.com (1 member; members of G unknown) loses view, show metadata on database NetDefaultDB: was Database NetDefaultDB Viewer

    Plan: role: 1 removed; 0 principals gain access, 1 principal loses access.
    ");
}

#[test]
fn the_role_that_made_the_difference_is_the_witness() {
    let state = "\
.create table T (x:int)
.alter table T policy restricted_view_access true
.add database NetDefaultDB viewers ('aaduser=ana@contoso.com')";
    let script = ".add database NetDefaultDB unrestrictedviewers ('aadgroup=k@contoso.com')";
    insta::assert_snapshot!(planned(state, script), @"
    What changes
        database NetDefaultDB
          + unrestrictedviewers aadgroup=K;contoso.com

    Who gains and who loses access
      + aaduser=ana@contoso.com gains view restricted on database NetDefaultDB: Database NetDefaultDB UnrestrictedViewer through K
      + aaduser=ana@contoso.com gains view on table NetDefaultDB.T: Database NetDefaultDB UnrestrictedViewer through K

    Plan: role: 1 added; 1 principal gains access, 0 principals lose access.
    ");
    insta::assert_snapshot!(planned(state, ".add table T admins ('aaduser=ana@contoso.com')\n.add database NetDefaultDB monitors ('aaduser=ana@contoso.com')"), @"
    What changes
        database NetDefaultDB
          + monitors aaduser=ana@contoso.com
        table NetDefaultDB.T
          + admins aaduser=ana@contoso.com  (no access change: the role has no effect yet)

    Who gains and who loses access
      + aaduser=ana@contoso.com gains show principals, monitor on database NetDefaultDB: Database NetDefaultDB Monitor

    Plan: roles: 2 added; 1 principal gains access, 0 principals lose access.
    ");
}

#[test]
fn a_rename_is_no_removal_and_no_creation() {
    let state = "\
.create table T (x:int)
.create table U (y:int)
.add database NetDefaultDB users ('aaduser=ana@contoso.com')
.add table T admins ('aaduser=ana@contoso.com')";
    insta::assert_snapshot!(planned(state, ".rename table T to V\n.drop table V admins ('aaduser=ana@contoso.com')"), @"
    What changes
        table NetDefaultDB.V
          ~ name: T → V  (no access change: roles, policies and data stay)
          - admins aaduser=ana@contoso.com

    Who gains and who loses access
      - aaduser=ana@contoso.com loses ingest, show principals, alter, drop, manage roles on table NetDefaultDB.V: was Table V Admin

    Plan: role: 1 removed; entity: 1 changed; 0 principals gain access, 1 principal loses access.
    ");
    let mut session = session();
    run_well(&mut session, state);
    let scripts = |script: &str| {
        let mut after = session.copy();
        run_well(&mut after, script);
        let renames = Renames::between(&session, &after);
        [kmgmt::plan::script(&session, &after, &renames), kmgmt::plan::script(&after, &session, &renames.inverse())]
            .join("//\n")
    };
    insta::assert_snapshot!(scripts(".rename table T to V"), @"
    #dbcontext NetDefaultDB
    .rename table T to V
    //
    #dbcontext NetDefaultDB
    .rename table V to T
    ");
    insta::assert_snapshot!(scripts(".rename tables T=U, U=T\n.alter table T (z:int)"), @"
    #dbcontext NetDefaultDB
    .rename tables U=T, T=U
    // table NetDefaultDB.T: the data of y goes
    .alter-merge table T (z:int)
    .drop table T columns (y)
    //
    #dbcontext NetDefaultDB
    .rename tables T=U, U=T
    // table NetDefaultDB.U: the data of z goes
    .alter-merge table U (y:int)
    .drop table U columns (z)
    ");
    insta::assert_snapshot!(scripts(".drop table U\n.rename table T to U"), @"
    // table NetDefaultDB.T goes with its data
    #dbcontext NetDefaultDB
    .drop table T
    // table NetDefaultDB.U: the data of y goes
    .alter-merge table U (x:int)
    .drop table U columns (y)
    .add table U admins ('aaduser=ana@contoso.com') skip-results
    //
    #dbcontext NetDefaultDB
    .create-merge table T (x:int)
    // table NetDefaultDB.U: the data of x goes
    .alter-merge table U (y:int)
    .drop table U columns (x)
    .add table T admins ('aaduser=ana@contoso.com') skip-results
    .drop table U admins ('aaduser=ana@contoso.com') skip-results
    ");
}

#[test]
fn what_the_environment_alone_has_changes_too() {
    let environment = |members: &str, principals: &str| {
        let text = ENVIRONMENT.replace(r#"["aaduser=ana@contoso.com", "aadgroup=g@contoso.com"]"#, members);
        text.replace(r#""name": "test""#, &format!(r#""name": "test", "principals": [{principals}]"#))
    };
    let admin = r#"{ "role": "AllDatabasesAdmin", "principal": "aaduser=ana@contoso.com" }"#;
    let before = environment(r#"["aaduser=ana@contoso.com"]"#, admin);
    let mut session = Session::new(Directory::from_environment(&before).unwrap(), clock());
    session.read_files_with(|file| std::fs::read_to_string(file).map_err(|error| error.to_string()));
    let other = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("other.json");
    std::fs::write(&other, environment(r#"["aaduser=ben@contoso.com"]"#, "")).unwrap();
    let mut trial = Trial::begin(&session);
    pieces(&format!("#directory load '{}'", other.display()), 1, |piece| {
        assert!(trial.run(&piece, "test"), "{:?}", trial.fault)
    });
    insta::assert_snapshot!(told(&trial), @"
    What changes
        cluster
          - admins aaduser=ana@contoso.com: declared by the environment
          - member aaduser=ana@contoso.com of K
          + member aaduser=ben@contoso.com of K

    Who gains and who loses access
      - aaduser=ana@contoso.com loses view, ingest, show metadata, show principals, monitor, create table, manage roles, administer, create database, monitor cluster, administer cluster on cluster: was AllDatabasesAdmin
      - aaduser=ana@contoso.com loses alter, drop in cluster: was AllDatabasesAdmin

    Plan: role: 1 removed; others: 1 added, 1 removed; 0 principals gain access, 1 principal loses access.
    ");
    let script = kmgmt::plan::script(&trial.before, &trial.after, &Renames::default());
    insta::assert_snapshot!(script, @"
    // left out: admins aaduser=ana@contoso.com on cluster is no longer there, which the environment says and no command changes
    // left out: the member aaduser=ana@contoso.com of K is no longer there, which the environment says and no command changes
    // left out: the member aaduser=ben@contoso.com of K is there, which the environment says and no command changes
    ");
}

#[test]
fn principals_of_one_name_are_told_apart_by_their_tenants() {
    let script = ".add database NetDefaultDB viewers ('aadgroup=K;fabrikam.com', 'aadgroup=G;contoso.com')";
    insta::assert_snapshot!(planned("", script), @"
    What changes
        database NetDefaultDB
          + viewers aadgroup=K;fabrikam.com
          + viewers aadgroup=G;contoso.com

    Who gains and who loses access
      + aadgroup=G;contoso.com (members unknown) gains view, show metadata on database NetDefaultDB: Database NetDefaultDB Viewer
      + aadgroup=K;fabrikam.com (members unknown) gains view, show metadata on database NetDefaultDB: Database NetDefaultDB Viewer

    Plan: roles: 2 added; 2 principals gain access, 0 principals lose access.
    ");
}

#[test]
fn a_reference_without_a_tenant_that_is_taken_for_somebody_is_doubtful() {
    let mut session = session();
    run_well(&mut session, ".add database NetDefaultDB viewers ('aadgroup=Readers;contoso.com')");
    let command = ".add database NetDefaultDB users ('aadgroup=Readers') skip-results";
    insta::assert_snapshot!(run(&mut session, command), @"
    warning: `aadgroup=Readers` names no tenant, and is taken for `aadgroup=Readers;contoso.com`: write it after `;`
     --> test:1:35
      |
    1 | .add database NetDefaultDB users ('aadgroup=Readers') skip-results
      |                                   ^^^^^^^^^^^^^^^^^^
    ");
}

#[test]
fn what_is_loaded_is_not_warned_of() {
    let ingestor = ".add table T ingestors ('aaduser=ana@contoso.com') skip-results";
    let said = |load: bool| {
        let mut session = session();
        run_well(&mut session, ".create table T (x:int)");
        let mut warnings = Vec::new();
        pieces(ingestor, 1, |piece| {
            let outcome = if load { session.load(&piece) } else { session.run(&piece) };
            warnings.extend(outcome.warnings);
        });
        warnings.len()
    };
    assert_eq!((said(false), said(true)), (1, 0));
}

#[test]
fn long_ways_through_groups_name_the_first_and_the_last() {
    let group = |number: usize| {
        let member = match number {
            0 => "aaduser=ana@contoso.com".to_owned(),
            number => format!("aadgroup=g{}@contoso.com", number - 1),
        };
        format!(
            r#"{{ "displayName": "G{number}", "email": "g{number}@contoso.com", "tenant": "contoso.com",
                 "objectId": "0a1b2c3d-0000-4000-8000-0000000003{number:02}", "members": ["{member}"] }}"#
        )
    };
    let groups: Vec<String> = (0..20).map(group).collect();
    let environment = format!(
        r#"{{ "cluster": {{ "name": "test" }},
             "tenants": [{{ "id": "0a1b2c3d-0000-4000-8000-000000000001", "names": ["contoso.com"] }}],
             "users": [{{ "upn": "ana@contoso.com", "tenant": "contoso.com",
                          "objectId": "0a1b2c3d-0000-4000-8000-000000000101" }}],
             "groups": [{}] }}"#,
        groups.join(", ")
    );
    let mut session = Session::new(Directory::from_environment(&environment).unwrap(), clock());
    let mut after = session.copy();
    run_well(&mut after, ".add database NetDefaultDB viewers ('aadgroup=g19@contoso.com') skip-results");
    let ways = |session: &Session| {
        let plan = Plan::compare(session, &after, true);
        let ana = plan.effects.iter().find(|turned| turned.principal.starts_with("aaduser")).unwrap();
        ana.way.join(" > ")
    };
    assert_eq!(ways(&session), "G0 > … 18 groups … > G19");
    // What is above a group is looked up again where another environment is loaded.
    session.read_files_with(|_| Ok(r#"{ "cluster": { "name": "test" } }"#.to_owned()));
    let ana = session.read().directory.principals().find(|one| session.read().directory.groups_of(*one).len() == 20);
    run_well(&mut session, "#directory load 'other'");
    assert_eq!(session.read().directory.groups_of(ana.unwrap()), []);
}
