//! A plan as one page: what changes, who gains and loses access, and what there is to find; each row opens its proof,
//! before and after.

use std::fmt::Write;

use crate::access::principal_title;
use crate::diagnostic::Severity;
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::role::Role;
use crate::plan::{
    Count, Judged, Planned, Report, Sign, Totals, Turned, What, by, members, proven, proven_inside, proven_roles,
    values, what, where_it_counts,
};
use crate::render::page::{About, Opens, Page, Sheets, escaped, named};
use crate::session::Session;
use crate::text::{counted, joined};

/// The names of the two states.
const STATES: [&str; 2] = ["Before", "After"];

/// Returns a plan as a page; the sessions are those that it compares.
#[must_use]
pub fn page_of_plan(report: &Report<'_>, before: &Session, after: &Session) -> String {
    before.world(|before| after.world(|after| Writer { report, worlds: [before, after] }.page()))
}

struct Writer<'p, 'a> {
    report: &'p Report<'p>,
    worlds: [&'p World<'a>; 2],
}

impl Writer<'_, '_> {
    fn page(&self) -> String {
        let Report { plan, .. } = self.report;
        let mut sheets = Sheets::default();
        // What is a note, the plan itself says: who gains access.
        let told = |judged: &&Judged| judged.finding.diagnostic.severity != Severity::Note;
        let told: Vec<&Judged> = self.report.findings.iter().filter(told).collect();
        let mut lead = totals(&plan.totals, &told) + &self.fault();
        if let Some(nothing) = plan.nothing() {
            let _ = writeln!(lead, "<p>{nothing}</p>");
        }
        if !plan.of_the_whole().is_empty() {
            let _ = writeln!(lead, "<p class=\"notice\">{}</p>", plan.of_the_whole().trim());
        }
        let of_differences = plan.differences.iter().filter_map(|planned| role(&planned.difference.what));
        let roles = of_differences.chain(plan.effects.iter().map(|turned| turned.effect.witness.role)).collect();
        let body = self.changes(&mut sheets) + &self.access(&mut sheets) + &findings(&told, &mut sheets);
        let how = "Each row opens its proof, before and after.";
        Page { title: "Access plan", lead, how, noun: "rows", roles, body, sheets }.written()
    }

    /// Returns that the run ended before its end, and why.
    fn fault(&self) -> String {
        let Some((statement, diagnostic)) = self.report.fault else { return String::new() };
        format!(
            "<p class=\"notice\"><strong>Incomplete:</strong> {}, line {}, failed after {}: {}</p>\n",
            escaped(&statement.origin),
            statement.line,
            counted(self.report.statements, "statement"),
            escaped(&diagnostic.message)
        )
    }

    /// Returns the differences, a group a scope.
    fn changes(&self, sheets: &mut Sheets) -> String {
        let differences = &self.report.plan.differences;
        if differences.is_empty() {
            return String::new();
        }
        let mut out = table("What changes", &["Change", "What", "Value", "Access"]);
        for of_scope in differences.chunk_by(|one, other| one.difference.scope == other.difference.scope) {
            let Some(first) = of_scope.first() else { continue };
            let scope = escaped(&first.difference.scope.to_string());
            let _ = writeln!(out, "<tbody><tr class=\"group\"><th scope=\"rowgroup\" colspan=\"4\">{scope}</th></tr>");
            of_scope.iter().for_each(|planned| self.change(&mut out, planned, sheets));
            out += "</tbody>\n";
        }
        out + "</table>\n</section>\n"
    }

    fn change(&self, out: &mut String, planned: &Planned, sheets: &mut Sheets) {
        let difference = &planned.difference;
        let row = Row {
            who: planned.principal.as_deref(),
            scope: &difference.scope.to_string(),
            role: role(&difference.what),
        };
        let (sign, value) = (difference.sign(), values(difference));
        let name = match difference.what {
            What::Entity if sign != Sign::Changed => difference.scope.to_string(),
            _ => what(planned),
        };
        let access = match (&planned.no_change, row.role) {
            (Some(why), _) => format!("no change: {}", escaped(why)),
            (None, Some(_)) => "changes".to_owned(),
            (None, None) => String::new(),
        };
        let _ = writeln!(
            out,
            "<tr {}>{}<th scope=\"row\">{}</th><td class=\"value\">{}</td><td>{access}</td></tr>",
            self.attributes(&row, difference.principal()),
            signed(sign, word(sign)),
            self.opens_of_change(planned, sheets).button(&escaped(&name)),
            escaped(&value),
        );
    }

