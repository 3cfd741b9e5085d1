//! The caching policy.

use crate::model::command_kind::row::{Row, of_policy, on_cluster, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, AdministerCluster, Alter, MonitorCluster, ShowMetadata};
use crate::model::policy::PolicyKind;
use crate::model::rule::Required;

rows! {
    Caching:

    // Caching policy.
    ShowDatabasePolicyCaching "show database [DATABASE | *] policy caching"
        => of_policy(PolicyKind::Caching, on_database(ShowMetadata),
            page "show-database-cache-policy-command");
    ShowTablePolicyCaching "show table DATABASE.TABLE policy caching"
        => of_policy(PolicyKind::Caching, on_entity(ShowMetadata),
            page "show-table-cache-policy-command");
    ShowTableStarPolicyCaching "show table * policy caching"
        => of_policy(PolicyKind::Caching, on_database(ShowMetadata),
            page "show-table-cache-policy-command");
    ShowColumnPolicyCaching "show column (DATABASE.TABLE.COLUMN | *) policy caching"
        => of_policy(PolicyKind::Caching, on_entity(ShowMetadata), other "show-table-cache-policy-command");
    ShowMaterializedViewPolicyCaching "show materialized-view DATABASE.VIEW policy caching"
        => of_policy(PolicyKind::Caching, on_entity(ShowMetadata), unsaid
            "show-materialized-view-cache-policy-command");
    ShowGraphModelPolicyCaching "show graph_model GRAPH_MODEL policy caching"
        => of_policy(PolicyKind::Caching, on_entity(ShowMetadata), other "show-table-cache-policy-command");
    ShowGraphModelStarPolicyCaching "show graph_model * policy caching"
        => of_policy(PolicyKind::Caching, on_database(ShowMetadata), other "show-table-cache-policy-command");
    ShowClusterPolicyCaching "show cluster policy caching"
        => of_policy(PolicyKind::Caching, on_cluster(MonitorCluster), other
            "show-database-cache-policy-command");
    AlterDatabasePolicyCaching "alter database [DATABASE] policy caching CACHING"
        => of_policy(PolicyKind::Caching, on_database(Administer),
            page "alter-database-cache-policy-command");
    AlterTablePolicyCaching "alter table DATABASE.TABLE policy caching CACHING"
        => of_policy(PolicyKind::Caching, on_entity(Alter),
            page "alter-table-cache-policy-command");
    AlterTablesPolicyCaching "alter tables TABLES policy caching CACHING"
        => of_policy(PolicyKind::Caching, on_entity(Alter),
            page "alter-table-cache-policy-command");
    AlterColumnPolicyCaching "alter column DATABASE.TABLE.COLUMN policy caching CACHING"
        => of_policy(PolicyKind::Caching, on_entity(Alter), other "alter-table-cache-policy-command");
    AlterMaterializedViewPolicyCaching "alter materialized-view DATABASE.VIEW policy caching CACHING"
        => of_policy(PolicyKind::Caching, on_entity(Alter), page
            "alter-materialized-view-cache-policy-command");
    AlterGraphModelPolicyCaching "alter graph_model GRAPH_MODEL policy caching CACHING"
        => of_policy(PolicyKind::Caching, on_entity(Alter), other "alter-table-cache-policy-command");
    AlterClusterPolicyCaching "alter cluster policy caching CACHING"
        => of_policy(PolicyKind::Caching, on_cluster(AdministerCluster), page
            "alter-cluster-cache-policy-command");
    DeleteDatabasePolicyCaching "delete database DATABASE policy caching"
        => of_policy(PolicyKind::Caching, on_database(Administer),
            page "delete-database-cache-policy-command");
    DeleteTablePolicyCaching "delete table DATABASE.TABLE policy caching"
        => of_policy(PolicyKind::Caching, on_entity(Alter),
            page "delete-table-cache-policy-command");
    DeleteColumnPolicyCaching "delete column DATABASE.TABLE.COLUMN policy caching"
        => of_policy(PolicyKind::Caching, on_entity(Alter), other "delete-table-cache-policy-command");
    DeleteMaterializedViewPolicyCaching "delete materialized-view DATABASE.VIEW policy caching"
        => of_policy(PolicyKind::Caching, on_entity(Alter), page
            "delete-materialized-view-cache-policy-command");
    DeleteGraphModelPolicyCaching "delete graph_model GRAPH_MODEL policy caching"
        => of_policy(PolicyKind::Caching, on_entity(Alter), other "delete-table-cache-policy-command");
    DeleteClusterPolicyCaching "delete cluster policy caching"
        => of_policy(PolicyKind::Caching, on_cluster(AdministerCluster), other
            "delete-database-cache-policy-command");
}
