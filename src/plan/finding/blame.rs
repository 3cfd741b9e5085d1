//! Which command of a run a finding is about.

use crate::access::Subject;
use crate::catalog::{AssignmentKey, Catalog, Change, Edit, EntityId};
use crate::plan::statement::Place;
use crate::plan::trial::Act;

/// The change of an assignment.
pub(super) type Assigned<'e> = &'e Change<AssignmentKey, crate::catalog::Assignment>;

/// Returns the assignment that an edit changes.
pub(super) const fn assigned(edit: &Edit) -> Option<Assigned<'_>> {
    match edit {
        Edit::Assignment(change) => Some(change),
        _ => None,
    }
}

/// Returns the place of the last command with an edit that is the one.
pub(super) fn last(acts: &[Act], is_one: impl Fn(&Edit) -> bool) -> Option<Place> {
    acts.iter().rev().find(|act| act.edits.iter().any(&is_one)).map(|act| act.place.clone())
}

/// Returns the place of the last command that gave a role to the subject or to one of its groups, or took one away, on the
/// entity or on what holds it; else the last that changed anything of these.
pub(super) fn of_subject(
    acts: &[Act],
    (subject, entity): (Subject<'_>, EntityId),
    is_given: bool,
    catalog: &Catalog,
) -> Option<Place> {
    let scopes: Vec<EntityId> = catalog.scopes(entity).into_iter().map(|(id, _)| id).collect();
    let is_subject = |key: &AssignmentKey| {
        key.principal == subject.principal() || subject.groups().binary_search(&key.principal).is_ok()
    };
    let is_one = |edit: &Edit| {
        let change = assigned(edit).filter(|change| change.after.is_some() == is_given);
        change.is_some_and(|change| scopes.contains(&change.key.entity) && is_subject(&change.key))
    };
    let on_scopes = |edit: &Edit| match edit {
        Edit::Assignment(change) => scopes.contains(&change.key.entity),
        Edit::Policy(change) => scopes.contains(&change.key.entity),
        Edit::Entity(change) => scopes.contains(&change.key),
        Edit::Directory(_) => true,
        _ => false,
    };
    last(acts, is_one).or_else(|| last(acts, on_scopes))
}
