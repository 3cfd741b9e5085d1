//! External tables.

use crate::model::command_kind::row::{Row, makes, none, of_mappings, on_cluster, on_database, on_entity, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, AdministerCluster, Alter, Create, Drop, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::{EXTERNAL_TABLE_DETAILS, EXTERNAL_TABLES, MAPPINGS, TABLE_SCHEMA};
use crate::schema;

const STORAGE: &str = "external-tables-azure-storage.md and external-tables-delta-lake.md, Permissions";

rows! {
    ExternalTables:

    // External tables. Where pages ask for a Table Admin, the admin of the external table is
    // meant, since there is no other table.
    ShowExternalTables "show external tables [PROPERTIES]"
        => own(EXTERNAL_TABLES, on_database(ShowMetadata), page "show-external-tables");
    ShowExternalTable "show external table NAME [PROPERTIES]"
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
    ShowExternalTableArtifacts "show external table EXTERNAL_TABLE artifacts [limit LONG]"
        => none(schema! { Uri: String, Partition: Dynamic, Size: Long }, on_database(Create), page
            "show-external-table-artifacts");
    DropExternalTable "drop external table NAME"
        => own(EXTERNAL_TABLES, on_entity(Drop), page "drop-external-table");
    CreateStorageExternalTable "create external table NAME [COLUMNS] kind = storage|blob|adl|delta ..."
        => own(EXTERNAL_TABLES, on_database(Create),
            STORAGE).naming_identity(on_cluster(AdministerCluster));
    AlterStorageExternalTable "alter external table NAME [COLUMNS] kind = storage|blob|adl|delta ..."
        => own(EXTERNAL_TABLES, on_entity(Alter),
            STORAGE).naming_identity(on_cluster(AdministerCluster));
    CreateOrAlterStorageExternalTable
        "create-or-alter external table NAME [COLUMNS] kind = storage|blob|adl|delta ..."
        => own(EXTERNAL_TABLES, makes(Create, Alter),
            STORAGE).naming_identity(on_cluster(AdministerCluster));
    CreateSqlExternalTable "create external table NAME COLUMNS kind = sql ..."
        => own(EXTERNAL_TABLES, on_database(Create),
            page "external-sql-tables").naming_identity(on_database(Administer));
    AlterSqlExternalTable "alter external table NAME COLUMNS kind = sql ..."
        => own(EXTERNAL_TABLES, on_entity(Alter),
            page "external-sql-tables").naming_identity(on_database(Administer));
    CreateOrAlterSqlExternalTable "create-or-alter external table NAME COLUMNS kind = sql ..."
        => own(EXTERNAL_TABLES, makes(Create, Alter),
            page "external-sql-tables").naming_identity(on_database(Administer));
    CreateExternalTableMapping "create external table EXTERNAL_TABLE mapping STRING STRING"
        => of_mappings(MAPPINGS, on_entity(Alter), unsaid "external-table-mapping-create");
    AlterExternalTableMapping "alter external table EXTERNAL_TABLE mapping STRING STRING"
        => of_mappings(MAPPINGS, on_entity(Alter), unsaid "external-table-mapping-alter");
    ShowExternalTableMappings "show external table EXTERNAL_TABLE mappings"
        => of_mappings(MAPPINGS, on_entity(ShowMetadata), unsaid "external-table-mapping-show");
    ShowExternalTableMapping "show external table EXTERNAL_TABLE mapping STRING"
        => of_mappings(MAPPINGS, on_entity(ShowMetadata), unsaid "external-table-mapping-show");
    DropExternalTableMapping "drop external table EXTERNAL_TABLE mapping STRING"
        => of_mappings(MAPPINGS, on_entity(Alter), unsaid "external-table-mapping-drop");
    AlterExternalTableDocString "alter external table NAME docstring STRING"
        => own(EXTERNAL_TABLES, on_entity(Alter), STORAGE);
    AlterExternalTableFolder "alter external table NAME folder STRING"
        => own(EXTERNAL_TABLES, on_entity(Alter), STORAGE);
}
