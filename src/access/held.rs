//! The roles that a principal holds on an entity and above it, and those that would do.

use crate::access::evaluate::{Access, Through, Verdict, Witness};
use crate::access::grants::{grant, sought};
use crate::catalog::{Catalog, EntityId};
use crate::directory::{DeclaredRole, PrincipalId};
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::role::Role;
use crate::text::sentence_list;

/// A role that is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// On what kind of entity.
    pub kind: EntityKind,
    /// Which role, on which entity, through whom.
    pub witness: Witness,
    /// Whether it has effect: what it depends on is held too.
    pub in_force: bool,
}

impl Access<'_> {
    /// The roles of `principal` on `entity` and on all that holds it, the cluster's first; its own
    /// before those of its groups.
    #[must_use]
    pub fn held(&self, principal: PrincipalId, entity: EntityId) -> Vec<Held> {
        let groups = self.memberships.groups(principal);
        let mut all = Vec::new();
        for (scope, found) in self.catalog.scopes(entity) {
            let kind = found.definition.kind();
            for role in Role::at(kind) {
                let needs = grant(kind, role).map_or(&[][..], |row| row.needs);
                let is_in_force = || needs.is_empty() || self.dependency(principal, needs, scope).is_some();
                let itself = self.holds(principal, role, found).then_some(Through::Itself);
                let groups = groups.iter().filter(|group| self.holds(**group, role, found));
                let through = itself.into_iter().chain(groups.map(|group| Through::Group(*group)));
                all.extend(through.map(|through| Held {
                    kind,
                    witness: Witness { scope, role, through },
                    in_force: is_in_force(),
                }));
            }
        }
        all
    }

    /// Whether `principal`, or a group that it is in, holds a role on anything.
    #[must_use]
    pub fn has_any_role(&self, principal: PrincipalId) -> bool {
        let exists = |declared: &DeclaredRole| {
            declared.database.as_ref().is_none_or(|database| self.catalog.database(database).is_some())
        };
        let mut holders = std::iter::once(&principal).chain(self.memberships.groups(principal));
        holders.any(|holder| self.catalog.is_assigned(*holder) || self.directory.declared_roles_of(*holder).any(exists))
    }

    /// Whether `principal` may do anything with `entity`.
    #[must_use]
    pub fn reaches(&self, principal: PrincipalId, entity: EntityId) -> bool {
        let Some(found) = self.catalog.get(entity) else { return false };
        let mut actions = Permission::ALL.iter().filter(|action| action.is_about(found.definition.kind()));
        actions.any(|action| {
            !matches!(self.evaluate(principal, *action, entity), Verdict::NoRole | Verdict::NoDependency(_))
        })
    }
}

/// The roles that give `permission` on `entity`, each with what it depends on; narrow scopes first.
#[must_use]
pub fn sufficient(catalog: &Catalog, permission: Permission, entity: EntityId) -> Vec<String> {
    let database = catalog.database_of(entity).map_or("", |(_, database)| &*database.definition.name);
    let permission = catalog.get(entity).map_or(permission, |entity| sought(permission, entity.definition.kind()));
    let mut names = Vec::new();
    for (_, found) in catalog.scopes(entity).into_iter().rev() {
        let kind = found.definition.kind();
        for role in Role::at(kind) {
            let Some(row) = grant(kind, role).filter(|row| row.allows.has(permission)) else { continue };
            let name = role.display(kind, &found.definition.name);
            let needs: Vec<String> =
                row.needs.iter().map(|needed| needed.display(EntityKind::Database, database)).collect();
            names.push(if needs.is_empty() { name } else { format!("{name} (with {})", needs.join(" or ")) });
        }
    }
    names
}

/// The same as a list in a sentence.
#[must_use]
pub(super) fn sufficient_list(catalog: &Catalog, permission: Permission, entity: EntityId) -> String {
    sentence_list(&sufficient(catalog, permission, entity), "or")
}
