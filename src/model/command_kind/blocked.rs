//! Principals whom the cluster blocks.

use crate::model::command_kind::row::{Row, on_cluster, own, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{AdministerCluster, MonitorCluster};
use crate::model::rule::Required;
use crate::model::schemas::BLOCKED;

rows! {
    Blocked:

    ShowClusterBlockedPrincipals "show cluster blockedprincipals"
        => own(BLOCKED, on_cluster(MonitorCluster), ours);
    AddClusterBlockedPrincipals
        "add cluster blockedprincipals STRING [application STRING] [user STRING] [period VALUE] \
         [reason STRING]"
        => own(BLOCKED, on_cluster(AdministerCluster), ours);
    DropClusterBlockedPrincipals
        "drop cluster blockedprincipals STRING [application STRING] [user STRING]"
        => own(BLOCKED, on_cluster(AdministerCluster), ours);
}
