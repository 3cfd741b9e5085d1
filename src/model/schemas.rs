//! The columns that commands answer, as the official grammar and the pages have them.

use crate::schema;
use crate::table::Schema;

/// No columns: the command answers nothing.
pub const NOTHING: Schema = schema! {};

/// The official schema of `.show external tables`.
pub const EXTERNAL_TABLES: Schema = schema! {
    TableName: String, TableType: String, Folder: String, DocString: String, Properties: String,
    ConnectionStrings: Dynamic, Partitions: Dynamic, PathFormat: String,
};

/// The official schema of `.show external tables details`.
pub const EXTERNAL_TABLE_DETAILS: Schema = schema! {
    TableName: String, QueryAccelerationPolicy: String, QueryAccelerationState: String,
};

/// The official schema of `… cslschema` and `… schema as json`, and of the commands that change one
/// table.
pub const TABLE_SCHEMA: Schema = schema! {
    TableName: String, Schema: String, DatabaseName: String, Folder: String, DocString: String,
};

/// The official schema of all but `.drop function`.
pub const FUNCTIONS: Schema = schema! {
    Name: String, Parameters: String, Body: String, Folder: String, DocString: String,
};

/// The official schema of `.drop function`.
pub const DROPPED_FUNCTION: Schema = schema! { Name: String };

/// The official schema of `.show tables`, and of the commands that change several tables.
pub const TABLES: Schema = schema! {
    TableName: String, DatabaseName: String, Folder: String, DocString: String,
};

/// The official schema of `.drop table`.
pub const REMAINING_TABLES: Schema = schema! { TableName: String, DatabaseName: String };

/// The official schema of `.show table T details`.
pub const TABLE_DETAILS: Schema = schema! {
    TableName: String, DatabaseName: String, Folder: String, DocString: String, TotalExtents: Long,
    TotalExtentSize: Real, TotalOriginalSize: Real, TotalRowCount: Long, HotExtents: Long,
    HotExtentSize: Real, HotOriginalSize: Real, HotRowCount: Long, AuthorizedPrincipals: String,
    RetentionPolicy: String, CachingPolicy: String, ShardingPolicy: String, MergePolicy: String,
    StreamingIngestionPolicy: String, IngestionBatchingPolicy: String,
    MinExtentsCreationTime: DateTime, MaxExtentsCreationTime: DateTime, RowOrderPolicy: String,
    TableId: Guid,
};

/// The official schema of `.show table T`.
pub const COLUMNS: Schema = schema! {
    AttributeName: String, AttributeType: String, ExtentSize: Long, CompressionRatio: Real,
    IndexSize: Long, IndexSizePercent: Real, OriginalSize: Long, AttributeId: Guid,
    SharedIndexSize: Long, StorageEngineVersion: String,
};

/// The official schema of most commands about views.
pub const VIEWS: Schema = schema! {
    Name: String, SourceTable: String, Query: String, MaterializedTo: DateTime, LastRun: DateTime,
    LastRunResult: String, IsHealthy: Bool, IsEnabled: Bool, Folder: String, DocString: String,
    AutoUpdateSchema: Bool, EffectiveDateTime: DateTime, Lookback: TimeSpan, LookbackColumn: String,
};

/// The official schema of `… details`.
pub const VIEW_DETAILS: Schema = schema! {
    MaterializedViewName: String, DatabaseName: String, Folder: String, DocString: String,
    TotalExtents: Long, TotalExtentSize: Real, TotalOriginalSize: Real, TotalRowCount: Long,
    HotExtents: Long, HotExtentSize: Real, HotOriginalSize: Real, HotRowCount: Long,
    AuthorizedPrincipals: String, RetentionPolicy: String, CachingPolicy: String,
    ShardingPolicy: String, MergePolicy: String, MinExtentsCreationTime: DateTime,
    MaxExtentsCreationTime: DateTime,
};

