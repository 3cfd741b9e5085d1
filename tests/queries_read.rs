//! Queries of views, policies and exports are read as queries: names have scope, and what the pages rule out is refused
//! for what it is, not for a word.

mod support;
#[path = "support/view_said.rs"]
mod view_said;

use insta::assert_snapshot;
use kmgmt::session::Session;
use support::{run, run_well, session};
use view_said::view_on;

const SETUP: &str = "\
.create table T (Id:long, At:datetime, Text:string, Bag:dynamic)
.create table D (Id:long, Name:string)
.create table Rls (Id:long)
.alter table Rls policy restricted_view_access true
.create function Rows() { T | where Id > 0 }
.create function Restricted() { Rls }
.create function Of(R:(Id:long)) { R | count }
.create function Sum(a:long, b:long) { a + b }
";

fn with_tables() -> Session {
    let mut session = session();
    run_well(&mut session, SETUP);
    session
}

fn view(session: &mut Session, with: &str, query: &str) -> String {
    view_on(session, "T", with, query)
}

#[test]
fn a_word_alone_keeps_no_view_from_being_made() {
    let mut session = with_tables();
    for query in [
        "T | extend Rls = 1 | summarize count() by Rls",
        "T | where Text == 'Rls' | summarize max(At) by Id",
        "let Rls = T | take 1; Rls | summarize count() by Id",
        "let ago = 1; T | where Id > ago | summarize count() by Id",
        "T | extend now = 1 | summarize count() by now",
        "T | extend sort = 1, top = 2, external_table = 3 | summarize count() by sort, top, external_table",
        "Rows() | summarize count() by Id",
        "Rows | summarize count() by Id",
        "table('T') | summarize count() by Id",
        "T | extend s = Sum(Id, 1) | summarize sum(s) by Id",
        "let f = (Rls: (Id: long)) { Rls | where Id > 1 }; f(T) | summarize count() by Id",
        "T | mv-expand Bag | summarize count() by Id",
        "T | summarize hll(Text), percentile(Id, 5), take_any(*) by Id",
    ] {
        let said = view(&mut session, "", query);
        assert!(!said.contains("error") && !said.contains("warning") && !said.contains("note"), "{query}\n{said}");
    }
}

