//! Caches.

use crate::model::command_kind::row::{Row, none, on_cluster, on_database, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, AdministerCluster, Ingest, MonitorCluster, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::{CLEARED_CACHES, NOTHING};
use crate::schema;

rows! {
    Caches:

    // Caches.
    ShowCache "show cache"
        => none(schema! { NodeId: String, TotalMemoryCapacity: Long, MemoryCacheCapacity: Long,
            MemoryCacheInUse: Long, MemoryCacheHitCount: Long, TotalDiskCapacity: Long, DiskCacheCapacity: Long,
            DiskCacheInUse: Long, DiskCacheHitCount: Long, DiskCacheMissCount: Long, MemoryCacheDetails: String,
            DiskCacheDetails: String, WarmedShardsSize: Long, ShardsSizeToWarm: Long, HotShardsSize: Long },
            on_cluster(MonitorCluster), ours);
    AlterCache "alter cache on (* | [TEXT]) [TEXT]"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    ClearDatabaseCacheQueryResults "clear database cache query_results"
        => none(schema! { NodeId: String, Count: Long }, on_database(Administer), page
            "clear-query-results-cache-command");
    ShowDatabaseCacheQueryResults "show database cache query_results"
        => none(schema! { NodeId: String, Hits: Long, Misses: Long, CacheCapacityInBytes: Long, UsedBytes: Long,
            Count: Long }, on_database(ShowMetadata), page "show-query-results-cache-command");
    ClearDatabaseCacheStreamingIngestionSchema "clear database cache streamingingestion schema"
        => none(CLEARED_CACHES, on_database(Ingest), page "data-ingestion/clear-schema-cache-command");
    ClearDatabaseCacheQueryWeakConsistency "clear database cache query_weak_consistency"
        => none(NOTHING, on_database(Administer), ours);
    ClearTableCacheStreamingIngestionSchema "clear table TABLE cache streamingingestion schema"
        => none(CLEARED_CACHES, on_database(Ingest), page "data-ingestion/clear-schema-cache-command");
    ClearRemoteClusterDatabaseSchema
        "clear cache remote-schema cluster '(' STRING ')' . database '(' STRING ')'"
        => none(CLEARED_CACHES, on_database(ShowMetadata), page "clear-cross-cluster-schema-cache");
    ClearClusterCredStoreCache "clear cluster cache credstore"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    ClearClusterOutboundAccessPolicyCache "clear cluster cache outboundaccesspolicy"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    ClearExternalArtifactsCache "clear cluster cache external-artifacts STRING_LIST"
        => none(schema! { ExternalArtifactUri: String, State: String }, on_database(Administer), page
            "clear-external-artifacts-cache-command");
}
