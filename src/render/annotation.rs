//! Lines by which a build tells its service of broken rules, which shows them beside the lines of a change.
//!
//! GitHub Actions reads *Workflow commands*
//! (<https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>); what is escaped stands in its
//! toolkit, `packages/core/src/command.ts`. Azure Pipelines reads *Logging commands*
//! (<https://learn.microsoft.com/en-us/azure/devops/pipelines/scripts/logging-commands>, `task.logissue`, *Formatting
//! commands*); what is escaped stands in its task library, `node/taskcommand.ts`.

use std::fmt::Write;
use std::path::Path;

use crate::diagnostic::Severity;
use crate::render::issue::{FilePath, Issue, Spot};

/// A service that builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// GitHub Actions.
    Github,
    /// Azure Pipelines.
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

/// Returns the line by which a service learns of a broken rule.
#[must_use]
pub fn annotation(issue: &Issue<'_>, service: Service, working_directory: &Path) -> String {
    let spot = issue.spot.map(|spot| (FilePath::of(spot.file, working_directory), spot));
    match service {
        Service::Github => github(issue, spot.as_ref()),
        Service::AzureDevops => azure_devops(issue, spot.as_ref()),
    }
}

/// `::error file=roles.kql,line=3,col=1,title=no-admin-left::…`
fn github(issue: &Issue<'_>, spot: Option<&(FilePath, Spot<'_>)>) -> String {
    let level = match issue.severity {
        Severity::Note => "notice",
        other => other.word(),
    };
    let mut properties = String::new();
    if let Some((file, Spot { begins, ends, .. })) = spot {
        let file = escaped(file.text(), IN_GITHUB_PROPERTY);
        let _ = write!(properties, "file={file},line={},col={},", begins.line, begins.column);
        // Columns of the end are taken on one line alone.
        if begins.line == ends.line {
            let _ = write!(properties, "endColumn={},", ends.column);
        }
    }
    let title = escaped(issue.title, IN_GITHUB_PROPERTY);
    format!("::{level} {properties}title={title}::{}", escaped(&issue.text, IN_GITHUB_TEXT))
}

/// `##vso[task.logissue type=error;sourcepath=roles.kql;linenumber=3;columnnumber=1;code=no-admin-left;]…`; the service
/// has no issues that are notes: they are plain lines.
fn azure_devops(issue: &Issue<'_>, spot: Option<&(FilePath, Spot<'_>)>) -> String {
    let text = escaped(&issue.text, IN_AZURE_TEXT);
    if issue.severity == Severity::Note {
        let place =
            spot.map(|(file, Spot { begins, .. })| format!("{}:{}:{}: ", file.text(), begins.line, begins.column));
        return format!("{}[{}]: {}{text}", issue.severity.word(), issue.rule, place.unwrap_or_default());
    }
    let mut properties = format!("type={};", issue.severity.word());
    if let Some((file, Spot { begins, .. })) = spot {
        let file = escaped(file.text(), IN_AZURE_PROPERTY);
        let _ = write!(properties, "sourcepath={file};linenumber={};columnnumber={};", begins.line, begins.column);
    }
    format!("##vso[task.logissue {properties}code={};]{text}", escaped(issue.rule, IN_AZURE_PROPERTY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Place;

    #[test]
    fn what_means_something_to_a_service_is_escaped() {
        let (begins, ends) = (Place { line: 3, column: 1 }, Place { line: 3, column: 5 });
        let spot = Spot::of("a,b;c]d:100%.kql", begins, ends);
        let text = "100% of a:b, c;d]\nhelp: e".to_owned();
        let issue = Issue { rule: "wide-group", title: "a: b, c", severity: Severity::Warning, text, spot };
        let line = |service| annotation(&issue, service, Path::new("/project"));
        assert_eq!(
            line(Service::Github),
            "::warning file=a%2Cb;c]d%3A100%25.kql,line=3,col=1,endColumn=5,title=a%3A b%2C c::100%25 of a:b, \
             c;d]%0Ahelp: e"
        );
        assert_eq!(
            line(Service::AzureDevops),
            "##vso[task.logissue type=warning;sourcepath=a,b%3Bc%5Dd:100%AZP25.kql;linenumber=3;columnnumber=1;\
             code=wide-group;]100%AZP25 of a:b, c;d]%0Ahelp: e"
        );
    }
}
