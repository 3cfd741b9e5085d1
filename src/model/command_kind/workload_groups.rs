//! Workload groups.

use crate::model::command_kind::row::{Row, of_workload_groups, on_cluster, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::AdministerCluster;
use crate::model::rule::Required;
use crate::model::schemas::WORKLOAD_GROUPS;

rows! {
    WorkloadGroups:

    // Workload groups.
    ShowWorkloadGroups "show workload_groups"
        => of_workload_groups(WORKLOAD_GROUPS, on_cluster(AdministerCluster), page
            "show-workload-group-command");
    ShowWorkloadGroup "show workload_group WORKLOAD_GROUP"
        => of_workload_groups(WORKLOAD_GROUPS, on_cluster(AdministerCluster), page
            "show-workload-group-command");
    CreateOrAleterWorkloadGroup "create-or-alter workload_group WORKLOAD_GROUP JSON"
        => of_workload_groups(WORKLOAD_GROUPS, on_cluster(AdministerCluster), page
            "create-or-alter-workload-group-command");
    AlterMergeWorkloadGroup "alter-merge workload_group WORKLOAD_GROUP JSON"
        => of_workload_groups(WORKLOAD_GROUPS, on_cluster(AdministerCluster), page
            "alter-merge-workload-group-command");
    DropWorkloadGroup "drop workload_group WORKLOAD_GROUP"
        => of_workload_groups(WORKLOAD_GROUPS, on_cluster(AdministerCluster), page
            "drop-workload-group-command");
}
