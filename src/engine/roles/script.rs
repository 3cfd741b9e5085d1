//! The commands that give an entity's roles again.

use crate::catalog::{Assignment, EntityId};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::engine::databases::target;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
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

fn command(world: &World<'_>, target: &str, group: &[(Role, PrincipalId, &Assignment)]) -> Option<String> {
    let (role, _, first) = group.first()?;
    let principal = |principal: &PrincipalId| Text(&world.identity(*principal).fqn()).to_string();
    let principals: Vec<String> = group.iter().map(|(_, id, _)| principal(id)).collect();
    let notes = if first.notes.is_empty() { String::new() } else { format!(" {}", Text(&first.notes)) };
    let (add, skip) = (Keyword::Add, Keyword::SkipResults);
    Some(format!(".{add} {target} {role} ({}) {skip}{notes}", principals.join(", ")))
}
