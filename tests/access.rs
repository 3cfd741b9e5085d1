//! Who may run what: refusals whole, and what they suggest.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

#[path = "support/offers.rs"]
mod offers;
mod support;

use kmgmt::session::Session;
use kmgmt::syntax::pieces;
use offers::{after, lines_of_offers, refusals};
use support::{act_as, run, run_as, run_well, session, session_with_environment};

const USER: &str = "aaduser=robinhale@fabrikam.com";

fn is_refused(session: &mut Session, principal: &str, text: &str) -> bool {
    run_as(session, principal, text).contains("not authorized")
}

const ENTITIES: &str = "
.create table T (a:int)

.create table U (a:int)

.create function F() { T }

.create external table E (a:int) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c')

.create materialized-view V on table T { T | summarize count() by a }
";

#[test]
fn who_holds_some_roles_is_offered_what_is_missing() {
    let with = [
        (".add database NetDefaultDB users ('aaduser=robinhale@fabrikam.com')", ".drop tables (T, U)", 2),
        (".add table T admins ('aaduser=robinhale@fabrikam.com')", ".drop table T", 1),
        (".add database NetDefaultDB viewers ('aaduser=robinhale@fabrikam.com')", ".drop external table E", 1),
        (".add function F admins ('aaduser=robinhale@fabrikam.com')", ".drop function F", 1),
    ];
    for (held, text, count) in with {
        let mut session = session();
        run_well(&mut session, &format!("{ENTITIES}\n{held}"));
        act_as(&mut session, USER);
        pieces(text, 1, |piece| {
            let outcome = session.run(&piece);
            let lines = lines_of_offers(refusals(&outcome).first().unwrap());
            assert_eq!(lines[0].len(), count, "{text}: {lines:?}");
            for commands in lines {
                assert!(after(&session, &commands, text).run(&piece).result.is_ok(), "{text}: {commands:?}");
            }
        });
    }
}

#[test]
fn nothing_changes_by_a_refused_command() {
    let mut session = session();
    run_well(&mut session, ENTITIES);
    let before = session.read().catalog.clone();
    run_as(&mut session, USER, ".drop table T\n\n.create table X (a:int)");
    assert!(before == session.read().catalog);
}

