//! The evaluator: whether a principal has a permission on an entity, and the witness of the answer.
//! Direct assignments are looked at first, then those of groups (`security-roles.txt` 7.1, *Group
//! authorization*). It allocates nothing.

use smallvec::SmallVec;

use crate::access::grants::{Grant, grants, satisfies, sought};
use crate::access::membership::Subject;
use crate::catalog::{CLUSTER, Catalog, Entity, EntityId};
use crate::directory::{DeclaredRole, Directory, Ids, Origin, PrincipalId};
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::role::{Role, Roles};

/// What the evaluator looks at.
#[derive(Clone, Copy)]
pub struct Access<'a> {
    /// What exists, with the assignments.
    pub catalog: &'a Catalog,
    /// Who exists, with the roles that the environment declares.
    pub directory: &'a Directory,
    /// Roles that count as if the catalog had them.
    pub given: &'a [Given],
    /// Whom a statement names and the directory does not know, in the order of the numbers that they would get.
    pub strangers: &'a [(PrincipalId, Ids)],
}

/// A role that somebody would be given: the evaluator then answers what would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// On which entity.
    pub scope: EntityId,
    /// The role.
    pub role: Role,
    /// To whom.
    pub principal: PrincipalId,
}

/// A permission that is needed on an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Need {
    /// The permission.
    pub permission: Permission,
    /// The entity.
    pub entity: EntityId,
    /// Whether it is needed only to learn that what a command names does not exist.
    pub to_learn: bool,
}

impl Need {
    /// Returns a permission that is needed to do something.
    #[must_use]
    pub const fn new(permission: Permission, entity: EntityId) -> Self {
        Self { permission, entity, to_learn: false }
    }
}

/// Where a role comes from that somebody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// What was noted with it.
    pub notes: &'a str,
    /// Who declares it, where the catalog does not have it.
    pub origin: Option<Origin>,
}

/// By whom a role is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Through {
    /// By the principal itself.
    Itself,
    /// By a group that the principal is in.
    Group(PrincipalId),
}

