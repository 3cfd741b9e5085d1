//! What is told of queries that fail, or are not read to their end, in functions, policies and exports.

#[path = "support/events.rs"]
mod events;
mod support;

use events::with_tables;
use insta::assert_snapshot;
use support::{run, run_well};

#[test]
fn an_export_gives_the_columns_of_its_external_table() {
    let mut session = with_tables();
    run_well(
        &mut session,
        "\
.create external table Dated (Id:long) kind=storage partition by (Day:datetime) pathformat=(datetime_pattern('yyyy', Day)) dataformat=csv ('https://a.blob.core.windows.net/c;secretKey')
.create external table Two (Id:long, User:string) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;secretKey')
",
    );
    let script = "\
.create-or-alter continuous-export E to table Two <| Events | project Id
.create-or-alter continuous-export E to table Two <| Events | project Id, Num
.create-or-alter continuous-export E to table Two <| Events | project Id, Usr
.create-or-alter continuous-export E to table Two <| Events | project Id, Who = User
";
    assert_snapshot!(run(&mut session, script), @r#"
    error: the query of the export gives 1 column, and external table `Two` has 2 columns
     --> test:1:54
      |
    1 | .create-or-alter continuous-export E to table Two <| Events | project Id
      |                                                      ^^^^^^^^^^^^^^^^^^^
      |
      = help: the query gives `Id:long`; the table has `Id:long` and `User:string`
    error: column `Num` of the query of the export has the type `real`, and column `User` of external table `Two`, in its place, `string`
     --> test:2:54
      |
    2 | .create-or-alter continuous-export E to table Two <| Events | project Id, Num
      |                                                      ^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: the query gives `Id:long` and `Num:real`; the table has `Id:long` and `User:string`
    error: there is no column `Usr`
     --> test:3:75
      |
    3 | .create-or-alter continuous-export E to table Two <| Events | project Id, Usr
      |                                                                           ^^^
      |
      = help: did you mean `User`?
      = help: the columns are `Id`, `Ts`, `User`, `Num` and `Rls`
    warning: column `Who` of the query of the export goes to column `User` of external table `Two`
     --> test:4:54
      |
    4 | .create-or-alter continuous-export E to table Two <| Events | project Id, Who = User
      |                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: the page asks for the schema of the external table (continuous-data-export.md, Output schema)
    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    E,Two,"Events | project Id, Who = User",,,[],{},,,false,,,false
    "#);
    for query in
        ["Two <| Events | project Id, User", "Dated <| Events | project Id", "Dated <| Events | project Id, Day=Ts"]
    {
        let said = run(&mut session, &format!(".create-or-alter continuous-export E to table {query}"));
        assert!(!said.contains("error") && !said.contains("warning"), "{query}\n{said}");
    }
}

#[test]
fn functions_and_policies_are_told_what_fails_in_their_queries() {
    let mut session = with_tables();
    let script = "\
.create function F(a:long) { a + 'x' }
.create function F(T:(x:long), n:int = 3) {
    T | where y > n
}
.create function F() { Events | project Id | where User == 'a' }
.create function F(T:(x:long), n:int = 3) { T | where x > n | join kind=inner (Events) on $left.x == $right.Id | take n }
.create function with (skipvalidation=true) G(a:long) { a + 'x' }
.create function H(T:(*)) { T | where anything > 1 }
.create function I() { Later | where anything > 1 }
.alter table Events policy row_level_security enable \"Events | where Usr == 'x'\"
.alter table Events policy row_level_security enable \"Events | where Id + 'a' == 1\"
";
    assert_snapshot!(run(&mut session, script), @r#"
    error: `+` takes a number, a datetime or a timespan here, and this is a string
     --> test:1:34
      |
    1 | .create function F(a:long) { a + 'x' }
      |                                  ^^^
      |
      = help: it is written `a + b`, see https://learn.microsoft.com/kusto/query/numerical-operators
      = help: `with (skipvalidation=true)` keeps a body as it is
    error: there is no column `y`
     --> test:3:15
      |
    3 |     T | where y > n
      |               ^
      |
      = help: the only column is `x`
      = help: `with (skipvalidation=true)` keeps a body as it is
    error: there is no column `User`
     --> test:5:52
      |
    5 | .create function F() { Events | project Id | where User == 'a' }
      |                                                    ^^^^
      |
      = help: the only column is `Id`
      = help: `with (skipvalidation=true)` keeps a body as it is
    Name,Parameters,Body,Folder,DocString
    F,"(T:(x:long), n:int = 3)",{ T | where x > n | join kind=inner (Events) on $left.x == $right.Id | take n },,

    Name,Parameters,Body,Folder,DocString
    G,(a:long),{ a + 'x' },,

    Name,Parameters,Body,Folder,DocString
    H,(T:(*)),{ T | where anything > 1 },,

    Name,Parameters,Body,Folder,DocString
    I,(),{ Later | where anything > 1 },,
    warning: the query of the policy fails: there is no column `Usr`
      --> test:10:70
       |
    10 | .alter table Events policy row_level_security enable "Events | where Usr == 'x'"
       |                                                                      ^^^
       |
       = help: did you mean `User`?
       = help: the columns are `Id`, `Ts`, `User`, `Num` and `Rls`

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Events],"{""IsEnabled"": true, ""Query"": ""Events | where Usr == 'x'""}",,Table
    warning: the query of the policy fails: `+` takes a number, a datetime or a timespan here, and this is a string
      --> test:11:75
       |
    11 | .alter table Events policy row_level_security enable "Events | where Id + 'a' == 1"
       |                                                                           ^^^
       |
       = help: it is written `a + b`, see https://learn.microsoft.com/kusto/query/numerical-operators

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Events],"{""IsEnabled"": true, ""Query"": ""Events | where Id + 'a' == 1""}",,Table
    "#);
}

