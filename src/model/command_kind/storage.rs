//! Extent containers, temporary storage and row stores.

use crate::model::command_kind::row::{Row, none, on_cluster, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, AdministerCluster, Alter, MonitorCluster, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::{EXTENT_CONTAINERS, NOTHING};
use crate::schema;

rows! {
    Storage:

    // Extent containers and temporary storage.
    AlterExtentContainersAdd "alter extentcontainers DATABASE add STRING [TIMESPAN GUID]"
        => none(EXTENT_CONTAINERS, on_database(Administer), ours);
    AlterExtentContainersDrop "alter extentcontainers DATABASE drop [GUID]"
        => none(NOTHING, on_database(Administer), ours);
    AlterExtentContainersRecycle "alter extentcontainers DATABASE recycle (GUID | older LONG hours)"
        => none(NOTHING, on_database(Administer), ours);
    AlterExtentContainersSet "alter extentcontainers DATABASE set state GUID to readonly|readwrite"
        => none(EXTENT_CONTAINERS, on_database(Administer), ours);
    ShowExtentContainers "show extentcontainers [PROPERTIES]"
        => none(EXTENT_CONTAINERS, on_database(ShowMetadata), ours);
    DropEmptyExtentContainers
        "drop [async] empty extentcontainers DATABASE until = DATETIME [whatif] [PROPERTIES]"
        => none(NOTHING, on_database(Administer), ours);
    CleanDatabaseExtentContainers "clean databases [async] [DATABASES] extentcontainers"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    ShowDatabaseExtentContainersCleanOperations
        "show database DATABASE extentcontainers clean operations [GUID]"
        => none(NOTHING, on_database(ShowMetadata), ours);
    ShowStorageArtifactsCleanupState
        "show database data|metadata storage artifacts cleanup state [PROPERTIES]"
        => none(schema! { DatabaseName: String, StorageAccount: String, ContainerId: Guid, ContainerName:
            String, CleanupStateBlobName: String, LastModified: DateTime, SizeInBytes: Long, Content: String },
            on_database(ShowMetadata), ours);
    ClusterDropStorageArtifactsCleanupState "drop cluster data|metadata|all storage artifacts cleanup state"
        => none(schema! { ContainerId: Guid, ContainerName: String, FileName: String, Succeeded: Bool,
            FailureDetails: String }, on_cluster(AdministerCluster), ours);
    CreateTempStorage "create tempstorage [PROPERTIES]"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    DropTempStorage "drop tempstorage older TIMESPAN"
        => none(NOTHING, on_cluster(AdministerCluster), ours);

    // Row stores.
    CreateRowStore "create rowstore [PROPERTIES]"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    DropRowStore "drop|detach rowstore NAME [ifexists]"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    ShowRowStore "show rowstore NAME"
        => none(schema! { RowStoreName: String, RowStoreId: Guid, RowStoreKey: String, OrdinalFrom: Long,
            OrdinalTo: Long, EstimatedDataSize: Long, MinWriteAheadLogOffset: Long, LocalStorageSize: Long,
            LocalStorageStartOffset: Long, Status: Long, StatusLastUpdatedOn: DateTime, DatabaseName: String,
            TableName: String, AssignedToNode: String, LatestIngestionTime: DateTime },
            on_cluster(MonitorCluster), ours);
    ShowRowStores "show rowstores"
        => none(schema! { RowStoreName: String, RowStoreId: Guid, WriteAheadLogStorage: String,
            PersistentStorage: String, IsActive: Bool, AssignedToNode: String, NumberOfKeys: Long,
            WriteAheadLogSize: Long, WriteAheadLogStartOffset: Long, LocalStorageSize: Long,
            WriteAheadDistanceToSizeRatioThreshold: Real, InsertsConcurrencyLimit: Long,
            KeyInsertsConcurrencyLimit: Long, UnsealedSizePerKeyLimit: Long, NodeInsertsConcurrencyLimit: Long,
            Status: String, StatusLastUpdatedOn: DateTime, UsageTags: String, IsEmpty: Bool,
            IsDataAvailableForQuery: Bool }, on_cluster(MonitorCluster), ours);
    ShowRowStoreTransactions "show rowstore transactions"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowRowStoreSeals "show rowstore seals STRING [PROPERTIES]"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    AlterTableRowStoreReferencesDropKey
        "alter table DATABASE.TABLE rowstore_references drop key STRING [PROPERTIES]"
        => none(NOTHING, on_entity(Alter), ours);
    AlterTableRowStoreReferencesDropRowStore
        "alter table DATABASE.TABLE rowstore_references drop rowstore NAME [PROPERTIES]"
        => none(NOTHING, on_entity(Alter), ours);
    AlterTableRowStoreReferencesDropBlockedKeys
        "alter table DATABASE.TABLE rowstore_references drop blocked keys [PROPERTIES]"
        => none(NOTHING, on_entity(Alter), ours);
    AlterTableRowStoreReferencesDisableKey
        "alter table DATABASE.TABLE rowstore_references disable key STRING [PROPERTIES]"
        => none(NOTHING, on_entity(Alter), ours);
    AlterTableRowStoreReferencesDisableRowStore
        "alter table DATABASE.TABLE rowstore_references disable rowstore NAME [PROPERTIES]"
        => none(NOTHING, on_entity(Alter), ours);
    AlterTableRowStoreReferencesDisableBlockedKeys
        "alter table DATABASE.TABLE rowstore_references disable blocked keys [PROPERTIES]"
        => none(NOTHING, on_entity(Alter), ours);
    SetTableRowStoreReferences "set table DATABASE.TABLE rowstore_references STRING"
        => none(NOTHING, on_entity(Alter), ours);
    ShowTableRowStoreReferences "show table DATABASE.TABLE rowstore_references"
        => none(schema! { DatabaseName: String, TableName: String, RowstoreReferenceKey: String, RowStoreName:
            String, EnabledForIngestion: Bool }, on_entity(ShowMetadata), ours);
    ShowTableRowStores "show table DATABASE.TABLE rowstores"
        => none(schema! { DatabaseName: String, TableName: String, ExtentId: Guid, IsSealed: Bool, RowStoreName:
            String, RowStoreId: String, RowStoreKey: String, OrdinalFrom: Long, OrdinalTo: Long,
            WriteAheadLogSize: Long, LocalStorageSize: Long, EstimatedDataSize: Long, MinWriteAheadLogOffset:
            Long }, on_entity(ShowMetadata), ours);
    ShowTableRowStoreSealInfo "show table DATABASE.TABLE rowstore_sealinfo"
        => none(NOTHING, on_entity(ShowMetadata), ours);
}