    /// Returns what a difference opens: of a role the proofs, of others the values.
    fn opens_of_change(&self, planned: &Planned, sheets: &mut Sheets) -> Opens {
        let difference = &planned.difference;
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "not there".to_owned());
        let What::Assignment(role, principal) = difference.what else {
            let [before, after] = STATES;
            let values = named(&[(before, &value(&difference.before)), (after, &value(&difference.after))]);
            return sheets.opens(values);
        };
        let (scope, title) = (where_it_counts(&difference.scope), self.title(principal));
        let about = About { fqn: planned.principal.as_deref().unwrap_or_default(), title: &title };
        let proofs = sheets.proofs(about, STATES, || proven_roles(self.worlds, principal, &scope, &[role]));
        proofs.or_else(|| sheets.opens("<p>The role grants nothing.</p>".to_owned()))
    }

    /// Returns who gains and who loses access.
    fn access(&self, sheets: &mut Sheets) -> String {
        let plan = self.report.plan;
        if plan.is_empty() {
            return String::new();
        }
        let mut out = table("Who gains and who loses access", &["Change", "Principal", "Access", "On", "By"]);
        out += "<tbody>\n";
        if plan.effects.is_empty() {
            out += "<tr><td colspan=\"5\">nobody</td></tr>\n";
        }
        plan.effects.iter().for_each(|turned| self.turned(&mut out, turned, sheets));
        out + "</tbody>\n</table>\n</section>\n"
    }

    fn turned(&self, out: &mut String, turned: &Turned, sheets: &mut Sheets) {
        let effect = &turned.effect;
        let sign = if effect.gained { Sign::Added } else { Sign::Removed };
        let verb = if effect.gained { "gains" } else { "loses" };
        let scope = effect.scope.to_string();
        let row = Row { who: Some(&turned.principal), scope: &scope, role: Some(effect.witness.role) };
        let but_not: String = effect.but_not.iter().map(|scope| format!("; but not view {scope}")).collect();
        let below = if effect.is_below { "what is in " } else { "" };
        let name = format!("{}{}", escaped(&turned.name), members(turned));
        let _ = writeln!(
            out,
            "<tr {}>{}<th scope=\"row\">{}</th><td>{}{}</td><td>{below}{}</td><td>{}</td></tr>",
            self.attributes(&row, Some(effect.principal)),
            signed(sign, verb),
            self.opens_of_access(turned, sheets).button(&name),
            joined(&effect.permissions),
            escaped(&but_not),
            escaped(&scope),
            escaped(&by(turned))
        );
    }

    /// Returns what a gain or loss opens: the proofs, of what is in an entity about one example.
    fn opens_of_access(&self, turned: &Turned, sheets: &mut Sheets) -> Opens {
        let effect = &turned.effect;
        let title = self.title(effect.principal);
        let about = About { fqn: &turned.principal, title: &title };
        let (scope, permissions) = (&effect.scope, &effect.permissions);
        let prove = || match effect.is_below {
            false => proven(self.worlds, effect.principal, scope, permissions),
            true => proven_inside(self.worlds, effect.principal, scope, permissions),
        };
        let proofs = sheets.proofs(about, STATES, prove);
        proofs.or_else(|| sheets.opens("<p>There is nothing in it yet to which this applies.</p>".to_owned()))
    }

    /// Returns what sentences call the principal, from the side that knows it.
    fn title(&self, principal: PrincipalId) -> String {
        let [before, after] = self.worlds;
        let world = if after.directory.exists(principal) { after } else { before };
        principal_title(&world.access(), principal)
    }

    fn attributes(&self, row: &Row<'_>, principal: Option<PrincipalId>) -> String {
        let title = principal.map(|principal| self.title(principal)).unwrap_or_default();
        row.attributes(&title)
    }
}

/// What filters look at.
struct Row<'r> {
    who: Option<&'r str>,
    scope: &'r str,
    role: Option<Role>,
}