#[test]
fn who_has_no_role_reads_nothing() {
    let mut session = session();
    run_well(&mut session, ENTITIES);
    insta::assert_snapshot!(run_as(&mut session, USER, ".show tables\n\n.show version\n\n.show databases"), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to read database 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .show tables
      | ^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds no role on database `NetDefaultDB` or above
      = help: it takes Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, Database NetDefaultDB Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor (show-tables-command.md, Permissions)
      = help: `.add database NetDefaultDB viewers ('aaduser=robinhale@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'VersionShowCommand' on 'local'.
     --> test:3:1
      |
    3 | .show version
      | ^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds no role on anything
      = help: it takes a role, whichever and wherever it is (kmgmt's choice: the service refuses who has no role)
      = help: `.add database NetDefaultDB viewers ('aaduser=robinhale@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    DatabaseName,PersistentStorage,Version,IsCurrent,DatabaseAccessMode,PrettyName,ReservedSlot1,DatabaseId,InTransitionTo
    ");
}

#[test]
fn a_refusal_names_the_operation_and_what_is_held() {
    let mut session = session();
    run_well(&mut session, ENTITIES);
    run_well(&mut session, ".add database NetDefaultDB users ('aaduser=robinhale@fabrikam.com')");
    insta::assert_snapshot!(run_as(&mut session, USER, ".drop tables (T, U)"), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'TablesDropCommand' on 'T'.
     --> test:1:1
      |
    1 | .drop tables (T, U)
      | ^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds Database NetDefaultDB User
      = help: it takes Table T Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin or AllDatabasesAdmin (drop-table-command.md, Permissions)
      = help: besides, it takes Table U Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin or AllDatabasesAdmin
      = help: `.add table T admins ('aaduser=robinhale@fabrikam.com')` and `.add table U admins ('aaduser=robinhale@fabrikam.com')` give it; Database NetDefaultDB Admin or AllDatabasesAdmin runs them
      = help: wider, in fewer commands: `.add database NetDefaultDB admins ('aaduser=robinhale@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
    let accepted = ".create table Mine (a:int)\n\n.show tables\n\n.drop table Mine";
    assert!(!is_refused(&mut session, USER, accepted));
}

#[test]
fn a_role_without_what_it_depends_on_has_no_effect() {
    let mut session = session();
    run_well(&mut session, ENTITIES);
    run_well(&mut session, ".add table T admins ('aaduser=robinhale@fabrikam.com')");
    insta::assert_snapshot!(run_as(&mut session, USER, ".alter table T docstring 'x'"), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'TableDocStringAlterCommand' on 'T'.
     --> test:1:1
      |
    1 | .alter table T docstring 'x'
      | ^^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds Table T Admin (without effect until what it depends on is held)
      = help: it takes Table T Admin (with Database NetDefaultDB User), Database NetDefaultDB Admin or AllDatabasesAdmin (alter-table-docstring-command.md, Permissions)
      = help: `.add database NetDefaultDB users ('aaduser=robinhale@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
}

#[test]
fn groups_count_nested_ones_too() {
    let mut session = session_with_environment();
    run_well(&mut session, ".create table T (a:int)");
    let member = "aaduser=imikeoein@fabrikam.com";
    assert!(is_refused(&mut session, member, ".show tables"));
    run_well(&mut session, ".add database NetDefaultDB viewers ('aadgroup=SomeGroupEmail@fabrikam.com')");
    assert!(!is_refused(&mut session, member, ".show tables"));
    insta::assert_snapshot!(run_as(&mut session, member, ".create table X (a:int)"), @"
    error: Principal 'aaduser=imikeoein@fabrikam.com' is not authorized to perform operation 'TableCreateCommand' on 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .create table X (a:int)
      | ^^^^^^^
      |
      = help: `aaduser=imikeoein@fabrikam.com` holds Database NetDefaultDB Viewer through group `Some Group`
      = help: it takes Database NetDefaultDB Admin, Database NetDefaultDB User or AllDatabasesAdmin (create-table-command.md, Permissions)
      = help: `.add database NetDefaultDB users ('aaduser=imikeoein@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
}

#[test]
fn the_cluster_is_for_its_admins_and_monitors() {
    let mut session = session();
    run_well(&mut session, ".add cluster monitors ('aaduser=robinhale@fabrikam.com')");
    let seen = ".show cluster principals\n\n.show cluster blockedprincipals\n\n.show database NetDefaultDB principals";
    assert!(!is_refused(&mut session, USER, seen));
    insta::assert_snapshot!(run_as(&mut session, USER, ".create database D\n\n.set cluster viewers none"), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'DatabaseCreateCommand' on 'local'.
     --> test:1:1
      |
    1 | .create database D
      | ^^^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds AllDatabasesMonitor
      = help: it takes AllDatabasesAdmin or Cluster DatabaseCreator (kmgmt's choice: no page says)
      = help: `.add cluster databasecreators ('aaduser=robinhale@fabrikam.com')` gives it; AllDatabasesAdmin runs it
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'ClusterRoleSetCommand' on 'local'.
     --> test:3:1
      |
    3 | .set cluster viewers none
      | ^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds AllDatabasesMonitor
      = help: it takes AllDatabasesAdmin (kmgmt's choice: no page says)
      = help: `.add cluster admins ('aaduser=robinhale@fabrikam.com')` gives it; AllDatabasesAdmin runs it
      = help: the real cluster manages AllDatabasesAdmin in the portal, not by commands
    ");
}

#[test]
fn anyone_sees_the_own_roles_and_monitors_those_of_others() {
    let mut session = session();
    let own = ".show principal roles\n\n.show principal 'aaduser=ROBINHALE@fabrikam.com' roles";
    assert!(!is_refused(&mut session, USER, own));
    let other = ".show database NetDefaultDB principal 'aaduser=x@fabrikam.com' roles";
    insta::assert_snapshot!(run_as(&mut session, USER, other), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'DatabasePrincipalRolesShowCommand' on 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .show database NetDefaultDB principal 'aaduser=x@fabrikam.com' roles
      | ^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds no role on database `NetDefaultDB` or above
      = help: it takes Database NetDefaultDB Admin, Database NetDefaultDB Monitor, AllDatabasesAdmin or AllDatabasesMonitor (kmgmt's choice: security-roles.md shows one's own roles alone)
      = help: `.add database NetDefaultDB monitors ('aaduser=robinhale@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
    run_well(&mut session, ".add database NetDefaultDB monitors ('aaduser=robinhale@fabrikam.com')");
    assert!(!is_refused(&mut session, USER, other));
}

#[test]
fn a_managed_identity_in_a_connection_needs_more() {
    let mut session = session_with_environment();
    run_well(&mut session, ".add database NetDefaultDB admins ('aaduser=robinhale@fabrikam.com')");
    let usage = r#".alter cluster policy managed_identity '[{"ObjectId":"system","AllowedUsages":"ExternalTable"}]'"#;
    run_well(&mut session, usage);
    let storage = ".create external table E (a:int) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;managed_identity=system')";
    insta::assert_snapshot!(run_as(&mut session, USER, storage), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'StorageExternalTableCreateCommand' on 'local'.
     --> test:1:1
      |
    1 | .create external table E (a:int) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;managed_identity=system')
      | ^^^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds no role on the cluster
      = help: it takes AllDatabasesAdmin (external-tables-azure-storage.md and external-tables-delta-lake.md, Permissions; for a command that names a managed identity)
      = help: `.add cluster admins ('aaduser=robinhale@fabrikam.com')` gives it; AllDatabasesAdmin runs it
      = help: the real cluster manages AllDatabasesAdmin in the portal, not by commands
    ");
    let plain = storage.replace("managed_identity=system", "impersonate");
    let sql = ".create external table S (a:int) kind=sql table=t ('Server=s;Authentication=Active Directory Managed Identity;Initial Catalog=d;')";
    act_as(&mut session, USER);
    run_well(&mut session, &plain);
    run_well(&mut session, sql);
}

#[test]
fn a_script_needs_an_admin_and_its_commands_their_own_permission() {
    let mut session = session();
    run_well(&mut session, ".add database NetDefaultDB users ('aaduser=robinhale@fabrikam.com')");
    let script = ".execute database script <|\n.create table T (a:int)\n.alter database NetDefaultDB policy managed_identity '[]'";
    insta::assert_snapshot!(run_as(&mut session, USER, script), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'DatabaseScriptExecuteCommand' on 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .execute database script <|
      | ^^^^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds Database NetDefaultDB User
      = help: it takes Database NetDefaultDB Admin or AllDatabasesAdmin (execute-database-script.md, Permissions)
      = help: `.add database NetDefaultDB admins ('aaduser=robinhale@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
    run_well(&mut session, ".add database NetDefaultDB admins ('aaduser=robinhale@fabrikam.com')");
    insta::assert_snapshot!(run_as(&mut session, USER, script), @r#"
    OperationId,CommandType,CommandText,Result,Reason,CommandKind
    64be724b-353d-58bd-a7cf-9db22a1a0dfb,TableCreate,.create table T (a:int),Completed,,CreateTable
    df119c8a-1bae-506a-98f1-1aa4faee8096,ManagedIdentityPolicyAlter,.alter database NetDefaultDB policy managed_identity '[]',Failed,Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'ManagedIdentityPolicyAlterCommand' on 'local'.,AlterDatabasePolicyManagedIdentity
    "#);
}

#[test]
fn the_journal_shows_the_own_changes_and_those_of_databases_one_administers() {
    let mut session = session();
    run_well(&mut session, ".create database D\n\n.add database NetDefaultDB users ('aaduser=robinhale@fabrikam.com')");
    run_as(&mut session, USER, ".create table Mine (a:int)");
    let events = |shown: &str| -> Vec<String> {
        shown.lines().skip(1).filter_map(|line| line.split(',').next()).map(str::to_owned).collect()
    };
    let own = run_as(&mut session, USER, ".show journal");
    assert_eq!(events(&own), ["CREATE-TABLE", "ADD-TABLE-ROLE"]);
    assert_eq!(run_as(&mut session, USER, ".show database NetDefaultDB journal"), own);
    assert_eq!(events(&run_as(&mut session, USER, ".show database D journal")), Vec::<String>::new());
    run_well(&mut session, ".add database D admins ('aaduser=robinhale@fabrikam.com')");
    let all = events(&run_as(&mut session, USER, ".show journal"));
    assert_eq!(all, ["CREATE-DATABASE", "ADD-DATABASE-ROLE", "CREATE-TABLE", "ADD-TABLE-ROLE", "ADD-DATABASE-ROLE"]);
}

#[test]
fn databases_are_listed_to_those_who_have_access() {
    let mut session = session();
    run_well(&mut session, ".create database D\n\n.create database E");
    run_well(&mut session, ".add database D ingestors ('aaduser=robinhale@fabrikam.com')");
    let listed = run_as(&mut session, USER, ".show databases");
    assert_eq!(listed.lines().count(), 2, "{listed}");
    assert!(listed.lines().nth(1).is_some_and(|line| line.starts_with("D,")), "{listed}");
    assert_eq!(run_as(&mut session, USER, ".show databases (E)").lines().count(), 1);
    assert_eq!(run(&mut session, ".show databases").lines().count(), 4);
}

#[test]
fn the_ingestion_application_keeps_its_role() {
    let mut session = session();
    let application = "aadapp=76263cdb-1234-5678-9012-545644e9c404;microsoft.com";
    run(&mut session, &format!(".drop cluster admins ('{application}')\n\n.set cluster admins none"));
    act_as(&mut session, application);
    run_well(&mut session, ".create database D\n\n.show cluster principals");
}

#[test]
fn an_offer_on_an_entity_of_another_database_goes_there_first() {
    let mut session = session_with_environment();
    run_well(
        &mut session,
        ".create database ['two words']\n#dbcontext two words\n.create table T (x:int)\n#dbcontext NetDefaultDB",
    );
    run_well(&mut session, &format!(".add database ['two words'] users ('{USER}')"));
    let command = ".alter table ['two words'].T policy restricted_view_access true";
    insta::assert_snapshot!(run_as(&mut session, USER, command), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'RestrictedViewAccessPolicyAlterCommand' on 'T'.
     --> test:1:1
      |
    1 | .alter table ['two words'].T policy restricted_view_access true
      | ^^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds Database two words User
      = help: it takes Table T Admin (with Database two words User), Database two words Admin or AllDatabasesAdmin (alter-table-restricted-view-access-policy-command.md, Permissions)
      = help: `#dbcontext ['two words']` and `.add table T admins ('aaduser=robinhale@fabrikam.com')` give it; Table T Admin (with Database two words User), Database two words Admin or AllDatabasesAdmin runs them
    ");
    run_well(
        &mut session,
        &format!("#dbcontext ['two words']\n.add table T admins ('{USER}')\n#dbcontext NetDefaultDB"),
    );
    assert!(run_as(&mut session, USER, command).starts_with("PolicyName,"));
}

#[test]
fn what_does_not_exist_is_told_to_those_who_may_see_what_does() {
    let mut session = session_with_environment();
    insta::assert_snapshot!(run_as(&mut session, USER, ".show table Absent principal roles"), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to read database 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .show table Absent principal roles
      | ^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds no role on database `NetDefaultDB` or above
      = help: it takes Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, Database NetDefaultDB Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor to learn what does not exist (kmgmt's choice)
      = help: `.add database NetDefaultDB viewers ('aaduser=robinhale@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
    run_well(&mut session, &format!(".add database NetDefaultDB monitors ('{USER}')"));
    insta::assert_snapshot!(run_as(&mut session, USER, ".show table Absent principal roles"), @"
    error: Entity ID 'Absent' of kind 'Table' was not found.
     --> test:1:13
      |
    1 | .show table Absent principal roles
      |             ^^^^^^
      |
      = help: kmgmt looked for a table in database `NetDefaultDB`
    ");
}

#[test]
fn a_role_counts_for_the_version_until_it_is_taken_away_or_goes_with_its_entity() {
    let mut session = session();
    run_well(&mut session, ENTITIES);
    let takings = [
        (".add table U ingestors", ".drop table U"),
        (".add table T admins", ".drop table T admins (USER)"),
        (".add function F admins", ".set function F admins none"),
        (".add cluster monitors", ".drop cluster monitors (USER)"),
    ];
    for (giving, taking) in takings {
        assert!(is_refused(&mut session, USER, ".show version"), "{giving}");
        run_well(&mut session, &format!("{giving} ('{USER}')\n{giving} ('{USER}') 'again'"));
        assert!(!is_refused(&mut session, USER, ".show version"), "{giving}");
        run_well(&mut session, &taking.replace("USER", &format!("'{USER}'")));
    }
    assert!(is_refused(&mut session, USER, ".show version"));
}
