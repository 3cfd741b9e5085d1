//! Commands about databases: their forms, what they do, and how they are refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy's exception for tests does not cover the functions that they share"
)]

mod support;

use kmgmt::session::Session;
use kmgmt::syntax::pieces;
use support::{run, run_well, session, verified};

#[test]
fn every_form_reads_and_prints() {
    let same = [
        ".create database D",
        ".create database D volatile ifnotexists",
        ".create database ['two words'] persist ('https://a/b', 'https://a/c') ifnotexists with (x=1)",
        ".detach database D",
        ".detach database D ifexists skip-seal",
        ".alter database D prettyname 'text'",
        ".alter database prettyname 'text'",
        ".drop database D prettyname",
        ".drop database ['prettyname'] prettyname",
        ".show databases",
        ".show databases (Samples, Sam*, *, ['two words']) details",
        ".show databases identity",
        ".show databases policies with (x='y')",
        ".show databases schema",
        ".show databases (A, B if_later_than 'v1.0') schema details",
        ".show databases schema as json with (Tables=true, Functions=false)",
        ".show database",
        ".show database details",
        ".show database identity",
        ".show database policies | count",
        ".show database schema",
        ".show database ['schema'] schema details if_later_than 'v1.0'",
        ".show database D schema if_later_than 'v1.0' as json",
        ".show database D schema as csl script with (ShowObfuscatedStrings=true)",
        ".show database D cslschema",
        ".show database cslschema script if_later_than 'v1.0'",
    ];
    for text in same {
        verified(text, text);
    }
    let others = [
        (".drop database D ifexists", ".detach database D ifexists"),
        (".set database D prettyname 'x'", ".alter database D prettyname 'x'"),
        (".show cluster databases verbose", ".show databases details"),
        (".show database verbose", ".show database details"),
        (".show database schema schema", ".show database ['schema'] schema"),
        (".show database D kqlschema", ".show database D cslschema"),
        (".show database D schema as kql", ".show database D schema as csl script"),
        (
            ".show databases (D) schema as json with(Tables=True)",
            ".show databases (D) schema as json with (Tables=true)",
        ),
        (".detach database prettyname", ".detach database ['prettyname']"),
    ];
    for (text, printed) in others {
        verified(text, printed);
    }
}

