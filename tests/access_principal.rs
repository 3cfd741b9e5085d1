//! `.show principal access`: what a request of a principal would meet.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

use kmgmt::model::access_type::AccessType;
use kmgmt::model::permission::Permission;
use kmgmt::session::Session;
use kmgmt::syntax::pieces;
use kmgmt::table::{ColumnType, Table, Value};
use support::{ADMIN, act_as, refused, run, run_well, session, session_with_environment, verified};

const MEMBER: &str = "aaduser=imikeoein@fabrikam.com";
const SETUP: &str = "
.create database D persist (@'d', @'d')
#dbcontext D
.create table T (a:int)
.create table Secret (a:int)
";

/// A database with two tables, and the principals of the fixtures.
fn with_tables() -> Session {
    let mut session = session_with_environment();
    run_well(&mut session, SETUP);
    session
}

/// Lets `principal` act for one text.
fn as_principal<T>(session: &mut Session, principal: &str, act: impl FnOnce(&mut Session) -> T) -> T {
    act_as(session, principal);
    let done = act(session);
    act_as(session, ADMIN);
    done
}

/// The table that a command answers.
fn table(session: &mut Session, command: &str) -> Table {
    let mut answer = None;
    pieces(command, 1, |piece| {
        let output = session.run(&piece).result.unwrap_or_else(|error| panic!("{command}\n{error:?}"));
        answer = session.table(&output);
    });
    answer.unwrap()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Bool(value) => value.to_string(),
        other => panic!("{other:?}"),
    }
}

