//! Findings as a log of the Static Analysis Results Interchange Format, version 2.1.0 (an OASIS standard).

use std::fmt::Write;

use hashbrown::HashMap;
use serde_json::{Map, Value, json};

use crate::diagnostic::Severity;
use crate::directory::derived_id;
use crate::model::finding::FindingRule;
use crate::plan::{Judged, Standing};
use crate::render::findings::file;

/// Where the schema of the format is published.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// Under which name fingerprints stand.
const FINGERPRINT: &str = "kmgmtFinding/v1";

/// Returns all findings as one log; those that do not count are suppressed.
#[must_use]
pub fn sarif(all: &[Judged]) -> String {
    let mut seen = HashMap::new();
    let results: Vec<Value> = all.iter().map(|judged| result(judged, &mut seen)).collect();
    let rules: Vec<Value> = FindingRule::ALL.iter().map(|rule| descriptor(*rule)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            // Columns count characters.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn level(severity: Severity) -> &'static str {
    // The words are those of the format.
    severity.word()
}

fn descriptor(rule: FindingRule) -> Value {
    let markdown = format!("{}\n\n**What to do.** {}", rule.meaning(), rule.fix());
    json!({
        "id": rule.id(),
        "name": format!("{rule:?}"),
        "shortDescription": { "text": rule.title() },
        "fullDescription": { "text": rule.meaning() },
        "help": { "text": format!("{} {}", rule.meaning(), rule.fix()), "markdown": markdown },
        "defaultConfiguration": { "level": level(rule.severity()) },
    })
}

fn result(judged: &Judged, seen: &mut HashMap<String, usize>) -> Value {
    let finding = &judged.finding;
    let diagnostic = &finding.diagnostic;
    let index = FindingRule::ALL.iter().position(|rule| *rule == finding.rule);
    let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    let text = help.fold(diagnostic.message.clone(), |text, help| text + &help);
    let mut result = json!({
        "ruleId": finding.rule.id(),
        "ruleIndex": index,
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "partialFingerprints": { FINGERPRINT: fingerprint(judged, seen) },
    });
    let mut add = |name: &str, value: Value| {
        if let Some(result) = result.as_object_mut() {
            result.insert(name.to_owned(), value);
        }
    };
    if let Some(location) = location(judged) {
        add("locations", json!([location]));
    }
    match &judged.standing {
        Standing::Open { .. } => {}
        Standing::Known => add("suppressions", json!([{ "kind": "external", "justification": "in the baseline" }])),
        Standing::Ignored(reason) => add("suppressions", json!([{ "kind": "inSource", "justification": reason }])),
    }
    let about = [("principal", &finding.principal), ("entity", &finding.entity)];
    let about = about.into_iter().filter_map(|(name, text)| Some((name.to_owned(), Value::from(text.as_deref()?))));
    let about: Map<String, Value> = about.collect();
    if !about.is_empty() {
        add("properties", Value::Object(about));
    }
    result
}

/// Returns where a finding is; none where it comes from no file.
fn location(judged: &Judged) -> Option<Value> {
    let file = file(judged)?;
    let (begins, ends) = judged.finding.place()?;
    Some(json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(file) },
            "region": {
                "startLine": begins.line, "startColumn": begins.column,
                "endLine": ends.line, "endColumn": ends.column,
            },
        },
    }))
}

/// Returns the path of a file as a URI: what has no place in one is written as its bytes.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(byte as char),
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

/// Returns what stays the same of a finding when lines move.
fn fingerprint(judged: &Judged, seen: &mut HashMap<String, usize>) -> String {
    let finding = &judged.finding;
    let key = format!("{}\n{}\n{}", finding.rule, finding.origin(), finding.diagnostic.message);
    let count = seen.entry_ref(key.as_str()).or_insert(0);
    *count += 1;
    derived_id(&format!("{key}\n{count}"))
}
