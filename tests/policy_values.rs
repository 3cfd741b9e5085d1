//! The values in the JSON of policies and workload groups: what can't be read is refused, and what no page
//! has is warned of, each at its place.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

mod support;

use insta::assert_snapshot;
use kmgmt::engine::said_of_values;
use kmgmt::model::policy::PolicyKind;
use kmgmt::model::policy_content::{Member, MemberType, Shape};
use kmgmt::model::timespan::TimeSpan;
use kmgmt::syntax::{parser, pieces};
use support::{run, run_well, said_of, session};

const TABLE: &str = ".create table T (x:int, name:string, t:datetime, text:string)";
const EXTERNAL: &str =
    ".create external table E (a:int) kind=storage dataformat=json (h@'https://a.blob.core.windows.net/c;impersonate')";

/// What is said of one command in a database that has table `T (x:int, name:string, t:datetime, text:string)` and external table `E (a:int)`.
fn told(command: &str) -> String {
    let mut session = session();
    run_well(&mut session, &format!("{TABLE}\n{EXTERNAL}"));
    said_of(&mut session, command)
}

#[test]
fn a_value_of_another_type_is_refused_where_it_stands() {
    assert_snapshot!(told(r#".alter table T policy retention '{"SoftDeletePeriod":5}'"#), @r#"
    error: `SoftDeletePeriod` takes a length of time such as `"10.00:00:00"`, not `5`
     --> test:1:54
    1 | .alter table T policy retention '{"SoftDeletePeriod":5}'
      |                                                      ^
      = help: write `"5.00:00:00"` for 5 days
    "#);
    assert_snapshot!(told(r#".alter table T policy retention '{"SoftDeletePeriod":"5d"}'"#), @r#"
    error: `SoftDeletePeriod` takes a length of time such as `"10.00:00:00"`, not `5d`
     --> test:1:54
    1 | .alter table T policy retention '{"SoftDeletePeriod":"5d"}'
      |                                                      ^^^^
      = help: write `"5.00:00:00"` for 5d
    "#);
    assert_snapshot!(told(r#".alter-merge table T policy retention '{"SoftDeletePeriod": [1]}'"#), @r#"
    error: `SoftDeletePeriod` takes a length of time such as `"10.00:00:00"`, not an array
     --> test:1:61
    1 | .alter-merge table T policy retention '{"SoftDeletePeriod": [1]}'
      |                                                             ^^^
    "#);
    assert_snapshot!(told(r#".alter table T policy retention '{"SoftDeletePeriod":"1.00:00:00", "Recoverability":"enabeld"}'"#), @r#"
    error: `Recoverability` takes `Enabled` or `Disabled`, not `enabeld`
     --> test:1:85
    1 | .alter table T policy retention '{"SoftDeletePeriod":"1.00:00:00", "Recoverability":"enabeld"}'
      |                                                                                     ^^^^^^^^^
      = help: did you mean `Enabled`?
    "#);
    assert_snapshot!(told(r#".alter table T policy streamingingestion '{"IsEnabled": 1}'"#), @r#"
    error: `IsEnabled` takes `true` or `false`, not `1`
     --> test:1:57
    1 | .alter table T policy streamingingestion '{"IsEnabled": 1}'
      |                                                         ^
    "#);
    assert_snapshot!(told(r#".alter table T policy ingestionbatching '{"MaximumNumberOfItems": 1.5}'"#), @r#"
    error: `MaximumNumberOfItems` takes a whole number, not `1.5`
     --> test:1:67
    1 | .alter table T policy ingestionbatching '{"MaximumNumberOfItems": 1.5}'
      |                                                                   ^^^
    "#);
    assert_snapshot!(told(r#".alter table T policy auto_delete '{"ExpiryDate": "soon"}'"#), @r#"
    error: `ExpiryDate` takes a moment such as `"2026-01-31"`, not `soon`
     --> test:1:51
    1 | .alter table T policy auto_delete '{"ExpiryDate": "soon"}'
      |                                                   ^^^^^^
    "#);
    assert_snapshot!(told(r#".alter table T policy auto_delete '{"ExpiryDate": "2026-02-30"}'"#), @r#"
    error: `ExpiryDate` takes a moment such as `"2026-01-31"`, not `2026-02-30`
     --> test:1:51
    1 | .alter table T policy auto_delete '{"ExpiryDate": "2026-02-30"}'
      |                                                   ^^^^^^^^^^^^
    "#);
    assert_snapshot!(told(r#".alter table T policy auto_delete '{"ExpiryDate": null}'"#), @r#"
    error: `ExpiryDate` takes a moment such as `"2026-01-31"`, not `null`
     --> test:1:51
    1 | .alter table T policy auto_delete '{"ExpiryDate": null}'
      |                                                   ^^^^
    "#);
    assert_snapshot!(told(r#".alter table T policy partitioning '{"PartitionKeys": [{"ColumnName": "name", "Kind": "Hsah"}]}'"#), @r#"
    error: `PartitionKeys.Kind` takes `Hash` or `UniformRange`, not `Hsah`
     --> test:1:87
    1 | .alter table T policy partitioning '{"PartitionKeys": [{"ColumnName": "name", "Kind": "Hsah"}]}'
      |                                                                                       ^^^^^^
      = help: did you mean `Hash`?
    "#);
    assert_snapshot!(told(r#".alter table T policy partitioning '{"PartitionKeys": {"ColumnName": "name"}}'"#), @r#"
    error: `PartitionKeys` takes an array of objects, not an object
     --> test:1:55
    1 | .alter table T policy partitioning '{"PartitionKeys": {"ColumnName": "name"}}'
      |                                                       ^^^^^^^^^^^^^^^^^^^^^^
    "#);
    assert_snapshot!(told(r#".alter table T policy update '["T"]'"#), @r#"
    error: an item of the policy `update` is an object, not a string
     --> test:1:32
    1 | .alter table T policy update '["T"]'
      |                                ^^^
    "#);
    assert_snapshot!(told(r#".alter cluster policy capacity '{"IngestionCapacity": {"ClusterMaximumConcurrentOperations": "many"}}'"#), @r#"
    error: `IngestionCapacity.ClusterMaximumConcurrentOperations` takes a whole number, not `many`
     --> test:1:94
    1 | .alter cluster policy capacity '{"IngestionCapacity": {"ClusterMaximumConcurrentOperations": "many"}}'
      |                                                                                              ^^^^^^
    "#);
}

#[test]
fn a_length_of_time_is_not_negative() {
    assert_snapshot!(told(r#".alter table T policy retention '{"SoftDeletePeriod":"-5.00:00:00"}'"#), @r#"
    error: `SoftDeletePeriod` can't be negative: `-5.00:00:00`
     --> test:1:54
    1 | .alter table T policy retention '{"SoftDeletePeriod":"-5.00:00:00"}'
      |                                                      ^^^^^^^^^^^^^
    "#);
    assert_snapshot!(told(".alter-merge table T policy retention softdelete = -5d"), @"
    error: `SoftDeletePeriod` can't be negative: `-5.00:00:00`
     --> test:1:39
    1 | .alter-merge table T policy retention softdelete = -5d
      |                                       ^^^^^^^^^^^^^^^^
    ");
    assert_snapshot!(told(".alter table T policy caching hot = -3d"), @"
    error: `DataHotSpan.Value` can't be negative: `-3.00:00:00`
     --> test:1:31
    1 | .alter table T policy caching hot = -3d
      |                               ^^^^^^^^^
    ");
    assert_snapshot!(told(".alter follower database F policy caching hot = -3d"), @"
    error: `DataHotSpan.Value` can't be negative: `-3.00:00:00`
     --> test:1:43
    1 | .alter follower database F policy caching hot = -3d
      |                                           ^^^^^^^^^
    ");
}

#[test]
fn a_part_that_no_page_has_is_kept_and_warned_of() {
    assert_snapshot!(told(r#".alter table T policy retention '{"SoftDeletePerod":"5.00:00:00"}'"#), @r#"
    warning: the policy `retention` has no part `SoftDeletePerod`: it is kept, and has no meaning
     --> test:1:35
    1 | .alter table T policy retention '{"SoftDeletePerod":"5.00:00:00"}'
      |                                   ^^^^^^^^^^^^^^^^^
      = help: did you mean `SoftDeletePeriod`?
    "#);
    assert_snapshot!(told(r#".alter table T policy streamingingestion '{"IsEnabled": true, "Speed": 3}'"#), @r#"
    warning: the policy `streamingingestion` has no part `Speed`: it is kept, and has no meaning
     --> test:1:63
    1 | .alter table T policy streamingingestion '{"IsEnabled": true, "Speed": 3}'
      |                                                               ^^^^^^^
      = help: its parts are `IsEnabled`, `HintAllocatedRate`, `NumberOfRowStores`, `SealIntervalLimit`, `SealThresholdBytes`, `UsageTags` and `IsMaintenanceActive` (streaming-ingestion-policy.md)
    "#);
    assert_snapshot!(told(r#".alter table T policy merge '{"Lookback": {"Kynd": "Default"}}'"#), @r#"
    warning: the policy `merge` has no part `Lookback.Kynd`: it is kept, and has no meaning
     --> test:1:44
    1 | .alter table T policy merge '{"Lookback": {"Kynd": "Default"}}'
      |                                            ^^^^^^
      = help: did you mean `Kind`?
    "#);
    assert_snapshot!(told(
        r#".create-or-alter workload_group G '{"RequestLimitsPolicy": {"MaxExecutionTme": {"Value": "00:01:00"}}}'"#
    ), @r#"
    warning: a workload group has no part `RequestLimitsPolicy.MaxExecutionTme`: it is kept, and has no meaning
     --> test:1:61
    1 | .create-or-alter workload_group G '{"RequestLimitsPolicy": {"MaxExecutionTme": {"Value": "00:01:00"}}}'
      |                                                             ^^^^^^^^^^^^^^^^^
      = help: did you mean `MaxExecutionTime`?
    "#);
    let mut session = session();
    run_well(&mut session, TABLE);
    run_well(&mut session, r#".alter table T policy streamingingestion '{"IsEnabled": true, "Speed": 3}'"#);
    let shown = run(&mut session, ".show table T policy streamingingestion");
    assert!(shown.contains(r#"{""IsEnabled"": true, ""Speed"": 3}"#), "{shown}");
}

#[test]
fn what_the_pages_do_not_allow_and_the_service_can_read_is_warned_of() {
    assert_snapshot!(told(
        r#".alter table T policy ingestionbatching '{"MaximumNumberOfItems": 50000, "MaximumBatchingTimeSpan": "0:0:5"}'"#
    ), @r#"
    warning: `50000` is outside of what the documents allow for `MaximumNumberOfItems`
     --> test:1:67
    1 | .alter table T policy ingestionbatching '{"MaximumNumberOfItems": 50000, "MaximumBatchingTimeSpan": "0:0:5"}'
      |                                                                   ^^^^^
      = help: `MaximumNumberOfItems` may be 1 to 25000 (batching-policy.md)
    warning: `0:0:5` is outside of what the documents allow for `MaximumBatchingTimeSpan`
     --> test:1:101
    1 | .alter table T policy ingestionbatching '{"MaximumNumberOfItems": 50000, "MaximumBatchingTimeSpan": "0:0:5"}'
      |                                                                                                     ^^^^^^^
      = help: `MaximumBatchingTimeSpan` may be 00:00:10 to 00:30:00 (batching-policy.md)
    "#);
    assert_snapshot!(told(r#".alter cluster policy query_weak_consistency '{"PercentageOfNodes": 0}'"#), @r#"
    warning: `0` is outside of what the documents allow for `PercentageOfNodes`
     --> test:1:69
    1 | .alter cluster policy query_weak_consistency '{"PercentageOfNodes": 0}'
      |                                                                     ^
      = help: `PercentageOfNodes` may be 1 to 100, or -1 for the default (query-weak-consistency-policy.md)
    "#);
    assert_snapshot!(told(r#".alter column T.name policy encoding type='identifer'"#), @"
    warning: `identifer` is no `EncodingPolicyType` that the documents list
     --> test:1:38
    1 | .alter column T.name policy encoding type='identifer'
      |                                      ^^^^^^^^^^^^^^^^
      = help: did you mean `Identifier`?
      = help: alter-encoding-policy.md lists `Identifier`, `BigObject`, `BigObject32`, `Vector16` and `Null`
    ");
    assert_snapshot!(told(r#".alter cluster policy callout '[{"CalloutType": "sqll", "CanCall": true}]'"#), @r#"
    warning: `sqll` is no `CalloutType` that the documents list
     --> test:1:49
    1 | .alter cluster policy callout '[{"CalloutType": "sqll", "CanCall": true}]'
      |                                                 ^^^^^^
      = help: did you mean `sql`?
      = help: callout-policy.md lists `kusto`, `sql`, `mysql`, `postgresql`, `azure_digital_twins`, `cosmosdb`, `sandbox_artifacts`, `external_data`, `webapi` and `azure_openai`
    "#);
}

/// What the pages and real files write, and what .NET reads besides.
#[test]
fn values_in_every_spelling_that_the_service_reads_are_taken() {
    let commands = [
        r#".alter table T policy retention '{"SoftDeletePeriod": "365", "recoverability": "disabled"}'"#,
        r#".alter table T policy retention '{"SoftDeletePeriod": "48:00:00", "Recoverability": null}'"#,
        r#".alter table T policy retention "{}""#,
        r#".alter table T policy retention 'null'"#,
        r#".alter table T policy ingestionbatching "{'MaximumBatchingTimeSpan':'0:0:10', 'MaximumNumberOfItems':'20'}""#,
        r#".alter table T policy streamingingestion '{"IsEnabled": "True", "HintAllocatedRate": 2.1}'"#,
        r#".alter table T policy streamingingestion '{"IsEnabled":false,"HintAllocatedRate":null,"NumberOfRowStores":null,"SealIntervalLimit":null,"SealThresholdBytes":null,"UsageTags":[],"IsMaintenanceActive":false}'"#,
        r#".alter table T policy merge '{"OriginalSizeMBUpperBoundForMerge": 0, "LoopPeriod": "01:00:00", "Lookback": {"Kind": 0, "CustomPeriod": null}}'"#,
        r#".alter table T policy sharding '{"MaxRowCount": 750000, "MaxExtentSizeInMb": 1024, "MaxOriginalSizeInMb": 2048}'"#,
        r#".alter table T policy auto_delete '{"ExpiryDate": "2032-01-01", "DeleteIfNotEmpty": true}'"#,
        r#".alter table T policy auto_delete '{"ExpiryDate": "1/2/2032 10:00 PM"}'"#,
        r#".alter table T policy partitioning '{"PartitionKeys": [{"ColumnName": "name", "Kind": "Hash", "Properties": {"Function": "XxHash64", "MaxPartitionCount": 128, "Seed": 1, "PartitionAssignmentMode": "Uniform"}}, {"ColumnName": "t", "Kind": "UniformRange", "Properties": {"Reference": "1970-01-01 00:00:00", "RangeSize": "1.00:00:00", "OverrideCreationTime": false}}], "EffectiveDateTime": "2023-01-01"}'"#,
        r#".alter-merge cluster policy capacity '{"ExtentsPartitionCapacity": {"MaximumConcurrentOperationsPerNode": 4}}'"#,
        r#".alter cluster policy sandbox '[{"SandboxKind": "PythonExecution", "IsEnabled": true, "InitializeOnStartup": false, "TargetCountPerNode": 4, "MaxCpuRatePerSandbox": 55, "MaxMemoryMbPerSandbox": 65536}]'"#,
    ];
    for command in commands {
        assert_eq!(told(command), "", "{command}");
    }
}

/// Scripts of people have such commas, comments and names; what is stored is JSON all the same.
#[test]
fn json_is_read_as_the_service_reads_it() {
    let mut session = session();
    run_well(&mut session, TABLE);
    let policy = "{ // days\n  SoftDeletePeriod: '7.00:00:00', /* kept */\n  \"Recoverability\": \"Disabled\",\n}";
    run_well(&mut session, &format!(".alter table T policy retention ```{policy}```"));
    let shown = run(&mut session, ".show table T policy retention");
    assert!(shown.contains(r#"{""SoftDeletePeriod"": ""7.00:00:00"", ""Recoverability"": ""Disabled""}"#), "{shown}");
    let mapping = "[\n  {\"column\": \"x\", \"path\": \"$.x\",}, // one\n  {'column': 'name', path: '$.name'},\n]";
    run_well(&mut session, &format!(".create table T ingestion json mapping 'M' ```{mapping}```"));
    let shown = run(&mut session, ".show table T ingestion json mapping 'M'");
    assert!(shown.contains(r#"{""column"": ""name"", ""path"": ""$.name""}]"#), "{shown}");
    run_well(&mut session, r#".alter table T policy update '[{Source: "T", Query: "T", IsEnabled: false,},]'"#);
    assert_snapshot!(told(".alter table T policy retention '{SoftDeletePeriod: 5,}'"), @r#"
    error: `SoftDeletePeriod` takes a length of time such as `"10.00:00:00"`, not `5`
     --> test:1:53
    1 | .alter table T policy retention '{SoftDeletePeriod: 5,}'
      |                                                     ^
      = help: write `"5.00:00:00"` for 5 days
    "#);
    assert_snapshot!(told(".alter table T policy retention '{\"SoftDeletePeriod\": \"5.00:00:00\",,}'"), @r#"
    error: expected the name of a JSON property, found `,`
     --> test:1:68
    1 | .alter table T policy retention '{"SoftDeletePeriod": "5.00:00:00",,}'
      |                                                                    ^
    "#);
    assert_snapshot!(told(".alter table T policy retention '{ /* no end }'"), @"
    error: the comment in the JSON is not closed
     --> test:1:36
    1 | .alter table T policy retention '{ /* no end }'
      |                                    ^^
    ");
}

/// An update policy is switched off by a bool in quotes too, as real scripts write it.
#[test]
fn an_update_policy_in_quotes_is_off() {
    let circle = |enabled: &str| {
        format!(r#".alter table T policy update '[{{"IsEnabled": {enabled}, "Source": "T", "Query": "T"}}]'"#)
    };
    assert!(told(&circle(r#""True""#)).contains("back to it"));
    assert_eq!(told(&circle(r#""False""#)), "");
}

#[test]
fn the_defaults_of_every_policy_satisfy_the_table() {
    for policy in PolicyKind::ALL {
        let Some(defaults) = policy.defaults() else { continue };
        let content = policy.content().unwrap_or_else(|| panic!("{policy} has defaults and no row"));
        let json: serde_json::Value = serde_json::from_str(defaults.json).unwrap();
        assert_eq!(json.is_array(), content.shape == Shape::Array, "{policy}");
        let command = command(*policy, defaults.json).unwrap();
        assert_eq!(told(&command), "", "{command}");
    }
}

/// Of every policy that is set by JSON: all members with values of their types are taken, and each with a value of
/// another type is refused.
#[test]
fn every_row_of_the_table_takes_its_type_and_refuses_another() {
    let mut refused = 0;
    for policy in PolicyKind::ALL.iter().filter(|policy| **policy != PolicyKind::Update) {
        let Some(content) = policy.content() else { continue };
        let Some(whole) = command(*policy, &object(content.members, None)) else { continue };
        assert_eq!(told(&whole), "", "{whole}");
        for member in content.members.iter().filter(|member| member.takes != MemberType::Any) {
            let other = command(*policy, &object(content.members, Some(member))).unwrap();
            let said = told(&other);
            assert!(said.contains(&format!("error: `{}` takes ", member.name)), "{other}\n{said}");
            refused += 1;
        }
    }
    assert!(refused > 70, "{refused}");
}

/// An object of these members, of which one has a value of another type.
fn object(members: &[Member], wrong: Option<&Member>) -> String {
    let value = |member: &Member| match wrong {
        Some(wrong) if wrong == member => {
            if matches!(member.takes, MemberType::Objects(_)) { "{}" } else { "[[]]" }.to_owned()
        }
        _ => value(member.takes),
    };
    let members: Vec<String> = members.iter().map(|member| format!("\"{}\": {}", member.name, value(member))).collect();
    format!("{{{}}}", members.join(", "))
}

/// A value of a type.
fn value(takes: MemberType) -> String {
    match takes {
        MemberType::Bool => "true".to_owned(),
        MemberType::Text | MemberType::Any => "\"text\"".to_owned(),
        MemberType::Texts => "[\"text\"]".to_owned(),
        MemberType::Number => "0.5".to_owned(),
        MemberType::Whole => "7".to_owned(),
        MemberType::Within(least, _) | MemberType::WithinOrDefault(least, _) => least.to_string(),
        MemberType::Span(spans) => format!("\"{}\"", TimeSpan::seconds(spans.least)),
        MemberType::DateTime => "\"2032-01-31\"".to_owned(),
        MemberType::OneOf(words) | MemberType::Listed(words) => format!("\"{}\"", words[0]),
        MemberType::Object(members) => object(members, None),
        MemberType::Objects(members) => format!("[{}]", object(members, None)),
    }
}

/// The command that sets a policy by JSON; none where it is set in words.
fn command(policy: PolicyKind, json: &str) -> Option<String> {
    let commands = ["table T", "cluster", "external table E"];
    let mut commands = commands.map(|of| format!(".alter {of} policy {policy} ```{json}```")).into_iter();
    commands.find(|command| {
        let mut well = false;
        pieces(command, 1, |piece| well = parser::parse(&piece).is_ok());
        well
    })
}

#[test]
fn check_says_the_same_without_running() {
    let mut said = Vec::new();
    let text = r#".alter table T policy retention '{"SoftDeletePeriod":5, "Recoverabilty": "Enabled"}'"#;
    pieces(text, 1, |piece| {
        let statement = parser::parse(&piece).unwrap();
        said.extend(said_of_values(&statement.command).into_iter().map(|diagnostic| diagnostic.message));
    });
    assert_snapshot!(said.join("\n"), @r#"
    `SoftDeletePeriod` takes a length of time such as `"10.00:00:00"`, not `5`
    the policy `retention` has no part `Recoverabilty`: it is kept, and has no meaning
    "#);
}

#[test]
fn a_table_is_deleted_after_now_and_partitioned_by_its_columns() {
    assert_snapshot!(told(r#".alter table T policy auto_delete '{"ExpiryDate": "2026-01-31T12:00:00Z"}'"#), @r#"
    warning: `ExpiryDate` is not after the time of this command, 2026-01-31T12:00:00Z
     --> test:1:51
    1 | .alter table T policy auto_delete '{"ExpiryDate": "2026-01-31T12:00:00Z"}'
      |                                                   ^^^^^^^^^^^^^^^^^^^^^^
      = help: it must be (auto-delete-policy.md); the policy is kept, and the table stays here
    "#);
    assert_snapshot!(told(r#".alter table T policy auto_delete '{"ExpiryDate": "2026-01-31T12:00:01Z"}'"#), @"");
    let partitioned = r#".alter table T policy partitioning '{"PartitionKeys": [{"ColumnName": "nam", "Kind": "Hash", "Properties": {"Function": "XxHash64", "MaxPartitionCount": 128, "Seed": 1, "PartitionAssignmentMode": "Uniform"}}]}'"#;
    assert_snapshot!(told(partitioned), @r#"
    warning: table `T` has no column `nam`
     --> test:1:71
    1 | .alter table T policy partitioning '{"PartitionKeys": [{"ColumnName": "nam", "Kind": "Hash", "Properties": {"Function": "XxHash64", "...
      |                                                                       ^^^^^
      = help: did you mean `name`?
      = help: the policy is kept; data is not partitioned by a column that is not there
    "#);
    assert_snapshot!(told(&partitioned.replace("\"nam\"", "\"name\"")), @"");
}

#[test]
fn the_built_in_workload_groups_are_always_there() {
    let mut session = session();
    assert_snapshot!(run(&mut session, ".show workload_groups"), @r#"
    WorkloadGroupName,WorkloadGroup
    default,"{""RequestLimitsPolicy"": {""DataScope"": {""IsRelaxable"": true, ""Value"": ""All""}, ""MaxMemoryPerIterator"": {""IsRelaxable"": true, ""Value"": 5368709120}, ""MaxFanoutThreadsPercentage"": {""IsRelaxable"": true, ""Value"": 100}, ""MaxFanoutNodesPercentage"": {""IsRelaxable"": true, ""Value"": 100}, ""MaxResultRecords"": {""IsRelaxable"": true, ""Value"": 500000}, ""MaxResultBytes"": {""IsRelaxable"": true, ""Value"": 67108864}, ""MaxExecutionTime"": {""IsRelaxable"": true, ""Value"": ""00:04:00""}}}"
    internal,{}
    $materialized-views,{}
    "#);
    assert_snapshot!(run(&mut session, r#".alter-merge workload_group default '{"RequestLimitsPolicy": {"MaxResultRecords": {"IsRelaxable": true, "Value": 5}}}'"#), @r#"
    WorkloadGroupName,WorkloadGroup
    default,"{""RequestLimitsPolicy"": {""DataScope"": {""IsRelaxable"": true, ""Value"": ""All""}, ""MaxMemoryPerIterator"": {""IsRelaxable"": true, ""Value"": 5368709120}, ""MaxFanoutThreadsPercentage"": {""IsRelaxable"": true, ""Value"": 100}, ""MaxFanoutNodesPercentage"": {""IsRelaxable"": true, ""Value"": 100}, ""MaxResultRecords"": {""IsRelaxable"": true, ""Value"": 5}, ""MaxResultBytes"": {""IsRelaxable"": true, ""Value"": 67108864}, ""MaxExecutionTime"": {""IsRelaxable"": true, ""Value"": ""00:04:00""}}}"
    "#);
    assert_snapshot!(said_of(&mut session, ".drop workload_group default"), @"
    error: `default` is a built-in workload group, which can't be dropped
     --> test:1:22
    1 | .drop workload_group default
      |                      ^^^^^^^
      = help: see workload-groups.md, Built-in workload groups
    ");
    assert_snapshot!(said_of(&mut session, ".alter-merge workload_group internal '{}'"), @"
    error: `internal` is a built-in workload group, whose policies can't be changed
     --> test:1:29
    1 | .alter-merge workload_group internal '{}'
      |                             ^^^^^^^^
      = help: see workload-groups.md, Built-in workload groups
    ");
    assert_snapshot!(said_of(&mut session, r#".alter-merge workload_group ['$materialized-views'] '{"RequestLimitsPolicy": {"MaxMemoryPerIterator": {"Value": 5368709120}, "MaxResultRecords": {"Value": 5}}}'"#), @r#"
    warning: no document lets `$materialized-views` have another `MaxResultRecords`
     --> test:1:126
    1 | ...licy": {"MaxMemoryPerIterator": {"Value": 5368709120}, "MaxResultRecords": {"Value": 5}}}'
      |                                                           ^^^^^^^^^^^^^^^^^^
      = help: of its `RequestLimitsPolicy`, `MaxMemoryPerQueryPerNode`, `MaxMemoryPerIterator`, `MaxFanoutThreadsPercentage` and `MaxFanoutNodesPercentage` can be changed (workload-groups.md)
    "#);
    assert_snapshot!(said_of(&mut session, ".show workload_group defualt"), @"
    error: Entity ID 'defualt' of kind 'WorkloadGroup' was not found.
     --> test:1:22
    1 | .show workload_group defualt
      |                      ^^^^^^^
      = help: did you mean `default`?
      = help: kmgmt looked for a workload group in the cluster
    ");
    assert_snapshot!(said_of(&mut session, ".drop workload_group Zzzzzz"), @"
    error: Entity ID 'Zzzzzz' of kind 'WorkloadGroup' was not found.
     --> test:1:22
    1 | .drop workload_group Zzzzzz
      |                      ^^^^^^
      = help: kmgmt looked for a workload group in the cluster
    ");
}

#[test]
fn a_cluster_has_16_workload_groups_beside_the_built_in_ones() {
    let mut session = session();
    for number in 1..=16 {
        run_well(&mut session, &format!(".create-or-alter workload_group G{number} '{{}}'"));
    }
    assert_snapshot!(said_of(&mut session, ".create-or-alter workload_group G17 '{}'"), @"
    error: the cluster has 16 workload groups beside the built-in ones, and can have no more
     --> test:1:33
    1 | .create-or-alter workload_group G17 '{}'
      |                                 ^^^
      = help: `.drop workload_group …` makes room (workload-groups.md)
    ");
    run_well(&mut session, ".create-or-alter workload_group G16 '{}'\n.create-or-alter workload_group default '{}'");
}
