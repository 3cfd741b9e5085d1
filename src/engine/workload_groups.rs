//! Workload groups: stored and shown (`workload-groups.md` and the pages of its commands). The built-in ones are
//! always there; the catalog holds those whose policies were changed.

use std::sync::Arc;

use crate::catalog::body::workload_groups::WorkloadGroup;
use crate::catalog::{CLUSTER, Definition, Edit, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::{Decision, Refusal, World, policies};
use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::form::Body;
use crate::model::keyword::Keyword;
use crate::model::name::Quoted;
use crate::model::policy_content::contents::WORKLOAD_GROUP;
use crate::model::schemas::WORKLOAD_GROUPS;
use crate::syntax::ast::bodies;
use crate::syntax::ast::rows::RowCommand;
use crate::syntax::json::{Json, Member, Node};
use crate::syntax::literal::Name;
use crate::table::{Table, Value};
use crate::text::{nearest, quoted, sentence_list};

const KIND: EntityKind = EntityKind::WorkloadGroup;

/// How many groups there may be beside the built-in ones (`workload-groups.md`).
const MOST: usize = 16;

/// A workload group that each cluster has (`workload-groups.md`, *Built-in workload groups*).
struct BuiltIn {
    name: &'static str,
    /// Its policies until they are changed. Those that depend on the machines of the cluster are left out.
    json: &'static str,
    changes: Changes,
}

/// Which policies of a built-in group can be changed.
enum Changes {
    All,
    None,
    /// Only these limits of its request limits policy.
    Limits(&'static [&'static str]),
}

/// `default` begins with the limits of `request-limits-policy.md`, *The default workload group*.
const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        name: "default",
        json: r#"{"RequestLimitsPolicy": {"DataScope": {"IsRelaxable": true, "Value": "All"}, "MaxMemoryPerIterator": {"IsRelaxable": true, "Value": 5368709120}, "MaxFanoutThreadsPercentage": {"IsRelaxable": true, "Value": 100}, "MaxFanoutNodesPercentage": {"IsRelaxable": true, "Value": 100}, "MaxResultRecords": {"IsRelaxable": true, "Value": 500000}, "MaxResultBytes": {"IsRelaxable": true, "Value": 67108864}, "MaxExecutionTime": {"IsRelaxable": true, "Value": "00:04:00"}}}"#,
        changes: Changes::All,
    },
    BuiltIn { name: "internal", json: "{}", changes: Changes::None },
    BuiltIn {
        name: "$materialized-views",
        json: "{}",
        changes: Changes::Limits(&[
            "MaxMemoryPerQueryPerNode",
            "MaxMemoryPerIterator",
            "MaxFanoutThreadsPercentage",
            "MaxFanoutNodesPercentage",
        ]),
    },
];

fn built_in(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|group| group.name == name)
}

/// Returns the policies of a group, if there is one of this name.
fn json_of(world: &World<'_>, name: &str) -> Option<Arc<str>> {
    let stored = world.catalog.child(CLUSTER, KIND, name).and_then(|id| world.catalog.content::<WorkloadGroup>(id));
    stored.map(|group| group.json.clone()).or_else(|| built_in(name).map(|group| Arc::from(group.json)))
}

/// Returns the names of all groups, the built-in ones first.
fn names(world: &World<'_>) -> Vec<Arc<str>> {
    let custom = world.catalog.children(CLUSTER, KIND).into_iter().map(|(_, group)| group.definition.name.clone());
    let custom = custom.filter(|name| built_in(name).is_none());
    BUILT_IN.iter().map(|group| Arc::from(group.name)).chain(custom).collect()
}

