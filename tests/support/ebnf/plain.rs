//! Values as people write them: what most sentences hold where the notation allows any text.

use kmgmt::model::policy::PolicyKind;

use super::random::Random;

const NAMES: &[&str] = &[
    "StormEvents",
    "Logs",
    "MyTable",
    "Samples",
    "Telemetry_2024",
    "RawEvents",
    "State",
    "EventType",
    "Timestamp",
    "Daily",
    "user_id",
    "Level",
    "Backup",
    "Source1",
    "_staging",
    "Orders",
    "deviceId",
    "T",
    "D1",
];

const TEXTS: &[&str] = &[
    "'Storms since 1950'",
    "\"Weather\"",
    "@'Raw\\Daily'",
    "'it\\'s ours'",
    "```Events of\nall regions```",
    "'drop-by:2024-01-31'",
    "h'https://contoso.blob.core.windows.net/data;managed_identity=system'",
    "~~~a text~~~",
    "\"\"",
    "'https://contoso.kusto.windows.net'",
    "'4c7e82bd-6adb-46c3-b413-fdd44834c69b'",
];

/// What stands after certain words.
const AFTER: &[(&str, &[&str])] = &[
    ("docstring", &["'Storms since 1950'", "\"What users did\"", "'it\\'s ours'"]),
    ("folder", &["'Weather'", "\"Weather\\\\Raw\"", "''"]),
    ("version", &["'v2.3'", "\"v104.1\""]),
    ("persist", &["@'https://contoso.blob.core.windows.net/md'"]),
    ("method", &["'full'", "\"sample\""]),
    ("Suffix", &["'.json'", "\".csv.gz\""]),
    ("assignments", &["'[{\"Name\": \"a\"}]'"]),
];

/// Contents of policies without a value of their own in the table of policies, from their pages; those of
/// policies that no page describes are ours.
const POLICIES: &[(PolicyKind, &str)] = &[
    (
        PolicyKind::Update,
        r#"[{"IsEnabled": true, "Source": "RawEvents", "Query": "RawEvents | project Level", "IsTransactional": false, "PropagateIngestionProperties": false}]"#,
    ),
    (PolicyKind::MultiDatabaseAdmins, r#"{"AllowedPrincipals": []}"#),
    (PolicyKind::StreamingIngestion, r#"{"IsEnabled": true, "HintAllocatedRate": 2.1}"#),
    (PolicyKind::Encoding, r#"{"Type": "Identifier"}"#),
    (PolicyKind::ShardsGrouping, r#"{"IsEnabled": true}"#),
    (
        PolicyKind::Partitioning,
        r#"{"PartitionKeys": [{"ColumnName": "user_id", "Kind": "Hash", "Properties": {"Function": "XxHash64", "MaxPartitionCount": 128, "PartitionAssignmentMode": "Uniform"}}]}"#,
    ),
    (PolicyKind::AutoDelete, r#"{"ExpiryDate": "2026-12-01", "DeleteIfNotEmpty": true}"#),
    (PolicyKind::ExtentTagsRetention, r#"[{"TagPrefix": "drop-by:", "RetentionPeriod": "3.00:00:00"}]"#),
    (PolicyKind::Mirroring, r#"{"Format": "parquet", "IsEnabled": true, "Partitions": null}"#),
    (PolicyKind::QueryAcceleration, r#"{"IsEnabled": true, "Hot": "3.00:00:00"}"#),
    (
        PolicyKind::Callout,
        r#"[{"CalloutType": "sql", "CalloutUriRegex": "[a-z0-9]+[.]database[.]windows[.]net/?$", "CanCall": true}]"#,
    ),
    (PolicyKind::Sandbox, r#"[{"SandboxKind": "PythonExecution", "IsEnabled": true, "MaxCpuRatePerSandbox": 50}]"#),
    (PolicyKind::RowStore, r#"{"OffloadingMaximumSize": 4096}"#),
    (PolicyKind::RequestClassification, r#"{"IsEnabled": true}"#),
    (PolicyKind::Diagnostics, r#"{"IsEnabled": false}"#),
];

const MAPPING: &str = r#"[{"Column": "Level", "Properties": {"Path": "$.level"}}]"#;
const WORKLOAD_GROUP: &str =
    r#"{"RequestLimitsPolicy": {"MaxExecutionTime": {"IsRelaxable": true, "Value": "00:04:00"}}}"#;

/// A name.
pub(super) fn name(random: &mut Random) -> String {
    (*random.pick(NAMES)).to_owned()
}

/// A string that can stand after the words.
pub(super) fn text(words: &[String], random: &mut Random) -> String {
    let mut before = words.iter().rev().map(String::as_str).filter(|word| !matches!(*word, "" | "=" | "("));
    if before.clone().nth(1) == Some("mapping") {
        return quoted(MAPPING, random);
    }
    let last = before.next().unwrap_or_default();
    let texts = AFTER.iter().find(|(word, _)| *word == last).map_or(TEXTS, |(_, texts)| texts);
    let one_line = words.first().is_some_and(|first| is_line(first));
    let texts: Vec<&str> = texts.iter().copied().filter(|text| !(one_line && text.contains('\n'))).collect();
    (*random.pick(&texts)).to_owned()
}

/// The name of the JSON that can stand after the words: `JSON of caching`.
pub(super) fn json_after(words: &[String]) -> String {
    let last = words.iter().rev().map(String::as_str).find(|word| !word.is_empty()).unwrap_or_default();
    let policy = PolicyKind::ALL.iter().find(|policy| policy.word() == last);
    policy.map_or("JSON of a workload group".to_owned(), |policy| format!("JSON of {}", policy.word()))
}

/// The JSON of this name, in quotes of each kind.
pub(super) fn json(name: &str) -> Vec<String> {
    let policy = PolicyKind::ALL.iter().find(|policy| policy.word() == name);
    ways(policy.map_or(WORKLOAD_GROUP, |policy| content(*policy)))
}

/// A content of the policy.
pub fn content(policy: PolicyKind) -> &'static str {
    let ours = POLICIES.iter().find(|(kind, _)| *kind == policy).map(|(_, json)| *json);
    ours.or(policy.defaults().map(|defaults| defaults.json)).unwrap_or_else(|| panic!("no content of {policy:?}"))
}

fn quoted(json: &str, random: &mut Random) -> String {
    random.pick(&ways(json)).clone()
}

fn ways(json: &str) -> Vec<String> {
    let single = json.replace('"', "'");
    vec![format!("'{json}'"), format!("```{json}```"), format!("@'{json}'"), format!("@\"{single}\"")]
}

/// Whether a sentence that begins so is one line: a directive or an assertion.
pub fn is_line(first: &str) -> bool {
    matches!(first, "#" | "//!")
}
