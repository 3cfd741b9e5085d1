//! What is held of the queries of views beyond the words in them: columns are told from tables, functions are looked into,
//! and what a view has from before counts.

#[path = "support/events.rs"]
mod events;
mod support;
#[path = "support/view_said.rs"]
mod view_said;

use events::with_tables;
use insta::assert_snapshot;
use kmgmt::session::Session;
use support::{run, run_well};
use view_said::view_on;

/// What is said of a view that is made and dropped again.
fn view(session: &mut Session, with: &str, query: &str) -> String {
    view_on(session, "Events", with, query)
}

#[test]
fn of_a_column_and_a_table_of_one_name_the_column_is_meant() {
    let mut session = with_tables();
    for query in [
        "Events | where User in (Rls) | summarize count() by Id",
        "Events | where User has_any (Rls) or User !in~ (Rls) | summarize count() by Id",
        "Events | where User in (Rls, 'a') | summarize count() by Id",
        "Events | extend Ids = Id | where Id in (Ids) | summarize count() by Id",
        "Named() | where User in (Rls) | summarize count() by Id",
    ] {
        let said = view(&mut session, "", query);
        assert!(!said.contains("error") && !said.contains("warning"), "{query}\n{said}");
    }
    for (query, why) in [
        ("Events | project Id, User | where User in (Rls) | summarize count() by Id", "restricts view access"),
        ("Events | where Id in (Ids) | summarize count() by Id", "the query reads table `Ids`"),
        ("Events | where User in (Rls) | where Id in (Ids) | summarize count() by Id", "the query reads table `Ids`"),
        ("Events | where Id in (Nothing) | summarize count() by Id", "there is no column `Nothing`"),
    ] {
        let said = view(&mut session, "", query);
        assert!(said.contains("error") && said.contains(why), "{query}\n{said}");
    }
    for query in [
        "Events | where Id in (Ids) | summarize count() by Id",
        "let i = Ids | where Id > 1; Events | where Id !in (i) | summarize count() by Id",
    ] {
        let said = view(&mut session, "with (dimensionTables=dynamic(['Ids']))", query);
        assert!(!said.contains("error"), "{query}\n{said}");
    }
    run_well(
        &mut session,
        "\
.create materialized-view with (dimensionTables=dynamic(['Ids'])) V on table Events { Events | extend Ids = Id | where Id in (Ids) | summarize count() by Id }
.create materialized-view with (dimensionTables=dynamic(['Ids'])) W on table Events { Events | where Id in (Ids) | summarize count() by Id }
.rename table Ids to Keys with (updateMaterializedViews=true)
",
    );
    assert_snapshot!(run(&mut session, ".show materialized-views | project Name, Query"), @"
    Name,Query
    V,Events | extend Ids = Id | where Id in (Ids) | summarize count() by Id
    W,Events | where Id in (Keys) | summarize count() by Id
    ");
}

#[test]
fn what_a_view_can_not_have_it_can_not_have_through_a_function() {
    let mut session = with_tables();
    run_well(
        &mut session,
        "\
.create function Recent() { Events | where Ts > ago(1d) }
.create function Sorted() { Events | sort by Id | project Id }
.create function Outer() { Recent() | where Id > 0 }
.create function Sums() { Events | summarize Sum = sum(Num) by Id }
.create function Parts() { Events | top-nested 1 of Id by count() }
.create function Unpacked() { Events | extend b = parse_json(User) | evaluate bag_unpack(b) }
.create function Start(t:datetime) { bin(t, 1d) }
",
    );
    let script = "\
.create materialized-view V on table Events { Recent() | summarize count() by Id }
.create materialized-view V on table Events { Events | union (Sorted) | summarize count() by Id }
.create materialized-view V on table Events { Outer | summarize count() by Id }
.create materialized-view V on table Events { Sums() | summarize max(Sum) by Id }
.create materialized-view V on table Events { Sums() }
.create materialized-view V on table Events { Parts() | summarize count() by Id }
.create materialized-view V on table Events { Unpacked() | summarize count() by Id }
.create materialized-view W on table Events { Events | summarize count() by Id, Day = Start(Ts) }
";
    assert_snapshot!(run(&mut session, script), @r#"
    error: the query of a materialized view can't use `ago()`
     --> test:1:47
      |
    1 | .create materialized-view V on table Events { Recent() | summarize count() by Id }
      |                                               ^^^^^^^^
      |
      = help: the retention policy of the view limits the time that it covers
      = help: the function `Recent` has it
    error: the query of a materialized view can't use `sort`
     --> test:2:63
      |
    2 | .create materialized-view V on table Events { Events | union (Sorted) | summarize count() by Id }
      |                                                               ^^^^^^
      |
      = help: sort the rows where the view is read
      = help: the function `Sorted` has it
    error: the query of a materialized view can't use `ago()`
     --> test:3:47
      |
    3 | .create materialized-view V on table Events { Outer | summarize count() by Id }
      |                                               ^^^^^
      |
      = help: the retention policy of the view limits the time that it covers
      = help: the function `Recent` has it
    error: the query of a materialized view has one `summarize`, and the function `Sums` has another
     --> test:4:47
      |
    4 | .create materialized-view V on table Events { Sums() | summarize max(Sum) by Id }
      |                                               ^^^^^^
      |
      = help: aggregate in the query of the view alone
    error: the query of a materialized view ends in `summarize`, and this has none
     --> test:5:47
      |
    5 | .create materialized-view V on table Events { Sums() }
      |                                               ^^^^^^
    error: the query of a materialized view can't use `top-nested`
     --> test:6:47
      |
    6 | .create materialized-view V on table Events { Parts() | summarize count() by Id }
      |                                               ^^^^^^^
      |
      = help: take the first rows where the view is read
      = help: the function `Parts` has it
    warning: the columns that `bag_unpack` gives depend on the rows
     --> test:7:47
      |
    7 | .create materialized-view V on table Events { Unpacked() | summarize count() by Id }
      |                                               ^^^^^^^^^^
      |
      = help: the service disables the view when its columns change; take the properties out one by one
      = help: the function `Unpacked` has it
    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Events,Unpacked() | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    W,Events,"Events | summarize count() by Id, Day = Start(Ts)",,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    "#);
}

#[test]
fn a_view_keeps_its_columns_and_is_disabled_where_they_do_not_come_any_more() {
    let mut session = with_tables();
    run_well(
        &mut session,
        "\
.create materialized-view Kept on table Events { Events | summarize arg_max(Ts, *) by Id }
.create materialized-view with (autoUpdateSchema=true) Follows on table Events { Events | summarize arg_max(Ts, *) by Id }
.create materialized-view Sums on table Events { Events | summarize sum(Num) by User }
.create materialized-view Listed on table Events { Events | summarize take_any(*) by Id }
.disable materialized-view Listed
",
    );
    let script = "\
.alter-merge table Events (More:string)
.show materialized-view Kept cslschema | project Schema
.show materialized-view Follows cslschema | project Schema
.show materialized-views | project Name, IsEnabled
.drop column Events.Num
.show materialized-view Sums cslschema | project Schema
.show database NetDefaultDB schema as csl script | where DatabaseSchemaScript has 'Kept'
.alter materialized-view Kept on table Events { Events | summarize arg_max(Ts, *) by Id }
.enable materialized-view Kept | project Name, IsEnabled
.show materialized-view Kept cslschema | project Schema
.alter materialized-view Follows autoUpdateSchema false | project Name, AutoUpdateSchema
.drop column Events.More
.show materialized-view Follows cslschema | project Schema
";
    assert_snapshot!(run(&mut session, script), @r#"
    warning: materialized view `Kept` is disabled: its query gives other columns than it has
     --> test:1:1
      |
    1 | .alter-merge table Events (More:string)
      | ^^^^^^^^^^^^
      |
      = help: `.alter materialized-view Kept on table Events { … }` gives it the columns of its query, then `.enable materialized-view Kept` enables it
    TableName,Schema,DatabaseName,Folder,DocString
    Events,"{""Name"":""Events"",""OrderedColumns"":[{""Name"":""Id"",""Type"":""System.Int64"",""CslType"":""long""},{""Name"":""Ts"",""Type"":""System.DateTime"",""CslType"":""datetime""},{""Name"":""User"",""Type"":""System.String"",""CslType"":""string""},{""Name"":""Num"",""Type"":""System.Double"",""CslType"":""real""},{""Name"":""Rls"",""Type"":""System.String"",""CslType"":""string""},{""Name"":""More"",""Type"":""System.String"",""CslType"":""string""}]}",NetDefaultDB,,

    Schema
    "Id:long, Ts:datetime, User:string, Num:real, Rls:string"

    Schema
    "Id:long, Ts:datetime, User:string, Num:real, Rls:string, More:string"

    Name,IsEnabled
    Follows,true
    Kept,false
    Listed,false
    Sums,true
    warning: materialized view `Sums` is disabled: its query fails: there is no column `Num`
     --> test:5:1
      |
    5 | .drop column Events.Num
      | ^^^^^
      |
      = help: `.alter materialized-view Sums on table Events { … }` gives it the columns of its query, then `.enable materialized-view Sums` enables it

    TableName,Schema,DatabaseName,Folder,DocString
    Events,"{""Name"":""Events"",""OrderedColumns"":[{""Name"":""Id"",""Type"":""System.Int64"",""CslType"":""long""},{""Name"":""Ts"",""Type"":""System.DateTime"",""CslType"":""datetime""},{""Name"":""User"",""Type"":""System.String"",""CslType"":""string""},{""Name"":""Rls"",""Type"":""System.String"",""CslType"":""string""},{""Name"":""More"",""Type"":""System.String"",""CslType"":""string""}]}",NetDefaultDB,,

    Schema
    "User:string, sum_Num:real"

    DatabaseSchemaScript
    "// its columns are (Id:long, Ts:datetime, User:string, Num:real, Rls:string); made again it has those of its query
    .create-or-alter materialized-view Kept on table Events {
    Events | summarize arg_max(Ts, *) by Id
    }"
    .disable materialized-view Kept
    .add materialized-view Kept admins ('aaduser=admin@localhost') skip-results

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    Kept,Events,"Events | summarize arg_max(Ts, *) by Id",,,,,false,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,IsEnabled
    Kept,true

    Schema
    "Id:long, Ts:datetime, User:string, Rls:string, More:string"

    Name,AutoUpdateSchema
    Follows,false
    warning: materialized view `Follows` is disabled: its query gives other columns than it has
      --> test:12:1
       |
    12 | .drop column Events.More
       | ^^^^^
       |
       = help: `.alter materialized-view Follows on table Events { … }` gives it the columns of its query, then `.enable materialized-view Follows` enables it
    warning: materialized view `Kept` is disabled: its query gives other columns than it has
      --> test:12:1
       |
    12 | .drop column Events.More
       | ^^^^^
       |
       = help: `.alter materialized-view Kept on table Events { … }` gives it the columns of its query, then `.enable materialized-view Kept` enables it

    TableName,Schema,DatabaseName,Folder,DocString
    Events,"{""Name"":""Events"",""OrderedColumns"":[{""Name"":""Id"",""Type"":""System.Int64"",""CslType"":""long""},{""Name"":""Ts"",""Type"":""System.DateTime"",""CslType"":""datetime""},{""Name"":""User"",""Type"":""System.String"",""CslType"":""string""},{""Name"":""Rls"",""Type"":""System.String"",""CslType"":""string""}]}",NetDefaultDB,,

    Schema
    "Id:long, Ts:datetime, User:string, Rls:string, More:string"
    "#);
}

#[test]
fn a_view_that_is_altered_can_have_what_it_has_from_before() {
    let mut session = with_tables();
    run_well(
        &mut session,
        "\
.create materialized-view with (autoUpdateSchema=true) Auto on table Events { Events | summarize arg_max(Ts, *) by Id }
.create materialized-view with (lookback=1d, lookback_column='Ts') Back on table Events { Events | summarize arg_max(Ts, *) by Id }
.create materialized-view with (lookback=1d, lookback_column='') Default on table Events { Events | summarize arg_max(Ts, *) by Id }
.create materialized-view Lower on table Events { Events | extend U = tolower(User) | summarize count() by U }
",
    );
    let script = "\
.alter materialized-view Auto on table Events { Events | summarize arg_max(Ts, User) by Id }
.alter materialized-view Back on table Events { Events | summarize arg_max(Num, User) by Id }
.alter materialized-view Default on table Events { Events | summarize max(Ts) by Id }
.alter materialized-view Lower on table Events { Events | extend U = toupper(User) | summarize count() by U }
.create materialized-view with (lookback=-1d) Past on table Events { Events | summarize arg_max(Ts, *) by Id }
.alter materialized-view Default lookback -1d
";
    assert_snapshot!(run(&mut session, script), @"
    error: `autoUpdateSchema` needs a view that takes all columns: `arg_max(Timestamp, *)`, `arg_min(Timestamp, *)` or `take_any(*)`
     --> test:1:47
      |
    1 | .alter materialized-view Auto on table Events { Events | summarize arg_max(Ts, User) by Id }
      |                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: `Auto` has `autoUpdateSchema` from before; `with (autoUpdateSchema=false)` ends that
    error: the view has no column `Ts`
     --> test:2:47
      |
    2 | .alter materialized-view Back on table Events { Events | summarize arg_max(Num, User) by Id }
      |                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: its columns are `Id`, `Num` and `User`
      = help: `Back` has `lookback_column` from before; it can't be changed
    error: `lookback` without `lookback_column` goes by the time of ingestion, which is lost where a view aggregates by `max`
     --> test:3:50
      |
    3 | .alter materialized-view Default on table Events { Events | summarize max(Ts) by Id }
      |                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: name a datetime of the view: `lookback_column='Timestamp'`
      = help: `Default` has `lookback` from before; `.alter materialized-view … lookback timespan(null)` ends that
    error: the keys of a materialized view can't be changed
     --> test:4:107
      |
    4 | .alter materialized-view Lower on table Events { Events | extend U = toupper(User) | summarize count() by U }
      |                                                                                                           ^
      |
      = help: it is aggregated by `U=tolower(User)`; drop the view and create it again
    error: `lookback` is below zero
     --> test:5:33
      |
    5 | .create materialized-view with (lookback=-1d) Past on table Events { Events | summarize arg_max(Ts, *) by Id }
      |                                 ^^^^^^^^
    error: `lookback` is below zero
     --> test:6:26
      |
    6 | .alter materialized-view Default lookback -1d
      |                          ^^^^^^^
    ");
    run_well(
        &mut session,
        "\
.alter materialized-view with (autoUpdateSchema=false) Auto on table Events { Events | summarize arg_max(Ts, User) by Id }
.alter materialized-view Lower on table Events { Events | summarize count(), max(Ts) by U = tolower( User ) }
",
    );
}

#[test]
fn columns_are_told_of_the_own_database_of_settings_and_of_how_rows_came() {
    let mut session = with_tables();
    let script = "\
.create materialized-view A on table Events { union Events | summarize max(Ts) by Id }
.create materialized-view B on table Events { database('NetDefaultDB').Events | summarize any(Num) by Id }
.create materialized-view C on table Events { set notruncation; Events | summarize max(Ts) by Id }
.create materialized-view D on table Events { Events | extend I = ingestion_time() | summarize max(I) by Id }
.create materialized-view E on table Events { Events | evaluate sql_request('Server=x', 'select 1') | summarize count() by Id }
.show materialized-view A cslschema | project Schema
.show materialized-view B cslschema | project Schema
.show materialized-view C cslschema | project Schema
.show materialized-view D cslschema | project Schema
";
    assert_snapshot!(run(&mut session, script), @r#"
    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    A,Events,union Events | summarize max(Ts) by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    B,Events,database('NetDefaultDB').Events | summarize any(Num) by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    C,Events,set notruncation; Events | summarize max(Ts) by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    D,Events,Events | extend I = ingestion_time() | summarize max(I) by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    error: the query of a materialized view can't use the plugin `sql_request`
     --> test:5:65
      |
    5 | .create materialized-view E on table Events { Events | evaluate sql_request('Server=x', 'select 1') | summarize count() by Id }
      |                                                                 ^^^^^^^^^^^
      |
      = help: it asks another service as the caller; bring the data into a table of the database

    Schema
    "Id:long, max_Ts:datetime"

    Schema
    "Id:long, any_Num:real"

    Schema
    "Id:long, max_Ts:datetime"

    Schema
    "Id:long, max_I:datetime"
    "#);
}