/// Decides a command about workload groups.
pub(super) fn decide(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision> {
    let Some(name) = command.entity_name(KIND) else { return Ok(Decision::report(all, &[CLUSTER])) };
    let held = json_of(world, &name.text);
    let missing = || {
        let all = names(world);
        let near = nearest(&name.text, all.iter().map(|name| &**name)).map(str::to_owned);
        let refusal = Refusal::EntityNotFound {
            kind: KIND,
            name: name.text.to_string(),
            near,
            other: None,
            database: String::new(),
        };
        refusal.at(name.span)
    };
    match (command.kind, command.body()) {
        (CommandKind::DropWorkloadGroup, _) => {
            if built_in(&name.text).is_some() {
                return Err(unchangeable(name, "which can't be dropped"));
            }
            let id = world.existing(name).ok_or_else(missing)?;
            Ok(Decision::change(world.catalog.removal(id), all, &[CLUSTER]))
        }
        (CommandKind::CreateOrAleterWorkloadGroup, Some(given)) => set(name, given, given.json.to_string(), world),
        (CommandKind::AlterMergeWorkloadGroup, Some(given)) => {
            let held = held.ok_or_else(missing)?;
            set(name, given, policies::nested(&held, &given.json.to_string()), world)
        }
        _ => held.map(|_| shown(&name.text, Vec::new())).ok_or_else(missing),
    }
}

/// Returns the decision that gives a group these policies, and makes it where it does not exist.
fn set(name: &Name<'_>, given: &Node, json: String, world: &World<'_>) -> Result<Decision> {
    let group = WorkloadGroup { json: Arc::from(json) };
    let built_in = built_in(&name.text);
    let mut warnings = Vec::new();
    match built_in.map(|group| &group.changes) {
        Some(Changes::None) => return Err(unchangeable(name, "whose policies can't be changed")),
        Some(Changes::Limits(limits)) => warnings.extend(beyond(name, given, limits)),
        Some(Changes::All) | None => {}
    }
    let is_as_built = built_in.is_some_and(|built_in| built_in.json == &*group.json);
    let edits = match world.existing(name) {
        // The catalog holds those that were changed.
        Some(id) if is_as_built => return Ok(shown(&name.text, world.catalog.removal(id))),
        None if is_as_built => None,
        Some(id) => Edit::content(world.catalog, id, group),
        None if built_in.is_none() && names(world).len() >= BUILT_IN.len() + MOST => return Err(too_many(name)),
        None => {
            let id = world.catalog.next_id();
            Some(Edit::creation(id, Definition::new(CLUSTER, &name.text, group)))
        }
    };
    let edits = edits.into_iter().filter(Edit::is_change).collect();
    Ok(shown(&name.text, edits).warned(warnings))
}

/// Returns the decision that answers one group.
fn shown(name: &str, edits: Vec<Edit>) -> Decision {
    let name: Arc<str> = Arc::from(name);
    Decision { edits, ..Decision::show(move |world| groups(world, std::slice::from_ref(&name))) }
}

fn unchangeable(name: &Name<'_>, what: &str) -> Diagnostic {
    let message = format!("{} is a built-in workload group, {what}", quoted(&name.text));
    Diagnostic::error(Code::BadRequest, message).at(name.span).help("see workload-groups.md, Built-in workload groups")
}

fn too_many(name: &Name<'_>) -> Diagnostic {
    let message = format!("the cluster has {MOST} workload groups beside the built-in ones, and can have no more");
    Diagnostic::error(Code::BadRequest, message)
        .at(name.span)
        .help(format!("`.{} {KIND} …` makes room (workload-groups.md)", Keyword::Drop))
}

/// Warns of what a command changes beside these limits.
fn beyond(name: &Name<'_>, given: &Node, limits: &[&str]) -> Vec<Diagnostic> {
    const POLICY: &str = "RequestLimitsPolicy";
    let members = |node: &'_ Node| match &node.json {
        Json::Object(members) => members.clone(),
        _ => Vec::new(),
    };
    let allowed = |member: &Member, names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(&member.name));
    let (policy, mut others): (Vec<Member>, Vec<Member>) =
        members(given).into_iter().partition(|member| allowed(member, &[POLICY]));
    let inside = policy.iter().flat_map(|member| members(&member.value));
    others.extend(inside.filter(|member| !allowed(member, limits)));
    let listed = sentence_list(&limits.iter().map(quoted).collect::<Vec<_>>(), "and");
    let warning = |member: Member| {
        let message = format!("no document lets {} have another {}", quoted(&name.text), quoted(&member.name));
        Diagnostic::warning(Code::BadRequest, message)
            .at(member.span())
            .help(format!("of its `{POLICY}`, {listed} can be changed (workload-groups.md)"))
    };
    others.into_iter().map(warning).collect()
}

/// Returns what is to be said of the values that a command gives to a workload group, errors and warnings.
pub(super) fn said_of_values(command: &RowCommand<'_>) -> Vec<Diagnostic> {
    command.body().map(|given| policies::said("a workload group", WORKLOAD_GROUP, given)).unwrap_or_default()
}

/// Returns the command that makes the group again.
pub(super) fn script_of(world: &World<'_>, id: EntityId) -> Vec<String> {
    let Some(group) = world.catalog.content::<WorkloadGroup>(id) else { return Vec::new() };
    let name = Quoted(world.catalog.name_of(id));
    vec![format!(".{} {KIND} {name} {}", Keyword::CreateOrAlter, bodies::printed(Body::Json, &group.json))]
}

/// Returns the command that takes back what was changed of a built-in group; nothing for any other.
#[must_use]
pub fn workload_group_reset(name: &str) -> Option<String> {
    let group = built_in(name)?;
    let json = bodies::printed(Body::Json, group.json);
    Some(format!(".{} {KIND} {} {json}", Keyword::CreateOrAlter, Quoted(group.name)))
}

fn all(world: &World<'_>, _: &[EntityId]) -> Table {
    groups(world, &names(world))
}

fn groups(world: &World<'_>, names: &[Arc<str>]) -> Table {
    let mut table = Table::new(WORKLOAD_GROUPS);
    for name in names {
        if let Some(json) = json_of(world, name) {
            table.push([Value::from(name.clone()), Value::from(json)]);
        }
    }
    table
}
