//! The cluster and its service: version, nodes, journals, memberships that are read again.

use crate::model::command_kind::row::{Row, none, on_cluster, on_database, others, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{AdministerCluster, Create, MonitorCluster, ShowMetadata};
use crate::model::rule::{On, Required, Rule};
use crate::model::schemas::{JOURNAL, NODES, NOTHING, VERSION};
use crate::schema;

rows! {
    Cluster:

    // Cluster and service.
    ShowCluster "show cluster"
        => own(NODES, on_cluster(MonitorCluster), "no page; as other commands about the cluster");
    ShowClusterDetails "show cluster details"
        => none(schema! { NodeId: String, Address: String, Name: String, StartTime: DateTime, IsAdmin: Bool,
            MachineTotalMemory: Long, MachineAvailableMemory: Long, ProcessorCount: Long,
            EnvironmentDescription: String, NetAndClsVersion: String }, on_cluster(MonitorCluster), ours);
    ShowClusterAdminState "show cluster admin state"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowClusterMonitoring "show cluster monitoring"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowClusterScaleIn "show cluster scalein LONG nodes"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowClusterServices "show cluster services"
        => none(schema! { NodeId: String, IsClusterAdmin: Bool, IsFabricManager: Bool, IsDatabaseAdmin: Bool,
            IsWeakConsistencyNode: Bool, IsRowStoreHostNode: Bool, IsDataNode: Bool },
            on_cluster(MonitorCluster), ours);
    ShowClusterNetwork "show cluster network [LONG]"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    AlterClusterStorageKeys
        "alter [async] cluster storage keys [PROPERTIES] decryption-certificate-thumbprint STRING"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    ShowClusterStorageKeysHash "show cluster storage keys hash"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    SetClusterMaintenanceMode "enable|disable cluster maintenance_mode"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    ShowVersion "show version"
        => own(VERSION, Rule::AnyRole, "kmgmt's choice: the service refuses who has no role");
    ShowDiagnostics "show diagnostics [with '(' scope = cluster|workloadgroup ')']"
        => none(schema! { IsHealthy: Bool, EnvironmentDescription: String, IsScaleOutRequired: Bool,
            MachinesTotal: Long, MachinesOffline: Long, NodeLastRestartedOn: DateTime, AdminLastElectedOn:
            DateTime, ExtentsTotal: Long, DiskColdAllocationPercentage: Long,
            InstancesTargetBasedOnDataCapacity: Long, TotalOriginalDataSize: Real, TotalExtentSize: Real,
            IngestionsLoadFactor: Real, IngestionsInProgress: Long, IngestionsSuccessRate: Real,
            MergesInProgress: Long, BuildVersion: String, BuildTime: DateTime, ClusterDataCapacityFactor: Real,
            IsDataWarmingRequired: Bool, DataWarmingLastRunOn: DateTime, MergesSuccessRate: Real,
            NotHealthyReason: String, IsAttentionRequired: Bool, AttentionRequiredReason: String,
            ProductVersion: String, FailedIngestOperations: Long, FailedMergeOperations: Long,
            MaxExtentsInSingleTable: Long, TableWithMaxExtents: String, MergesLoadFactor: Real, WarmExtentSize:
            Real, NumberOfDatabases: Long, PurgeExtentsRebuildLoadFactor: Real, PurgeExtentsRebuildInProgress:
            Long, PurgesInProgress: Long, RowStoreLocalStorageCapacityFactor: Real, ExportsLoadFactor: Real,
            ExportsInProgress: Long, PendingContinuousExports: Long, MaxContinuousExportLatenessMinutes: Long,
            RowStoreSealsInProgress: Long, IsRowStoreUnhealthy: Bool, MachinesSuspended: Long,
            DataPartitioningLoadFactor: Real, DataPartitioningOperationsInProgress: Long,
            MinPartitioningPercentageInSingleTable: Real, TableWithMinPartitioningPercentage: String,
            V3DataCapacityFactor: Real, MaterializedViewsInProgress: Long, DataPartitioningOperationsInProgress:
            Real, IngestionCapacityUtilization: Real, ShardsWarmingStatus: String, ShardsWarmingTemperature:
            Real, ShardsWarmingDetails: String, StoredQueryResultsInProgress: Long, HotDataDiskSpaceUsage: Real,
            MirroringOperationsLoadFactor: Real, MirroringOperationsInProgress: Long,
            QueryAccelerationLoadFactor: Real, QueryAccelerationInProgress: Long,
            QueryAccelerationCapacityUtilization: Real, GraphSnapshotsLoadFactor: Real,
            GraphSnapshotsInProgress: Long }, on_cluster(MonitorCluster), ours);
    ShowCapacity "show capacity \
         [ingestions|extents-merge|table-purge|data-export|mirroring|query-acceleration|extents-partition|streaming-ingestion-post-processing|materialized-view|graph_snapshot|queries|stored-query-results|purge-storage-artifacts-cleanup|periodic-storage-artifacts-cleanup] \
         [with '(' scope = cluster|workloadgroup ')']"
        => none(schema! { Resource: String, Total: Long, Consumed: Long, Remaining: Long }, on_database(Create),
            page "show-capacity-command");
    DisablePlugin "disable plugin (STRING | NAME)"
        => none(NOTHING, on_cluster(AdministerCluster), page "disable-plugin");
    EnablePlugin "enable plugin (STRING | NAME)"
        => none(NOTHING, on_cluster(AdministerCluster), page "enable-plugin");
    ShowPlugins "show plugins [PROPERTIES]"
        => none(schema! { PluginName: String, IsEnabled: Bool }, on_database(ShowMetadata), page
            "show-plugins");
    ShowFabric "show fabric NAME"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    AlterFabricServiceAssignmentsCommand
        "alter fabric service STRING (assignment STRING to STRING | assignments STRING)"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    DropFabricServiceAssignmentsCommand "drop fabric service STRING assignments"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    ShowCertificates "show certificates"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowClockDiagnostics "show clockdiagnostics [PROPERTIES]"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowCloudSettings "show cloudsettings"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowCommConcurrency "show commconcurrency"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowCommPools "show commpools"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowFabricCache "show fabriccache"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowFabricLocks "show fabriclocks"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowFabricClocks "show fabricclocks"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowFeatureFlags "show featureflags"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowMemPools "show mempools"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowServicePoints "show servicepoints"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowTcpConnections "show tcpconnections"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowTcpPorts "show tcpports"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowThreadPools "show threadpools"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowWhatsGoingOn "show whatsgoingon"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowMemory "show memory [details]"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowCallStacks "show callstacks [PROPERTIES]"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowFileSystem "show filesystem [PROPERTIES]"
        => none(NOTHING, on_cluster(MonitorCluster), ours);

    // The journal, and memberships that are read again.
    ShowJournal "show journal" => own(JOURNAL, Rule::OwnRows, page "journal");
    ShowDatabaseJournal "show database NAME journal" => own(JOURNAL, Rule::OwnRows, page "journal");
    ShowClusterJournal "show cluster journal"
        => none(JOURNAL, Rule::OwnRows, page "journal");
    ClearClusterGroupMembershipCache "clear cluster cache groupmembership [PROPERTIES]"
        => own(NOTHING, others(MonitorCluster, On::Cluster),
            "access-control/index.md, Force group membership refresh");
}
