//! Findings as text: for people, for programs, for the services that show them beside the lines of a change.

use std::path::Path;

use hashbrown::HashMap;
use serde::Serialize;

use crate::diagnostic::{Context, Style, human_of};
use crate::directory::derived_id;
use crate::model::finding::FindingRule;
use crate::plan::{Judged, Standing, Statement};
use crate::render::issue::{Issue, Spot};
use crate::render::sarif::{About, Logged, Message, Rule, Suppression, SuppressionKind, log};

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

/// Returns a finding as other programs take it.
#[must_use]
pub fn issue(judged: &Judged) -> Issue<'_> {
    let finding = &judged.finding;
    let diagnostic = &finding.diagnostic;
    let help = diagnostic.help.iter().map(|help| format!("\nhelp: {help}"));
    let text = help.fold(diagnostic.message.clone(), |text, help| text + &help);
    let spot = finding.place().and_then(|(begins, ends)| Spot::of(finding.origin(), begins, ends));
    Issue { rule: finding.rule.id(), title: finding.rule.id(), severity: diagnostic.severity, text, spot }
}

/// Returns all findings as one log of SARIF; those that do not count are suppressed.
#[must_use]
pub fn sarif(all: &[Judged], working_directory: &Path) -> String {
    let mut seen = HashMap::new();
    let logged: Vec<Logged<'_>> = all.iter().map(|judged| logged(judged, &mut seen)).collect();
    let rules: Vec<Rule> = FindingRule::ALL.iter().map(|rule| described(*rule)).collect();
    log(&rules, &logged, working_directory)
}

fn described(rule: FindingRule) -> Rule {
    let (meaning, fix) = (rule.meaning(), rule.fix());
    let help = Message {
        text: format!("{meaning} {fix}").into(),
        markdown: Some(format!("{meaning}\n\n**What to do.** {fix}")),
    };
    Rule {
        id: rule.id(),
        name: Some(format!("{rule:?}")),
        short_description: Message::plain(rule.title()),
        full_description: Some(Message::plain(meaning)),
        help: Some(help),
        default_configuration: rule.severity().into(),
    }
}

fn logged<'j>(judged: &'j Judged, seen: &mut HashMap<String, usize>) -> Logged<'j> {
    let finding = &judged.finding;
    let suppression = match &judged.standing {
        Standing::Open { .. } => None,
        Standing::Known => Some(Suppression { kind: SuppressionKind::External, justification: "in the baseline" }),
        Standing::Ignored(reason) => Some(Suppression { kind: SuppressionKind::InSource, justification: reason }),
    };
    let about = About { principal: finding.principal.as_deref(), entity: finding.entity.as_deref() };
    Logged { issue: issue(judged), fingerprint: Some(fingerprint(judged, seen)), suppression, about }
}

/// Returns what stays the same of a finding when lines move.
fn fingerprint(judged: &Judged, seen: &mut HashMap<String, usize>) -> String {
    let finding = &judged.finding;
    let key = format!("{}\n{}\n{}", finding.rule, finding.origin(), finding.diagnostic.message);
    let count = seen.entry_ref(key.as_str()).or_insert(0);
    *count += 1;
    derived_id(&format!("{key}\n{count}"))
}
