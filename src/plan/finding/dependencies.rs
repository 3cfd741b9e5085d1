//! Roles without effect, since the one that they depend on is not held.

use std::collections::BTreeSet;

use hashbrown::HashSet;

use crate::access::{Given, Need, Request, Subject, Through, Unknown, Witness, dependency_missing, grant, suggest};
use crate::catalog::{AssignmentKey, CLUSTER, EntityId};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::finding::FindingRule;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalKind;
use crate::plan::finding::Finding;
use crate::plan::finding::blame::assigned;
use crate::plan::finding::compared::{Doubt, Run};
use crate::text::{quoted, sentence_list};

/// Finds roles that were given without what they depend on, and those that were left without it.
pub(super) fn findings(run: &Run<'_>) -> Vec<Finding> {
    let mut given: Vec<Given> = Vec::new();
    let mut taken: HashSet<PrincipalId> = HashSet::new();
    let mut databases: BTreeSet<EntityId> = BTreeSet::new();
    for change in run.acts.iter().flat_map(|act| &act.edits).filter_map(assigned) {
        let key = &change.key;
        match change.after {
            Some(_) => given.push(Given { scope: key.entity, role: key.role, principal: key.principal }),
            None => {
                taken.insert(key.principal);
                databases.extend(within(run, key.entity));
            }
        }
    }
    let mut seen = HashSet::new();
    given.retain(|one| seen.insert((one.scope, one.role, one.principal)));
    let given = given.into_iter().filter(|one| is_new(run, one));
    let mut found: Vec<Finding> = given.filter_map(|one| without(run, one, true, Doubt::None)).collect();
    let takes_from_unlisted = run.taken_from_unlisted().is_some();
    let left = databases.into_iter().flat_map(|database| dependents(run, database, &taken, takes_from_unlisted));
    found.extend(left.filter_map(|(one, doubt)| without(run, one, false, doubt)));
    found
}

/// Returns the databases in which a role on the entity may be what others depend on.
fn within(run: &Run<'_>, entity: EntityId) -> Vec<EntityId> {
    match run.after.catalog.get(entity).map(|found| found.definition.kind()) {
        Some(EntityKind::Cluster) => run.after.catalog.child_ids(CLUSTER, EntityKind::Database),
        Some(EntityKind::Database) => vec![entity],
        _ => Vec::new(),
    }
}

/// Returns whether the role is held after, and was not before.
pub(super) fn is_new(run: &Run<'_>, given: &Given) -> bool {
    let holds = |world: &World<'_>, entity: EntityId| {
        let found = world.catalog.get(entity);
        found.is_some_and(|found| found.assignments.get(given.role, given.principal).is_some())
    };
    holds(run.after, given.scope) && !run.former(given.scope).is_some_and(|former| holds(run.before, former))
}

/// Returns the roles in a database that depend on others, had effect before, and whose holders are among those from
/// whom a role was taken, or in one of these groups; where nobody knows who is in such a group, those that had effect
/// for a member of it too.
fn dependents(
    run: &Run<'_>,
    database: EntityId,
    taken: &HashSet<PrincipalId>,
    takes_from_unlisted: bool,
) -> Vec<(Given, Doubt)> {
    let is_touched = |holder: PrincipalId| {
        taken.contains(&holder) || run.before.filled(holder).subject().groups().iter().any(|it| taken.contains(it))
    };
    let mut all = Vec::new();
    let inside = run.after.catalog.all_children(database).into_iter().map(|(id, _)| id);
    for scope in [database].into_iter().chain(inside) {
        let Some(entity) = run.after.catalog.get(scope) else { continue };
        for (role, principal, _) in entity.assignments.sorted() {
            let depends = grant(entity.definition.kind(), role).is_some_and(|row| row.is_dependent());
            let one = Given { scope, role, principal };
            if !depends || is_new(run, &one) || !takes_from_unlisted && !is_touched(principal) {
                continue;
            }
            if is_in_force(run.before, &one, run.former(scope)) {
                all.extend(is_touched(principal).then_some((one, Doubt::None)));
            } else if takes_from_unlisted {
                all.extend(unknown(run, run.before, &one, run.former(scope)).map(|groups| (one, Doubt::If(groups))));
            }
        }
    }
    all
}

/// Returns the groups whose members nobody listed and in which the role, on this entity, would have effect.
fn unknown(run: &Run<'_>, world: &World<'_>, given: &Given, entity: Option<EntityId>) -> Option<Unknown> {
    let (entity, filled) = (entity?, world.filled(given.principal));
    let is_in_force = |subject: Subject<'_>| world.access().is_in_force(subject, entity, given.role);
    run.unknown_where(world, filled.subject(), entity, is_in_force)
}

/// Returns whether the role, on this entity, has effect for its holder.
fn is_in_force(world: &World<'_>, given: &Given, entity: Option<EntityId>) -> bool {
    let Some(entity) = entity else { return false };
    world.access().is_in_force(world.filled(given.principal).subject(), entity, given.role)
}

/// Finds that a role has no effect in the end; what is not known of its effect before is said.
fn without(run: &Run<'_>, given: Given, is_given: bool, before: Doubt) -> Option<Finding> {
    let Given { scope, role, principal } = given;
    let kind = run.after.catalog.get(scope)?.definition.kind();
    let row = grant(kind, role).filter(|row| row.is_dependent() && !run.after.directory.is_built_in(principal))?;
    if is_in_force(run.after, &given, Some(scope)) {
        return None;
    }
    let doubt = match (before, unknown(run, run.after, &given, Some(scope))) {
        (Doubt::If(_), Some(_)) => return None,
        (Doubt::None, unknown) => Doubt::unless(unknown),
        (before, _) => before,
    };
    let clause = doubt.clause(run, "is");
    let (access, filled) = (run.after.access(), run.after.filled(principal));
    let reason = dependency_missing(&access, &Witness { scope, role, through: Through::Itself });
    let name = run.name(principal);
    let message = match is_given {
        true => format!("{name} gains nothing by it: {reason}{clause}"),
        false => format!("{name} is left with a role without effect: {reason} any more{clause}"),
    };
    let gives = Permission::ALL.iter().filter(|permission| row.allows.has(**permission));
    let needs: Vec<Need> = gives.map(|permission| Need::new(*permission, scope)).collect();
    let request = Request { subject: filled.subject(), ..run.after.request() };
    let commands: Vec<String> = suggest(&access, request, &needs).commands.iter().map(quoted).collect();
    let found = Finding::new(FindingRule::MissingDependency, message);
    let found = match commands.as_slice() {
        [] => found,
        [one] => found.help(format!("{one} gives what is missing")),
        several => found.help(format!("{} give what is missing", sentence_list(several, "and"))),
    };
    let is_group = run.after.identity(principal).kind == PrincipalKind::Group;
    let found = if is_group { found.help("members who hold it themselves can use the role") } else { found };
    let found = found.of_principal(run.fqn(principal)).of_entity(run.title(scope));
    let place = match is_given {
        true => run.blame.given(&AssignmentKey { entity: scope, role, principal }),
        false => run.blame.taken_from(run.before.filled(principal).subject(), scope, run.after.catalog),
    };
    Some(found.placed(place))
}
