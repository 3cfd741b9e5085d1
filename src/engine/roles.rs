//! Security roles: `.add/.drop/.set … role`, `.show … principals`, `.show … principal roles`,
//! `.show principal access`.

use std::sync::Arc;

use crate::catalog::{Assignment, AssignmentView, Assignments, Edit, Entity, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::directory::PrincipalId;
use crate::engine::roles::principal_set::PrincipalSet;
use crate::engine::{Answer, Bound, Decision, World};
use crate::model::entity::EntityKind;
use crate::model::principal::PrincipalRef;
use crate::model::role::Role;
use crate::model::schemas::PRINCIPALS;
use crate::syntax::ast::Command;
use crate::syntax::ast::roles::{Action, RoleChange, RoleCommand};
use crate::text::Spanned;

mod absent;
mod access;
mod authorized;
mod in_vain;
mod listing;
mod principal_set;
mod script;

pub(super) use absent::warning as absent_warning;
pub(super) use authorized::authorized;
pub(super) use script::{assignments_script, follower_script, script_of};

/// Decides a command about roles.
pub(super) fn decide(command: &RoleCommand<'_>, world: &World<'_>) -> Result<Decision> {
    match command {
        RoleCommand::Change(change) => decide_change(change, world),
        RoleCommand::ShowPrincipals(entity) => {
            let entity = world.referenced(entity)?;
            Ok(Decision { answer: principals_of(entity), ..Decision::edits(Vec::new()) })
        }
        RoleCommand::ShowRoles(show) => listing::decide_roles(show, world),
        RoleCommand::ShowAccess(properties) => access::decide_access(properties, world),
    }
}

fn decide_change(change: &RoleChange<'_>, world: &World<'_>) -> Result<Decision> {
    let id = world.referenced(&change.entity)?;
    let mut warnings = Vec::new();
    let mut named = PrincipalSet::with_capacity(change.principals.len());
    for reference in &change.principals {
        let principal = world.principal(reference, &mut warnings)?;
        if !named.add(principal) {
            warnings.push(named_twice(reference));
        }
    }
    let catalog = world.catalog;
    let (order, strangers) = (catalog.next_order(), world.bound.strangers().len());
    let edits = catalog.get(id).map_or_else(Vec::new, |it| edits(change, (id, it), &named, strangers, order));
    if change.entity.kind == EntityKind::Cluster {
        warn_of_cluster(change, &mut warnings);
    }
    warn_of_declared(change, id, &named, world, &mut warnings);
    warn_of_absent(change, id, world, &mut warnings);
    warnings.extend(in_vain::warnings(change, id, world));
    let answer = (!change.skip_results).then(|| principals_of(id));
    Ok(Decision { edits, answer: answer.unwrap_or_default(), warnings })
}

/// Returns the principals of a `.add` that needs nobody else's roles: it lists nobody (`skip-results`), and does not warn
/// that the role may have no effect.
#[must_use]
pub fn only_added<'c, 's>(command: &'c Command<'s>) -> Option<&'c [Spanned<PrincipalRef<'s>>]> {
    let Command::Roles(RoleCommand::Change(change)) = command else { return None };
    let is_one = change.action == Action::Add && change.skip_results && !in_vain::is_doubtful(change);
    is_one.then_some(&change.principals)
}

/// Returns the answer that lists who has a role on the entity.
fn principals_of(entity: EntityId) -> Answer {
    Answer::of_rows(PRINCIPALS, move |world, rows| listing::principals(world, &[entity], rows))
}

/// Warns of a principal that a command names a second time.
fn named_twice(reference: &Spanned<PrincipalRef<'_>>) -> Diagnostic {
    let message = format!("`{}` is named twice", reference.value);
    Diagnostic::warning(Code::NamedTwice, message).at(reference.span)
}

/// Returns what is said of the principals that a command about roles names more than once, without running it.
#[must_use]
pub fn said_of_repetition(command: &RoleCommand<'_>, bound: &Bound) -> Vec<Diagnostic> {
    let RoleCommand::Change(change) = command else { return Vec::new() };
    let mut named = PrincipalSet::with_capacity(change.principals.len());
    let again = change.principals.iter().filter(|reference| {
        let principal = bound.person(reference.span).ok().map(|person| person.principal);
        principal.is_some_and(|principal| !named.add(principal))
    });
    again.map(named_twice).collect()
}