#[test]
fn what_the_pages_rule_out_of_views_is_refused() {
    let mut session = with_tables();
    run_well(
        &mut session,
        ".create external table E (Id:long) kind=storage dataformat=csv ('https://a.blob.core.windows.net/c;impersonate')",
    );
    for (query, why) in [
        ("T | sort by Id | summarize count() by Id", "can't use `sort`"),
        ("T | order by Id | summarize count() by Id", "can't use `sort`"),
        ("T | top 5 by Id | summarize count() by Id", "can't use `top`"),
        ("T | top-nested 1 of Id by count() | summarize count() by Id", "can't use `top-nested`"),
        ("T | partition by Id (take 1) | summarize count() by Id", "can't use `partition`"),
        ("T | serialize | summarize count() by Id", "can't use `serialize`"),
        ("T | where At > ago(5d) | summarize count() by Id", "can't use `ago()`"),
        ("T | extend n = bin(now(), 1d) | summarize count() by n", "can't use `now()`"),
        ("T | lookup (T | where At > now()) on Id | summarize count() by Id", "can't use `now()`"),
        ("T | summarize r = sum(Id) / count() by Text", "is no aggregation by itself"),
        ("T | summarize tolong(count()) by Text", "is no aggregation by itself"),
        ("T | summarize stdev(Id) by Text", "can't aggregate by `stdev`"),
        ("T | summarize make_list_if(Id, true) by Text", "can't aggregate by `make_list_if`"),
        ("T | summarize count()", "a key after `by`"),
        ("T | summarize by Id", "an aggregation, such as `count()`"),
        ("T | summarize count() by Id | where Id > 1", "ends in `where`"),
        ("T | summarize count() by Id | summarize count() by Id", "and this has 2"),
        ("T | join (T | summarize count() by Id) on Id | summarize count() by Id", "and this has 2"),
        ("T", "and this has none"),
        ("T | lookup D on Id | summarize count() by Name", "the query reads table `D`"),
        ("T | where Id in (D) | summarize count() by Id", "the query reads table `D`"),
        ("T | where Id == toscalar(D | take 1) | summarize count() by Id", "the query reads table `D`"),
        ("union T, D | summarize count() by Id", "the query reads table `D`"),
        ("union T* | union (Restricted) | summarize count() by Id", "restricts view access"),
        ("Of(Rls) | summarize count() by Count", "restricts view access"),
        ("T | invoke Of() | union (Rls) | summarize count() by Id", "restricts view access"),
        ("external_table('E') | summarize count() by Id", "can't read the external table `E`"),
        ("externaldata (Id: long) ['https://a/b'] | summarize count() by Id", "can't use `externaldata`"),
        ("database('Other').T | summarize count() by Id", "can't read from `Other`"),
        ("cluster('c').database('d').T | summarize count() by Id", "can't read from `d`"),
        ("let x = database('Other').T; x | summarize count() by Id", "can't read from `Other`"),
        ("T | union Tt | summarize count() by Id", "reads `Tt`, which names nothing here"),
        ("D | summarize count() by Id", "the query reads table `D`"),
        ("print Id = 1 | summarize count() by Id", "does not read `T`"),
        ("T | summarize count() by Idd", "there is no column `Idd`"),
        ("T | where Text > 1 | summarize count() by Id", "error"),
    ] {
        let said = view(&mut session, "", query);
        assert!(said.contains("error") && said.contains(why), "{query}\n{said}");
    }
    let declared = view(
        &mut session,
        "with (dimensionTables=dynamic(['D']))",
        "D | project Id, Name | join kind=rightouter hint.strategy=broadcast T on Id | summarize arg_max(At, *) by Name",
    );
    assert!(!declared.contains("error"), "{declared}");
}

#[test]
fn properties_of_views_need_what_the_pages_say() {
    let mut session = with_tables();
    let latest = "T | summarize arg_max(At, *) by Id";
    let counts = "T | summarize count(), max(At) by Id, day = bin(At, 1d)";
    for (with, query, why) in [
        ("lookback_column='At'", latest, "`lookback_column` needs `lookback`"),
        ("lookback=1d, lookback_column='Text'", latest, "measured on a datetime, and `Text` is a string"),
        ("lookback=1d, lookback_column='Then'", latest, "the view has no column `Then`"),
        ("lookback=1d, lookback_column='At'", latest, ""),
        ("lookback=1d, lookback_column='max_At'", counts, ""),
        ("lookback=1d", counts, "goes by the time of ingestion"),
        ("lookback=1d", "T | mv-expand Bag | summarize take_any(*) by Id", "lost after `mv-expand`"),
        ("lookback=1d", latest, ""),
        ("autoUpdateSchema=true", counts, "needs a view that takes all columns"),
        ("autoUpdateSchema=true", "T | summarize arg_max(At, Text) by Id", "needs a view that takes all columns"),
        ("autoUpdateSchema=true", "T | summarize take_any(*) by Id", ""),
        ("backfill=true, updateExtentsCreationTime=true", latest, "needs a key that is a `bin(…)` of a datetime"),
        ("backfill=true, updateExtentsCreationTime=true", "T | summarize count() by bin(Id, 5)", "of a datetime"),
        ("backfill=true, updateExtentsCreationTime=true", counts, ""),
        ("backfill=true, updateExtentsCreationTime=true", "T | extend d = bin(At, 1d) | summarize count() by d", ""),
        ("move_extents_from=D", "T | summarize avg(Id) by Text", "can't fill a view that aggregates by `avg`"),
        ("move_extents_from=D", latest, ""),
    ] {
        let said = view(&mut session, &format!("with ({with})"), query);
        assert_eq!(said.contains("error"), !why.is_empty(), "{with} {query}\n{said}");
        assert!(said.contains(why), "{with} {query}\n{said}");
    }
    let key = view(&mut session, "with (lookback=1d, lookback_column='day')", counts);
    assert!(key.contains("warning: `day` is a key of the view, and need not be named"), "{key}");
    run_well(&mut session, ".alter table T policy ingestiontime false");
    let untimed = view(&mut session, "", latest);
    assert!(untimed.contains("error: table `T` does not keep when its records came"), "{untimed}");
    run_well(&mut session, ".alter table T policy ingestiontime true");
    let unused = view(&mut session, "with (updateExtentsCreationTime=true)", counts);
    assert!(unused.contains("warning: `updateExtentsCreationTime` has no effect without `backfill=true`"), "{unused}");
}

