//! What takes changes back that were made before, as long as nobody touched the same things since.

use crate::catalog::{AssignmentView, Catalog, Change, Definition, Edit, EntityId, Entry};
use crate::cluster::State;
use crate::engine::{differ_in_version, is_new_version};
use crate::text::quoted;

/// A change that can't be taken back.
#[derive(Debug)]
pub(super) struct Kept<'e> {
    /// The change.
    pub(super) entry: &'e Entry,
    /// What hinders it.
    pub(super) why: String,
}

/// Returns the edits that take changes back, the newest of which comes first. The state is left as it was.
///
/// # Errors
/// Something that they changed was changed again since, and it is not `forced`.
pub(super) fn taking_back<'e>(entries: &'e [Entry], state: &mut State, forced: bool) -> Result<Vec<Edit>, Kept<'e>> {
    let mut edits = Vec::new();
    let found = entries
        .iter()
        .try_for_each(|entry| take_back(entry, state, forced, &mut edits).map_err(|why| Kept { entry, why }));
    edits.iter().rev().for_each(|edit| state.catalog.apply(&edit.clone().inverse()));
    found.map(|()| edits)
}

/// Takes one change back in the catalog, and adds the edits that do it; where it can't be taken back, some of them.
fn take_back(entry: &Entry, state: &mut State, forced: bool, edits: &mut Vec<Edit>) -> Result<(), String> {
    names_are_free(entry, &state.catalog)?;
    for edit in entry.edits.iter().rev().filter(|edit| edit.can_be_undone()) {
        if is_new_version(edit) && !is_as_left(edit, &state.catalog) {
            // Later changes have counted on.
            continue;
        }
        for edit in inverse(edit, state, forced)? {
            state.catalog.apply(&edit);
            edits.push(edit);
        }
    }
    Ok(())
}

/// Returns how a sentence names an entity.
fn name_of(now: &Catalog, entity: EntityId) -> String {
    now.get(entity).map_or_else(|| "what it is about".to_owned(), |it| quoted(&it.definition.name))
}

/// Refuses what was changed since.
fn fits(is_as_left: bool, what: &str) -> Result<(), String> {
    if is_as_left { Ok(()) } else { Err(format!("{what} was changed since")) }
}

/// Returns the edits that give an entity what a change says, or why that would undo what others did since.
fn inverse_of_entity(
    Change { key, before, after }: Change<EntityId, Definition>,
    now: &Catalog,
    forced: bool,
) -> Result<Vec<Edit>, String> {
    let found = now.get(key).map(|entity| entity.definition.clone());
    fits(forced || same_but_version(found.as_ref(), before.as_ref()), &name_of(now, key))?;
    match (found, after) {
        (None, None) => Ok(Vec::new()),
        (Some(_), None) => {
            let removal = now.removal(key);
            fits(forced || removal.len() == 1, &format!("{}, or what is in it,", name_of(now, key)))?;
            Ok(removal)
        }
        (found, Some(after)) => {
            if now.get(after.parent).is_none() {
                return Err(format!("{} was in something that is gone", quoted(&after.name)));
            }
            Ok(vec![Edit::Entity(Change { key, before: found, after: Some(after) })])
        }
    }
}

/// Returns the edits that undo one, or why that would undo what others did since.
fn inverse(edit: &Edit, state: &State, forced: bool) -> Result<Vec<Edit>, String> {
    let now = &state.catalog;
    let named = |entity: EntityId| name_of(now, entity);
    let fits = |is_as_left: bool, what: String| fits(is_as_left || forced, &what);
    Ok(match edit.clone().inverse() {
        Edit::Entity(change) => inverse_of_entity(change, now, forced)?,
        Edit::Assignment(Change { key, before, after }) => {
            let Some(entity) = now.get(key.entity) else { return gone(forced) };
            let found = entity.assignments.get(key.role, key.principal).map(AssignmentView::assignment);
            fits(found == before, state.directory.reference(key.principal))?;
            vec![Edit::Assignment(Change { key, before: found, after })]
        }
        Edit::Policy(Change { key, before, after }) => {
            let Some(entity) = now.get(key.entity) else { return gone(forced) };
            let found = entity.policies.get(key.policy).cloned();
            fits(found == before, format!("the policy {} of {}", key.policy.word(), named(key.entity)))?;
            vec![Edit::Policy(Change { key, before: found, after })]
        }
        Edit::Mapping(Change { key, before, after }) => {
            let Some(entity) = now.get(key.entity) else { return gone(forced) };
            let found = entity.mappings.get(key.kind, &key.name).cloned();
            fits(found == before, format!("the mapping {}", quoted(&key.name)))?;
            vec![Edit::Mapping(Change { key, before: found, after })]
        }
        Edit::Blocked(Change { key, before, after }) => {
            let found = now.block(&key).cloned();
            fits(found == before, state.directory.reference(key.principal))?;
            vec![Edit::Blocked(Change { key, before: found, after })]
        }
        edit @ (Edit::Identity(_) | Edit::Directory(_) | Edit::Membership(_)) => vec![edit],
    })
}

/// Returns whether an entity is still as an edit left it.
fn is_as_left(edit: &Edit, now: &Catalog) -> bool {
    let Edit::Entity(Change { key, after, .. }) = edit else { return false };
    now.get(*key).map(|entity| &entity.definition) == after.as_ref()
}

/// Looks whether the names that the entities of a change had before it are free, or taken by others of them, which give
/// them back: names may have changed places.
fn names_are_free(entry: &Entry, now: &Catalog) -> Result<(), String> {
    let changed =
        || entry.edits.iter().filter_map(|edit| if let Edit::Entity(change) = edit { Some(change) } else { None });
    for before in changed().filter_map(|change| change.before.as_ref()) {
        let taken = now.child(before.parent, before.kind(), &before.name);
        if taken.is_some_and(|taken| changed().all(|change| change.key != taken)) {
            return Err(format!("there is another {} {} now", before.kind(), quoted(&before.name)));
        }
    }
    Ok(())
}

/// Answers for a cell of an entity that does not exist any more.
fn gone(forced: bool) -> Result<Vec<Edit>, String> {
    if forced { Ok(Vec::new()) } else { Err("what it is about is gone".to_owned()) }
}

/// Returns whether two definitions are equal, whatever their versions.
fn same_but_version(one: Option<&Definition>, other: Option<&Definition>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one == other || differ_in_version(one, other),
        _ => false,
    }
}
