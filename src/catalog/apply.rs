//! Applying edits, which cannot fail.

use std::sync::Arc;

use crate::catalog::{
    Assignment, AssignmentKey, Blocked, BlockedKey, CLUSTER, Catalog, Change, ChildName, Definition, Edit, Entity,
    EntityId,
};
use crate::directory::PrincipalId;

/// The numbers of the next entity, and of the next assignment or block.
#[derive(Clone, Copy, Debug)]
pub struct Numbers(EntityId, u32);

impl Catalog {
    /// Returns the numbers that the catalog gives next.
    #[must_use]
    pub const fn numbers(&self) -> Numbers {
        Numbers(self.next_id, self.next_order)
    }

    /// Gives these numbers next, after edits that were taken back.
    pub const fn go_back_to(&mut self, numbers: Numbers) {
        Numbers(self.next_id, self.next_order) = numbers;
    }

    /// Makes the edit's `after` the value of its cell. A cell of an entity that does not exist is
    /// skipped, since deciding makes no such edit, and so is a cell that is not the catalog's.
    pub fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Entity(change) => self.apply_entity(change),
            Edit::Assignment(change) => self.apply_assignment(&change.key, change.after.as_ref()),
            Edit::Policy(change) => {
                if let Some(entity) = self.get_mut(change.key.entity) {
                    entity.policies.set(change.key.policy, change.after.clone());
                }
            }
            Edit::Mapping(change) => {
                if let Some(entity) = self.get_mut(change.key.entity) {
                    entity.mappings.set(&change.key, change.after.as_ref());
                }
            }
            Edit::Blocked(change) => self.apply_blocked(&change.key, change.after.as_ref()),
            Edit::Identity(_) | Edit::Directory(_) | Edit::Membership(_) => {}
        }
    }

    fn get_mut(&mut self, id: EntityId) -> Option<&mut Entity> {
        self.entities.get_mut(&id).map(Arc::make_mut)
    }

    fn apply_assignment(&mut self, key: &AssignmentKey, after: Option<&Assignment>) {
        if let Some(assignment) = after {
            self.count(assignment.order);
        }
        let Some(entity) = self.get_mut(key.entity) else { return };
        let had = entity.assignments.set(key.role, key.principal, after);
        self.count_assigned(key.principal, had, after.is_some());
    }

    fn apply_entity(&mut self, change: &Change<EntityId, Definition>) {
        let id = change.key;
        let named = |it: &&Definition| id != CLUSTER && Self::is_moved(change, it);
        if let Some(before) = change.before.as_ref().filter(named) {
            let name = ChildName { kind: before.kind(), name: before.name.clone() };
            // Where names change places, another entity may have taken this one already.
            let parent = self.get_mut(before.parent);
            if let Some(parent) = parent.filter(|parent| parent.children.get(&name) == Some(&id)) {
                parent.children.remove(&name);
            }
        }
        if let Some(after) = change.after.as_ref().filter(named) {
            let name = ChildName { kind: after.kind(), name: after.name.clone() };
            if let Some(parent) = self.get_mut(after.parent) {
                parent.children.insert(name, id);
            }
        }
        self.put(id, change.after.as_ref());
    }

    /// Returns whether the definition stands under a name or a parent that the other one does not
    /// have.
    fn is_moved(change: &Change<EntityId, Definition>, it: &Definition) -> bool {
        let is_like_it = |other: &Option<Definition>| {
            other.as_ref().is_some_and(|other| other.name == it.name && other.parent == it.parent)
        };
        !(is_like_it(&change.before) && is_like_it(&change.after))
    }

    fn put(&mut self, id: EntityId, after: Option<&Definition>) {
        self.next_id = self.next_id.max(EntityId(id.0.saturating_add(1)));
        match (self.get_mut(id), after) {
            (Some(entity), Some(definition)) => entity.definition = definition.clone(),
            (None, Some(definition)) => {
                self.entities.insert(id, Arc::new(Entity::new(definition.clone())));
            }
            (_, None) => {
                let gone = self.entities.remove(&id);
                let assigned = gone.iter().flat_map(|entity| entity.assignments.sorted());
                assigned.for_each(|(_, principal, _)| self.count_assigned(principal, true, false));
            }
        }
    }

    fn count_assigned(&mut self, principal: PrincipalId, before: bool, after: bool) {
        let number = principal.0 as usize;
        if number >= self.assigned.len() {
            self.assigned.resize(number + 1, 0);
        }
        if let Some(count) = self.assigned.get_mut(number) {
            *count = count.saturating_add(u32::from(after)).saturating_sub(u32::from(before));
        }
    }

    /// Lets later assignments and blocks come after this one.
    fn count(&mut self, order: u32) {
        self.next_order = self.next_order.max(order.saturating_add(1));
    }

    fn apply_blocked(&mut self, key: &BlockedKey, after: Option<&Blocked>) {
        match after {
            Some(after) => {
                self.count(after.order);
                self.blocked.insert(key.clone(), after.clone());
            }
            None => {
                self.blocked.remove(key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inverse_of_a_lifted_block_brings_it_back_to_its_place() {
        let mut catalog = Catalog::new();
        let key = |user: &str| BlockedKey { principal: PrincipalId(1), application: None, user: Some(Arc::from(user)) };
        for user in ["first", "second"] {
            let after = Blocked { order: catalog.next_order(), until: None, reason: None };
            catalog.apply(&Edit::Blocked(Change::creation(key(user), after)));
        }
        let before = catalog.clone();
        let block = catalog.block(&key("first")).cloned().unwrap();
        let lift = Edit::Blocked(Change::removal(key("first"), block));
        catalog.apply(&lift);
        catalog.apply(&lift.inverse());
        assert_eq!(catalog, before);
        assert_eq!(catalog.blocked(), before.blocked());
    }
}
