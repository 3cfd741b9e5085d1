//! What people have brought, from issues, repositories and walkthroughs, shortened: whole answers and
//! diagnostics. Others stand where their kind is tested: `other_words.rs`, `slips.rs`, `principals.rs`,
//! `explain.rs`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may panic")]

mod support;

use insta::assert_snapshot;
use support::{run, session, session_with_environment};

/// A tutorial looks at what its continuous export did.
#[test]
fn the_history_of_an_export_is_empty_and_has_its_columns() {
    let script = r#####".create table Orders (x:int)
.create external table Ext (x:int) kind=storage dataformat=csv (h@'https://contoso.blob.core.windows.net/c;MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OQ==')
.create-or-alter continuous-export E over (Orders) to table Ext with (intervalBetweenRuns=1h, forcedLatency=10m, sizeLimit=104857600) <| Orders
.show continuous-export E exported-artifacts
.show continuous-export E failures
"#####;
    assert_snapshot!(run(&mut session_with_environment(), script), @r#"
    TableName,Schema,DatabaseName,Folder,DocString
    Orders,"{""Name"":""Orders"",""OrderedColumns"":[{""Name"":""x"",""Type"":""System.Int32"",""CslType"":""int""}]}",NetDefaultDB,,

    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    Ext,Blob,,,"{""Format"":""Csv"",""Compressed"":false,""CompressionType"":null,""FileExtension"":null,""IncludeHeaders"":""None"",""Encoding"":null,""NamePrefix"":null}","[""https://contoso.blob.core.windows.net/c;****""]",[],

    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    E,Ext,Orders,00:10:00,01:00:00,"[""['NetDefaultDB'].['Orders']""]","{""SizeLimit"":104857600}",,,false,,,false
    note: test:4: `.show continuous-export EXPORT exported-artifacts` has no effect here: kmgmt has no data and runs no operations (told once)

    Timestamp,ExternalTableName,Path,NumRecords
    note: test:5: `.show continuous-export EXPORT failures` has no effect here: kmgmt has no data and runs no operations (told once)

    Timestamp,OperationId,Name,LastSuccessRun,FailureKind,Details
    "#);
}

/// A setup script has policies and mappings between tables and roles.
#[test]
fn a_setup_script_with_policies_and_mappings_runs_and_questions_are_answered_after_it() {
    let script = r#####".create table T (x:int)
.alter table T policy caching hot = 3d
.create-or-alter table T ingestion json mapping 'T_mapping' '[{"column":"x","Properties":{"Path":"$.x"}}]'
.alter table T policy streamingingestion enable
.alter table T policy ingestionbatching '{"MaximumBatchingTimeSpan":"00:00:30"}'
.add database NetDefaultDB viewers ('aaduser=ana@contoso.com') skip-results
.show table T policy caching
#explain aaduser=ana@contoso.com view table T
#who-can view table T
#what-can aaduser=ana@contoso.com
"#####;
    assert_snapshot!(run(&mut session(), script), @r#"
    TableName,Schema,DatabaseName,Folder,DocString
    T,"{""Name"":""T"",""OrderedColumns"":[{""Name"":""x"",""Type"":""System.Int32"",""CslType"":""int""}]}",NetDefaultDB,,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    CachingPolicy,[NetDefaultDB].[T],"{""DataHotSpan"": {""Value"": ""3.00:00:00""}, ""IndexHotSpan"": {""Value"": ""3.00:00:00""}}",,

    Name,Kind,Mapping,LastUpdatedOn,Database,Table
    T_mapping,JSON,"[{""column"": ""x"", ""Properties"": {""Path"": ""$.x""}}]",2026-01-31T12:00:00.0000000Z,NetDefaultDB,T

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    StreamingIngestionPolicy,[NetDefaultDB].[T],"{""IsEnabled"": true}",,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    IngestionBatchingPolicy,[NetDefaultDB].[T],"{""MaximumBatchingTimeSpan"": ""00:00:30"", ""MaximumNumberOfItems"": 500, ""MaximumRawDataSizeMB"": 1024}",,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    CachingPolicy,[NetDefaultDB].[T],"{""DataHotSpan"": {""Value"": ""3.00:00:00""}, ""IndexHotSpan"": {""Value"": ""3.00:00:00""}}",,Table
    allowed: `aaduser=ana@contoso.com` has `view` on table `T` in database `NetDefaultDB`
    └── `Database NetDefaultDB Viewer` gives `view`
        ├── assigned to the principal itself
        └── inherited: a role on database `NetDefaultDB` counts for table `T` in database `NetDefaultDB`

    PrincipalType,PrincipalDisplayName,PrincipalFQN,Role,Via
    Microsoft Entra application,Kusto Internal Ingestion Azure AD App (app id: 76263cdb-1234-5678-9012-545644e9c404),aadapp=76263cdb-1234-5678-9012-545644e9c404;72f988bf-86f1-41af-91ab-2d7cd011db47,AllDatabasesAdmin,
    Microsoft Entra user,Local administrator,aaduser=admin@localhost,Table T Admin,
    Microsoft Entra user,ana@contoso.com,aaduser=ana@contoso.com,Database NetDefaultDB Viewer,

    Database,Entity,Actions,Role,Via
    NetDefaultDB,database NetDefaultDB,"view, show metadata",Database NetDefaultDB Viewer,
    "#);
}

/// A walkthrough of Windows events maps an external table over a managed identity.
#[test]
fn a_mapping_of_an_external_table_is_kept_shown_and_dropped() {
    let script = r#####".alter-merge cluster policy managed_identity ```[{ "ObjectId": "0a1b2c3d-0000-4000-8000-000000000401", "AllowedUsages": "ExternalTable" }]```
.create external table WinEvents (TimeGenerated: datetime) kind=storage dataformat=multijson (h@'https://contosologs.blob.core.windows.net/e;managed_identity=0a1b2c3d-0000-4000-8000-000000000401')
.create external table WinEvents mapping "Mapping1" '[{"Column":"TimeGenerated","Properties":{"Path":"$.records[0].time"}}]'

.show external table WinEvents mappings

.drop external table WinEvents mapping "Mapping1"
.show external table WinEvents mappings
"#####;
    assert_snapshot!(run(&mut session_with_environment(), script), @r#"
    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,,"[{""ObjectId"": ""0a1b2c3d-0000-4000-8000-000000000401"", ""ClientId"": ""0a1b2c3d-0000-4000-8000-000000000501"", ""TenantId"": ""0a1b2c3d-0000-4000-8000-000000000001"", ""DisplayName"": ""myManagedIdentity"", ""IsSystem"": false, ""AllowedUsages"": ""ExternalTable""}]","[""NetDefaultDB""]",Cluster

    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    WinEvents,Blob,,,"{""Format"":""MultiJson"",""Compressed"":false,""CompressionType"":null,""FileExtension"":null,""IncludeHeaders"":""None"",""Encoding"":null,""NamePrefix"":null}","[""https://contosologs.blob.core.windows.net/e;managed_identity=0a1b2c3d-0000-4000-8000-000000000401""]",[],

    Name,Kind,Mapping,LastUpdatedOn,Database,Table
    Mapping1,MULTIJSON,"[{""Column"": ""TimeGenerated"", ""Properties"": {""Path"": ""$.records[0].time""}}]",2026-01-31T12:00:00.0000000Z,NetDefaultDB,WinEvents

    Name,Kind,Mapping,LastUpdatedOn,Database,Table
    Mapping1,MULTIJSON,"[{""Column"": ""TimeGenerated"", ""Properties"": {""Path"": ""$.records[0].time""}}]",2026-01-31T12:00:00.0000000Z,NetDefaultDB,WinEvents

    Name,Kind,Mapping,LastUpdatedOn,Database,Table
    Mapping1,MULTIJSON,"[{""Column"": ""TimeGenerated"", ""Properties"": {""Path"": ""$.records[0].time""}}]",2026-01-31T12:00:00.0000000Z,NetDefaultDB,WinEvents

    Name,Kind,Mapping,LastUpdatedOn,Database,Table
    "#);
}

/// A policy that is known is expected to go on as it does, not to be another one.
#[test]
fn a_slip_in_a_policy_is_told_at_its_place() {
    let script = r#####".alter table ["MyTable"] policy update with (AllowUnreferencedSourceTable=true) @'[{"IsEnabled": true, "Source": "S", "Query": "F()"}]'

.alter table T policy caching hots = 3d

.alter database D policy streamingingestion enabled
"#####;
    assert_snapshot!(run(&mut session(), script), @r#"
    error: expected a policy as JSON in quotes, found `with`
     --> test:1:40
      |
    1 | .alter table ["MyTable"] policy update with (AllowUnreferencedSourceTable=true) @'[{"IsEnabled": true, "Source": "S", "Query": "F()"}]'
      |                                        ^^^^
    error: expected `hot` or `hotdata`, found `hots`
     --> test:3:31
      |
    3 | .alter table T policy caching hots = 3d
      |                               ^^^^
      |
      = help: did you mean `hot`?
    error: expected `enable`, a policy as JSON in quotes or `disable`, found `enabled`
     --> test:5:45
      |
    5 | .alter database D policy streamingingestion enabled
      |                                             ^^^^^^^
      |
      = help: did you mean `enable`?
    "#);
}

/// The schema of a trend viewer, as one script.
#[test]
fn a_script_with_other_policies_is_completed() {
    let script = r#####".execute database script <|
//
.create-merge table Timeseries (TimeseriesId:string, Timestamp:datetime, Value:real) with (docstring = "raw")
//
.alter-merge table Timeseries policy retention softdelete = 3650d recoverability = enabled
//
.create-or-alter function with (docstring = "d", skipvalidation = "true") GetSeries() {
Timeseries | take 1
}
//
.add database NetDefaultDB viewers ('aaduser=ana@contoso.com')
#end
.show functions
.show table Timeseries policy retention
"#####;
    assert_snapshot!(run(&mut session(), script), @r#"
    OperationId,CommandType,CommandText,Result,Reason,CommandKind
    524135a7-d5bf-5b37-b12a-1e0b5c40b6a7,TableCreate,".create-merge table Timeseries (TimeseriesId:string, Timestamp:datetime, Value:real) with (docstring = ""raw"")",Completed,,CreateMergeTable
    314ec83d-b853-54a1-9665-9416a5807310,RetentionPolicyAlter,.alter-merge table Timeseries policy retention softdelete = 3650d recoverability = enabled,Completed,,AlterMergeTablePolicyRetention
    ac19883a-39cf-5d84-9b9f-91fff7a528e4,FunctionCreateOrAlter,".create-or-alter function with (docstring = ""d"", skipvalidation = ""true"") GetSeries() {
    Timeseries | take 1
    }",Completed,,CreateOrAlterFunction
    72ba83fc-df85-5acc-9419-d900539fa373,DatabaseRoleAdd,.add database NetDefaultDB viewers ('aaduser=ana@contoso.com'),Completed,,AddDatabaseRole

    Name,Parameters,Body,Folder,DocString
    GetSeries,(),"{
    Timeseries | take 1
    }",,d

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RetentionPolicy,[NetDefaultDB].[Timeseries],"{""SoftDeletePeriod"": ""3650.00:00:00"", ""Recoverability"": ""Enabled""}",,Table
    "#);
}

/// A tool reads the policies of rows and views from the service's answer.
#[test]
fn the_script_of_a_schema_is_what_the_service_writes() {
    let script = r#####".create table T (x:int)
.create table U (x:int)
.alter table T policy restricted_view_access true
.alter table U policy row_level_security enable "U | where x > 1"
.show database schema as csl script
"#####;
    assert_snapshot!(run(&mut session(), script), @r#"
    TableName,Schema,DatabaseName,Folder,DocString
    T,"{""Name"":""T"",""OrderedColumns"":[{""Name"":""x"",""Type"":""System.Int32"",""CslType"":""int""}]}",NetDefaultDB,,

    TableName,Schema,DatabaseName,Folder,DocString
    U,"{""Name"":""U"",""OrderedColumns"":[{""Name"":""x"",""Type"":""System.Int32"",""CslType"":""int""}]}",NetDefaultDB,,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RestrictedViewAccessPolicy,[NetDefaultDB].[T],"{""IsEnabled"": true}",,Table

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[U],"{""IsEnabled"": true, ""Query"": ""U | where x > 1""}",,Table

    DatabaseSchemaScript
    .create-merge table T (x:int)
    .create-merge table U (x:int)
    .add table T admins ('aaduser=admin@localhost') skip-results
    .alter tables (T) policy restricted_view_access True
    .add table U admins ('aaduser=admin@localhost') skip-results
    ".alter table U policy row_level_security enable ""U | where x > 1"""
    "#);
}

/// A table that an update policy reads is secured only where the policy has an identity.
#[test]
fn row_level_security_and_update_policies_need_an_identity_together() {
    let script = r#####".create table Raw (x:int)

.create table Clean (x:int)

.create-or-alter function Parse() { Raw | where x > 0 }

.alter table Clean policy update @'[{"IsEnabled": true, "Source": "Raw", "Query": "Parse()", "IsTransactional": false}]'

.alter table Raw policy row_level_security enable "Raw | where x > 1"

.alter-merge cluster policy managed_identity '[{"ObjectId":"0a1b2c3d-0000-4000-8000-000000000401","AllowedUsages":"AutomatedFlows"}]'

.alter table Clean policy update @'[{"IsEnabled": true, "Source": "Raw", "Query": "Parse()", "IsTransactional": false, "ManagedIdentity": "0a1b2c3d-0000-4000-8000-000000000401"}]'

.alter table Raw policy row_level_security enable "Raw | where x > 1"
"#####;
    assert_snapshot!(run(&mut session_with_environment(), script), @r#"
    TableName,Schema,DatabaseName,Folder,DocString
    Raw,"{""Name"":""Raw"",""OrderedColumns"":[{""Name"":""x"",""Type"":""System.Int32"",""CslType"":""int""}]}",NetDefaultDB,,

    TableName,Schema,DatabaseName,Folder,DocString
    Clean,"{""Name"":""Clean"",""OrderedColumns"":[{""Name"":""x"",""Type"":""System.Int32"",""CslType"":""int""}]}",NetDefaultDB,,

    Name,Parameters,Body,Folder,DocString
    Parse,(),{ Raw | where x > 0 },,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    UpdatePolicy,[NetDefaultDB].[Clean],"[{""IsEnabled"": true, ""Source"": ""Raw"", ""Query"": ""Parse()"", ""IsTransactional"": false}]",,
    error: row-level security can't be enabled on table `Raw`: the update policy of table `Clean` reads it without a managed identity
     --> test:9:14
      |
    9 | .alter table Raw policy row_level_security enable "Raw | where x > 1"
      |              ^^^
      |
      = help: give the update policy a `ManagedIdentity` that is allowed `AutomatedFlows`

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    ManagedIdentityPolicy,,"[{""ObjectId"": ""0a1b2c3d-0000-4000-8000-000000000401"", ""ClientId"": ""0a1b2c3d-0000-4000-8000-000000000501"", ""TenantId"": ""0a1b2c3d-0000-4000-8000-000000000001"", ""DisplayName"": ""myManagedIdentity"", ""IsSystem"": false, ""AllowedUsages"": ""AutomatedFlows""}]","[""NetDefaultDB""]",Cluster

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    UpdatePolicy,[NetDefaultDB].[Clean],"[{""IsEnabled"": true, ""Source"": ""Raw"", ""Query"": ""Parse()"", ""IsTransactional"": false, ""ManagedIdentity"": ""0a1b2c3d-0000-4000-8000-000000000401""}]",,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[Raw],"{""IsEnabled"": true, ""Query"": ""Raw | where x > 1""}",,Table
    "#);
}

/// Files of several repositories.
#[test]
fn what_people_often_write_otherwise_gets_a_help_line() {
    let script = r#####".create table T (a:int)

.alter table T policy retention softdelete = 730d

.alter table T policy row_level_security 'T'

.show table T schema

.drop table T if exists

.create table if not exists T (a:int)

.alter table T policy row_order (a asc)

.alter table T policy partitioning {"PartitionKeys": []}

.alter table T policy update '[{
  "IsEnabled": true }]'
"#####;
    assert_snapshot!(run(&mut session(), script), @r#"
    TableName,Schema,DatabaseName,Folder,DocString
    T,"{""Name"":""T"",""OrderedColumns"":[{""Name"":""a"",""Type"":""System.Int32"",""CslType"":""int""}]}",NetDefaultDB,,
    error: expected a policy as JSON in quotes, found `softdelete`
     --> test:3:33
      |
    3 | .alter table T policy retention softdelete = 730d
      |                                 ^^^^^^^^^^
      |
      = help: `.alter` takes the whole policy as JSON; `.alter-merge … policy retention softdelete = …` changes a part
    error: expected `enable` or `disable`, found `'T'`
     --> test:5:42
      |
    5 | .alter table T policy row_level_security 'T'
      |                                          ^^^
      |
      = help: `enable` or `disable` stands before the query: the page's syntax line puts the word in brackets, and the page does not say what happens without it
    error: expected `as`, found the end of the command
     --> test:7:21
      |
    7 | .show table T schema
      |                     ^
      |
      = help: `.show table T cslschema` answers the schema, `schema as json` in JSON
    error: expected `ifexists`, a role of a table, the end of the command, `ingestion`, `columns` or `extent`, found `if`
     --> test:9:15
      |
    9 | .drop table T if exists
      |               ^^
      |
      = help: did you mean `.drop table T ifexists`?
    error: expected `(`, `based-on` or `ingestion`, found `not`
      --> test:11:18
       |
    11 | .create table if not exists T (a:int)
       |                  ^^^
       |
       = help: leave the condition out: this command has none
    error: expected `roworder`, `restricted_view_access`, `row_level_security`, `caching`, `ingestiontime`, `rowid`, `ingestionbatching` or one of 10 other words, found `row_order`
      --> test:13:23
       |
    13 | .alter table T policy row_order (a asc)
       |                       ^^^^^^^^^
       |
       = help: did you mean `roworder`?
    error: expected a policy as JSON in quotes, found `{`
      --> test:15:36
       |
    15 | .alter table T policy partitioning {"PartitionKeys": []}
       |                                    ^
       |
       = help: JSON stands in quotes, `'…'`, or over several lines between three back-quotes
    error: the string is not closed on its line
      --> test:17:30
       |
    17 | .alter table T policy update '[{
       |                              ^^^
       |
       = help: close it; a text over several lines stands between three back-quotes
    "#);
}

/// What is stored names what is there, and says when it does not.
#[test]
fn policies_and_the_tables_that_they_name_are_told_apart_from_slips() {
    let script = r#####".create tables A (x:int), B (x:int), C (x:int)

.alter table B policy update '[{"IsEnabled":true,"Source":"A","Query":"A"}]'

.alter table A policy update '[{"IsEnabled":false,"Source":"B","Query":"B"}]'

.alter table C policy row_level_security enable 'Cc | where x > 1'

.alter table A policy roworder (y asc)

.alter database NetDefaultDB policy retention '{"SoftDeletPeriod":"5.00:00:00"}'

.rename table A to A2

.drop table A2

.alter column C.x policy encoding type='Identifer'

.alter table C policy roworder (x asc)

.rename column C.x to y

.show tables policy merge
"#####;
    assert_snapshot!(run(&mut session(), script), @r#"
    TableName,DatabaseName,Folder,DocString
    A,NetDefaultDB,,
    B,NetDefaultDB,,
    C,NetDefaultDB,,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    UpdatePolicy,[NetDefaultDB].[B],"[{""IsEnabled"": true, ""Source"": ""A"", ""Query"": ""A""}]",,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    UpdatePolicy,[NetDefaultDB].[A],"[{""IsEnabled"": false, ""Source"": ""B"", ""Query"": ""B""}]",,
    warning: the query of the policy reads `Cc`, which names nothing here
     --> test:7:50
      |
    7 | .alter table C policy row_level_security enable 'Cc | where x > 1'
      |                                                  ^^

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowLevelSecurityPolicy,[NetDefaultDB].[C],"{""IsEnabled"": true, ""Query"": ""Cc | where x > 1""}",,Table
    error: table `A` has no column `y`
     --> test:9:32
      |
    9 | .alter table A policy roworder (y asc)
      |                                ^^^^^^^
    warning: the policy `retention` has no part `SoftDeletPeriod`: it is kept, and has no meaning
      --> test:11:49
       |
    11 | .alter database NetDefaultDB policy retention '{"SoftDeletPeriod":"5.00:00:00"}'
       |                                                 ^^^^^^^^^^^^^^^^^
       |
       = help: did you mean `SoftDeletePeriod`?

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RetentionPolicy,[NetDefaultDB],"{""SoftDeletePeriod"": ""365000.00:00:00"", ""Recoverability"": ""Enabled"", ""SoftDeletPeriod"": ""5.00:00:00""}",,
    warning: the update policy of table `B` reads table `A`, which is then not there
      --> test:13:1
       |
    13 | .rename table A to A2
       | ^^^^^^^
       |
       = help: `.alter table B policy update …` names another source

    TableName,DatabaseName,Folder,DocString
    A2,NetDefaultDB,,

    TableName,DatabaseName
    B,NetDefaultDB
    C,NetDefaultDB
    warning: `Identifer` is no `EncodingPolicyType` that the documents list
      --> test:17:35
       |
    17 | .alter column C.x policy encoding type='Identifer'
       |                                   ^^^^^^^^^^^^^^^^
       |
       = help: did you mean `Identifier`?
       = help: alter-encoding-policy.md lists `Identifier`, `BigObject`, `BigObject32`, `Vector16` and `Null`

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    EncodingPolicy,[NetDefaultDB].[C].[x],"{""EncodingPolicyType"": ""Identifer""}",,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    RowOrderPolicy,[NetDefaultDB].[C],"{""Columns"": [{""Name"": ""x"", ""Descending"": false}]}",,
    warning: the policy `roworder` of table `C` names column `x`, which is then not there
      --> test:21:1
       |
    21 | .rename column C.x to y
       | ^^^^^^^
       |
       = help: `.alter table C policy roworder …` names another column

    EntityName,DataType,Policy
    [NetDefaultDB].[C].[y],int,
    error: expected `(`, `details`, `with`, `|`, the end of the command, `column` or `shard-groups`, found `policy`
      --> test:23:14
       |
    23 | .show tables policy merge
       |              ^^^^^^
    "#);
}

/// A script writes what can be made again, and says what it leaves out.
#[test]
fn the_script_of_a_schema_leaves_out_what_reads_a_table_that_is_gone() {
    let script = r#####".create tables A (x:int), B (x:int), S (x:int)

.alter table B policy update '[{"IsEnabled":true,"Source":"A","Query":"S"}]'

.create materialized-view V on table A { A | summarize count() by x }

.add materialized-view V admins ('aaduser=ana@contoso.com') skip-results

.rename table A to A2

.show database schema as csl script
"#####;
    assert_snapshot!(run(&mut session(), script), @r#"
    TableName,DatabaseName,Folder,DocString
    A,NetDefaultDB,,
    B,NetDefaultDB,,
    S,NetDefaultDB,,

    PolicyName,EntityName,Policy,ChildEntities,EntityType
    UpdatePolicy,[NetDefaultDB].[B],"[{""IsEnabled"": true, ""Source"": ""A"", ""Query"": ""S""}]",,

    Name,SourceTable,Query,MaterializedTo,LastRun,LastRunResult,IsHealthy,IsEnabled,Folder,DocString,AutoUpdateSchema,EffectiveDateTime,Lookback,LookbackColumn
    V,A,A | summarize count() by x,,,,,true,,,false,2026-01-31T12:00:00.0000000Z,,
    warning: the update policy of table `B` reads table `A`, which is then not there
     --> test:9:1
      |
    9 | .rename table A to A2
      | ^^^^^^^
      |
      = help: `.alter table B policy update …` names another source
    warning: materialized view `V` is disabled: `A`, which it is made of, is gone
     --> test:9:1
      |
    9 | .rename table A to A2
      | ^^^^^^^
      |
      = help: `.rename table … with (updateMaterializedViews=true)` lets views follow

    TableName,DatabaseName,Folder,DocString
    A2,NetDefaultDB,,

    DatabaseSchemaScript
    .create-merge table A2 (x:int)
    .create-merge table B (x:int)
    .create-merge table S (x:int)
    "// left out: materialized-view V, whose table A is not there"
    .add table A2 admins ('aaduser=admin@localhost') skip-results
    .add table B admins ('aaduser=admin@localhost') skip-results
    // left out: the policy update of table B: Entity ID 'A' of kind 'Table' was not found.
    .add table S admins ('aaduser=admin@localhost') skip-results
    "#);
}
