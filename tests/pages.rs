//! What single lines and notes of pages decide: who sees the names of other tenants, who sees obfuscated
//! strings, what a Table Ingestor depends on, which views follow a table, who deletes the row-level security
//! of a view.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

mod support;

use insta::assert_snapshot;
use kmgmt::directory::Directory;
use kmgmt::session::Session;
use support::{act_as, clock, refused, run, run_as, run_well, session, session_with_environment};

const CONTOSO: &str = "aadapp=00001111-aaaa-2222-bbbb-3333cccc4444;contoso.com";
const FABRIKAM: &str = "aadapp=4c7e82bd-6adb-46c3-b413-fdd44834c69b;fabrikam.com";
const ROBIN: &str = "aaduser=robinhale@fabrikam.com";

/// The display names of those who hold a role on the entity itself.
fn names(shown: &str, role: &str) -> Vec<String> {
    let rows = shown.lines().filter(|row| row.starts_with(role));
    rows.map(|row| row.split(',').nth(2).unwrap().to_owned()).collect()
}

#[test]
fn principals_of_another_tenant_are_shown_without_a_name() {
    let mut session = session_with_environment();
    run_well(
        &mut session,
        &format!(
            ".add database NetDefaultDB monitors ('{CONTOSO}', '{FABRIKAM}', '{ROBIN}', 'msauser=abbiatkins@live.com')"
        ),
    );
    let by = |session: &mut Session, who: &str| {
        names(&run_as(session, who, ".show database NetDefaultDB principals"), "Database NetDefaultDB Monitor")
    };
    let (other, app) = (
        "Application from AAD tenant 9876abcd-e5f6-g7h8-i9j0-1234kl5678mn",
        "Fabrikam App (app id: 4c7e82bd-6adb-46c3-b413-fdd44834c69b)",
    );
    let by_fabrikam = [other, app, "Robin Hale", "Abbi Atkins"];
    assert_eq!(by(&mut session, "aaduser=admin@localhost"), by_fabrikam);
    assert_eq!(by(&mut session, ROBIN), by_fabrikam);
    let fabrikam = "from AAD tenant 0a1b2c3d-0000-4000-8000-000000000001";
    assert_eq!(
        by(&mut session, CONTOSO),
        [
            "my-service-principal (app id: 00001111-aaaa-2222-bbbb-3333cccc4444)",
            &format!("Application {fabrikam}"),
            &format!("User {fabrikam}"),
            "Abbi Atkins"
        ]
    );
}

#[test]
fn every_listing_with_display_names_hides_those_of_another_tenant() {
    let mut session = session_with_environment();
    run_well(
        &mut session,
        &format!(
            "\
.create table T (x:int)
.add table T admins ('{CONTOSO}')
.add database NetDefaultDB monitors ('{CONTOSO}')
.add cluster blockedprincipals '{CONTOSO}'
.add follower database NetDefaultDB viewers ('{CONTOSO}')
"
        ),
    );
    let script = format!(
        "\
.show table T principals
.show table T details
.show principal '{CONTOSO}' roles
.show database NetDefaultDB principal '{CONTOSO}' roles
.show cluster blockedprincipals
.show databases details
.show follower databases
#who-can monitor database
"
    );
    let shown = run(&mut session, &script);
    assert!(!shown.contains("my-service-principal"), "{shown}");
    assert!(shown.matches("Application from AAD tenant 9876abcd").count() > 5, "{shown}");
}

#[test]
fn without_a_home_tenant_and_without_an_environment_nobody_is_of_another_tenant() {
    let of_database = |session: &mut Session| {
        run_well(session, &format!(".add database NetDefaultDB monitors ('{CONTOSO}')"));
        names(&run(session, ".show database NetDefaultDB principals"), "Database NetDefaultDB Monitor")
    };
    let text = std::fs::read_to_string("fixtures/environment.json").unwrap();
    let without_home = text.replace("\"homeTenant\": \"fabrikam.com\",", "");
    assert_ne!(text, without_home);
    let mut closed = Session::new(Directory::from_environment(&without_home).unwrap(), clock());
    assert_eq!(of_database(&mut closed), ["my-service-principal (app id: 00001111-aaaa-2222-bbbb-3333cccc4444)"]);
    let mut open = session();
    act_as(&mut open, "aaduser=admin@localhost");
    assert_eq!(
        of_database(&mut open),
        ["00001111-aaaa-2222-bbbb-3333cccc4444 (app id: 00001111-aaaa-2222-bbbb-3333cccc4444)"]
    );
}

