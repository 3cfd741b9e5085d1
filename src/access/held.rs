//! The roles that a principal holds, and those that would be enough.

use crate::access::evaluate::{Access, Holder, Verdict, Witness, holders};
use crate::access::grants::{grant, grants, sought};
use crate::access::membership::Subject;
use crate::catalog::{CLUSTER, Entity, EntityId};
use crate::directory::{DeclaredRole, PrincipalId};
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::role::Role;
use crate::text::sentence_list;

/// At most so many roles are named in one answer; the others are counted.
pub(super) const SHOWN: usize = 12;

/// A role that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// On what kind of entity.
    pub kind: EntityKind,
    /// Which role, on which entity, through whom.
    pub witness: Witness,
    /// Whether it has effect: what it depends on is held too.
    pub in_force: bool,
    /// What was noted with it.
    pub notes: Box<str>,
}

impl<'a> Access<'a> {
    /// Returns the roles of the subject on `entity` and on all that holds it, the cluster's first;
    /// its own before those of its groups.
    #[must_use]
    pub fn held(&self, subject: Subject<'_>, entity: EntityId) -> Vec<Held> {
        let holders: Vec<Holder> = holders(subject).filter(|(holder, _)| self.has_roles(*holder)).collect();
        let scopes = self.catalog.scopes(entity).into_iter();
        scopes.flat_map(|place| self.held_on(subject, &holders, place)).collect()
    }

    /// Returns every role of the subject, its own and its groups', those without effect too: on the
    /// cluster, then on each database and on what is in it, by name. Each entity is looked at once.
    #[must_use]
    pub fn roles_of(&self, subject: Subject<'_>) -> Vec<Held> {
        let holders = holders(subject).filter(|(holder, _)| self.has_roles(*holder));
        let holders: Vec<Holder> = holders.collect();
        let mut all = Vec::new();
        let mut next = vec![CLUSTER];
        while let Some(id) = next.pop().filter(|_| !holders.is_empty()) {
            let place = self.catalog.get(id).map(|found| (id, found));
            all.extend(place.into_iter().flat_map(|place| self.held_on(subject, &holders, place)));
            next.extend(self.catalog.all_children(id).into_iter().rev().map(|(child, _)| child));
        }
        all
    }

    /// Returns the roles on one entity alone that these holders give the subject.
    fn held_on(&self, subject: Subject<'_>, holders: &[Holder], (scope, found): (EntityId, &'a Entity)) -> Vec<Held> {
        let kind = found.definition.kind();
        let mut all = Vec::new();
        for (role, grant) in grants(kind) {
            for (holder, through) in holders {
                let Some(source) = self.source(*holder, *role, (scope, found)) else { continue };
                let witness = Witness { scope, role: *role, through: *through };
                let is_met = || self.dependency(subject, *grant, scope).is_some();
                let in_force = !grant.is_dependent() || is_met();
                all.push(Held { kind, witness, in_force, notes: Box::from(source.notes) });
            }
        }
        all
    }

    /// Returns whether a role on an entity has effect for a subject that holds it: what it depends on is held too.
    #[must_use]
    pub fn is_in_force(&self, subject: Subject<'_>, scope: EntityId, role: Role) -> bool {
        let grant = grant(self.kind_of(scope), role);
        grant.is_some_and(|grant| !grant.is_dependent() || self.dependency(subject, grant, scope).is_some())
    }

    /// Returns whether the principal, or a group that it is in, holds a role on anything.
    #[must_use]
    pub fn has_any_role(&self, subject: Subject<'_>) -> bool {
        holders(subject).any(|(holder, _)| self.has_roles(holder))
    }

    /// Returns whether `holder` itself has a role on anything.
    pub(super) fn has_roles(&self, holder: PrincipalId) -> bool {
        let exists = |declared: &DeclaredRole| {
            let database = declared.database.as_ref();
            database.is_none_or(|database| self.catalog.database(database).is_some())
        };
        let mut declared = self.directory.declared_roles_of(holder);
        let is_given = || self.given.iter().any(|given| given.principal == holder);
        self.catalog.is_assigned(holder) || declared.any(exists) || is_given()
    }

    /// Returns whether the subject may do anything with `entity`.
    #[must_use]
    pub fn reaches(&self, subject: Subject<'_>, entity: EntityId) -> bool {
        let Some(found) = self.catalog.get(entity) else { return false };
        let kind = found.definition.kind();
        let mut actions = Permission::ALL.iter().filter(|action| action.is_about(kind));
        actions.any(|action| {
            let verdict = self.evaluate(subject, *action, entity);
            !matches!(verdict, Verdict::NoRole | Verdict::NoDependency(_))
        })
    }

    /// Returns the kind of an entity; that of the cluster where it does not exist.
    pub(super) fn kind_of(&self, entity: EntityId) -> EntityKind {
        self.catalog.get(entity).map_or(EntityKind::Cluster, |found| found.definition.kind())
    }
}

/// Returns the roles that give `permission` on `entity`, each with what it depends on; narrow
/// scopes first.
#[must_use]
pub fn sufficient(access: &Access<'_>, permission: Permission, entity: EntityId) -> Vec<String> {
    let catalog = access.catalog;
    let scopes = catalog.scopes(entity);
    let asked = scopes.last().map(|(_, found)| sought(permission, found.definition.kind()));
    let asked = asked.unwrap_or(permission);
    let database = catalog.database_of(entity).map_or("", |(id, _)| catalog.name_of(id));
    let mut names = Vec::new();
    for (_, found) in scopes.into_iter().rev() {
        let kind = found.definition.kind();
        for (role, row) in grants(kind).iter().filter(|(_, row)| row.allows.has(asked)) {
            let name = role.display(kind, &found.definition.name);
            let needed = row.needs(access.directory.is_fabric());
            let needed = needed.map(|role| role.display(EntityKind::Database, database));
            let needed: Vec<String> = needed.collect();
            names.push(match needed.as_slice() {
                [] => name,
                roles => format!("{name} (with {})", roles.join(" or ")),
            });
        }
    }
    names
}

/// Returns the roles that give `permission` on `entity` as a list in a sentence.
#[must_use]
pub(super) fn sufficient_list(access: &Access<'_>, asked: Permission, entity: EntityId) -> String {
    sentence_list(&sufficient(access, asked, entity), "or")
}
