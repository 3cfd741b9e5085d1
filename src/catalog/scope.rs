//! Scopes of the entities that a catalog has.

use crate::catalog::{CLUSTER, Catalog, EntityId};
use crate::model::entity::EntityKind;
use crate::model::scope::Scope;

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
