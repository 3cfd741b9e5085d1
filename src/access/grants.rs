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
    pub needs: &'static [Role],
}

const ENTITY: &[P] = &[P::View, P::Ingest, P::ShowMetadata, P::ShowPrincipals, P::Alter, P::Drop, P::ManageRoles];
const DATABASE: &[P] = &[
    P::View,
    P::Ingest,
    P::ShowMetadata,
    P::ShowPrincipals,
    P::Alter,
    P::Drop,
    P::ManageRoles,
    P::Create,
    P::Administer,
];
const READ: &[P] = &[P::View, P::ShowMetadata];
const MONITOR: &[P] = &[P::ShowMetadata, P::ShowPrincipals];

const fn row(allows: &[P], needs: &'static [Role]) -> Grant {
    Grant { allows: Permissions::of(allows), needs }
}

/// What `role` on an entity of `kind` allows; nothing for a role that the kind does not have.
#[must_use]
pub const fn grant(kind: EntityKind, role: Role) -> Option<Grant> {
    use EntityKind as K;
    Some(match (kind, role) {
        (K::Cluster, Role::Admins) => Grant {
            allows: Permissions::of(&[
                P::View,
                P::Ingest,
                P::ShowMetadata,
                P::ShowPrincipals,
                P::Create,
                P::Alter,
                P::Drop,
                P::ManageRoles,
                P::Administer,
                P::CreateDatabase,
                P::MonitorCluster,
                P::AdministerCluster,
            ]),
            needs: &[],
        },
        (K::Cluster, Role::Viewers) => row(READ, &[]),
        (K::Cluster, Role::Monitors) => row(&[P::ShowMetadata, P::ShowPrincipals, P::MonitorCluster], &[]),
        (K::Cluster, Role::DatabaseCreators) => row(&[P::CreateDatabase], &[]),
        // Stored, and grant nothing (DESIGN, *Decisions*).
        (K::Cluster, Role::Users | Role::Ops) => row(&[], &[]),
        (K::Database, Role::Admins) => row(DATABASE, &[]),
        (K::Database, Role::Users) => row(&[P::View, P::ShowMetadata, P::Create], &[]),
        (K::Database, Role::Viewers) => row(READ, &[]),
        (K::Database, Role::UnrestrictedViewers) => row(&[P::ViewRestricted], &[Role::Users, Role::Viewers]),
        (K::Database, Role::Ingestors) => row(&[P::Ingest], &[]),
        (K::Database, Role::Monitors) => row(MONITOR, &[]),
        (K::Table, Role::Admins) => row(ENTITY, &[Role::Users]),
        (K::Table, Role::Ingestors) => row(&[P::Ingest], &[Role::Users, Role::Ingestors]),
        (K::ExternalTable, Role::Admins) => row(ENTITY, &[Role::Users, Role::Viewers]),
        // "Database User or Table Admin": the evaluator knows the table that a view is made of.
        (K::MaterializedView | K::Function | K::GraphModel, Role::Admins) => row(ENTITY, &[Role::Users]),
        _ => return None,
    })
}

/// Whether holding `held` at `kind` satisfies a need for `needed` at the database: the role itself,
/// or one that includes it (`security-roles.txt` 7.3, below *Roles and permissions*).
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
