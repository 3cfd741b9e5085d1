//! The scenarios of the documents: an application that ingests, and a continuous export on behalf
//! of a managed identity.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

mod support;

use kmgmt::access::{Access, Verdict};
use kmgmt::model::entity::EntityKind;
use kmgmt::model::permission::Permission;
use kmgmt::model::principal::PrincipalRef;
use kmgmt::model::role::Role;
use kmgmt::session::Session;
use support::{ADMIN, run, run_as, run_well, session, session_with_environment};

const APPLICATION: &str = "aadapp=2a904276-1234-5678-9012-66fc53add60b;microsoft.com";

/// Whether the application may ingest into a table of the database in context.
fn ingests(session: &mut Session, table: &str) -> Verdict {
    let principal = session.act_as(&PrincipalRef::parse(APPLICATION).unwrap()).unwrap();
    session.act_as(&PrincipalRef::parse(ADMIN).unwrap()).unwrap();
    let state = session.read();
    let (catalog, directory) = (&state.catalog, &*state.directory);
    let database = catalog.database(session.database()).unwrap();
    let entity = catalog.child(database, EntityKind::Table, table).unwrap();
    let filled = session.memberships().filled(directory, principal, session.now());
    Access::new(catalog, directory).evaluate(filled.subject(), Permission::Ingest, entity)
}

fn database_with_tables() -> Session {
    let mut session = session();
    run_well(&mut session, ".create database DB1");
    session.use_database("DB1");
    run_well(&mut session, ".create table T1 (a:int)\n\n.create table T2 (a:int)");
    session
}