impl Row<'_> {
    fn attributes(&self, title: &str) -> String {
        let about = About { fqn: self.who.unwrap_or_default(), title };
        let (scope, role) = (escaped(self.scope), self.role.map(Role::word).unwrap_or_default());
        format!("{} data-scope=\"{scope}\" data-role=\"{role}\"", about.attributes())
    }
}

const fn role(what: &What) -> Option<Role> {
    match what {
        What::Assignment(role, _) => Some(*role),
        What::Declared(role, _) => Some(*role),
        What::Entity | What::Name | What::Policy(_) | What::Mapping(..) | What::Block(_) | What::Member(..) => None,
    }
}

const fn word(sign: Sign) -> &'static str {
    match sign {
        Sign::Added => "added",
        Sign::Removed => "removed",
        Sign::Changed => "changed",
    }
}

/// Returns the cell that says in which direction a row goes.
fn signed(sign: Sign, word: &str) -> String {
    format!("<td class=\"{}\">{} {word}</td>", sign.word(), sign.mark())
}

/// Begins a section with a table.
fn table(title: &str, columns: &[&str]) -> String {
    let heads: String = columns.iter().map(|column| format!("<th scope=\"col\">{column}</th>")).collect();
    format!(
        "<section>\n<h2>{title}</h2>\n<table role=\"grid\" aria-label=\"{title}\">\n<thead><tr>{heads}</tr></thead>\n"
    )
}

/// Returns the numbers of the plan.
fn totals(totals: &Totals, findings: &[&Judged]) -> String {
    let counts = [
        ("Roles", totals.assignments),
        ("Policies", totals.policies),
        ("Entities", totals.entities),
        ("Others", totals.others),
    ];
    let mut out = String::from("<dl class=\"totals\">\n");
    for (name, count) in counts {
        let Count { added, removed, changed } = count;
        let parts = [(Sign::Added, added), (Sign::Removed, removed), (Sign::Changed, changed)];
        let parts = parts.iter().filter(|(_, count)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(sign, count)| format!("<span class=\"{}\">{count} {}</span>", sign.word(), word(*sign)))
            .collect();
        if !parts.is_empty() {
            let _ = writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", parts.join(" "));
        }
    }
    let principals = |count: usize| if count == 1 { "principal" } else { "principals" };
    for (name, sign, count) in
        [("Gain access", Sign::Added, totals.gaining), ("Lose access", Sign::Removed, totals.losing)]
    {
        let class = if count > 0 { sign.word() } else { "" };
        let noun = principals(count);
        let _ = writeln!(out, "<div><dt>{name}</dt><dd><span class=\"{class}\">{count} {noun}</span></dd></div>");
    }
    for (title, severity) in [("Errors", Severity::Error), ("Warnings", Severity::Warning)] {
        let count = findings.iter().filter(|judged| judged.finding.diagnostic.severity == severity).count();
        if count > 0 {
            let _ = writeln!(out, "<div><dt>{title}</dt><dd class=\"{}\">{count}</dd></div>", severity.word());
        }
    }
    out + "</dl>\n"
}

/// Returns what the rules find.
fn findings(findings: &[&Judged], sheets: &mut Sheets) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut out = table("Findings", &["Severity", "Finding", "Rule", "At"]);
    out += "<tbody>\n";
    for Judged { finding, .. } in findings {
        let diagnostic = &finding.diagnostic;
        let place = finding.place().map(|(begins, _)| format!("{}:{}", finding.origin(), begins.line));
        let statement = finding.statement.as_ref().map(|statement| statement.text.as_str()).unwrap_or_default();
        let help = diagnostic.help.join("\n");
        let texts = [("Statement", statement), ("Help", help.as_str())];
        let texts: Vec<(&str, &str)> = texts.into_iter().filter(|(_, text)| !text.is_empty()).collect();
        let opens = sheets.opens(format!("<p>{}</p>{}", escaped(finding.rule.meaning()), named(&texts)));
        let scope = finding.entity.as_deref().unwrap_or_default().replace('`', "");
        let row = Row { who: finding.principal.as_deref(), scope: &scope, role: None };
        let severity = diagnostic.severity.word();
        let _ = writeln!(
            out,
            "<tr {}><td class=\"{severity}\">{severity}</td><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            row.attributes(""),
            opens.button(&escaped(&diagnostic.message)),
            finding.rule,
            escaped(&place.unwrap_or_default())
        );
    }
    out + "</tbody>\n</table>\n</section>\n"
}
