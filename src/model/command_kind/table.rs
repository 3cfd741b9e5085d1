//! The rows of the table of kinds, by family.

use crate::model::command_kind::{Carried, Effect, Row};
use crate::model::permission::Permission::{
    self, Administer, AdministerCluster, Alter, Create, CreateDatabase, Drop, ManageRoles, MonitorCluster,
    ShowMetadata, ShowPrincipals,
};
use crate::model::policy::PolicyKind;
use crate::model::rule::{On, Required, Rule};
use crate::model::schemas::{
    ACCESS, BLOCKED, COLUMNS, CREATED_DATABASE, DATABASE_DETAILS, DATABASE_IDENTITY, DATABASE_POLICIES,
    DATABASE_SCHEMA, DATABASES, DEFINED_GRAPH_MODEL, DETACHED_DATABASE, DROPPED_FUNCTION, EXPORTS,
    EXTERNAL_TABLE_DETAILS, EXTERNAL_TABLES, FUNCTIONS, GRAPH_MODEL, GRAPH_MODELS, JOURNAL, NODES, NOTHING, POLICY,
    PRETTY_NAMES, PRINCIPALS, REMAINING_TABLES, ROLES, SCHEMA_AS_JSON, SCHEMA_AS_SCRIPT, SCRIPT, TABLE_DETAILS,
    TABLE_SCHEMA, TABLES, VERSION, VIEW_DETAILS, VIEWS,
};
use crate::table::Schema;

impl CommandKind {
    pub(super) fn row(self) -> &'static Row {
        #[expect(clippy::indexing_slicing, reason = "each variant has a row, in the same order")]
        &ROWS[self as usize]
    }
}

/// Returns a command about a policy, which its form says all about.
const fn of_policy(policy: PolicyKind, required: Required) -> Carried {
    Carried::of(Effect::Policy(policy), POLICY, required)
}

/// Returns a command with a meaning of its own.
const fn own(schema: Schema, required: Required) -> Carried {
    Carried::of(Effect::Own, schema, required)
}

const fn on_cluster(permission: Permission) -> Rule {
    Rule::Holds(permission, On::Cluster)
}

const fn on_database(permission: Permission) -> Rule {
    Rule::Holds(permission, On::Database)
}

const fn on_entity(permission: Permission) -> Rule {
    Rule::Holds(permission, On::Entity)
}

const fn others(permission: Permission, on: On) -> Rule {
    Rule::Others(permission, on)
}

const fn makes(new: Permission, existing: Permission) -> Rule {
    Rule::Makes { new, existing }
}

const AS_FOR_TABLES: &str = "row-level-security-external-sql.md; as for tables";
const CLUSTER_POLICIES: &str = "no page; as other policies of the cluster";
const GRAPH_ROLES: &str = "graph/graph-model-drop.md, Permissions; the official grammar";
const STORAGE: &str = "external-tables-azure-storage.md and external-tables-delta-lake.md, Permissions";
const VIEWS_MADE: &str = "materialized-views/materialized-view-create-or-alter.md and \
                          materialized-view-create.md, Permissions";