/// Returns the edits of a change. `.add` of a holder changes at most the notes, and `.set` gives a
/// holder the new ones, empty where none are given; `.drop` of one that does not hold the role
/// changes nothing (DESIGN, *Decisions*).
fn edits(
    change: &RoleChange<'_>,
    (id, entity): (EntityId, &Entity),
    named: &PrincipalSet,
    strangers: usize,
    next_order: u32,
) -> Vec<Edit> {
    let role = change.role;
    let held = &entity.assignments;
    // The journal keeps the list as it is. The directory may have to learn strangers.
    let mut edits = Vec::with_capacity(named.len() + strangers);
    if change.action == Action::Set {
        let gone = held.holders(role).into_iter().filter(|(holder, _)| !named.contains(*holder));
        edits.extend(
            gone.map(|(holder, assignment)| Edit::assignment((id, role, holder), Some(assignment.assignment()), None)),
        );
    }
    let given = change.notes.as_ref().map(|notes| Arc::<str>::from(notes.text.as_ref()));
    // `.set` replaces the list, descriptions too.
    let notes = given.or_else(|| (change.action == Action::Set).then(Arc::default));
    let mut order = next_order;
    for principal in named.iter() {
        let edit = match change.action {
            Action::Drop => dropped(held, id, role, principal),
            Action::Add | Action::Set => added(held, id, role, principal, notes.as_ref(), &mut order),
        };
        edits.extend(edit);
    }
    edits
}

fn dropped(held: &Assignments, entity: EntityId, role: Role, principal: PrincipalId) -> Option<Edit> {
    let before = held.get(role, principal)?.assignment();
    Some(Edit::assignment((entity, role, principal), Some(before), None))
}

fn added(
    held: &Assignments,
    entity: EntityId,
    role: Role,
    principal: PrincipalId,
    notes: Option<&Arc<str>>,
    order: &mut u32,
) -> Option<Edit> {
    let before = held.get(role, principal).map(AssignmentView::assignment);
    let after = match (&before, notes) {
        (Some(before), None) => before.clone(),
        (Some(before), Some(notes)) => Assignment { order: before.order, notes: notes.clone() },
        (None, notes) => {
            let assignment = Assignment { order: *order, notes: notes.cloned().unwrap_or_default() };
            *order = order.saturating_add(1);
            assignment
        }
    };
    let edit = Edit::assignment((entity, role, principal), before, Some(after));
    edit.is_change().then_some(edit)
}

/// Warns of what a change of cluster roles means here and in the service (DESIGN, *Decisions*).
fn warn_of_cluster(change: &RoleChange<'_>, warnings: &mut Vec<Diagnostic>) {
    let role = change.role;
    if let Some(message) = role.portal() {
        warnings.push(Diagnostic::warning(Code::BadRequest, message));
    } else if role != Role::DatabaseCreators {
        let message = format!("the cluster role `{role}` is stored and grants nothing here");
        warnings.push(Diagnostic::warning(Code::BadRequest, message));
    }
}

/// Warns of the holders that keep the role, since the environment gives it.
fn warn_of_declared(
    change: &RoleChange<'_>,
    id: EntityId,
    named: &PrincipalSet,
    world: &World<'_>,
    warnings: &mut Vec<Diagnostic>,
) {
    let Some(entity) = world.catalog.get(id).filter(|_| change.action != Action::Add) else { return };
    let declared = entity.definition.declared(world.directory);
    for declared in declared.filter(|declared| declared.role == change.role) {
        let loses = match change.action {
            Action::Set => !named.contains(declared.principal),
            Action::Add | Action::Drop => named.contains(declared.principal),
        };
        if loses {
            let name = world.identity(declared.principal).fqn();
            let origin = declared.origin.words();
            let message = format!("`{name}` keeps the role, which no command takes away: it is {origin}");
            let is_built_in = world.directory.is_built_in(declared.principal);
            let code = if is_built_in { Code::BuiltIn } else { Code::BadRequest };
            let warning = Diagnostic::warning(code, message);
            warnings.push(match &declared.owner {
                Some(owner) => owned_elsewhere(warning, owner),
                None => warning,
            });
        }
    }
}

/// Returns the warning with the one who manages the role.
fn owned_elsewhere(warning: Diagnostic, owner: &str) -> Diagnostic {
    let message = format!("{}, and managed by `{owner}`", warning.message);
    Diagnostic { code: Code::OwnedElsewhere, message, ..warning }
}

/// Warns of those who don't hold the role that a `.drop` takes from them.
fn warn_of_absent(change: &RoleChange<'_>, id: EntityId, world: &World<'_>, warnings: &mut Vec<Diagnostic>) {
    let Some(entity) = world.catalog.get(id).filter(|_| change.action == Action::Drop) else { return };
    for reference in &change.principals {
        let Some(principal) = world.named(reference) else { continue };
        let declared = || {
            entity.definition.declared(world.directory).any(|it| it.role == change.role && it.principal == principal)
        };
        if entity.assignments.get(change.role, principal).is_none() && !declared() {
            let title = change.role.display(entity.definition.kind(), &entity.definition.name);
            let role = (change.role, &*title, &entity.assignments);
            warnings.push(absent::warning((principal, reference), role, id, world));
        }
    }
}

/// Returns the edit that makes the current principal admin of an entity that it creates: creators
/// become admins (`security-roles.txt` 7.3), by a recorded assignment. `made` counts the
/// assignments that the same decision made before.
pub(super) fn creator_becomes_admin(world: &World<'_>, entity: EntityId, made: u32) -> Edit {
    let order = world.catalog.next_order().saturating_add(made);
    let after = Assignment { order, notes: Arc::default() };
    Edit::assignment((entity, Role::Admins, world.subject.principal()), None, Some(after))
}
