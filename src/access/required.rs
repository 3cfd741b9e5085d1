//! The permission that each interpreted command needs: one row a kind, with the page that says so.
//! The first table of `security-roles.txt` 7.3 says which roles give a permission (`grants`).

use crate::model::command_kind::CommandKind;
use crate::model::permission::Permission;

/// On what a permission is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The cluster.
    Cluster,
    /// The database in context, or each that the command names.
    Database,
    /// Each entity that the command names.
    Entity,
}

/// What a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The permission there.
    Holds(Permission, On),
    /// `new` on the database where an entity that the command names does not exist yet, `existing`
    /// on each that does.
    Makes {
        /// The permission to make one.
        new: Permission,
        /// The permission to change one.
        existing: Permission,
    },
    /// Nothing where the command is about the one who asks; the permission where it names another.
    Others(Permission, On),
    /// Nothing: the answer holds only what the one who asks may see.
    OwnRows,
    /// A role, whichever and wherever it is.
    AnyRole,
}

impl Rule {
    /// The rule for the same command where it names a managed identity for authentication:
    /// AllDatabasesAdmin for storage and delta tables, Database Admin for SQL tables. The storage
    /// pages name `.create-or-alter` alone; here the rule holds for `.create` and `.alter` too, since
    /// these could go around it.
    #[must_use]
    pub const fn with_identity(kind: CommandKind) -> Option<Self> {
        use CommandKind as K;
        match kind {
            K::CreateStorageExternalTable | K::AlterStorageExternalTable | K::CreateOrAlterStorageExternalTable => {
                Some(holds(Permission::AdministerCluster, On::Cluster))
            }
            K::CreateSqlExternalTable | K::AlterSqlExternalTable | K::CreateOrAlterSqlExternalTable => {
                Some(holds(Permission::Administer, On::Database))
            }
            _ => None,
        }
    }
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Required {
    /// What is needed.
    pub rule: Rule,
    /// Where that is said: the page of the documentation and its section, or that it is our choice
    /// (DESIGN, *Decisions*).
    pub page: &'static str,
}

const fn holds(permission: Permission, on: On) -> Rule {
    Rule::Holds(permission, on)
}

const fn others(permission: Permission, on: On) -> Rule {
    Rule::Others(permission, on)
}

const fn makes(new: Permission, existing: Permission) -> Rule {
    Rule::Makes { new, existing }
}

macro_rules! required {
    ($($kind:ident => $rule:expr, $page:literal;)*) => {
        /// What a command of `kind` needs; nothing is known of kinds that are not interpreted.
        #[must_use]
        pub const fn required(kind: CommandKind) -> Option<Required> {
            use Permission as P;
            match kind {
                $(CommandKind::$kind => Some(Required { rule: $rule, page: $page }),)*
                _ => None,
            }
        }
    };
}

required! {
    // Databases. Listings show the databases that one has access to (DESIGN, *Decisions*; the page asks for AllDatabasesMonitor).
    ShowClusterDatabases => Rule::OwnRows, "show-databases.md, Permissions";
    ShowClusterDatabasesDetails => Rule::OwnRows, "show-databases.md, Permissions";
    ShowClusterDatabasesIdentity => Rule::OwnRows, "show-databases.md, Permissions";
    ShowClusterDatabasesPolicies => Rule::OwnRows, "show-databases.md, Permissions";
    ShowDatabase => holds(P::ShowMetadata, On::Database), "show-database.md, Permissions";
    ShowDatabaseDetails => holds(P::ShowMetadata, On::Database), "show-database.md, Permissions";
    ShowDatabaseIdentity => holds(P::ShowMetadata, On::Database), "show-database.md, Permissions";
    ShowDatabasePolicies => holds(P::ShowMetadata, On::Database), "show-database.md, Permissions";
    CreateDatabase => holds(P::CreateDatabase, On::Cluster), "kmgmt's choice: no page says";
    DetachDatabase => holds(P::AdministerCluster, On::Cluster), "kmgmt's choice: no page says";
    AlterDatabasePrettyName => holds(P::Alter, On::Database), "alter-database-prettyname.md, Permissions";
    DropDatabasePrettyName => holds(P::Alter, On::Database), "drop-database-prettyname.md, Permissions";
    ShowDatabaseSchema => holds(P::ShowMetadata, On::Database), "show-schema-database.md, Permissions";
    ShowDatabaseSchemaAsJson => holds(P::ShowMetadata, On::Database), "show-schema-database.md, Permissions";
    ShowDatabaseSchemaAsCslScript => holds(P::ShowMetadata, On::Database), "show-schema-database.md, Permissions";
    ShowDatabaseCslSchema => holds(P::ShowMetadata, On::Database), "show-schema-database.md, Permissions";
    ShowDatabasesSchema => holds(P::ShowMetadata, On::Database), "show-schema-database.md, Permissions";
    ShowDatabasesSchemaAsJson => holds(P::ShowMetadata, On::Database), "show-schema-database.md, Permissions";
    // Tables.
    ShowTables => holds(P::ShowMetadata, On::Database), "show-tables-command.md, Permissions";
    ShowTable => holds(P::ShowMetadata, On::Entity), "show-table-schema-command.md, Permissions";
    ShowTableCslSchema => holds(P::ShowMetadata, On::Entity), "show-table-schema-command.md, Permissions";
    ShowTableSchemaAsJson => holds(P::ShowMetadata, On::Entity), "show-table-schema-command.md, Permissions";
    ShowTablesDetails => holds(P::ShowMetadata, On::Database), "show-table-details-command.md, Permissions";
    ShowTableDetails => holds(P::ShowMetadata, On::Entity), "show-table-details-command.md, Permissions";
    CreateTable => holds(P::Create, On::Database), "create-table-command.md, Permissions";
    CreateTableBasedOnAnother => holds(P::Administer, On::Database), "create-table-based-on-command.md, Permissions";
    CreateTables => holds(P::Create, On::Database), "create-tables-command.md, Permissions";
    CreateMergeTable => makes(P::Create, P::Alter), "create-merge-table-command.md, Permissions";
    CreateMergeTables => makes(P::Create, P::Alter), "create-merge-tables-command.md, Permissions";
    AlterTable => holds(P::Alter, On::Entity), "alter-table-command.md, Permissions";
    AlterMergeTable => holds(P::Alter, On::Entity), "alter-merge-table-command.md, Permissions";
    AlterTableDocString => holds(P::Alter, On::Entity), "alter-table-docstring-command.md, Permissions";
    AlterTableFolder => holds(P::Alter, On::Entity), "alter-table-folder-command.md, Permissions";
    RenameTable => holds(P::Alter, On::Entity), "rename-table-command.md, Permissions";
    RenameTables => holds(P::Alter, On::Entity), "rename-table-command.md, Permissions";
    DropTable => holds(P::Drop, On::Entity), "drop-table-command.md, Permissions";
    DropTables => holds(P::Drop, On::Entity), "drop-table-command.md, Permissions";
    // Functions.
    ShowFunctions => holds(P::ShowMetadata, On::Database), "functions.md; as show-function.md, Permissions";
    ShowFunction => holds(P::ShowMetadata, On::Entity), "show-function.md, Permissions";
    CreateFunction => holds(P::Create, On::Database), "create-function.md, Permissions";
    AlterFunction => holds(P::Alter, On::Entity), "alter-function.md, Permissions";
    CreateOrAlterFunction => makes(P::Create, P::Alter), "create-alter-function.md, Permissions";
    DropFunction => holds(P::Drop, On::Entity), "drop-function.md, Permissions";
    DropFunctions => holds(P::Drop, On::Entity), "drop-function.md, Permissions";
    AlterFunctionDocString => holds(P::Alter, On::Entity), "alter-docstring-function.md, Permissions";
    AlterFunctionFolder => holds(P::Alter, On::Entity), "alter-folder-function.md, Permissions";
    // External tables. Where pages ask for a Table Admin, the admin of the external table is meant, since
    // there is no other table. Definitions with a managed identity need more: see `Rule::with_identity`.
    ShowExternalTables => holds(P::ShowMetadata, On::Database), "show-external-tables.md, Permissions";
    ShowExternalTable => holds(P::ShowMetadata, On::Entity), "show-external-tables.md, Permissions";
    ShowExternalTablesDetails => holds(P::ShowMetadata, On::Database), "show-external-tables-details.md, Permissions";
    ShowExternalTableDetails => holds(P::ShowMetadata, On::Entity), "show-external-tables-details.md, Permissions";
    ShowExternalTableCslSchema => holds(P::ShowMetadata, On::Entity), "show-external-table-schema.md, Permissions";
    ShowExternalTableSchema => holds(P::ShowMetadata, On::Entity), "show-external-table-schema.md, Permissions";
    DropExternalTable => holds(P::Drop, On::Entity), "drop-external-table.md, Permissions";
    CreateStorageExternalTable => holds(P::Create, On::Database), "external-tables-azure-storage.md and external-tables-delta-lake.md, Permissions";
    AlterStorageExternalTable => holds(P::Alter, On::Entity), "external-tables-azure-storage.md and external-tables-delta-lake.md, Permissions";
    CreateOrAlterStorageExternalTable => makes(P::Create, P::Alter), "external-tables-azure-storage.md and external-tables-delta-lake.md, Permissions";
    CreateSqlExternalTable => holds(P::Create, On::Database), "external-sql-tables.md, Permissions";
    AlterSqlExternalTable => holds(P::Alter, On::Entity), "external-sql-tables.md, Permissions";
    CreateOrAlterSqlExternalTable => makes(P::Create, P::Alter), "external-sql-tables.md, Permissions";
    AlterExternalTableDocString => holds(P::Alter, On::Entity), "external-tables-azure-storage.md and external-tables-delta-lake.md, Permissions";
    AlterExternalTableFolder => holds(P::Alter, On::Entity), "external-tables-azure-storage.md and external-tables-delta-lake.md, Permissions";
    // Materialized views.
    CreateMaterializedView => holds(P::Administer, On::Database), "materialized-views/materialized-view-create.md, Permissions";
    CreateMaterializedViewOverMaterializedView => holds(P::Administer, On::Database), "materialized-views/materialized-view-create.md, Permissions";
    CreateOrAlterMaterializedView => makes(P::Administer, P::Alter), "materialized-views/materialized-view-create-or-alter.md and materialized-view-create.md, Permissions";
    CreateOrAlterMaterializedViewOverMaterializedView => makes(P::Administer, P::Alter), "materialized-views/materialized-view-create-or-alter.md and materialized-view-create.md, Permissions";
    AlterMaterializedView => holds(P::Alter, On::Entity), "materialized-views/materialized-view-alter.md, Permissions";
    AlterMaterializedViewOverMaterializedView => holds(P::Alter, On::Entity), "materialized-views/materialized-view-alter.md, Permissions";
    RenameMaterializedView => holds(P::Alter, On::Entity), "materialized-views/materialized-view-rename.md, Permissions";
    ShowMaterializedView => holds(P::ShowMetadata, On::Entity), "materialized-views/materialized-view-show-command.md, Permissions";
    ShowMaterializedViews => holds(P::ShowMetadata, On::Database), "materialized-views/materialized-view-show-command.md, Permissions";
    ShowMaterializedViewsDetails => holds(P::ShowMetadata, On::Database), "materialized-views/materialized-view-show-details-command.md, Permissions";
    ShowMaterializedViewDetails => holds(P::ShowMetadata, On::Entity), "materialized-views/materialized-view-show-details-command.md, Permissions";
    DropMaterializedView => holds(P::Drop, On::Entity), "materialized-views/materialized-view-drop.md, Permissions";
    EnableDisableMaterializedView => holds(P::Alter, On::Entity), "materialized-views/materialized-view-enable-disable.md, Permissions";
    ShowMaterializedViewSchemaAsJson => holds(P::ShowMetadata, On::Entity), "materialized-views/materialized-view-show-schema-command.md, Permissions";
    ShowMaterializedViewCslSchema => holds(P::ShowMetadata, On::Entity), "materialized-views/materialized-view-show-schema-command.md, Permissions";
    AlterMaterializedViewFolder => holds(P::Alter, On::Entity), "materialized-views/materialized-view-alter-folder.md, Permissions";
    AlterMaterializedViewDocString => holds(P::Alter, On::Entity), "materialized-views/materialized-view-alter-docstring.md, Permissions";
    AlterMaterializedViewLookback => holds(P::Alter, On::Entity), "materialized-views/materialized-view-alter-lookback.md, Permissions";
    AlterMaterializedViewAutoUpdateSchema => holds(P::Alter, On::Entity), "materialized-views/materialized-view-alter-autoupdateschema.md, Permissions";
    // Graph models. The pages ask for a viewer to show them; `security-roles.txt` 7.3 lets monitors run `.show` commands.
    GraphModelCreateOrAlter => holds(P::Create, On::Database), "graph/graph-model-create-or-alter.md, Permissions";
    GraphModelShow => holds(P::ShowMetadata, On::Entity), "graph/graph-model-show.md, Permissions";
    GraphModelsShow => holds(P::ShowMetadata, On::Database), "graph/graph-models-show.md, Permissions";
    GraphModelDrop => holds(P::Drop, On::Entity), "graph/graph-model-drop.md, Permissions";
    // Roles. Anyone may see their own (DESIGN, *Decisions*).
    ShowPrincipalRoles => others(P::ShowPrincipals, On::Database), "kmgmt's choice: no page says";
    ShowDatabasePrincipalRoles => others(P::ShowPrincipals, On::Entity), "kmgmt's choice: no page says";
    ShowTablePrincipalRoles => others(P::ShowPrincipals, On::Entity), "kmgmt's choice: no page says";
    ShowGraphModelPrincipalRoles => others(P::ShowPrincipals, On::Entity), "kmgmt's choice: no page says";
    ShowExternalTablesPrincipalRoles => others(P::ShowPrincipals, On::Entity), "kmgmt's choice: no page says";
    ShowFunctionPrincipalRoles => others(P::ShowPrincipals, On::Entity), "kmgmt's choice: no page says";
    ShowMaterializedViewPrincipalRoles => others(P::ShowPrincipals, On::Entity), "kmgmt's choice: no page says";
    ShowClusterPrincipalRoles => others(P::MonitorCluster, On::Cluster), "kmgmt's choice: no page says";
    ShowPrincipalAccess => others(P::ShowPrincipals, On::Entity), "kmgmt's choice: no page says";
    ShowClusterPrincipals => holds(P::MonitorCluster, On::Cluster), "kmgmt's choice: no page says";
    ShowDatabasePrincipals => holds(P::ShowPrincipals, On::Entity), "manage-database-security-roles.md, Permissions; monitors by role-based-access-control.md";
    ShowTablePrincipals => holds(P::ShowPrincipals, On::Entity), "manage-table-security-roles.md, Permissions; monitors by role-based-access-control.md";
    ShowGraphModelPrincipals => holds(P::ShowPrincipals, On::Entity), "kmgmt's choice: no page says";
    ShowFunctionPrincipals => holds(P::ShowPrincipals, On::Entity), "manage-function-security-roles.md, Permissions; monitors by role-based-access-control.md";
    ShowExternalTablePrincipals => holds(P::ShowPrincipals, On::Entity), "manage-external-table-security-roles.md, Permissions; monitors by role-based-access-control.md";
    ShowMaterializedViewPrincipals => holds(P::ShowPrincipals, On::Entity), "manage-materialized-view-security-roles.md, Permissions; monitors by role-based-access-control.md";
    AddClusterRole => holds(P::AdministerCluster, On::Cluster), "kmgmt's choice: no page says";
    DropClusterRole => holds(P::AdministerCluster, On::Cluster), "kmgmt's choice: no page says";
    SetClusterRole => holds(P::AdministerCluster, On::Cluster), "kmgmt's choice: no page says";
    AddDatabaseRole => holds(P::ManageRoles, On::Entity), "manage-database-security-roles.md, Permissions";
    DropDatabaseRole => holds(P::ManageRoles, On::Entity), "manage-database-security-roles.md, Permissions";
    SetDatabaseRole => holds(P::ManageRoles, On::Entity), "manage-database-security-roles.md, Permissions";
    AddTableRole => holds(P::ManageRoles, On::Entity), "manage-table-security-roles.md, Permissions";
    DropTableRole => holds(P::ManageRoles, On::Entity), "manage-table-security-roles.md, Permissions";
    SetTableRole => holds(P::ManageRoles, On::Entity), "manage-table-security-roles.md, Permissions";
    AddFunctionRole => holds(P::ManageRoles, On::Entity), "manage-function-security-roles.md, Permissions";
    DropFunctionRole => holds(P::ManageRoles, On::Entity), "manage-function-security-roles.md, Permissions";
    SetFunctionRole => holds(P::ManageRoles, On::Entity), "manage-function-security-roles.md, Permissions";
    AddExternalTableAdmins => holds(P::ManageRoles, On::Entity), "manage-external-table-security-roles.md, Permissions";
    DropExternalTableAdmins => holds(P::ManageRoles, On::Entity), "manage-external-table-security-roles.md, Permissions";
    SetExternalTableAdmins => holds(P::ManageRoles, On::Entity), "manage-external-table-security-roles.md, Permissions";
    AddMaterializedViewAdmins => holds(P::ManageRoles, On::Entity), "manage-materialized-view-security-roles.md, Permissions";
    DropMaterializedViewAdmins => holds(P::ManageRoles, On::Entity), "manage-materialized-view-security-roles.md, Permissions";
    SetMaterializedViewAdmins => holds(P::ManageRoles, On::Entity), "manage-materialized-view-security-roles.md, Permissions";
    AddGraphModelAdmins => holds(P::ManageRoles, On::Entity), "graph/graph-model-drop.md, Permissions; the official grammar";
    DropGraphModelAdmins => holds(P::ManageRoles, On::Entity), "graph/graph-model-drop.md, Permissions; the official grammar";
    SetGraphModelAdmins => holds(P::ManageRoles, On::Entity), "graph/graph-model-drop.md, Permissions; the official grammar";
    ShowClusterBlockedPrincipals => holds(P::MonitorCluster, On::Cluster), "kmgmt's choice: no page says";
    AddClusterBlockedPrincipals => holds(P::AdministerCluster, On::Cluster), "kmgmt's choice: no page says";
    DropClusterBlockedPrincipals => holds(P::AdministerCluster, On::Cluster), "kmgmt's choice: no page says";
    // Policies. The page about deleting row-level security from a view asks for a Table Admin; the admin
    // of the view is meant, as on the other pages about views.
    ShowTablePolicyRowLevelSecurity => holds(P::ShowMetadata, On::Entity), "show-table-row-level-security-policy-command.md, Permissions";
    ShowTableStarPolicyRowLevelSecurity => holds(P::ShowMetadata, On::Database), "show-table-row-level-security-policy-command.md, Permissions";
    AlterTablePolicyRowLevelSecurity => holds(P::Alter, On::Entity), "alter-table-row-level-security-policy-command.md, Permissions";
    DeleteTablePolicyRowLevelSecurity => holds(P::Alter, On::Entity), "delete-table-row-level-security-policy-command.md, Permissions";
    ShowMaterializedViewPolicyRowLevelSecurity => holds(P::ShowMetadata, On::Entity), "as show-table-row-level-security-policy-command.md, Permissions: its own page has none";
    AlterMaterializedViewPolicyRowLevelSecurity => holds(P::Administer, On::Database), "alter-materialized-view-row-level-security-policy-command.md, Permissions";
    DeleteMaterializedViewPolicyRowLevelSecurity => holds(P::Alter, On::Entity), "delete-materialized-view-row-level-security-policy-command.md, Permissions";
    ShowExternalTablePolicyRowLevelSecurity => holds(P::ShowMetadata, On::Entity), "row-level-security-external-sql.md; as for tables";
    ShowExternalTableStarPolicyRowLevelSecurity => holds(P::ShowMetadata, On::Database), "row-level-security-external-sql.md; as for tables";
    AlterExternalTablePolicyRowLevelSecurity => holds(P::Alter, On::Entity), "row-level-security-external-sql.md; as for tables";
    DeleteExternalTablePolicyRowLevelSecurity => holds(P::Alter, On::Entity), "row-level-security-external-sql.md; as for tables";
    ShowTablePolicyRestrictedViewAccess => holds(P::ShowMetadata, On::Entity), "show-table-restricted-view-access-policy-command.md, Permissions";
    ShowTableStarPolicyRestrictedViewAccess => holds(P::ShowMetadata, On::Database), "show-table-restricted-view-access-policy-command.md, Permissions";
    AlterTablePolicyRestrictedViewAccess => holds(P::Alter, On::Entity), "alter-table-restricted-view-access-policy-command.md, Permissions";
    AlterTablesPolicyRestrictedViewAccess => holds(P::Alter, On::Entity), "alter-table-restricted-view-access-policy-command.md, Permissions";
    DeleteTablePolicyRestrictedViewAccess => holds(P::Alter, On::Entity), "delete-table-restricted-view-access-policy-command.md, Permissions";
    ShowDatabasePolicyManagedIdentity => holds(P::ShowMetadata, On::Database), "show-managed-identity-policy-command.md, Permissions";
    ShowClusterPolicyManagedIdentity => holds(P::MonitorCluster, On::Cluster), "show-managed-identity-policy-command.md, Permissions";
    AlterDatabasePolicyManagedIdentity => holds(P::AdministerCluster, On::Cluster), "alter-managed-identity-policy-command.md, Permissions";
    AlterClusterPolicyManagedIdentity => holds(P::AdministerCluster, On::Cluster), "alter-managed-identity-policy-command.md, Permissions";
    AlterMergeDatabasePolicyManagedIdentity => holds(P::AdministerCluster, On::Cluster), "alter-merge-managed-identity-policy-command.md, Permissions";
    AlterMergeClusterPolicyManagedIdentity => holds(P::AdministerCluster, On::Cluster), "alter-merge-managed-identity-policy-command.md, Permissions";
    DeleteDatabasePolicyManagedIdentity => holds(P::AdministerCluster, On::Cluster), "delete-managed-identity-policy-command.md, Permissions";
    DeleteClusterPolicyManagedIdentity => holds(P::AdministerCluster, On::Cluster), "delete-managed-identity-policy-command.md, Permissions";
    ShowClusterPolicyMultiDatabaseAdmins => holds(P::MonitorCluster, On::Cluster), "no page; as other policies of the cluster";
    AlterClusterPolicyMultiDatabaseAdmins => holds(P::AdministerCluster, On::Cluster), "no page; as other policies of the cluster";
    AlterMergeClusterPolicyMultiDatabaseAdmins => holds(P::AdministerCluster, On::Cluster), "no page; as other policies of the cluster";
    // Continuous exports.
    CreateOrAlterContinuousExport => holds(P::Administer, On::Database), "data-export/create-alter-continuous.md, Permissions";
    ShowContinuousExport => holds(P::ShowMetadata, On::Database), "data-export/show-continuous-export.md, Permissions";
    ShowContinuousExports => holds(P::ShowMetadata, On::Database), "data-export/show-continuous-export.md, Permissions";
    DropContinuousExport => holds(P::Administer, On::Database), "data-export/drop-continuous-export.md, Permissions";
    EnableContinuousExport => holds(P::Administer, On::Database), "data-export/disable-enable-continuous.md, Permissions";
    DisableContinuousExport => holds(P::Administer, On::Database), "data-export/disable-enable-continuous.md, Permissions";
    // Scripts, each of whose commands needs its own permission too, and the cluster.
    ExecuteDatabaseScript => holds(P::Administer, On::Database), "execute-database-script.md, Permissions";
    ExecuteClusterScript => holds(P::AdministerCluster, On::Cluster), "execute-cluster-script.md, Permissions";
    ShowJournal => Rule::OwnRows, "journal.md, Permissions";
    ShowDatabaseJournal => Rule::OwnRows, "journal.md, Permissions";
    ClearClusterGroupMembershipCache => others(P::MonitorCluster, On::Cluster), "access-control/index.md, Force group membership refresh";
    ShowCluster => holds(P::MonitorCluster, On::Cluster), "no page; as other commands about the cluster";
    ShowVersion => Rule::AnyRole, "kmgmt's choice: the service refuses who has no role";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_interpreted_kind_has_a_row_and_no_other() {
        for kind in CommandKind::ALL {
            assert_eq!(required(*kind).is_some(), kind.interpreted(), "{}", kind.name());
        }
    }
}
