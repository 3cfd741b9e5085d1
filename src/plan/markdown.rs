//! A plan as the comment of a pull request: what would change, folded by scope; who gains and loses access, with a graph
//! of the paths where it is small; what rules find; totals.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::diagnostic::Severity;
use crate::plan::difference::{Sign, What};
use crate::plan::finding::Judged;
use crate::plan::human::{by, members, not_viewed, totals, values, what};
use crate::plan::plan::{Plan, Planned};
use crate::plan::report::Report;
use crate::text::counted;

/// The most characters of a comment: GitHub takes 65,536.
const MOST: usize = 60_000;
/// The most nodes of a graph.
const NODES: usize = 40;

/// Returns the plan as Markdown.
#[must_use]
pub fn markdown(report: &Report<'_>) -> String {
    let plan = report.plan;
    let mut head = "### Access plan\n".to_owned();
    if let Some((statement, diagnostic)) = report.fault {
        let _ = writeln!(
            head,
            "\n> **Incomplete:** `{}`, line {}, failed after {}: {}",
            escaped(&statement.origin),
            statement.line,
            counted(report.statements, "statement"),
            with_code(&diagnostic.message)
        );
    }
    let (mut access, mut found) = (String::new(), String::new());
    findings(&mut found, report);
    if let Some(nothing) = plan.nothing() {
        let _ = writeln!(head, "\n{nothing}");
        return head + &cut(found, MOST);
    }
    gained_and_lost(&mut access, plan);
    graph(&mut access, plan);
    let totals = format!("\n{}{}\n", totals(&plan.totals), plan.of_the_whole());
    // Findings and totals come last, and are to be read all the same: what stands before them has less room.
    let room = MOST.saturating_sub(head.len() + totals.len());
    let found = cut(found, room / 3);
    let room = room.saturating_sub(found.len());
    let details = details(plan);
    let access = cut(access, (room / 2).max(room.saturating_sub(details.len())));
    let details = cut(details, room.saturating_sub(access.len()));
    head + &details + &access + &found + &totals
}

/// Adds what the rules find, a line each.
fn findings(out: &mut String, report: &Report<'_>) {
    let told = |judged: &&Judged| judged.finding.diagnostic.severity != Severity::Note;
    let told: Vec<&Judged> = report.findings.iter().filter(told).collect();
    if told.is_empty() {
        return;
    }
    out.push_str("\n| | Rule | Finding | At |\n|---|---|---|---|\n");
    for Judged { finding, .. } in told {
        let diagnostic = &finding.diagnostic;
        let place = finding.place().map(|(begins, _)| format!("{}:{}", finding.origin(), begins.line));
        let _ = writeln!(
            out,
            "| **{}** | `{}` | {} | {} |",
            diagnostic.severity.word(),
            finding.rule,
            with_code(&diagnostic.message),
            escaped(&place.unwrap_or_default())
        );
    }
}

fn gained_and_lost(out: &mut String, plan: &Plan) {
    if plan.effects.is_empty() {
        out.push_str("\nNobody gains or loses access.\n");
        return;
    }
    out.push_str("\n| | Principal | Access | On | By |\n|---|---|---|---|---|\n");
    for turned in &plan.effects {
        let effect = &turned.effect;
        let permissions: Vec<String> = effect.permissions.iter().map(ToString::to_string).collect();
        let but_not = not_viewed(&effect.but_not).map_or(String::new(), |words| format!("; {}", escaped(&words)));
        let below = if effect.is_below { "what is in " } else { "" };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {below}{} | {} |",
            if effect.gained { "**gains**" } else { "**loses**" },
            escaped(&format!("{}{}", turned.name, members(turned))),
            permissions.join(", ") + &but_not,
            escaped(&effect.scope.to_string()),
            escaped(&by(turned))
        );
    }
}

