//! What clients ask for at their start: tables, schemas and entities, in the forms that they send
//! (`clients.md`).

mod support;

use support::{refused, run, run_as, run_well, session, verified};

#[test]
fn the_forms_that_clients_send_read_and_print() {
    let same = [
        ".create table T (a: string) with (hidden=true)",
        ".create-merge table T (a: string) with (docstring='d', hidden=false)",
        ".show tables with (IncludeHiddenTables=true)",
        ".show tables (T, U) with (IncludeHiddenTables=true)",
        ".show tables details with (IncludeHiddenTables=true)",
        ".show schema",
        ".show schema details",
        ".show schema as json",
        ".show databases entities",
        ".show databases entities with (ShowObfuscatedStrings=true, resolveFunctionSchema=false)",
        ".show database D entities",
        ".show database ['entities'] entities with (ShowObfuscatedStrings=true)",
        ".show database D entity T",
    ];
    for text in same {
        let printed = text.replace("['entities']", "entities");
        verified(text, &printed);
    }
    verified(".show cluster schema", ".show schema");
    verified(".show cluster schema as json", ".show schema as json");
    verified(".show cluster schema details", ".show schema details");
}

#[test]
fn a_hidden_table_is_listed_where_it_is_asked_for() {
    let mut session = session();
    run_well(&mut session, ".create table Seen (a:int)\n.create table Hidden (a:int) with (hidden=true)");
    insta::assert_snapshot!(run(&mut session, "
        .show tables
        .show tables with (IncludeHiddenTables=true)
        .show tables with (includeHiddenTables=\"false\")
        .show tables (Hidden)
        .show database schema
        .show database schema as csl script with (IncludeSecuritySettings=false)
    "), @"
    TableName,DatabaseName,Folder,DocString
    Seen,NetDefaultDB,,

    TableName,DatabaseName,Folder,DocString
    Hidden,NetDefaultDB,,
    Seen,NetDefaultDB,,

    TableName,DatabaseName,Folder,DocString
    Seen,NetDefaultDB,,

    TableName,DatabaseName,Folder,DocString
    Hidden,NetDefaultDB,,

    DatabaseName,TableName,ColumnName,ColumnType,IsDefaultTable,IsDefaultColumn,PrettyName,Version,Folder,DocString
    NetDefaultDB,,,,false,false,,v1.2,,
    NetDefaultDB,Hidden,,,false,false,,,,
    NetDefaultDB,Hidden,a,System.Int32,false,false,,,,
    NetDefaultDB,Seen,,,false,false,,,,
    NetDefaultDB,Seen,a,System.Int32,false,false,,,,

    DatabaseSchemaScript
    .create-merge table Hidden (a:int) with (hidden=true)
    .create-merge table Seen (a:int)
    ");
}

#[test]
fn a_table_stays_hidden_until_a_command_says_otherwise_or_defines_it_anew() {
    let mut session = session();
    run_well(&mut session, ".create table A (a:int) with (hidden=true)\n.create table B (a:int) with (hidden='True')");
    run_well(&mut session, ".create table C based-on A\n.create table D based-on A with (hidden=true)");
    insta::assert_snapshot!(run(&mut session, ".show tables"), @"
    TableName,DatabaseName,Folder,DocString
    C,NetDefaultDB,,Created based on A
    ");
    run_well(&mut session, ".alter-merge table A (b:int)\n.alter table B (a:int)\n.rename table C to E");
    insta::assert_snapshot!(run(&mut session, ".show tables"), @"
    TableName,DatabaseName,Folder,DocString
    B,NetDefaultDB,,
    E,NetDefaultDB,,Created based on A
    ");
    run_well(&mut session, ".create-merge table A (a:int) with (hidden=false)");
    insta::assert_snapshot!(run(&mut session, ".show tables"), @"
    TableName,DatabaseName,Folder,DocString
    A,NetDefaultDB,,
    B,NetDefaultDB,,
    E,NetDefaultDB,,Created based on A
    ");
}

#[test]
fn a_property_that_no_client_sends_is_refused() {
    insta::assert_snapshot!(refused(&mut session(), ".show tables with (IncludeHidden=true)"), @"
    error: there is no property `IncludeHidden` here
     --> test:1:20
      |
    1 | .show tables with (IncludeHidden=true)
      |                    ^^^^^^^^^^^^^
      |
      = help: did you mean `IncludeHiddenTables`?
      = help: the properties are `IncludeHiddenTables`
    ");
    insta::assert_snapshot!(refused(&mut session(), ".create table T (a:int) with (hidden=2)"), @"
    error: the property `hidden` takes `true` or `false`
     --> test:1:38
      |
    1 | .create table T (a:int) with (hidden=2)
      |                                      ^
    ");
}

/// Two databases; a viewer of one of them.
const TWO: &str = "
    .create database Other volatile
    .create table T (a:string, ['b c']:int) with (docstring='d', folder='f')
    .add database Other viewers ('aaduser=vera@contoso.com')
";

#[test]
fn show_schema_answers_the_databases_that_one_may_see() {
    let mut session = session();
    run_well(&mut session, TWO);
    insta::assert_snapshot!(run(&mut session, ".show schema"), @"
    DatabaseName,TableName,ColumnName,ColumnType,IsDefaultTable,IsDefaultColumn,PrettyName,Version,Folder,DocString
    NetDefaultDB,,,,false,false,,v1.1,,
    NetDefaultDB,T,,,false,false,,,f,d
    NetDefaultDB,T,a,System.String,false,false,,,,
    NetDefaultDB,T,b c,System.Int32,false,false,,,,
    Other,,,,false,false,,v1.0,,
    ");
    assert_eq!(run(&mut session, ".show cluster schema"), run(&mut session, ".show schema"));
    assert_eq!(run(&mut session, ".show schema details"), run(&mut session, ".show databases schema details"));
    let json = run(&mut session, ".show databases schema as json");
    assert_eq!(run(&mut session, ".show schema as json"), json);
    assert_eq!(run(&mut session, ".show cluster schema as json"), json);
    insta::assert_snapshot!(run_as(&mut session, "aaduser=vera@contoso.com", ".show schema"), @"
    DatabaseName,TableName,ColumnName,ColumnType,IsDefaultTable,IsDefaultColumn,PrettyName,Version,Folder,DocString
    Other,,,,false,false,,v1.0,,
    ");
    insta::assert_snapshot!(run_as(&mut session, "aaduser=vera@contoso.com", ".show schema as json"), @r#"
    DatabaseSchema
    "{""Databases"":{""Other"":{""Name"":""Other"",""Tables"":{},""ExternalTables"":{},""Functions"":{},""MaterializedViews"":{},""PrettyName"":null,""MajorVersion"":1,""MinorVersion"":0}}}"
    "#);
    insta::assert_snapshot!(run_as(&mut session, "aaduser=nobody@contoso.com", ".show schema"), @"DatabaseName,TableName,ColumnName,ColumnType,IsDefaultTable,IsDefaultColumn,PrettyName,Version,Folder,DocString");
}

/// One entity of each kind that is listed.
const EACH: &str = "
    .create table T (a:string, ['b c']:int) with (docstring='a table', folder='f')
    .create materialized-view with (docstring='a view') V on table T { T | summarize count() by a }
    .create external table E (x:long) kind=storage dataformat=csv (h@'https://a.blob.core.windows.net/c;key')
    .create function with (docstring='a function', folder='g') F(x:long) { T | where a == h'secret' | take x }
    .create entity_group G (cluster('c').database('d'))
    .create table Hidden (a:int) with (hidden=true)
";

#[test]
fn entities_of_all_kinds_are_listed_with_their_schemas() {
    let mut session = session();
    run_well(&mut session, TWO.lines().nth(1).unwrap());
    run_well(&mut session, EACH);
    run_well(&mut session, "#dbcontext Other\n.create table U (a:int)\n#dbcontext NetDefaultDB");
    insta::assert_snapshot!(run(&mut session, ".show databases entities"), @r#"
    DatabaseName,EntityType,EntityName,DocString,Folder,CslInputSchema,Content,CslOutputSchema,Properties
    NetDefaultDB,Table,Hidden,,,,,a:int,{}
    NetDefaultDB,Table,T,a table,f,,,"a:string, ['b c']:int",{}
    NetDefaultDB,MaterializedView,V,a view,,,,"a:string, count_:long",{}
    NetDefaultDB,ExternalTable,E,,,,,x:long,{}
    NetDefaultDB,Function,F,a function,g,(x:long),{ T | where a == h'****' | take x },,{}
    NetDefaultDB,EntityGroup,G,,,,"[""cluster('c').database('d')""]",,{}
    Other,Table,U,,,,,a:int,{}
    "#);
    insta::assert_snapshot!(run(&mut session, "
        .show database Other entities
        .show database NetDefaultDB entity F
    "), @"
    DatabaseName,EntityType,EntityName,DocString,Folder,CslInputSchema,Content,CslOutputSchema,Properties
    Other,Table,U,,,,,a:int,{}

    DatabaseName,EntityType,EntityName,DocString,Folder,CslInputSchema,Content,CslOutputSchema,Properties
    NetDefaultDB,Function,F,a function,g,(x:long),{ T | where a == h'****' | take x },,{}
    ");
}

#[test]
fn entities_of_a_database_are_shown_to_those_who_may_see_it() {
    let mut session = session();
    run_well(&mut session, TWO);
    run_well(&mut session, "#dbcontext Other\n.create table U (a:int)\n#dbcontext NetDefaultDB");
    insta::assert_snapshot!(run_as(&mut session, "aaduser=vera@contoso.com", "
        .show databases entities
        .show database Other entities
        .show database NetDefaultDB entities
        .show database NetDefaultDB entity T
    "), @"
    DatabaseName,EntityType,EntityName,DocString,Folder,CslInputSchema,Content,CslOutputSchema,Properties
    Other,Table,U,,,,,a:int,{}

    DatabaseName,EntityType,EntityName,DocString,Folder,CslInputSchema,Content,CslOutputSchema,Properties
    Other,Table,U,,,,,a:int,{}
    error: Principal 'aaduser=vera@contoso.com' is not authorized to read database 'NetDefaultDB'.
     --> test:4:9
      |
    4 |         .show database NetDefaultDB entities
      |         ^^^^^
      |
      = help: `aaduser=vera@contoso.com` holds no role on database `NetDefaultDB` or above
      = help: it takes Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, Database NetDefaultDB Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor (show-databases-entities.md, Permissions)
      = help: `.add database NetDefaultDB viewers ('aaduser=vera@contoso.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    error: Principal 'aaduser=vera@contoso.com' is not authorized to read database 'NetDefaultDB'.
     --> test:5:9
      |
    5 |         .show database NetDefaultDB entity T
      |         ^^^^^
      |
      = help: `aaduser=vera@contoso.com` holds no role on database `NetDefaultDB` or above
      = help: it takes Database NetDefaultDB Admin, Database NetDefaultDB User, Database NetDefaultDB Viewer, Database NetDefaultDB Monitor, AllDatabasesAdmin, AllDatabasesViewer or AllDatabasesMonitor (show-databases-entities.md, Permissions)
      = help: `.add database NetDefaultDB viewers ('aaduser=vera@contoso.com')` gives it; Database NetDefaultDB Admin or AllDatabasesAdmin runs it
    ");
}

#[test]
fn what_the_listing_of_entities_cannot_show_is_said() {
    let mut session = session();
    run_well(&mut session, ".create function F() { print h'secret' }");
    insta::assert_snapshot!(run(&mut session, "
        .show databases entities with (ShowObfuscatedStrings=true, resolveFunctionSchema='true', resolveDependencies=true)
        .show databases entities with (ShowObfuscatedStrings=false, resolveFunctionSchema=false)
    "), @"
    warning: obfuscated strings stay redacted: kmgmt does not keep them
     --> test:2:40
      |
    2 |         .show databases entities with (ShowObfuscatedStrings=true, resolveFunctionSchema='true', resolveDependencies=true)
      |                                        ^^^^^^^^^^^^^^^^^^^^^
    warning: what functions return is not shown: kmgmt evaluates no queries
     --> test:2:68
      |
    2 |         .show databases entities with (ShowObfuscatedStrings=true, resolveFunctionSchema='true', resolveDependencies=true)
      |                                                                    ^^^^^^^^^^^^^^^^^^^^^
    warning: the property `resolveDependencies` has no effect
     --> test:2:98
      |
    2 |         .show databases entities with (ShowObfuscatedStrings=true, resolveFunctionSchema='true', resolveDependencies=true)
      |                                                                                                  ^^^^^^^^^^^^^^^^^^^
    DatabaseName,EntityType,EntityName,DocString,Folder,CslInputSchema,Content,CslOutputSchema,Properties
    NetDefaultDB,Function,F,,,(),{ print h'****' },,{}

    DatabaseName,EntityType,EntityName,DocString,Folder,CslInputSchema,Content,CslOutputSchema,Properties
    NetDefaultDB,Function,F,,,(),{ print h'****' },,{}
    ");
    insta::assert_snapshot!(refused(&mut session, ".show database NetDefaultDB entity G"), @"
    error: database `NetDefaultDB` has no entity `G`
     --> test:1:36
      |
    1 | .show database NetDefaultDB entity G
      |                                    ^
    ");
    insta::assert_snapshot!(refused(&mut session, ".show database Nowhere entities"), @"
    error: Database 'Nowhere' was not found.
     --> test:1:16
      |
    1 | .show database Nowhere entities
      |                ^^^^^^^
      |
      = help: `.show databases` lists the databases
    ");
}

#[test]
fn roles_of_a_principal_have_the_official_columns() {
    insta::assert_snapshot!(run(&mut session(), ".show principal roles"), @"
    Scope,DisplayName,AADObjectID,Role
    Cluster,Local administrator,9c4750c3-17df-5b9a-8aa0-d965032135ab,AllDatabasesAdmin
    ");
}

#[test]
fn a_change_of_the_policies_of_tables_answers_what_showing_them_does() {
    let mut session = session();
    run_well(
        &mut session,
        ".create tables T (a:string), U (a:string)\n.create materialized-view V on table U { U | summarize take_any(*) by a }",
    );
    let changes = [
        (".alter table T policy restricted_view_access true", ".show table T policy restricted_view_access"),
        (".alter table U policy row_level_security disable 'U'", ".show table U policy row_level_security"),
        (
            ".alter materialized-view V policy row_level_security enable 'V | where a == \"x\"'",
            ".show materialized-view V policy row_level_security",
        ),
    ];
    for (change, show) in changes {
        assert_eq!(run(&mut session, change), run(&mut session, show), "{change}");
    }
    insta::assert_snapshot!(run(&mut session, "
        .alter tables (T) policy restricted_view_access false
        .delete table U policy row_level_security
    "), @r#"
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RestrictedViewAccessPolicy,[NetDefaultDB].[T],"{""IsEnabled"": false}",,Table

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[U],null,,
    "#);
}

#[test]
fn names_of_databases_that_differ_in_case_alone_are_refused() {
    let mut session = session();
    run_well(&mut session, ".create database foo volatile\n.create database ['Größe'] volatile");
    insta::assert_snapshot!(refused(&mut session, ".create database FOO volatile"), @"
    error: Entity 'foo' of kind 'Database' already exists.
     --> test:1:18
      |
    1 | .create database FOO volatile
      |                  ^^^
      |
      = help: `FOO` differs from it only by upper and lower case, and names of databases need more
    ");
    insta::assert_snapshot!(refused(&mut session, ".create database Foo ifnotexists"), @"
    error: Entity 'foo' of kind 'Database' already exists.
     --> test:1:18
      |
    1 | .create database Foo ifnotexists
      |                  ^^^
      |
      = help: `Foo` differs from it only by upper and lower case, and names of databases need more
    ");
    insta::assert_snapshot!(refused(&mut session, ".create database ['GRÖßE']"), @"
    error: Entity 'Größe' of kind 'Database' already exists.
     --> test:1:18
      |
    1 | .create database ['GRÖßE']
      |                  ^^^^^^^^^
      |
      = help: `GRÖßE` differs from it only by upper and lower case, and names of databases need more
    ");
    insta::assert_snapshot!(refused(&mut session, ".add database FOO viewers ('aaduser=a@b.com')"), @"
    error: Database 'FOO' was not found.
     --> test:1:15
      |
    1 | .add database FOO viewers ('aaduser=a@b.com')
      |               ^^^
      |
      = help: did you mean `foo`?
      = help: `.show databases` lists the databases
    ");
    insta::assert_snapshot!(run(&mut session, "#dbcontext FOO\n.show tables\n#dbcontext NetDefaultDB"), @"
    warning: database `FOO` does not exist
     --> test:1:12
      |
    1 | #dbcontext FOO
      |            ^^^
      |
      = help: did you mean `foo`?
    error: Database 'FOO' was not found.
     --> test:2:1
      |
    2 | .show tables
      | ^^^^^
      |
      = help: did you mean `foo`?
      = help: `.show databases` lists the databases
    ");
    run_well(&mut session, ".detach database foo\n.create database FOO volatile");
}

#[test]
fn tables_that_differ_in_case_alone_are_two() {
    let mut session = session();
    run_well(&mut session, ".create table t (a:int, A:int)\n.create table T (a:int)");
    insta::assert_snapshot!(run(&mut session, ".show tables"), @"
    TableName,DatabaseName,Folder,DocString
    T,NetDefaultDB,,
    t,NetDefaultDB,,
    ");
}

#[test]
fn names_that_no_column_can_have_are_refused() {
    let mut session = session();
    run_well(&mut session, ".create table T (a:int, c:int)");
    insta::assert_snapshot!(refused(&mut session, ".create table C (ok:int, ['a:b']: int)"), @"
    error: a name can't have `:` in it
     --> test:1:26
      |
    1 | .create table C (ok:int, ['a:b']: int)
      |                          ^^^^^^^
      |
      = help: names have letters, digits, `_`, `$`, spaces, `.` and `-`
    ");
    let others = [
        ".create tables C (['a:b']: int), D (a:int)",
        ".create-merge table C (['a:b']: int)",
        ".create-merge table T (['a:b']: int)",
        ".create-merge tables C (['a;b']: int)",
        ".alter table T (a:int, ['a:b']: int)",
        ".alter-merge table T (['a:b']: int)",
        ".rename column T.a to ['a:b']",
        ".create external table C (['a:b']: int) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;impersonate')",
    ];
    for command in others {
        let shown = refused(&mut session, command);
        let first = shown.lines().next().unwrap();
        assert!(first.starts_with("error: a name can't have `"), "{command}\n{shown}");
        assert!(
            shown.contains("help: names have letters, digits, `_`, `$`, spaces, `.` and `-`"),
            "{command}\n{shown}"
        );
    }
}

#[test]
fn names_of_columns_that_schemas_of_the_service_have_are_taken() {
    let mut session = session();
    let names = [
        "CopyWorkerCPUUtilization(%)",
        "cisco-av-pair=audit-session-id",
        "___type",
        "@timestamp",
        "a/b",
        "two words",
        "Größe",
        "1st",
    ];
    let columns: Vec<String> = names.iter().map(|name| format!("['{name}']:string")).collect();
    run_well(&mut session, &format!(".create table T ({})", columns.join(", ")));
    run_well(&mut session, ".rename column T.['a/b'] to ['b/a (ms)']");
    let shown = run(&mut session, ".show table T cslschema");
    assert!(shown.contains("['CopyWorkerCPUUtilization(%)']:string"), "{shown}");
    assert!(shown.contains("['b/a (ms)']:string"), "{shown}");
}

#[test]
fn altering_an_external_table_answers_the_columns_of_the_page() {
    let mut session = session();
    let made = "external table E (a:int) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;impersonate')";
    run_well(&mut session, &format!(".create {made}"));
    insta::assert_snapshot!(run(&mut session, &format!(".alter {made}")), @r#"
    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    E,Blob,,,"{""Format"":""Csv"",""Compressed"":false,""CompressionType"":null,""FileExtension"":null,""IncludeHeaders"":""None"",""Encoding"":null,""NamePrefix"":null}","[""https://a.blob.core.windows.net/c;impersonate""]",[],
    "#);
    insta::assert_snapshot!(run(&mut session, &format!(".create-or-alter {made}")), @r#"
    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    E,Blob,,,"{""Format"":""Csv"",""Compressed"":false,""CompressionType"":null,""FileExtension"":null,""IncludeHeaders"":""None"",""Encoding"":null,""NamePrefix"":null}","[""https://a.blob.core.windows.net/c;impersonate""]",[],
    "#);
}
