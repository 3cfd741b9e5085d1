//! The commands that give an entity's roles again.

use crate::catalog::{AssignmentView, Entity, EntityId};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::engine::databases::target;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::model::role::Role;

/// Returns a command for each role and description.
pub(in crate::engine) fn script_of(world: &World<'_>, entity: EntityId) -> Vec<String> {
    let Some(found) = world.catalog.get(entity) else { return Vec::new() };
    let target = target(found);
    let assignments = found.assignments.sorted();
    let groups =
        assignments.chunk_by(|(role, _, first), (other, _, second)| role == other && first.notes == second.notes);
    groups.filter_map(|group| command(world, &target, group)).collect()
}

fn command(world: &World<'_>, target: &str, group: &[(Role, PrincipalId, AssignmentView<'_>)]) -> Option<String> {
    let (role, _, first) = group.first()?;
    let principal = |principal: &PrincipalId| Text(&world.identity(*principal).fqn()).to_string();
    let principals: Vec<String> = group.iter().map(|(_, id, _)| principal(id)).collect();
    let notes = if first.notes.is_empty() { String::new() } else { format!(" {}", Text(first.notes)) };
    let (add, skip) = (Keyword::Add, Keyword::SkipResults);
    Some(format!(".{add} {target} {role} ({}) {skip}{notes}", principals.join(", ")))
}

/// Returns a command for each role of each principal, in the order of the roles and of the principals' names: what a
/// state has, so that a change of one role changes one line. Built-in principals are left out.
pub(in crate::engine) fn assignments_script(world: &World<'_>, entity: EntityId) -> Vec<String> {
    let Some(found) = world.catalog.get(entity) else { return Vec::new() };
    let target = match found.definition.kind() {
        EntityKind::Database => format!("{} {}", EntityKind::Database, Quoted(&found.definition.name)),
        _ => target(found),
    };
    lines(world, found, |role, principal, notes| {
        let skip = Keyword::SkipResults;
        format!(".{} {target} {role} ({principal}) {skip}{notes}", Keyword::Add)
    })
}

/// Returns the same for a follower database, which `target` names.
pub(in crate::engine) fn follower_script(world: &World<'_>, follower: EntityId, target: &str) -> Vec<String> {
    let Some(found) = world.catalog.get(follower) else { return Vec::new() };
    lines(world, found, |role, principal, notes| format!(".{} {target} {role} ({principal}){notes}", Keyword::Add))
}

fn lines(world: &World<'_>, entity: &Entity, line: impl Fn(Role, &str, &str) -> String) -> Vec<String> {
    let held = entity.assignments.iter().filter(|(_, principal, _)| !world.directory.is_built_in(*principal));
    let mut held: Vec<(Role, String, &str)> =
        held.map(|(role, principal, held)| (role, world.identity(principal).fqn(), held.notes)).collect();
    held.sort_unstable();
    let command = |(role, principal, notes): (Role, String, &str)| {
        let notes = if notes.is_empty() { String::new() } else { format!(" {}", Text(notes)) };
        line(role, &Text(&principal).to_string(), &notes)
    };
    held.into_iter().map(command).collect()
}