/// The columns after the principal, one row a line.
fn answered(session: &mut Session, command: &str) -> String {
    let table = table(session, command);
    let row = |row: &[Value]| row[1..].iter().map(cell).collect::<Vec<_>>().join(" | ");
    table.rows().map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_text_of_the_kafka_sink_is_answered_by_a_bool_in_the_fourth_column() {
    let text = ".show principal access with (principal = 'aadapp=a-client;a-tenant.com', \
                accesstype='ingest',database='D',table='T')";
    let mut session = session();
    run_well(&mut session, SETUP);
    let is_allowed = |session: &mut Session| {
        let table = table(session, text);
        assert_eq!(table.columns()[3].kind, ColumnType::Bool);
        let rows: Vec<&[Value]> = table.rows().collect();
        assert_eq!(rows.len(), 1);
        rows[0][3].clone()
    };
    assert_eq!(is_allowed(&mut session), Value::Bool(false));
    insta::assert_snapshot!(run(&mut session, text), @"
    Principal,AccessType,Entity,IsAllowed,Reason
    aadapp=a-client;a-tenant.com,ingest,[D].[T],false,no role that is held gives `ingest`
    ");

    run_well(&mut session, ".add table T ingestors ('aadapp=a-client;a-tenant.com')");
    assert_eq!(is_allowed(&mut session), Value::Bool(false));
    insta::assert_snapshot!(answered(&mut session, text), @"ingest | [D].[T] | false | `Table T Ingestor` has effect only with `Database D User` or `Database D Ingestor` or more, which is not held");

    run_well(&mut session, ".add database D ingestors ('aadapp=a-client;a-tenant.com')");
    assert_eq!(is_allowed(&mut session), Value::Bool(true));
    insta::assert_snapshot!(run(&mut session, text), @"
    Principal,AccessType,Entity,IsAllowed,Reason
    aadapp=a-client;a-tenant.com,ingest,[D].[T],true,Table T Ingestor with Database D Ingestor
    ");
}

#[test]
fn without_properties_the_answer_is_about_oneself_and_the_database_in_context() {
    let mut session = with_tables();
    let shown = as_principal(&mut session, MEMBER, |session| run(session, ".show principal access"));
    insta::assert_snapshot!(shown, @"
    Principal,AccessType,Entity,IsAllowed,Reason
    aaduser=imikeoein@fabrikam.com,view,[D],false,no role that is held gives `view`
    aaduser=imikeoein@fabrikam.com,view restricted,[D],false,no role that is held gives `view restricted`
    aaduser=imikeoein@fabrikam.com,ingest,[D],false,no role that is held gives `ingest`
    aaduser=imikeoein@fabrikam.com,show metadata,[D],false,no role that is held gives `show metadata`
    aaduser=imikeoein@fabrikam.com,show principals,[D],false,no role that is held gives `show principals`
    aaduser=imikeoein@fabrikam.com,monitor,[D],false,no role that is held gives `monitor`
    aaduser=imikeoein@fabrikam.com,create table,[D],false,no role that is held gives `create table`
    aaduser=imikeoein@fabrikam.com,alter,[D],false,no role that is held gives `alter`
    aaduser=imikeoein@fabrikam.com,drop,[D],false,no role that is held gives `drop`
    aaduser=imikeoein@fabrikam.com,manage roles,[D],false,no role that is held gives `manage roles`
    aaduser=imikeoein@fabrikam.com,administer,[D],false,no role that is held gives `administer`
    ");
    insta::assert_snapshot!(answered(&mut session, ".show principal access"), @"
    view | [D] | true | Database D Admin
    view restricted | [D] | false | no role that is held gives `view restricted`
    ingest | [D] | true | Database D Admin
    show metadata | [D] | true | Database D Admin
    show principals | [D] | true | Database D Admin
    monitor | [D] | true | Database D Admin
    create table | [D] | true | Database D Admin
    alter | [D] | true | Database D Admin
    drop | [D] | true | AllDatabasesAdmin
    manage roles | [D] | true | Database D Admin
    administer | [D] | true | Database D Admin
    ");
}

#[test]
fn a_table_is_one_of_the_database_in_context_or_of_the_one_that_is_named() {
    let mut session = with_tables();
    insta::assert_snapshot!(answered(&mut session, ".show principal access with (table='T')"), @"
    view | [D].[T] | true | Table T Admin with Database D Admin
    view restricted | [D].[T] | false | no role that is held gives `view restricted`
    ingest | [D].[T] | true | Table T Admin with Database D Admin
    show metadata | [D].[T] | true | Table T Admin with Database D Admin
    show principals | [D].[T] | true | Table T Admin with Database D Admin
    alter | [D].[T] | true | Table T Admin with Database D Admin
    drop | [D].[T] | true | Table T Admin with Database D Admin
    manage roles | [D].[T] | true | Table T Admin with Database D Admin
    ");
    run_well(&mut session, "#dbcontext NetDefaultDB");
    let named = ".show principal access with (table='T', accesstype='alter', database='D')";
    insta::assert_snapshot!(answered(&mut session, named), @"alter | [D].[T] | true | Table T Admin with Database D Admin");
    let in_context = ".show principal access with (accesstype='alter')";
    insta::assert_snapshot!(answered(&mut session, in_context), @"alter | [NetDefaultDB] | true | AllDatabasesAdmin");
}

#[test]
fn every_permission_is_an_access_type_in_any_case_and_admin_asks_for_what_admins_have() {
    let mut session = with_tables();
    for word in AccessType::all() {
        for (entity, kind) in [("database='D'", "a database"), ("table='T'", "a table")] {
            let text =
                format!(".show principal access with (AccessType='{}', {entity})", word.to_string().to_uppercase());
            let shown = run(&mut session, &text);
            let is_answered = shown.contains(&format!(",{word},[D]"));
            assert!(is_answered != shown.contains(&format!("`{word}` is no action on {kind}")), "{shown}");
        }
    }
    assert_eq!(AccessType::of("Admin").unwrap().permission(), Permission::ManageRoles);
    let admin = ".show principal access with (accesstype='admin', table='T')";
    insta::assert_snapshot!(answered(&mut session, admin), @"admin | [D].[T] | true | Table T Admin with Database D Admin");
    run_well(&mut session, ".add database D users ('aaduser=imikeoein@fabrikam.com')");
    insta::assert_snapshot!(as_principal(&mut session, MEMBER, |session| answered(session, admin)), @"admin | [D].[T] | false | no role that is held gives `manage roles`");
    run_well(&mut session, ".add table T admins ('aaduser=imikeoein@fabrikam.com')");
    insta::assert_snapshot!(as_principal(&mut session, MEMBER, |session| answered(session, admin)), @"admin | [D].[T] | true | Table T Admin with Database D User");
}

#[test]
fn a_role_of_a_group_is_named_with_the_group() {
    let mut session = with_tables();
    run_well(&mut session, ".add database D viewers ('aadgroup=SomeGroupEmail@fabrikam.com')");
    let text = ".show principal access with (principal='aaduser=imikeoein@fabrikam.com', accesstype='view')";
    insta::assert_snapshot!(answered(&mut session, text), @"view | [D] | true | Database D Viewer through group `Some Group`");
}

#[test]
fn restricted_view_access_is_told_and_what_lifts_it() {
    let mut session = with_tables();
    run_well(
        &mut session,
        ".alter table Secret policy restricted_view_access true\n\n\
         .add database D viewers ('aadgroup=SGDisplayName;fabrikam.com')",
    );
    let text =
        ".show principal access with (principal='aaduser=imikeoein@fabrikam.com', table='Secret', accesstype='view')";
    insta::assert_snapshot!(answered(&mut session, text), @"view | [D].[Secret] | false | view access is restricted, and `Database D UnrestrictedViewer` is not held");
    run_well(&mut session, ".add database D unrestrictedviewers ('aaduser=imikeoein@fabrikam.com')");
    insta::assert_snapshot!(answered(&mut session, text), @"view | [D].[Secret] | true | Database D Viewer through group `SGDisplayName` and Database D UnrestrictedViewer");
}

#[test]
fn a_blocked_principal_is_allowed_nothing_until_the_block_ends() {
    let mut session = with_tables();
    run_well(
        &mut session,
        ".add database D users ('aaduser=imikeoein@fabrikam.com')\n\n\
         .add cluster blockedprincipals 'aaduser=imikeoein@fabrikam.com' period 1h reason 'too many'",
    );
    let text = ".show principal access with (principal='aaduser=imikeoein@fabrikam.com')";
    let blocked = table(&mut session, text);
    assert!(blocked.rows().all(|row| row[3] == Value::Bool(false)));
    let text = ".show principal access with (principal='aaduser=imikeoein@fabrikam.com', accesstype='view')";
    insta::assert_snapshot!(answered(&mut session, text), @"view | [D] | false | the principal is blocked until 2026-01-31T13:00:00Z: its requests are refused, whatever its roles; the reason that was given: too many");
    run_well(&mut session, ".drop cluster blockedprincipals 'aaduser=imikeoein@fabrikam.com'");
    insta::assert_snapshot!(answered(&mut session, text), @"view | [D] | true | Database D User");
}

#[test]
fn another_principal_is_shown_to_who_may_see_the_roles_of_the_entity() {
    let mut session = with_tables();
    run_well(&mut session, ".add database D users ('aaduser=imikeoein@fabrikam.com')");
    let of_table = ".show principal access with (principal='aaduser=robinhale@fabrikam.com', table='T')";
    let of_database = ".show principal access with (principal='aaduser=robinhale@fabrikam.com')";
    let elsewhere = ".show principal access with (principal='aaduser=robinhale@fabrikam.com', database='NetDefaultDB')";
    insta::assert_snapshot!(as_principal(&mut session, MEMBER, |session| refused(session, of_table)), @"
    error: Principal 'aaduser=imikeoein@fabrikam.com' is not authorized to perform operation 'PrincipalAccessShowCommand' on 'T'.
     --> test:1:1
      |
    1 | .show principal access with (principal='aaduser=robinhale@fabrikam.com', table='T')
      | ^^^^^
      |
      = help: `aaduser=imikeoein@fabrikam.com` holds Database D User
      = help: it takes Table T Admin (with Database D User), Database D Admin, Database D Monitor, AllDatabasesAdmin or AllDatabasesMonitor (kmgmt's choice: no page says)
      = help: `.add table T admins ('aaduser=imikeoein@fabrikam.com')` gives it; Table T Admin (with Database D User), Database D Admin or AllDatabasesAdmin runs it
    ");
    insta::assert_snapshot!(as_principal(&mut session, MEMBER, |session| refused(session, elsewhere)), @"
    error: Principal 'aaduser=imikeoein@fabrikam.com' is not authorized to perform operation 'PrincipalAccessShowCommand' on 'NetDefaultDB'.
     --> test:1:1
      |
    1 | .show principal access with (principal='aaduser=robinhale@fabrikam.com', database='NetDefaultDB')
      | ^^^^^
      |
      = help: `aaduser=imikeoein@fabrikam.com` holds no role on database `NetDefaultDB` or above
      = help: it takes Database NetDefaultDB Admin, Database NetDefaultDB Monitor, AllDatabasesAdmin or AllDatabasesMonitor (kmgmt's choice: no page says)
      = help: `.add database NetDefaultDB monitors ('aaduser=imikeoein@fabrikam.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");

    // One's own access, by name too.
    let own = ".show principal access with (principal='aaduser=imikeoein@fabrikam.com', accesstype='ingest')";
    insta::assert_snapshot!(as_principal(&mut session, MEMBER, |session| answered(session, own)), @"ingest | [D] | false | no role that is held gives `ingest`");

    // The table's admin sees who can do what with the table, and not with the database.
    run_well(&mut session, ".add table T admins ('aaduser=imikeoein@fabrikam.com')");
    assert!(as_principal(&mut session, MEMBER, |session| answered(session, of_table)).starts_with("view | [D].[T] |"));
    as_principal(&mut session, MEMBER, |session| refused(session, of_database));
    run_well(&mut session, ".add database D monitors ('aaduser=imikeoein@fabrikam.com')");
    assert!(as_principal(&mut session, MEMBER, |session| answered(session, of_database)).starts_with("view | [D] |"));
}

#[test]
fn what_does_not_exist_is_told_at_its_place() {
    let mut session = with_tables();
    let mut shown = String::new();
    for properties in [
        "database='E'",
        "table='t'",
        "database='NetDefaultDB', table='T'",
        "principal='aaduser=nobody@fabrikam.com'",
        "principal='nobody'",
        "accesstype='ingset'",
        "accesstype='create table', table='T'",
        "accesstype='monitor cluster'",
        "princpal='aaduser=imikeoein@fabrikam.com'",
        "table=T",
        "table='T', table='Secret'",
    ] {
        shown += &refused(&mut session, &format!(".show principal access with ({properties})"));
    }
    insta::assert_snapshot!(shown, @"
    error: Database 'E' was not found.
     --> test:1:39
      |
    1 | .show principal access with (database='E')
      |                                       ^^^
      |
      = help: `.show databases` lists the databases
    error: Entity ID 't' of kind 'Table' was not found.
     --> test:1:36
      |
    1 | .show principal access with (table='t')
      |                                    ^^^
      |
      = help: did you mean `T`?
      = help: kmgmt looked for a table in database `D`
    error: Entity ID 'T' of kind 'Table' was not found.
     --> test:1:61
      |
    1 | .show principal access with (database='NetDefaultDB', table='T')
      |                                                             ^^^
      |
      = help: kmgmt looked for a table in database `NetDefaultDB`
    error: Requested entity is not valid and could not be retrieved from AAD. Entity ID 'nobody@fabrikam.com' of type 'AAD User' was not found in AAD tenant 'fabrikam.com'.
     --> test:1:40
      |
    1 | .show principal access with (principal='aaduser=nobody@fabrikam.com')
      |                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: with an environment file only the principals that it declares exist
    error: a principal is written `kind=id`, with one of the kinds `aaduser=`, `aadgroup=`, `aadapp=` or `msauser=`
     --> test:1:40
      |
    1 | .show principal access with (principal='nobody')
      |                                        ^^^^^^^^
    error: `ingset` is no value of the property `accesstype`
     --> test:1:41
      |
    1 | .show principal access with (accesstype='ingset')
      |                                         ^^^^^^^^
      |
      = help: did you mean `ingest`?
      = help: the values are `view`, `view restricted`, `ingest`, `show metadata`, `show principals`, `monitor`, `create table`, `alter`, `drop`, `manage roles`, `administer` and `admin`
    error: `create table` is no action on a table
     --> test:1:41
      |
    1 | .show principal access with (accesstype='create table', table='T')
      |                                         ^^^^^^^^^^^^^^
      |
      = help: `create table` is to create tables, functions and other entities in the database
    error: `monitor cluster` is no action on a database
     --> test:1:41
      |
    1 | .show principal access with (accesstype='monitor cluster')
      |                                         ^^^^^^^^^^^^^^^^^
      |
      = help: `monitor cluster` is to run `.show` commands about the cluster
    error: there is no property `princpal` here
     --> test:1:30
      |
    1 | .show principal access with (princpal='aaduser=imikeoein@fabrikam.com')
      |                              ^^^^^^^^
      |
      = help: did you mean `principal`?
      = help: the properties are `principal`, `accesstype`, `database` and `table`
    error: the property `table` takes a string
     --> test:1:36
      |
    1 | .show principal access with (table=T)
      |                                    ^
    error: `table` is given twice
     --> test:1:41
      |
    1 | .show principal access with (table='T', table='Secret')
      |                              -----      ^^^^^
      |                              |
      |                              first given here
    ");
}

#[test]
fn faults_of_the_form_are_told_at_their_place() {
    // The official grammar takes no empty list either.
    insta::assert_snapshot!(refused(&mut session(), ".show principal access with ()"), @"
    error: expected the name of a property, found `)`
     --> test:1:30
      |
    1 | .show principal access with ()
      |                              ^
      |
      = help: the name of a property is one of `principal`, `accesstype`, `database`, `table`
    ");
    insta::assert_snapshot!(refused(&mut session(), ".show principal acess"), @"
    error: expected `access`, a principal in quotes, such as `'aaduser=abbiatkins@fabrikam.com'` or `roles`, found `acess`
     --> test:1:17
      |
    1 | .show principal acess
      |                 ^^^^^
      |
      = help: did you mean `access`?
    ");
}

#[test]
fn what_is_printed_reads_back() {
    verified(".show principal access", ".show principal access");
    verified(
        ".show principal access with ( Table = \"T\" , PRINCIPAL='aadapp=a;b.c', database='two words', accesstype='ingest')",
        ".show principal access with (table='T', principal='aadapp=a;b.c', database='two words', accesstype='ingest')",
    );
    verified(".show principal access | where IsAllowed", ".show principal access | where IsAllowed");
}
