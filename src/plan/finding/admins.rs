//! Who can still administer, and undo, what a run leaves.

use hashbrown::HashSet;

use crate::catalog::{CLUSTER, Change, Edit, EntityId};
use crate::diagnostic::Severity;
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
use crate::plan::finding::compared::{Doubt, Run};
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

/// Whether somebody can act as one of several principals who is not blocked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Somebody {
    /// Nobody can: all are groups without members, or blocked.
    Nobody,
    /// Somebody may: nobody listed the members of these groups.
    Unknown(Vec<PrincipalId>),
    /// Somebody can.
    Sure,
}

fn somebody(world: &World<'_>, all: &[PrincipalId]) -> Somebody {
    let directory = world.directory;
    let is_served = |one: &PrincipalId| !world.is_blocked(world.filled(*one).subject());
    let everybody: Vec<PrincipalId> = all.iter().flat_map(|one| actors(directory, *one)).filter(is_served).collect();
    if everybody.iter().any(|one| !directory.is_unlisted(*one)) {
        return Somebody::Sure;
    }
    let mut unlisted = everybody;
    unlisted.sort_unstable();
    unlisted.dedup();
    if unlisted.is_empty() { Somebody::Nobody } else { Somebody::Unknown(unlisted) }
}

/// Returns those who can act as the principal: of a group its members, and itself where nobody listed them.
fn actors(directory: &Directory, principal: PrincipalId) -> impl Iterator<Item = PrincipalId> {
    let can_act =
        |one: &PrincipalId| directory.identity(*one).kind != PrincipalKind::Group || directory.is_unlisted(*one);
    directory.with_members([principal]).into_iter().filter(can_act)
}

/// Finds that nobody can administer a database, or the cluster, whom somebody could administer before.
fn without_admin(run: &Run<'_>, scope: EntityId) -> Option<Finding> {
    let (former, left) = (admins(run.before, run.former(scope)?), admins(run.after, scope));
    let title = run.title(scope);
    let names = |all: &[PrincipalId]| few(all.iter().map(|one| run.name(*one)).collect(), "and");
    let can_act = |one: &PrincipalId| actors(run.after.directory, *one).next().is_some();
    let blocked: Vec<PrincipalId> = left.iter().copied().filter(can_act).collect();
    let taken = || run.blame.taken(scope, Role::Admins);
    let without = |why: String| format!("{title} is left without an admin{why}");
    let (message, severity, place) = match (somebody(run.before, &former), somebody(run.after, &left)) {
        (Somebody::Nobody, _) | (_, Somebody::Sure) | (Somebody::Unknown(_), Somebody::Unknown(_)) => return None,
        (_, Somebody::Nobody) if left.is_empty() => (without(String::new()), Severity::Error, taken()),
        (_, Somebody::Nobody) if blocked.is_empty() => {
            (without(format!(": there are no members in {}", names(&left))), Severity::Error, taken())
        }
        (_, Somebody::Nobody) => {
            let are = if blocked.len() == 1 { "is" } else { "are" };
            let why = format!(": {} {are} blocked", names(&blocked));
            (without(why), Severity::Error, run.blame.blocked(&blocked))
        }
        (Somebody::Sure, Somebody::Unknown(groups)) => {
            let groups = names(&groups);
            let message =
                format!("whether {title} is left without an admin is unknown: nobody listed the members of {groups}");
            (message, Severity::Warning, taken())
        }
    };
    let found = Finding::new(FindingRule::NoAdminLeft, message).with_severity(severity).of_entity(title);
    let found = found.help(format!("before, {} could administer it", names(&former)));
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
    let mut lost: Vec<(Held, &Act, Doubt)> = Vec::new();
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
            let doubt = Doubt::unless(run.unknown(run.after, now, (permission, entity)));
            lost.push(((act.actor, entity, permission), act, doubt));
        }
    }
    let held: Vec<Held> = lost.iter().map(|(held, ..)| *held).collect();
    let turned = turned_by(run, &held, false).into_iter();
    let found = lost.into_iter().zip(turned).map(|(((actor, entity, permission), act, doubt), turned)| {
        let (name, title) = (run.name(actor), run.title(entity));
        let clause = doubt.clause(run, "is");
        let message =
            format!("{name} runs the script and loses `{permission}` on {title}: it can't undo the change{clause}");
        let place = run.place(turned).or_else(|| act.place.clone());
        let undo = Finding::new(FindingRule::LosesUndo, message).placed(place);
        undo.of_principal(run.fqn(actor)).of_entity(title)
    });
    found.collect()
}
