//! What an import changed, a line each.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::directory::environment::File;
use crate::model::principal::PrincipalKind;
use crate::syntax::ast::directives::Directive;
use crate::syntax::{parser, pieces};

/// Returns the lines in which two environment files differ: `+ user {…}`, `- user {…}`.
pub(super) fn of_files(before: &File<'_>, after: &File<'_>) -> Vec<String> {
    let mut changes = Vec::new();
    let mut list = |what: &str, before: Vec<String>, after: Vec<String>| {
        changes.extend(difference(&before, &after).into_iter().map(|(sign, line)| format!("{sign} {what} {line}")));
    };
    list("directory", vec![json(&before.directory)], vec![json(&after.directory)]);
    list("cluster name", vec![json(&before.cluster.name)], vec![json(&after.cluster.name)]);
    list("managed identity", lines(&before.cluster.managed_identities), lines(&after.cluster.managed_identities));
    list("tenant", lines(&before.tenants), lines(&after.tenants));
    let noun = |kind: PrincipalKind| kind.title().to_lowercase();
    list(&noun(PrincipalKind::User), lines(&before.users), lines(&after.users));
    list(&noun(PrincipalKind::Account), lines(&before.msa_users), lines(&after.msa_users));
    list(&noun(PrincipalKind::Group), lines(&before.groups), lines(&after.groups));
    list(&noun(PrincipalKind::Application), lines(&before.applications), lines(&after.applications));
    list("cluster role", lines(&before.cluster.principals), lines(&after.cluster.principals));
    list("workspace role", lines(&before.fabric.workspace_roles), lines(&after.fabric.workspace_roles));
    let read = |file: &File<'_>| lines(file.read.as_deref().unwrap_or_default());
    list("read", read(before), read(after));
    changes
}

fn lines(items: &[impl Serialize]) -> Vec<String> {
    items.iter().map(json).collect()
}

fn json(item: &impl Serialize) -> String {
    serde_json::to_string(item).unwrap_or_default()
}

/// Returns the commands in which two scripts of catalogs differ, each with its database.
pub(super) fn of_scripts(before: &str, after: &str) -> Vec<String> {
    let changes = difference(&commands(before), &commands(after));
    changes.into_iter().map(|(sign, command)| format!("{sign} {command}")).collect()
}

/// Returns the commands of a script, on one line each, after the database that they are about.
fn commands(script: &str) -> Vec<String> {
    let mut database = String::new();
    let mut commands = Vec::new();
    let lines: Vec<&str> = script.lines().collect();
    // The first line that no piece has had yet, counted from 0.
    let mut next = 0;
    pieces(script, 1, |piece| {
        let text = piece.text.trim();
        let first = usize::try_from(piece.line).unwrap_or_default().saturating_sub(1);
        let between = lines.get(next..first).unwrap_or_default();
        next = first + piece.text.trim_end().lines().count();
        if piece.directive {
            if let Ok(Directive::DbContext(Some(name))) = parser::directive(&piece) {
                database = format!("{}: ", name.text);
            }
            return;
        }
        // A title begins a section, which is about no database yet.
        if text.starts_with("//") || between.iter().any(|line| line.starts_with("//")) {
            database.clear();
        }
        let text: Vec<&str> = text.lines().filter(|line| !line.starts_with("//")).collect();
        commands.push(format!("{database}{}", text.join(" ")));
    });
    commands
}

/// Returns what only one of two lists has: what went first, in order.
fn difference(before: &[String], after: &[String]) -> Vec<(char, String)> {
    let mut counts: BTreeMap<&str, isize> = BTreeMap::new();
    after.iter().for_each(|line| *counts.entry(line).or_default() += 1);
    before.iter().for_each(|line| *counts.entry(line).or_default() -= 1);
    let mut changes = Vec::new();
    for (sign, lines, step) in [('-', before, 1), ('+', after, -1)] {
        for line in lines {
            if let Some(count) = counts.get_mut(line.as_str()).filter(|count| **count * step < 0) {
                *count += step;
                changes.push((sign, line.clone()));
            }
        }
    }
    changes
}
