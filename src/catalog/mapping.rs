//! Mappings of ingested data, which belong to databases, tables and external tables (`mappings.md`).

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::catalog::EntityId;
use crate::model::mapping_kind::MappingKind;

/// A mapping of an entity. Mappings for different formats may have the same name; those of an external
/// table are for its own format.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MappingKey {
    /// Whose it is.
    pub entity: EntityId,
    /// For which format of data; none of an external table.
    pub kind: Option<MappingKind>,
    /// Its name.
    pub name: Arc<str>,
}

/// What a mapping consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The columns and where their values are found, as canonical JSON.
    pub json: Arc<str>,
    /// When it was set.
    pub updated: Timestamp,
}

/// The mappings of one entity, by format and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mappings {
    by_name: BTreeMap<(Option<MappingKind>, Arc<str>), Mapping>,
}

impl Mappings {
    /// Returns a mapping.
    #[must_use]
    pub fn get(&self, kind: Option<MappingKind>, name: &str) -> Option<&Mapping> {
        self.by_name.get(&(kind, Arc::from(name)))
    }

    /// Returns all mappings, in the order of formats and names.
    pub fn iter(&self) -> impl Iterator<Item = (Option<MappingKind>, &Arc<str>, &Mapping)> {
        self.by_name.iter().map(|((kind, name), mapping)| (*kind, name, mapping))
    }

    /// Returns all mappings, which are those of `entity`, with their keys.
    pub fn keys(&self, entity: EntityId) -> impl Iterator<Item = (MappingKey, &Mapping)> {
        self.iter().map(move |(kind, name, mapping)| (MappingKey { entity, kind, name: name.clone() }, mapping))
    }

    pub(super) fn set(&mut self, key: &MappingKey, mapping: Option<&Mapping>) {
        let place = (key.kind, key.name.clone());
        match mapping {
            Some(mapping) => {
                self.by_name.insert(place, mapping.clone());
            }
            None => {
                self.by_name.remove(&place);
            }
        }
    }
}
