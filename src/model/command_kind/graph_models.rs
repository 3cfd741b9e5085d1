//! Graph models and snapshots.

use crate::model::command_kind::row::{Row, none, on_database, on_entity, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, Alter, Create, Drop, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::{
    DEFINED_GRAPH_MODEL, GRAPH_DATA_STATISTICS, GRAPH_MODEL, GRAPH_MODELS, GRAPH_SNAPSHOT, GRAPH_SNAPSHOTS,
    GRAPH_STATISTICS,
};
use crate::schema;

rows! {
    GraphModels:

    // Graphs. The pages ask for a viewer to show models; `security-roles.txt` 7.3 lets monitors
    // run `.show` commands.
    GraphModelCreateOrAlter "create-or-alter graph_model NAME STRING"
        => own(DEFINED_GRAPH_MODEL, on_database(Create), page "graph/graph-model-create-or-alter");
    GraphModelShow "show graph_model NAME [details] [PROPERTIES]"
        => own(GRAPH_MODEL, on_entity(ShowMetadata), page "graph/graph-model-show");
    GraphModelsShow "show graph_models [details] [PROPERTIES]"
        => own(GRAPH_MODELS, on_database(ShowMetadata), page "graph/graph-models-show");
    GraphModelDrop "drop graph_model NAME"
        => own(GRAPH_MODELS, on_entity(Drop), page "graph/graph-model-drop");
    GraphSnapshotMake "make [async] graph_snapshot NAME from GRAPH_MODEL"
        => none(GRAPH_SNAPSHOT, on_entity(Alter), page "graph/graph-snapshot-make");
    GraphSnapshotShow "show graph_snapshot GRAPH_MODEL . NAME [details]"
        => none(schema! { Name: String, SnapshotTime: DateTime, ModelName: String, ModelId: String,
            ModelCreationTime: DateTime, EdgesCount: Long, RetentionPolicy: Dynamic }, on_entity(ShowMetadata),
            page "graph/graph-snapshot-show");
    GraphSnapshotsShow "show graph_snapshots NAME.PATTERN [details]"
        => none(GRAPH_SNAPSHOTS, on_database(ShowMetadata), page "graph/graph-snapshots-show");
    GraphSnapshotDrop "drop graph_snapshot GRAPH_MODEL . NAME"
        => none(GRAPH_SNAPSHOTS, on_entity(Alter), page "graph/graph-snapshot-drop");
    GraphSnapshotsDrop "drop graph_snapshots (GRAPH_MODEL [. PATTERN] | NAME.PATTERN)"
        => none(GRAPH_SNAPSHOTS, on_entity(Alter), page "graph/graph-snapshots-drop");
    GraphSnapshotShowDataStatistics "show graph_snapshot GRAPH_MODEL . NAME data statistics"
        => none(GRAPH_DATA_STATISTICS, on_entity(ShowMetadata), page
            "graph/graph-snapshot-data-statistics-show");
    GraphSnapshotsShowDataStatistics "show graph_snapshots NAME.PATTERN data statistics"
        => none(GRAPH_DATA_STATISTICS, on_database(ShowMetadata), page
            "graph/graph-snapshots-data-statistics-show");
    GraphSnapshotShowStatistics "show graph_snapshot NAME.PATTERN statistics"
        => none(GRAPH_STATISTICS, on_database(ShowMetadata), page "graph/graph-snapshot-statistics-show");
    GraphSnapshotsShowStatistics "show graph_snapshots NAME.PATTERN statistics"
        => none(GRAPH_STATISTICS, on_database(ShowMetadata), page "graph/graph-snapshots-statistics-show");
    GraphSnapshotShowFailures "show graph_snapshots NAME.PATTERN failures"
        => none(schema! { OperationId: Guid, DatabaseName: String, Name: String, SnapshotTime: DateTime,
            ModelName: String, ModelId: Guid, TotalCpu: TimeSpan, MemoryPeak: Long, Duration: TimeSpan, Details:
            String, FailureReason: String, FailureKind: String }, on_database(ShowMetadata), page
            "graph/graph-snapshots-failures-show");
    GraphShardMake "make [async] graph_shards NAME.PATTERN"
        => none(GRAPH_SNAPSHOT, on_database(Administer), ours);
    GraphShardDrop "drop graph_shards NAME.PATTERN"
        => none(GRAPH_SNAPSHOT, on_database(Administer), ours);
}