command_kinds! {
    // Databases. Listings show the databases that one has access to (DESIGN, *Decisions*; the
    // page asks for AllDatabasesMonitor).
    ShowDatabase "show database [with ()]"
        => own(DATABASES, on_database(ShowMetadata), page "show-database");
    ShowDatabaseDetails "show database details|verbose [with ()]"
        => own(DATABASE_DETAILS, on_database(ShowMetadata), page "show-database");
    ShowDatabaseIdentity "show database identity [with ()]"
        => own(DATABASE_IDENTITY, on_database(ShowMetadata), page "show-database");
    ShowDatabasePolicies "show database policies [with ()]"
        => own(DATABASE_POLICIES, on_database(ShowMetadata), page "show-database");
    ShowDatabaseDataStats "show database datastats [with ()]";
    ShowDatabaseMetadata "show database metadata [with ()]";
    ShowClusterDatabases "show [cluster] databases [()] [with ()]"
        => own(DATABASES, Rule::OwnRows, page "show-databases");
    ShowClusterDatabasesDetails "show [cluster] databases [()] details|verbose [with ()]"
        => own(DATABASE_DETAILS, Rule::OwnRows, page "show-databases");
    ShowClusterDatabasesIdentity "show [cluster] databases [()] identity [with ()]"
        => own(DATABASE_IDENTITY, Rule::OwnRows, page "show-databases");
    ShowClusterDatabasesPolicies "show [cluster] databases [()] policies [with ()]"
        => own(DATABASE_POLICIES, Rule::OwnRows, page "show-databases");
    ShowClusterDatabasesDataStats "show [cluster] databases [()] datastats [with ()]";
    ShowClusterDatabasesMetadata "show [cluster] databases [()] metadata [with ()]";
    CreateDatabase "create database NAME [volatile] [persist ()] [ifnotexists] [with ()]"
        => own(CREATED_DATABASE, on_cluster(CreateDatabase), ours).of_the_cluster();
    AttachDatabase
        "attach|load [database] [all|metadata] [NAME] from STRING [readonly] [version = STRING] \
         [with ()]";
    DetachDatabase "detach|drop database NAME [ifexists] [skip-seal]"
        => own(DETACHED_DATABASE, on_cluster(AdministerCluster), ours).of_the_cluster();
    AlterDatabasePrettyName "alter|set database [NAME] prettyname STRING"
        => own(PRETTY_NAMES, on_database(Alter), page "alter-database-prettyname");
    DropDatabasePrettyName "drop database NAME prettyname"
        => own(PRETTY_NAMES, on_database(Alter), page "drop-database-prettyname");
    AlterDatabasePersistMetadata
        "alter database NAME persist metadata [STRING] [allow-non-empty-container]";
    SetAccess "set access NAME to readonly|readwrite";
    AlterDatabaseStorageKeys
        "alter [async] database NAME storage keys [with ()] decryption-certificate-thumbprint \
         STRING";
    ShowDatabasesEntities "show databases entities [with ()]";
    ShowDatabaseEntity "show database NAME entity NAME [with ()]";
    ShowDatabasesManagementGroups "show databases management groups";
    EnableDatabaseMaintenanceMode "enable database NAME maintenance_mode";
    DisableDatabaseMaintenanceMode "disable database NAME maintenance_mode";
    EnableDatabaseStreamingIngestionMaintenanceMode
        "enable database streamingingestion_maintenance_mode";
    DisableDatabaseStreamingIngestionMaintenanceMode
        "disable database streamingingestion_maintenance_mode";
    ShowDatabaseKeyVaultSecrets "show database keyvault secrets";
    ReplaceDatabaseKeyVaultSecrets "replace database keyvaultsecrets NAME";

    // Schema of databases and entities.
    ShowDatabaseSchema "show database [NAME] schema [details] [if_later_than STRING]"
        => own(DATABASE_SCHEMA, on_database(ShowMetadata), page "show-schema-database");
    ShowDatabaseSchemaAsJson "show database [NAME] schema [if_later_than STRING] as json [with ()]"
        => own(SCHEMA_AS_JSON, on_database(ShowMetadata), page "show-schema-database");
    ShowDatabaseSchemaAsCslScript
        "show database [NAME] schema [if_later_than STRING] as kql|csl [script] [with ()]"
        => own(SCHEMA_AS_SCRIPT, on_database(ShowMetadata), page "show-schema-database");
    ShowDatabaseCslSchema "show database [NAME] cslschema|kqlschema [script] [if_later_than STRING]"
        => own(TABLE_SCHEMA, on_database(ShowMetadata), page "show-schema-database");
    ShowDatabaseSchemaViolations "show database [NAME] schema violations";
    ShowDatabasesSchema "show databases [()] schema [details]"
        => own(DATABASE_SCHEMA, on_database(ShowMetadata), page "show-schema-database");
    ShowDatabasesSchemaAsJson "show databases [()] schema [details] as json [with ()]"
        => own(SCHEMA_AS_JSON, on_database(ShowMetadata), page "show-schema-database");
    ShowSchema "show [cluster] schema [details] [as json]";
    ShowEntitySchema "show entity NAME schema as json [in databases ()] [except STRING] [with ()]";

    // Ingestion mappings.
    CreateDatabaseIngestionMapping "create database NAME ingestion VALUE mapping STRING STRING";
    CreateOrAlterDatabaseIngestionMapping
        "create-or-alter database NAME ingestion VALUE mapping STRING STRING";
    AlterDatabaseIngestionMapping "alter database NAME ingestion VALUE mapping STRING STRING";
    AlterMergeDatabaseIngestionMapping
        "alter-merge database NAME ingestion VALUE mapping STRING STRING";
    ShowDatabaseIngestionMappings
        "show database [NAME] ingestion [VALUE] mappings [STRING] [with ()]";
    ShowIngestionMappings "show [cluster] ingestion [VALUE] mappings [with ()]";
    DropDatabaseIngestionMapping "drop database NAME ingestion VALUE mapping STRING";
    CreateTableIngestionMapping "create table NAME ingestion VALUE mapping STRING STRING [with ()]";
    CreateOrAlterTableIngestionMapping
        "create-or-alter table NAME ingestion VALUE mapping STRING STRING [with ()]";
    AlterTableIngestionMapping "alter table NAME ingestion VALUE mapping STRING STRING [with ()]";
    AlterMergeTableIngestionMapping
        "alter-merge table NAME ingestion VALUE mapping STRING STRING [with ()]";
    ShowTableIngestionMappings "show table NAME ingestion [VALUE] mappings";
    ShowTableIngestionMapping "show table NAME ingestion [VALUE] mapping STRING";
    DropTableIngestionMapping "drop table NAME ingestion VALUE mapping STRING";

    // Tables.
    ShowTables "show tables [()]"
        => own(TABLES, on_database(ShowMetadata), page "show-tables-command");
    ShowTable "show table NAME"
        => own(COLUMNS, on_entity(ShowMetadata), page "show-table-schema-command");
    ShowTablesDetails "show tables [()] details"
        => own(TABLE_DETAILS, on_database(ShowMetadata), page "show-table-details-command");
    ShowTableDetails "show table NAME details"
        => own(TABLE_DETAILS, on_entity(ShowMetadata), page "show-table-details-command");
    ShowTableCslSchema "show table NAME cslschema|kqlschema"
        => own(TABLE_SCHEMA, on_entity(ShowMetadata), page "show-table-schema-command");
    ShowTableSchemaAsJson "show table NAME schema as json"
        => own(TABLE_SCHEMA, on_entity(ShowMetadata), page "show-table-schema-command");
    CreateTable "create table NAME () [with ()]"
        => own(TABLE_SCHEMA, on_database(Create), page "create-table-command");
    CreateTableBasedOnAnother "create table NAME based-on NAME [ifnotexists] [with ()]"
        => own(TABLE_SCHEMA, on_database(Administer), page "create-table-based-on-command");
    CreateMergeTable "create-merge table NAME () [with ()]"
        => own(TABLE_SCHEMA, makes(Create, Alter), page "create-merge-table-command");
    DefineTable "define table NAME () [with ()]";
    CreateTables "create tables NAME () ..."
        => own(TABLES, on_database(Create), page "create-tables-command");
    CreateMergeTables "create-merge tables NAME () ..."
        => own(TABLES, makes(Create, Alter), page "create-merge-tables-command");
    DefineTables "define tables NAME () ...";
    AlterTable "alter table NAME () [with ()]"
        => own(TABLE_SCHEMA, on_entity(Alter), page "alter-table-command");
    AlterMergeTable "alter-merge table NAME () [with ()]"
        => own(TABLE_SCHEMA, on_entity(Alter), page "alter-merge-table-command");
    AlterTableDocString "alter table NAME docstring STRING"
        => own(TABLE_SCHEMA, on_entity(Alter), page "alter-table-docstring-command");
    AlterTableFolder "alter table NAME folder STRING"
        => own(TABLE_SCHEMA, on_entity(Alter), page "alter-table-folder-command");
    RenameTable "rename table NAME to NAME"
        => own(TABLES, on_entity(Alter), page "rename-table-command");
    RenameTables "rename tables NAME = ..."
        => own(TABLES, on_entity(Alter), page "rename-table-command");
    UndoDropExtentContainer "undo drop extentcontainer VALUE";
    DropTable "drop table NAME [ifexists]"
        => own(REMAINING_TABLES, on_entity(Drop), page "drop-table-command");
    UndoDropTable "undo drop table NAME [as NAME] version = STRING [internal]";
    DropTables "drop tables () [ifexists]"
        => own(REMAINING_TABLES, on_entity(Drop), page "drop-table-command");
    ClearTableData "clear [async] table NAME data";
    DeleteTableRecords "delete [async] table NAME records [with ()] <|";
    TableDataUpdate "update [async] table NAME delete NAME append|move NAME [with ()] <|";
    ShowTableColumnsClassification "show table NAME columns classification";
    ShowTableDimensions "show table NAME dimensions";
    ShowTableDataStatistics "show table NAME data statistics [with ()]";
    ShowFreshness "show freshness NAME [column NAME] [threshold VALUE]";
    AlterTableColumnStatistics "alter table NAME column statistics ...";
    AlterTableColumnStatisticsMethod "alter table NAME column statistics method = STRING";
    ShowTableColumnStatitics "show table NAME column statistics";
    ShowTablesColumnStatistics "show tables column statistics older VALUE";

    // Columns.
    RenameColumn "rename column NAME to NAME";
    RenameColumns "rename columns NAME = ...";
    AlterColumnType "alter column NAME type = VALUE";
    DropColumn "drop column NAME [ifexists]";
    DropTableColumns "drop table NAME columns ()";
    AlterTableColumnDocStrings "alter table NAME column-docstrings ()";
    AlterMergeTableColumnDocStrings "alter-merge table NAME column-docstrings ()";

    // Functions.
    ShowFunctions "show functions"
        => own(FUNCTIONS, on_database(ShowMetadata),
            "functions.md; as show-function.md, Permissions");
    ShowFunction "show function NAME [with ()]"
        => own(FUNCTIONS, on_entity(ShowMetadata), page "show-function");
    ShowFunctionSchemaAsJson "show function NAME schema as json [with ()]";
    CreateFunction "create function [ifnotexists] [with ()] NAME () ()"
        => own(FUNCTIONS, on_database(Create), page "create-function");
    AlterFunction "alter function [with ()] NAME () ()"
        => own(FUNCTIONS, on_entity(Alter), page "alter-function");
    CreateOrAlterFunction "create-or-alter function [with ()] NAME () ()"
        => own(FUNCTIONS, makes(Create, Alter), page "create-alter-function");
    DropFunction "drop function NAME [ifexists]"
        => own(DROPPED_FUNCTION, on_entity(Drop), page "drop-function");
    DropFunctions "drop functions () [ifexists]"
        => own(FUNCTIONS, on_entity(Drop), page "drop-function");
    AlterFunctionDocString "alter function NAME docstring STRING"
        => own(FUNCTIONS, on_entity(Alter), page "alter-docstring-function");
    AlterFunctionFolder "alter function NAME folder STRING"
        => own(FUNCTIONS, on_entity(Alter), page "alter-folder-function");

    // External tables. Where pages ask for a Table Admin, the admin of the external table is
    // meant, since there is no other table.
    ShowExternalTables "show external tables [with ()]"
        => own(EXTERNAL_TABLES, on_database(ShowMetadata), page "show-external-tables");
    ShowExternalTable "show external table NAME [with ()]"
        => own(EXTERNAL_TABLES, on_entity(ShowMetadata), page "show-external-tables");
    ShowExternalTablesDetails "show external tables details"
        => own(EXTERNAL_TABLE_DETAILS, on_database(ShowMetadata),
            page "show-external-tables-details");
    ShowExternalTableDetails "show external table NAME details"
        => own(EXTERNAL_TABLE_DETAILS, on_entity(ShowMetadata),
            page "show-external-tables-details");
    ShowExternalTableCslSchema "show external table NAME cslschema|kqlschema"
        => own(TABLE_SCHEMA, on_entity(ShowMetadata), page "show-external-table-schema");
    ShowExternalTableSchema "show external table NAME schema as json|csl|kql"
        => own(TABLE_SCHEMA, on_entity(ShowMetadata), page "show-external-table-schema");
    ShowExternalTableArtifacts "show external table NAME artifacts [limit VALUE]";
    DropExternalTable "drop external table NAME"
        => own(EXTERNAL_TABLES, on_entity(Drop), page "drop-external-table");
    CreateStorageExternalTable "create external table NAME [()] kind = storage|blob|adl|delta ..."
        => own(EXTERNAL_TABLES, on_database(Create),
            STORAGE).naming_identity(on_cluster(AdministerCluster));
    AlterStorageExternalTable "alter external table NAME [()] kind = storage|blob|adl|delta ..."
        => own(EXTERNAL_TABLES, on_entity(Alter),
            STORAGE).naming_identity(on_cluster(AdministerCluster));
    CreateOrAlterStorageExternalTable
        "create-or-alter external table NAME [()] kind = storage|blob|adl|delta ..."
        => own(EXTERNAL_TABLES, makes(Create, Alter),
            STORAGE).naming_identity(on_cluster(AdministerCluster));
    CreateSqlExternalTable "create external table NAME () kind = sql ..."
        => own(EXTERNAL_TABLES, on_database(Create),
            page "external-sql-tables").naming_identity(on_database(Administer));
    AlterSqlExternalTable "alter external table NAME () kind = sql ..."
        => own(EXTERNAL_TABLES, on_entity(Alter),
            page "external-sql-tables").naming_identity(on_database(Administer));
    CreateOrAlterSqlExternalTable "create-or-alter external table NAME () kind = sql ..."
        => own(EXTERNAL_TABLES, makes(Create, Alter),
            page "external-sql-tables").naming_identity(on_database(Administer));
    CreateExternalTableMapping "create external table NAME mapping STRING STRING";
    AlterExternalTableMapping "alter external table NAME mapping STRING STRING";
    ShowExternalTableMappings "show external table NAME mappings";
    ShowExternalTableMapping "show external table NAME mapping STRING";
    DropExternalTableMapping "drop external table NAME mapping STRING";
    AlterExternalTableDocString "alter external table NAME docstring STRING"
        => own(EXTERNAL_TABLES, on_entity(Alter), STORAGE);
    AlterExternalTableFolder "alter external table NAME folder STRING"
        => own(EXTERNAL_TABLES, on_entity(Alter), STORAGE);

    // Entity groups.
    CreateEntityGroupCommand "create entity_group NAME [ifnotexists] ()";
    CreateOrAlterEntityGroupCommand "create-or-alter entity_group NAME ()";
    AlterEntityGroup "alter entity_group NAME ()";
    AlterMergeEntityGroup "alter-merge entity_group NAME ()";
    DropEntityGroup "drop entity_group NAME";
    ShowEntityGroup "show entity_group NAME";
    ShowEntityGroups "show entity_groups";

    // Workload groups.
    ShowWorkloadGroups "show workload_groups";
    ShowWorkloadGroup "show workload_group NAME";
    CreateOrAleterWorkloadGroup "create-or-alter workload_group NAME STRING";
    AlterMergeWorkloadGroup "alter-merge workload_group NAME STRING";
    DropWorkloadGroup "drop workload_group NAME";

    // Materialized views.
    CreateMaterializedView
        "create [async] [ifnotexists] materialized-view [with ()] NAME on table NAME ()"
        => own(VIEWS, on_database(Administer), page "materialized-views/materialized-view-create");
    CreateMaterializedViewOverMaterializedView
        "create [async] [ifnotexists] materialized-view [with ()] NAME on materialized-view NAME ()"
        => own(VIEWS, on_database(Administer), page "materialized-views/materialized-view-create");
    RenameMaterializedView "rename materialized-view NAME to NAME"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-rename");
    ShowMaterializedView "show materialized-view NAME"
        => own(VIEWS, on_entity(ShowMetadata),
            page "materialized-views/materialized-view-show-command");
    ShowMaterializedViews "show materialized-views"
        => own(VIEWS, on_database(ShowMetadata),
            page "materialized-views/materialized-view-show-command");
    ShowMaterializedViewsDetails "show materialized-views [()] details"
        => own(VIEW_DETAILS, on_database(ShowMetadata),
            page "materialized-views/materialized-view-show-details-command");
    ShowMaterializedViewDetails "show materialized-view NAME details"
        => own(VIEW_DETAILS, on_entity(ShowMetadata),
            page "materialized-views/materialized-view-show-details-command");
    ShowMaterializedViewExtents "show materialized-view NAME extents [()] [hot]";
    AlterMaterializedView "alter materialized-view [with ()] NAME on table NAME ()"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-alter");
    AlterMaterializedViewOverMaterializedView
        "alter materialized-view [with ()] NAME on materialized-view NAME ()"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-alter");
    CreateOrAlterMaterializedView
        "create-or-alter materialized-view [with ()] NAME on table NAME ()"
        => own(VIEWS, makes(Administer, Alter), VIEWS_MADE);
    CreateOrAlterMaterializedViewOverMaterializedView
        "create-or-alter materialized-view [with ()] NAME on materialized-view NAME ()"
        => own(VIEWS, makes(Administer, Alter), VIEWS_MADE);
    DropMaterializedView "drop materialized-view NAME"
        => own(VIEWS, on_entity(Drop), page "materialized-views/materialized-view-drop");
    EnableDisableMaterializedView "enable|disable materialized-view NAME [with ()]"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-enable-disable");
    ShowMaterializedViewSchemaAsJson "show materialized-view NAME schema as json"
        => own(TABLE_SCHEMA, on_entity(ShowMetadata),
            page "materialized-views/materialized-view-show-schema-command");
    ShowMaterializedViewCslSchema "show materialized-view NAME cslschema|kqlschema"
        => own(TABLE_SCHEMA, on_entity(ShowMetadata),
            page "materialized-views/materialized-view-show-schema-command");
    AlterMaterializedViewFolder "alter materialized-view NAME folder STRING"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-alter-folder");
    AlterMaterializedViewDocString "alter materialized-view NAME docstring STRING"
        => own(VIEWS, on_entity(Alter),
            page "materialized-views/materialized-view-alter-docstring");
    AlterMaterializedViewLookback "alter materialized-view NAME lookback VALUE"
        => own(VIEWS, on_entity(Alter), page "materialized-views/materialized-view-alter-lookback");
    AlterMaterializedViewAutoUpdateSchema "alter materialized-view NAME autoUpdateSchema true|false"
        => own(VIEWS, on_entity(Alter),
            page "materialized-views/materialized-view-alter-autoupdateschema");
    ClearMaterializedViewData "clear materialized-view NAME data";
    SetMaterializedViewCursor "set materialized-view NAME cursor to STRING";
    SetMaterializedViewConcurrency "set materialized-view NAME concurrency [= VALUE]";
    ClearMaterializedViewStatistics "clear materialized-view NAME statistics";
    ShowMaterializedViewStatistics "show materialized-view NAME statistics";
    ShowMaterializedViewDiagnostics "show materialized-view NAME diagnostics [with ()]";
    ShowMaterializedViewFailures "show materialized-view NAME failures";
    DeleteMaterializedViewRecords "delete [async] materialized-view NAME records [with ()] <|";

    // Graphs. The pages ask for a viewer to show models; `security-roles.txt` 7.3 lets monitors
    // run `.show` commands.
    GraphModelCreateOrAlter "create-or-alter graph_model NAME STRING"
        => own(DEFINED_GRAPH_MODEL, on_database(Create), page "graph/graph-model-create-or-alter");
    GraphModelShow "show graph_model NAME [details] [with ()]"
        => own(GRAPH_MODEL, on_entity(ShowMetadata), page "graph/graph-model-show");
    GraphModelsShow "show graph_models [details] [with ()]"
        => own(GRAPH_MODELS, on_database(ShowMetadata), page "graph/graph-models-show");
    GraphModelDrop "drop graph_model NAME"
        => own(GRAPH_MODELS, on_entity(Drop), page "graph/graph-model-drop");
    GraphSnapshotMake "make [async] graph_snapshot NAME from NAME";
    GraphSnapshotShow "show graph_snapshot NAME [details]";
    GraphSnapshotsShow "show graph_snapshots NAME [details]";
    GraphSnapshotDrop "drop graph_snapshot NAME";
    GraphSnapshotsDrop "drop graph_snapshots NAME";
    GraphSnapshotShowDataStatistics "show graph_snapshot NAME data statistics";
    GraphSnapshotsShowDataStatistics "show graph_snapshots NAME data statistics";
    GraphSnapshotShowStatistics "show graph_snapshot NAME statistics";
    GraphSnapshotsShowStatistics "show graph_snapshots NAME statistics";
    GraphSnapshotShowFailures "show graph_snapshots NAME failures";
    GraphShardMake "make [async] graph_shards NAME";
    GraphShardDrop "drop graph_shards NAME";

    // Roles and principals. Anyone may see their own (DESIGN, *Decisions*).
    ShowPrincipalRoles "show principal [STRING] roles [with ()]"
        => own(ROLES, others(ShowPrincipals, On::Database), ours);
    ShowDatabasePrincipalRoles "show database NAME principal [STRING] roles [with ()]"
        => own(ROLES, others(ShowPrincipals, On::Entity), ours);
    ShowTablePrincipalRoles "show table NAME principal [STRING] roles [with ()]"
        => own(ROLES, others(ShowPrincipals, On::Entity), ours);
    ShowGraphModelPrincipalRoles "show graph_model NAME principal [STRING] roles [with ()]"
        => own(ROLES, others(ShowPrincipals, On::Entity), ours);
    ShowExternalTablesPrincipalRoles "show external table NAME principal [STRING] roles [with ()]"
        => own(ROLES, others(ShowPrincipals, On::Entity), ours);
    ShowFunctionPrincipalRoles "show function NAME principal [STRING] roles [with ()]"
        => own(ROLES, others(ShowPrincipals, On::Entity), ours);
    ShowClusterPrincipalRoles "show cluster principal [STRING] roles [with ()]"
        => own(ROLES, others(MonitorCluster, On::Cluster), ours);
    ShowClusterPrincipals "show cluster principals"
        => own(PRINCIPALS, on_cluster(MonitorCluster), ours);
    ShowDatabasePrincipals "show database [NAME] principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals), monitors "manage-database-security-roles");
    ShowTablePrincipals "show table NAME principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals), monitors "manage-table-security-roles");
    ShowGraphModelPrincipals "show graph_model NAME principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals), ours);
    ShowFunctionPrincipals "show function NAME principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals), monitors "manage-function-security-roles");
    ShowExternalTablePrincipals "show external table NAME principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals),
            monitors "manage-external-table-security-roles");
    ShowMaterializedViewPrincipals "show materialized-view NAME principals"
        => own(PRINCIPALS, on_entity(ShowPrincipals),
            monitors "manage-materialized-view-security-roles");
    ShowPrincipalAccess "show principal access [with ()]"
        => own(ACCESS, others(ShowPrincipals, On::Entity), ours);
    AddClusterRole "add cluster ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_cluster(AdministerCluster), ours);
    DropClusterRole "drop cluster ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_cluster(AdministerCluster), ours);
    SetClusterRole "set cluster ROLE none|() [skip-results] [STRING]"
        => own(PRINCIPALS, on_cluster(AdministerCluster), ours);
    AddDatabaseRole "add database [NAME] ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-database-security-roles");
    DropDatabaseRole "drop database NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-database-security-roles");
    SetDatabaseRole "set database NAME ROLE none|() [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-database-security-roles");
    AddTableRole "add table NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-table-security-roles");
    DropTableRole "drop table NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-table-security-roles");
    SetTableRole "set table NAME ROLE none|() [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-table-security-roles");
    AddFunctionRole "add function NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-function-security-roles");
    DropFunctionRole "drop function NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-function-security-roles");
    SetFunctionRole "set function NAME ROLE none|() [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-function-security-roles");
    SetExternalTableAdmins "set external table NAME ROLE none|() [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-external-table-security-roles");
    AddExternalTableAdmins "add external table NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-external-table-security-roles");
    DropExternalTableAdmins "drop external table NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-external-table-security-roles");
    SetMaterializedViewAdmins "set materialized-view NAME ROLE none|() [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-materialized-view-security-roles");
    AddMaterializedViewAdmins "add materialized-view NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-materialized-view-security-roles");
    DropMaterializedViewAdmins "drop materialized-view NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), page "manage-materialized-view-security-roles");
    SetGraphModelAdmins "set graph_model NAME ROLE none|() [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), GRAPH_ROLES);
    AddGraphModelAdmins "add graph_model NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), GRAPH_ROLES);
    DropGraphModelAdmins "drop graph_model NAME ROLE () [skip-results] [STRING]"
        => own(PRINCIPALS, on_entity(ManageRoles), GRAPH_ROLES);
    ShowClusterBlockedPrincipals "show cluster blockedprincipals"
        => own(BLOCKED, on_cluster(MonitorCluster), ours);
    AddClusterBlockedPrincipals
        "add cluster blockedprincipals STRING [application STRING] [user STRING] [period VALUE] \
         [reason STRING]"
        => own(BLOCKED, on_cluster(AdministerCluster), ours);
    DropClusterBlockedPrincipals
        "drop cluster blockedprincipals STRING [application STRING] [user STRING]"
        => own(BLOCKED, on_cluster(AdministerCluster), ours);

    // Caching policy.
    ShowDatabasePolicyCaching "show database [DATABASE|*] policy caching"
        => of_policy(PolicyKind::Caching, on_database(ShowMetadata),
            page "show-database-cache-policy-command");
    ShowTablePolicyCaching "show table TABLE policy caching"
        => of_policy(PolicyKind::Caching, on_entity(ShowMetadata),
            page "show-table-cache-policy-command");
    ShowTableStarPolicyCaching "show table * policy caching"
        => of_policy(PolicyKind::Caching, on_database(ShowMetadata),
            page "show-table-cache-policy-command");
    ShowColumnPolicyCaching "show column NAME policy caching";
    ShowMaterializedViewPolicyCaching "show materialized-view NAME policy caching";
    ShowGraphModelPolicyCaching "show graph_model NAME policy caching";
    ShowGraphModelStarPolicyCaching "show graph_model * policy caching";
    ShowClusterPolicyCaching "show cluster policy caching";
    AlterDatabasePolicyCaching "alter database [DATABASE] policy caching BODY"
        => of_policy(PolicyKind::Caching, on_database(Administer),
            page "alter-database-cache-policy-command");
    AlterTablePolicyCaching "alter table TABLE policy caching BODY"
        => of_policy(PolicyKind::Caching, on_entity(Alter),
            page "alter-table-cache-policy-command");
    AlterTablesPolicyCaching "alter tables TABLES policy caching BODY"
        => of_policy(PolicyKind::Caching, on_entity(Alter),
            page "alter-table-cache-policy-command");
    AlterColumnPolicyCaching "alter column NAME policy caching hot|hotdata ...";
    AlterMaterializedViewPolicyCaching
        "alter materialized-view NAME policy caching hot|hotdata ...";
    AlterGraphModelPolicyCaching "alter graph_model NAME policy caching hot|hotdata ...";
    AlterClusterPolicyCaching "alter cluster policy caching hot|hotdata ...";
    DeleteDatabasePolicyCaching "delete database DATABASE policy caching"
        => of_policy(PolicyKind::Caching, on_database(Administer),
            page "delete-database-cache-policy-command");
    DeleteTablePolicyCaching "delete table TABLE policy caching"
        => of_policy(PolicyKind::Caching, on_entity(Alter),
            page "delete-table-cache-policy-command");
    DeleteColumnPolicyCaching "delete column NAME policy caching";
    DeleteMaterializedViewPolicyCaching "delete materialized-view NAME policy caching";
    DeleteGraphModelPolicyCaching "delete graph_model NAME policy caching";
    DeleteClusterPolicyCaching "delete cluster policy caching";

    // Ingestion time policy.
    ShowTablePolicyIngestionTime "show table NAME policy ingestiontime";
    ShowTableStarPolicyIngestionTime "show table * policy ingestiontime";
    AlterTablePolicyIngestionTime "alter table NAME policy ingestiontime true|false";
    AlterTablesPolicyIngestionTime "alter tables () policy ingestiontime true|false";
    DeleteTablePolicyIngestionTime "delete table NAME policy ingestiontime";

    // Row identifier policy.
    ShowTablePolicyRowId "show table NAME policy rowid";
    AlterTablePolicyRowId "alter table NAME policy rowid true|false";
    AlterTablesPolicyRowId "alter tables () policy rowid true|false";
    DeleteTablePolicyRowId "delete table NAME policy rowid";

    // Retention policy.
    ShowTablePolicyRetention "show table NAME policy retention";
    ShowTableStarPolicyRetention "show table * policy retention";
    ShowGraphPolicyRetention "show graph_model NAME policy retention";
    ShowGraphStarPolicyRetention "show graph_model * policy retention";
    ShowDatabasePolicyRetention "show database [NAME] policy retention";
    ShowMaterializedViewPolicyRetention "show materialized-view NAME policy retention";
    AlterTablePolicyRetention "alter table NAME policy retention STRING";
    AlterMaterializedViewPolicyRetention "alter materialized-view NAME policy retention STRING";
    AlterDatabasePolicyRetention "alter database [NAME] policy retention STRING";
    AlterGraphModelPolicyRetention "alter graph_model NAME policy retention STRING";
    AlterTablesPolicyRetention "alter tables () policy retention STRING";
    AlterMergeTablePolicyRetention
        "alter-merge table NAME policy retention STRING|softdelete|recoverability ...";
    AlterMergeMaterializedViewPolicyRetention
        "alter-merge materialized-view NAME policy retention STRING|softdelete|recoverability ...";
    AlterMergeDatabasePolicyRetention
        "alter-merge database [NAME] policy retention STRING|softdelete|recoverability ...";
    DeleteTablePolicyRetention "delete table NAME policy retention";
    DeleteDatabasePolicyRetention "delete database NAME policy retention";
    ShowDatabasePolicyHardRetentionViolations "show database NAME policy hardretention violations";
    ShowDatabasePolicySoftRetentionViolations "show database NAME policy softretention violations";
    AlterPoliciesOfRetention "alter policies of retention [internal] STRING";
    DeletePoliciesOfRetention "delete policies of retention ()";

    // Row-level security policy. The page about deleting it from a view asks for a Table Admin;
    // the admin of the view is meant, as on the other pages about views.
    ShowTablePolicyRowLevelSecurity "show table NAME policy row_level_security"
        => own(POLICY, on_entity(ShowMetadata),
            page "show-table-row-level-security-policy-command");
    ShowTableStarPolicyRowLevelSecurity "show table * policy row_level_security"
        => own(POLICY, on_database(ShowMetadata),
            page "show-table-row-level-security-policy-command");
    AlterTablePolicyRowLevelSecurity
        "alter table NAME policy row_level_security enable|disable [with ()] STRING"
        => own(POLICY, on_entity(Alter), page "alter-table-row-level-security-policy-command");
    DeleteTablePolicyRowLevelSecurity "delete table NAME policy row_level_security"
        => own(POLICY, on_entity(Alter), page "delete-table-row-level-security-policy-command");
    ShowMaterializedViewPolicyRowLevelSecurity
        "show materialized-view NAME policy row_level_security"
        => own(POLICY, on_entity(ShowMetadata),
            "as show-table-row-level-security-policy-command.md, Permissions: its own page has \
             none");
    AlterMaterializedViewPolicyRowLevelSecurity
        "alter materialized-view NAME policy row_level_security enable|disable [with ()] STRING"
        => own(POLICY, on_database(Administer),
            page "alter-materialized-view-row-level-security-policy-command");
    DeleteMaterializedViewPolicyRowLevelSecurity
        "delete materialized-view NAME policy row_level_security"
        => own(POLICY, on_entity(Alter),
            page "delete-materialized-view-row-level-security-policy-command");
    ShowExternalTablePolicyRowLevelSecurity "show external table NAME policy row_level_security"
        => own(POLICY, on_entity(ShowMetadata), AS_FOR_TABLES);
    ShowExternalTableStarPolicyRowLevelSecurity "show external table * policy row_level_security"
        => own(POLICY, on_database(ShowMetadata), AS_FOR_TABLES);
    AlterExternalTablePolicyRowLevelSecurity
        "alter external table NAME policy row_level_security enable|disable [with ()] STRING"
        => own(POLICY, on_entity(Alter), AS_FOR_TABLES);
    DeleteExternalTablePolicyRowLevelSecurity "delete external table NAME policy row_level_security"
        => own(POLICY, on_entity(Alter), AS_FOR_TABLES);

    // Row order policy.
    ShowTablePolicyRowOrder "show table NAME policy roworder";
    ShowTableStarPolicyRowOrder "show table * policy roworder";
    AlterTablePolicyRowOrder "alter table NAME policy roworder ()";
    AlterTablesPolicyRowOrder "alter tables () policy roworder ()";
    AlterMergeTablePolicyRowOrder "alter-merge table NAME policy roworder ()";
    DeleteTablePolicyRowOrder "delete table NAME policy roworder";

    // Update policy.
    ShowTablePolicyUpdate "show table NAME policy update";
    ShowTableStarPolicyUpdate "show table * policy update";
    AlterTablePolicyUpdate "alter table NAME policy update STRING [with ()]";
    AlterMergeTablePolicyUpdate "alter-merge table NAME policy update STRING [with ()]";
    DeleteTablePolicyUpdate "delete table NAME policy update";

    // Ingestion batching policy.
    ShowClusterPolicyIngestionBatching "show cluster policy ingestionbatching";
    ShowDatabasePolicyIngestionBatching "show database [NAME] policy ingestionbatching";
    ShowTablePolicyIngestionBatching "show table NAME policy ingestionbatching";
    ShowTableStarPolicyIngestionBatching "show table * policy ingestionbatching";
    AlterClusterPolicyIngestionBatching "alter cluster policy ingestionbatching STRING";
    AlterMergeClusterPolicyIngestionBatching "alter-merge cluster policy ingestionbatching STRING";
    AlterDatabasePolicyIngestionBatching "alter database [NAME] policy ingestionbatching STRING";
    AlterMergeDatabasePolicyIngestionBatching
        "alter-merge database [NAME] policy ingestionbatching STRING";
    AlterTablePolicyIngestionBatching "alter table NAME policy ingestionbatching STRING";
    AlterMergeTablePolicyIngestionBatching "alter-merge table NAME policy ingestionbatching STRING";
    AlterTablesPolicyIngestionBatching "alter tables () policy ingestionbatching STRING";
    DeleteDatabasePolicyIngestionBatching "delete database NAME policy ingestionbatching";
    DeleteTablePolicyIngestionBatching "delete table NAME policy ingestionbatching";

    // Encoding policy.
    ShowDatabasePolicyEncoding "show database NAME policy encoding";
    ShowTablePolicyEncoding "show table NAME policy encoding";
    ShowColumnPolicyEncoding "show column NAME policy encoding";
    AlterDatabasePolicyEncoding "alter database [NAME] policy encoding STRING";
    AlterTablePolicyEncoding "alter table NAME policy encoding STRING";
    AlterTableColumnsPolicyEncoding "alter table NAME columns policy encoding STRING";
    AlterColumnPolicyEncoding "alter column NAME policy encoding STRING";
    AlterColumnsPolicyEncodingByQuery "alter columns policy encoding STRING <|";
    AlterColumnPolicyEncodingType "alter column NAME policy encoding type = STRING";
    AlterMergeDatabasePolicyEncoding "alter-merge database [NAME] policy encoding STRING";
    AlterMergeTablePolicyEncoding "alter-merge table NAME policy encoding STRING";
    AlterMergeColumnPolicyEncoding "alter-merge column NAME policy encoding STRING";
    DeleteDatabasePolicyEncoding "delete database NAME policy encoding";
    DeleteTablePolicyEncoding "delete table NAME policy encoding";
    DeleteColumnPolicyEncoding "delete column NAME policy encoding";

    // Merge policy.
    ShowDatabasePolicyMerge "show database [NAME] policy merge";
    ShowTablePolicyMerge "show table NAME policy merge";
    ShowTableStarPolicyMerge "show table * policy merge";
    ShowMaterializedViewPolicyMerge "show materialized-view NAME policy merge";
    AlterDatabasePolicyMerge "alter database [NAME] policy merge STRING";
    AlterTablePolicyMerge "alter table NAME policy merge STRING";
    AlterTablesPolicyMerge "alter tables () policy merge STRING";
    AlterMergeDatabasePolicyMerge "alter-merge database [NAME] policy merge STRING";
    AlterMergeTablePolicyMerge "alter-merge table NAME policy merge STRING";
    AlterMergeMaterializedViewPolicyMerge "alter-merge materialized-view NAME policy merge STRING";
    DeleteDatabasePolicyMerge "delete database NAME policy merge";
    DeleteTablePolicyMerge "delete table NAME policy merge";

    // Query acceleration policy.
    ShowExternalTablePolicyQueryAcceleration "show external table NAME policy query_acceleration";
    ShowExternalTablesPolicyQueryAcceleration "show external table * policy query_acceleration";
    AlterExternalTablePolicyQueryAcceleration
        "alter external table NAME policy query_acceleration STRING";
    AlterMergeExternalTablePolicyQueryAcceleration
        "alter-merge external table NAME policy query_acceleration STRING";
    DeleteExternalTablePolicyQueryAcceleration
        "delete external table NAME policy query_acceleration";
    ShowExternalTableQueryAccelerationStatatistics
        "show external table NAME operations query_acceleration statistics";
    ShowExternalTablesQueryAccelerationStatatistics
        "show external tables operations query_acceleration statistics";

    // Mirroring policy and templates.
    AlterTablePolicyMirroring "alter table NAME policy mirroring ...";
    AlterMergeTablePolicyMirroring "alter-merge table NAME policy mirroring ...";
    AlterTablePolicyMirroringWithJson "alter table NAME policy mirroring STRING";
    AlterMergeTablePolicyMirroringWithJson "alter-merge table NAME policy mirroring STRING";
    DeleteTablePolicyMirroring "delete table NAME policy mirroring";
    ShowTablePolicyMirroring "show table NAME policy mirroring";
    ShowTableStarPolicyMirroring "show table * policy mirroring";
    CreateMirroringTemplate "create mirroring-template NAME ...";
    CreateOrAlterMirroringTemplate "create-or-alter mirroring-template NAME ...";
    AlterMirroringTemplate "alter mirroring-template NAME ...";
    AlterMergeMirroringTemplate "alter-merge mirroring-template NAME ...";
    DeleteMirroringTemplate "delete mirroring-template NAME";
    ShowMirroringTemplate "show mirroring-template NAME";
    ShowMirroringTemplates "show mirroring-templates";
    ApplyMirroringTemplate "apply mirroring-template NAME ...";
    ShowTableOperationsMirroringStatus "show table NAME operations mirroring-status";
    ShowTableOperationsMirroringExportedArtifacts
        "show table NAME operations mirroring-exported-artifacts";
    ShowTableOperationsMirroringFailures "show table NAME operations mirroring-failures";

    // Partitioning policy.
    ShowTablePolicyPartitioning "show table NAME policy partitioning";
    ShowTableStarPolicyPartitioning "show table * policy partitioning";
    ShowMaterializedViewPolicyPartitioning "show materialized-view NAME policy partitioning";
    AlterTablePolicyPartitioning "alter table NAME policy partitioning STRING";
    AlterMergeTablePolicyPartitioning "alter-merge table NAME policy partitioning STRING";
    AlterMaterializedViewPolicyPartitioning
        "alter materialized-view NAME policy partitioning STRING";
    AlterMergeMaterializedViewPolicyPartitioning
        "alter-merge materialized-view NAME policy partitioning STRING";
    DeleteTablePolicyPartitioning "delete table NAME policy partitioning";
    DeleteMaterializedViewPolicyPartitioning "delete materialized-view NAME policy partitioning";

    // Restricted view access policy.
    ShowTablePolicyRestrictedViewAccess "show table NAME policy restricted_view_access"
        => own(POLICY, on_entity(ShowMetadata),
            page "show-table-restricted-view-access-policy-command");
    ShowTableStarPolicyRestrictedViewAccess "show table * policy restricted_view_access"
        => own(POLICY, on_database(ShowMetadata),
            page "show-table-restricted-view-access-policy-command");
    AlterTablePolicyRestrictedViewAccess "alter table NAME policy restricted_view_access true|false"
        => own(POLICY, on_entity(Alter), page "alter-table-restricted-view-access-policy-command");
    AlterTablesPolicyRestrictedViewAccess "alter tables () policy restricted_view_access true|false"
        => own(POLICY, on_entity(Alter), page "alter-table-restricted-view-access-policy-command");
    DeleteTablePolicyRestrictedViewAccess "delete table NAME policy restricted_view_access"
        => own(POLICY, on_entity(Alter), page "delete-table-restricted-view-access-policy-command");

    // Row store policy.
    ShowClusterPolicyRowStore "show cluster policy rowstore";
    AlterClusterPolicyRowStore "alter cluster policy rowstore STRING";
    AlterMergeClusterPolicyRowStore "alter-merge cluster policy rowstore STRING";
    DeleteClusterPolicyRowStore "delete cluster policy rowstore";

    // Sandbox policy.
    ShowClusterPolicySandbox "show cluster policy sandbox";
    AlterClusterPolicySandbox "alter cluster policy sandbox STRING";
    DeleteClusterPolicySandbox "delete cluster policy sandbox";
    ShowClusterSandboxesStats "show cluster sandboxes stats";

    // Sharding policies.
    ShowDatabasePolicySharding "show database [NAME] policy sharding";
    ShowTablePolicySharding "show table NAME policy sharding";
    ShowTableStarPolicySharding "show table * policy sharding";
    ShowClusterPolicySharding "show cluster policy sharding [with ()]";
    AlterDatabasePolicySharding "alter database [NAME] policy sharding STRING";
    AlterTablePolicySharding "alter table NAME policy sharding STRING";
    AlterClusterPolicySharding "alter cluster policy sharding STRING";
    AlterMergeDatabasePolicySharding "alter-merge database [NAME] policy sharding STRING";
    AlterMergeTablePolicySharding "alter-merge table NAME policy sharding STRING";
    AlterMergeClusterPolicySharding "alter-merge cluster policy sharding STRING";
    DeleteDatabasePolicySharding "delete database NAME policy sharding";
    DeleteTablePolicySharding "delete table NAME policy sharding";
    DeleteClusterPolicySharding "delete cluster policy sharding";
    ShowDatabasePolicyShardsGrouping "show database [NAME] policy shards_grouping";
    AlterDatabasePolicyShardsGrouping "alter database [NAME] policy shards_grouping STRING";
    AlterMergeDatabasePolicyShardsGrouping
        "alter-merge database [NAME] policy shards_grouping STRING";
    DeleteDatabasePolicyShardsGrouping "delete database NAME policy shards_grouping";

    // Streaming ingestion policy.
    ShowDatabasePolicyStreamingIngestion "show database [NAME] policy streamingingestion";
    ShowTablePolicyStreamingIngestion "show table NAME policy streamingingestion";
    ShowClusterPolicyStreamingIngestion "show cluster policy streamingingestion";
    AlterDatabasePolicyStreamingIngestion
        "alter database [NAME] policy streamingingestion STRING|enable|disable";
    AlterMergeDatabasePolicyStreamingIngestion
        "alter-merge database [NAME] policy streamingingestion STRING";
    AlterTablePolicyStreamingIngestion
        "alter table NAME policy streamingingestion STRING|enable|disable";
    AlterMergeTablePolicyStreamingIngestion
        "alter-merge table NAME policy streamingingestion STRING";
    AlterClusterPolicyStreamingIngestion "alter cluster policy streamingingestion STRING";
    AlterMergeClusterPolicyStreamingIngestion
        "alter-merge cluster policy streamingingestion STRING";
    DeleteDatabasePolicyStreamingIngestion "delete database NAME policy streamingingestion";
    DeleteTablePolicyStreamingIngestion "delete table NAME policy streamingingestion";
    DeleteClusterPolicyStreamingIngestion "delete cluster policy streamingingestion";

    // Managed identity policy.
    ShowDatabasePolicyManagedIdentity "show database [NAME] policy managed_identity"
        => own(POLICY, on_database(ShowMetadata), page "show-managed-identity-policy-command");
    ShowClusterPolicyManagedIdentity "show cluster policy managed_identity"
        => own(POLICY, on_cluster(MonitorCluster), page "show-managed-identity-policy-command");
    AlterDatabasePolicyManagedIdentity "alter database [NAME] policy managed_identity STRING"
        => own(POLICY, on_cluster(AdministerCluster), page "alter-managed-identity-policy-command");
    AlterMergeDatabasePolicyManagedIdentity
        "alter-merge database [NAME] policy managed_identity STRING"
        => own(POLICY, on_cluster(AdministerCluster),
            page "alter-merge-managed-identity-policy-command");
    AlterClusterPolicyManagedIdentity "alter cluster policy managed_identity STRING"
        => own(POLICY, on_cluster(AdministerCluster), page "alter-managed-identity-policy-command");
    AlterMergeClusterPolicyManagedIdentity "alter-merge cluster policy managed_identity STRING"
        => own(POLICY, on_cluster(AdministerCluster),
            page "alter-merge-managed-identity-policy-command");
    DeleteDatabasePolicyManagedIdentity "delete database NAME policy managed_identity"
        => own(POLICY, on_cluster(AdministerCluster),
            page "delete-managed-identity-policy-command");
    DeleteClusterPolicyManagedIdentity "delete cluster policy managed_identity"
        => own(POLICY, on_cluster(AdministerCluster),
            page "delete-managed-identity-policy-command");

    // Auto delete policy.
    ShowTablePolicyAutoDelete "show table NAME policy auto_delete";
    AlterTablePolicyAutoDelete "alter table NAME policy auto_delete STRING";
    DeleteTablePolicyAutoDelete "delete table NAME policy auto_delete";

    // Policies of the cluster.
    ShowClusterPolicyCallout "show cluster policy callout";
    AlterClusterPolicyCallout "alter cluster policy callout STRING";
    AlterMergeClusterPolicyCallout "alter-merge cluster policy callout STRING";
    DeleteClusterPolicyCallout "delete cluster policy callout";
    ShowClusterPolicyCapacity "show cluster policy capacity";
    AlterClusterPolicyCapacity "alter cluster policy capacity STRING";
    AlterMergeClusterPolicyCapacity "alter-merge cluster policy capacity STRING";
    ShowClusterPolicyRequestClassification "show cluster policy request_classification";
    AlterClusterPolicyRequestClassification "alter cluster policy request_classification STRING <|";
    AlterMergeClusterPolicyRequestClassification
        "alter-merge cluster policy request_classification STRING";
    DeleteClusterPolicyRequestClassification "delete cluster policy request_classification";
    ShowClusterPolicyMultiDatabaseAdmins "show cluster policy multidatabaseadmins"
        => of_policy(PolicyKind::MultiDatabaseAdmins, on_cluster(MonitorCluster), CLUSTER_POLICIES);
    AlterClusterPolicyMultiDatabaseAdmins "alter cluster policy multidatabaseadmins BODY"
        => of_policy(PolicyKind::MultiDatabaseAdmins, on_cluster(AdministerCluster),
            CLUSTER_POLICIES);
    AlterMergeClusterPolicyMultiDatabaseAdmins "alter-merge cluster policy multidatabaseadmins BODY"
        => of_policy(PolicyKind::MultiDatabaseAdmins, on_cluster(AdministerCluster),
            CLUSTER_POLICIES);
    ShowClusterPolicyQueryWeakConsistency "show cluster policy query_weak_consistency";
    AlterClusterPolicyQueryWeakConsistency "alter cluster policy query_weak_consistency STRING";
    AlterMergeClusterPolicyQueryWeakConsistency
        "alter-merge cluster policy query_weak_consistency STRING";

    // Diagnostics policy.
    ShowDatabasePolicyDiagnostics "show database [NAME] policy diagnostics";
    ShowClusterPolicyDiagnostics "show cluster policy diagnostics";
    AlterDatabasePolicyDiagnostics "alter database [NAME] policy diagnostics STRING";
    AlterMergeDatabasePolicyDiagnostics "alter-merge database [NAME] policy diagnostics STRING";
    AlterClusterPolicyDiagnostics "alter cluster policy diagnostics STRING";
    AlterMergeClusterPolicyDiagnostics "alter-merge cluster policy diagnostics STRING";
    DeleteDatabasePolicyDiagnostics "delete database NAME policy diagnostics";

    // Extent tags retention policy.
    ShowTablePolicyExtentTagsRetention "show table NAME policy extent_tags_retention";
    ShowTableStarPolicyExtentTagsRetention "show table * policy extent_tags_retention";
    ShowDatabasePolicyExtentTagsRetention "show database [NAME] policy extent_tags_retention";
    AlterTablePolicyExtentTagsRetention "alter table NAME policy extent_tags_retention STRING";
    AlterDatabasePolicyExtentTagsRetention
        "alter database [NAME] policy extent_tags_retention STRING";
    DeleteTablePolicyExtentTagsRetention "delete table NAME policy extent_tags_retention";
    DeleteDatabasePolicyExtentTagsRetention "delete database NAME policy extent_tags_retention";

    // Ingestion.
    IngestIntoTable "ingest [async] into [table] NAME STRING|() [with ()]";
    IngestInlineIntoTable "ingest inline into table NAME ...";
    SetTable "set [async] NAME [with ()] <|";
    AppendTable "append [async] NAME [with ()] <|";
    SetOrAppendTable "set-or-append [async] NAME [with ()] <|";
    SetOrReplaceTable "set-or-replace [async] NAME [with ()] <|";
    ShowIngestionFailures "show ingestion failures [with ()]";
    ShowStreamingIngestionFailures "show streamingingestion failures";
    ShowStreamingIngestionStatistics "show streamingingestion statistics";

    // Export.
    ExportToStorage "export [async] [compressed] to csv|tsv|json|parquet () [with ()] <|";
    ExportToSqlTable "export [async] to sql NAME STRING [with ()] <|";
    ExportToExternalTable "export [async] to table NAME [with ()] <|";
    CreateOrAlterContinuousExport
        "create-or-alter continuous-export NAME [over ()] to table NAME [with ()] <|"
        => own(EXPORTS, on_database(Administer), page "data-export/create-alter-continuous");
    ShowContinuousExport "show continuous-export NAME"
        => own(EXPORTS, on_database(ShowMetadata), page "data-export/show-continuous-export");
    ShowContinuousExports "show continuous-exports"
        => own(EXPORTS, on_database(ShowMetadata), page "data-export/show-continuous-export");
    ShowClusterPendingContinuousExports "show cluster pending continuous-exports [with ()]";
    ShowContinuousExportExportedArtifacts "show continuous-export NAME exported-artifacts";
    ShowContinuousExportFailures "show continuous-export NAME failures";
    SetContinuousExportCursor "set continuous-export NAME cursor to STRING";
    DropContinuousExport "drop continuous-export NAME"
        => own(EXPORTS, on_database(Administer), page "data-export/drop-continuous-export");
    EnableContinuousExport "enable continuous-export NAME"
        => own(EXPORTS, on_database(Administer), page "data-export/disable-enable-continuous");
    DisableContinuousExport "disable continuous-export NAME"
        => own(EXPORTS, on_database(Administer), page "data-export/disable-enable-continuous");

    // Stored query results.
    StoredQueryResultSet "set [async] [ifnotexists] stored_query_result NAME [with ()] <|";
    StoredQueryResultSetOrReplace "set-or-replace [async] stored_query_result NAME [with ()] <|";
    StoredQueryResultsShow "show stored_query_results [NAME] [with ()]";
    StoredQueryResultShowSchema "show stored_query_result NAME schema";
    StoredQueryResultDrop "drop stored_query_result NAME";
    StoredQueryResultsDrop "drop stored_query_results by user STRING";
    DropStoredQueryResultContainers "drop storedqueryresultcontainers NAME VALUE ...";
    DropUnusedStoredQueryResultContainers "drop unused storedqueryresultcontainers NAME";

    // Extents.
    ShowClusterExtents "show cluster extents [()] [hot] [where ...] [with ()]";
    ShowClusterExtentsMetadata "show cluster extents [()] [hot] metadata [where ...] [with ()]";
    ShowDatabaseExtents
        "show database|databases [NAME|()] extents [()] [hot] [where ...] [with ()]";
    ShowDatabaseExtentsMetadata
        "show database|databases [NAME|()] extents [()] [hot] metadata [where ...] [with ()]";
    ShowDatabaseExtentTagsStatistics "show database extent tags statistics [with ()]";
    ShowDatabaseExtentsPartitioningStatistics
        "show database [NAME] extents partitioning statistics";
    ShowTableExtents "show table|tables NAME|() extents [()] [hot] [where ...] [with ()]";
    ShowTableExtentsMetadata
        "show table|tables NAME|() extents [()] [hot] metadata [where ...] [with ()]";
    ShowExtentDetails "show NAME extent [details] [VALUE] [with ()]";
    ShowExtentColumnStorageStats "show NAME extent VALUE column NAME storage stats";
    ShowExtentCorruptedDatetime "show [table NAME] extents corrupted datetime";
    PatchExtentCorruptedDatetime "patch [table NAME] extents corrupted datetime";
    MergeExtents "merge [async] NAME () [with ()]";
    MergeExtentsDryrun "merge dryrun NAME ()";
    MoveExtentsFrom "move [async] extents [all] from table NAME to table NAME [with ()] [()]";
    MoveExtentsQuery "move [async] extents to table NAME [with ()] <|";
    TableShuffleExtents "shuffle [async] table NAME extents all|() [with ()]";
    TableShuffleExtentsQuery "shuffle [async] table NAME extents [with ()] <|";
    ReplaceExtents "replace [async] extents in table NAME [with ()] <|";
    DropExtent "drop extent VALUE [from NAME]";
    DropExtents "drop extents [()] [whatif] [older VALUE days|hours] [from ...] [<|]";
    DropExtentsPartitionMetadata "drop extents partition metadata from table NAME [between ()] <|";
    DropPretendExtentsByProperties "drop-pretend extents [older VALUE days|hours] from ...";
    AttachExtentsIntoTableByContainer
        "attach extents into table NAME by container STRING VALUE ...";
    AttachExtentsIntoTableByMetadata "attach [async] extents [into table NAME] by metadata <|";
    AlterExtentTagsFromQuery "alter [async] table NAME extent tags () [with ()] <|";
    AlterMergeExtentTagsFromQuery "alter-merge [async] table NAME extent tags () [with ()] <|";
    DropExtentTagsFromQuery "drop [async] table NAME extent tags [with ()] <|";
    DropExtentTagsFromTable "drop [async] table NAME extent tags () [with ()]";
    DropExtentTagsRetention "drop extent tags retention";

    // Shard groups.
    TableShardsGroupShow "show table NAME shards-group VALUE shards";
    TableShardsGroupMetadataShow "show table NAME shards-group VALUE shards metadata";
    TableShardGroupsShow "show table NAME shard-groups";
    TableShardGroupsStatisticsShow "show table NAME shard-groups statistics";
    TablesShardGroupsStatisticsShow "show tables [()] shard-groups statistics";
    DatabaseShardGroupsStatisticsShow "show database [NAME] shard-groups statistics";
    MergeDatabaseShardGroups "merge database shard-groups";

    // Extent containers and temporary storage.
    AlterExtentContainersAdd "alter extentcontainers NAME add STRING [VALUE VALUE]";
    AlterExtentContainersDrop "alter extentcontainers NAME drop [VALUE]";
    AlterExtentContainersRecycle "alter extentcontainers NAME recycle ...";
    AlterExtentContainersSet "alter extentcontainers NAME set state VALUE to readonly|readwrite";
    ShowExtentContainers "show extentcontainers [with ()]";
    DropEmptyExtentContainers "drop [async] empty extentcontainers NAME until = ...";
    CleanDatabaseExtentContainers "clean databases [async] [()] extentcontainers";
    ShowDatabaseExtentContainersCleanOperations
        "show database NAME extentcontainers clean operations [VALUE]";
    ShowStorageArtifactsCleanupState
        "show database data|metadata storage artifacts cleanup state [with ()]";
    ClusterDropStorageArtifactsCleanupState
        "drop cluster data|metadata|all storage artifacts cleanup state";
    CreateTempStorage "create tempstorage [with ()]";
    DropTempStorage "drop tempstorage older VALUE";

    // Row stores.
    CreateRowStore "create rowstore [with ()]";
    DropRowStore "drop|detach rowstore NAME [ifexists]";
    ShowRowStore "show rowstore NAME";
    ShowRowStores "show rowstores";
    ShowRowStoreTransactions "show rowstore transactions";
    ShowRowStoreSeals "show rowstore seals STRING [with ()]";
    AlterTableRowStoreReferencesDropKey
        "alter table NAME rowstore_references drop key STRING [with ()]";
    AlterTableRowStoreReferencesDropRowStore
        "alter table NAME rowstore_references drop rowstore NAME [with ()]";
    AlterTableRowStoreReferencesDropBlockedKeys
        "alter table NAME rowstore_references drop blocked keys [with ()]";
    AlterTableRowStoreReferencesDisableKey
        "alter table NAME rowstore_references disable key STRING [with ()]";
    AlterTableRowStoreReferencesDisableRowStore
        "alter table NAME rowstore_references disable rowstore NAME [with ()]";
    AlterTableRowStoreReferencesDisableBlockedKeys
        "alter table NAME rowstore_references disable blocked keys [with ()]";
    SetTableRowStoreReferences "set table NAME rowstore_references STRING";
    ShowTableRowStoreReferences "show table NAME rowstore_references";
    ShowTableRowStores "show table NAME rowstores";
    ShowTableRowStoreSealInfo "show table NAME rowstore_sealinfo";

    // Followers.
    AlterFollowerClusterConfiguration "alter follower cluster configuration from STRING ...";
    AddFollowerDatabaseAuthorizedPrincipals
        "add follower database NAME [from STRING] ROLE () [STRING]";
    DropFollowerDatabaseAuthorizedPrincipals "drop follower database NAME ROLE [from STRING] ()";
    AlterFollowerDatabaseAuthorizedPrincipals
        "alter follower database NAME [from STRING] policy caching hot|hotdata ...";
    DropFollowerDatabasePolicyCaching "delete follower database NAME policy caching";
    AlterFollowerDatabaseChildEntities
        "alter follower database NAME [from STRING] [external] tables|materialized-views exclude|\
         include add|drop ()";
    AlterFollowerDatabaseConfiguration
        "alter follower database NAME [from STRING] principals-modification-kind|\
         caching-policies-modification-kind|prefetch-extents|metadata|database-name-override ...";
    DropFollowerDatabases "drop follower database|databases NAME|() from STRING";
    ShowFollowerDatabase "show follower database|databases [NAME|()]";
    AlterFollowerTablesPolicyCaching
        "alter follower database NAME [from STRING] table|tables|materialized-view|\
         materialized-views NAME|() policy caching hot|hotdata ...";
    DropFollowerTablesPolicyCaching
        "delete follower database NAME table|tables|materialized-view|materialized-views NAME|() \
         policy caching";

    // Scripts, operations, queries. Each command of a script needs its own permission too.
    ExecuteDatabaseScript "execute [database] script [with ()] <|"
        => own(SCRIPT, on_database(Administer), page "execute-database-script");
    ExecuteClusterScript "execute cluster script [with ()] <|"
        => own(SCRIPT, on_cluster(AdministerCluster), page "execute-cluster-script");
    ShowOperations "show operations [VALUE|()]";
    ShowOperationDetails "show operation VALUE details";
    CancelOperation "cancel operation VALUE [with ()]";
    ShowDataOperations "show data operations";
    ShowDatabasePurgeOperation "show database NAME purge operation|operations [VALUE]";
    ShowJournal "show journal" => own(JOURNAL, Rule::OwnRows, page "journal");
    ShowDatabaseJournal "show database NAME journal" => own(JOURNAL, Rule::OwnRows, page "journal");
    ShowClusterJournal "show cluster journal";
    ShowQueries "show queries";
    ShowRunningQueries "show running queries [by ...]";
    CancelQuery "cancel query STRING";
    ShowQueryPlan "show queryplan [with ()] <|";
    ShowQueryExecution "show queryexecution <|";
    ShowQueryCallTree "show query call-tree <|";
    ShowCommands "show commands";
    ShowCommandsAndQueries "show commands-and-queries";
    CreateRequestMemoryProfile "create request_memoryprofile [with ()]";
    CreateRequestSupport "create request_support [with ()]";
    ShowRequestSupport "show request_support STRING";
    ShowRunningCallouts "show running callouts";

    // Caches.
    ShowCache "show cache";
    AlterCache "alter cache on ...";
    ClearDatabaseCacheQueryResults "clear database cache query_results";
    ShowDatabaseCacheQueryResults "show database cache query_results";
    ClearDatabaseCacheStreamingIngestionSchema "clear database cache streamingingestion schema";
    ClearDatabaseCacheQueryWeakConsistency "clear database cache query_weak_consistency";
    ClearTableCacheStreamingIngestionSchema "clear table NAME cache streamingingestion schema";
    ClearRemoteClusterDatabaseSchema "clear cache remote-schema cluster () . database ()";
    ClearClusterCredStoreCache "clear cluster cache credstore";
    ClearClusterOutboundAccessPolicyCache "clear cluster cache outboundaccesspolicy";
    ClearClusterGroupMembershipCache "clear cluster cache groupmembership [with ()]"
        => own(NOTHING, others(MonitorCluster, On::Cluster),
            "access-control/index.md, Force group membership refresh");
    ClearExternalArtifactsCache "clear cluster cache external-artifacts ()";

    // Cluster and service.
    ShowCluster "show cluster"
        => own(NODES, on_cluster(MonitorCluster), "no page; as other commands about the cluster");
    ShowClusterDetails "show cluster details";
    ShowClusterAdminState "show cluster admin state";
    ShowClusterMonitoring "show cluster monitoring";
    ShowClusterScaleIn "show cluster scalein VALUE nodes";
    ShowClusterServices "show cluster services";
    ShowClusterNetwork "show cluster network [VALUE]";
    AlterClusterStorageKeys
        "alter [async] cluster storage keys [with ()] decryption-certificate-thumbprint STRING";
    ShowClusterStorageKeysHash "show cluster storage keys hash";
    SetClusterMaintenanceMode "enable|disable cluster maintenance_mode";
    ShowVersion "show version"
        => own(VERSION, Rule::AnyRole, "kmgmt's choice: the service refuses who has no role");
    ShowDiagnostics "show diagnostics [with ()]";
    ShowCapacity "show capacity [VALUE] [with ()]";
    DisablePlugin "disable plugin NAME";
    EnablePlugin "enable plugin NAME";
    ShowPlugins "show plugins [with ()]";
    ShowFabric "show fabric NAME";
    AlterFabricServiceAssignmentsCommand "alter fabric service STRING assignment|assignments ...";
    DropFabricServiceAssignmentsCommand "drop fabric service STRING assignments";
    ShowCertificates "show certificates";
    ShowClockDiagnostics "show clockdiagnostics [with ()]";
    ShowCloudSettings "show cloudsettings";
    ShowCommConcurrency "show commconcurrency";
    ShowCommPools "show commpools";
    ShowFabricCache "show fabriccache";
    ShowFabricLocks "show fabriclocks";
    ShowFabricClocks "show fabricclocks";
    ShowFeatureFlags "show featureflags";
    ShowMemPools "show mempools";
    ShowServicePoints "show servicepoints";
    ShowTcpConnections "show tcpconnections";
    ShowTcpPorts "show tcpports";
    ShowThreadPools "show threadpools";
    ShowWhatsGoingOn "show whatsgoingon";
    ShowMemory "show memory [details]";
    ShowCallStacks "show callstacks [with ()]";
    ShowFileSystem "show filesystem [with ()]";

    // Switched off in the official grammar, where they stand in comments: no client recognises
    // them.
    AddFollowerDatabase "add follower database|databases ... from STRING ...";
    AlterClusterPolicyDataMovementRestriction
        "alter cluster policy data_movement_restriction with ()";
    ShowClusterPolicyDataMovementRestriction "show cluster policy data_movement_restriction";
    DropClusterPolicyDataMovementRestriction "delete cluster policy data_movement_restriction";
    AlterColumnPolicyDataMovementRestriction
        "alter column NAME policy data_movement_restriction with label = STRING";
    ShowColumnPolicyDataMovementRestriction "show column NAME policy data_movement_restriction";
    DropColumnPolicyDataMovementRestriction "drop column NAME policy data_movement_restriction";
    AttachRowStore "attach rowstore NAME VALUE writeaheadlog STRING [with ()]";
    DropAsyncExtentsPartitionMetadata "drop async extents partition metadata <|";
    DropExtentsQuery "drop extents [whatif] <|";
    ShowDatabasesPolicies "show databases () policies ()";
    ShowDatabasesPrincipals "show databases () principals [from tenants ()] [with ()]";
    ShowDatabasesTablesPolicies "show databases () tables policies ()";

    // Only documents show these.
    ShowMaterializedViewPrincipalRoles
        "show materialized-view NAME principal [STRING] roles [with ()]"
        => own(ROLES, others(ShowPrincipals, On::Entity), ours);
}