/// The schema of `.show version`.
pub const VERSION: Schema = schema! {
    BuildVersion: String, BuildTime: DateTime, ServiceType: String, ProductVersion: String,
};

/// The schema of `.show cluster`.
pub const NODES: Schema = schema! {
    NodeId: String, Address: String, Name: String, StartTime: DateTime, IsAdmin: Bool,
    MachineTotalMemory: Long, MachineAvailableMemory: Long, ProcessorCount: Long,
    EnvironmentDescription: String,
};

/// The official schema of commands about policies.
pub const POLICY: Schema = schema! {
    PolicyName: String, EntityName: String, Policy: String, ChildEntities: String,
    EntityType: String,
};

/// The official schema of `.create-or-alter graph_model`.
pub const DEFINED_GRAPH_MODEL: Schema = schema! {
    Name: String, CreationTime: DateTime, Id: Guid, SnapshotCount: Long, Model: String,
    RetentionPolicy: String, CachingPolicy: String,
};

/// The official schema of `.drop graph_model`; `graph-models-show.md` has the same for the list.
pub const GRAPH_MODELS: Schema = schema! { Name: String, CreationTime: DateTime, Id: Guid };

/// The table of `graph-model-show.md`, *Basic command*, which calls the id a string.
pub const GRAPH_MODEL: Schema = schema! { Name: String, CreationTime: DateTime, Id: String };

/// The table of `graph-model-show.md`, *Details command*.
pub const GRAPH_MODEL_DETAILS: Schema = schema! {
    Name: String, CreationTime: DateTime, Id: String, SnapshotCount: Long, Model: Dynamic,
};

/// The table of `graph-models-show.md`, *Detailed output format*.
pub const GRAPH_MODELS_DETAILS: Schema = schema! {
    Name: String, CreationTime: DateTime, Id: Guid, SnapshotsCount: Long, Model: Dynamic,
    AuthorizedPrincipals: Dynamic, RetentionPolicy: Dynamic,
};

/// The official schema of `… cluster blockedprincipals`.
pub const BLOCKED: Schema = schema! {
    PrincipalType: String, PrincipalDisplayName: String, PrincipalObjectId: String,
    PrincipalFQN: String, Application: String, User: String, BlockedUntil: DateTime, Reason: String,
};

/// The official schema of `.show continuous-exports`.
pub const EXPORTS: Schema = schema! {
    Name: String, ExternalTableName: String, Query: String, ForcedLatency: TimeSpan,
    IntervalBetweenRuns: TimeSpan, CursorScopedTables: String, ExportProperties: String,
    LastRunTime: DateTime, StartCursor: String, IsDisabled: Bool, LastRunResult: String,
    ExportedTo: DateTime, IsRunning: Bool,
};

/// The schema of `.show principal access`: the columns are ours.
pub const ACCESS: Schema = schema! {
    Principal: String, AccessType: String, Entity: String, IsAllowed: Bool, Reason: String,
};

/// The official schema of `… principals`.
pub const PRINCIPALS: Schema = schema! {
    Role: String, PrincipalType: String, PrincipalDisplayName: String, PrincipalObjectId: String,
    PrincipalFQN: String, Notes: String, RoleAssignmentIdentifier: String,
};

/// The official schema of `… principal roles`.
pub const ROLES: Schema = schema! {
    Scope: String, DisplayName: String, AADObjectID: String, Role: String,
};

/// The official schema of `.show database D schema`.
pub const DATABASE_SCHEMA: Schema = schema! {
    DatabaseName: String, TableName: String, ColumnName: String, ColumnType: String,
    IsDefaultTable: Bool, IsDefaultColumn: Bool, PrettyName: String, Version: String,
    Folder: String, DocString: String,
};

/// The official schema of `… as json`.
pub const SCHEMA_AS_JSON: Schema = schema! { DatabaseSchema: String };

/// The official schema of `… as csl script`.
pub const SCHEMA_AS_SCRIPT: Schema = schema! { DatabaseSchemaScript: String };