#[test]
fn a_database_is_created_where_it_is_said_and_never_over_another() {
    let mut session = session();
    insta::assert_snapshot!(run(&mut session, "
.create database D persist (@'https://a.blob.core.windows.net/md;c2VjcmV0', @'https://a.blob.core.windows.net/data')

.create database D volatile ifnotexists

.create database D"), @r"
    DatabaseName,PersistentPath,Created,StoresMetadata,StoresData
    D,https://a.blob.core.windows.net/md;****,True,true,false
    D,https://a.blob.core.windows.net/data,True,false,true

    DatabaseName,PersistentPath,Created,StoresMetadata,StoresData
    D,https://a.blob.core.windows.net/md;****,False,true,false
    D,https://a.blob.core.windows.net/data,False,false,true
    error: Entity 'D' of kind 'Database' already exists.
     --> test:6:18
      |
    6 | .create database D
      |                  ^
      |
      = help: `ifnotexists` leaves it as it is
    ");
    insta::assert_snapshot!(run(&mut session, ".show database D principals"), @"
    Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,Notes,RoleAssignmentIdentifier
    AllDatabasesAdmin,Microsoft Entra user,Local administrator,9c4750c3-17df-5b9a-8aa0-d965032135ab,aaduser=admin@localhost,built in,e5b5ba56-3046-50d4-93ad-245d7cdbc729
    AllDatabasesAdmin,Microsoft Entra application,Kusto Internal Ingestion Azure AD App (app id: 76263cdb-1234-5678-9012-545644e9c404),271e0dec-94c2-5b53-91fd-63d6e918abcf,aadapp=76263cdb-1234-5678-9012-545644e9c404;72f988bf-86f1-41af-91ab-2d7cd011db47,built in,96b9d138-caa8-5f60-afe6-10512e79067d
    Database D Admin,Microsoft Entra user,Local administrator,9c4750c3-17df-5b9a-8aa0-d965032135ab,aaduser=admin@localhost,,616fb3f6-1c01-51f9-a038-379989a62d80
    ");
    insta::assert_snapshot!(run(&mut session, ".show databases"), @r"
    DatabaseName,PersistentStorage,Version,IsCurrent,DatabaseAccessMode,PrettyName,ReservedSlot1,DatabaseId,InTransitionTo
    D,https://a.blob.core.windows.net/md;****,v1.0,false,ReadWrite,,,e4c45ff0-c3da-5b39-9387-51c50f707b8e,
    NetDefaultDB,,v1.0,true,ReadWriteEphemeral,,,b90ceec9-1dc5-59b7-b7c8-ac6f89cdc12d,
    ");
    insta::assert_snapshot!(run(&mut session, ".create database ['a*b']\n.create database E with (x=1)"), @r"
    error: a name can't have `*` in it
     --> test:1:18
      |
    1 | .create database ['a*b']
      |                  ^^^^^^^
      |
      = help: names have letters, digits, `_`, `$`, spaces, `.` and `-`
    warning: the property `x` has no effect
     --> test:2:26
      |
    2 | .create database E with (x=1)
      |                          ^
    DatabaseName,PersistentPath,Created,StoresMetadata,StoresData
    E,,True,false,false
    ");
    let literals = ".create database F with (x=word)\n.create database F with (x=dynamic(['a']), y=['b'])";
    insta::assert_snapshot!(run(&mut session, literals), @r"
    error: the property `x` takes a literal such as `'text'` or `5m`
     --> test:1:28
      |
    1 | .create database F with (x=word)
      |                            ^^^^
    error: the property `y` takes a literal such as `'text'` or `5m`
     --> test:2:46
      |
    2 | .create database F with (x=dynamic(['a']), y=['b'])
      |                                              ^
    ");
}

#[test]
fn detaching_takes_all_that_the_database_holds() {
    let mut session = session();
    run_well(&mut session, ".create database D\n#dbcontext D\n.create tables T (a:int), U (a:int)");
    insta::assert_snapshot!(run(&mut session, ".drop database D"), @r"
    Table,NumberOfRemovedExtents
    T,0
    U,0
    ");
    insta::assert_snapshot!(run(&mut session, ".detach database D ifexists\n.show databases (D)\n.show tables"), @r"
    Table,NumberOfRemovedExtents
    error: Database 'D' was not found.
     --> test:2:18
      |
    2 | .show databases (D)
      |                  ^
      |
      = help: `.show databases` lists the databases
    error: Database 'D' was not found.
     --> test:3:1
      |
    3 | .show tables
      | ^^^^^
      |
      = help: `.show databases` lists the databases
    ");
}

#[test]
fn patterns_choose_databases_and_names_must_exist() {
    let mut session = session();
    run_well(&mut session, ".create database Samples\n.create database Sales\n.create database Test");
    let names = |session: &mut Session, text: &str| {
        let shown = run(session, text);
        let names: Vec<&str> = shown.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        names.join(" ")
    };
    assert_eq!(names(&mut session, ".show databases"), "NetDefaultDB Sales Samples Test");
    assert_eq!(names(&mut session, ".show databases (Sa*, Test)"), "Sales Samples Test");
    assert_eq!(names(&mut session, ".show databases (*les*)"), "Sales Samples");
    assert_eq!(names(&mut session, ".show databases (x*)"), "");
    insta::assert_snapshot!(run(&mut session, ".show databases (Sa*, Tset)"), @r"
    error: Database 'Tset' was not found.
     --> test:1:23
      |
    1 | .show databases (Sa*, Tset)
      |                       ^^^^
      |
      = help: did you mean `Test`?
      = help: `.show databases` lists the databases
    ");
}

#[test]
fn the_database_in_context_is_the_current_one() {
    let mut session = session();
    run_well(
        &mut session,
        ".create database D\n#dbcontext D\n.add database unrestrictedviewers ('aaduser=admin@localhost')",
    );
    insta::assert_snapshot!(run(&mut session, ".show databases identity"), @r"
    DatabaseName,PersistentStorage,Version,IsCurrent,DatabaseAccessMode,PrettyName,CurrentUserIsUnrestrictedViewer,DatabaseId,InTransitionTo
    D,,v1.0,true,ReadWriteEphemeral,,true,e4c45ff0-c3da-5b39-9387-51c50f707b8e,
    NetDefaultDB,,v1.0,false,ReadWriteEphemeral,,false,b90ceec9-1dc5-59b7-b7c8-ac6f89cdc12d,
    ");
    insta::assert_snapshot!(run(&mut session, ".show database"), @r"
    DatabaseName,PersistentStorage,Version,IsCurrent,DatabaseAccessMode,PrettyName,ReservedSlot1,DatabaseId,InTransitionTo
    D,,v1.0,true,ReadWriteEphemeral,,,e4c45ff0-c3da-5b39-9387-51c50f707b8e,
    ");
    insta::assert_snapshot!(run(&mut session, ".show database policies"), @r#"
    DatabaseName,PersistentStorage,Version,IsCurrent,DatabaseAccessMode,PrettyName,DatabaseId,AuthorizedPrincipals,RetentionPolicy,MergePolicy,CachingPolicy,ShardingPolicy,StreamingIngestionPolicy,IngestionBatchingPolicy
    D,,v1.0,true,ReadWriteEphemeral,,e4c45ff0-c3da-5b39-9387-51c50f707b8e,"[{""Type"":""Microsoft Entra user"",""DisplayName"":""Local administrator"",""ObjectId"":""9c4750c3-17df-5b9a-8aa0-d965032135ab"",""FQN"":""aaduser=admin@localhost"",""Notes"":"""",""Role"":""Admin""},{""Type"":""Microsoft Entra user"",""DisplayName"":""Local administrator"",""ObjectId"":""9c4750c3-17df-5b9a-8aa0-d965032135ab"",""FQN"":""aaduser=admin@localhost"",""Notes"":"""",""Role"":""UnrestrictedViewer""}]",,,,,,
    "#);
}

#[test]
fn pretty_names_come_and_go() {
    let mut session = session();
    insta::assert_snapshot!(run(&mut session, "
.alter database prettyname 'The default'

.show database identity

.drop database NetDefaultDB prettyname"), @r"
    DatabaseName,PrettyName
    NetDefaultDB,The default

    DatabaseName,PersistentStorage,Version,IsCurrent,DatabaseAccessMode,PrettyName,CurrentUserIsUnrestrictedViewer,DatabaseId,InTransitionTo
    NetDefaultDB,,v1.1,true,ReadWriteEphemeral,The default,false,b90ceec9-1dc5-59b7-b7c8-ac6f89cdc12d,

    DatabaseName,PrettyName
    NetDefaultDB,
    ");
}

#[test]
fn the_version_rises_with_each_change_of_what_the_database_holds() {
    let mut session = session();
    let version =
        |session: &mut Session| run(session, ".show databases (NetDefaultDB)").split(',').nth(10).map(str::to_owned);
    assert_eq!(version(&mut session).as_deref(), Some("v1.0"));
    run_well(&mut session, ".create tables T (a:int), U (a:int)");
    assert_eq!(version(&mut session).as_deref(), Some("v1.1"));
    run_well(&mut session, ".create table T (a:int)\n.add database viewers ('aaduser=x@y.z')\n.show tables");
    assert_eq!(version(&mut session).as_deref(), Some("v1.1"));
    run_well(&mut session, ".drop table T");
    assert_eq!(version(&mut session).as_deref(), Some("v1.2"));
    assert!(run(&mut session, ".show database schema if_later_than 'v1.1'").contains("v1.2"));
    assert!(!run(&mut session, ".show database schema if_later_than 'v.1.2'").contains("v1.2"));
    assert!(!run(&mut session, ".show journal").contains("DATABASE,"));
    insta::assert_snapshot!(run(&mut session, ".show database schema if_later_than 'new'"), @r"
    error: `new` is no version
     --> test:1:37
      |
    1 | .show database schema if_later_than 'new'
      |                                     ^^^^^
      |
      = help: a version reads `v1.0`
    ");
}

#[test]
fn a_schema_is_shown_as_json() {
    let mut session = session();
    run_well(&mut session, ".create table T (a:int, ['b c']:dynamic) with (folder='f')\n.create database E");
    insta::assert_snapshot!(run(&mut session, ".show databases schema as json"), @r#"
    DatabaseSchema
    "{""Databases"":{""E"":{""Name"":""E"",""Tables"":{},""ExternalTables"":{},""Functions"":{},""MaterializedViews"":{},""PrettyName"":null,""MajorVersion"":1,""MinorVersion"":0},""NetDefaultDB"":{""Name"":""NetDefaultDB"",""Tables"":{""T"":{""Name"":""T"",""Folder"":""f"",""OrderedColumns"":[{""Name"":""a"",""Type"":""System.Int32"",""CslType"":""int""},{""Name"":""b c"",""Type"":""System.Object"",""CslType"":""dynamic""}]}},""ExternalTables"":{},""Functions"":{},""MaterializedViews"":{},""PrettyName"":null,""MajorVersion"":1,""MinorVersion"":1}}}"
    "#);
    insta::assert_snapshot!(run(&mut session, ".show database E schema as json with (Functions=true)"), @r#"
    DatabaseSchema
    "{""Databases"":{""E"":{""Name"":""E"",""Functions"":{},""PrettyName"":null,""MajorVersion"":1,""MinorVersion"":0}}}"
    "#);
}

/// The cells of the column of this name.
fn column(session: &mut Session, text: &str, name: &str) -> Vec<String> {
    let mut cells = Vec::new();
    pieces(text, 1, |piece| {
        let output = session.run(&piece).result.unwrap();
        let table = session.table(&output).unwrap();
        let place = table.columns().iter().position(|column| column.name == name).unwrap();
        cells.extend(table.rows().map(|row| match &row[place] {
            kmgmt::table::Value::Text(text) => text.to_string(),
            other => panic!("{other:?}"),
        }));
    });
    cells
}

#[test]
fn a_script_makes_the_same_entities_in_an_empty_database() {
    let mut first = session();
    run_well(
        &mut first,
        ".create table T (a:int, ['b c']:dynamic) with (folder='it\\'s', docstring='two\\nlines')\n.create table ['x y'] (['table']:real)",
    );
    run_well(&mut first, ".add table T ingestors ('aaduser=x@y.z', 'aadapp=app;y.z') 'Feeds it'");
    run_well(&mut first, ".add database viewers ('aadgroup=g@y.z')");
    let script = column(&mut first, ".show database cslschema script", "Schema");
    insta::assert_snapshot!(script.join("\n"), @r"
    .create-merge table T (a:int, ['b c']:dynamic) with (docstring='two\nlines', folder='it\'s')
    .create-merge table ['x y'] (['table']:real)
    ");
    let mut second = session();
    run_well(&mut second, &script.join("\n"));
    let schema = ".show database schema as json";
    assert_eq!(tables(&run(&mut first, schema)), tables(&run(&mut second, schema)));

    let whole = column(&mut first, ".show database schema as csl script", "DatabaseSchemaScript");
    insta::assert_snapshot!(whole[script.len()..].join("\n"), @r"
    .add database viewers ('aadgroup=g@y.z;y.z') skip-results
    .add table T admins ('aaduser=admin@localhost') skip-results
    .add table T ingestors ('aaduser=x@y.z', 'aadapp=app;y.z') skip-results 'Feeds it'
    .add table ['x y'] admins ('aaduser=admin@localhost') skip-results
    ");
    run_well(&mut second, &whole.join("\n"));
    for shown in [".show database principals", ".show table T principals"] {
        assert_eq!(people(&run(&mut first, shown)), people(&run(&mut second, shown)));
    }
    let open = column(
        &mut first,
        ".show database schema as csl script with (IncludeSecuritySettings=false)",
        "DatabaseSchemaScript",
    );
    assert_eq!(open, script);
}

/// The part of the JSON before the version, which counts changes.
fn tables(json: &str) -> &str {
    json.split("MinorVersion").next().unwrap()
}

/// Each line without the assignment's number in the catalog.
fn people(listing: &str) -> Vec<&str> {
    listing.lines().filter_map(|line| line.rsplit_once(',')).map(|(line, _)| line).collect()
}

#[test]
fn faults_in_the_text_say_what_could_stand_there() {
    let mut session = session();
    // Other families have forms that begin so too, and add to what is expected.
    let unnamed = run(&mut session, ".show database Samples");
    assert!(unnamed.contains("`schema`") && unnamed.contains("found the end of the command"), "{unnamed}");
    assert!(run(&mut session, ".show databases detials").contains("did you mean `details`?"));
    insta::assert_snapshot!(run(&mut session, ".create database D persist 'x'"), @"
    error: expected `(`, found `'x'`
     --> test:1:28
      |
    1 | .create database D persist 'x'
      |                            ^^^
      |
      = help: a list stands in round brackets: `('x')`
    ");
    insta::assert_snapshot!(run(&mut session, ".show database D schema as jsn"), @r"
    error: expected `json`, `csl` or `kql`, found `jsn`
     --> test:1:28
      |
    1 | .show database D schema as jsn
      |                            ^^^
      |
      = help: did you mean `json`?
    ");
    insta::assert_snapshot!(run(&mut session, ".show database D schema as json with (Table=true)"), @r"
    error: there is no property `Table` here
     --> test:1:39
      |
    1 | .show database D schema as json with (Table=true)
      |                                       ^^^^^
      |
      = help: did you mean `Tables`?
      = help: the properties are `Tables`, `ExternalTables`, `MaterializedViews` and `Functions`
    ");
    insta::assert_snapshot!(run(&mut session, ".detach database"), @r"
    error: expected the name of a database, found the end of the command
     --> test:1:17
      |
    1 | .detach database
      |                 ^
    ");
    insta::assert_snapshot!(run(&mut session, ".show databases datastats"), @"
    note: test:1: `.show databases datastats` has no effect here: kmgmt has no data and runs no operations (told once)
    DatabaseName,PersistentStorage,Version,IsCurrent,DatabaseAccessMode,PrettyName,DatabaseId,OriginalSize,ExtentSize,CompressedSize,IndexSize,RowCount,HotOriginalSize,HotExtentSize,HotCompressedSize,HotIndexSize,HotRowCount
    ");
}

#[test]
fn a_script_allows_managed_identities_before_it_makes_what_names_one() {
    let identities =
        r#".alter database policy managed_identity '[{"ObjectId": "system", "AllowedUsages": "ExternalTable"}]'"#;
    let table = ".create external table E (a:int) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;managed_identity=system')";
    let mut first = support::session_with_environment();
    run_well(&mut first, &format!("{identities}\n{table}"));
    let script = column(&mut first, ".show database schema as csl script", "DatabaseSchemaScript");
    let mut second = support::session_with_environment();
    run_well(&mut second, &script.join("\n"));
    assert_eq!(column(&mut second, ".show database schema as csl script", "DatabaseSchemaScript"), script);
}

#[test]
fn a_script_makes_functions_views_and_policies_too() {
    let mut first = session();
    run_well(
        &mut first,
        "
.create table T (a:int, b:string) with (folder='f')

.create function with (docstring='it\\'s', view=true) V(limit:long=10) {
    T // all

    | take limit
}

.create materialized-view with (lookback=6h, folder='views') B on table T { T | summarize take_any(*) by a }

.create materialized-view A on materialized-view B { B | summarize count() by b }

.disable materialized-view A

.alter table T policy row_level_security enable with (allowMaterializedViewsWithoutRowLevelSecurity=true) \"T | where a == 1\"

.create table R (x:int)

.alter table R policy restricted_view_access true
",
    );
    let script = column(&mut first, ".show database schema as csl script", "DatabaseSchemaScript");
    insta::assert_snapshot!(script.join("\n"), @r#"
    .create-merge table R (x:int)
    .create-merge table T (a:int, b:string) with (folder='f')
    .create-or-alter function with (skipvalidation=true, docstring='it\'s', view=true) V(limit:long=10) {
        T // all

        | take limit
    }
    .create-or-alter materialized-view with (lookback=time(06:00:00), folder='views') B on table T {
    T | summarize take_any(*) by a
    }
    .create-or-alter materialized-view A on materialized-view B {
    B | summarize count() by b
    }
    .disable materialized-view A
    .add table R admins ('aaduser=admin@localhost') skip-results
    .alter tables (R) policy restricted_view_access True
    .add table T admins ('aaduser=admin@localhost') skip-results
    .alter table T policy row_level_security enable with (allowMaterializedViewsWithoutRowLevelSecurity=true) "T | where a == 1"
    .add function V admins ('aaduser=admin@localhost') skip-results
    .add materialized-view B admins ('aaduser=admin@localhost') skip-results
    .add materialized-view A admins ('aaduser=admin@localhost') skip-results
    "#);
    let mut second = session();
    run_well(&mut second, &script.join("\n"));
    assert_eq!(column(&mut second, ".show database schema as csl script", "DatabaseSchemaScript"), script);
}
