//! The evaluator: whether a principal has a permission on an entity, and the witness of the answer.
//! Direct assignments are looked at first, then those of groups (`security-roles.txt` 7.1, *Group
//! authorization*). It allocates nothing.

use crate::access::grants::{grants, satisfies, sought};
use crate::access::membership::Memberships;
use crate::catalog::{CLUSTER, Catalog, Entity, EntityId};
use crate::directory::{Directory, PrincipalId};
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

impl Evaluation {
    /// All the roles that it rests on.
    pub fn witnesses(&self) -> impl Iterator<Item = Witness> {
        let lifting = self.unrestricted.into_iter().flat_map(|(role, dependency)| [role, dependency]);
        [self.grant].into_iter().chain(self.dependency).chain(lifting)
    }
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
        let Some(found) = self.catalog.get(entity) else { return Verdict::NoRole };
        let granted = self.granted(principal, sought(permission, found.definition.kind()), entity);
        match granted {
            Verdict::Allowed(evaluation)
                if permission == Permission::View && found.policies.restricts_view_access() =>
            {
                self.unrestricted(principal, entity, evaluation)
            }
            other => other,
        }
    }

    /// Whether `principal` has `permission` on `entity`, without the reason.
    #[must_use]
    pub fn has(&self, principal: PrincipalId, permission: Permission, entity: EntityId) -> bool {
        matches!(self.evaluate(principal, permission, entity), Verdict::Allowed(_))
    }

    /// The role of `principal` on `entity` or above it that gives `permission` on what is below the entity.
    #[must_use]
    pub fn given_below(&self, principal: PrincipalId, permission: Permission, entity: EntityId) -> Option<Witness> {
        match self.granted(principal, permission, entity) {
            Verdict::Allowed(evaluation) => Some(evaluation.grant),
            _ => None,
        }
    }

    /// View access is restricted: the principal needs the unrestricted viewer's role besides.
    fn unrestricted(&self, principal: PrincipalId, entity: EntityId, evaluation: Evaluation) -> Verdict {
        match self.granted(principal, Permission::ViewRestricted, entity) {
            Verdict::Allowed(Evaluation { grant, dependency: Some(dependency), .. }) => {
                Verdict::Allowed(Evaluation { unrestricted: Some((grant, dependency)), ..evaluation })
            }
            _ => Verdict::Restricted(evaluation),
        }
    }

    /// The first role that gives the permission and is in force, of the principal or of a group;
    /// otherwise the first that is not in force.
    fn granted(&self, principal: PrincipalId, permission: Permission, entity: EntityId) -> Verdict {
        let mut verdict = Verdict::NoRole;
        for (holder, through) in self.holders(principal) {
            match self.granted_to(principal, holder, through, permission, entity) {
                allowed @ Verdict::Allowed(_) => return allowed,
                denied if verdict == Verdict::NoRole => verdict = denied,
                _ => {}
            }
        }
        verdict
    }

    /// The principal itself, then its groups.
    fn holders(&self, principal: PrincipalId) -> impl Iterator<Item = (PrincipalId, Through)> {
        let groups = self.memberships.groups(principal).iter();
        std::iter::once((principal, Through::Itself)).chain(groups.map(|group| (*group, Through::Group(*group))))
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
        for (scope, found) in self.upwards(entity) {
            let giving = grants(found.definition.kind()).iter().filter(|(_, grant)| grant.allows.has(permission));
            for (role, grant) in giving.filter(|(role, _)| self.holds(holder, *role, found)) {
                let witness = Witness { scope, role: *role, through };
                let dependency = self.dependency(principal, grant.needs, scope);
                if grant.needs.is_empty() || dependency.is_some() {
                    return Verdict::Allowed(Evaluation { grant: witness, dependency, unrestricted: None });
                }
                if verdict == Verdict::NoRole {
                    verdict = Verdict::NoDependency(witness);
                }
            }
        }
        verdict
    }

    /// The entity and what holds it, up to the cluster.
    fn upwards(&self, entity: EntityId) -> impl Iterator<Item = (EntityId, &Entity)> {
        let mut next = Some(entity);
        std::iter::from_fn(move || {
            let id = next?;
            let found = self.catalog.get(id)?;
            next = (id != CLUSTER).then_some(found.definition.parent);
            Some((id, found))
        })
    }

    /// Whether `holder` itself has the role, by the catalog or by the environment.
    pub(super) fn holds(&self, holder: PrincipalId, role: Role, entity: &Entity) -> bool {
        let mut declared = self.directory.declared_roles_of(holder);
        entity.assignments.get(role, holder).is_some()
            || declared.any(|declared| declared.role == role && entity.definition.declares(declared))
    }

    /// A role of the principal, its own or a group's, that satisfies one of `needs` at the database
    /// of `scope` or at the cluster.
    pub(super) fn dependency(&self, principal: PrincipalId, needs: &[Role], scope: EntityId) -> Option<Witness> {
        if needs.is_empty() {
            return None;
        }
        self.holders(principal).find_map(|(holder, through)| {
            self.upwards(scope).find_map(|(scope, found)| {
                let kind = found.definition.kind();
                let mut roles = grants(kind).iter().map(|(role, _)| *role);
                let role = roles.find(|role| {
                    needs.iter().any(|needed| satisfies(kind, *role, *needed)) && self.holds(holder, *role, found)
                })?;
                Some(Witness { scope, role, through })
            })
        })
    }
}
