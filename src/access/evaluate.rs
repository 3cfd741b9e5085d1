//! The evaluator: whether a principal has a permission on an entity, and the witness of the answer.
//! Direct assignments are looked at first, then those of groups (`security-roles.txt` 7.1, *Group
//! authorization*). It allocates nothing.

use crate::access::grants::{grant, satisfies};
use crate::access::membership::Memberships;
use crate::catalog::{Body, CLUSTER, Catalog, Entity, EntityId};
use crate::directory::{Directory, PrincipalId};
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::role::Role;

/// What the evaluator looks at.
#[derive(Clone, Copy)]
pub struct Access<'a> {
    /// What exists, with the assignments.
    pub catalog: &'a Catalog,
    /// Who exists, with the roles that the environment declares.
    pub directory: &'a Directory,
    /// The groups of principals, filled before.
    pub memberships: &'a Memberships,
}

/// By whom a role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Through {
    /// By the principal itself.
    Itself,
    /// By a group that the principal is in.
    Group(PrincipalId),
}

/// A role that counts: at which scope it is held, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The entity on which the role is held: the entity that was asked about, or one that holds it.
    pub scope: EntityId,
    /// The role.
    pub role: Role,
    /// Who holds it.
    pub through: Through,
}

/// A witness with those that it leans on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The role that gives the permission.
    pub grant: Witness,
    /// The role that the first one depends on, where it does.
    pub dependency: Option<Witness>,
    /// The unrestricted viewer's role and its own dependency, where view access is restricted.
    pub unrestricted: Option<(Witness, Witness)>,
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Allowed, and why.
    Allowed(Evaluation),
    /// No role gives the permission.
    NoRole,
    /// A role would give it, were another held that it depends on.
    NoDependency(Witness),
    /// The permission to view is held, but view access is restricted.
    Restricted(Evaluation),
}

impl Access<'_> {
    /// Whether `principal` has `permission` on `entity`.
    #[must_use]
    pub fn evaluate(&self, principal: PrincipalId, permission: Permission, entity: EntityId) -> Verdict {
        let granted = self.granted(principal, permission, entity);
        let restricted = permission == Permission::View && self.is_restricted(entity);
        match granted {
            Verdict::Allowed(evaluation) if restricted => {
                match self.granted(principal, Permission::ViewRestricted, entity) {
                    Verdict::Allowed(Evaluation { grant, dependency: Some(dependency), .. }) => {
                        Verdict::Allowed(Evaluation { unrestricted: Some((grant, dependency)), ..evaluation })
                    }
                    _ => Verdict::Restricted(evaluation),
                }
            }
            other => other,
        }
    }

    pub(super) fn is_restricted(&self, entity: EntityId) -> bool {
        self.catalog.get(entity).is_some_and(|entity| entity.policies.restricts_view_access())
    }

    fn granted(&self, principal: PrincipalId, permission: Permission, entity: EntityId) -> Verdict {
        let groups = self.memberships.groups(principal);
        let mut verdict = self.granted_to(principal, principal, Through::Itself, permission, entity);
        for group in groups {
            if matches!(verdict, Verdict::Allowed(_)) {
                return verdict;
            }
            match self.granted_to(principal, *group, Through::Group(*group), permission, entity) {
                Verdict::NoRole => {}
                found @ Verdict::Allowed(_) => return found,
                found => verdict = if verdict == Verdict::NoRole { found } else { verdict },
            }
        }
        verdict
    }

    /// The roles of one holder, from the entity up to the cluster.
    fn granted_to(
        &self,
        principal: PrincipalId,
        holder: PrincipalId,
        through: Through,
        permission: Permission,
        entity: EntityId,
    ) -> Verdict {
        let mut verdict = Verdict::NoRole;
        let mut at = Some(entity);
        while let Some((scope, found)) = at.and_then(|id| Some((id, self.catalog.get(id)?))) {
            let kind = found.definition.kind;
            for role in Role::at(kind) {
                let Some(row) = grant(kind, role).filter(|row| row.allows.has(permission)) else { continue };
                if !self.holds(holder, role, scope, found) {
                    continue;
                }
                let witness = Witness { scope, role, through };
                if row.needs.is_empty() {
                    return Verdict::Allowed(Evaluation { grant: witness, dependency: None, unrestricted: None });
                }
                match self.dependency(principal, row.needs, scope, found) {
                    Some(dependency) => {
                        let dependency = Some(dependency);
                        return Verdict::Allowed(Evaluation { grant: witness, dependency, unrestricted: None });
                    }
                    None => verdict = Verdict::NoDependency(witness),
                }
            }
            at = (scope != CLUSTER).then_some(found.definition.parent);
        }
        verdict
    }

    /// Whether `holder` itself has the role, by the catalog or by the environment.
    pub(super) fn holds(&self, holder: PrincipalId, role: Role, scope: EntityId, entity: &Entity) -> bool {
        entity.assignments.get(role, holder).is_some()
            || self.directory.declared_roles().iter().any(|declared| {
                declared.role == role
                    && declared.principal == holder
                    && match &declared.database {
                        None => scope == CLUSTER,
                        Some(name) => {
                            entity.definition.kind == EntityKind::Database && *entity.definition.name == **name
                        }
                    }
            })
    }

    /// A role of the principal, its own or a group's, that satisfies one of `needs` at the database
    /// of the entity or above; for a view or function also the admin's role on the table under it.
    fn dependency(&self, principal: PrincipalId, needs: &[Role], scope: EntityId, entity: &Entity) -> Option<Witness> {
        let database = if entity.definition.kind == EntityKind::Database { scope } else { entity.definition.parent };
        let groups = self.memberships.groups(principal);
        let holders = || {
            std::iter::once((principal, Through::Itself))
                .chain(groups.iter().map(|group| (*group, Through::Group(*group))))
        };
        for (holder, through) in holders() {
            for (id, found) in [database, CLUSTER].into_iter().filter_map(|id| Some((id, self.catalog.get(id)?))) {
                let kind = found.definition.kind;
                let role = Role::at(kind).find(|role| {
                    needs.iter().any(|needed| satisfies(kind, *role, *needed)) && self.holds(holder, *role, id, found)
                });
                if let Some(role) = role {
                    return Some(Witness { scope: id, role, through });
                }
            }
        }
        let table = self.source_table(database, entity)?;
        let found = self.catalog.get(table)?;
        // A table's admin depends on a database user in turn, so that this adds nothing unless the
        // table's own dependency holds; the document names both all the same.
        holders().find(|(holder, _)| self.holds(*holder, Role::Admins, table, found)).map(|(_, through)| Witness {
            scope: table,
            role: Role::Admins,
            through,
        })
    }

    /// The table that a materialized view is made of.
    pub(super) fn source_table(&self, database: EntityId, entity: &Entity) -> Option<EntityId> {
        match &entity.definition.body {
            Body::MaterializedView(view) => self.catalog.child(database, EntityKind::Table, &view.source.name),
            _ => None,
        }
    }
}
