//! How answers name entities, principals and roles.

use crate::access::evaluate::{Access, Witness};
use crate::catalog::{Catalog, EntityId};
use crate::directory::{IdentityView, Ids, PrincipalId};
use crate::model::connection::SYSTEM_IDENTITY;
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::model::principal::PrincipalKind;

/// Returns the ids of one of these strangers, who stand in the order of their numbers.
#[must_use]
pub fn stranger(strangers: &[(PrincipalId, Ids)], principal: PrincipalId) -> Option<&Ids> {
    let at = strangers.partition_point(|(number, _)| *number < principal);
    strangers.get(at).filter(|(number, _)| *number == principal).map(|(_, ids)| ids)
}

impl<'a> Access<'a> {
    /// Returns what answers show of a principal. Each name of somebody in an answer is from here.
    #[must_use]
    pub fn identity(&self, principal: PrincipalId) -> IdentityView<'a> {
        match stranger(self.strangers, principal) {
            Some(ids) => self.directory.view_of(ids),
            None => self.directory.identity(principal),
        }
    }

    /// Returns what the PrincipalFQN column shows of a principal.
    pub(super) fn fqn(&self, principal: PrincipalId) -> String {
        self.identity(principal).fqn()
    }

    /// Returns how commands name an identity that is assigned to the cluster: `system`, or its
    /// object id.
    #[must_use]
    pub fn identity_name(&self, identity: PrincipalId) -> String {
        if self.directory.system_identity() == Some(identity) {
            return SYSTEM_IDENTITY.to_owned();
        }
        self.identity(identity).object_id()
    }
}

/// Returns the name by which an entity is known: a follower has that of its database.
fn known_name(catalog: &Catalog, id: EntityId) -> &str {
    match catalog.get(id).map(|entity| &entity.definition) {
        Some(definition) if definition.kind() == EntityKind::Follower => catalog.name_of(definition.parent),
        _ => catalog.name_of(id),
    }
}

/// Returns `table StormEvents`, `database Samples`, `cluster`: as commands name it.
#[must_use]
pub fn entity_name(catalog: &Catalog, id: EntityId) -> String {
    match catalog.get(id).map(|entity| entity.definition.kind()) {
        Some(kind) if kind != EntityKind::Cluster => format!("{kind} {}", Quoted(known_name(catalog, id))),
        _ => EntityKind::Cluster.to_string(),
    }
}

/// Returns what a sentence calls an entity: `the cluster`, ``database `Samples` ``, ``table `T` in
/// database `Samples` ``.
#[must_use]
pub fn entity_title(catalog: &Catalog, id: EntityId) -> String {
    let Some(entity) = catalog.get(id) else { return String::new() };
    let definition = &entity.definition;
    match definition.kind() {
        EntityKind::Cluster => format!("the {}", definition.kind()),
        kind @ (EntityKind::Database | EntityKind::Follower) => format!("{kind} `{}`", known_name(catalog, id)),
        kind => format!("{kind} `{}` in {}", definition.name, entity_title(catalog, definition.parent)),
    }
}

/// Returns what a sentence calls a principal: `` `abbiatkins@fabrikam.com` ``, ``group `G` ``.
#[must_use]
pub fn principal_title(access: &Access<'_>, principal: PrincipalId) -> String {
    let identity = access.identity(principal);
    match identity.kind {
        PrincipalKind::User | PrincipalKind::Account => format!("`{}`", identity.id),
        PrincipalKind::Group => format!("group `{}`", identity.plain_name()),
        PrincipalKind::Application if access.directory.managed_identities().contains(&principal) => {
            format!("managed identity `{}`", identity.plain_name())
        }
        PrincipalKind::Application => format!("application `{}`", identity.plain_name()),
    }
}

/// Returns the role as results name it: `Database Samples Viewer`.
#[must_use]
pub fn role_title(catalog: &Catalog, witness: &Witness) -> String {
    let Some(entity) = catalog.get(witness.scope) else { return String::new() };
    witness.role.display(entity.definition.kind(), known_name(catalog, witness.scope))
}