#[test]
fn obfuscated_strings_are_for_the_admin_of_the_database_and_the_creator() {
    let mut session = session();
    run_well(
        &mut session,
        "\
.add database NetDefaultDB users ('aaduser=ana@contoso.com')
.add database NetDefaultDB viewers ('aaduser=bob@contoso.com')
#as aaduser=ana@contoso.com
.create function F() { T | where key == h'geheim' }
#as aaduser=admin@localhost
",
    );
    let function = ".show function F with (ShowObfuscatedStrings=true)";
    let script = ".show database NetDefaultDB schema as csl script with (ShowObfuscatedStrings=true)";
    assert_snapshot!(run_as(&mut session, "aaduser=ana@contoso.com", function), @"
    warning: obfuscated strings stay redacted: kmgmt does not keep them
     --> test:1:1
      |
    1 | .show function F with (ShowObfuscatedStrings=true)
      | ^^^^^
    Name,Parameters,Body,Folder,DocString
    F,(),{ T | where key == h'****' },,
    ");
    assert_snapshot!(run_as(&mut session, "aaduser=bob@contoso.com", function), @"
    warning: the obfuscated strings of `F` are not shown to `aaduser=bob@contoso.com`
     --> test:1:16
      |
    1 | .show function F with (ShowObfuscatedStrings=true)
      |                ^
      |
      = help: it takes Function F Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin or AllDatabasesAdmin (show-function.md, Supported properties)
    Name,Parameters,Body,Folder,DocString
    F,(),{ T | where key == h'****' },,
    ");
    act_as(&mut session, "aaduser=ana@contoso.com");
    assert_snapshot!(refused(&mut session, script), @"
    error: Principal 'aaduser=ana@contoso.com' is not authorized to perform operation 'DatabaseSchemaAsCslScriptShowCommand' on 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .show database NetDefaultDB schema as csl script with (ShowObfuscatedStrings=true)
      | ^^^^^
      |
      = help: `aaduser=ana@contoso.com` holds Database NetDefaultDB User
      = help: it takes Database NetDefaultDB Admin or AllDatabasesAdmin (show-schema-database.md, Permissions; for a command that shows obfuscated strings)
      = help: `.add database NetDefaultDB admins ('aaduser=ana@contoso.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
    act_as(&mut session, "aaduser=admin@localhost");
    let all = run(&mut session, script);
    assert!(all.contains(".create-or-alter function") && !all.contains("error"), "{all}");
    let without = ".show database NetDefaultDB schema as csl script with (ShowObfuscatedStrings=false)";
    assert!(!run_as(&mut session, "aaduser=ana@contoso.com", without).contains("error"));
}

#[test]
fn a_table_ingestor_without_what_it_depends_on_is_told_of_at_once() {
    let mut session = session();
    run_well(&mut session, ".create table T (x:int)\n.add database NetDefaultDB viewers ('aaduser=ana@contoso.com')");
    let script = "\
.add table T ingestors ('aaduser=ana@contoso.com') skip-results
.set table T ingestors ('aadgroup=feeders@contoso.com') skip-results
.add database NetDefaultDB ingestors ('aaduser=ana@contoso.com') skip-results
.add table T ingestors ('aaduser=ana@contoso.com') skip-results
.drop table T ingestors ('aaduser=ana@contoso.com') skip-results
";
    assert_snapshot!(run(&mut session, script), @"
    warning: `aaduser=ana@contoso.com` gains nothing yet: `Table T Ingestor` has effect only with `Database NetDefaultDB User` or `Database NetDefaultDB Ingestor` or more, which is not held
     --> test:1:25
      |
    1 | .add table T ingestors ('aaduser=ana@contoso.com') skip-results
      |                         ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: `.add database NetDefaultDB ingestors ('aaduser=ana@contoso.com')` gives what is missing
      = help: role-based-access-control.md asks for `Database NetDefaultDB User` or `Database NetDefaultDB Ingestor`; in Fabric, fabric/real-time-intelligence/event-streams/api-kusto-pull-destination.md has `Database NetDefaultDB Viewer` do as well
    warning: `aadgroup=feeders@contoso.com` gains nothing yet: `Table T Ingestor` has effect only with `Database NetDefaultDB User` or `Database NetDefaultDB Ingestor` or more, which is not held
     --> test:2:25
      |
    2 | .set table T ingestors ('aadgroup=feeders@contoso.com') skip-results
      |                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: `.add database NetDefaultDB ingestors ('aadgroup=feeders@contoso.com;contoso.com')` gives what is missing
      = help: members who hold it themselves can use the role
      = help: role-based-access-control.md asks for `Database NetDefaultDB User` or `Database NetDefaultDB Ingestor`; in Fabric, fabric/real-time-intelligence/event-streams/api-kusto-pull-destination.md has `Database NetDefaultDB Viewer` do as well
    ");
}

#[test]
fn in_fabric_a_viewer_is_enough_for_a_table_ingestor() {
    let text = std::fs::read_to_string("fixtures/access/fabric.json").unwrap();
    let mut session = Session::new(Directory::from_environment(&text).unwrap(), clock());
    run_well(&mut session, ".create table yourTable (x:int)");
    let script = format!(
        "\
.add table yourTable ingestors (@'{CONTOSO}') skip-results
#explain '{CONTOSO}' ingest table yourTable
.add database ['NetDefaultDB'] viewers (@'{CONTOSO}') skip-results
.add table yourTable ingestors (@'{CONTOSO}') skip-results
#explain '{CONTOSO}' ingest table yourTable
"
    );
    assert_snapshot!(run(&mut session, &script), @"
    warning: `aadapp=00001111-aaaa-2222-bbbb-3333cccc4444;contoso.com` gains nothing yet: `Table yourTable Ingestor` has effect only with `Database NetDefaultDB User`, `Database NetDefaultDB Ingestor` or `Database NetDefaultDB Viewer` or more, which is not held
     --> test:1:33
      |
    1 | .add table yourTable ingestors (@'aadapp=00001111-aaaa-2222-bbbb-3333cccc4444;contoso.com') skip-results
      |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: `.add database NetDefaultDB ingestors ('aadapp=00001111-aaaa-2222-bbbb-3333cccc4444;9876abcd-e5f6-g7h8-i9j0-1234kl5678mn')` gives what is missing
      = help: role-based-access-control.md asks for `Database NetDefaultDB User` or `Database NetDefaultDB Ingestor`; in Fabric, fabric/real-time-intelligence/event-streams/api-kusto-pull-destination.md has `Database NetDefaultDB Viewer` do as well
    denied: `aadapp=00001111-aaaa-2222-bbbb-3333cccc4444;9876abcd-e5f6-g7h8-i9j0-1234kl5678mn` does not have `ingest` on table `yourTable` in database `NetDefaultDB`
    └── `Table yourTable Ingestor` would give `ingest`
        ├── assigned to the principal itself
        └── `Table yourTable Ingestor` has effect only with `Database NetDefaultDB User`, `Database NetDefaultDB Ingestor` or `Database NetDefaultDB Viewer` or more, which is not held
    to allow it, Database NetDefaultDB Admin or AllDatabasesAdmin can run
        .add database NetDefaultDB ingestors ('aadapp=00001111-aaaa-2222-bbbb-3333cccc4444;9876abcd-e5f6-g7h8-i9j0-1234kl5678mn')
    allowed: `aadapp=00001111-aaaa-2222-bbbb-3333cccc4444;9876abcd-e5f6-g7h8-i9j0-1234kl5678mn` has `ingest` on table `yourTable` in database `NetDefaultDB`
    └── `Table yourTable Ingestor` gives `ingest`
        ├── assigned to the principal itself
        └── `Table yourTable Ingestor` has effect only with `Database NetDefaultDB User`, `Database NetDefaultDB Ingestor` or `Database NetDefaultDB Viewer` or more: `Database NetDefaultDB Viewer` is held
            └── assigned to the principal itself
    ");
}

#[test]
fn views_follow_a_table_that_their_queries_name_themselves() {
    let mut session = session();
    run_well(
        &mut session,
        "\
.create table T (x:int)
.create table U (x:int)
.create function Recent() { T | where x > 1 }
.create function Some() { Recent }
.create materialized-view Direct on table U { U | summarize count() by x }
.create materialized-view Through on table T { Some() | summarize count() by x }
",
    );
    assert_snapshot!(refused(&mut session, ".rename table T to V with (updateMaterializedViews=true)"), @"
    error: materialized view `Through` reads `T` through the function `Recent`, and can't follow
     --> test:1:15
      |
    1 | .rename table T to V with (updateMaterializedViews=true)
      |               ^
      |
      = help: write `T` in the query of `Through` itself: `.alter materialized-view Through on table T { … }`
    ");
    assert_snapshot!(run(&mut session, ".rename table U to V with (updateMaterializedViews=true)\n.show materialized-view Direct"), @"
    TableName,DatabaseName,Folder,DocString
    V,NetDefaultDB,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    Direct,V,V | summarize count() by x,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    ");
    assert_snapshot!(run(&mut session, ".rename table T to W"), @"
    warning: materialized view `Through` is disabled: `T`, which it is made of, is gone
     --> test:1:1
      |
    1 | .rename table T to W
      | ^^^^^^^
    TableName,DatabaseName,Folder,DocString
    W,NetDefaultDB,,
    ");
}

#[test]
fn row_level_security_of_a_view_is_deleted_by_an_admin_of_its_table() {
    let mut session = session();
    run_well(
        &mut session,
        "\
.create table T (x:int)
.create materialized-view One on table T { T | summarize take_any(*) by x }
.create materialized-view Two on materialized-view One { One | summarize count() by x }
.add database NetDefaultDB users ('aaduser=ana@contoso.com', 'aaduser=bob@contoso.com')
.add table T admins ('aaduser=ana@contoso.com')
.add materialized-view One admins ('aaduser=bob@contoso.com')
.add materialized-view Two admins ('aaduser=bob@contoso.com')
.alter materialized-view One policy row_level_security enable 'One | where x > 1'
.alter materialized-view Two policy row_level_security enable 'Two | where x > 1'
",
    );
    act_as(&mut session, "aaduser=bob@contoso.com");
    assert_snapshot!(refused(&mut session, ".delete materialized-view Two policy row_level_security"), @"
    error: Principal 'aaduser=bob@contoso.com' is not authorized to perform operation 'RowLevelSecurityPolicyDeleteCommand' on 'T'.
     --> test:1:1
      |
    1 | .delete materialized-view Two policy row_level_security
      | ^^^^^^^
      |
      = help: `aaduser=bob@contoso.com` holds Database NetDefaultDB User
      = help: it takes Table T Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin or AllDatabasesAdmin (delete-materialized-view-row-level-security-policy-command.md, Permissions)
      = help: `.add table T admins ('aaduser=bob@contoso.com')` gives it; Table T Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
    act_as(&mut session, "aaduser=ana@contoso.com");
    assert_snapshot!(refused(&mut session, ".alter materialized-view Two policy row_level_security disable 'Two'"), @"
    error: Principal 'aaduser=ana@contoso.com' is not authorized to perform operation 'RowLevelSecurityPolicyAlterCommand' on 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .alter materialized-view Two policy row_level_security disable 'Two'
      | ^^^^^^
      |
      = help: `aaduser=ana@contoso.com` holds Database NetDefaultDB User
      = help: it takes Database NetDefaultDB Admin or AllDatabasesAdmin (alter-materialized-view-row-level-security-policy-command.md, Permissions)
      = help: `.add database NetDefaultDB admins ('aaduser=ana@contoso.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
    assert_snapshot!(run(&mut session, ".delete materialized-view Two policy row_level_security\n.delete materialized-view One policy row_level_security"), @"
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Two],null,,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[One],null,,
    ");
}

#[test]
fn usages_keep_the_order_in_which_they_are_given() {
    let mut session = session_with_environment();
    let script = r#"
.alter cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "SqlRequest, All, sqlrequest"}]'
.alter-merge cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "NativeIngestion, All, AutomatedFlows"}]'
"#;
    let shown = run(&mut session, script);
    let usages: Vec<&str> = shown.lines().filter_map(|line| line.split(r#""AllowedUsages"": ""#).nth(1)).collect();
    let usages: Vec<&str> = usages.iter().filter_map(|rest| rest.split(r#"""}"#).next()).collect();
    assert_eq!(usages, [r#""SqlRequest, All"#, r#""SqlRequest, All, NativeIngestion, AutomatedFlows"#]);
}
