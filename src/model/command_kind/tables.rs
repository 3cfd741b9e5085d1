//! Tables.

use crate::model::command_kind::row::{Row, makes, none, on_database, on_entity, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, Alter, Create, Drop, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::{COLUMNS, NOTHING, REMAINING_TABLES, TABLE_DETAILS, TABLE_SCHEMA, TABLES};
use crate::schema;

rows! {
    Tables:

    // Tables.
    ShowTables "show tables [NAMES]"
        => own(TABLES, on_database(ShowMetadata), page "show-tables-command");
    ShowTable "show table NAME"
        => own(COLUMNS, on_entity(ShowMetadata), page "show-table-schema-command");
    ShowTablesDetails "show tables [NAMES] details"
        => own(TABLE_DETAILS, on_database(ShowMetadata), page "show-table-details-command");
    ShowTableDetails "show table NAME details"
        => own(TABLE_DETAILS, on_entity(ShowMetadata), page "show-table-details-command");
    ShowTableCslSchema "show table NAME cslschema|kqlschema"
        => own(TABLE_SCHEMA, on_entity(ShowMetadata), page "show-table-schema-command");
    ShowTableSchemaAsJson "show table NAME schema as json"
        => own(TABLE_SCHEMA, on_entity(ShowMetadata), page "show-table-schema-command");
    CreateTable "create table NAME COLUMNS [PROPERTIES]"
        => own(TABLE_SCHEMA, on_database(Create), page "create-table-command");
    CreateTableBasedOnAnother "create table NAME based-on NAME [ifnotexists] [PROPERTIES]"
        => own(TABLE_SCHEMA, on_database(Administer), page "create-table-based-on-command");
    CreateMergeTable "create-merge table NAME COLUMNS [PROPERTIES]"
        => own(TABLE_SCHEMA, makes(Create, Alter), page "create-merge-table-command");
    DefineTable "define table NAME NEW_COLUMNS [PROPERTIES]"
        => none(TABLE_SCHEMA, on_database(Create), ours);
    CreateTables "create tables NAME COLUMNS ..."
        => own(TABLES, on_database(Create), page "create-tables-command");
    CreateMergeTables "create-merge tables NAME COLUMNS ..."
        => own(TABLES, makes(Create, Alter), page "create-merge-tables-command");
    DefineTables "define tables NAME NEW_COLUMNS {, NAME NEW_COLUMNS} [PROPERTIES]"
        => none(TABLES, on_database(Create), ours);
    AlterTable "alter table NAME COLUMNS [PROPERTIES]"
        => own(TABLE_SCHEMA, on_entity(Alter), page "alter-table-command");
    AlterMergeTable "alter-merge table NAME COLUMNS [PROPERTIES]"
        => own(TABLE_SCHEMA, on_entity(Alter), page "alter-merge-table-command");
    AlterTableDocString "alter table NAME docstring STRING"
        => own(TABLE_SCHEMA, on_entity(Alter), page "alter-table-docstring-command");
    AlterTableFolder "alter table NAME folder STRING"
        => own(TABLE_SCHEMA, on_entity(Alter), page "alter-table-folder-command");
    RenameTable "rename table NAME to NAME"
        => own(TABLES, on_entity(Alter), page "rename-table-command");
    RenameTables "rename tables NAME = ..."
        => own(TABLES, on_entity(Alter), page "rename-table-command");
    UndoDropExtentContainer "undo drop extentcontainer GUID"
        => none(schema! { ContainerId: Guid, RestoreContainerFinalState: String }, on_database(Administer),
            ours);
    DropTable "drop table NAME [ifexists]"
        => own(REMAINING_TABLES, on_entity(Drop), page "drop-table-command");
    UndoDropTable "undo drop table NAME [as NAME] version = STRING [internal]"
        => none(schema! { ExtentId: Guid, NumberOfRecords: Long, Status: String, FailureReason: String },
            on_database(Administer), page "undo-drop-table-command");
    DropTables "drop tables NAMES [ifexists]"
        => own(REMAINING_TABLES, on_entity(Drop), page "drop-table-command");
    ClearTableData "clear [async] table TABLE data"
        => none(schema! { Status: String }, on_entity(Alter), page "clear-table-data-command");
    DeleteTableRecords "delete [async] table TABLE records [PROPERTIES] QUERY"
        => none(NOTHING, on_database(Administer), limits "concepts/data-soft-delete");
    TableDataUpdate "update [async] table TABLE delete NAME append|move NAME [PROPERTIES] QUERY"
        => none(schema! { Table: String, Action: String, ExtentId: Guid, RowCount: Long }, on_entity(Alter),
            page "update-table-command");
    ShowTableColumnsClassification "show table TABLE columns classification"
        => none(NOTHING, on_entity(ShowMetadata), ours);
    ShowTableDimensions "show table TABLE dimensions"
        => none(NOTHING, on_entity(ShowMetadata), ours);
    ShowTableDataStatistics "show table TABLE data statistics [PROPERTIES]"
        => none(schema! { ColumnName: String, ColumnType: String, ColumnId: Guid, OriginalSize: Long,
            ExtentSize: Long, CompressionRatio: Real, DataCompressionSize: Long, SharedIndexSize: Long,
            IndexSize: Long, IndexSizePercent: Real, StorageEngineVersion: String, PresentRowCount: Long,
            DeletedRowCount: Long, SamplePercent: Real, IncludeColdData: Bool }, on_entity(ShowMetadata), page
            "show-table-data-statistics");
    ShowFreshness "show freshness TABLE [column COLUMN] [threshold LONG]"
        => none(NOTHING, on_entity(ShowMetadata), ours);
    AlterTableColumnStatistics "alter table TABLE column statistics [NAME STRING {, NAME STRING}]"
        => none(NOTHING, on_entity(Alter), ours);
    AlterTableColumnStatisticsMethod "alter table DATABASE.TABLE column statistics method = STRING"
        => none(NOTHING, on_entity(Alter), ours);
    ShowTableColumnStatitics "show table TABLE column statistics"
        => none(NOTHING, on_entity(ShowMetadata), ours);
    ShowTablesColumnStatistics "show tables column statistics older TIMESPAN"
        => none(NOTHING, on_database(ShowMetadata), ours);
}
