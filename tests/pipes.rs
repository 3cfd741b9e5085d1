//! What becomes of a command's result: pipes and queries about `$command_results`, in sessions.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

use std::fs;

use kmgmt::session::{Columns, Output, Session};
use kmgmt::syntax::{parser, pieces};

use support::{run, session, session_with_environment};

fn prepared() -> Session {
    let mut session = session();
    run(&mut session, ".create table T (x:int)\n.alter table T policy restricted_view_access true");
    let roles = ".add database NetDefaultDB viewers ('aaduser=ana@contoso.com', 'aadgroup=g1;contoso.com') 'note'\n\
                 .add cluster AllDatabasesViewer ('aadgroup=g2;contoso.com')";
    run(&mut session, roles);
    session
}

#[test]
fn the_pipes_that_clients_send_are_answered() {
    insta::assert_snapshot!(run(&mut prepared(), "
.show table T policy restricted_view_access | project Result = parse_json(Policy).IsEnabled
.show principal roles | project Scope, Role
.show principal roles | take 1 | project split(DisplayName, '(')[0]
.show database principals | where Role endswith 'Viewer' | project PrincipalFQN, Notes | order by PrincipalFQN asc
.show cluster principals | project PrincipalFQN, PrincipalDisplayName | parse-where PrincipalFQN with principalType:string \"=\" principalIdentity:string \";\" principalTenant:string | project-away PrincipalFQN | where principalType == \"aadgroup\"
.show principal roles | where Role in ('Admin','Monitor') | summarize DBs=count(), Details=make_list(Scope) | extend Summary=iif(DBs>0, strcat('a', DBs), 'b')
.show tables | where TableName == 'T' | count
.show tables with (IncludeHiddenTables=true) | where TableName == 'T' | project TableName
.show cluster | count
.show journal | where Event == 'CREATE-TABLE' | project Event, EntityName
.show databases | project DatabaseName, DatabaseAccessMode, PrettyName
.show tables | project-away DatabaseName
.show functions | where Name == 'f'
.show database principals | project Role, PrincipalFQN | where Role !startswith 'All' | extend P = bag_pack('FQN', PrincipalFQN) | summarize Users = make_list(P) by Role
"), @r#"
    Result
    true

    Scope,Role
    Cluster,AllDatabasesAdmin

    DisplayName_0
    """Local administrator"""

    PrincipalFQN,Notes
    aadgroup=g1;contoso.com,note
    aaduser=ana@contoso.com,note

    PrincipalDisplayName,principalType,principalIdentity,principalTenant

    DBs,Details,Summary
    0,[],b

    Count
    1

    TableName
    T

    Count
    1

    Event,EntityName
    CREATE-TABLE,T

    DatabaseName,DatabaseAccessMode,PrettyName
    NetDefaultDB,ReadWriteEphemeral,

    TableName,Folder,DocString
    T,,

    Name,Parameters,Body,Folder,DocString

    Role,Users
    Database NetDefaultDB Viewer,"[{""FQN"":""aaduser=ana@contoso.com""},{""FQN"":""aadgroup=g1;contoso.com""}]"
    "#);
}

#[test]
fn a_pipe_that_does_not_fit_changes_nothing() {
    let mut session = prepared();
    let (before, entries) = (session.read().catalog.clone(), session.read().journal.last());
    insta::assert_snapshot!(run(&mut session, "
.drop table T | where Tablename == 'x'
.drop table T | whre 1
.drop table T | extend x = strln(TableName)
.drop table T | join (U) on TableName
.alter table T docstring 'x' | mv-expand x = range(1, 1000) | mv-expand y = range(1, 10000) | count
"), @"
    error: there is no column `Tablename`
     --> test:2:23
      |
    2 | .drop table T | where Tablename == 'x'
      |                       ^^^^^^^^^
      |
      = help: did you mean `TableName`?
      = help: the columns are `TableName` and `DatabaseName`
    error: `whre` is not an operator
     --> test:3:17
      |
    3 | .drop table T | whre 1
      |                 ^^^^
      |
      = help: did you mean `where`?
      = help: the operators are listed in https://learn.microsoft.com/kusto/query/queries
    error: kmgmt has no function `strln`
     --> test:4:28
      |
    4 | .drop table T | extend x = strln(TableName)
      |                            ^^^^^
      |
      = help: did you mean `strlen`?
      = help: the functions are listed in https://learn.microsoft.com/kusto/query/scalar-functions
    error: `join` is an operator that kmgmt does not interpret
     --> test:5:17
      |
    5 | .drop table T | join (U) on TableName
      |                 ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: kmgmt runs `where`, `project`, `extend`, `summarize`, `take`, `sort`, `count`, `project-away`, `project-keep`, `project-rename`, `project-reorder`, `distinct`, `top`, `mv-expand`, `mv-apply`, `parse`, `parse-where`, `lookup`, `getschema`, `render`, `as` and `serialize`
      = help: see https://learn.microsoft.com/kusto/query/join-operator
    error: the operators make more than 2000000 rows
     --> test:6:63
      |
    6 | .alter table T docstring 'x' | mv-expand x = range(1, 1000) | mv-expand y = range(1, 10000) | count
      |                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: put `take` or `where` before the operator that makes them
    ");
    assert!(session.read().catalog == before);
    assert_eq!(session.read().journal.last(), entries);
}

/// The pipe runs on the answer in the state after the change, which only a limit can end.
#[test]
fn a_pipe_that_ends_in_a_limit_changes_nothing() {
    let made = ".create database D volatile
.create function F () { A }
.add table A admins ('aaduser=ana@contoso.com') 'note'
.alter table A policy restricted_view_access true
.create table A ingestion csv mapping 'm' '[{\"column\": \"x\", \"Properties\": {\"Ordinal\": 0}}]'
.add cluster blockedprincipals 'aaduser=mal@contoso.com'";
    let mut session = prepared();
    run(&mut session, ".create table A (x: long)");
    let said = run(&mut session, made);
    assert!(!said.contains("error"), "{said}");
    let before = session.read().clone();
    let grows = "summarize x = 'x'".to_owned() + &" | extend x = strcat(x, x)".repeat(25);
    for command in [
        ".drop table A",
        ".drop database D",
        ".drop tables (A, T)",
        ".create table B (y: long)",
        ".create tables C (y: long), B (y: long)",
        ".rename tables A = T, T = A",
        ".alter table A docstring 'x'",
        ".set table A admins ('aaduser=new@contoso.com', 'aadgroup=g9;contoso.com')",
        ".drop cluster blockedprincipals 'aaduser=mal@contoso.com'",
        ".delete table A policy restricted_view_access",
        ".drop table A ingestion csv mapping 'm'",
    ] {
        let said = run(&mut session, &format!("{command} | {grows}"));
        assert!(said.contains("a value of the query takes more than 16 MiB"), "{command}\n{said}");
        let after = session.read();
        assert!(after.catalog == before.catalog, "{command}");
        assert_eq!(format!("{:?}", after.catalog.numbers()), format!("{:?}", before.catalog.numbers()), "{command}");
        assert!(std::sync::Arc::ptr_eq(&after.directory, &before.directory), "{command}");
        assert_eq!(after.journal.last(), before.journal.last(), "{command}");
        drop(after);
        let alone = run(&mut session.copy(), command);
        assert!(!alone.contains("error"), "{command}\n{alone}");
    }
}

#[test]
fn what_a_command_answers_after_its_change_goes_into_the_pipe() {
    insta::assert_snapshot!(run(&mut prepared(), "
.create table U (y:long) | project TableName, Columns = parse_json(Schema).OrderedColumns | mv-expand Columns | project TableName, Columns.Name
.drop table U | project TableName
.drop table U ifexists | count
.add database NetDefaultDB viewers ('aaduser=bo@contoso.com') skip-results | count
.add database NetDefaultDB viewers ('aaduser=bo@contoso.com') | where Role has 'viewer' | count
.add database NetDefaultDB viewers ('aaduser=di@contoso.com') skip-results | where nix == 1
"), @r#"
    TableName,Columns_Name
    U,"""y"""

    TableName
    T

    Count
    1

    Count
    3
    error: there is no column `nix`
     --> test:7:84
      |
    7 | .add database NetDefaultDB viewers ('aaduser=di@contoso.com') skip-results | where nix == 1
      |                                                                                    ^^^
      |
      = help: the columns are `Role`, `PrincipalType`, `PrincipalDisplayName`, `PrincipalObjectId`, `PrincipalFQN`, `Notes` and `RoleAssignmentIdentifier`
    "#);
}

#[test]
fn the_result_of_the_command_before_has_a_name() {
    insta::assert_snapshot!(run(&mut prepared(), "
.show tables; $command_results | count

.show tables;
$command_results
| count

.show tables | project TableName;
let useless=(n:string){strcat(n,'-','useless')};
$command_results | extend LastColumn=useless(TableName)

$command_results | extend n = toscalar($command_results | count)

#dbcontext NetDefaultDB
$command_results

.show tables; let n = 1; $command_results | where strlen(TableName) == n | project TableName
.show tables; print 1

.show tables | count; $command_results | project Twice = Count * 2
"), @"
    Count
    1

    TableName,DatabaseName,Folder,DocString
    T,NetDefaultDB,,

    Count
    1

    TableName
    T

    TableName,LastColumn
    T,T-useless

    TableName,n
    T,1
    error: `$command_results` is the result of the command before it, and there is none
      --> test:15:1
       |
    15 | $command_results
       | ^^^^^^^^^^^^^^^^
       |
       = help: run the command first, and this right after it

    TableName
    T
    error: `;` ends a command only at the end of its line
      --> test:18:13
       |
    18 | .show tables; print 1
       |             ^
       |
       = help: write one `;`, and what follows it on the next line

    Twice
    2
    ");
}

#[test]
fn functions_about_the_session_answer_from_it() {
    let mut session = session_with_environment();
    insta::assert_snapshot!(run(&mut session, "
.show version | project current_principal(), current_database(), current_cluster_endpoint(), now()
#as aaduser=ana@contoso.com
.show version | project current_principal(), current_principal_details()
"), @r#"
    Column1,Column2,Column3,Column4
    aaduser=admin@localhost,NetDefaultDB,local,2026-01-31T12:00:00.0000000Z
    error: Requested entity is not valid and could not be retrieved from AAD. Entity ID 'ana@contoso.com' of type 'AAD User' was not found in AAD tenant 'contoso.com'.
     --> test:3:5
      |
    3 | #as aaduser=ana@contoso.com
      |     ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: with an environment file only the principals that it declares exist

    Column1,Column2
    aaduser=admin@localhost,"{""UserPrincipalName"":""admin@localhost"",""IdentityProvider"":""https://sts.windows.net"",""Authority"":null,""Type"":""AadUser"",""DisplayName"":""Local administrator"",""ObjectId"":""9c4750c3-17df-5b9a-8aa0-d965032135ab"",""FQN"":""aaduser=admin@localhost""}"
    "#);
}

/// Commands of the fixtures whose tables have the columns of their kind, which pipes are bound to before they run.
#[test]
fn what_a_command_answers_has_the_columns_of_its_kind() {
    let (mut seen, mut differ) = (0, Vec::new());
    for folder in ["fixtures/tour", "fixtures/scripts"] {
        let mut session = session_with_environment();
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "kql")) {
            pieces(&fs::read_to_string(path).unwrap(), 1, |piece| {
                let outcome = session.run(&piece);
                let (Ok(output @ Output::Answer(..)), Ok(statement)) = (&outcome.result, parser::parse(&piece)) else {
                    return;
                };
                if statement.then.is_empty() {
                    seen += 1;
                    let kind = statement.command.kind();
                    let table = session.table(output).unwrap();
                    if table.columns() != Columns::of(&statement, &[]).list() {
                        differ.push(format!("{}: {}", kind.name(), piece.text.trim()));
                    }
                }
            });
        }
    }
    assert!(seen > 500, "{seen}");
    assert_eq!(differ.join("\n"), "");
}
