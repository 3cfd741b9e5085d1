//! Edits: the only way in which a catalog changes.

use std::sync::Arc;

use crate::catalog::{
    Assignment, Assignments, Blocked, BlockedKey, Body, Catalog, ChildName, Content, Entity, EntityId, Policies, Policy,
};
use crate::directory::{DeclaredRole, Directory, PrincipalId};
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::model::role::Role;

/// What an entity is: the part that its own commands change.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// Its name.
    pub name: Arc<str>,
    /// What holds it; the cluster holds itself.
    pub parent: EntityId,
    /// What it consists of, which also says its kind.
    pub body: Body,
}

impl Definition {
    /// An entity of this name that `parent` holds.
    pub fn new(parent: EntityId, name: &str, content: impl Content) -> Self {
        Self { name: Arc::from(name), parent, body: content.into_body() }
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> EntityKind {
        self.body.kind()
    }

    /// Whether a role that the environment declares is one on this entity: on the cluster where it
    /// names no database.
    #[must_use]
    pub fn declares(&self, declared: &DeclaredRole) -> bool {
        match &declared.database {
            None => self.kind() == EntityKind::Cluster,
            Some(name) => self.kind() == EntityKind::Database && *self.name == **name,
        }
    }

    /// The roles on this entity that the environment declares, in its order.
    pub fn declared<'d>(&'d self, directory: &'d Directory) -> impl Iterator<Item = &'d DeclaredRole> {
        let place = match self.kind() {
            EntityKind::Cluster => Some(None),
            EntityKind::Database => Some(Some(&*self.name)),
            _ => None,
        };
        place.into_iter().flat_map(|database| directory.declared_roles_at(database))
    }
}

/// One change: a cell of the catalog, its value before and its value after. Nothing in it needs a
/// clock, a directory or chance to be applied again.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// An entity comes to be, changes, or goes. What hangs on an entity goes by edits of its own,
    /// before the entity does.
    Entity {
        /// Which.
        id: EntityId,
        /// Its definition before, if it existed.
        before: Option<Definition>,
        /// Its definition after, if it still exists.
        after: Option<Definition>,
    },
    /// A principal gets or loses a role on an entity, or the assignment's notes change.
    Assignment {
        /// On which entity.
        entity: EntityId,
        /// Which role.
        role: Role,
        /// Who.
        principal: PrincipalId,
        /// The assignment before.
        before: Option<Assignment>,
        /// The assignment after.
        after: Option<Assignment>,
    },
    /// A policy of an entity changes.
    Policy {
        /// Of which entity.
        entity: EntityId,
        /// Which policy.
        policy: PolicyKind,
        /// Its value before.
        before: Option<Policy>,
        /// Its value after.
        after: Option<Policy>,
    },
    /// A principal is blocked or no longer so.
    Blocked {
        /// Who.
        key: BlockedKey,
        /// The block before.
        before: Option<Blocked>,
        /// The block after.
        after: Option<Blocked>,
    },
}

impl Edit {
    /// The edit that makes an entity.
    #[must_use]
    pub const fn creation(id: EntityId, definition: Definition) -> Self {
        Self::Entity { id, before: None, after: Some(definition) }
    }

    /// The edit that gives an entity of the catalog another definition; none where it does not exist.
    pub fn change(catalog: &Catalog, id: EntityId, after: impl FnOnce(Definition) -> Definition) -> Option<Self> {
        let before = catalog.get(id)?.definition.clone();
        Some(Self::Entity { id, after: Some(after(before.clone())), before: Some(before) })
    }

    /// The edit that gives an entity another content.
    pub fn content(catalog: &Catalog, id: EntityId, content: impl Content) -> Option<Self> {
        Self::change(catalog, id, |before| Definition { body: content.into_body(), ..before })
    }

    /// The edit that gives an entity another name.
    #[must_use]
    pub fn name(catalog: &Catalog, id: EntityId, name: &str) -> Option<Self> {
        Self::change(catalog, id, |before| Definition { name: Arc::from(name), ..before })
    }

