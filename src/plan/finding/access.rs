//! Permissions that principals lose or gain.

use hashbrown::{HashMap, HashSet};

use crate::access::{Subject, Verdict, entity_title, principal_title};
use crate::catalog::{CLUSTER, EntityId};
use crate::diagnostic::Severity;
use crate::directory::PrincipalId;
use crate::model::finding::FindingRule;
use crate::model::permission::Permission;
use crate::plan::finding::Finding;
use crate::plan::finding::compared::{Doubt, Run};
use crate::plan::finding::turns::{Held, turned_by};
use crate::plan::plan::Gain;
use crate::text::{few, quoted};

/// A permission that a principal gains or loses on an entity.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Turn {
    principal: PrincipalId,
    entity: EntityId,
    permission: Permission,
    doubt: Doubt,
}

/// The permissions of one principal on one entity that one act gave or took, by its number.
struct Changed {
    principal: PrincipalId,
    entity: EntityId,
    permissions: Vec<Permission>,
    doubt: Doubt,
    act: Option<usize>,
}

/// Finds the protected who lose a permission: on something that is still there, or by a role on what is gone.
pub(super) fn lost(run: &Run<'_>) -> Vec<Finding> {
    let protected = run.before.directory.protected().iter().copied();
    let losses = protected.flat_map(|principal| {
        let (then, now) = (run.before.filled(principal), run.after.filled(principal));
        losses(run, then.subject(), now.subject())
    });
    let found = by_act(run, outermost(run, losses.collect()), false).into_iter().map(|lost| {
        // Nobody knows that it had it.
        let may_have_had = matches!(lost.doubt, Doubt::If(_));
        let clause = lost.doubt.clause(run, "is");
        let message =
            |name: &str, what: &str, title: &str| format!("{name} is protected, and loses {what} on {title}{clause}");
        let found = finding(run, FindingRule::Protected, &lost, message);
        if may_have_had { found.with_severity(Severity::Warning) } else { found }
    });
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

fn losses(run: &Run<'_>, then: Subject<'_>, now: Subject<'_>) -> Vec<Turn> {
    let takes_from_unlisted = run.taken_from_unlisted().is_some();
    let mut losses = Vec::new();
    let mut next = vec![CLUSTER];
    while let Some(entity) = next.pop() {
        let inside = run.after.catalog.all_children(entity).into_iter().rev();
        next.extend(inside.map(|(child, _)| child));
        let kind = run.after.catalog.get(entity).map(|found| found.definition.kind());
        let (Some(former), Some(kind)) = (run.former(entity), kind) else { continue };
        for permission in Permission::ALL.iter().copied().filter(|permission| permission.is_about(kind)) {
            if run.after.has(now, permission, entity) {
                continue;
            }
            let doubt = if run.before.has(then, permission, former) {
                Doubt::unless(run.unknown(run.after, now, (permission, entity)))
            } else {
                let had = || run.unknown(run.before, then, (permission, former));
                let may_have = || run.unknown(run.after, now, (permission, entity)).is_some();
                match takes_from_unlisted.then(had).flatten() {
                    Some(unknown) if !may_have() => Doubt::If(unknown),
                    _ => continue,
                }
            };
            losses.push(Turn { principal: then.principal(), entity, permission, doubt });
        }
    }
    losses
}

/// Finds who gains permissions.
pub(super) fn gained(run: &Run<'_>, gains: &[Gain]) -> Vec<Finding> {
    let gains = gains.iter().filter(|gain| !run.after.directory.is_built_in(gain.principal));
    let gains = gains.cloned().map(|Gain { principal, entity, permission, unless }| {
        let doubt = Doubt::unless(unless);
        Turn { principal, entity, permission, doubt }
    });
    let found = by_act(run, outermost(run, gains.collect()), true).into_iter().map(|gained| {
        let clause = gained.doubt.clause(run, "was");
        let message = |name: &str, what: &str, title: &str| format!("{name} gains {what} on {title}{clause}");
        finding(run, FindingRule::NewAccess, &gained, message)
    });
    found.collect()
}

/// Returns the permissions in their order, without those that hold for what holds the entity too.
fn outermost(run: &Run<'_>, all: Vec<Turn>) -> Vec<Turn> {
    let known: HashSet<&Turn> = all.iter().collect();
    let parent = |entity: EntityId| run.after.catalog.get(entity).map(|found| found.definition.parent);
    let is_inner = |turn: &&Turn| {
        let parent = parent(turn.entity).filter(|_| turn.entity != CLUSTER);
        let is_known = |entity, permission| known.contains(&Turn { entity, permission, ..(*turn).clone() });
        // Who may alter a database may drop what is in it, not the database.
        let is_drop = turn.permission == Permission::Drop;
        let is_implied = |parent| is_known(parent, turn.permission) || is_drop && is_known(parent, Permission::Alter);
        parent.is_some_and(is_implied)
    };
    all.iter().filter(|turn| !is_inner(turn)).cloned().collect()
}

/// Gathers the permissions by principal, entity and act, in the order in which they are given.
fn by_act(run: &Run<'_>, all: Vec<Turn>, is_held: bool) -> Vec<Changed> {
    let held: Vec<Held> = all.iter().map(|turn| (turn.principal, turn.entity, turn.permission)).collect();
    let turned = turned_by(run, &held, is_held);
    let mut places: HashMap<_, usize> = HashMap::new();
    let mut gathered: Vec<Changed> = Vec::new();
    for (Turn { principal, entity, permission, doubt }, turned) in all.into_iter().zip(turned) {
        let act = if matches!(doubt, Doubt::If(_)) { run.taken_from_unlisted() } else { turned };
        let place = *places.entry((principal, entity, doubt.clone(), act)).or_insert(gathered.len());
        match gathered.get_mut(place) {
            Some(changed) => changed.permissions.push(permission),
            None => gathered.push(Changed { principal, entity, permissions: vec![permission], doubt, act }),
        }
    }
    gathered
}

fn finding(
    run: &Run<'_>,
    rule: FindingRule,
    changed: &Changed,
    message: impl Fn(&str, &str, &str) -> String,
) -> Finding {
    let Changed { principal, entity, permissions, act, .. } = changed;
    let (name, title) = (run.name(*principal), run.title(*entity));
    let what = few(permissions.iter().map(quoted).collect(), "and");
    let found = Finding::new(rule, message(&name, &what, &title)).of_principal(run.fqn(*principal));
    found.of_entity(title).placed(run.place(*act))
}
