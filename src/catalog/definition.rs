//! What an entity is: the part that its own commands change.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::catalog::{Body, Content, EntityId};
use crate::directory::{DeclaredRole, Directory};
use crate::model::entity::EntityKind;

/// What an entity is: the part that its own commands change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// Its name.
    pub name: Arc<str>,
    /// The entity that holds it; the cluster holds itself.
    pub parent: EntityId,
    /// What it consists of, which also says its kind.
    pub body: Body,
}

impl Definition {
    /// Returns an entity of this name that `parent` holds.
    pub fn new(parent: EntityId, name: &str, content: impl Content) -> Self {
        Self { name: Arc::from(name), parent, body: content.into_body() }
    }

    /// Returns the kind of the entity.
    #[must_use]
    pub const fn kind(&self) -> EntityKind {
        self.body.kind()
    }

    /// Returns whether a role that the environment declares is one on this entity: on the cluster
    /// where it names no database.
    #[must_use]
    pub fn declares(&self, declared: &DeclaredRole) -> bool {
        match &declared.database {
            None => self.kind() == EntityKind::Cluster,
            Some(name) => self.kind() == EntityKind::Database && *self.name == **name,
        }
    }

    /// Returns the roles on this entity that the environment declares, in its order.
    pub fn declared<'d>(&'d self, directory: &'d Directory) -> impl Iterator<Item = &'d DeclaredRole> {
        let place = match self.kind() {
            EntityKind::Cluster => Some(None),
            EntityKind::Database => Some(Some(&*self.name)),
            _ => None,
        };
        place.into_iter().flat_map(|database| directory.declared_roles_at(database))
    }
}
