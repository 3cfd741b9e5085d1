//! Lines by which a build tells its service of findings, which shows them beside the lines of a change.

use std::fmt::Write;

use crate::diagnostic::Severity;
use crate::plan::Judged;
use crate::render::findings::file;

/// A service that builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// GitHub Actions (*Workflow commands*).
    Github,
    /// Azure DevOps Pipelines (*Logging commands*, `task.logissue`).
    AzureDevops,
}

/// What a service has in place of characters that mean something to it.
type Escapes = &'static [(char, &'static str)];

const IN_GITHUB_TEXT: Escapes = &[('%', "%25"), ('\r', "%0D"), ('\n', "%0A")];
const IN_GITHUB_PROPERTY: Escapes = &[('%', "%25"), ('\r', "%0D"), ('\n', "%0A"), (':', "%3A"), (',', "%2C")];
const IN_AZURE_TEXT: Escapes = &[('%', "%AZP25"), ('\r', "%0D"), ('\n', "%0A")];
const IN_AZURE_PROPERTY: Escapes = &[('%', "%AZP25"), ('\r', "%0D"), ('\n', "%0A"), (']', "%5D"), (';', "%3B")];

fn escaped(text: &str, escapes: Escapes) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match escapes.iter().find(|(meant, _)| *meant == character) {
            Some((_, instead)) => out.push_str(instead),
            None => out.push(character),
        }
    }
    out
}

/// Returns the line by which a service learns of a finding.
#[must_use]
pub fn annotation(judged: &Judged, service: Service) -> String {
    match service {
        Service::Github => github(judged),
        Service::AzureDevops => azure_devops(judged),
    }
}

/// Returns the sentence and the advice, a line each.
fn text(judged: &Judged) -> String {
    let diagnostic = &judged.finding.diagnostic;
    let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    help.fold(diagnostic.message.clone(), |text, help| text + &help)
}

/// `::error file=roles.kql,line=3,col=1,title=no-admin-left::…`
fn github(judged: &Judged) -> String {
    let finding = &judged.finding;
    let level = match finding.diagnostic.severity {
        Severity::Note => "notice",
        other => other.word(),
    };
    let mut properties = Vec::new();
    if let (Some(file), Some((begins, ends))) = (file(judged), finding.place()) {
        properties.push(("file", escaped(file, IN_GITHUB_PROPERTY)));
        properties.push(("line", begins.line.to_string()));
        properties.push(("col", begins.column.to_string()));
        // Columns of the end are taken on one line alone.
        if begins.line == ends.line {
            properties.push(("endColumn", ends.column.to_string()));
        }
    }
    properties.push(("title", escaped(finding.rule.id(), IN_GITHUB_PROPERTY)));
    let properties: Vec<String> = properties.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("::{level} {}::{}", properties.join(","), escaped(&text(judged), IN_GITHUB_TEXT))
}

/// `##vso[task.logissue type=error;sourcepath=roles.kql;linenumber=3;columnnumber=1;code=no-admin-left;]…`; the service
/// has no issues that are notes: they are plain lines.
fn azure_devops(judged: &Judged) -> String {
    let finding = &judged.finding;
    let place = file(judged).zip(finding.place());
    let text = escaped(&text(judged), IN_AZURE_TEXT);
    if finding.diagnostic.severity == Severity::Note {
        let place = place.map(|(file, (begins, _))| format!("{file}:{}:{}: ", begins.line, begins.column));
        return format!("{}[{}]: {}{text}", Severity::Note.word(), finding.rule, place.unwrap_or_default());
    }
    let mut properties = format!("type={};", finding.diagnostic.severity.word());
    if let Some((file, (begins, _))) = place {
        let file = escaped(file, IN_AZURE_PROPERTY);
        let _ = write!(properties, "sourcepath={file};linenumber={};columnnumber={};", begins.line, begins.column);
    }
    format!("##vso[task.logissue {properties}code={};]{text}", finding.rule)
}
