//! A plan for people, at a terminal or in a file.

use std::fmt::Write;

use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::scope::Scope;
use crate::plan::difference::{Difference, Sign, What};
use crate::plan::plan::{Count, Planned, Totals, Turned};
use crate::plan::report::Report;
use crate::text::{counted, few, joined, sentence_list, shortened_to, visible, wrapped_below};

/// The most characters of a value that are shown.
const VALUE: usize = 120;

/// With the colours that terraform has, or plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// No escape sequences.
    Plain,
    /// For a terminal.
    Colour,
}

impl Paint {
    fn sign(self, sign: Sign, text: &str) -> String {
        let colour = match sign {
            Sign::Added => 32,
            Sign::Removed => 31,
            Sign::Changed => 33,
        };
        self.in_colour(colour, text)
    }

    fn in_colour(self, colour: u8, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\u{1b}[{colour}m{text}\u{1b}[0m"),
        }
    }
}

/// Returns the plan in three parts: what would change, who gains and loses access, and how much; in lines of at most
/// `width` columns, if a terminal has one.
#[must_use]
pub fn human(report: &Report<'_>, paint: Paint, width: Option<usize>) -> String {
    let fitted = |text: String| width.map_or_else(|| text.clone(), |width| wrapped_below(&text, width));
    let plan = report.plan;
    let mut out = String::new();
    if let Some(nothing) = plan.nothing() {
        return format!("{}\n", fitted(nothing)) + &found(report) + &incomplete(report, fitted);
    }
    out.push_str("What changes\n");
    let mut last: Option<&Scope> = None;
    for planned in &plan.differences {
        let Difference { scope, what, .. } = &planned.difference;
        if last != Some(scope) {
            let sign = if *what == What::Entity { Some(planned.difference.sign()) } else { None };
            let title = match sign {
                None => fitted(format!("    {scope}")),
                Some(sign) => paint.sign(sign, &fitted(format!("  {} {scope}", sign.mark()))),
            };
            let _ = writeln!(out, "{}", title);
            last = Some(scope);
        }
        if *what != What::Entity || planned.difference.sign() == Sign::Changed {
            let _ = writeln!(out, "{}", paint.sign(planned.difference.sign(), &fitted(line(planned))));
        }
    }
    out.push_str("\nWho gains and who loses access\n");
    if plan.effects.is_empty() {
        out.push_str("    nobody\n");
    }
    for turned in &plan.effects {
        let sign = if turned.effect.gained { Sign::Added } else { Sign::Removed };
        let _ = writeln!(out, "{}", paint.sign(sign, &fitted(format!("  {} {}", sign.mark(), sentence(turned)))));
    }
    out.push_str(&found(report));
    let _ = writeln!(out, "\n{}", fitted(format!("{}{}", totals(&plan.totals), plan.of_the_whole())));
    out + &incomplete(report, fitted)
}

/// Returns what the rules find.
fn found(report: &Report<'_>) -> String {
    if report.found.is_empty() { String::new() } else { format!("\nFindings\n{}", report.found) }
}

/// Returns the line that says that the run ended before its end.
fn incomplete(report: &Report<'_>, fitted: impl Fn(String) -> String) -> String {
    let Some((statement, diagnostic)) = report.fault else { return String::new() };
    let line = format!(
        "Incomplete: {}, line {}, failed after {}: {}",
        visible(&statement.origin),
        statement.line,
        counted(report.statements, "statement"),
        visible(&diagnostic.message)
    );
    fitted(line) + "\n"
}

fn line(planned: &Planned) -> String {
    let mut text = format!("      {} {}", planned.difference.sign().mark(), what(planned));
    let values = values(&planned.difference);
    if !values.is_empty() {
        let _ = write!(text, ": {values}");
    }
    if let Some(why) = &planned.no_change {
        let _ = write!(text, "  (no access change: {why})");
    }
    text
}

/// Returns what differs, in a line: `viewers aaduser=ana@contoso.com`, `policy caching`.
#[must_use]
pub fn what(planned: &Planned) -> String {
    let principal = visible(planned.name.as_deref().unwrap_or_default());
    match &planned.difference.what {
        What::Entity => "definition".to_owned(),
        What::Name => "name".to_owned(),
        What::Assignment(role, _) => format!("{role} {principal}"),
        What::Policy(policy) => format!("{} {}", Keyword::Policy, policy.word()),
        What::Mapping(_, name) => format!("mapping {}", visible(name)),
        What::Block(_) => format!("block of {principal}"),
        What::Declared(role, _) => format!("{role} {principal}"),
        What::Member(_, group) => format!("member {principal} of {}", visible(group)),
    }
}

/// Returns the values, where they say more than that something is there: `'a' → 'b'`.
#[must_use]
pub fn values(difference: &Difference) -> String {
    let shown = |value: &Option<String>| match (value.as_deref(), &difference.what) {
        (None, _) => "unset".to_owned(),
        (Some(notes), What::Assignment(..)) => Text(notes).to_string(),
        (Some(value), _) => shortened_to(&visible(&value.replace('\n', " ")), VALUE),
    };
    match (&difference.what, difference.sign()) {
        (What::Entity, Sign::Added | Sign::Removed) | (What::Member(..), _) => String::new(),
        (What::Declared(..), Sign::Added | Sign::Removed) => {
            difference.after.as_ref().or(difference.before.as_ref()).cloned().unwrap_or_default()
        }
        (What::Assignment(..), Sign::Added | Sign::Removed) => {
            let notes = difference.after.as_ref().or(difference.before.as_ref());
            notes.filter(|notes| !notes.is_empty()).map(|notes| Text(notes).to_string()).unwrap_or_default()
        }
        (What::Assignment(..), Sign::Changed) => {
            format!("notes {} → {}", shown(&difference.before), shown(&difference.after))
        }
        _ => format!("{} → {}", shown(&difference.before), shown(&difference.after)),
    }
}

/// Returns who gains or loses what, and by which role.
pub(super) fn sentence(turned: &Turned) -> String {
    let effect = &turned.effect;
    let verb = if effect.gained { "gains" } else { "loses" };
    let on = if effect.is_below { "in" } else { "on" };
    let was = if effect.gained { "" } else { "was " };
    let mut text = format!(
        "{}{} {verb} {} {on} {}: {was}{}",
        visible(&turned.name),
        members(turned),
        joined(&effect.permissions),
        effect.scope,
        by(turned)
    );
    if let Some(words) = not_viewed(&effect.but_not) {
        let _ = write!(text, "; {words}");
    }
    text
}

/// Returns in which groups nothing changes for the principal: ` unless it is a member of Readers (members unknown)`.
#[must_use]
pub fn unless(turned: &Turned) -> String {
    if turned.unless.is_empty() {
        return String::new();
    }
    let groups = turned.unless.iter().map(|group| visible(group)).collect();
    let groups = few(groups, if turned.unless_all { "and" } else { "or" });
    let had = if turned.effect.gained { "had it as" } else { "is" };
    format!(" unless it {had} a member of {groups} (members unknown)")
}

/// Returns the words about where view access is restricted, so that a role does not give it; nothing where it is nowhere.
pub(super) fn not_viewed(scopes: &[Scope]) -> Option<String> {
    let names: Vec<String> = scopes.iter().map(ToString::to_string).collect();
    let list = || format!("but not view {}, where view access is restricted", sentence_list(&names, "and"));
    (!names.is_empty()).then(list)
}

/// Returns by what access is gained or lost: the role, the groups through which it is held, and a block that decides.
#[must_use]
pub fn by(turned: &Turned) -> String {
    let effect = &turned.effect;
    let through = if turned.way.is_empty() { String::new() } else { format!(" through {}", turned.way.join(" > ")) };
    let block = match (effect.is_by_block, effect.gained) {
        (false, _) => "",
        (true, true) => "; it is no longer blocked",
        (true, false) => "; it is blocked",
    };
    format!("{}{through}{block}{}", effect.role, unless(turned))
}

/// Returns for how many of its members a group stands: ` (2 of 3 members)`.
#[must_use]
pub fn members(turned: &Turned) -> String {
    let unknown = match turned.unlisted.as_slice() {
        [] => String::new(),
        groups => format!("members of {} unknown", sentence_list(groups, "and")),
    };
    match turned.members {
        _ if turned.is_unlisted => " (members unknown)".to_owned(),
        Some((count, all)) if count == all && unknown.is_empty() => format!(" ({})", counted(count, "member")),
        Some((count, all)) if count == all => format!(" ({}; {unknown})", counted(count, "member")),
        Some((count, all)) if unknown.is_empty() => format!(" ({count} of {all} members)"),
        Some((count, all)) => format!(" ({count} of {all} members; {unknown})"),
        None if unknown.is_empty() => String::new(),
        None => format!(" ({unknown})"),
    }
}

/// Returns the line of totals.
pub(super) fn totals(totals: &Totals) -> String {
    let counts = [
        ("role", "roles", totals.assignments),
        ("policy", "policies", totals.policies),
        ("entity", "entities", totals.entities),
        ("other", "others", totals.others),
    ];
    let mut parts: Vec<String> =
        counts.into_iter().filter_map(|(one, many, count)| changes(one, many, count)).collect();
    let (gains, loses) =
        (if totals.gaining == 1 { "gains" } else { "gain" }, if totals.losing == 1 { "loses" } else { "lose" });
    let sure = [(totals.gaining, gains, true), (totals.losing, loses, true)];
    let not_sure = [(totals.may_gain, "may gain", false), (totals.may_lose, "may lose", false)];
    let told = sure.into_iter().chain(not_sure).filter(|(count, _, always)| *always || *count > 0);
    let told: Vec<String> =
        told.map(|(count, verb, _)| format!("{} {verb} access", counted(count, "principal"))).collect();
    parts.push(told.join(", "));
    format!("Plan: {}.", parts.join("; "))
}

fn changes(one: &str, many: &str, count: Count) -> Option<String> {
    let Count { added, removed, changed } = count;
    let parts = [(added, "added"), (removed, "removed"), (changed, "changed")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let noun = if added + removed + changed == 1 { one } else { many };
    (!parts.is_empty()).then(|| format!("{noun}: {}", parts.join(", ")))
}
