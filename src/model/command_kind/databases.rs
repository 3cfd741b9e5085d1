//! Databases and the schema of what they hold.

use crate::model::command_kind::row::{Row, none, on_cluster, on_database, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{
    Administer, AdministerCluster, Alter, CreateDatabase, MonitorCluster, ShowMetadata,
};
use crate::model::rule::{Required, Rule};
use crate::model::schemas::{
    CREATED_DATABASE, DATABASE_DETAILS, DATABASE_IDENTITY, DATABASE_METADATA, DATABASE_POLICIES, DATABASE_SCHEMA,
    DATABASES, DETACHED_DATABASE, ENTITIES, NOTHING, PRETTY_NAMES, SCHEMA_AS_JSON, SCHEMA_AS_SCRIPT, TABLE_SCHEMA,
};
use crate::schema;

/// The page says that listings show the databases to which one has access, and asks for
/// AllDatabasesMonitor (DESIGN, *Decisions*).
const ACCESSIBLE: &str = "show-databases.md, first sentence; not its Permissions, which ask for AllDatabasesMonitor";

rows! {
    Databases:

    // Databases.
    ShowDatabase "show database [PROPERTIES]"
        => own(DATABASES, on_database(ShowMetadata), page "show-database");
    ShowDatabaseDetails "show database details|verbose [PROPERTIES]"
        => own(DATABASE_DETAILS, on_database(ShowMetadata), page "show-database");
    ShowDatabaseIdentity "show database identity [PROPERTIES]"
        => own(DATABASE_IDENTITY, on_database(ShowMetadata), page "show-database");
    ShowDatabasePolicies "show database policies [PROPERTIES]"
        => own(DATABASE_POLICIES, on_database(ShowMetadata), page "show-database");
    ShowDatabaseDataStats "show database datastats [PROPERTIES]"
        => none(schema! { DatabaseName: String, PersistentStorage: String, Version: String, IsCurrent: Bool,
            DatabaseAccessMode: String, PrettyName: String, CurrentUseIsUnrestrictedViewer: Bool, DatabaseId:
            Guid, OriginalSize: Real, ExtentSize: Real, CompressedSize: Real, IndexSize: Real, RowCount: Long,
            HotOriginalSize: Real, HotExtentSize: Real, HotCompressedSize: Real, HotIndexSize: Real,
            HotRowCount: Long }, on_database(ShowMetadata), page "show-database");
    ShowDatabaseMetadata "show database metadata [PROPERTIES]"
        => none(DATABASE_METADATA, on_database(ShowMetadata), ours);
    ShowClusterDatabases "show [cluster] databases [PATTERN_LIST] [PROPERTIES]"
        => own(DATABASES, Rule::OwnRows, ACCESSIBLE);
    ShowClusterDatabasesDetails "show [cluster] databases [PATTERN_LIST] details|verbose [PROPERTIES]"
        => own(DATABASE_DETAILS, Rule::OwnRows, ACCESSIBLE);
    ShowClusterDatabasesIdentity "show [cluster] databases [PATTERN_LIST] identity [PROPERTIES]"
        => own(DATABASE_IDENTITY, Rule::OwnRows, ACCESSIBLE);
    ShowClusterDatabasesPolicies "show [cluster] databases [PATTERN_LIST] policies [PROPERTIES]"
        => own(DATABASE_POLICIES, Rule::OwnRows, ACCESSIBLE);
    ShowClusterDatabasesDataStats "show [cluster] databases [PATTERN_LIST] datastats [PROPERTIES]"
        => none(schema! { DatabaseName: String, PersistentStorage: String, Version: String, IsCurrent: Bool,
            DatabaseAccessMode: String, PrettyName: String, DatabaseId: Guid, OriginalSize: Real, ExtentSize:
            Real, CompressedSize: Real, IndexSize: Real, RowCount: Long, HotOriginalSize: Real, HotExtentSize:
            Real, HotCompressedSize: Real, HotIndexSize: Real, HotRowCount: Long }, on_cluster(MonitorCluster),
            page "show-databases");
    ShowClusterDatabasesMetadata "show [cluster] databases [PATTERN_LIST] metadata [PROPERTIES]"
        => none(DATABASE_METADATA, on_cluster(MonitorCluster), ours);
    CreateDatabase "create database NAME [volatile] [persist PATHS] [ifnotexists] [PROPERTIES]"
        => own(CREATED_DATABASE, on_cluster(CreateDatabase), ours).of_the_cluster();
    AttachDatabase
        "attach [database [all|metadata] NAME] from STRING [readonly [version = STRING]] [PROPERTIES]"
        => none(schema! { Step: String, Duration: String }, on_cluster(AdministerCluster), ours);
    DetachDatabase "detach|drop database NAME [ifexists] [skip-seal]"
        => own(DETACHED_DATABASE, on_cluster(AdministerCluster), ours).of_the_cluster();
    AlterDatabasePrettyName "alter|set database [NAME] prettyname STRING"
        => own(PRETTY_NAMES, on_database(Alter), page "alter-database-prettyname");
    DropDatabasePrettyName "drop database NAME prettyname"
        => own(PRETTY_NAMES, on_database(Alter), page "drop-database-prettyname");
    AlterDatabasePersistMetadata
        "alter database DATABASE persist metadata [STRING [allow-non-empty-container]]"
        => none(schema! { Moniker: Guid, Url: String, State: String, CreatedOn: DateTime, MaxDateTime: DateTime,
            IsRecyclable: Bool, StoresDatabaseMetadata: Bool, HardDeletePeriod: TimeSpan },
            on_database(Administer), ours);
    SetAccess "set access DATABASE to readonly|readwrite"
        => none(schema! { DatabaseName: String, RequestedAccessMode: String, Status: String },
            on_database(Administer), ours);
    AlterDatabaseStorageKeys
        "alter [async] database DATABASE storage keys [PROPERTIES] decryption-certificate-thumbprint \
         STRING"
        => none(NOTHING, on_database(Administer), ours);
    ShowDatabasesEntities "show databases entities [PROPERTIES]"
        => own(ENTITIES, Rule::OwnRows, "show-databases-entities.md, Returns: of the databases that one may see");
    ShowDatabaseEntity "show database NAME (entities | entity NAME) [PROPERTIES]"
        => own(ENTITIES, on_database(ShowMetadata), page "show-databases-entities");
    ShowDatabasesManagementGroups "show databases management groups"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    EnableDatabaseMaintenanceMode "enable database DATABASE maintenance_mode"
        => none(NOTHING, on_database(Administer), ours);
    DisableDatabaseMaintenanceMode "disable database DATABASE maintenance_mode"
        => none(NOTHING, on_database(Administer), ours);
    EnableDatabaseStreamingIngestionMaintenanceMode "enable database streamingingestion_maintenance_mode"
        => none(NOTHING, on_database(Administer), ours);
    DisableDatabaseStreamingIngestionMaintenanceMode "disable database streamingingestion_maintenance_mode"
        => none(NOTHING, on_database(Administer), ours);
    ShowDatabaseKeyVaultSecrets "show database keyvault secrets"
        => none(schema! { KeyVaultSecretId: String }, on_database(Administer), ours);
    ReplaceDatabaseKeyVaultSecrets "replace database keyvaultsecrets NAME"
        => none(NOTHING, on_database(Administer), ours);

    // Schema of databases and entities.
    ShowDatabaseSchema "show database [NAME] schema [details] [if_later_than STRING]"
        => own(DATABASE_SCHEMA, on_database(ShowMetadata), page "show-schema-database");
    ShowDatabaseSchemaAsJson "show database [NAME] schema [if_later_than STRING] as json [PROPERTIES]"
        => own(SCHEMA_AS_JSON, on_database(ShowMetadata), page "show-schema-database");
    ShowDatabaseSchemaAsCslScript
        "show database [NAME] schema [if_later_than STRING] as kql|csl [script] [PROPERTIES]"
        => own(SCHEMA_AS_SCRIPT, on_database(ShowMetadata),
            page "show-schema-database").showing_secrets(on_database(Administer));
    ShowDatabaseCslSchema "show database [NAME] cslschema|kqlschema [script] [if_later_than STRING]"
        => own(TABLE_SCHEMA, on_database(ShowMetadata), page "show-schema-database");
    ShowDatabaseSchemaViolations "show database [DATABASE] schema violations"
        => none(schema! { EntityKind: String, EntityName: String, Property: String, Reason: String },
            on_database(ShowMetadata), page "show-database-schema-violations");
    ShowDatabasesSchema "show databases [PATTERN_LIST] schema [details]"
        => own(DATABASE_SCHEMA, on_database(ShowMetadata), page "show-schema-database");
    ShowDatabasesSchemaAsJson "show databases [PATTERN_LIST] schema [details] as json [PROPERTIES]"
        => own(SCHEMA_AS_JSON, on_database(ShowMetadata), page "show-schema-database");
    ShowSchema "show [cluster] schema [details | as json]"
        => own(DATABASE_SCHEMA, Rule::OwnRows, "no page; as show-schema-database.md, of the databases that one may see");
    ShowEntitySchema
        "show entity NAME {. NAME} schema as json [in databases STRING_LIST] [except STRING] [PROPERTIES]"
        => none(NOTHING, on_database(ShowMetadata), ours);
}
