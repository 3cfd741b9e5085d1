//! The policies that decide about access.

use crate::model::command_kind::row::{Row, on_cluster, on_database, on_entity, on_source, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, AdministerCluster, Alter, MonitorCluster, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::POLICY;

const AS_FOR_TABLES: &str = "row-level-security-external-sql.md; as for tables";

rows! {
    Policies:

    // Row-level security policy. The page about deleting it from a view asks for a Table Admin: it is the
    // table's rows that the policy hides, so that the admin of the view's source is meant.
    ShowTablePolicyRowLevelSecurity "show table DATABASE.TABLE policy row_level_security"
        => own(POLICY, on_entity(ShowMetadata),
            page "show-table-row-level-security-policy-command");
    ShowTableStarPolicyRowLevelSecurity "show table * policy row_level_security"
        => own(POLICY, on_database(ShowMetadata),
            page "show-table-row-level-security-policy-command");
    AlterTablePolicyRowLevelSecurity
        "alter table DATABASE.TABLE policy row_level_security enable|disable [PROPERTIES] STRING"
        => own(POLICY, on_entity(Alter), page "alter-table-row-level-security-policy-command");
    DeleteTablePolicyRowLevelSecurity "delete table DATABASE.TABLE policy row_level_security"
        => own(POLICY, on_entity(Alter), page "delete-table-row-level-security-policy-command");
    ShowMaterializedViewPolicyRowLevelSecurity
        "show materialized-view DATABASE.VIEW policy row_level_security"
        => own(POLICY, on_entity(ShowMetadata),
            "as show-table-row-level-security-policy-command.md, Permissions: its own page has \
             none");
    AlterMaterializedViewPolicyRowLevelSecurity
        "alter materialized-view DATABASE.VIEW policy row_level_security enable|disable [PROPERTIES] STRING"
        => own(POLICY, on_database(Administer),
            page "alter-materialized-view-row-level-security-policy-command");
    DeleteMaterializedViewPolicyRowLevelSecurity
        "delete materialized-view DATABASE.VIEW policy row_level_security"
        => own(POLICY, on_source(Alter),
            page "delete-materialized-view-row-level-security-policy-command");
    ShowExternalTablePolicyRowLevelSecurity "show external table EXTERNAL_TABLE policy row_level_security"
        => own(POLICY, on_entity(ShowMetadata), AS_FOR_TABLES);
    ShowExternalTableStarPolicyRowLevelSecurity "show external table * policy row_level_security"
        => own(POLICY, on_database(ShowMetadata), AS_FOR_TABLES);
    AlterExternalTablePolicyRowLevelSecurity
        "alter external table EXTERNAL_TABLE policy row_level_security enable|disable [PROPERTIES] STRING"
        => own(POLICY, on_entity(Alter), AS_FOR_TABLES);
    DeleteExternalTablePolicyRowLevelSecurity "delete external table EXTERNAL_TABLE policy row_level_security"
        => own(POLICY, on_entity(Alter), AS_FOR_TABLES);

    // Restricted view access policy.
    ShowTablePolicyRestrictedViewAccess "show table DATABASE.TABLE policy restricted_view_access"
        => own(POLICY, on_entity(ShowMetadata),
            page "show-table-restricted-view-access-policy-command");
    ShowTableStarPolicyRestrictedViewAccess "show table * policy restricted_view_access"
        => own(POLICY, on_database(ShowMetadata),
            page "show-table-restricted-view-access-policy-command");
    AlterTablePolicyRestrictedViewAccess "alter table DATABASE.TABLE policy restricted_view_access true|false"
        => own(POLICY, on_entity(Alter), page "alter-table-restricted-view-access-policy-command");
    AlterTablesPolicyRestrictedViewAccess "alter tables TABLES policy restricted_view_access true|false"
        => own(POLICY, on_entity(Alter), page "alter-table-restricted-view-access-policy-command");
    DeleteTablePolicyRestrictedViewAccess "delete table DATABASE.TABLE policy restricted_view_access"
        => own(POLICY, on_entity(Alter), page "delete-table-restricted-view-access-policy-command");

    // Managed identity policy.
    ShowDatabasePolicyManagedIdentity "show database [DATABASE] policy managed_identity"
        => own(POLICY, on_database(ShowMetadata), page "show-managed-identity-policy-command");
    ShowClusterPolicyManagedIdentity "show cluster policy managed_identity"
        => own(POLICY, on_cluster(MonitorCluster), page "show-managed-identity-policy-command");
    AlterDatabasePolicyManagedIdentity "alter database [DATABASE] policy managed_identity STRING"
        => own(POLICY, on_cluster(AdministerCluster), page "alter-managed-identity-policy-command");
    AlterMergeDatabasePolicyManagedIdentity
        "alter-merge database [DATABASE] policy managed_identity STRING"
        => own(POLICY, on_cluster(AdministerCluster),
            page "alter-merge-managed-identity-policy-command");
    AlterClusterPolicyManagedIdentity "alter cluster policy managed_identity STRING"
        => own(POLICY, on_cluster(AdministerCluster), page "alter-managed-identity-policy-command");
    AlterMergeClusterPolicyManagedIdentity "alter-merge cluster policy managed_identity STRING"
        => own(POLICY, on_cluster(AdministerCluster),
            page "alter-merge-managed-identity-policy-command");
    DeleteDatabasePolicyManagedIdentity "delete database DATABASE policy managed_identity"
        => own(POLICY, on_cluster(AdministerCluster),
            page "delete-managed-identity-policy-command");
    DeleteClusterPolicyManagedIdentity "delete cluster policy managed_identity"
        => own(POLICY, on_cluster(AdministerCluster),
            page "delete-managed-identity-policy-command");
}