#[test]
fn words_that_are_none_of_the_language_are_warned_of_where_they_stand() {
    let mut session = with_tables();
    run_well(
        &mut session,
        ".create external table X (Id:long) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;secretKey')",
    );
    let script = "\
.create function F() { Events | extend n = strln(User) }
.create function G() { Events | whre 1 == 1 }
.create function H() { Events | extend n = geo_s2cell_neighbors_of_all(User), i = ingestion_time() }
.create materialized-view V on table Events { Events | extend n = strln(User) | summarize count() by n }
.alter table Ids policy update @'[{\"Source\": \"Events\", \"Query\": \"Events | project Id = strln(User)\"}]'
.create-or-alter continuous-export E to table X <| Events | project Id = tolng(User)
.alter table Ids policy row_level_security enable \"Ids | where strln('a') > 1\"
";
    assert_snapshot!(run(&mut session, script), @r#"
    warning: the body of `F` calls `strln`, which kmgmt does not know
     --> test:1:44
      |
    1 | .create function F() { Events | extend n = strln(User) }
      |                                            ^^^^^
      |
      = help: did you mean `strlen`?
    Name,Parameters,Body,Folder,DocString
    F,(),{ Events | extend n = strln(User) },,
    warning: the body of `G` is checked by its words only: `whre` is not an operator
     --> test:2:33
      |
    2 | .create function G() { Events | whre 1 == 1 }
      |                                 ^^^^
      |
      = help: did you mean `where`?
      = help: the operators are listed in https://learn.microsoft.com/kusto/query/queries

    Name,Parameters,Body,Folder,DocString
    G,(),{ Events | whre 1 == 1 },,
    note: test:3: the body of `H` calls `geo_s2cell_neighbors_of_all`, which kmgmt does not know

    Name,Parameters,Body,Folder,DocString
    H,(),"{ Events | extend n = geo_s2cell_neighbors_of_all(User), i = ingestion_time() }",,
    warning: the query of `V` calls `strln`, which kmgmt does not know
     --> test:4:67
      |
    4 | .create materialized-view V on table Events { Events | extend n = strln(User) | summarize count() by n }
      |                                                                   ^^^^^
      |
      = help: did you mean `strlen`?

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Events,Events | extend n = strln(User) | summarize count() by n,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    warning: the query of the update policy calls `strln`, which kmgmt does not know
     --> test:5:32
      |
    5 | .alter table Ids policy update @'[{"Source": "Events", "Query": "Events | project Id = strln(User)"}]'
      |                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `strlen`?

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    UpdatePolicy,[NetDefaultDB].[Ids],"[{""Source"": ""Events"", ""Query"": ""Events | project Id = strln(User)""}]",,
    warning: the query of `E` calls `tolng`, which kmgmt does not know
     --> test:6:74
      |
    6 | .create-or-alter continuous-export E to table X <| Events | project Id = tolng(User)
      |                                                                          ^^^^^
      |
      = help: did you mean `tolong`?

    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    E,X,Events | project Id = tolng(User),,,[],{},,,false,,,false
    warning: the query of the policy calls `strln`, which kmgmt does not know
     --> test:7:64
      |
    7 | .alter table Ids policy row_level_security enable "Ids | where strln('a') > 1"
      |                                                                ^^^^^
      |
      = help: did you mean `strlen`?

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Ids],"{""IsEnabled"": true, ""Query"": ""Ids | where strln('a') > 1""}",,Table
    "#);
}
