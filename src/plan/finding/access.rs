//! Permissions that principals lose or gain.

use hashbrown::{HashMap, HashSet};

use crate::access::{Subject, Verdict, entity_title, principal_title};
use crate::catalog::{CLUSTER, EntityId};
use crate::directory::PrincipalId;
use crate::model::finding::FindingRule;
use crate::model::permission::Permission;
use crate::plan::finding::Finding;
use crate::plan::finding::compared::Run;
use crate::plan::finding::turns::{Held, turned_by};
use crate::text::{few, quoted};

/// The permissions of one principal on one entity that one act gave or took, by its number.
struct Changed {
    principal: PrincipalId,
    entity: EntityId,
    permissions: Vec<Permission>,
    act: Option<usize>,
}

/// Finds the protected who lose a permission: on something that is still there, or by a role on what is gone.
pub(super) fn lost(run: &Run<'_>) -> Vec<Finding> {
    let protected = run.before.directory.protected().iter().copied();
    let losses = protected.flat_map(|principal| {
        let (then, now) = (run.before.filled(principal), run.after.filled(principal));
        let losses = losses(run, then.subject(), now.subject());
        losses.into_iter().map(move |(entity, permission)| (principal, entity, permission))
    });
    let message = |name: &str, what: &str, title: &str| format!("{name} is protected, and loses {what} on {title}");
    let found = by_act(run, &outermost(run, losses), false);
    let found = found.into_iter().map(|changed| finding(run, FindingRule::Protected, changed, message));
    let protected = run.before.directory.protected().iter();
    found.chain(protected.flat_map(|principal| lost_with_entities(run, *principal))).collect()
}

/// Finds that a principal loses what roles on entities gave it that are gone.
fn lost_with_entities(run: &Run<'_>, principal: PrincipalId) -> Vec<Finding> {
    let filled = run.before.filled(principal);
    let (then, access) = (filled.subject(), run.before.access());
    if run.before.is_blocked(then) {
        return Vec::new();
    }
    let held = access.roles_of(then).into_iter().filter(|held| held.in_force).map(|held| held.witness.scope);
    let mut scopes: Vec<EntityId> = held.filter(|scope| run.is_gone(*scope)).collect();
    scopes.dedup();
    let found = scopes.into_iter().filter_map(|scope| {
        let kind = run.before.catalog.get(scope)?.definition.kind();
        let is_lost = |permission: &Permission| {
            let verdict = access.evaluate(then, *permission, scope);
            let by_own = |verdict| matches!(verdict, Verdict::Allowed(found) if found.grant.scope == scope);
            permission.is_about(kind) && by_own(verdict)
        };
        let lost: Vec<String> = Permission::ALL.iter().copied().filter(is_lost).map(quoted).collect();
        let title = entity_title(run.before.catalog, scope);
        let (name, what) = (principal_title(&access, principal), few(lost, "and"));
        let found = Finding::new(
            FindingRule::Protected,
            format!("{name} is protected, and loses {what} on {title}, which is dropped"),
        );
        let found = found.of_principal(run.before.identity(principal).fqn()).of_entity(title);
        Some(found.placed(run.blame.entity(scope)))
    });
    found.collect()
}

fn losses(run: &Run<'_>, then: Subject<'_>, now: Subject<'_>) -> Vec<(EntityId, Permission)> {
    let mut losses = Vec::new();
    let mut next = vec![CLUSTER];
    while let Some(entity) = next.pop() {
        let inside = run.after.catalog.all_children(entity).into_iter().rev();
        next.extend(inside.map(|(child, _)| child));
        let kind = run.after.catalog.get(entity).map(|found| found.definition.kind());
        let (Some(former), Some(kind)) = (run.former(entity), kind) else { continue };
        let about = Permission::ALL.iter().copied().filter(|permission| permission.is_about(kind));
        let lost = about.filter(|it| run.before.has(then, *it, former) && !run.after.has(now, *it, entity));
        losses.extend(lost.map(|permission| (entity, permission)));
    }
    losses
}

/// Finds who gains permissions.
pub(super) fn gained(run: &Run<'_>, gains: &[Held]) -> Vec<Finding> {
    let gains = gains.iter().copied().filter(|(principal, ..)| !run.after.directory.is_built_in(*principal));
    let message = |name: &str, what: &str, title: &str| format!("{name} gains {what} on {title}");
    let found = by_act(run, &outermost(run, gains), true);
    found.into_iter().map(|changed| finding(run, FindingRule::NewAccess, changed, message)).collect()
}

/// Returns the permissions in their order, without those that hold for what holds the entity too.
fn outermost(run: &Run<'_>, all: impl Iterator<Item = Held>) -> Vec<Held> {
    let all: Vec<Held> = all.collect();
    let known: HashSet<Held> = all.iter().copied().collect();
    let parent = |entity: EntityId| run.after.catalog.get(entity).map(|found| found.definition.parent);
    let is_inner = |(principal, entity, permission): &Held| {
        let parent = parent(*entity).filter(|_| *entity != CLUSTER);
        let is_known = |parent, permission| known.contains(&(*principal, parent, permission));
        // Who may alter a database may drop what is in it, not the database.
        let is_drop = *permission == Permission::Drop;
        let is_implied = |parent| is_known(parent, *permission) || is_drop && is_known(parent, Permission::Alter);
        parent.is_some_and(is_implied)
    };
    all.into_iter().filter(|one| !is_inner(one)).collect()
}

/// Gathers the permissions by principal, entity and act, in the order in which they are given.
fn by_act(run: &Run<'_>, all: &[Held], is_held: bool) -> Vec<Changed> {
    let mut places: HashMap<_, usize> = HashMap::new();
    let mut gathered: Vec<Changed> = Vec::new();
    for ((principal, entity, permission), act) in all.iter().copied().zip(turned_by(run, all, is_held)) {
        let place = *places.entry((principal, entity, act)).or_insert(gathered.len());
        match gathered.get_mut(place) {
            Some(changed) => changed.permissions.push(permission),
            None => gathered.push(Changed { principal, entity, permissions: vec![permission], act }),
        }
    }
    gathered
}

fn finding(
    run: &Run<'_>,
    rule: FindingRule,
    changed: Changed,
    message: impl Fn(&str, &str, &str) -> String,
) -> Finding {
    let Changed { principal, entity, permissions, act } = changed;
    let (name, title) = (run.name(principal), run.title(entity));
    let what = few(permissions.into_iter().map(quoted).collect(), "and");
    let found = Finding::new(rule, message(&name, &what, &title)).of_principal(run.fqn(principal));
    found.of_entity(title).placed(run.place(act))
}
