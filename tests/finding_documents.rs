//! Documents about findings: the log that other programs read, and the pages of the rules.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/finding.rs"]
mod finding;
#[path = "support/sarif.rs"]
mod published;
mod support;

use std::path::Path;

use finding::{judged, trial};
use kmgmt::model::finding::FindingRule;
use kmgmt::plan::Judged;
use kmgmt::render::findings::sarif;
use kmgmt::render::rules::document;
use published::{is_log, schema};
use serde_json::{Value, json};

/// Returns a text of the repository's, after it was written again where that is asked for.
fn kept(file: &str, text: &str) -> String {
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(file, text).unwrap();
    }
    std::fs::read_to_string(file).unwrap_or_default()
}

#[test]
fn the_pages_of_the_rules_are_those_of_the_table() {
    assert_eq!(kept("docs/rules.md", &document()), document(), "UPDATE_FIXTURES=1 writes docs/rules.md");
}

#[test]
fn ids_of_rules_are_words_with_hyphens_and_found_again() {
    for rule in FindingRule::ALL {
        let is_plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
        assert!(rule.id().chars().all(is_plain), "{rule}");
        assert_eq!(FindingRule::of(&rule.id().to_uppercase()), Some(*rule));
    }
}

/// The log of findings in a folder.
fn log(all: &[Judged]) -> String {
    sarif(all, Path::new("/project"))
}

#[test]
fn the_log_is_one_of_the_published_schema() {
    let script = "\
//! ignore foreign-tenant: the auditor
.add database NetDefaultDB viewers ('aaduser=guest@fabrikam.com')
.set database NetDefaultDB admins none
.add database NetDefaultDB viewers ('aaduser=nobody@contoso.com')
";
    let log: Value =
        serde_json::from_str(&log(&judged(&trial(".create table T (a:int)", support::ADMIN, script)))).unwrap();
    is_log(&log);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let rules: Vec<&str> = results.iter().map(|result| result["ruleId"].as_str().unwrap()).collect();
    assert_eq!(rules, ["foreign-tenant", "set-none-on-admins", "unknown-principal"]);
    let about = |result: &Value| (result["level"].clone(), result["locations"][0]["physicalLocation"].clone());
    let region = json!({ "startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 5 });
    let place = json!({ "artifactLocation": { "uri": "roles.kql" }, "region": region });
    assert_eq!(about(&results[1]), (json!("warning"), place));
    assert_eq!(results[0]["suppressions"], json!([{ "kind": "inSource", "justification": "the auditor" }]));
    assert_eq!(results[1].get("suppressions"), None);
    // A log that is none is found out.
    assert!(!schema().is_valid(&json!({ "version": "2.1.0" })));
}

#[test]
fn a_log_without_findings_is_one_too() {
    let log: Value = serde_json::from_str(&log(&[])).unwrap();
    is_log(&log);
}

#[test]
fn the_log_of_tests_is_one_too() {
    let log: Value = serde_json::from_str(&std::fs::read_to_string("fixtures/assertions/sarif.out").unwrap()).unwrap();
    assert!(schema().is_valid(&log), "{log}");
    assert_eq!(log["$schema"], serde_json::from_str::<Value>(&self::log(&[])).unwrap()["$schema"]);
}
