//! Export of data, once.

use crate::model::command_kind::row::{Row, none, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Alter, View};
use crate::model::rule::Required;
use crate::model::schemas::NOTHING;
use crate::schema;

rows! {
    Exports:

    ExportToStorage "export [async] [compressed] to csv|tsv|json|parquet STRING_LIST [PROPERTIES] QUERY"
        => none(schema! { Path: String, NumRecords: Long }, on_database(View), page
            "data-export/export-data-to-storage");
    // The page asks for a Table Admin, and the command names no table of the database.
    ExportToSqlTable "export [async] to sql NAME STRING [PROPERTIES] QUERY"
        => none(NOTHING, on_database(Alter), page "data-export/export-data-to-sql");
    ExportToExternalTable "export [async] to table EXTERNAL_TABLE [PROPERTIES] QUERY"
        => none(schema! { ExternalTableName: String, Path: String, NumRecords: String }, on_entity(Alter), page
            "data-export/export-data-to-an-external-table");
}
