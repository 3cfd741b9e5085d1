//! Permissions that principals lose or gain.

use hashbrown::{HashMap, HashSet};

use crate::access::Subject;
use crate::catalog::{CLUSTER, EntityId};
use crate::directory::PrincipalId;
use crate::model::finding::FindingRule;
use crate::model::permission::Permission;
use crate::plan::finding::Finding;
use crate::plan::finding::compared::Run;
use crate::text::{few, quoted};

/// The permissions of one principal on one entity.
type Changed = (PrincipalId, EntityId, Vec<Permission>);

/// Finds the protected who lose a permission on something that is still there.
pub(super) fn lost(run: &Run<'_>) -> Vec<Finding> {
    let protected = run.before.directory.protected().iter().copied();
    let each = protected.flat_map(|principal| {
        let (then, now) = (run.before.filled(principal), run.after.filled(principal));
        let losses = losses(run, then.subject(), now.subject());
        let losses = outermost(run, losses.into_iter().map(|(entity, permission)| (principal, entity, permission)));
        let found = losses.into_iter().map(|(_, entity, permissions)| {
            let message =
                |name: &str, what: &str, title: &str| format!("{name} is protected, and loses {what} on {title}");
            let (rule, subject) = (FindingRule::Protected, then.subject());
            finding(run, rule, (subject, entity), permissions, false, message)
        });
        found.collect::<Vec<_>>()
    });
    each.collect()
}

fn losses(run: &Run<'_>, then: Subject<'_>, now: Subject<'_>) -> Vec<(EntityId, Permission)> {
    let (before, after) = (run.before.access(), run.after.access());
    let mut losses = Vec::new();
    let mut next = vec![CLUSTER];
    while let Some(entity) = next.pop() {
        let inside = run.after.catalog.all_children(entity).into_iter().rev();
        next.extend(inside.map(|(child, _)| child));
        let kind = run.after.catalog.get(entity).map(|found| found.definition.kind());
        let (Some(former), Some(kind)) = (run.former(entity), kind) else { continue };
        let about = Permission::ALL.iter().copied().filter(|permission| permission.is_about(kind));
        let lost = about.filter(|it| before.has(then, *it, former) && !after.has(now, *it, entity));
        losses.extend(lost.map(|permission| (entity, permission)));
    }
    losses
}

/// Finds who gains permissions.
pub(super) fn gained(run: &Run<'_>, gains: &[(PrincipalId, EntityId, Permission)]) -> Vec<Finding> {
    let gains = gains.iter().copied().filter(|(principal, ..)| !run.after.directory.is_built_in(*principal));
    let found = outermost(run, gains).into_iter().map(|(principal, entity, permissions)| {
        let filled = run.after.filled(principal);
        let message = |name: &str, what: &str, title: &str| format!("{name} gains {what} on {title}");
        finding(run, FindingRule::NewAccess, (filled.subject(), entity), permissions, true, message)
    });
    found.collect()
}

/// Gathers the permissions by principal and entity, in the order in which they are given; those that hold for what
/// holds the entity too are left out.
fn outermost(run: &Run<'_>, all: impl Iterator<Item = (PrincipalId, EntityId, Permission)>) -> Vec<Changed> {
    let all: Vec<_> = all.collect();
    let known: HashSet<_> = all.iter().copied().collect();
    let parent = |entity: EntityId| run.after.catalog.get(entity).map(|found| found.definition.parent);
    let is_inner = |(principal, entity, permission): &(PrincipalId, EntityId, Permission)| {
        let parent = parent(*entity).filter(|_| *entity != CLUSTER);
        let is_known = |parent, permission| known.contains(&(*principal, parent, permission));
        // Who may alter a database may drop what is in it, not the database.
        let is_drop = *permission == Permission::Drop;
        let is_implied = |parent| is_known(parent, *permission) || is_drop && is_known(parent, Permission::Alter);
        parent.is_some_and(is_implied)
    };
    let mut places: HashMap<(PrincipalId, EntityId), usize> = HashMap::new();
    let mut gathered: Vec<Changed> = Vec::new();
    for one in all.iter().filter(|one| !is_inner(one)) {
        let (principal, entity, permission) = *one;
        let place = *places.entry((principal, entity)).or_insert(gathered.len());
        match gathered.get_mut(place) {
            Some((.., permissions)) => permissions.push(permission),
            None => gathered.push((principal, entity, vec![permission])),
        }
    }
    gathered
}

fn finding(
    run: &Run<'_>,
    rule: FindingRule,
    (subject, entity): (Subject<'_>, EntityId),
    permissions: Vec<Permission>,
    is_given: bool,
    message: impl Fn(&str, &str, &str) -> String,
) -> Finding {
    let (name, title) = (run.name(subject.principal()), run.title(entity));
    let what = few(permissions.into_iter().map(quoted).collect(), "and");
    let found =
        Finding::new(rule, message(&name, &what, &title)).of_principal(run.fqn(subject.principal())).of_entity(title);
    found.placed(run.blame.of_subject((subject, entity), is_given, run.after.catalog))
}
