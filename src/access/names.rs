//! How answers name entities, principals and roles.

use crate::access::Witness;
use crate::catalog::{Catalog, EntityId};
use crate::directory::{Directory, PrincipalId};
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::model::principal::PrincipalKind;

/// `table StormEvents`, `database Samples`, `cluster`: as commands name it.
pub(super) fn entity_name(catalog: &Catalog, id: EntityId) -> String {
    match catalog.get(id).map(|entity| &entity.definition) {
        Some(definition) if definition.kind() != EntityKind::Cluster => {
            format!("{} {}", definition.kind(), Quoted(&definition.name))
        }
        _ => EntityKind::Cluster.to_string(),
    }
}

/// In a sentence: `the cluster`, ``database `Samples` ``, ``table `T` in database `Samples` ``.
pub(super) fn entity_title(catalog: &Catalog, id: EntityId) -> String {
    let Some(definition) = catalog.get(id).map(|entity| &entity.definition) else { return String::new() };
    match definition.kind() {
        EntityKind::Cluster => format!("the {}", definition.kind()),
        EntityKind::Database => format!("{} `{}`", definition.kind(), definition.name),
        kind => format!("{kind} `{}` in {}", definition.name, entity_title(catalog, definition.parent)),
    }
}

/// In a sentence: `` `abbiatkins@fabrikam.com` ``, ``group `Some Group` ``.
pub(super) fn principal_title(directory: &Directory, principal: PrincipalId) -> String {
    let identity = directory.identity(principal);
    match identity.kind {
        PrincipalKind::User | PrincipalKind::Account => format!("`{}`", identity.id),
        PrincipalKind::Group => format!("group `{}`", identity.plain_name()),
        PrincipalKind::Application if directory.managed_identities().contains(&principal) => {
            format!("managed identity `{}`", identity.plain_name())
        }
        PrincipalKind::Application => format!("application `{}`", identity.plain_name()),
    }
}

/// The role as results name it: `Database Samples Viewer`.
pub(super) fn role_title(catalog: &Catalog, witness: &Witness) -> String {
    let definition = catalog.get(witness.scope).map(|entity| &entity.definition);
    definition.map_or(String::new(), |definition| witness.role.display(definition.kind(), &definition.name))
}