/// The official schema of `.show databases`.
pub const DATABASES: Schema = schema! {
    DatabaseName: String, PersistentStorage: String, Version: String, IsCurrent: Bool,
    DatabaseAccessMode: String, PrettyName: String, ReservedSlot1: Bool, DatabaseId: Guid,
    InTransitionTo: String,
};

/// The official schema of `.show databases details`.
pub const DATABASE_DETAILS: Schema = schema! {
    DatabaseName: String, PersistentStorage: String, Version: String, IsCurrent: Bool,
    DatabaseAccessMode: String, PrettyName: String, AuthorizedPrincipals: String,
    RetentionPolicy: String, MergePolicy: String, ReservedSlot1: String, CachingPolicy: String,
    ShardingPolicy: String, StreamingIngestionPolicy: String, IngestionBatchingPolicy: String,
    TotalSize: Real, DatabaseId: Guid, InTransitionTo: String,
};

/// The official schema of `.show databases identity`.
pub const DATABASE_IDENTITY: Schema = schema! {
    DatabaseName: String, PersistentStorage: String, Version: String, IsCurrent: Bool,
    DatabaseAccessMode: String, PrettyName: String, CurrentUserIsUnrestrictedViewer: Bool,
    DatabaseId: Guid, InTransitionTo: String,
};

/// The official schema of `.show databases policies`.
pub const DATABASE_POLICIES: Schema = schema! {
    DatabaseName: String, PersistentStorage: String, Version: String, IsCurrent: Bool,
    DatabaseAccessMode: String, PrettyName: String, DatabaseId: Guid, AuthorizedPrincipals: String,
    RetentionPolicy: String, MergePolicy: String, CachingPolicy: String, ShardingPolicy: String,
    StreamingIngestionPolicy: String, IngestionBatchingPolicy: String,
};

/// The official schema of `.create database`.
pub const CREATED_DATABASE: Schema = schema! {
    DatabaseName: String, PersistentPath: String, Created: String, StoresMetadata: Bool,
    StoresData: Bool,
};

/// The official schema of `.detach database`.
pub const DETACHED_DATABASE: Schema = schema! { Table: String, NumberOfRemovedExtents: String };

/// The official schema of `.alter database D prettyname`.
pub const PRETTY_NAMES: Schema = schema! { DatabaseName: String, PrettyName: String };

/// The official schema of `.show journal`.
pub const JOURNAL: Schema = schema! {
    Event: String, EventTimestamp: DateTime, Database: String, EntityName: String,
    UpdatedEntityName: String, EntityVersion: String, EntityContainerName: String,
    OriginalEntityState: String, UpdatedEntityState: String, ChangeCommand: String,
    Principal: String, RootActivityId: Guid, ClientRequestId: String, User: String,
    OriginalEntityVersion: String,
};

/// The page's columns, and the official kind beside the page's name of the command.
pub const SCRIPT: Schema = schema! {
    OperationId: Guid, CommandType: String, CommandText: String, Result: String, Reason: String,
    CommandKind: String,
};

/// The official schema of `.show database metadata`.
pub const DATABASE_METADATA: Schema = schema! {
    DatabaseName: String, Version: String, PersistentStorage: String, MetadataPersistentStorage: String,
    DatabaseAccessMode: String,
};

/// The official schema of `.show databases entities`.
pub const ENTITIES: Schema = schema! {
    DatabaseName: String, EntityType: String, EntityName: String, DocString: String, Folder: String,
    CslInputSchema: String, Content: String, CslOutputSchema: String, Properties: Dynamic,
};

/// The official schema of commands about the ingestion mappings of databases.
pub const DATABASE_MAPPINGS: Schema = schema! {
    Name: String, Kind: String, Mapping: String, LastUpdatedOn: DateTime, Database: String,
};

/// The official schema of commands about the mappings of tables and external tables.
pub const MAPPINGS: Schema = schema! {
    Name: String, Kind: String, Mapping: String, LastUpdatedOn: DateTime, Database: String, Table: String,
};