#[test]
fn a_view_that_is_altered_keeps_its_keys() {
    let script = "\
.create materialized-view V on table T { T | summarize count() by Id, bin(At, 1d) }
.alter materialized-view V on table T { T | where Id > 0 | summarize count(), max(At) by bin(At,1d), Id }
.alter materialized-view V on table T { T | summarize count() by Id }
.alter materialized-view V on table T { T | summarize count_=max(Text) by Id, bin(At, 1d) }
.alter materialized-view V autoUpdateSchema true
.alter materialized-view V lookback 6h
";
    assert_snapshot!(run(&mut with_tables(), script), @r#"
    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,T,"T | summarize count() by Id, bin(At, 1d)",,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,T,"T | where Id > 0 | summarize count(), max(At) by bin(At,1d), Id",,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    error: the keys of a materialized view can't be changed
     --> test:3:66
      |
    3 | .alter materialized-view V on table T { T | summarize count() by Id }
      |                                                                  ^^
      |
      = help: it is aggregated by `Id` and `bin(At,1d)`; drop the view and create it again
    error: the type of column `count_` of the view can't be changed from `long` to `string`
     --> test:4:39
      |
    4 | .alter materialized-view V on table T { T | summarize count_=max(Text) by Id, bin(At, 1d) }
      |                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: give the column another name, or drop the view and create it again
    error: `autoUpdateSchema` needs a view that takes all columns: `arg_max(Timestamp, *)`, `arg_min(Timestamp, *)` or `take_any(*)`
     --> test:5:26
      |
    5 | .alter materialized-view V autoUpdateSchema true
      |                          ^
    error: `lookback` without `lookback_column` goes by the time of ingestion, which is lost where a view aggregates by `count`
     --> test:6:26
      |
    6 | .alter materialized-view V lookback 6h
      |                          ^
      |
      = help: name a datetime of the view: `lookback_column='Timestamp'`
    "#);
}

#[test]
fn views_show_their_columns_where_these_are_known() {
    let script = "\
.create materialized-view V on table T { T | extend Day = bin(At, 1d) | summarize arg_max(At, *), dcount(Text), Sum = sum(Id * 1.5) by Id, Day }
.create materialized-view W on table T { T | summarize hll(Text) by Id }
.create materialized-view U on table T { T | summarize take_any(*) by Id }
.create materialized-view O on materialized-view U { U | summarize count() by Text }
.show materialized-view V cslschema
.show materialized-view U schema as json
.show materialized-view O kqlschema
.show materialized-view W schema as csl
.show database NetDefaultDB entity O
";
    assert_snapshot!(run(&mut with_tables(), script), @r#"
    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,T,"T | extend Day = bin(At, 1d) | summarize arg_max(At, *), dcount(Text), Sum = sum(Id * 1.5) by Id, Day",,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    W,T,T | summarize hll(Text) by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    U,T,T | summarize take_any(*) by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    O,U,U | summarize count() by Text,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,

    TableName,Schema,DatabaseName,Folder,DocString
    V,"Id:long, Day:datetime, At:datetime, Text:string, Bag:dynamic, dcount_Text:long, Sum:real",NetDefaultDB,,

    TableName,Schema,DatabaseName,Folder,DocString
    U,"{""Name"":""U"",""OrderedColumns"":[{""Name"":""Id"",""Type"":""System.Int64"",""CslType"":""long""},{""Name"":""At"",""Type"":""System.DateTime"",""CslType"":""datetime""},{""Name"":""Text"",""Type"":""System.String"",""CslType"":""string""},{""Name"":""Bag"",""Type"":""System.Object"",""CslType"":""dynamic""}]}",NetDefaultDB,,

    TableName,Schema,DatabaseName,Folder,DocString
    O,"Text:string, count_:long",NetDefaultDB,,
    warning: the schema is left empty, since the columns of the query are not known: kmgmt has no function `hll`
     --> test:8:1
      |
    8 | .show materialized-view W schema as csl
      | ^^^^^

    TableName,Schema,DatabaseName,Folder,DocString
    W,,NetDefaultDB,,

    DatabaseName,EntityType,EntityName,DocString,Folder,CslInputSchema,Content,CslOutputSchema,Properties
    NetDefaultDB,MaterializedView,O,,,,,"Text:string, count_:long",{}
    "#);
}

#[test]
fn the_query_of_an_update_policy_gives_the_columns_of_its_table() {
    let mut session = with_tables();
    run_well(&mut session, ".create table Target (Id:long, Text:string)\n.create table S1 (Id:long, Text:string)");
    for (source, query, said) in [
        ("T", "T | project Id, Text", ""),
        ("T", "T | project Id, Rls = Text", "warning: column `Rls` of the query"),
        ("T", "T | project Text, Id", "column `Text` of the query of the update policy has the type `string`"),
        ("T", "T | project Id", "gives 1 column, and table `Target` has 2 columns"),
        ("T", "T | project Id, Txt", "the query of the update policy fails: there is no column `Txt`"),
        ("T", "Rows() | project Id, Text", ""),
        ("T", "Rows", "gives 4 columns"),
        ("T", "let Rls = T; Rls | project Id, Text", ""),
        ("T", "T | union (Rls) | project Id, Text", "can't read table `Rls`"),
        ("T", "T | project Id, Text | union S1", ""),
        ("T", "union T, (S1 | extend Id = toint(Id)) | project Id, Text", "there is no column `Id`"),
        ("T", "union kind = inner T, S1", ""),
        ("T", "union withsource = From T, S1", "the query gives `From:string`, `Id:long`"),
        ("T", "T | union kind = inner (S1 | project Id)", "gives 1 column, and table `Target` has 2 columns"),
        ("T", "T | project Id, Text | union (Tt)", "reads `Tt`, which names nothing here"),
        ("T", "database('NetDefaultDB').T | project Id, Text", "names its source `T` with the database"),
        ("T", "externaldata (Id: long, Text: string) ['https://a/b']", "can't use `externaldata`"),
        ("T", "T | make-series count() on At from datetime(2020) to now() step 1d", "`make-series` is not interpreted"),
        ("T", "T | evaluate bag_unpack(Bag)", ""),
    ] {
        let query = query.replace('\'', "''");
        let policy = format!(
            ".alter table Target policy update @'[{{\"IsEnabled\": true, \"Source\": \"{source}\", \"Query\": \"{query}\"}}]'"
        );
        let answer = run(&mut session, &policy);
        let is_said = answer.contains("error") || answer.contains("warning") || answer.contains("note");
        assert_eq!(is_said, !said.is_empty(), "{query}\n{answer}");
        assert!(answer.contains(said), "{query}\n{answer}");
    }
    let any = ".alter table Target policy update @'[{\"IsEnabled\": true, \"Source\": \"S*\", \"SourceIsWildCard\": true, \"Query\": \"$source_table | project Id, Text\"}]'";
    let answer = run(&mut session, any);
    assert!(!answer.contains("error") && !answer.contains("note"), "{answer}");
}

#[test]
fn row_level_security_reads_its_query_with_scope() {
    let mut session = session();
    run_well(
        &mut session,
        "\
.create table T (Id:long, Owner:string)
.create table Secured (Id:long)
.alter table Secured policy row_level_security enable 'Secured | where Id > 0'
.create function Mine(R:(Owner:string)) { R | where Owner == current_principal() }
",
    );
    for (query, said) in [
        ("T | where Owner == current_principal()", ""),
        ("T | extend Secured = 1 | project-away Secured", ""),
        ("let Secured = T; Secured", ""),
        ("Mine(T)", ""),
        ("T | union (Secured)", "can't read table `Secured`"),
        ("T | where Id in (Secured)", "can't read table `Secured`"),
        ("Mine(Secured)", "can't read table `Secured`"),
        ("T | join (Nothing) on Id", "reads `Nothing`, which names nothing here"),
        ("alias database X = cluster('c').database('d'); database('X').T", "can't read from another cluster"),
        ("T | search 'x'", "the query of the policy is checked by its words only: `search` is not interpreted"),
    ] {
        let answer = run(&mut session, &format!(".alter table T policy row_level_security enable \"{query}\""));
        let is_said = answer.contains("error") || answer.contains("warning") || answer.contains("note");
        assert_eq!(is_said, !said.is_empty(), "{query}\n{answer}");
        assert!(answer.contains(said), "{query}\n{answer}");
    }
}

#[test]
fn a_query_that_is_read_by_its_words_is_noted_once_where_it_is_made() {
    let script = "\
.create function F() { T | make-series count() on At from datetime(2020) to datetime(2021) step 1d }
.create function with (skipvalidation=true) G() { T | make-series count() on At step 1d }
.create materialized-view V on table T { T | reduce by Text | summarize count() by Id }
";
    assert_snapshot!(run(&mut with_tables(), script), @"
    note: test:1: the body of `F` is checked by its words only: `make-series` is not interpreted
    Name,Parameters,Body,Folder,DocString
    F,(),{ T | make-series count() on At from datetime(2020) to datetime(2021) step 1d },,

    Name,Parameters,Body,Folder,DocString
    G,(),{ T | make-series count() on At step 1d },,
    note: test:3: the query of `V` is checked by its words only: `reduce` is not interpreted

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,T,T | reduce by Text | summarize count() by Id,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    ");
}

#[test]
fn a_comparison_that_never_holds_is_told() {
    let script = "\
.show database NetDefaultDB principals | where Role == 'Admin' | count
.show database NetDefaultDB principals | where Role in ('Database NetDefaultDB Admin', 'viewers') | count
.show database NetDefaultDB principals | where Role =~ 'owner' | count
.show database NetDefaultDB principals | where PrincipalType != 'User' and PrincipalFQN == 'ada@fabrikam.com' | count
.show database NetDefaultDB principals

$command_results | where Role == 'monitors' | count
";
    assert_snapshot!(run(&mut session(), script), @"
    warning: `Role` is never equal to `Admin`: its values look like `Database Samples Admin`, `Table StormEvents Ingestor` or `AllDatabasesAdmin`
     --> test:1:56
      |
    1 | .show database NetDefaultDB principals | where Role == 'Admin' | count
      |                                                        ^^^^^^^
      |
      = help: write `Role endswith ' Admin'`
    Count
    0
    warning: `Role` is never equal to `viewers`: its values look like `Database Samples Admin`, `Table StormEvents Ingestor` or `AllDatabasesAdmin`
     --> test:2:88
      |
    2 | .show database NetDefaultDB principals | where Role in ('Database NetDefaultDB Admin', 'viewers') | count
      |                                                                                        ^^^^^^^^^
      |
      = help: write `Role endswith ' Viewer'`

    Count
    0
    warning: `Role` is never equal to `owner`: its values look like `Database Samples Admin`, `Table StormEvents Ingestor` or `AllDatabasesAdmin`
     --> test:3:56
      |
    3 | .show database NetDefaultDB principals | where Role =~ 'owner' | count
      |                                                        ^^^^^^^

    Count
    0
    warning: `PrincipalType` is always other than `User`: its values look like `Microsoft Entra user`, `Microsoft Entra group`, `Microsoft Entra application` or `Microsoft account`
     --> test:4:65
      |
    4 | .show database NetDefaultDB principals | where PrincipalType != 'User' and PrincipalFQN == 'ada@fabrikam.com' | count
      |                                                                 ^^^^^^
      |
      = help: write `PrincipalType != 'Microsoft Entra user'`
    warning: `PrincipalFQN` is never equal to `ada@fabrikam.com`: its values look like `aaduser=name@fabrikam.com`, or another kind before the `=`
     --> test:4:92
      |
    4 | .show database NetDefaultDB principals | where PrincipalType != 'User' and PrincipalFQN == 'ada@fabrikam.com' | count
      |                                                                                            ^^^^^^^^^^^^^^^^^^
      |
      = help: write `PrincipalFQN endswith '=ada@fabrikam.com'`

    Count
    0

    Role,PrincipalType,PrincipalDisplayName,PrincipalObjectId,PrincipalFQN,Notes,RoleAssignmentIdentifier
    AllDatabasesAdmin,Microsoft Entra user,Local administrator,9c4750c3-17df-5b9a-8aa0-d965032135ab,aaduser=admin@localhost,built in,e5b5ba56-3046-50d4-93ad-245d7cdbc729
    AllDatabasesAdmin,Microsoft Entra application,Kusto Internal Ingestion Azure AD App (app id: 76263cdb-1234-5678-9012-545644e9c404),271e0dec-94c2-5b53-91fd-63d6e918abcf,aadapp=76263cdb-1234-5678-9012-545644e9c404;72f988bf-86f1-41af-91ab-2d7cd011db47,built in,96b9d138-caa8-5f60-afe6-10512e79067d
    warning: `Role` is never equal to `monitors`: its values look like `Database Samples Admin`, `Table StormEvents Ingestor` or `AllDatabasesAdmin`
     --> test:7:34
      |
    7 | $command_results | where Role == 'monitors' | count
      |                                  ^^^^^^^^^^
      |
      = help: write `Role endswith ' Monitor'`

    Count
    0
    ");
    for query in [
        "where Role endswith ' Admin' | count",
        "where Role == 'AllDatabasesAdmin' or Role == 'Database D Admin' | count",
        "extend Role = 'Admin' | where Role == 'Admin' | count",
        "project Role = extract(' ([A-Za-z]+)$', 1, Role) | where Role == 'Admin' | count",
        "where PrincipalType == 'Microsoft Entra user' and PrincipalFQN == 'aaduser=x@y.z' | count",
        "where Notes == 'Admin' | count",
    ] {
        let said = run(&mut session(), &format!(".show database NetDefaultDB principals | {query}"));
        assert!(!said.contains("warning") && !said.contains("error"), "{query}\n{said}");
    }
    for (query, told) in [
        ("extend Role = iff(Role == 'Admin', 'a', 'b')", "write `Role endswith ' Admin'`"),
        ("where PrincipalFQN == \"o'neil@x.com\"", "write `PrincipalFQN endswith '=o\\'neil@x.com'`"),
        ("mv-apply x = dynamic([1]) on (where Role !in ('Admin', 'x'))", "write `Role !endswith ' Admin'`"),
        ("where Notes in ($command_results | where Role == 'Admin' | project Notes)", "never equal"),
        ("distinct Role = tostring(1) | where Role == 'Admin'", ""),
        ("where Notes in (datatable(Role: string) ['Admin'] | where Role == 'Admin')", ""),
    ] {
        let said = run(&mut session(), &format!(".show database NetDefaultDB principals | {query}"));
        assert!(!said.contains("error") && said.contains("warning") != told.is_empty(), "{query}\n{said}");
        assert!(said.contains(told), "{query}\n{said}");
    }
    // The roles of the cluster are words of their own.
    for (role, told) in [
        ("Admin", "write `Role == 'AllDatabasesAdmin'`"),
        ("viewers", "write `Role == 'AllDatabasesViewer'`"),
        ("Database D Admin", "its values look like `AllDatabasesAdmin`, "),
        ("AllDatabasesMonitor", ""),
    ] {
        let said = run(&mut session(), &format!(".show cluster principals | where Role == '{role}' | count"));
        assert!(said.contains("warning") != told.is_empty() && said.contains(told), "{role}\n{said}");
    }
    // No page shows the texts of this answer.
    let said = run(&mut session(), ".show principal roles | where Role == 'Admin' | count");
    assert!(!said.contains("warning") && !said.contains("error"), "{said}");
}
