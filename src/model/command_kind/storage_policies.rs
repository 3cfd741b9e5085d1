//! Policies of storage: row order, encoding, merge, partitioning, sharding, auto delete, extent tags.

use crate::model::command_kind::row::{Row, none, of_policy, on_cluster, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, AdministerCluster, Alter, MonitorCluster, ShowMetadata};
use crate::model::policy::PolicyKind;
use crate::model::rule::Required;
use crate::model::schemas::POLICY;

rows! {
    StoragePolicies:

    // Row order policy.
    ShowTablePolicyRowOrder "show table DATABASE.TABLE policy roworder"
        => of_policy(PolicyKind::RowOrder, on_entity(ShowMetadata), page "show-table-row-order-policy-command");
    ShowTableStarPolicyRowOrder "show table * policy roworder"
        => of_policy(PolicyKind::RowOrder, on_database(ShowMetadata), page
            "show-table-row-order-policy-command");
    AlterTablePolicyRowOrder "alter table DATABASE.TABLE policy roworder ROW_ORDER"
        => of_policy(PolicyKind::RowOrder, on_entity(Alter), page "alter-table-row-order-policy-command");
    AlterTablesPolicyRowOrder "alter tables TABLES policy roworder ROW_ORDER"
        => of_policy(PolicyKind::RowOrder, on_entity(Alter), page "alter-table-row-order-policy-command");
    AlterMergeTablePolicyRowOrder
        "alter-merge table DATABASE.TABLE policy roworder ROW_ORDER"
        => of_policy(PolicyKind::RowOrder, on_entity(Alter), page "alter-merge-table-row-order-policy-command");
    AlterMergeTablesPolicyRowOrder "alter-merge tables TABLES policy roworder ROW_ORDER"
        => of_policy(PolicyKind::RowOrder, on_entity(Alter), page "alter-merge-table-row-order-policy-command");
    DeleteTablePolicyRowOrder "delete table DATABASE.TABLE policy roworder"
        => of_policy(PolicyKind::RowOrder, on_entity(Alter), page "delete-table-row-order-policy-command");

    // Encoding policy.
    ShowDatabasePolicyEncoding "show database (DATABASE | *) policy encoding"
        => of_policy(PolicyKind::Encoding, on_database(ShowMetadata), page "show-encoding-policy");
    ShowTablePolicyEncoding "show table DATABASE.TABLE policy encoding"
        => of_policy(PolicyKind::Encoding, on_entity(ShowMetadata), page "show-encoding-policy");
    ShowTableStarPolicyEncoding "show table * policy encoding"
        => of_policy(PolicyKind::Encoding, on_database(ShowMetadata), page "show-encoding-policy");
    ShowColumnPolicyEncoding "show column (TABLE.COLUMN | *) policy encoding"
        => of_policy(PolicyKind::Encoding, on_entity(ShowMetadata), page "show-encoding-policy");
    AlterDatabasePolicyEncoding "alter database [DATABASE] policy encoding JSON"
        => of_policy(PolicyKind::Encoding, on_database(Administer), other "alter-encoding-policy");
    AlterTablePolicyEncoding "alter table DATABASE.TABLE policy encoding JSON"
        => of_policy(PolicyKind::Encoding, on_entity(Alter), other "alter-encoding-policy");
    AlterTableColumnsPolicyEncoding "alter table TABLE columns policy encoding JSON"
        => of_policy(PolicyKind::Encoding, on_entity(Alter), other "alter-encoding-policy");
    AlterColumnPolicyEncoding "alter column DATABASE.TABLE.COLUMN policy encoding [JSON]"
        => of_policy(PolicyKind::Encoding, on_entity(Alter), page "alter-encoding-policy");
    AlterColumnsPolicyEncodingByQuery "alter columns policy encoding JSON QUERY"
        => none(POLICY, on_entity(Alter), other "alter-encoding-policy");
    AlterColumnPolicyEncodingType "alter column DATABASE.TABLE.COLUMN policy encoding ENCODING"
        => of_policy(PolicyKind::Encoding, on_entity(Alter), page "alter-encoding-policy");
    AlterMergeDatabasePolicyEncoding "alter-merge database [DATABASE] policy encoding JSON"
        => of_policy(PolicyKind::Encoding, on_database(Administer), ours);
    AlterMergeTablePolicyEncoding "alter-merge table DATABASE.TABLE policy encoding JSON"
        => of_policy(PolicyKind::Encoding, on_entity(Alter), ours);
    AlterMergeColumnPolicyEncoding "alter-merge column TABLE.COLUMN policy encoding JSON"
        => of_policy(PolicyKind::Encoding, on_entity(Alter), ours);
    DeleteDatabasePolicyEncoding "delete database DATABASE policy encoding"
        => of_policy(PolicyKind::Encoding, on_database(Administer), ours);
    DeleteTablePolicyEncoding "delete table DATABASE.TABLE policy encoding"
        => of_policy(PolicyKind::Encoding, on_entity(Alter), ours);
    DeleteColumnPolicyEncoding "delete column TABLE.COLUMN policy encoding"
        => of_policy(PolicyKind::Encoding, on_entity(Alter), ours);

    // Merge policy.
    ShowDatabasePolicyMerge "show database [DATABASE | *] policy merge"
        => of_policy(PolicyKind::Merge, on_database(ShowMetadata), page "show-database-merge-policy-command");
    ShowTablePolicyMerge "show table DATABASE.TABLE policy merge"
        => of_policy(PolicyKind::Merge, on_entity(ShowMetadata), page "show-table-merge-policy-command");
    ShowTableStarPolicyMerge "show table * policy merge"
        => of_policy(PolicyKind::Merge, on_database(ShowMetadata), page "show-table-merge-policy-command");
    ShowMaterializedViewPolicyMerge "show materialized-view VIEW policy merge"
        => of_policy(PolicyKind::Merge, on_entity(ShowMetadata), other "show-table-merge-policy-command");
    AlterDatabasePolicyMerge "alter database [DATABASE] policy merge JSON"
        => of_policy(PolicyKind::Merge, on_database(Administer), page "alter-database-merge-policy-command");
    AlterTablePolicyMerge "alter table DATABASE.TABLE policy merge JSON"
        => of_policy(PolicyKind::Merge, on_entity(Alter), page "alter-table-merge-policy-command");
    AlterTablesPolicyMerge "alter tables TABLES policy merge JSON"
        => of_policy(PolicyKind::Merge, on_entity(Alter), page "alter-table-merge-policy-command");
    AlterMergeDatabasePolicyMerge "alter-merge database [DATABASE] policy merge JSON"
        => of_policy(PolicyKind::Merge, on_database(Administer), page
            "alter-merge-database-merge-policy-command");
    AlterMergeTablePolicyMerge "alter-merge table DATABASE.TABLE policy merge JSON"
        => of_policy(PolicyKind::Merge, on_entity(Alter), page "alter-merge-table-merge-policy-command");
    AlterMergeMaterializedViewPolicyMerge "alter-merge materialized-view VIEW policy merge JSON"
        => of_policy(PolicyKind::Merge, on_database(Administer), page
            "alter-merge-materialized-view-merge-policy-command");
    AlterMaterializedViewPolicyMerge "alter materialized-view VIEW policy merge JSON"
        => of_policy(PolicyKind::Merge, on_entity(Alter), page "alter-materialized-view-merge-policy-command");
    DeleteMaterializedViewPolicyMerge "delete materialized-view VIEW policy merge"
        => of_policy(PolicyKind::Merge, on_entity(Alter), page "delete-materialized-view-merge-policy-command");
    DeleteDatabasePolicyMerge "delete database DATABASE policy merge"
        => of_policy(PolicyKind::Merge, on_database(Administer), unsaid "delete-database-merge-policy-command");
    DeleteTablePolicyMerge "delete table DATABASE.TABLE policy merge"
        => of_policy(PolicyKind::Merge, on_entity(Alter), page "delete-table-merge-policy-command");

    // Partitioning policy.
    ShowTablePolicyPartitioning "show table DATABASE.TABLE policy partitioning"
        => of_policy(PolicyKind::Partitioning, on_entity(ShowMetadata), page
            "show-table-partitioning-policy-command");
    ShowTableStarPolicyPartitioning "show table * policy partitioning"
        => of_policy(PolicyKind::Partitioning, on_database(ShowMetadata), page
            "show-table-partitioning-policy-command");
    ShowMaterializedViewPolicyPartitioning "show materialized-view VIEW policy partitioning"
        => of_policy(PolicyKind::Partitioning, on_entity(ShowMetadata), unsaid
            "show-materialized-view-partitioning-policy-command");
    AlterTablePolicyPartitioning "alter table DATABASE.TABLE policy partitioning JSON"
        => of_policy(PolicyKind::Partitioning, on_database(Administer), page
            "alter-table-partitioning-policy-command");
    AlterMergeTablePolicyPartitioning "alter-merge table DATABASE.TABLE policy partitioning JSON"
        => of_policy(PolicyKind::Partitioning, on_database(Administer), page
            "alter-merge-table-partitioning-policy-command");
    AlterMaterializedViewPolicyPartitioning "alter materialized-view DATABASE.VIEW policy partitioning JSON"
        => of_policy(PolicyKind::Partitioning, on_entity(Alter), page
            "alter-materialized-view-partitioning-policy-command");
    AlterMergeMaterializedViewPolicyPartitioning
        "alter-merge materialized-view DATABASE.VIEW policy partitioning JSON"
        => of_policy(PolicyKind::Partitioning, on_database(Administer), page
            "alter-merge-materialized-view-partitioning-policy-command");
    DeleteTablePolicyPartitioning "delete table DATABASE.TABLE policy partitioning"
        => of_policy(PolicyKind::Partitioning, on_entity(Alter), page
            "delete-table-partitioning-policy-command");
    DeleteMaterializedViewPolicyPartitioning "delete materialized-view DATABASE.VIEW policy partitioning"
        => of_policy(PolicyKind::Partitioning, on_entity(Alter), page
            "delete-materialized-view-partitioning-policy-command");

    // Sharding policies.
    ShowDatabasePolicySharding "show database [DATABASE | *] policy sharding"
        => of_policy(PolicyKind::Sharding, on_database(ShowMetadata), page
            "show-database-sharding-policy-command");
    ShowTablePolicySharding "show table DATABASE.TABLE policy sharding"
        => of_policy(PolicyKind::Sharding, on_entity(ShowMetadata), page "show-table-sharding-policy-command");
    ShowTableStarPolicySharding "show table * policy sharding"
        => of_policy(PolicyKind::Sharding, on_database(ShowMetadata), page
            "show-table-sharding-policy-command");
    ShowClusterPolicySharding "show cluster policy sharding [PROPERTIES]"
        => of_policy(PolicyKind::Sharding, on_cluster(MonitorCluster), other
            "show-database-sharding-policy-command");
    AlterDatabasePolicySharding "alter database [DATABASE] policy sharding JSON"
        => of_policy(PolicyKind::Sharding, on_database(Administer), page
            "alter-database-sharding-policy-command");
    AlterTablePolicySharding "alter table DATABASE.TABLE policy sharding JSON"
        => of_policy(PolicyKind::Sharding, on_entity(Alter), page "alter-table-sharding-policy-command");
    AlterClusterPolicySharding "alter cluster policy sharding JSON"
        => of_policy(PolicyKind::Sharding, on_cluster(AdministerCluster), other
            "alter-database-sharding-policy-command");
    AlterMergeDatabasePolicySharding "alter-merge database [DATABASE] policy sharding JSON"
        => of_policy(PolicyKind::Sharding, on_database(Administer), page
            "alter-merge-database-sharding-policy-command");
    AlterMergeTablePolicySharding "alter-merge table DATABASE.TABLE policy sharding JSON"
        => of_policy(PolicyKind::Sharding, on_entity(Alter), page "alter-merge-table-sharding-policy-command");
    AlterMergeClusterPolicySharding "alter-merge cluster policy sharding JSON"
        => of_policy(PolicyKind::Sharding, on_cluster(AdministerCluster), other
            "alter-merge-database-sharding-policy-command");
    DeleteDatabasePolicySharding "delete database DATABASE policy sharding"
        => of_policy(PolicyKind::Sharding, on_database(Administer), page
            "delete-database-sharding-policy-command");
    DeleteTablePolicySharding "delete table DATABASE.TABLE policy sharding"
        => of_policy(PolicyKind::Sharding, on_entity(Alter), page "delete-table-sharding-policy-command");
    DeleteClusterPolicySharding "delete cluster policy sharding"
        => of_policy(PolicyKind::Sharding, on_cluster(AdministerCluster), other
            "delete-database-sharding-policy-command");
    ShowDatabasePolicyShardsGrouping "show database [DATABASE | *] policy shards_grouping"
        => of_policy(PolicyKind::ShardsGrouping, on_database(ShowMetadata), ours);
    AlterDatabasePolicyShardsGrouping "alter database [DATABASE] policy shards_grouping JSON"
        => of_policy(PolicyKind::ShardsGrouping, on_database(Administer), ours);
    AlterMergeDatabasePolicyShardsGrouping "alter-merge database [DATABASE] policy shards_grouping JSON"
        => of_policy(PolicyKind::ShardsGrouping, on_database(Administer), ours);
    DeleteDatabasePolicyShardsGrouping "delete database DATABASE policy shards_grouping"
        => of_policy(PolicyKind::ShardsGrouping, on_database(Administer), ours);

    // Auto delete policy.
    ShowTablePolicyAutoDelete "show table DATABASE.TABLE policy auto_delete"
        => of_policy(PolicyKind::AutoDelete, on_entity(ShowMetadata), page "show-auto-delete-policy-command");
    AlterTablePolicyAutoDelete "alter table DATABASE.TABLE policy auto_delete JSON"
        => of_policy(PolicyKind::AutoDelete, on_entity(Alter), page "alter-auto-delete-policy-command");
    DeleteTablePolicyAutoDelete "delete table DATABASE.TABLE policy auto_delete"
        => of_policy(PolicyKind::AutoDelete, on_entity(Alter), page "delete-auto-delete-policy-command");

    // Extent tags retention policy.
    ShowTablePolicyExtentTagsRetention "show table DATABASE.TABLE policy extent_tags_retention"
        => of_policy(PolicyKind::ExtentTagsRetention, on_entity(ShowMetadata), page
            "show-extent-tags-retention-policy");
    ShowTableStarPolicyExtentTagsRetention "show table * policy extent_tags_retention"
        => of_policy(PolicyKind::ExtentTagsRetention, on_database(ShowMetadata), page
            "show-extent-tags-retention-policy");
    ShowDatabasePolicyExtentTagsRetention "show database [DATABASE | *] policy extent_tags_retention"
        => of_policy(PolicyKind::ExtentTagsRetention, on_database(ShowMetadata), page
            "show-extent-tags-retention-policy");
    AlterTablePolicyExtentTagsRetention "alter table DATABASE.TABLE policy extent_tags_retention JSON"
        => of_policy(PolicyKind::ExtentTagsRetention, on_entity(Alter), page
            "alter-table-extent-tags-retention-policy");
    AlterDatabasePolicyExtentTagsRetention "alter database [DATABASE] policy extent_tags_retention JSON"
        => of_policy(PolicyKind::ExtentTagsRetention, on_database(Administer), page
            "alter-extent-tags-retention-policy");
    DeleteTablePolicyExtentTagsRetention "delete table DATABASE.TABLE policy extent_tags_retention"
        => of_policy(PolicyKind::ExtentTagsRetention, on_database(Administer), page
            "delete-extent-tags-retention-policy");
    DeleteDatabasePolicyExtentTagsRetention "delete database DATABASE policy extent_tags_retention"
        => of_policy(PolicyKind::ExtentTagsRetention, on_database(Administer), page
            "delete-extent-tags-retention-policy");
}