/// The official schema of commands that change a column.
pub const CHANGED_COLUMNS: Schema = schema! {
    EntityName: String, DataType: String, Policy: String,
};

/// The official schema of commands about entity groups.
pub const ENTITY_GROUPS: Schema = schema! {
    Name: String, Entities: String,
};

/// The official schema of commands about workload groups.
pub const WORKLOAD_GROUPS: Schema = schema! {
    WorkloadGroupName: String, WorkloadGroup: String,
};

/// The official schema of `.show table T extents`.
pub const EXTENTS: Schema = schema! {
    ExtentId: Guid, DatabaseName: String, TableName: String, MaxCreatedOn: DateTime, OriginalSize: Real,
    ExtentSize: Real, CompressedSize: Real, IndexSize: Real, Blocks: Long, Segments: Long, ExtentContainerId:
    String, RowCount: Long, MinCreatedOn: DateTime, Tags: String, Kind: String, DeletedRowCount: Long,
};

/// The official schema of `.drop extents`.
pub const DROPPED_EXTENTS: Schema = schema! {
    ExtentId: Guid, TableName: String, CreatedOn: DateTime,
};

/// The official schema of `.show materialized-view V failures`, and of exports and mirroring.
pub const FAILURES: Schema = schema! {
    Timestamp: DateTime, OperationId: String, Name: String, LastSuccessRun: DateTime, FailureKind: String,
    Details: String,
};

/// The official schema of `.make graph_snapshot`.
pub const GRAPH_SNAPSHOT: Schema = schema! {
    Name: String, SnapshotTime: DateTime, ModelName: String, ModelId: Guid, ModelCreationTime: DateTime,
    NodesCount: Long, EdgesCount: Long, RetentionPolicy: String, CachingPolicy: String,
};

/// The official schema of `.drop graph_snapshot`, and of the list.
pub const GRAPH_SNAPSHOTS: Schema = schema! {
    Name: String, SnapshotTime: DateTime, ModelName: String, ModelId: Guid, ModelCreationTime: DateTime,
};

/// The official schema of `.show graph_snapshot S data statistics`.
pub const GRAPH_DATA_STATISTICS: Schema = schema! {
    DatabaseName: String, GraphModelName: String, SnapshotName: String, EntityKind: String, TotalExtentSize:
    Long, OriginalSize: Long, DataCompressedSize: Long, IndexSize: Long, CompressionRatio: Real,
    TotalElementCount: Long,
};

/// The official schema of `.show graph_snapshot S statistics`.
pub const GRAPH_STATISTICS: Schema = schema! {
    DatabaseName: String, Name: String, SnapshotTime: DateTime, ModelName: String, ModelId: Guid, TotalCpu:
    TimeSpan, MemoryPeak: Long, Duration: TimeSpan, Details: String, NodesCount: Long, EdgesCount: Long,
    NodesSize: Long, EdgesSize: Long,
};

/// The official schema of `… operations query_acceleration statistics`.
pub const ACCELERATION_STATISTICS: Schema = schema! {
    ExternalTableName: String, IsEnabled: Bool, Hot: TimeSpan, HotSize: Long, LastUpdatedDateTime: DateTime,
    AccelerationPendingDataFilesCount: Long, AccelerationPendingDataFilesSize: Long,
    AccelerationCompletePercentage: Real, NotHealthyReason: String,
};

/// The official schema of commands about mirroring templates.
pub const MIRRORING_TEMPLATES: Schema = schema! {
    Name: String, Kind: String, ConnectionString: String, IsEnabled: Bool, AutoApplyToNewTables: Bool,
};

/// The official schema of `.show continuous-export E exported-artifacts`, and of mirroring.
pub const EXPORTED_ARTIFACTS: Schema = schema! {
    Timestamp: DateTime, ExternalTableName: String, Path: String, NumRecords: Long,
};

