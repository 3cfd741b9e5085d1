//! Policies of ingestion: time, row identifiers, batching, streaming.

use crate::model::command_kind::row::{Row, of_policy, on_cluster, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{
    Administer, AdministerCluster, Alter, Ingest, MonitorCluster, ShowMetadata,
};
use crate::model::policy::PolicyKind;
use crate::model::rule::Required;

rows! {
    IngestionPolicies:

    // Ingestion time policy.
    ShowTablePolicyIngestionTime "show table DATABASE.TABLE policy ingestiontime"
        => of_policy(PolicyKind::IngestionTime, on_entity(ShowMetadata), page
            "show-table-ingestion-time-policy-command");
    ShowTableStarPolicyIngestionTime "show table * policy ingestiontime"
        => of_policy(PolicyKind::IngestionTime, on_database(ShowMetadata), page
            "show-table-ingestion-time-policy-command");
    AlterTablePolicyIngestionTime "alter table DATABASE.TABLE policy ingestiontime FLAG"
        => of_policy(PolicyKind::IngestionTime, on_entity(Ingest), page "alter-ingestion-time-policy-command");
    AlterTablesPolicyIngestionTime "alter tables TABLES policy ingestiontime FLAG"
        => of_policy(PolicyKind::IngestionTime, on_entity(Ingest), page "alter-ingestion-time-policy-command");
    DeleteTablePolicyIngestionTime "delete table DATABASE.TABLE policy ingestiontime"
        => of_policy(PolicyKind::IngestionTime, on_entity(Alter), page "delete-ingestion-time-policy-command");

    // Row identifier policy.
    ShowTablePolicyRowId "show table DATABASE.TABLE policy rowid"
        => of_policy(PolicyKind::RowId, on_entity(ShowMetadata), ours);
    AlterTablePolicyRowId "alter table DATABASE.TABLE policy rowid FLAG"
        => of_policy(PolicyKind::RowId, on_entity(Alter), ours);
    AlterTablesPolicyRowId "alter tables TABLES policy rowid FLAG"
        => of_policy(PolicyKind::RowId, on_entity(Alter), ours);
    DeleteTablePolicyRowId "delete table DATABASE.TABLE policy rowid"
        => of_policy(PolicyKind::RowId, on_entity(Alter), ours);

    // Ingestion batching policy.
    ShowClusterPolicyIngestionBatching "show cluster policy ingestionbatching"
        => of_policy(PolicyKind::IngestionBatching, on_cluster(MonitorCluster), other
            "show-database-ingestion-batching-policy");
    ShowDatabasePolicyIngestionBatching "show database [DATABASE | *] policy ingestionbatching"
        => of_policy(PolicyKind::IngestionBatching, on_database(ShowMetadata), page
            "show-database-ingestion-batching-policy");
    ShowTablePolicyIngestionBatching "show table DATABASE.TABLE policy ingestionbatching"
        => of_policy(PolicyKind::IngestionBatching, on_entity(ShowMetadata), page
            "show-table-ingestion-batching-policy");
    ShowTableStarPolicyIngestionBatching "show table * policy ingestionbatching"
        => of_policy(PolicyKind::IngestionBatching, on_database(ShowMetadata), page
            "show-table-ingestion-batching-policy");
    AlterClusterPolicyIngestionBatching "alter cluster policy ingestionbatching JSON"
        => of_policy(PolicyKind::IngestionBatching, on_cluster(AdministerCluster), other
            "alter-database-ingestion-batching-policy");
    AlterMergeClusterPolicyIngestionBatching "alter-merge cluster policy ingestionbatching JSON"
        => of_policy(PolicyKind::IngestionBatching, on_cluster(AdministerCluster), other
            "alter-merge-database-ingestion-batching-policy");
    AlterDatabasePolicyIngestionBatching "alter database [DATABASE] policy ingestionbatching JSON"
        => of_policy(PolicyKind::IngestionBatching, on_database(Administer), page
            "alter-database-ingestion-batching-policy");
    AlterMergeDatabasePolicyIngestionBatching
        "alter-merge database [DATABASE] policy ingestionbatching JSON"
        => of_policy(PolicyKind::IngestionBatching, on_database(Administer), page
            "alter-merge-database-ingestion-batching-policy");
    AlterTablePolicyIngestionBatching "alter table DATABASE.TABLE policy ingestionbatching JSON"
        => of_policy(PolicyKind::IngestionBatching, on_entity(Alter), page
            "alter-table-ingestion-batching-policy");
    AlterMergeTablePolicyIngestionBatching
        "alter-merge table DATABASE.TABLE policy ingestionbatching JSON"
        => of_policy(PolicyKind::IngestionBatching, on_entity(Alter), page
            "alter-merge-table-ingestion-batching-policy");
    AlterMergeTablesPolicyIngestionBatching "alter-merge tables TABLES policy ingestionbatching JSON"
        => of_policy(PolicyKind::IngestionBatching, on_entity(Alter), page
            "alter-merge-table-ingestion-batching-policy");
    AlterTablesPolicyIngestionBatching "alter tables TABLES policy ingestionbatching JSON"
        => of_policy(PolicyKind::IngestionBatching, on_entity(Alter), page
            "alter-table-ingestion-batching-policy");
    DeleteDatabasePolicyIngestionBatching "delete database DATABASE policy ingestionbatching"
        => of_policy(PolicyKind::IngestionBatching, on_database(Administer), page
            "delete-database-ingestion-batching-policy");
    DeleteTablePolicyIngestionBatching "delete table DATABASE.TABLE policy ingestionbatching"
        => of_policy(PolicyKind::IngestionBatching, on_entity(Alter), page
            "delete-table-ingestion-batching-policy");

    // Streaming ingestion policy.
    ShowDatabasePolicyStreamingIngestion "show database [DATABASE] policy streamingingestion"
        => of_policy(PolicyKind::StreamingIngestion, on_database(ShowMetadata), page
            "show-database-streaming-ingestion-policy-command");
    ShowTablePolicyStreamingIngestion "show table DATABASE.TABLE policy streamingingestion"
        => of_policy(PolicyKind::StreamingIngestion, on_entity(ShowMetadata), page
            "show-table-streaming-ingestion-policy-command");
    ShowClusterPolicyStreamingIngestion "show cluster policy streamingingestion"
        => of_policy(PolicyKind::StreamingIngestion, on_cluster(MonitorCluster), other
            "show-database-streaming-ingestion-policy-command");
    AlterDatabasePolicyStreamingIngestion
        "alter database [DATABASE] policy streamingingestion (JSON | SWITCH)"
        => of_policy(PolicyKind::StreamingIngestion, on_database(Administer), page
            "alter-database-streaming-ingestion-policy-command");
    AlterMergeDatabasePolicyStreamingIngestion
        "alter-merge database [DATABASE] policy streamingingestion JSON"
        => of_policy(PolicyKind::StreamingIngestion, on_database(Administer), page
            "alter-merge-database-streaming-ingestion-policy-command");
    AlterTablePolicyStreamingIngestion
        "alter table DATABASE.TABLE policy streamingingestion (JSON | SWITCH)"
        => of_policy(PolicyKind::StreamingIngestion, on_entity(Alter), page
            "alter-table-streaming-ingestion-policy-command");
    AlterMergeTablePolicyStreamingIngestion
        "alter-merge table DATABASE.TABLE policy streamingingestion JSON"
        => of_policy(PolicyKind::StreamingIngestion, on_entity(Alter), page
            "alter-merge-table-streaming-ingestion-policy-command");
    AlterClusterPolicyStreamingIngestion "alter cluster policy streamingingestion JSON"
        => of_policy(PolicyKind::StreamingIngestion, on_cluster(AdministerCluster), other
            "alter-database-streaming-ingestion-policy-command");
    AlterMergeClusterPolicyStreamingIngestion "alter-merge cluster policy streamingingestion JSON"
        => of_policy(PolicyKind::StreamingIngestion, on_cluster(AdministerCluster), other
            "alter-merge-database-streaming-ingestion-policy-command");
    DeleteDatabasePolicyStreamingIngestion "delete database DATABASE policy streamingingestion"
        => of_policy(PolicyKind::StreamingIngestion, on_database(Administer), page
            "delete-database-streaming-ingestion-policy-command");
    DeleteTablePolicyStreamingIngestion "delete table DATABASE.TABLE policy streamingingestion"
        => of_policy(PolicyKind::StreamingIngestion, on_entity(Alter), page
            "delete-table-streaming-ingestion-policy-command");
    DeleteClusterPolicyStreamingIngestion "delete cluster policy streamingingestion"
        => of_policy(PolicyKind::StreamingIngestion, on_cluster(AdministerCluster), other
            "delete-database-streaming-ingestion-policy-command");
}
