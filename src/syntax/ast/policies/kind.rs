//! The official kinds of policy commands.

use crate::model::command_kind::CommandKind as K;
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::entity::Target;
use crate::syntax::ast::policies::{Change, PolicyCommand};

impl PolicyCommand<'_> {
    /// Returns the official kind.
    #[must_use]
    pub fn kind(&self) -> K {
        match self {
            PolicyCommand::Show(policy, target) => show_kind(*policy, target),
            PolicyCommand::Delete(policy, target) => delete_kind(*policy, target),
            PolicyCommand::AlterIdentities(change, target, _) => identities_kind(*change, target),
            PolicyCommand::RestrictViewAccess(Target::Several(..), _) => K::AlterTablesPolicyRestrictedViewAccess,
            PolicyCommand::RestrictViewAccess(..) => K::AlterTablePolicyRestrictedViewAccess,
            PolicyCommand::SecureRows(rows) => match rows.target.kind() {
                EntityKind::MaterializedView => K::AlterMaterializedViewPolicyRowLevelSecurity,
                EntityKind::ExternalTable => K::AlterExternalTablePolicyRowLevelSecurity,
                _ => K::AlterTablePolicyRowLevelSecurity,
            },
        }
    }
}

const fn show_kind(policy: PolicyKind, target: &Target<'_>) -> K {
    let all = matches!(target, Target::All(_));
    match (policy, target.kind(), all) {
        (PolicyKind::RestrictedViewAccess, _, true) => K::ShowTableStarPolicyRestrictedViewAccess,
        (PolicyKind::RestrictedViewAccess, _, false) => K::ShowTablePolicyRestrictedViewAccess,
        (PolicyKind::RowLevelSecurity, EntityKind::MaterializedView, _) => {
            K::ShowMaterializedViewPolicyRowLevelSecurity
        }
        (PolicyKind::RowLevelSecurity, EntityKind::ExternalTable, true) => {
            K::ShowExternalTableStarPolicyRowLevelSecurity
        }
        (PolicyKind::RowLevelSecurity, EntityKind::ExternalTable, false) => K::ShowExternalTablePolicyRowLevelSecurity,
        (PolicyKind::RowLevelSecurity, _, true) => K::ShowTableStarPolicyRowLevelSecurity,
        (PolicyKind::RowLevelSecurity, _, false) => K::ShowTablePolicyRowLevelSecurity,
        (_, EntityKind::Cluster, _) => K::ShowClusterPolicyManagedIdentity,
        _ => K::ShowDatabasePolicyManagedIdentity,
    }
}

const fn delete_kind(policy: PolicyKind, target: &Target<'_>) -> K {
    match (policy, target.kind()) {
        (PolicyKind::RestrictedViewAccess, _) => K::DeleteTablePolicyRestrictedViewAccess,
        (PolicyKind::RowLevelSecurity, EntityKind::MaterializedView) => K::DeleteMaterializedViewPolicyRowLevelSecurity,
        (PolicyKind::RowLevelSecurity, EntityKind::ExternalTable) => K::DeleteExternalTablePolicyRowLevelSecurity,
        (PolicyKind::RowLevelSecurity, _) => K::DeleteTablePolicyRowLevelSecurity,
        (_, EntityKind::Database) => K::DeleteDatabasePolicyManagedIdentity,
        _ => K::DeleteClusterPolicyManagedIdentity,
    }
}

const fn identities_kind(change: Change, target: &Target<'_>) -> K {
    match (change, target.kind()) {
        (Change::Replace, EntityKind::Cluster) => K::AlterClusterPolicyManagedIdentity,
        (Change::Replace, _) => K::AlterDatabasePolicyManagedIdentity,
        (Change::Merge, EntityKind::Cluster) => K::AlterMergeClusterPolicyManagedIdentity,
        (Change::Merge, _) => K::AlterMergeDatabasePolicyManagedIdentity,
    }
}
