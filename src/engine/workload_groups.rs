//! Workload groups: stored and shown (`workload-groups.md` and the pages of its commands).

use std::sync::Arc;

use crate::catalog::body::workload_groups::WorkloadGroup;
use crate::catalog::{CLUSTER, Definition, Edit, EntityId};
use crate::diagnostic::{Diagnostic, Result};
use crate::engine::{Decision, World, policies};
use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::form::Body;
use crate::model::keyword::Keyword;
use crate::model::name::Quoted;
use crate::model::policy_content::contents::WORKLOAD_GROUP;
use crate::model::schemas::WORKLOAD_GROUPS;
use crate::syntax::ast::bodies;
use crate::syntax::ast::rows::RowCommand;
use crate::table::{Table, Value};

const KIND: EntityKind = EntityKind::WorkloadGroup;

/// Decides a command about workload groups.
pub(super) fn decide(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision> {
    let Some(name) = command.entity_name(KIND) else { return Ok(Decision::report(all, &[CLUSTER])) };
    let existing = || world.entity_in(CLUSTER, KIND, name);
    let given = command.body().map(|body| body.json.to_string());
    match (command.kind, given) {
        (CommandKind::DropWorkloadGroup, _) => {
            Ok(Decision::change(world.catalog.removal(existing()?), all, &[CLUSTER]))
        }
        (CommandKind::CreateOrAleterWorkloadGroup, Some(json)) => {
            let group = WorkloadGroup { json: Arc::from(json) };
            let (id, edit) = match world.existing(name) {
                Some(id) => (id, Edit::content(world.catalog, id, group)),
                None => {
                    let id = world.catalog.next_id();
                    (id, Some(Edit::creation(id, Definition::new(CLUSTER, &name.text, group))))
                }
            };
            Ok(Decision::change(edit.into_iter().filter(Edit::is_change).collect(), groups, &[id]))
        }
        (CommandKind::AlterMergeWorkloadGroup, Some(json)) => {
            let id = existing()?;
            let held = world.catalog.content::<WorkloadGroup>(id);
            let merged = policies::nested(held.map_or("{}", |group| &group.json), &json);
            let edit = Edit::content(world.catalog, id, WorkloadGroup { json: Arc::from(merged) });
            Ok(Decision::change(edit.into_iter().filter(Edit::is_change).collect(), groups, &[id]))
        }
        _ => Ok(Decision::report(groups, &[existing()?])),
    }
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

fn all(world: &World<'_>, _: &[EntityId]) -> Table {
    groups(world, &world.catalog.child_ids(CLUSTER, KIND))
}

fn groups(world: &World<'_>, ids: &[EntityId]) -> Table {
    let mut table = Table::new(WORKLOAD_GROUPS);
    for (id, group) in ids.iter().filter_map(|id| Some((*id, world.catalog.content::<WorkloadGroup>(*id)?))) {
        table.push([Value::from(world.catalog.name_of(id)), Value::from(group.json.clone())]);
    }
    table
}
