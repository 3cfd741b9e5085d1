//! Logs of the Static Analysis Results Interchange Format, version 2.1.0 (an OASIS standard): as much of it as results
//! need that are rules broken at places. The types have the names and the fields of the standard.

use std::path::Path;

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::render::issue::{FilePath, Issue, Spot};

/// Where OASIS publishes the schema of the format, with the corrections of its *Errata 01*.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const VERSION: &str = "2.1.0";
/// Columns count characters.
const COLUMN_KIND: &str = "unicodeCodePoints";

#[derive(Serialize)]
struct Log<'l> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'l>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'l> {
    tool: Tool<'l>,
    column_kind: &'static str,
    results: Vec<ResultObject<'l>>,
}

#[derive(Serialize)]
struct Tool<'l> {
    driver: Driver<'l>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'l> {
    name: &'static str,
    semantic_version: &'static str,
    rules: &'l [Rule],
}

/// A text, perhaps with marks too.
#[derive(Clone, Debug, Serialize)]
pub struct Message<'t> {
    /// The plain text.
    pub text: std::borrow::Cow<'t, str>,
    /// The same as Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
}

impl<'t> Message<'t> {
    /// Returns a plain text.
    pub fn plain(text: impl Into<std::borrow::Cow<'t, str>>) -> Self {
        Self { text: text.into(), markdown: None }
    }
}

/// A rule that results name: a `reportingDescriptor`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Its id.
    pub id: &'static str,
    /// Its name for people, in one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it says, in a line.
    pub short_description: Message<'static>,
    /// What it says, in sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_description: Option<Message<'static>>,
    /// What it says, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Message<'static>>,
    /// How bad it is to break it.
    pub default_configuration: Configuration,
}

/// How a rule is judged: a `reportingConfiguration`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Configuration {
    /// `error`, `warning` or `note`.
    level: &'static str,
}

impl From<Severity> for Configuration {
    /// The words of severities are those of the format.
    fn from(severity: Severity) -> Self {
        Self { level: severity.word() }
    }
}

/// A broken rule, and what only a log says of it.
#[derive(Clone, Debug)]
pub struct Logged<'l> {
    /// What is broken, and where.
    pub issue: Issue<'l>,
    /// What stays the same of it when lines move.
    pub fingerprint: Option<String>,
    /// Why it does not count.
    pub suppression: Option<Suppression<'l>>,
    /// Whom and what it is about.
    pub about: About<'l>,
}

/// Why a result does not count.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Suppression<'l> {
    /// Where that is said.
    pub kind: SuppressionKind,
    /// The reason.
    pub justification: &'l str,
}

/// Where it is said that a result does not count.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SuppressionKind {
    /// In the file that the result is in.
    InSource,
    /// In another file.
    External,
}

/// Whom and what a result is about: its property bag.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct About<'l> {
    /// A principal, as references name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<&'l str>,
    /// An entity, as sentences name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<&'l str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'l> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    #[serde(flatten)]
    level: Configuration,
    message: Message<'l>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locations: Option<[Location; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partial_fingerprints: Option<Fingerprints<'l>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression<'l>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<About<'l>>,
}

#[derive(Serialize)]
struct Fingerprints<'l> {
    #[serde(rename = "kmgmtFinding/v1")]
    finding: &'l str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// Returns the log of one run.
#[must_use]
pub fn log(rules: &[Rule], logged: &[Logged<'_>], working_directory: &Path) -> String {
    let results = logged.iter().map(|one| result(one, rules, working_directory)).collect();
    let driver = Driver { name: env!("CARGO_PKG_NAME"), semantic_version: env!("CARGO_PKG_VERSION"), rules };
    let run = Run { tool: Tool { driver }, column_kind: COLUMN_KIND, results };
    let log = Log { schema: SCHEMA, version: VERSION, runs: [run] };
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn result<'l>(logged: &'l Logged<'_>, rules: &[Rule], working_directory: &Path) -> ResultObject<'l> {
    let Logged { issue, fingerprint, suppression, about } = logged;
    let is_about_something = about.principal.is_some() || about.entity.is_some();
    ResultObject {
        rule_id: issue.rule,
        rule_index: rules.iter().position(|rule| rule.id == issue.rule),
        level: issue.severity.into(),
        message: Message::plain(&issue.text),
        locations: issue.spot.map(|spot| [location(spot, working_directory)]),
        partial_fingerprints: fingerprint.as_deref().map(|finding| Fingerprints { finding }),
        suppressions: suppression.map(|suppression| [suppression]),
        properties: is_about_something.then_some(*about),
    }
}

fn location(Spot { file, begins, ends }: Spot<'_>, working_directory: &Path) -> Location {
    let artifact_location = ArtifactLocation { uri: FilePath::of(file, working_directory).uri() };
    let region =
        Region { start_line: begins.line, start_column: begins.column, end_line: ends.line, end_column: ends.column };
    Location { physical_location: PhysicalLocation { artifact_location, region } }
}
