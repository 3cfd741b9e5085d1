//! Assertions that do not hold, beside the lines of a change: as a log of SARIF, and as lines for build services.

use crate::cli::assertions::case::{Case, RULES, Told};
use crate::cli::source::working_directory;
use crate::diagnostic::Severity;
use crate::render::annotation::{Service, annotation};
use crate::render::issue::{Issue, Spot};
use crate::render::sarif::{About, Logged, Message, Rule, log as log_of};

fn of<'c>(case: &'c Case<'_>, told: &Told) -> Issue<'c> {
    let spot = Spot::of(case.origin, told.begins, told.ends);
    Issue { rule: told.rule.id, title: &case.name, severity: Severity::Error, text: told.in_full(), spot }
}

fn failed<'c>(cases: &'c [Case<'_>]) -> impl Iterator<Item = Issue<'c>> {
    cases.iter().filter_map(|case| Some(of(case, case.told.as_ref()?)))
}

/// Returns a log with a result for each case that failed.
pub(super) fn log(cases: &[Case<'_>]) -> String {
    let rules = RULES.map(|rule| Rule {
        id: rule.id,
        name: None,
        short_description: Message::plain(rule.line),
        full_description: None,
        help: None,
        default_configuration: Severity::Error.into(),
    });
    let logged = |issue| Logged { issue, fingerprint: None, suppression: None, about: About::default() };
    log_of(&rules, &failed(cases).map(logged).collect::<Vec<_>>(), &working_directory())
}

/// Returns a line for each case that failed, and one that counts.
pub(super) fn annotations(cases: &[Case<'_>], service: Service) -> String {
    let folder = working_directory();
    let lines: Vec<String> = failed(cases).map(|issue| annotation(&issue, service, &folder) + "\n").collect();
    format!("{}{} of {} assertions failed\n", lines.concat(), lines.len(), cases.len())
}
