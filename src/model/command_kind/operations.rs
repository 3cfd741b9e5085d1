//! Operations, queries and commands.

use crate::model::command_kind::row::{Row, none, on_cluster, on_database, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, AdministerCluster, MonitorCluster, View};
use crate::model::rule::{Required, Rule};
use crate::model::schemas::NOTHING;
use crate::schema;

rows! {
    Operations:

    ShowOperations "show operations [GUID | GUID_LIST]"
        => none(schema! { OperationId: Guid, Operation: String, NodeId: String, StartedOn: DateTime,
            LastUpdatedOn: DateTime, Duration: TimeSpan, State: String, Status: String, RootActivityId: Guid,
            ShouldRetry: Bool, Database: String, Principal: String, User: String, AdminEpochStartTime: DateTime,
            VirtualCluster: String }, Rule::OwnRows, unsaid "show-operations");
    ShowOperationDetails "show operation GUID details"
        => none(NOTHING, Rule::OwnRows, unsaid "show-operation-details");
    CancelOperation "cancel operation GUID [PROPERTIES]"
        => none(schema! { OperationId: Guid, Operation: String, StartedOn: DateTime, CancellationState: String,
            ReasonPhrase: String }, Rule::OwnRows, unsaid "cancel-operation-command");
    ShowDataOperations "show data operations"
        => none(schema! { Timestamp: DateTime, Database: String, Table: String, ClientActivityId: String,
            OperationKind: String, OriginalSize: Long, ExtentSize: Long, RowCount: Long, Duration: TimeSpan,
            TotalCpu: TimeSpan, ExtentCount: Long, Principal: String, Properties: String }, Rule::OwnRows, page
            "show-data-operations");
    ShowDatabasePurgeOperation "show database DATABASE purge (operation GUID | operations [GUID])"
        => none(NOTHING, on_database(Administer), limits "concepts/data-purge");
    ShowQueries "show queries"
        => none(schema! { ClientActivityId: String, Text: String, Database: String, StartedOn: DateTime,
            LastUpdatedOn: DateTime, Duration: TimeSpan, State: String, RootActivityId: Guid, User: String,
            FailureReason: String, TotalCpu: TimeSpan, CacheStatistics: Dynamic, Application: String,
            MemoryPeak: Long, ScannedExtentsStatistics: Dynamic, Principal: String, ClientRequestProperties:
            Dynamic, ResultSetStatistics: Dynamic, WorkloadGroup: String, OverallQueryStats: String,
            VirtualCluster: String }, Rule::OwnRows, page "show-queries-command");
    ShowRunningQueries "show running queries [by (user STRING | *)]"
        => none(schema! { ClientActivityId: String, Text: String, Database: String, StartedOn: DateTime,
            LastUpdatedOn: DateTime, Duration: TimeSpan, State: String, RootActivityId: Guid, User: String,
            FailureReason: String, TotalCpu: TimeSpan, CacheStatistics: Dynamic, Application: String,
            MemoryPeak: Long, ScannedEventStatistics: Dynamic, Pricipal: String, ClientRequestProperties:
            Dynamic, ResultSetStatistics: Dynamic, WorkloadGroup: String }, Rule::OwnRows, page
            "show-queries-command");
    CancelQuery "cancel query STRING [PROPERTIES]"
        => none(NOTHING, Rule::OwnRows, "cancel-query-command.md, first paragraph");
    ShowQueryPlan "show queryplan [PROPERTIES] QUERY"
        => none(schema! { ResultType: String, Format: String, Content: String }, on_database(View),
            ours);
    ShowQueryExecution "show queryexecution QUERY"
        => none(NOTHING, on_database(View), ours);
    ShowQueryCallTree "show query call-tree QUERY"
        => none(NOTHING, on_database(View), ours);
    ShowCommands "show commands"
        => none(schema! { ClientActivityId: String, CommandType: String, Text: String, Database: String,
            StartedOn: DateTime, LastUpdatedOn: DateTime, Duration: TimeSpan, State: String, RootActivityId:
            Guid, User: String, FailureReason: String, Application: String, Principal: String, TotalCpu:
            TimeSpan, ResourcesUtilization: Dynamic, ClientRequestProperties: Dynamic, WorkloadGroup: String,
            VirtualCluster: String }, Rule::OwnRows, page "show-commands");
    ShowCommandsAndQueries "show commands-and-queries"
        => none(schema! { ClientActivityId: String, CommandType: String, Text: String, Database: String,
            StartedOn: DateTime, LastUpdatedOn: DateTime, Duration: TimeSpan, State: String, FailureReason:
            String, RootActivityId: Guid, User: String, Application: String, Principal: String,
            ClientRequestProperties: Dynamic, TotalCpu: TimeSpan, MemoryPeak: Long, CacheStatistics: Dynamic,
            ScannedExtentsStatistics: Dynamic, ResultSetStatistics: Dynamic, WorkloadGroup: String,
            VirtualCluster: String }, Rule::OwnRows, unsaid "commands-and-queries");
    CreateRequestMemoryProfile "create request_memoryprofile [PROPERTIES]"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    CreateRequestSupport "create request_support [PROPERTIES]"
        => none(NOTHING, on_cluster(AdministerCluster), ours);
    ShowRequestSupport "show request_support STRING"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
    ShowRunningCallouts "show running callouts"
        => none(NOTHING, on_cluster(MonitorCluster), ours);
}
