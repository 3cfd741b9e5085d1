//! How two catalogs differ. Entities are compared by their kinds and names, whatever numbers they
//! have: the catalogs may have been made independently.

use hashbrown::HashSet;

use crate::catalog::{
    AssignmentView, Blocked, CLUSTER, Catalog, Change, Definition, Edit, Entity, EntityId, MappingKey,
};
use crate::directory::PrincipalId;
use crate::model::policy::PolicyKind;
use crate::model::role::Role;

impl PartialEq for Catalog {
    /// Two catalogs are equal when they hold the same: numbers and places in listings do not count.
    fn eq(&self, other: &Self) -> bool {
        diff(self, other).is_empty()
    }
}

impl Catalog {
    /// Returns the edits that remove an entity: all that belongs to it is removed first, each thing
    /// by its own edit, so that the inverses bring everything back.
    #[must_use]
    pub fn removal(&self, id: EntityId) -> Vec<Edit> {
        let Some(entity) = self.get(id) else { return Vec::new() };
        let below = self.all_children(id).into_iter().flat_map(|(child, _)| self.removal(child));
        let mut edits: Vec<Edit> = below.collect();
        edits.extend(
            entity
                .assignments
                .sorted()
                .into_iter()
                .map(|(role, principal, held)| Edit::assignment((id, role, principal), Some(held.assignment()), None)),
        );
        let policies = entity.policies.iter();
        edits.extend(policies.map(|(kind, value)| Edit::policy(id, kind, Some(value.clone()), None)));
        let mappings = entity.mappings.keys(id);
        edits.extend(mappings.map(|(key, held)| Edit::Mapping(Change::removal(key, held.clone()))));
        edits.push(Edit::Entity(Change::removal(id, entity.definition.clone())));
        edits
    }
}

/// Returns the edits after which `from` holds what `to` holds. Both name principals by the numbers
/// of one directory.
#[must_use]
pub fn diff(from: &Catalog, to: &Catalog) -> Vec<Edit> {
    let (next_id, next_order) = (from.next_id(), from.next_order());
    let mut diff = Diff { from, to, next_id, next_order, edits: Vec::new() };
    diff.entity(Some(CLUSTER), CLUSTER, CLUSTER);
    diff.blocks();
    diff.edits
}

struct Diff<'c> {
    from: &'c Catalog,
    to: &'c Catalog,
    next_id: EntityId,
    next_order: u32,
    edits: Vec<Edit>,
}

/// Returns the assignments that the other entity does not have, or has with other notes, in the order of listings. Only
/// these are sorted: they are usually few.
fn differing<'e>(entity: &'e Entity, other: Option<&Entity>) -> Vec<(Role, PrincipalId, AssignmentView<'e>)> {
    entity.assignments.sorted_where(|(role, principal, held)| {
        let same = other.and_then(|other| other.assignments.get(*role, *principal));
        same.is_none_or(|same| same.notes != held.notes)
    })
}

impl<'c> Diff<'c> {
    /// Adds what differs between an entity of `from`, if it is there, and the one of `to`.
    fn entity(&mut self, mine: Option<EntityId>, theirs: EntityId, parent: EntityId) {
        let Some(there) = self.to.get(theirs) else { return };
        let here = mine.and_then(|id| self.from.get(id));
        if here.is_some_and(|here| std::ptr::eq(here, there)) && self.is_shared_below(theirs) {
            return;
        }
        let id = mine.unwrap_or_else(|| self.new_id());
        let definition = Definition { parent, ..there.definition.clone() };
        let before = here.map(|here| here.definition.clone());
        self.changes([Edit::Entity(Change { key: id, before, after: Some(definition) })]);
        self.assignments(id, here, there);
        self.policies(id, here, there);
        self.mappings(id, here, there);
        self.children(id, theirs);
    }