    /// Whether the value after differs from the value before.
    #[must_use]
    pub fn is_change(&self) -> bool {
        match self {
            Self::Entity { before, after, .. } => before != after,
            Self::Assignment { before, after, .. } => before != after,
            Self::Policy { before, after, .. } => before != after,
            Self::Blocked { before, after, .. } => before != after,
        }
    }

    /// The edit that undoes this one.
    #[must_use]
    pub fn inverse(self) -> Self {
        match self {
            Self::Entity { id, before, after } => Self::Entity { id, before: after, after: before },
            Self::Assignment { entity, role, principal, before, after } => {
                Self::Assignment { entity, role, principal, before: after, after: before }
            }
            Self::Policy { entity, policy, before, after } => {
                Self::Policy { entity, policy, before: after, after: before }
            }
            Self::Blocked { key, before, after } => Self::Blocked { key, before: after, after: before },
        }
    }
}

impl Catalog {
    /// Makes the edit's `after` the value of its cell. A cell of an entity that does not exist is
    /// passed over: deciding makes no such edit.
    pub fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Entity { id, before, after } => self.apply_entity(*id, before.as_ref(), after.as_ref()),
            Edit::Assignment { entity, role, principal, after, .. } => {
                if let Some(assignment) = after {
                    self.count(assignment.order);
                }
                let Some(entity) = self.get_mut(*entity) else { return };
                let before = entity.assignments.set(*role, *principal, after.clone());
                self.count_assigned(*principal, before.is_some(), after.is_some());
            }
            Edit::Policy { entity, policy, after, .. } => {
                if let Some(entity) = self.get_mut(*entity) {
                    entity.policies.set(*policy, after.clone());
                }
            }
            Edit::Blocked { key, after, .. } => self.apply_blocked(key, after.as_ref()),
        }
    }

    fn get_mut(&mut self, id: EntityId) -> Option<&mut Entity> {
        self.entities.get_mut(&id)
    }

    fn apply_entity(&mut self, id: EntityId, before: Option<&Definition>, after: Option<&Definition>) {
        if let Some(before) = before.filter(|_| id != crate::catalog::CLUSTER) {
            let name = ChildName { kind: before.kind(), name: before.name.clone() };
            // Where names change places, another entity may have taken this one already.
            if let Some(parent) = self.get_mut(before.parent).filter(|parent| parent.children.get(&name) == Some(&id)) {
                parent.children.remove(&name);
            }
        }
        if let Some(after) = after.filter(|_| id != crate::catalog::CLUSTER) {
            let name = ChildName { kind: after.kind(), name: after.name.clone() };
            if let Some(parent) = self.get_mut(after.parent) {
                parent.children.insert(name, id);
            }
        }
        self.put(id, after);
    }

    fn put(&mut self, id: EntityId, after: Option<&Definition>) {
        self.next_id = self.next_id.max(EntityId(id.0.saturating_add(1)));
        match (self.entities.get_mut(&id), after) {
            (Some(entity), Some(definition)) => entity.definition = definition.clone(),
            (None, Some(definition)) => {
                let entity = Entity {
                    definition: definition.clone(),
                    assignments: Assignments::default(),
                    policies: Policies::default(),
                    children: hashbrown::HashMap::new(),
                };
                self.entities.insert(id, entity);
            }
            (_, None) => {
                let gone = self.entities.remove(&id);
                for (_, principal, _) in gone.iter().flat_map(|entity| entity.assignments.sorted()) {
                    self.count_assigned(principal, true, false);
                }
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

    /// Later assignments and blocks come after this one.
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
            let after = Some(Blocked { order: catalog.next_order(), until: None, reason: None });
            catalog.apply(&Edit::Blocked { key: key(user), before: None, after });
        }
        let before = catalog.clone();
        let lift = Edit::Blocked { key: key("first"), before: catalog.block(&key("first")).cloned(), after: None };
        catalog.apply(&lift);
        catalog.apply(&lift.inverse());
        assert_eq!(catalog, before);
        assert_eq!(catalog.blocked(), before.blocked());
    }
}
