//! Export of data, once and continuously.

use crate::model::command_kind::row::{Row, none, on_cluster, on_database, on_entity, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, Alter, Monitor, MonitorCluster, ShowMetadata, View};
use crate::model::rule::Required;
use crate::model::schemas::{EXPORTED_ARTIFACTS, EXPORTS, FAILURES, NOTHING};
use crate::schema;

rows! {
    Exports:

    // Export.
    ExportToStorage "export [async] [compressed] to csv|tsv|json|parquet STRING_LIST [PROPERTIES] QUERY"
        => none(schema! { Path: String, NumRecords: Long }, on_database(View), page
            "data-export/export-data-to-storage");
    // The page asks for a Table Admin, and the command names no table of the database.
    ExportToSqlTable "export [async] to sql NAME STRING [PROPERTIES] QUERY"
        => none(NOTHING, on_database(Alter), page "data-export/export-data-to-sql");
    ExportToExternalTable "export [async] to table EXTERNAL_TABLE [PROPERTIES] QUERY"
        => none(schema! { ExternalTableName: String, Path: String, NumRecords: String }, on_entity(Alter), page
            "data-export/export-data-to-an-external-table");
    CreateOrAlterContinuousExport
        "create-or-alter continuous-export NAME [over NAMES] to table NAME [PROPERTIES] <|"
        => own(EXPORTS, on_database(Administer), page "data-export/create-alter-continuous");
    ShowContinuousExport "show continuous-export NAME"
        => own(EXPORTS, on_database(ShowMetadata), page "data-export/show-continuous-export");
    ShowContinuousExports "show continuous-exports"
        => own(EXPORTS, on_database(ShowMetadata), page "data-export/show-continuous-export");
    ShowClusterPendingContinuousExports "show cluster pending continuous-exports [PROPERTIES]"
        => none(EXPORTS, on_cluster(MonitorCluster), ours);
    ShowContinuousExportExportedArtifacts "show continuous-export EXPORT exported-artifacts"
        => none(EXPORTED_ARTIFACTS, on_database(Monitor), page "data-export/show-continuous-artifacts");
    ShowContinuousExportFailures "show continuous-export EXPORT failures"
        => none(FAILURES, on_database(Monitor), page "data-export/show-continuous-failures");
    SetContinuousExportCursor "set continuous-export EXPORT cursor to STRING"
        => none(NOTHING, on_database(Administer), ours);
    DropContinuousExport "drop continuous-export NAME"
        => own(EXPORTS, on_database(Administer), page "data-export/drop-continuous-export");
    EnableContinuousExport "enable continuous-export NAME"
        => own(EXPORTS, on_database(Administer), page "data-export/disable-enable-continuous");
    DisableContinuousExport "disable continuous-export NAME"
        => own(EXPORTS, on_database(Administer), page "data-export/disable-enable-continuous");
}
