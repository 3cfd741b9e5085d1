//! SARIF 2.1.0 (OASIS, *Static Analysis Results Interchange Format*): as much of it as results need that are rules
//! broken at places.

use serde::Serialize;
use serde_json::{Value, json};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A rule that results name.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its id.
    pub id: &'static str,
    /// What it says, in a line.
    pub line: &'static str,
}

/// How bad a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It fails the run.
    Error,
    /// There is something to know.
    Warning,
    /// There is something to know that is told in one line.
    Note,
}

/// A rule that was broken at a place.
#[derive(Clone, Debug)]
pub struct Result<'r> {
    /// The id of the rule.
    pub rule: &'static str,
    /// How bad it is.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// The file.
    pub file: &'r str,
    /// The line, from 1.
    pub line: u32,
    /// The first column, in characters from 1, and the one after the last.
    pub columns: (u32, u32),
}

/// Returns the log of one run.
#[must_use]
pub fn log(rules: &[Rule], results: &[Result<'_>]) -> String {
    let rules: Vec<Value> =
        rules.iter().map(|rule| json!({ "id": rule.id, "shortDescription": { "text": rule.line } })).collect();
    let driver = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let results: Vec<Value> = results.iter().map(Result::value).collect();
    let run = json!({ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    format!("{log:#}\n")
}

impl Result<'_> {
    fn value(&self) -> Value {
        let (start, end) = self.columns;
        let region = json!({ "startLine": self.line, "startColumn": start, "endColumn": end.max(start) });
        let place = json!({ "artifactLocation": { "uri": uri(self.file) }, "region": region });
        json!({
            "ruleId": self.rule,
            "level": self.level,
            "message": { "text": self.message },
            "locations": [{ "physicalLocation": place }],
        })
    }
}

/// Returns a path as a relative reference (RFC 3986): other characters than it allows are written as bytes.
fn uri(path: &str) -> String {
    let mut text = String::new();
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => text.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
