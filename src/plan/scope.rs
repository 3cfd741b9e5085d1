//! Entities of two catalogs by their names: what is the same in both.

use std::fmt;
use std::sync::Arc;

use crate::catalog::{CLUSTER, Catalog, EntityId};
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;

/// An entity by its kind and names, whatever numbers it has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The database that holds it or that it is; none for the cluster and what it holds.
    pub database: Option<Arc<str>>,
    /// What it is.
    pub kind: EntityKind,
    /// Its name; empty for the cluster.
    pub name: Arc<str>,
}

impl Scope {
    /// Returns the scope of an entity, if it exists.
    #[must_use]
    pub fn of(catalog: &Catalog, id: EntityId) -> Option<Self> {
        let entity = catalog.get(id)?;
        let database = catalog.database_of(id).map(|(_, database)| database.definition.name.clone());
        Some(Self { database, kind: entity.definition.kind(), name: entity.definition.name.clone() })
    }

    /// Returns the entity in a catalog, if it is there.
    #[must_use]
    pub fn find(&self, catalog: &Catalog) -> Option<EntityId> {
        match (self.kind, &self.database) {
            (EntityKind::Cluster, _) => Some(CLUSTER),
            (EntityKind::Database, _) => catalog.database(&self.name),
            (kind, Some(database)) => catalog.child(catalog.database(database)?, kind, &self.name),
            (kind, None) => catalog.child(CLUSTER, kind, &self.name),
        }
    }
}

impl fmt::Display for Scope {
    /// `cluster`, `database Sales`, `table Sales.Orders`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = (self.kind, Quoted(&self.name));
        match (&self.database, kind) {
            (_, EntityKind::Cluster) => write!(f, "{kind}"),
            (Some(database), EntityKind::Follower) => write!(f, "{kind} {}", Quoted(database)),
            (_, EntityKind::Database) | (None, _) => write!(f, "{kind} {name}"),
            (Some(database), _) => write!(f, "{kind} {}.{name}", Quoted(database)),
        }
    }
}
