//! Findings as text: for people, for programs, for the services that show them beside the lines of a change.

use serde::Serialize;

use crate::diagnostic::{Context, Style, human_of};
use crate::plan::{Judged, Standing, Statement};

mod annotation;
mod sarif;

pub use annotation::{Service, annotation};
pub use sarif::sarif;

/// Returns a finding as lines for people, with the rule and a caret under its place.
#[must_use]
pub fn human(judged: &Judged, style: Style) -> String {
    let finding = &judged.finding;
    let nowhere = Context { origin: "", text: "", line: 1, database: "" };
    let context = finding.statement.as_deref().map_or(nowhere, Statement::context);
    let rule = finding.rule.is_specific().then_some(finding.rule.id());
    human_of(&finding.diagnostic, rule, &context, style)
}

/// A finding for a program, with its keys in this order.
#[derive(Debug, Serialize)]
pub struct Object<'f> {
    rule: &'static str,
    severity: &'static str,
    message: &'f str,
    file: Option<&'f str>,
    line: Option<u32>,
    column: Option<u32>,
    principal: Option<&'f str>,
    entity: Option<&'f str>,
    help: &'f [String],
    /// `open`, `known` (in the baseline) or `ignored` (by a comment).
    standing: &'static str,
    fails: bool,
    reason: Option<&'f str>,
}

/// Returns a finding for a program.
#[must_use]
pub fn object(judged: &Judged) -> Object<'_> {
    let Judged { finding, standing } = judged;
    let (standing, fails, reason) = match standing {
        Standing::Open { fails } => ("open", *fails, None),
        Standing::Known => ("known", false, None),
        Standing::Ignored(reason) => ("ignored", false, Some(reason.as_str())),
    };
    let begins = finding.place().map(|(begins, _)| begins);
    Object {
        rule: finding.rule.id(),
        severity: finding.diagnostic.severity.word(),
        message: &finding.diagnostic.message,
        file: finding.statement.as_ref().map(|statement| statement.origin.as_str()),
        line: begins.map(|place| place.line),
        column: begins.map(|place| place.column),
        principal: finding.principal.as_deref(),
        entity: finding.entity.as_deref(),
        help: &finding.diagnostic.help,
        standing,
        fails,
        reason,
    }
}

/// Returns the name of the file that a finding is in; what does not come from a file has a name in angle brackets.
fn file(judged: &Judged) -> Option<&str> {
    Some(judged.finding.origin()).filter(|origin| !origin.is_empty() && !origin.starts_with('<'))
}
