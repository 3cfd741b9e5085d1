//! Materialized views: forms, behaviour, refusals.

mod support;

use insta::assert_snapshot;
use kmgmt::session::Session;
use support::{run, run_well, session, verified};

/// A session with the tables that the views are made of.
fn with_tables() -> Session {
    let mut session = session();
    run(&mut session, ".create table Orders (Id:long, Placed:datetime)\n.create table Regions (Id:long)\n");
    session
}

#[test]
fn definitions_print_as_they_read() {
    for text in [
        ".create materialized-view V on table T { T | summarize count() by x }",
        ".create async materialized-view V on table T { T }",
        ".create ifnotexists materialized-view V on table T { T }",
        ".create async ifnotexists materialized-view with (backfill=true) V on materialized-view ['a b'] { T }",
        ".create materialized-view with (lookback=time(06:00:00), lookback_column='x', dimensionTables=dynamic(['D'])) V on table T { T }",
        ".create materialized-view with (move_extents_from=D, source_ingestion_time_from=datetime(2020-01-01)) V on table T { T }",
        ".create materialized-view with (MaxSourceRecordsForSingleIngest=3000000, Concurrency=2) V on table T { T }",
        ".create materialized-view V on table T {\n    T\n| take 1 // comment\n}",
        ".alter materialized-view with (docString='x') V on table T { T }",
        ".alter materialized-view V on materialized-view W { W }",
        ".create-or-alter materialized-view with (folder='x') V on table T { T }",
        ".create-or-alter materialized-view V on materialized-view W { W }",
    ] {
        verified(text, text);
    }
}

#[test]
fn the_other_forms_print_as_they_read() {
    for text in [
        ".alter materialized-view V docstring 'text'",
        ".alter materialized-view V folder 'a\\\\b'",
        ".alter materialized-view V lookback time(06:00:00)",
        ".alter materialized-view V lookback timespan(null)",
        ".alter materialized-view V autoUpdateSchema true",
        ".drop materialized-view V",
        ".drop materialized-view ['a b'] ifexists",
        ".enable materialized-view V",
        ".enable materialized-view V with (allowMaterializedViewsWithoutRowLevelSecurity=true)",
        ".disable materialized-view V",
        ".rename materialized-view V to ['a b']",
        ".show materialized-view V",
        ".show materialized-views",
        ".show materialized-views details",
        ".show materialized-views (V, W) details",
        ".show materialized-view V details",
        ".show materialized-view V cslschema",
        ".show materialized-view V kqlschema",
        ".show materialized-view V schema as json",
    ] {
        verified(text, text);
    }
}

#[test]
fn one_form_has_several_spellings() {
    verified(".alter materialized-view V lookback 6h", ".alter materialized-view V lookback time(06:00:00)");
    verified(".alter materialized-view V lookback time( null )", ".alter materialized-view V lookback timespan(null)");
    verified(".show materialized-view V schema as csl", ".show materialized-view V cslschema");
    verified(
        ".create materialized-view with(DOCSTRING=\"x\", dimensionTables=['D'])\nV on table T{T}",
        ".create materialized-view with (docString='x', dimensionTables=dynamic(['D'])) V on table T { T }",
    );
}

