//! Continuous exports: what is accepted and how it prints, what the commands do, and the
//! conditions under which an export is created.

use insta::assert_snapshot;
use kmgmt::session::Session;

mod support;

use support::{refused, run, run_well, session, session_with_environment, verified};

const IDENTITY: &str = "0a1b2c3d-0000-4000-8000-000000000401";

/// Tables `T` and `U`, the external tables `Keyed` and `Impersonated`, and `Other.V`.
const SETUP: &str = r"
.create database Other volatile

#dbcontext Other

.create table V (x:int)

#dbcontext NetDefaultDB

.create tables T (x:int), U (x:int)

.create external table Keyed (x:int) kind=storage dataformat=csv (h'https://a.blob.core.windows.net/c;secretKey')

.create external table Impersonated (x:int) kind=storage dataformat=csv (h'https://a.blob.core.windows.net/c;impersonate')
";

fn set_up(mut session: Session) -> Session {
    run_well(&mut session, SETUP);
    session
}

#[test]
fn commands_print_in_one_form_that_reads_back() {
    let cases = [
        (
            ".create-or-alter continuous-export E to table X <|\nT | take 10",
            ".create-or-alter continuous-export E to table X <| T | take 10",
        ),
        (
            ".create-or-alter continuous-export ['E 1']\nover (T, ['U u']) to table X with (MANAGEDidentity=system, intervalBetweenRuns=1h, forcedLatency=time(10m), sizeLimit=104857600, distributed=false, isDisabled=true) <| T",
            ".create-or-alter continuous-export ['E 1'] over (T, ['U u']) to table X with (managedIdentity=system, intervalBetweenRuns=time(01:00:00), forcedLatency=time(00:10:00), sizeLimit=104857600, distributed=false, isDisabled=true) <| T",
        ),
        (
            ".create-or-alter continuous-export E to table X with (managedIdentity=0a1b2c3d-0000-4000-8000-000000000401) <| T",
            ".create-or-alter continuous-export E to table X with (managedIdentity=0a1b2c3d-0000-4000-8000-000000000401) <| T",
        ),
        (".show continuous-exports", ".show continuous-exports"),
        (".show continuous-export E", ".show continuous-export E"),
        (".drop continuous-export E", ".drop continuous-export E"),
        (".enable continuous-export E", ".enable continuous-export E"),
        (".disable continuous-export ['x y']", ".disable continuous-export ['x y']"),
    ];
    for (text, printed) in cases {
        verified(text, printed);
    }
}

