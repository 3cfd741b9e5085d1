//! Continuous exports.

use crate::model::command_kind::row::{Row, none, on_cluster, on_database, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, Monitor, MonitorCluster, ShowMetadata};
use crate::model::rule::Required;
use crate::model::schemas::{EXPORTED_ARTIFACTS, EXPORTS, FAILURES, NOTHING};

rows! {
    ContinuousExports:

    CreateOrAlterContinuousExport
        "create-or-alter continuous-export NAME [over NAMES] to table NAME [PROPERTIES] <|"
        => own(EXPORTS, on_database(Administer), page "data-export/create-alter-continuous");
    ShowContinuousExport "show continuous-export NAME"
        => own(EXPORTS, on_database(ShowMetadata), page "data-export/show-continuous-export");
    ShowContinuousExports "show continuous-exports"
        => own(EXPORTS, on_database(ShowMetadata), page "data-export/show-continuous-export");
    ShowClusterPendingContinuousExports "show cluster pending continuous-exports [PROPERTIES]"
        => none(EXPORTS, on_cluster(MonitorCluster), ours);
    ShowContinuousExportExportedArtifacts "show continuous-export EXPORT exported-artifacts"
        => none(EXPORTED_ARTIFACTS, on_database(Monitor), page "data-export/show-continuous-artifacts");
    ShowContinuousExportFailures "show continuous-export EXPORT failures"
        => none(FAILURES, on_database(Monitor), page "data-export/show-continuous-failures");
    SetContinuousExportCursor "set continuous-export EXPORT cursor to STRING"
        => none(NOTHING, on_database(Administer), ours);
    DropContinuousExport "drop continuous-export NAME"
        => own(EXPORTS, on_database(Administer), page "data-export/drop-continuous-export");
    EnableContinuousExport "enable continuous-export NAME"
        => own(EXPORTS, on_database(Administer), page "data-export/disable-enable-continuous");
    DisableContinuousExport "disable continuous-export NAME"
        => own(EXPORTS, on_database(Administer), page "data-export/disable-enable-continuous");
}
