//! The columns that commands answer, as the official grammar and the pages have them.

use crate::schema;
use crate::table::Schema;

/// No columns: the command answers nothing.
pub const NOTHING: Schema = &[];

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
