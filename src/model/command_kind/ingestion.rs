//! Ingestion.

use crate::model::command_kind::row::{Row, makes, none, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Alter, Create, Ingest};
use crate::model::rule::{Required, Rule};
use crate::model::schemas::NEW_EXTENTS;
use crate::schema;

rows! {
    Ingestion:

    // Ingestion.
    IngestIntoTable "ingest [async] into [table] TABLE (STRING | STRING_LIST) [PROPERTIES]"
        => none(schema! { ExtentId: Guid, ItemLoaded: String, Duration: String, HasErrors: String, OperationId:
            Guid }, on_entity(Ingest), page "data-ingestion/ingest-into-command");
    IngestInlineIntoTable "ingest inline into table TABLE [PROPERTIES] (DATA | [TEXT] {[TEXT]})"
        => none(schema! { ExtentId: Guid }, on_entity(Ingest), page "data-ingestion/ingest-inline");
    SetTable "set [async] NAME [PROPERTIES] QUERY"
        => none(NEW_EXTENTS, on_database(Create), page "data-ingestion/ingest-from-query");
    AppendTable "append [async] TABLE [PROPERTIES] QUERY"
        => none(NEW_EXTENTS, on_entity(Ingest), page "data-ingestion/ingest-from-query");
    SetOrAppendTable "set-or-append [async] TABLE [PROPERTIES] QUERY"
        => none(NEW_EXTENTS, makes(Create, Ingest), page "data-ingestion/ingest-from-query");
    SetOrReplaceTable "set-or-replace [async] TABLE [PROPERTIES] QUERY"
        => none(NEW_EXTENTS, makes(Create, Alter), page "data-ingestion/ingest-from-query");
    ShowIngestionFailures "show ingestion failures [with '(' OperationId = GUID ')']"
        => none(schema! { OperationId: Guid, Database: String, Table: String, FailedOn: DateTime,
            IngestionSourcePath: String, Details: String, FailureKind: String, RootActivityId: Guid,
            OperationKind: String, OriginatesFromUpdatePolicy: Bool, ErrorCode: String, Principal: String,
            ShouldRetry: Bool, User: String, IngestionProperties: String }, Rule::OwnRows, unsaid
            "ingestion-failures");
    ShowStreamingIngestionFailures "show streamingingestion failures"
        => none(schema! { Database: String, Table: String, Principal: String, RootActivityId: Guid,
            IngestionProperties: Dynamic, Count: Long, FirstFailureOn: DateTime, LastFailureOn: DateTime,
            FailureKind: String, ErrorCode: String, Details: String }, Rule::OwnRows, page
            "streaming-ingestion-failures");
    ShowStreamingIngestionStatistics "show streamingingestion statistics"
        => none(schema! { Database: String, Table: String, StartTime: DateTime, EndTime: DateTime, Count: Long,
            MinDuration: TimeSpan, MaxDuration: TimeSpan, AvgDuration: TimeSpan, TotalDataSize: Long,
            MinDataSize: Long, MaxDataSize: Long, TotalRowCount: Long, MinRowCount: Long, MaxRowCount: Long,
            IngestionStatus: String, NumOfRowStoresReferences: Long, Principal: String, NodeId: String,
            IngestionProperties: Dynamic }, Rule::OwnRows, page "streaming-ingestion-statistics");
}
