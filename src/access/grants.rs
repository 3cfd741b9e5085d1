//! What each role allows at its scope, and which other role it needs to have effect: the first
//! table of `security-roles.txt` 7.3, and GraphAdmin (DESIGN, *Decisions*).

use crate::model::entity::EntityKind;
use crate::model::permission::{Permission as P, Permissions};
use crate::model::role::Role;

/// What a role allows on its entity and everything below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The permissions.
    pub allows: Permissions,
    /// One of these roles must be held besides, at the database or above (a wider role that
    /// includes one counts too); none where the list is empty.
    needs: &'static [Role],
    /// What a page of Fabric says instead, where it does.
    pub in_fabric: Option<InFabric>,
}

/// The roles that do as well as those that a role needs, by a page of Fabric that disagrees with the table
/// of roles. They count where the environment declares roles of Fabric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InFabric {
    /// The roles.
    pub roles: &'static [Role],
    /// The page.
    pub page: &'static str,
}

impl Grant {
    /// Returns the roles of which one must be held besides, at the database or above (a wider role that
    /// includes one counts too); none where the list is empty.
    pub fn needs(self, is_fabric: bool) -> impl Iterator<Item = Role> + Clone {
        let besides = self.in_fabric.filter(|_| is_fabric).map_or(&[][..], |other| other.roles);
        self.needs.iter().chain(besides).copied()
    }

    /// Returns whether a role has to be held besides.
    #[must_use]
    pub const fn is_dependent(self) -> bool {
        !self.needs.is_empty()
    }
}

/// The rows of one kind: each role that it has.
type Rows = &'static [(Role, Grant)];

const READ: &[P] = &[P::View, P::ShowMetadata];
const MONITOR: &[P] = &[P::ShowMetadata, P::ShowPrincipals, P::Monitor];
const ENTITY: &[P] = &[P::View, P::ShowMetadata, P::ShowPrincipals, P::Alter, P::Drop, P::ManageRoles];
const INGEST: &[P] = &[P::Ingest];
const DATABASE: &[P] = &[P::Monitor, P::Create, P::Administer];
const WHOLE_CLUSTER: &[P] = &[P::CreateDatabase, P::MonitorCluster, P::AdministerCluster];

const fn row(role: Role, allows: &[&[P]], needs: &'static [Role]) -> (Role, Grant) {
    let mut all = Permissions::of(&[]);
    let mut rest = allows;
    while let [first, more @ ..] = rest {
        all = all.and(Permissions::of(first));
        rest = more;
    }
    (role, Grant { allows: all, needs, in_fabric: None })
}

/// Adds to a row the roles that do as well in Fabric, by this page.
const fn in_fabric((role, grant): (Role, Grant), roles: &'static [Role], page: &'static str) -> (Role, Grant) {
    (role, Grant { in_fabric: Some(InFabric { roles, page }), ..grant })
}

/// All permissions, but that to view where view access is restricted: this holds for
/// administrators of the cluster too (DESIGN, *Decisions*). Users and ops are stored, and grant
/// nothing (there too).
const ON_CLUSTER: Rows = &[
    row(Role::Admins, &[ENTITY, INGEST, DATABASE, WHOLE_CLUSTER], &[]),
    row(Role::Users, &[], &[]),
    row(Role::Viewers, &[READ], &[]),
    row(Role::Monitors, &[MONITOR, &[P::MonitorCluster]], &[]),
    row(Role::DatabaseCreators, &[&[P::CreateDatabase]], &[]),
    row(Role::Ops, &[], &[]),
];

const ON_DATABASE: Rows = &[
    row(Role::Admins, &[ENTITY, INGEST, DATABASE], &[]),
    row(Role::Users, &[READ, &[P::Create]], &[]),
    row(Role::Viewers, &[READ], &[]),
    row(Role::UnrestrictedViewers, &[&[P::ViewRestricted]], &[Role::Users, Role::Viewers]),
    row(Role::Ingestors, &[INGEST], &[]),
    row(Role::Monitors, &[MONITOR], &[]),
];

/// The table of roles has a Table Ingestor depend on Database User or Database Ingestor, in Fabric too. The
/// page of Fabric about eventstreams that write to an Eventhouse (its section *Authentication and permission
/// requirements*) has a Database Viewer who is Table Ingestor ingest.
const ON_TABLE: Rows = &[
    row(Role::Admins, &[ENTITY, INGEST], &[Role::Users]),
    in_fabric(
        row(Role::Ingestors, &[INGEST], &[Role::Users, Role::Ingestors]),
        &[Role::Viewers],
        "fabric/real-time-intelligence/event-streams/api-kusto-pull-destination.md",
    ),
];

const ON_EXTERNAL_TABLE: Rows = &[row(Role::Admins, &[ENTITY, INGEST], &[Role::Users, Role::Viewers])];

/// The document says "Database User or Table Admin". A Table Admin is in force only together with a
/// Database User, so that the second adds nothing: a Table Admin alone satisfies no need. (Of a
/// function it would not even be said which table is meant.)
const ON_DERIVED: Rows = &[row(Role::Admins, &[ENTITY], &[Role::Users])];

/// Returns each role that an entity of `kind` has, with what it allows, in the order of roles.
#[must_use]
pub const fn grants(kind: EntityKind) -> &'static [(Role, Grant)] {
    match kind {
        EntityKind::Cluster => ON_CLUSTER,
        EntityKind::Database => ON_DATABASE,
        EntityKind::Table => ON_TABLE,
        EntityKind::ExternalTable => ON_EXTERNAL_TABLE,
        EntityKind::MaterializedView | EntityKind::Function | EntityKind::GraphModel => ON_DERIVED,
        EntityKind::EntityGroup | EntityKind::WorkloadGroup | EntityKind::Follower | EntityKind::ContinuousExport => {
            &[]
        }
    }
}

/// Returns what `role` on an entity of `kind` allows; nothing for a role that the kind does not
/// have.
#[must_use]
pub fn grant(kind: EntityKind, role: Role) -> Option<Grant> {
    grants(kind).iter().find(|(other, _)| *other == role).map(|(_, grant)| *grant)
}

/// Returns the permission that roles must give for `asked` on an entity of `kind`. It is `asked`
/// itself but for one: who administers the cluster removes a database (DESIGN, *Decisions*), and
/// its own admin removes what is in it.
#[must_use]
pub const fn sought(asked: P, kind: EntityKind) -> P {
    match (asked, kind) {
        (P::Drop, EntityKind::Database) => P::AdministerCluster,
        _ => asked,
    }
}

/// Returns whether holding `held` at `kind` satisfies a need for `needed` at the database: the role
/// itself, or one that includes it (`security-roles.txt` 7.3, below *Roles and permissions*).
#[must_use]
pub const fn satisfies(kind: EntityKind, held: Role, needed: Role) -> bool {
    match (kind, held) {
        (EntityKind::Cluster | EntityKind::Database, Role::Admins) => true,
        (EntityKind::Cluster, Role::Viewers) => matches!(needed, Role::Viewers),
        (EntityKind::Database, Role::Users) => matches!(needed, Role::Users | Role::Viewers),
        (EntityKind::Database, Role::Viewers) => matches!(needed, Role::Viewers),
        (EntityKind::Database, Role::Ingestors) => matches!(needed, Role::Ingestors),
        _ => false,
    }
}