#[test]
fn an_ingestor_of_the_database_ingests_everywhere_and_creates_no_table() {
    let mut session = database_with_tables();
    run_well(&mut session, &format!(".add database DB1 ingestors ('{APPLICATION}') 'Test DB1'"));
    run_well(&mut session, &format!(".add table T1 ingestors ('{APPLICATION}') 'Test T1'"));
    assert!(matches!(ingests(&mut session, "T1"), Verdict::Allowed(_)));
    assert!(matches!(ingests(&mut session, "T2"), Verdict::Allowed(_)));
    insta::assert_snapshot!(run_as(&mut session, APPLICATION, ".create table T3 (a:int)"), @"
    error: Principal 'aadapp=2a904276-1234-5678-9012-66fc53add60b;72f988bf-86f1-41af-91ab-2d7cd011db47' is not authorized to perform operation 'TableCreateCommand' on 'DB1'.
     --> test:1:1
      |
    1 | .create table T3 (a:int)
      | ^^^^^^^
      |
      = help: `aadapp=2a904276-1234-5678-9012-66fc53add60b;72f988bf-86f1-41af-91ab-2d7cd011db47` holds Database DB1 Ingestor
      = help: it takes Database DB1 Admin, Database DB1 User or AllDatabasesAdmin (create-table-command.md, Permissions)
      = help: `.add database DB1 users ('aadapp=2a904276-1234-5678-9012-66fc53add60b;72f988bf-86f1-41af-91ab-2d7cd011db47')` gives it; Database DB1 Admin or AllDatabasesAdmin runs it
    ");
    run_well(&mut session, &format!(".add database DB1 users ('{APPLICATION}')"));
    assert!(!run_as(&mut session, APPLICATION, ".create table T3 (a:int)").contains("not authorized"));
}

#[test]
fn an_ingestor_of_one_table_needs_to_be_a_user_of_the_database() {
    let mut session = database_with_tables();
    run_well(&mut session, &format!(".add table T1 ingestors ('{APPLICATION}')"));
    let Verdict::NoDependency(idle) = ingests(&mut session, "T1") else { panic!("the role has effect alone") };
    assert_eq!(idle.role, Role::Ingestors);
    run_well(&mut session, &format!(".add database DB1 users ('{APPLICATION}')"));
    assert!(matches!(ingests(&mut session, "T1"), Verdict::Allowed(_)));
    assert_eq!(ingests(&mut session, "T2"), Verdict::NoRole);
}

const USER: &str = "aaduser=robinhale@fabrikam.com";
const EXTERNAL: &str = ".create external table E (a:int) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;managed_identity=system')";
const EXPORT: &str = ".create-or-alter continuous-export X over (T) to table E with (managedIdentity=system) <| T";
const USAGES: &str = r#".alter-merge cluster policy managed_identity '[{"ObjectId":"system","AllowedUsages":"ExternalTable, AutomatedFlows"}]'"#;

#[test]
fn a_continuous_export_on_behalf_of_an_identity_reports_each_missing_step() {
    let mut session = session_with_environment();
    run_well(&mut session, ".create table T (a:int)");
    insta::assert_snapshot!(run_as(&mut session, USER, EXPORT), @"
    error: Principal 'aaduser=robinhale@fabrikam.com' is not authorized to perform operation 'ContinuousExportCreateOrAlterCommand' on 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .create-or-alter continuous-export X over (T) to table E with (managedIdentity=system) <| T
      | ^^^^^^^^^^^^^^^^
      |
      = help: `aaduser=robinhale@fabrikam.com` holds no role on database `NetDefaultDB` or above
      = help: it takes Database NetDefaultDB Admin or AllDatabasesAdmin (data-export/create-alter-continuous.md, Permissions)
      = help: `.add database NetDefaultDB admins ('aaduser=robinhale@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
    insta::assert_snapshot!(run(&mut session, EXPORT), @r#"
    error: Entity ID 'E' of kind 'ExternalTable' was not found.
     --> test:1:56
      |
    1 | .create-or-alter continuous-export X over (T) to table E with (managedIdentity=system) <| T
      |                                                        ^
      |
      = help: kmgmt looked for an external table in database `NetDefaultDB`
    "#);
    insta::assert_snapshot!(run(&mut session, EXTERNAL), @r#"
    error: the managed identity `system` is not allowed the usage `ExternalTable`, neither by the cluster nor by database `NetDefaultDB`
     --> test:1:63
      |
    1 | .create external table E (a:int) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;managed_identity=system')
      |                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: `.alter-merge cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "ExternalTable"}]'` allows it in every database
      = help: `.alter-merge database NetDefaultDB policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "ExternalTable"}]'` allows it in this one
    "#);
    run_well(
        &mut session,
        r#".alter-merge cluster policy managed_identity '[{"ObjectId":"system","AllowedUsages":"ExternalTable"}]'"#,
    );
    run_well(&mut session, EXTERNAL);
    insta::assert_snapshot!(run(&mut session, EXPORT), @r#"
    error: the managed identity `system` is not allowed the usage `AutomatedFlows`, neither by the cluster nor by database `NetDefaultDB`
     --> test:1:64
      |
    1 | .create-or-alter continuous-export X over (T) to table E with (managedIdentity=system) <| T
      |                                                                ^^^^^^^^^^^^^^^
      |
      = help: `.alter-merge cluster policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "AutomatedFlows"}]'` allows it in every database
      = help: `.alter-merge database NetDefaultDB policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "AutomatedFlows"}]'` allows it in this one
    "#);
    run_well(&mut session, USAGES);
    insta::assert_snapshot!(run(&mut session, EXPORT), @r#"
    error: the managed identity `system` may not view database `NetDefaultDB`, which the export uses
     --> test:1:64
      |
    1 | .create-or-alter continuous-export X over (T) to table E with (managedIdentity=system) <| T
      |                                                                ^^^^^^^^^^^^^^^
      |
      = help: `.add database NetDefaultDB viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000402;0a1b2c3d-0000-4000-8000-000000000001')` allows it
    "#);
    run_well(
        &mut session,
        ".add database NetDefaultDB viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000402;fabrikam.com')",
    );
    run_well(&mut session, EXPORT);
}