/// Adds the paths by which access is gained or lost, where the graph stays small.
fn graph(out: &mut String, plan: &Plan) {
    let mut nodes: Vec<String> = Vec::new();
    let mut edges: BTreeSet<String> = BTreeSet::new();
    let mut node = |text: String| match nodes.iter().position(|known| *known == text) {
        Some(place) => place,
        None => {
            nodes.push(text);
            nodes.len() - 1
        }
    };
    for turned in &plan.effects {
        let stops = std::iter::once(turned.name.clone()).chain(turned.way.iter().cloned());
        let role = format!("{} on {}", turned.effect.role, turned.effect.scope);
        let stops: Vec<usize> = stops.chain([role]).map(&mut node).collect();
        let arrow = if turned.effect.gained { "-->" } else { "-.->" };
        for (from, to) in stops.iter().zip(stops.iter().skip(1)) {
            edges.insert(format!("  n{from} {arrow} n{to}\n"));
        }
    }
    if nodes.len() > NODES {
        let _ = writeln!(out, "\nNo graph: it would have {} nodes, and more than {NODES} can't be read.", nodes.len());
        return;
    }
    if nodes.is_empty() {
        return;
    }
    out.push_str("\n```mermaid\ngraph LR\n");
    for (place, text) in nodes.iter().enumerate() {
        let _ = writeln!(out, "  n{place}[\"{}\"]", label(text));
    }
    out.extend(edges);
    out.push_str("```\n\nWhole lines: gained; dotted lines: lost.\n");
}

/// Returns a text as Mermaid takes it in a label.
fn label(text: &str) -> String {
    text.chars()
        .map(
            |character| {
                if "\"<>#;`".contains(character) {
                    format!("#{};", u32::from(character))
                } else {
                    character.to_string()
                }
            },
        )
        .collect()
}

fn details(plan: &Plan) -> String {
    let mut out = String::new();
    let scopes: BTreeSet<_> = plan.differences.iter().map(|planned| &planned.difference.scope).collect();
    for scope in scopes {
        let of_scope = plan.differences.iter().filter(|planned| planned.difference.scope == *scope);
        let of_scope: Vec<&Planned> = of_scope.collect();
        let _ =
            writeln!(out, "\n<details><summary>{} ({})</summary>\n\n```diff", html(&scope.to_string()), of_scope.len());
        for planned in of_scope {
            let sign = planned.difference.sign();
            let mark = if sign == Sign::Changed { '!' } else { sign.mark() };
            let name = match planned.difference.what {
                What::Entity if sign != Sign::Changed => scope.to_string(),
                _ => what(planned),
            };
            let values = values(&planned.difference);
            let values = if values.is_empty() { values } else { format!(": {values}") };
            let why = planned.no_change.as_ref().map_or(String::new(), |why| format!("  # no access change: {why}"));
            let _ = writeln!(out, "{mark} {}", one_line(&format!("{name}{values}{why}")));
        }
        out.push_str("```\n\n</details>\n");
    }
    out
}

fn one_line(text: &str) -> String {
    text.replace("```", "` ` `").replace('\n', " ")
}

/// Returns a text as Markdown shows it in a cell.
fn escaped(text: &str) -> String {
    let special = |character: char| "\\`*_[]<>|#~&@".contains(character);
    let mut out = String::new();
    for character in crate::text::visible(text).chars() {
        match character {
            '\n' | '\r' => out.push(' '),
            // Nobody is to be called by a comment.
            '@' => out.push_str("&#64;"),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            character if special(character) => out.extend(['\\', character]),
            character => out.push(character),
        }
    }
    out
}

/// Returns a message as Markdown shows it in a cell: what stands in back-quotes stays code.
fn with_code(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let code = || parts.iter().skip(1).step_by(2);
    // Names may have back-quotes too: then nobody knows what is code.
    if parts.len().is_multiple_of(2) || code().any(|code| code.trim().is_empty()) {
        return escaped(text);
    }
    let in_cell = |code: &str| crate::text::visible(code).replace(['\n', '\r'], " ").replace('|', "\\|");
    let shown = parts.iter().enumerate().map(|(place, part)| match place % 2 {
        0 => escaped(part),
        _ => format!("`{}`", in_cell(part)),
    });
    shown.collect()
}

fn html(text: &str) -> String {
    crate::text::visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Returns a part of the comment cut to so many bytes, saying so: GitHub takes no longer comments.
fn cut(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    let end = text.char_indices().map(|(place, _)| place).take_while(|place| *place <= most).last().unwrap_or_default();
    let head = text.get(..end).unwrap_or_default();
    let head = head.rsplit_once('\n').map_or(head, |(head, _)| head);
    // What is open is closed.
    let fence = if head.matches("```").count() % 2 == 1 { "\n```" } else { "" };
    let open = head.matches("<details>").count() > head.matches("</details>").count();
    let details = if open { "\n\n</details>" } else { "" };
    format!(
        "{head}{fence}{details}\n\n**Cut:** this part has {} characters, more than a comment has room for.\n",
        text.chars().count()
    )
}