    /// Returns whether the two catalogs have all that is below an entity, which they share, in
    /// common.
    fn is_shared_below(&self, id: EntityId) -> bool {
        self.to.all_children(id).into_iter().all(|(child, there)| {
            let here = self.from.get(child);
            here.is_some_and(|here| std::ptr::eq(here, there)) && self.is_shared_below(child)
        })
    }

    fn new_id(&mut self) -> EntityId {
        let id = self.next_id;
        self.next_id = EntityId(id.0.saturating_add(1));
        id
    }

    fn new_order(&mut self) -> u32 {
        let order = self.next_order;
        self.next_order = order.saturating_add(1);
        order
    }

    fn changes(&mut self, edits: impl IntoIterator<Item = Edit>) {
        self.edits.extend(edits.into_iter().filter(Edit::is_change));
    }

    fn assignments(&mut self, id: EntityId, here: Option<&Entity>, there: &Entity) {
        let here_alone = here.map_or_else(Vec::new, |here| differing(here, Some(there)));
        for (role, principal, held) in here_alone {
            if there.assignments.get(role, principal).is_none() {
                let gone = Edit::assignment((id, role, principal), Some(held.assignment()), None);
                self.edits.push(gone);
            }
        }
        for (role, principal, wanted) in differing(there, here) {
            let before = here.and_then(|here| here.assignments.get(role, principal));
            let order = before.map_or_else(|| self.new_order(), |before| before.order);
            let after = AssignmentView { order, ..wanted }.assignment();
            let before = before.map(AssignmentView::assignment);
            self.edits.push(Edit::assignment((id, role, principal), before, Some(after)));
        }
    }

    fn policies(&mut self, id: EntityId, here: Option<&Entity>, there: &Entity) {
        let policy = |entity: &Entity, kind| entity.policies.get(kind).cloned();
        let edit = |kind: &PolicyKind| {
            let before = here.and_then(|here| policy(here, *kind));
            Edit::policy(id, *kind, before, policy(there, *kind))
        };
        self.changes(PolicyKind::ALL.iter().map(edit));
    }

    fn mappings(&mut self, id: EntityId, here: Option<&Entity>, there: &Entity) {
        let held = |entity: &Entity, key: &MappingKey| entity.mappings.get(key.kind, &key.name).cloned();
        for (key, before) in here.into_iter().flat_map(|here| here.mappings.keys(id)) {
            if held(there, &key).is_none() {
                self.edits.push(Edit::Mapping(Change::removal(key, before.clone())));
            }
        }
        for (key, after) in there.mappings.keys(id) {
            let before = here.and_then(|here| held(here, &key));
            self.changes([Edit::Mapping(Change { key, before, after: Some(after.clone()) })]);
        }
    }

    fn children(&mut self, mine: EntityId, theirs: EntityId) {
        let (from, to) = (self.from, self.to);
        for (child, entity) in from.all_children(mine) {
            let Definition { name, body, .. } = &entity.definition;
            if to.child(theirs, body.kind(), name).is_none() {
                self.edits.extend(from.removal(child));
            }
        }
        for (child, entity) in to.all_children(theirs) {
            let Definition { name, body, .. } = &entity.definition;
            self.entity(from.child(mine, body.kind(), name), child, mine);
        }
    }

    fn blocks(&mut self) {
        let (here, there) = (self.from.blocked(), self.to.blocked());
        let kept: HashSet<_> = there.iter().map(|(key, _)| *key).collect();
        for (key, blocked) in here {
            if !kept.contains(key) {
                self.edits.push(Edit::Blocked(Change::removal(key.clone(), blocked.clone())));
            }
        }
        for (key, blocked) in there {
            let before = self.from.block(key).cloned();
            let order = before.as_ref().map_or_else(|| self.new_order(), |before| before.order);
            let after = Blocked { order, ..blocked.clone() };
            let key = key.clone();
            self.changes([Edit::Blocked(Change { key, before, after: Some(after) })]);
        }
    }
}