#[test]
fn a_view_is_made_and_changed() {
    let script = "\
.create materialized-view with (lookback=6h, folder='a') V on table Orders { Orders | summarize take_any(*) by Id }
.create ifnotexists materialized-view V on table Orders { Orders | summarize count() by Id }
.create async materialized-view with (backfill=true) W on table Orders { Orders | summarize take_any(*) by Id }
.create async materialized-view with (backfill=true, effectiveDateTime=datetime(2020-01-01)) X on table Orders { Orders | summarize count() by Id }
.alter materialized-view with (docString='b') V on table Orders { Orders | summarize arg_max(Placed, *) by Id }
.alter materialized-view V lookback timespan(null)
.alter materialized-view V autoUpdateSchema true
.alter materialized-view V docstring 'c'
.disable materialized-view V
.create-or-alter materialized-view with (autoUpdateSchema=false) V on table Orders { Orders | summarize count() by Id }
.drop materialized-view X
";
    assert_snapshot!(run(&mut with_tables(), script), @r#"
    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,Orders | summarize take_any(*) by Id,,,,,true,a,,false,2026-01-31T12:00:00.0000000Z,06:00:00,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,Orders | summarize take_any(*) by Id,,,,,true,a,,false,2026-01-31T12:00:00.0000000Z,06:00:00,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    W,Orders,Orders | summarize take_any(*) by Id,,,,,true,,,false,,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    X,Orders,Orders | summarize count() by Id,,,,,true,,,false,2020-01-01T00:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,"Orders | summarize arg_max(Placed, *) by Id",,,,,true,a,b,false,2026-01-31T12:00:00.0000000Z,06:00:00,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,"Orders | summarize arg_max(Placed, *) by Id",,,,,true,a,b,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,"Orders | summarize arg_max(Placed, *) by Id",,,,,true,a,b,true,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,"Orders | summarize arg_max(Placed, *) by Id",,,,,true,a,c,true,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,"Orders | summarize arg_max(Placed, *) by Id",,,,,false,a,c,true,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,Orders | summarize count() by Id,,,,,false,a,c,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,Orders | summarize count() by Id,,,,,false,a,c,false,2026-01-31T12:00:00.0000000Z,,
    W,Orders,Orders | summarize take_any(*) by Id,,,,,true,,,false,,,
    "#);
}

#[test]
fn a_view_is_made_of_a_view_and_follows_its_name() {
    let script = "\
.create materialized-view V on table Orders { Orders | summarize take_any( * ) by Id }
.create materialized-view W on materialized-view V { V | summarize count() by Id }
.create materialized-view X on materialized-view W { W | summarize count() by Id }
.rename materialized-view V to ['V new']
.drop materialized-view ['V new']
.enable materialized-view W
.drop materialized-view W
.drop materialized-view W ifexists
";
    assert_snapshot!(run(&mut with_tables(), script), @"
    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,Orders | summarize take_any( * ) by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    W,V,V | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    error: a view can be made of another only where that one is a `take_any(*)` aggregation
     --> test:3:50
      |
    3 | .create materialized-view X on materialized-view W { W | summarize count() by Id }
      |                                                  ^

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V new,Orders,Orders | summarize take_any( * ) by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    W,V new,['V new'] | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    warning: materialized view `W` is disabled: `V new`, which it is made of, is gone
     --> test:5:1
      |
    5 | .drop materialized-view ['V new']
      | ^^^^^

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    W,V new,['V new'] | summarize count() by Id,,,,,false,,,false,2026-01-31T12:00:00.0000000Z,,
    error: Entity ID 'V new' of kind 'MaterializedView' was not found.
     --> test:6:27
      |
    6 | .enable materialized-view W
      |                           ^
      |
      = help: kmgmt looked for a materialized view in database `NetDefaultDB`
      = help: the view is made of it

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    ");
}

#[test]
fn details_and_schemas_claim_nothing_that_is_not_known() {
    let script = "\
.create materialized-view with (folder='a', docString='b') V on table Orders { Orders | summarize count() by Id }
.show materialized-view V details
.show materialized-views (V, V) details
.show materialized-view V cslschema
.show materialized-view V schema as json
";
    let shown = run(&mut with_tables(), script);
    assert!(shown.contains("\nV,NetDefaultDB,a,b,0,0,0,0,0,0,0,0,\"[{"), "{shown}");
    assert!(shown.contains("\nV,\"Id:long, count_:long\",NetDefaultDB,a,b\n"), "{shown}");
    assert!(shown.contains("\"\"OrderedColumns\"\":[{\"\"Name\"\":\"\"Id\"\""), "{shown}");
}

#[test]
fn names_are_shared_with_no_table_function_or_view() {
    let script = "\
.create materialized-view V on table Orders { Orders | summarize count() by Id }
.create materialized-view V on table Orders { Orders | summarize count() by Id }
.create materialized-view Orders on table Orders { Orders | summarize count() by Id }
.create function V() { Orders | summarize count() by Id }
.create function F() { Orders | summarize count() by Id }
.rename materialized-view V to F
";
    assert_snapshot!(run(&mut with_tables(), script), @"
    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,Orders | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    error: Entity 'V' of kind 'MaterializedView' already exists.
     --> test:2:27
      |
    2 | .create materialized-view V on table Orders { Orders | summarize count() by Id }
      |                           ^
    error: Entity 'Orders' of kind 'Table' already exists.
     --> test:3:27
      |
    3 | .create materialized-view Orders on table Orders { Orders | summarize count() by Id }
      |                           ^^^^^^
      |
      = help: a materialized view can't share its name with a table
    error: Entity 'V' of kind 'MaterializedView' already exists.
     --> test:4:18
      |
    4 | .create function V() { Orders | summarize count() by Id }
      |                  ^
      |
      = help: a function can't share its name with a materialized view

    Name,Parameters,Body,Folder,DocString
    F,(),{ Orders | summarize count() by Id },,
    error: Entity 'F' of kind 'ExpressionFunction' already exists.
     --> test:6:32
      |
    6 | .rename materialized-view V to F
      |                                ^
      |
      = help: a materialized view can't share its name with a function
    ");
}

#[test]
fn the_source_and_the_dimensions_exist() {
    let script = "\
.create materialized-view V on table Order { Order }
.create materialized-view V on materialized-view Orders { Orders | summarize count() by Id }
.create materialized-view with (dimensionTables=dynamic(['Region'])) V on table Orders { Orders | summarize count() by Id }
.create materialized-view with (dimensionMaterializedViews='Regions') V on table Orders { Orders | summarize count() by Id }
.create async materialized-view with (move_extents_from=Old) V on table Orders { Orders | summarize count() by Id }
.alter materialized-view V on table Orders { Orders | summarize count() by Id }
";
    assert_snapshot!(run(&mut with_tables(), script), @r#"
    error: Entity ID 'Order' of kind 'Table' was not found.
     --> test:1:38
      |
    1 | .create materialized-view V on table Order { Order }
      |                                      ^^^^^
      |
      = help: did you mean `Orders`?
      = help: kmgmt looked for a table in database `NetDefaultDB`
    error: Entity ID 'Orders' of kind 'MaterializedView' was not found.
     --> test:2:50
      |
    2 | .create materialized-view V on materialized-view Orders { Orders | summarize count() by Id }
      |                                                  ^^^^^^
      |
      = help: database `NetDefaultDB` has a table `Orders`, and that is no materialized-view
    error: Entity ID 'Region' of kind 'Table' was not found.
     --> test:3:33
      |
    3 | .create materialized-view with (dimensionTables=dynamic(['Region'])) V on table Orders { Orders | summarize count() by Id }
      |                                 ^^^^^^^^^^^^^^^
      |
      = help: did you mean `Regions`?
      = help: kmgmt looked for a table in database `NetDefaultDB`
    error: Entity ID 'Regions' of kind 'MaterializedView' was not found.
     --> test:4:33
      |
    4 | .create materialized-view with (dimensionMaterializedViews='Regions') V on table Orders { Orders | summarize count() by Id }
      |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: database `NetDefaultDB` has a table `Regions`, and that is no materialized-view
    error: Entity ID 'Old' of kind 'Table' was not found.
     --> test:5:39
      |
    5 | .create async materialized-view with (move_extents_from=Old) V on table Orders { Orders | summarize count() by Id }
      |                                       ^^^^^^^^^^^^^^^^^
      |
      = help: kmgmt looked for a table in database `NetDefaultDB`
    error: Entity ID 'V' of kind 'MaterializedView' was not found.
     --> test:6:26
      |
    6 | .alter materialized-view V on table Orders { Orders | summarize count() by Id }
      |                          ^
      |
      = help: kmgmt looked for a materialized view in database `NetDefaultDB`
    "#);
}

#[test]
fn what_the_pages_rule_out_is_refused() {
    let script = "\
.create materialized-view with (backfill=true) W on table Orders { Orders | summarize count() by Id }
.create async materialized-view with (effectiveDateTime=datetime(2020-01-01)) V on table Orders { Orders | summarize count() by Id }
.create materialized-view V on table Orders { Orders | union database('Other').Orders }
.create materialized-view V on table Orders { }
.create materialized-view with (lookback=1d, lookback_column='Placed') V on table Orders { Orders | summarize arg_max(Placed, *) by Id }
.alter materialized-view with (lookback_column='Id') V on table Orders { Orders | summarize count() by Id }
.alter materialized-view V on table Regions { Regions | summarize count() by Id }
.create-or-alter materialized-view with (backfill=true) V on table Orders { Orders | summarize count() by Id }
.enable materialized-view V
";
    assert_snapshot!(run(&mut with_tables(), script), @r#"
    warning: with `backfill` the documents ask for an asynchronous command
     --> test:1:33
      |
    1 | .create materialized-view with (backfill=true) W on table Orders { Orders | summarize count() by Id }
      |                                 ^^^^^^^^
      |
      = help: write `.create async materialized-view …`
    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    W,Orders,Orders | summarize count() by Id,,,,,true,,,false,,,
    error: `effectiveDateTime` needs `backfill=true`
     --> test:2:39
      |
    2 | .create async materialized-view with (effectiveDateTime=datetime(2020-01-01)) V on table Orders { Orders | summarize count() by Id }
      |                                       ^^^^^^^^^^^^^^^^^
    error: the query of a materialized view can't read from `Other`: it stays in its database
     --> test:3:62
      |
    3 | .create materialized-view V on table Orders { Orders | union database('Other').Orders }
      |                                                              ^^^^^^^^^^^^^^^^^^^^^^^^
    error: the query of `V` is empty
     --> test:4:45
      |
    4 | .create materialized-view V on table Orders { }
      |                                             ^^^

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,"Orders | summarize arg_max(Placed, *) by Id",,,,,true,,,false,2026-01-31T12:00:00.0000000Z,1.00:00:00,Placed
    error: the column that the lookback is measured on is `Placed` and can't be changed
     --> test:6:32
      |
    6 | .alter materialized-view with (lookback_column='Id') V on table Orders { Orders | summarize count() by Id }
      |                                ^^^^^^^^^^^^^^^
    error: `V` is made of table `Orders`, which can't be changed
     --> test:7:37
      |
    7 | .alter materialized-view V on table Regions { Regions | summarize count() by Id }
      |                                     ^^^^^^^
      |
      = help: drop the view and create it again
    error: `backfill` is for a new view, and `V` is there already
     --> test:8:42
      |
    8 | .create-or-alter materialized-view with (backfill=true) V on table Orders { Orders | summarize count() by Id }
      |                                          ^^^^^^^^
    error: materialized view `V` is enabled already
     --> test:9:27
      |
    9 | .enable materialized-view V
      |                           ^
    "#);
}

#[test]
fn properties_and_words_are_suggested() {
    let script = "\
.create materialized-view with (lokback=1d) V on table Orders { Orders | summarize count() by Id }
.alter materialized-view with (backfill=true) V on table Orders { Orders | summarize count() by Id }
.create materialized-view with (lookback='often') V on table Orders { Orders | summarize count() by Id }
.show materialized-view V schema as cs
";
    assert_snapshot!(run(&mut with_tables(), script), @r#"
    error: there is no property `lokback` here
     --> test:1:33
      |
    1 | .create materialized-view with (lokback=1d) V on table Orders { Orders | summarize count() by Id }
      |                                 ^^^^^^^
      |
      = help: did you mean `lookback`?
      = help: the properties are `backfill`, `effectiveDateTime`, `updateExtentsCreationTime`, `lookback`, `lookback_column`, `autoUpdateSchema`, `dimensionTables`, `dimensionMaterializedViews`, `folder`, `docString`, `allowMaterializedViewsWithoutRowLevelSecurity`, `move_extents_from`, `source_ingestion_time_from`, `MaxSourceRecordsForSingleIngest` and `Concurrency`
    error: there is no property `backfill` here
     --> test:2:32
      |
    2 | .alter materialized-view with (backfill=true) V on table Orders { Orders | summarize count() by Id }
      |                                ^^^^^^^^
      |
      = help: the properties are `lookback`, `lookback_column`, `autoUpdateSchema`, `dimensionTables`, `dimensionMaterializedViews`, `folder` and `docString`
    error: the property `lookback` takes a length of time such as `5m`
     --> test:3:42
      |
    3 | .create materialized-view with (lookback='often') V on table Orders { Orders | summarize count() by Id }
      |                                          ^^^^^^^
    error: expected `csl` or `json`, found `cs`
     --> test:4:37
      |
    4 | .show materialized-view V schema as cs
      |                                     ^^
      |
      = help: did you mean `csl`?
    "#);
}

#[test]
fn a_word_that_is_nearly_right_is_suggested() {
    let shown = run(&mut session(), ".alter materialized-view V lookbak 1d");
    assert!(shown.contains("expected `lookback`") && shown.contains("did you mean `lookback`?"), "{shown}");
}

#[test]
fn a_table_that_restricts_view_access_feeds_no_view() {
    let mut session = with_tables();
    run_well(&mut session, ".alter table Orders policy restricted_view_access true");
    let script = "\
.create materialized-view V on table Orders { Orders | summarize count() by Id }
.create materialized-view with (dimensionTables=dynamic(['Orders'])) V on table Regions { Regions | summarize count() by Id }
";
    assert_snapshot!(run(&mut session, script), @"
    error: table `Orders` restricts view access and can't feed a materialized view
     --> test:1:38
      |
    1 | .create materialized-view V on table Orders { Orders | summarize count() by Id }
      |                                      ^^^^^^
      |
      = help: `.alter table Orders policy restricted_view_access false` comes first
    error: table `Orders` restricts view access and can't feed a materialized view
     --> test:2:33
      |
    2 | .create materialized-view with (dimensionTables=dynamic(['Orders'])) V on table Regions { Regions | summarize count() by Id }
      |                                 ^^^^^^^^^^^^^^^
      |
      = help: `.alter table Orders policy restricted_view_access false` comes first
    ");
}

#[test]
fn rows_that_are_secured_are_not_shown_by_a_view() {
    let mut session = with_tables();
    run_well(
        &mut session,
        "\
.create materialized-view V on table Orders { Orders | summarize count() by Id }
.disable materialized-view V
.alter table Orders policy row_level_security enable 'Orders | where Id == 1'
",
    );
    let script = "\
.create materialized-view W on table Orders { Orders | summarize arg_max(Placed, *) by Id }
.enable materialized-view V
.enable materialized-view V with (allowMaterializedViewsWithoutRowLevelSecurity=true)
.create materialized-view with (allowMaterializedViewsWithoutRowLevelSecurity=true) W on table Orders { Orders | summarize arg_max(Placed, *) by Id }
.create materialized-view X on table Orders { Orders | summarize count() by Id }
";
    assert_snapshot!(run(&mut session, script), @r#"
    error: row-level security holds for `Orders`, and the view would keep its rows as they are
     --> test:1:38
      |
    1 | .create materialized-view W on table Orders { Orders | summarize arg_max(Placed, *) by Id }
      |                                      ^^^^^^
      |
      = help: secure the rows of the view too, or write `with (allowMaterializedViewsWithoutRowLevelSecurity=true)`
    error: row-level security holds for `Orders` and not for `V`
     --> test:2:27
      |
    2 | .enable materialized-view V
      |                           ^
      |
      = help: secure the rows of the view too, or write `with (allowMaterializedViewsWithoutRowLevelSecurity=true)`
    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,Orders | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    W,Orders,"Orders | summarize arg_max(Placed, *) by Id",,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    X,Orders,Orders | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    "#);
}

#[test]
fn views_follow_their_table_to_its_new_name_or_are_disabled() {
    let mut session = with_tables();
    let make = "\
.create materialized-view V on table Orders { Orders | extend Orders = 'Orders' | where Orders == 'Orders' | summarize count() by Id }
.create materialized-view with (dimensionTables=dynamic(['Orders'])) W on table Regions { Regions | lookup Orders on Id | summarize count() by Id }
";
    let rename = ".rename table Orders to Sales with (updateMaterializedViews=true)\n.show materialized-views\n";
    let rename_alone = ".rename table Sales to Orders\n.show materialized-views\n";
    let swap_and_drop = "\
.rename table Orders to Sales
.enable materialized-view V
.rename tables Sales=Regions, Regions=Sales
.drop table Sales
";
    assert_snapshot!(run(&mut session, &[make, rename, rename_alone, swap_and_drop].concat()), @"
    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Orders,Orders | extend Orders = 'Orders' | where Orders == 'Orders' | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    W,Regions,Regions | lookup Orders on Id | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    TableName,DatabaseName,Folder,DocString
    Sales,NetDefaultDB,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Sales,Sales | extend Orders = 'Orders' | where Orders == 'Orders' | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    W,Regions,Regions | lookup Sales on Id | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    warning: materialized view `V` is disabled: `Sales`, which it is made of, is gone
     --> test:5:1
      |
    5 | .rename table Sales to Orders
      | ^^^^^^^
      |
      = help: `.rename table … with (updateMaterializedViews=true)` lets views follow

    TableName,DatabaseName,Folder,DocString
    Orders,NetDefaultDB,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Sales,Sales | extend Orders = 'Orders' | where Orders == 'Orders' | summarize count() by Id,,,,,false,,,false,2026-01-31T12:00:00.0000000Z,,
    W,Regions,Regions | lookup Sales on Id | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    TableName,DatabaseName,Folder,DocString
    Sales,NetDefaultDB,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,Sales,Sales | extend Orders = 'Orders' | where Orders == 'Orders' | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    TableName,DatabaseName,Folder,DocString
    Regions,NetDefaultDB,,
    Sales,NetDefaultDB,,
    warning: materialized view `V` is disabled: `Sales`, which it is made of, is gone
      --> test:10:1
       |
    10 | .drop table Sales
       | ^^^^^

    TableName,DatabaseName
    Regions,NetDefaultDB
    ");
}

#[test]
fn a_restricted_table_feeds_no_view_through_its_query() {
    let mut session = session();
    let setup = "\
.create tables A (a:string), B (a:string)
.create function F() { A | take 1 }
.create function G() { F() }
.create materialized-view V on table A { A | summarize count() by a }
";
    run_well(&mut session, setup);
    let fed = run(&mut session, ".alter table A policy restricted_view_access true");
    assert!(fed.contains("the materialized view `V` is fed by it"), "{fed}");
    run_well(&mut session, ".drop materialized-view V\n.alter table A policy restricted_view_access true");
    let refused = "\
.create materialized-view M on table B { A | summarize count() by a }
.create materialized-view M on table B { B | join A on a | summarize count() by a }
.create materialized-view M on table B { B | join (G()) on a | summarize count() by a }
.create materialized-view M on table B { B | union table('A') | summarize count() by a }
.create materialized-view M on table B { G() | summarize count() by a }
";
    assert_snapshot!(run(&mut session, refused), @"
    error: table `A` restricts view access and can't feed a materialized view
     --> test:1:42
      |
    1 | .create materialized-view M on table B { A | summarize count() by a }
      |                                          ^
      |
      = help: `.alter table A policy restricted_view_access false` comes first
    error: table `A` restricts view access and can't feed a materialized view
     --> test:2:51
      |
    2 | .create materialized-view M on table B { B | join A on a | summarize count() by a }
      |                                                   ^
      |
      = help: `.alter table A policy restricted_view_access false` comes first
    error: table `A` restricts view access and can't feed a materialized view
     --> test:3:51
      |
    3 | .create materialized-view M on table B { B | join (G()) on a | summarize count() by a }
      |                                                   ^^^^^
      |
      = help: `.alter table A policy restricted_view_access false` comes first
      = help: the function `F` names it
    error: table `A` restricts view access and can't feed a materialized view
     --> test:4:52
      |
    4 | .create materialized-view M on table B { B | union table('A') | summarize count() by a }
      |                                                    ^^^^^^^^^^
      |
      = help: `.alter table A policy restricted_view_access false` comes first
    error: table `A` restricts view access and can't feed a materialized view
     --> test:5:42
      |
    5 | .create materialized-view M on table B { G() | summarize count() by a }
      |                                          ^^^
      |
      = help: `.alter table A policy restricted_view_access false` comes first
      = help: the function `F` names it
    ");
    for query in ["B | join A on a", "B | join (G()) on a"] {
        let declared = "with (dimensionTables=dynamic(['A']))";
        let make = format!(".create materialized-view {declared} M on table B {{ {query} | summarize count() by a }}");
        let script = format!(".alter table A policy restricted_view_access false\n{make}");
        run_well(&mut session, &script);
        let restrict = run(&mut session, ".alter table A policy restricted_view_access true");
        assert!(restrict.contains("the materialized view `M` is fed by it"), "{query}: {restrict}");
        run_well(&mut session, ".drop materialized-view M");
    }
}

#[test]
fn a_query_ends_in_its_one_summarize() {
    let script = "\
.create materialized-view M on table Orders { Orders }
.create materialized-view M on table Orders { Orders | summarize count() by Id | where Id > 0 }
.create materialized-view M on table Orders { Orders | summarize count() by Id | summarize count() by Id }
";
    assert_snapshot!(run(&mut with_tables(), script), @"
    error: the query of a materialized view ends in `summarize`, and this has none
     --> test:1:47
      |
    1 | .create materialized-view M on table Orders { Orders }
      |                                               ^^^^^^
    error: the query of a materialized view ends in `summarize`, and this ends in `where`
     --> test:2:82
      |
    2 | .create materialized-view M on table Orders { Orders | summarize count() by Id | where Id > 0 }
      |                                                                                  ^^^^^^^^^^^^
      |
      = help: what follows it is written where the view is read
    error: the query of a materialized view has one `summarize`, and this has 2
     --> test:3:82
      |
    3 | .create materialized-view M on table Orders { Orders | summarize count() by Id | summarize count() by Id }
      |                                                                                  ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: make a view of each, or aggregate the view where it is read
    ");
}
