//! Who can still administer, and undo, what a run leaves.

use hashbrown::HashSet;

use crate::catalog::{CLUSTER, Change, Edit, EntityId};
use crate::directory::{Directory, PrincipalId};
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::finding::FindingRule;
use crate::model::keyword::Keyword;
use crate::model::name::Quoted;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalKind;
use crate::model::role::Role;
use crate::plan::finding::Finding;
use crate::plan::finding::blame::assigned;
use crate::plan::finding::compared::Run;
use crate::plan::finding::turns::{Held, turned_by};
use crate::plan::trial::Act;
use crate::text::few;

/// Finds databases without an admin, and those who can't undo what they run.
pub(super) fn findings(run: &Run<'_>) -> Vec<Finding> {
    let touches_admins = |edit: &Edit| match edit {
        Edit::Blocked(_) => true,
        edit => assigned(edit).is_some_and(|change| change.key.role == Role::Admins && change.after.is_none()),
    };
    let mut found = Vec::new();
    let is_another = run.before.directory.environment() != run.after.directory.environment();
    if is_another || run.acts.iter().flat_map(|act| &act.edits).any(touches_admins) {
        let databases = run.after.catalog.child_ids(CLUSTER, EntityKind::Database);
        let scopes = [CLUSTER].into_iter().chain(databases);
        found.extend(scopes.filter_map(|scope| without_admin(run, scope)));
    }
    found.extend(losing_undo(run));
    found
}

/// Returns the admins of a database, those of all databases too, or those of the cluster.
fn admins(world: &World<'_>, scope: EntityId) -> Vec<PrincipalId> {
    let mut admins: Vec<PrincipalId> = Vec::new();
    for (id, entity) in world.catalog.scopes(scope) {
        let held = world.catalog.counting((id, entity)).flat_map(|held| held.holders(Role::Admins));
        admins.extend(held.map(|(holder, _)| holder));
        let declared = entity.definition.declared(world.directory).filter(|declared| declared.role == Role::Admins);
        admins.extend(declared.map(|declared| declared.principal));
    }
    admins.retain(|admin| !world.directory.is_built_in(*admin) && world.directory.exists(*admin));
    admins.sort_unstable();
    admins.dedup();
    admins
}

/// Returns those who can act as the principal: of a group its members, and itself where nobody listed them.
fn actors(directory: &Directory, principal: PrincipalId) -> impl Iterator<Item = PrincipalId> {
    let can_act =
        |one: &PrincipalId| directory.identity(*one).kind != PrincipalKind::Group || directory.is_unlisted(*one);
    directory.with_members([principal]).into_iter().filter(can_act)
}

/// Returns whether somebody can act as the principal who is not blocked.
fn is_somebody(world: &World<'_>, principal: PrincipalId) -> bool {
    actors(world.directory, principal).any(|one| !world.is_blocked(world.filled(one).subject()))
}

/// Finds that nobody can administer a database, or the cluster, whom somebody could administer before.
fn without_admin(run: &Run<'_>, scope: EntityId) -> Option<Finding> {
    let (former, left) = (admins(run.before, run.former(scope)?), admins(run.after, scope));
    let somebody = |world: &World<'_>, all: &[PrincipalId]| all.iter().any(|one| is_somebody(world, *one));
    if !somebody(run.before, &former) || somebody(run.after, &left) {
        return None;
    }
    let title = run.title(scope);
    let names = |all: Vec<PrincipalId>| few(all.into_iter().map(|one| run.name(one)).collect(), "and");
    let blocked: Vec<PrincipalId> =
        left.iter().copied().filter(|one| actors(run.after.directory, *one).next().is_some()).collect();
    let (why, place) = match (left.is_empty(), blocked.len()) {
        (true, _) => (String::new(), run.blame.taken(scope, Role::Admins)),
        (_, 0) => (format!(": there are no members in {}", names(left)), run.blame.taken(scope, Role::Admins)),
        (_, 1) => (format!(": {} is blocked", names(blocked.clone())), run.blame.blocked(&blocked)),
        (_, _) => (format!(": {} are blocked", names(blocked.clone())), run.blame.blocked(&blocked)),
    };
    let message = format!("{title} is left without an admin{why}");
    let found = Finding::new(FindingRule::NoAdminLeft, message).of_entity(title);
    let found = found.help(format!("before, {} could administer it", names(former)));
    let found = match scope {
        CLUSTER => found,
        scope => {
            let database = Quoted(run.after.catalog.name_of(scope));
            let (add, kind) = (Keyword::Add, EntityKind::Database);
            found.help(format!("`.{add} {kind} {database} {} ('…')` gives it an admin again", Role::Admins))
        }
    };
    Some(found.placed(place))
}

/// Returns what it takes to undo an edit: on which entity, and which permission.
fn undoing(edit: &Edit) -> Option<(EntityId, Permission)> {
    match edit {
        Edit::Assignment(change) => Some((change.key.entity, Permission::ManageRoles)),
        Edit::Policy(change) => Some((change.key.entity, Permission::Alter)),
        Edit::Blocked(_) => Some((CLUSTER, Permission::AdministerCluster)),
        Edit::Entity(Change { key, before: Some(_), after: Some(_) }) => Some((*key, Permission::Alter)),
        _ => None,
    }
}

fn losing_undo(run: &Run<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let mut lost: Vec<(Held, &Act)> = Vec::new();
    for act in run.acts.iter().filter(|act| !run.after.directory.is_built_in(act.actor)) {
        for (entity, permission) in act.edits.iter().filter_map(undoing) {
            let Some(former) = run.former(entity).filter(|_| run.after.catalog.get(entity).is_some()) else { continue };
            if !seen.insert((act.actor, entity, permission)) {
                continue;
            }
            let (then, now) = (run.before.filled(act.actor), run.after.filled(act.actor));
            let (then, now) = (then.subject(), now.subject());
            if !run.before.has(then, permission, former) || run.after.has(now, permission, entity) {
                continue;
            }
            lost.push(((act.actor, entity, permission), act));
        }
    }
    let held: Vec<Held> = lost.iter().map(|(held, _)| *held).collect();
    let turned = turned_by(run, &held, false).into_iter();
    let found = lost.into_iter().zip(turned).map(|(((actor, entity, permission), act), turned)| {
        let (name, title) = (run.name(actor), run.title(entity));
        let message = format!("{name} runs the script and loses `{permission}` on {title}: it can't undo the change");
        let place = run.place(turned).or_else(|| act.place.clone());
        let undo = Finding::new(FindingRule::LosesUndo, message).placed(place);
        undo.of_principal(run.fqn(actor)).of_entity(title)
    });
    found.collect()
}