/// The official schema of `.set`, `.append` and their relatives.
pub const NEW_EXTENTS: Schema = schema! {
    ExtentId: Guid, OriginalSize: Long, ExtentSize: Long, ColumnSize: Long, IndexSize: Long, RowCount: Long,
};

/// The official schema of `.show stored_query_results`.
pub const STORED_QUERY_RESULTS: Schema = schema! {
    StoredQueryResultId: Guid, Name: String, DatabaseName: String, PrincipalIdentity: String, SizeInBytes: Long,
    RowCount: Long, CreatedOn: DateTime, ExpiresOn: DateTime,
};

/// The official schema of `… extents metadata`.
pub const EXTENTS_METADATA: Schema = schema! {
    ExtentId: Guid, DatabaseName: String, TableName: String, ExtentMetadata: String,
};

/// The official schema of `.merge`.
pub const MERGED_EXTENTS: Schema = schema! {
    OriginalExtentId: String, ResultExtentId: String, Duration: TimeSpan,
};

/// The official schema of `.move extents`, `.replace extents` and `.shuffle`.
pub const MOVED_EXTENTS: Schema = schema! {
    OriginalExtentId: String, ResultExtentId: String, Details: String,
};

/// The official schema of `.alter table T extent tags`, which the pages have and the official grammar does not.
pub const EXTENT_TAGS: Schema = schema! {
    OriginalExtentId: String, ResultExtentId: String, ResultExtentTags: String, Details: String,
};

/// The official schema of `… shard-groups statistics`.
pub const SHARD_GROUPS_STATISTICS: Schema = schema! {
    TableId: Guid, ShardGroupCount: Long, ShardCount: Long, RowCount: Long, OriginalSize: Long, ShardSize: Long,
    CompressedSize: Long, IndexSize: Long, DeletedRowCount: Long, PartitionedRowCount: Long,
};

/// The official schema of `.show extentcontainers`.
pub const EXTENT_CONTAINERS: Schema = schema! {
    ExtentContainerId: Guid, Url: String, State: String, CreatedOn: DateTime, MaxDateTime: DateTime,
    IsRecyclable: Bool, StoresDatabaseMetadataPointer: Bool, HardDeletePeriod: TimeSpan,
    ActiveMetadataContainer: Bool, MetadataContainer: Bool,
};

/// The official schema of `.clear database cache streamingingestion schema`.
pub const CLEARED_CACHES: Schema = schema! {
    NodeId: String, Status: String,
};

/// The tables of `concepts/data-purge.md`; the types are ours, made from its rows.
pub const PURGES: Schema = schema! {
    OperationId: Guid, DatabaseName: String, TableName: String, ScheduledTime: DateTime,
    Duration: TimeSpan, LastUpdatedOn: DateTime, EngineOperationId: Guid, State: String,
    StateDetails: String, EngineStartTime: DateTime, EngineDuration: TimeSpan, Retries: Long,
    ClientRequestId: String, Principal: String,
};

/// The table of `show-queued-ingestion-operations.md`, *Returns*.
pub const QUEUED_OPERATIONS: Schema = schema! {
    IngestionOperationId: String, StartedOn: DateTime, LastUpdatedOn: DateTime, State: String,
    Discovered: Long, Pending: Long, Canceled: Long, Ingested: Long, Failed: Long,
    SampleFailedReasons: String, Database: String, Table: String,
};

/// What `dup-next-ingest.md`, *Returns*, lists; the types are ours.
pub const DUPLICATED_INGESTION: Schema = schema! {
    TableName: String, StorageContainerPath: String, IngestionCommandFilePath: String,
};

/// What a database has as a follower. The commands that change it answer with it too (our choice: no page
/// says what they return).
pub const FOLLOWERS: Schema = schema! { DatabaseName: String, LeaderClusterMetadataPath: String,
CachingPolicyOverride: String, AuthorizedPrincipalsOverride: String,
AuthorizedPrincipalsModificationKind: String, CachingPoliciesModificationKind: String,
IsAutoPrefetchEnabled: Bool, TableMetadataOverrides: String };
