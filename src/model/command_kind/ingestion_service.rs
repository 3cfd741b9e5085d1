//! What the ingestion service does: queued ingestion, and what clients ask of it. Pages print these
//! commands; the official grammar of the engine has none of them.

use crate::model::command_kind::row::{Row, elsewhere, none, on_database, on_entity, rows, within_database};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, Ingest};
use crate::model::rule::{Required, Rule};
use crate::model::schemas::{DUPLICATED_INGESTION, NOTHING, QUEUED_OPERATIONS};
use crate::schema;

/// The engine does not judge these commands either.
const INGESTION: &str = "the ingestion service judges it (api/netfx/kusto-ingest-client-rest.md)";

rows! {
    IngestionService:

    IngestFromStorageQueued
        "ingest-from-storage-queued into table [database '(' STRING ')' .] TABLE [EnableTracking = BOOL] \
         [SkipBatching = BOOL] [CompressionFactor = VALUE] [PROPERTIES] QUERY"
        => none(schema! { IngestionOperationId: String, ClientRequestId: String, OperationInfo: String },
            on_entity(Ingest), page "data-ingestion/ingest-from-storage-queued");
    ListBlobs
        "list blobs STRING_LIST [Suffix = STRING] [MaxFiles = LONG] [PathFormat = '(' [STRING] PATH_PART [STRING] \
         {PATH_PART [STRING]} ')']"
        => none(schema! { BlobUri: String, SizeInBytes: Long, CapturedVariables: Dynamic },
            within_database(Ingest), page "data-ingestion/list-blobs");
    ShowQueuedIngestionOperations "show queued ingestion operations (STRING | STRING_LIST)"
        => none(QUEUED_OPERATIONS, within_database(Ingest), page "data-ingestion/show-queued-ingestion-operations");
    ShowQueuedIngestionOperationsDetails "show queued ingestion operations STRING details"
        => none(schema! { IngestionOperationId: String, BlobURL: String, IngestionStatus: String,
            StartedAt: DateTime, CompletedAt: DateTime, FailedReasons: String },
            within_database(Ingest), page "data-ingestion/show-queued-ingestion-operations");
    CancelQueuedIngestionOperation "cancel queued ingestion operation STRING"
        => none(QUEUED_OPERATIONS, within_database(Ingest),
            page "data-ingestion/cancel-queued-ingestion-operation-command");
    DupNextIngest "dup-next-ingest into TABLE to STRING"
        => none(DUPLICATED_INGESTION, on_database(Administer), page "dup-next-ingest");
    DupNextFailedIngest "dup-next-failed-ingest into TABLE to STRING"
        => none(DUPLICATED_INGESTION, on_database(Administer), page "dup-next-failed-ingest");

    // What the data management endpoint alone answers (`clients.md`; `kusto-ingest-client-rest.md`).
    GetIngestionResources "get ingestion resources [PROPERTIES]" => elsewhere(NOTHING, Rule::OwnRows, INGESTION);
    GetKustoIdentityToken "get kusto identity token [PROPERTIES]" => elsewhere(NOTHING, Rule::OwnRows, INGESTION);
    ShowIngestionResources "show ingestion resources [PROPERTIES]" => elsewhere(NOTHING, Rule::OwnRows, INGESTION);
    ShowExportContainers "show export containers [PROPERTIES]" => elsewhere(NOTHING, Rule::OwnRows, INGESTION);
    RefreshDatabaseCache "refresh database DATABASE cache NAME" => elsewhere(NOTHING, Rule::OwnRows, INGESTION);
    RefreshTableCache "refresh database DATABASE table TABLE cache NAME" => elsewhere(NOTHING, Rule::OwnRows, INGESTION);
}