impl Through {
    /// Returns who holds the role: the principal itself, or the group.
    #[must_use]
    pub const fn holder(self, itself: PrincipalId) -> PrincipalId {
        match self {
            Self::Itself => itself,
            Self::Group(group) => group,
        }
    }
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

/// A witness with those that it depends on.
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
    /// Returns all the roles that it rests on.
    pub fn witnesses(&self) -> impl Iterator<Item = Witness> {
        let lifting = self.unrestricted.map(|(role, dependency)| [role, dependency]);
        let lifting = lifting.into_iter().flatten();
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

impl<'a> Access<'a> {
    /// Looks at what exists and who exists; no roles are given besides.
    #[must_use]
    pub const fn new(catalog: &'a Catalog, directory: &'a Directory) -> Self {
        Self { catalog, directory, given: &[], strangers: &[] }
    }

    /// Returns whether the subject has `permission` on `entity`, and why.
    #[must_use]
    pub fn evaluate(&self, subject: Subject<'_>, permission: Permission, entity: EntityId) -> Verdict {
        let Some(found) = self.catalog.get(entity) else { return Verdict::NoRole };
        let asked = sought(permission, found.definition.kind());
        match self.granted(subject, asked, entity) {
            Verdict::Allowed(evaluation) if self.is_restricted(permission, entity) => {
                self.unrestricted(subject, entity, evaluation)
            }
            other => other,
        }
    }

    /// Returns whether the subject has `permission` on `entity`, without the reason.
    #[must_use]
    pub fn has(&self, subject: Subject<'_>, permission: Permission, entity: EntityId) -> bool {
        self.has_by_cluster(subject, permission, entity)
            || matches!(self.evaluate(subject, permission, entity), Verdict::Allowed(_))
    }

    /// Returns whether the principal itself has the permission by a role on the cluster alone. It is looked at first: to
    /// find a role among those of a database takes two reads of cold memory, a tenth of the time of a command in a long
    /// script of the built-in administrator.
    fn has_by_cluster(&self, subject: Subject<'_>, permission: Permission, entity: EntityId) -> bool {
        let (Some(found), Some(cluster)) = (self.catalog.get(entity), self.catalog.get(CLUSTER)) else { return false };
        let asked = sought(permission, found.definition.kind());
        let rows = grants(EntityKind::Cluster).iter().filter(|(_, grant)| grant.allows.has(asked));
        let mut in_force = rows.filter(|(_, grant)| !grant.is_dependent());
        let declared = self.directory.declared_roles_of(subject.principal());
        let held = self.held_by(subject.principal(), declared, (CLUSTER, cluster));
        in_force.any(|(role, _)| held.has(*role)) && !self.is_restricted(permission, entity)
    }

    /// Returns whether nothing is missing.
    pub(super) fn meets(&self, subject: Subject<'_>, needs: &[Need]) -> bool {
        needs.iter().all(|need| self.has(subject, need.permission, need.entity))
    }

    /// Returns the needs that the subject does not meet.
    pub(super) fn unmet(&self, subject: Subject<'_>, needs: &[Need]) -> Vec<Need> {
        let is_unmet = |need: &&Need| !self.has(subject, need.permission, need.entity);
        needs.iter().filter(is_unmet).copied().collect()
    }

    /// Returns whether the permission takes the unrestricted viewer's role besides: to view, where
    /// view access is restricted.
    pub(super) fn is_restricted(&self, permission: Permission, entity: EntityId) -> bool {
        let found = self.catalog.get(entity).filter(|_| permission == Permission::View);
        found.is_some_and(|found| found.policies.restricts_view_access())
    }

    fn unrestricted(&self, subject: Subject<'_>, entity: EntityId, evaluation: Evaluation) -> Verdict {
        match self.granted(subject, Permission::ViewRestricted, entity) {
            Verdict::Allowed(Evaluation { grant, dependency: Some(dependency), .. }) => {
                let unrestricted = Some((grant, dependency));
                Verdict::Allowed(Evaluation { unrestricted, ..evaluation })
            }
            _ => Verdict::Restricted(evaluation),
        }
    }

    /// Returns the first role that gives the permission and is in force, of the principal or of a
    /// group; otherwise the first that is not in force.
    #[must_use]
    pub fn granted(&self, subject: Subject<'_>, permission: Permission, entity: EntityId) -> Verdict {
        let mut verdict = Verdict::NoRole;
        let scopes: Scopes<'_> = self.upwards(entity).collect();
        for holder in holders(subject) {
            match self.granted_by(subject, holder, permission, &scopes) {
                allowed @ Verdict::Allowed(_) => return allowed,
                denied if verdict == Verdict::NoRole => verdict = denied,
                _ => {}
            }
        }
        verdict
    }

    /// Looks at the roles of one holder, from the entity up to the cluster.
    fn granted_by(
        &self,
        subject: Subject<'_>,
        (holder, through): Holder,
        permission: Permission,
        scopes: &[(EntityId, &Entity)],
    ) -> Verdict {
        let mut verdict = Verdict::NoRole;
        let declared = self.directory.declared_roles_of(holder);
        for (scope, found) in scopes.iter().copied() {
            let held = self.held_by(holder, declared.clone(), (scope, found));
            let rows = grants(found.definition.kind()).iter();
            for (role, grant) in rows.filter(|(role, grant)| held.has(*role) && grant.allows.has(permission)) {
                let witness = Witness { scope, role: *role, through };
                let dependency = self.dependency(subject, *grant, scope);
                if !grant.is_dependent() || dependency.is_some() {
                    let evaluation = Evaluation { grant: witness, dependency, unrestricted: None };
                    return Verdict::Allowed(evaluation);
                }
                if verdict == Verdict::NoRole {
                    verdict = Verdict::NoDependency(witness);
                }
            }
        }
        verdict
    }

    /// Returns the entity and what holds it, up to the cluster.
    fn upwards(&self, entity: EntityId) -> impl Iterator<Item = (EntityId, &'a Entity)> {
        let catalog = self.catalog;
        let mut next = Some(entity);
        std::iter::from_fn(move || {
            let id = next?;
            let found = catalog.get(id)?;
            next = (id != CLUSTER).then_some(found.definition.parent);
            Some((id, found))
        })
    }

    /// Returns the roles that `holder` itself has on an entity. It agrees with [`Self::source`], which also says where
    /// one of them comes from. `declared` are the declared roles of the holder, looked up once for all entities.
    fn held_by<'d>(
        &self,
        holder: PrincipalId,
        declared: impl Iterator<Item = &'d DeclaredRole>,
        (scope, entity): (EntityId, &Entity),
    ) -> Roles {
        let assigned = self.catalog.counting_roles((scope, entity), holder);
        let declared = declared.filter(|role| entity.definition.declares(role)).map(|declared| declared.role);
        let given = self.given.iter().filter(|given| given.scope == scope && given.principal == holder);
        assigned.and(declared.collect()).and(given.map(|given| given.role).collect())
    }

    /// Returns where a role comes from that `holder` itself has: from the catalog or the
    /// environment, or because it is given.
    pub(super) fn source(
        &self,
        holder: PrincipalId,
        role: Role,
        (scope, entity): (EntityId, &'a Entity),
    ) -> Option<Source<'a>> {
        if let Some(assignment) = self.catalog.counting_assignment((scope, entity), role, holder) {
            return Some(Source { notes: assignment.notes, origin: None });
        }
        let mut declared = self.directory.declared_roles_of(holder);
        let is_this = |other: &&DeclaredRole| other.role == role && entity.definition.declares(other);
        if let Some(declared) = declared.find(is_this) {
            return Some(Source { notes: &declared.notes, origin: Some(declared.origin) });
        }
        let is_given = self.given.contains(&Given { scope, role, principal: holder });
        is_given.then_some(Source { notes: "", origin: None })
    }

    /// Returns a role of the principal, its own or a group's, that satisfies what `grant` needs at the
    /// database of `scope` or at the cluster.
    pub(super) fn dependency(&self, subject: Subject<'_>, grant: Grant, scope: EntityId) -> Option<Witness> {
        if !grant.is_dependent() {
            return None;
        }
        let needs = grant.needs(self.directory.is_fabric());
        let scopes: Scopes<'_> = self.upwards(scope).collect();
        holders(subject).find_map(|(holder, through)| {
            let declared = self.directory.declared_roles_of(holder);
            scopes.iter().copied().find_map(|(scope, found)| {
                let (kind, held) = (found.definition.kind(), self.held_by(holder, declared.clone(), (scope, found)));
                let is_needed = |role: &Role| needs.clone().any(|need| satisfies(kind, *role, need));
                let mut roles = grants(kind).iter().map(|(role, _)| *role);
                let role = roles.find(|role| held.has(*role) && is_needed(role))?;
                Some(Witness { scope, role, through })
            })
        })
    }
}

/// An entity and what contains it, up to the cluster. At most a database is between, so that three fit without an
/// allocation.
type Scopes<'a> = SmallVec<[(EntityId, &'a Entity); 3]>;

/// Somebody whose roles count for a principal: itself, or a group.
pub(super) type Holder = (PrincipalId, Through);

/// Returns the principal itself, then its groups.
pub(super) fn holders(subject: Subject<'_>) -> impl Iterator<Item = Holder> {
    let groups = subject.groups().iter().map(|group| (*group, Through::Group(*group)));
    std::iter::once((subject.principal(), Through::Itself)).chain(groups)
}