#[test]
fn an_export_is_created_altered_disabled_and_dropped() {
    let mut session = set_up(session());
    let shown = run(
        &mut session,
        r"
.create-or-alter continuous-export B over (T) to table Keyed with (intervalBetweenRuns=1h, forcedLatency=10m, sizeLimit=104857600, distribution='per_shard') <| T

.create-or-alter continuous-export A to table Keyed <| T | where x > 1

.create-or-alter continuous-export B to table Keyed with (intervalBetweenRuns=1m) <| U

.disable continuous-export B

.enable continuous-export B

.show continuous-exports

.drop continuous-export A

.show continuous-export A",
    );
    assert_snapshot!(shown, @r#"
    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    B,Keyed,T,00:10:00,01:00:00,"[""['NetDefaultDB'].['T']""]","{""SizeLimit"":104857600,""Distribution"":""per_shard""}",,,false,,,false

    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    A,Keyed,T | where x > 1,,,[],{},,,false,,,false

    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    B,Keyed,U,,00:01:00,[],{},,,false,,,false

    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    B,Keyed,U,,00:01:00,[],{},,,true,,,false

    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    B,Keyed,U,,00:01:00,[],{},,,false,,,false

    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    A,Keyed,T | where x > 1,,,[],{},,,false,,,false
    B,Keyed,U,,00:01:00,[],{},,,false,,,false

    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    B,Keyed,U,,00:01:00,[],{},,,false,,,false
    error: Entity ID 'A' of kind 'ContinuousExport' was not found.
      --> test:16:25
       |
    16 | .show continuous-export A
       |                         ^
       |
       = help: kmgmt looked for a continuous export in database `NetDefaultDB`
    "#);
}

#[test]
fn what_an_export_names_must_exist() {
    let mut session = set_up(session());
    let mut with = |rest: &str| refused(&mut session, &format!(".create-or-alter continuous-export E\n{rest}"));
    assert_snapshot!(with("to table Keyd <| T"), @r"
    error: Entity ID 'Keyd' of kind 'ExternalTable' was not found.
     --> test:2:10
      |
    2 | to table Keyd <| T
      |          ^^^^
      |
      = help: did you mean `Keyed`?
      = help: kmgmt looked for an external table in database `NetDefaultDB`
    ");
    assert_snapshot!(with("over (TT) to table Keyed <| T"), @r"
    error: Entity ID 'TT' of kind 'Table' was not found.
     --> test:2:7
      |
    2 | over (TT) to table Keyed <| T
      |       ^^
      |
      = help: kmgmt looked for a table in database `NetDefaultDB`
    ");
    assert_snapshot!(with("to table Keyed <| database('Othr').V | join T on x"), @r"
    error: Database 'Othr' was not found.
     --> test:2:19
      |
    2 | to table Keyed <| database('Othr').V | join T on x
      |                   ^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `Other`?
      = help: `.show databases` lists the databases
    ");
    assert_snapshot!(with("to table Keyed <| print 1"), @r"
    error: the query reads no table of database `NetDefaultDB`
     --> test:2:19
      |
    2 | to table Keyed <| print 1
      |                   ^^^^^^^
      |
      = help: an export reads one fact table at least
    ");
    assert_snapshot!(with("over (U) to table Keyed <| T"), @r"
    error: the query reads no table that is named after `over`
     --> test:2:28
      |
    2 | over (U) to table Keyed <| T
      |                            ^
      |
      = help: an export reads one fact table at least
    ");
    assert_snapshot!(with("to table Keyed <| T | join database('Other').V on x | project x"), @"
    error: table `V` of another database can't be a fact table
     --> test:2:19
      |
    2 | to table Keyed <| T | join database('Other').V on x | project x
      |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: all tables of the query are fact tables unless some are named: write `continuous-export E over (T) …`
    ");
    assert_snapshot!(with("over (T) to table Keyed <| T | join cluster('c').database('Other').V on x"), @r"
    error: a continuous export can't read from another cluster, here `c`
     --> test:2:37
      |
    2 | over (T) to table Keyed <| T | join cluster('c').database('Other').V on x
      |                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ");
}

#[test]
fn properties_have_limits_and_words() {
    let mut session = set_up(session());
    let mut with = |properties: &str| {
        refused(&mut session, &format!(".create-or-alter continuous-export E to table Keyed\nwith ({properties}) <| T"))
    };
    assert_snapshot!(with("intervalBetweenRuns=59s"), @r"
    error: `intervalBetweenRuns` is below a minute
     --> test:2:7
      |
    2 | with (intervalBetweenRuns=59s) <| T
      |       ^^^^^^^^^^^^^^^^^^^
      |
      = help: several minutes are recommended
    ");
    assert_snapshot!(with("sizeLimit=1073741825"), @r"
    error: `sizeLimit` can't be 1073741825
     --> test:2:7
      |
    2 | with (sizeLimit=1073741825) <| T
      |       ^^^^^^^^^
      |
      = help: it is a number of bytes from 104857600 (100 MB) to 1073741824 (1 GB)
    ");
    assert_snapshot!(with("distribution='per_nod'"), @r"
    error: `per_nod` is no value of the property `distribution`
     --> test:2:20
      |
    2 | with (distribution='per_nod') <| T
      |                    ^^^^^^^^^
      |
      = help: did you mean `per_node`?
      = help: the values are `single`, `per_node` and `per_shard`
    ");
    assert_snapshot!(with("parquetRowGroupSize=0"), @r"
    error: `parquetRowGroupSize` is below one
     --> test:2:7
      |
    2 | with (parquetRowGroupSize=0) <| T
      |       ^^^^^^^^^^^^^^^^^^^
    ");
    assert_snapshot!(with("interval=5m"), @"
    error: there is no property `interval` here
     --> test:2:7
      |
    2 | with (interval=5m) <| T
      |       ^^^^^^^^
      |
      = help: did you mean `intervalBetweenRuns`?
      = help: the properties are `intervalBetweenRuns`, `forcedLatency`, `sizeLimit`, `distributed`, `distribution`, `distributionKind`, `parquetRowGroupSize`, `isDisabled`, `managedIdentity` and `useNativeParquetWriter`
    ");
}

#[test]
fn an_identity_is_needed_to_write_as_the_caller_to_read_elsewhere_and_to_read_secured_rows() {
    let mut session = set_up(session());
    run_well(&mut session, ".alter table U policy row_level_security enable 'U | where x == 1'");
    let mut with = |rest: &str| refused(&mut session, &format!(".create-or-alter continuous-export E\n{rest}"));
    assert_snapshot!(with("to table Impersonated <| T"), @r"
    error: the continuous export `E` needs a managed identity: external table `Impersonated` is written as the caller
     --> test:1:36
      |
    1 | .create-or-alter continuous-export E
      |                                    ^
      |
      = help: `.create-or-alter continuous-export E … with (managedIdentity='system', …) <| …` names one: `system`, or the object id of an identity that is assigned to the cluster
    ");
    assert_snapshot!(with("over (T) to table Keyed <| T | join (database('Other').V) on x"), @r"
    error: the continuous export `E` needs a managed identity: the query reads database `Other`
     --> test:1:36
      |
    1 | .create-or-alter continuous-export E
      |                                    ^
      |
      = help: `.create-or-alter continuous-export E … with (managedIdentity='system', …) <| …` names one: `system`, or the object id of an identity that is assigned to the cluster
    ");
    assert_snapshot!(with("to table Keyed <| U"), @r"
    error: the continuous export `E` needs a managed identity: table `U` is under row-level security
     --> test:1:36
      |
    1 | .create-or-alter continuous-export E
      |                                    ^
      |
      = help: `.create-or-alter continuous-export E … with (managedIdentity='system', …) <| …` names one: `system`, or the object id of an identity that is assigned to the cluster
    ");
    assert_snapshot!(with("over (T) to table Impersonated <| T | join database('Other').V on x | join U on x"), @r"
    error: the continuous export `E` needs a managed identity: external table `Impersonated` is written as the caller, the query reads database `Other` and table `U` is under row-level security
     --> test:1:36
      |
    1 | .create-or-alter continuous-export E
      |                                    ^
      |
      = help: `.create-or-alter continuous-export E … with (managedIdentity='system', …) <| …` names one: `system`, or the object id of an identity that is assigned to the cluster
    ");
}

#[test]
fn in_an_open_directory_no_identity_is_assigned() {
    let mut session = set_up(session());
    let command = ".create-or-alter continuous-export E to table Impersonated\nwith (managedIdentity='system') <| T";
    assert_snapshot!(refused(&mut session, command), @r"
    error: the cluster has no system-assigned managed identity
     --> test:2:23
      |
    2 | with (managedIdentity='system') <| T
      |                       ^^^^^^^^
      |
      = help: an environment file declares the identities of the cluster (`--environment FILE`, `cluster.managedIdentities`); without one none is assigned
    ");
}

#[test]
fn the_identity_is_assigned_allowed_and_may_view_every_database() {
    let mut session = set_up(session_with_environment());
    let export = format!(
        ".create-or-alter continuous-export E over (T) to table Impersonated\nwith (managedIdentity={IDENTITY})\n<| T | join database('Other').V on x | project x"
    );
    assert_snapshot!(refused(&mut session, &export.replace("401", "499")), @r"
    error: the managed identity `0a1b2c3d-0000-4000-8000-000000000499` is not assigned to the cluster
     --> test:2:7
      |
    2 | with (managedIdentity=0a1b2c3d-0000-4000-8000-000000000499)
      |       ^^^^^^^^^^^^^^^
      |
      = help: did you mean `0a1b2c3d-0000-4000-8000-000000000401`?
      = help: the environment assigns `0a1b2c3d-0000-4000-8000-000000000401` and `system`
    ");
    assert_snapshot!(refused(&mut session, &export), @r#"
    error: the managed identity `0a1b2c3d-0000-4000-8000-000000000401` is not allowed the usage `AutomatedFlows`, neither by the cluster nor by database `NetDefaultDB`
     --> test:2:7
      |
    2 | with (managedIdentity=0a1b2c3d-0000-4000-8000-000000000401)
      |       ^^^^^^^^^^^^^^^
      |
      = help: `.alter-merge cluster policy managed_identity '[{"ObjectId": "0a1b2c3d-0000-4000-8000-000000000401", "AllowedUsages": "AutomatedFlows"}]'` allows it in every database
      = help: `.alter-merge database NetDefaultDB policy managed_identity '[{"ObjectId": "0a1b2c3d-0000-4000-8000-000000000401", "AllowedUsages": "AutomatedFlows"}]'` allows it in this one
    "#);
    let allow = format!(
        r#".alter-merge database NetDefaultDB policy managed_identity '[{{"ObjectId": "{IDENTITY}", "AllowedUsages": "All"}}]'"#
    );
    run_well(&mut session, &allow);
    assert_snapshot!(refused(&mut session, &export), @r"
    error: the managed identity `0a1b2c3d-0000-4000-8000-000000000401` may not view databases `NetDefaultDB` and `Other`, which the export uses
     --> test:2:7
      |
    2 | with (managedIdentity=0a1b2c3d-0000-4000-8000-000000000401)
      |       ^^^^^^^^^^^^^^^
      |
      = help: `.add database NetDefaultDB viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000401;0a1b2c3d-0000-4000-8000-000000000001')` allows it
      = help: `.add database Other viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000401;0a1b2c3d-0000-4000-8000-000000000001')` allows it
    ");
    run_well(&mut session, &format!(".add database NetDefaultDB users ('aadapp={IDENTITY};fabrikam.com')"));
    assert_snapshot!(refused(&mut session, &export), @r"
    error: the managed identity `0a1b2c3d-0000-4000-8000-000000000401` may not view database `Other`, which the export uses
     --> test:2:7
      |
    2 | with (managedIdentity=0a1b2c3d-0000-4000-8000-000000000401)
      |       ^^^^^^^^^^^^^^^
      |
      = help: `.add database Other viewers ('aadapp=0a1b2c3d-0000-4000-8000-000000000401;0a1b2c3d-0000-4000-8000-000000000001')` allows it
    ");
    run_well(&mut session, &format!(".add cluster viewers ('aadapp={IDENTITY};fabrikam.com')"));
    run_well(&mut session, &export);
}

#[test]
fn the_client_id_names_the_identity_too() {
    let mut session = set_up(session_with_environment());
    let client = IDENTITY.replace("0401", "0501");
    run_well(
        &mut session,
        &format!(
            r#".alter-merge cluster policy managed_identity '[{{"ObjectId": "{IDENTITY}", "AllowedUsages": "AutomatedFlows"}}]'

.add database NetDefaultDB admins ('aadapp={IDENTITY};fabrikam.com')"#
        ),
    );
    let shown = run(
        &mut session,
        &format!(".create-or-alter continuous-export E to table Impersonated with (managedIdentity='{client}') <| T"),
    );
    assert_snapshot!(shown, @r#"
    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    E,Impersonated,T,,,[],"{""ManagedIdentity"":""0a1b2c3d-0000-4000-8000-000000000401""}",,,false,,,false
    "#);
}

#[test]
fn a_restricted_table_is_not_exported_and_a_secured_one_only_as_the_caller() {
    let mut session = set_up(session_with_environment());
    run_well(
        &mut session,
        &format!(
            r#".alter table U policy row_level_security enable 'U | where x == 1'

.alter table T policy restricted_view_access true

.alter-merge cluster policy managed_identity '[{{"ObjectId": "{IDENTITY}", "AllowedUsages": "AutomatedFlows"}}]'

.add database NetDefaultDB viewers ('aadapp={IDENTITY};fabrikam.com')"#
        ),
    );
    let mut with = |rest: &str| refused(&mut session, &format!(".create-or-alter continuous-export E {rest}"));
    assert_snapshot!(with("to table Keyed <| T"), @r"
    error: a continuous export can't read table `T`, whose view access is restricted
     --> test:1:56
      |
    1 | .create-or-alter continuous-export E to table Keyed <| T
      |                                                        ^
      |
      = help: `.delete table T policy restricted_view_access` lifts the restriction
    ");
    assert_snapshot!(with(&format!("to table Keyed with (managedIdentity={IDENTITY}) <| U")), @r"
    error: table `U` is under row-level security, and external table `Keyed` is not written as the caller
     --> test:1:47
      |
    1 | .create-or-alter continuous-export E to table Keyed with (managedIdentity=0a1b2c3d-0000-4000-8000-000000000401) <| U
      |                                               ^^^^^
      |
      = help: `.alter external table Keyed …` with a connection string that ends in `;impersonate` makes it so
    ");
}

#[test]
fn an_export_stays_when_its_target_goes_and_dropping_it_says_so() {
    let mut session = set_up(session());
    let shown = run(
        &mut session,
        r"
.create-or-alter continuous-export E to table Keyed <| T

.drop external table Keyed",
    );
    assert_snapshot!(shown, @r#"
    Name,ExternalTableName,Query,ForcedLatency,IntervalBetweenRuns,CursorScopedTables,ExportProperties,LastRunTime,StartCursor,IsDisabled,LastRunResult,ExportedTo,IsRunning
    E,Keyed,T,,,[],{},,,false,,,false
    warning: the continuous export `E` writes to `Keyed`, and its runs will fail
     --> test:4:22
      |
    4 | .drop external table Keyed
      |                      ^^^^^

    TableName,TableType,Folder,DocString,Properties,ConnectionStrings,Partitions,PathFormat
    Keyed,Blob,,,"{""Format"":""Csv"",""Compressed"":false,""CompressionType"":null,""FileExtension"":null,""IncludeHeaders"":""None"",""Encoding"":null,""NamePrefix"":null}","[""https://a.blob.core.windows.net/c;****""]",[],
    "#);
}

#[test]
fn exports_write_four_formats() {
    let mut session = set_up(session());
    run_well(&mut session, ".create external table Old (x:int) kind=storage dataformat=avro (h'https://a/c;key')");
    assert_snapshot!(refused(&mut session, ".create-or-alter continuous-export E to table Old <| T"), @r"
    error: exports can't write `avro`, the format of external table `Old`
     --> test:1:47
      |
    1 | .create-or-alter continuous-export E to table Old <| T
      |                                               ^^^
      |
      = help: they write `csv`, `tsv`, `json` and `parquet`
    ");
}

#[test]
fn what_a_stored_function_reads_the_export_reads() {
    let mut session = set_up(session());
    run_well(
        &mut session,
        r"
.create function Inner() { T | join database('Other').V on x }

.create function Outer() { Inner }",
    );
    let mut with = |rest: &str| refused(&mut session, &format!(".create-or-alter continuous-export E {rest}"));
    assert_snapshot!(with("over (T) to table Keyed <| Outer | take 1"), @r"
    error: the continuous export `E` needs a managed identity: the query reads database `Other`
     --> test:1:36
      |
    1 | .create-or-alter continuous-export E over (T) to table Keyed <| Outer | take 1
      |                                    ^
      |
      = help: `.create-or-alter continuous-export E … with (managedIdentity='system', …) <| …` names one: `system`, or the object id of an identity that is assigned to the cluster
    ");
    assert_snapshot!(with("to table Keyed <| Outer"), @r"
    error: table `V` of another database can't be a fact table
     --> test:1:56
      |
    1 | .create-or-alter continuous-export E to table Keyed <| Outer
      |                                                        ^^^^^
      |
      = help: all tables of the query are fact tables unless some are named: write `continuous-export E over (T) …`
    ");
}
