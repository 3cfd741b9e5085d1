//! Extents and shard groups.

use crate::model::command_kind::row::{Row, none, on_cluster, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, Alter, MonitorCluster, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::{
    DROPPED_EXTENTS, EXTENT_TAGS, EXTENTS, EXTENTS_METADATA, MERGED_EXTENTS, MOVED_EXTENTS, NOTHING,
    SHARD_GROUPS_STATISTICS,
};
use crate::schema;

rows! {
    Extents:

    // Extents.
    ShowClusterExtents
        "show cluster extents [GUID_LIST] [hot] [TAG_FILTER] [with '(' extentsShowFilteringRuntimePolicy = \
         VALUE ')']"
        => none(EXTENTS, on_cluster(MonitorCluster), page "show-extents");
    ShowClusterExtentsMetadata "show cluster extents [GUID_LIST] [hot] metadata [TAG_FILTER] [with '(' \
         extentsShowFilteringRuntimePolicy = VALUE ')']"
        => none(EXTENTS_METADATA, on_cluster(MonitorCluster), other "show-extents");
    ShowDatabaseExtents
        "show (database [DATABASE] | databases DATABASES) extents [GUID_LIST] [hot] [TAG_FILTER] [with '(' \
         extentsShowFilteringRuntimePolicy = VALUE ')']"
        => none(EXTENTS, on_database(ShowMetadata), page "show-extents");
    ShowDatabaseExtentsMetadata
        "show (database [DATABASE] | databases DATABASES) extents [GUID_LIST] [hot] metadata [TAG_FILTER] \
         [with '(' extentsShowFilteringRuntimePolicy = VALUE ')']"
        => none(EXTENTS_METADATA, on_database(ShowMetadata), other "show-extents");
    ShowDatabaseExtentTagsStatistics
        "show database extent tags statistics [with '(' minCreationTime = VALUE ')']"
        => none(schema! { TableName: String, TotalExtentsCount: Long, TaggedExtentsCount: Long, TotalTagsCount:
            Long, TotalTagsLength: Long, DropByTagsCount: Long, DropByTagsLength: Long, IngestByTagsCount: Long,
            IngestByTagsLength: Long }, on_database(ShowMetadata), ours);
    ShowDatabaseExtentsPartitioningStatistics "show database [DATABASE] extents partitioning statistics"
        => none(schema! { TableName: String, PartitioningPolicy: Dynamic, TotalRowCount: Long,
            PartitionedRowCount: Long, PartitionedRowsPercentage: Real }, on_database(ShowMetadata), page
            "show-database-extents-partitioning-statistics");
    ShowTableExtents "show (table TABLE | tables TABLES) extents [GUID_LIST] [hot] [TAG_FILTER] [with '(' \
         extentsShowFilteringRuntimePolicy = VALUE ')']"
        => none(EXTENTS, on_entity(ShowMetadata), page "show-extents");
    ShowTableExtentsMetadata
        "show (table TABLE | tables TABLES) extents [GUID_LIST] [hot] metadata [TAG_FILTER] [with '(' \
         extentsShowFilteringRuntimePolicy = VALUE ')']"
        => none(EXTENTS_METADATA, on_entity(ShowMetadata), other "show-extents");
    ShowExtentDetails "show TABLE extent [details] [GUID] [PROPERTIES]"
        => none(NOTHING, on_entity(ShowMetadata), ours);
    ShowExtentColumnStorageStats "show TABLE extent GUID column NAME storage stats"
        => none(NOTHING, on_entity(ShowMetadata), ours);
    ShowExtentCorruptedDatetime "show [table TABLE] extents corrupted datetime"
        => none(NOTHING, on_entity(ShowMetadata), ours);
    PatchExtentCorruptedDatetime "patch [table TABLE] extents corrupted datetime"
        => none(NOTHING, on_entity(Alter), ours);
    MergeExtents "merge [async] TABLE GUID_LIST [with '(' rebuild = true ')']"
        => none(MERGED_EXTENTS, on_entity(Alter), ours);
    MergeExtentsDryrun "merge dryrun TABLE GUID_LIST"
        => none(MERGED_EXTENTS, on_entity(Alter), ours);
    MoveExtentsFrom
        "move [async] extents (all from table TABLE to table TABLE [PROPERTIES] | from table TABLE to \
         table TABLE [PROPERTIES] GUID_LIST)"
        => none(MOVED_EXTENTS, on_entity(Alter), page "move-extents");
    MoveExtentsQuery "move [async] extents to table TABLE [PROPERTIES] QUERY"
        => none(MOVED_EXTENTS, on_entity(Alter), page "move-extents");
    TableShuffleExtents "shuffle [async] table TABLE extents (all | GUID_LIST) [PROPERTIES]"
        => none(MOVED_EXTENTS, on_entity(Alter), ours);
    TableShuffleExtentsQuery "shuffle [async] table TABLE extents [PROPERTIES] QUERY"
        => none(MOVED_EXTENTS, on_entity(Alter), ours);
    ReplaceExtents "replace [async] extents in table TABLE [PROPERTIES] <| {QUERY} , {QUERY}"
        => none(MOVED_EXTENTS, on_entity(Alter), page "replace-extents");
    DropExtent "drop extent GUID [from TABLE]"
        => none(DROPPED_EXTENTS, on_entity(Alter), page "drop-extents");
    DropExtents
        "drop extents (GUID_LIST [from TABLE] | [whatif] QUERY | [older LONG days|hours] from (all tables | \
         tables TABLES | TABLE) [TRIM] [limit LONG])"
        => none(DROPPED_EXTENTS, on_entity(Alter), page "drop-extents");
    DropExtentsPartitionMetadata
        "drop extents partition metadata from table TABLE [between '(' DATETIME .. DATETIME ')'] QUERY"
        => none(NOTHING, on_entity(Alter), ours);
    DropPretendExtentsByProperties
        "drop-pretend extents [older LONG days|hours] from (all tables | TABLE) [TRIM] [limit LONG]"
        => none(DROPPED_EXTENTS, on_entity(Alter), page "drop-extents");
    AttachExtentsIntoTableByContainer "attach extents into table TABLE by container STRING GUID {GUID}"
        => none(NOTHING, on_entity(Alter), ours);
    AttachExtentsIntoTableByMetadata "attach [async] extents [into table TABLE] by metadata QUERY"
        => none(NOTHING, on_entity(Alter), ours);
    AlterExtentTagsFromQuery "alter [async] table TABLE extent tags STRING_LIST [PROPERTIES] QUERY"
        => none(EXTENT_TAGS, on_entity(Alter), page "alter-extent");
    AlterMergeExtentTagsFromQuery "alter-merge [async] table TABLE extent tags STRING_LIST [PROPERTIES] QUERY"
        => none(EXTENT_TAGS, on_entity(Alter), page "alter-extent");
    DropExtentTagsFromQuery "drop [async] table TABLE extent tags [PROPERTIES] QUERY"
        => none(EXTENT_TAGS, on_entity(Alter), page "drop-extent-tags");
    DropExtentTagsFromTable "drop ([async] table TABLE extent tags | extent tags from table TABLE) STRING_LIST [PROPERTIES]"
        => none(EXTENT_TAGS, on_entity(Alter), page "drop-extent-tags");
    DropExtentTagsRetention "drop extent tags retention"
        => none(NOTHING, on_database(Administer), ours);

    // Shard groups.
    TableShardsGroupShow "show table TABLE shards-group GUID shards"
        => none(EXTENTS, on_entity(ShowMetadata), ours);
    TableShardsGroupMetadataShow "show table TABLE shards-group GUID shards metadata"
        => none(EXTENTS_METADATA, on_entity(ShowMetadata), ours);
    TableShardGroupsShow "show table TABLE shard-groups"
        => none(schema! { Id: Guid, ShardCount: Long, RowCount: Long, OriginalSize: Long, ShardSize: Long,
            CompressedSize: Long, IndexSize: Long, DeletedRowCount: Long, PartitionedRowCount: Long,
            DateTimeColumnRanges: Dynamic, Partition: Dynamic, CreationTimeRange: Dynamic },
            on_entity(ShowMetadata), ours);
    TableShardGroupsStatisticsShow "show table TABLE shard-groups statistics"
        => none(SHARD_GROUPS_STATISTICS, on_entity(ShowMetadata), ours);
    TablesShardGroupsStatisticsShow "show tables [TABLES] shard-groups statistics"
        => none(SHARD_GROUPS_STATISTICS, on_entity(ShowMetadata), ours);
    DatabaseShardGroupsStatisticsShow "show database [DATABASE] shard-groups statistics"
        => none(SHARD_GROUPS_STATISTICS, on_database(ShowMetadata), ours);
    MergeDatabaseShardGroups "merge database shard-groups"
        => none(NOTHING, on_database(Administer), ours);
}
