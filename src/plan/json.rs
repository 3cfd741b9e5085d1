//! A plan for programs; its schema stands in `docs/plan.schema.json`.

use serde::Serialize;

use crate::directory::derived_id;
use crate::model::permission::Permission;
use crate::plan::difference::{Difference, What};
use crate::plan::human::what;
use crate::plan::plan::{Count, Plan, Planned, Turned};
use crate::plan::report::Report;
use crate::session::Session;
use crate::state::Folder;

/// The version of the format: it changes when a field goes or means something else.
const FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct Object<'a, F> {
    format_version: u32,
    /// Whether the scripts ran to their end.
    complete: bool,
    statements: usize,
    database: &'a str,
    /// A hash of what was read, by names and values alone.
    state: &'a str,
    /// The state that was read.
    read: Read<'a>,
    /// The commands that make the change, and those that take it back.
    script: &'a str,
    undo_script: &'a str,
    actions: Vec<Action<'a>>,
    access: Vec<Access<'a>>,
    findings: &'a F,
    totals: Totals,
    /// How many actions and rows of access `--only` leaves out.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<Fault<'a>>,
}

/// The files of a state.
#[derive(Serialize)]
struct Read<'a> {
    environment: &'a str,
    catalog: &'a str,
}

#[derive(Serialize)]
struct Action<'a> {
    action: &'static str,
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<&'a str>,
    kind: &'static str,
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<&'a str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_access_change: Option<&'a str>,
}

#[derive(Serialize)]
struct Access<'a> {
    change: &'static str,
    principal: &'a str,
    name: &'a str,
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    database: Option<&'a str>,
    /// Whether it is about what is in the scope, and not about the scope itself.
    below: bool,
    permissions: Vec<&'static str>,
    role: &'a str,
    through: &'a [String],
    /// Whether a block decides, whatever the role.
    by_block: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<usize>,
    members_unknown: bool,
    /// The groups whose members nobody listed and in which the principal has it before and after.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    unless_member_of: &'a [String],
    /// Whether it takes all of these groups, and not one of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unless_member_of_all: bool,
    not_on: Vec<String>,
}

#[derive(Serialize)]
struct Totals {
    assignments: CountObject,
    policies: CountObject,
    entities: CountObject,
    others: CountObject,
    gaining: usize,
    losing: usize,
    may_gain: usize,
    may_lose: usize,
}

#[derive(Serialize)]
struct CountObject {
    added: usize,
    removed: usize,
    changed: usize,
}

#[derive(Serialize)]
struct Fault<'a> {
    file: &'a str,
    line: u32,
    message: &'a str,
}

/// Returns a hash of a state, by names and values alone.
#[must_use]
pub fn state_id(state: &Folder) -> String {
    let Folder { environment, catalog } = state;
    derived_id(&format!("{environment}\n{catalog}"))
}

/// Returns the plan as one JSON object; `read` is the state that it was made on, and the scripts are those that make the
/// change and take it back.
#[must_use]
pub fn json<F: Serialize>(report: &Report<'_>, findings: &F, read: &Session, scripts: (&str, &str)) -> String {
    let plan = report.plan;
    let folder = Folder::of(read);
    let state = state_id(&folder);
    let (script, undo_script) = scripts;
    let fault = report.fault.map(|(statement, diagnostic)| Fault {
        file: &statement.origin,
        line: statement.line,
        message: &diagnostic.message,
    });
    let object = Object {
        format_version: FORMAT_VERSION,
        complete: fault.is_none(),
        statements: report.statements,
        database: report.database,
        state: &state,
        read: Read { environment: &folder.environment, catalog: &folder.catalog },
        script,
        undo_script,
        actions: plan.differences.iter().map(action).collect(),
        access: plan.effects.iter().map(access).collect(),
        findings,
        totals: totals(plan),
        left_out: plan.left_out,
        fault,
    };
    // All that stands in it can be written.
    serde_json::to_string_pretty(&object).unwrap_or_default() + "\n"
}

fn action(planned: &Planned) -> Action<'_> {
    let Difference { scope, what: kind, before, after } = &planned.difference;
    let (role, policy, word) = match kind {
        What::Assignment(role, _) => (Some(role.word()), None, "assignment"),
        What::Policy(policy) => (None, Some(policy.word()), "policy"),
        What::Entity | What::Name => (None, None, "entity"),
        What::Mapping(..) => (None, None, "mapping"),
        What::Block(_) => (None, None, "block"),
        What::Declared(role, _) => (Some(role.word()), None, "declared"),
        What::Member(..) => (None, None, "member"),
    };
    Action {
        action: planned.difference.sign().word(),
        scope: scope.to_string(),
        database: scope.database.as_deref(),
        kind: word,
        what: what(planned),
        role,
        policy,
        principal: planned.principal.as_deref(),
        before: before.as_deref(),
        after: after.as_deref(),
        no_access_change: planned.no_change.as_deref(),
    }
}

fn access(turned: &Turned) -> Access<'_> {
    let effect = &turned.effect;
    Access {
        change: if effect.gained { "gained" } else { "lost" },
        principal: &turned.principal,
        name: &turned.name,
        scope: effect.scope.to_string(),
        database: effect.scope.database.as_deref(),
        below: effect.is_below,
        permissions: effect.permissions.iter().copied().map(Permission::word).collect(),
        role: &effect.role,
        through: &turned.way,
        by_block: effect.is_by_block,
        members: turned.members.map(|(count, _)| count),
        members_unknown: turned.is_unlisted || !turned.unlisted.is_empty(),
        unless_member_of: &turned.unless,
        unless_member_of_all: turned.unless_all,
        not_on: effect.but_not.iter().map(ToString::to_string).collect(),
    }
}

fn totals(plan: &Plan) -> Totals {
    let count = |count: Count| CountObject { added: count.added, removed: count.removed, changed: count.changed };
    let all = &plan.totals;
    Totals {
        assignments: count(all.assignments),
        policies: count(all.policies),
        entities: count(all.entities),
        others: count(all.others),
        gaining: all.gaining,
        losing: all.losing,
        may_gain: all.may_gain,
        may_lose: all.may_lose,
    }
}
