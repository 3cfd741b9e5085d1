//! The retention policy.

use crate::model::command_kind::row::{Row, none, of_policy, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, Alter, ShowMetadata};
use crate::model::policy::PolicyKind;
use crate::model::rule::Required;
use crate::model::schemas::NOTHING;

rows! {
    Retention:

    // Retention policy.
    ShowTablePolicyRetention "show table DATABASE.TABLE policy retention"
        => of_policy(PolicyKind::Retention, on_entity(ShowMetadata), page
            "show-table-retention-policy-command");
    ShowTableStarPolicyRetention "show table * policy retention"
        => of_policy(PolicyKind::Retention, on_database(ShowMetadata), page
            "show-table-retention-policy-command");
    ShowGraphPolicyRetention "show graph_model GRAPH_MODEL policy retention"
        => of_policy(PolicyKind::Retention, on_entity(ShowMetadata), other
            "show-table-retention-policy-command");
    ShowGraphStarPolicyRetention "show graph_model * policy retention"
        => of_policy(PolicyKind::Retention, on_database(ShowMetadata), other
            "show-table-retention-policy-command");
    ShowDatabasePolicyRetention "show database [DATABASE | *] policy retention"
        => of_policy(PolicyKind::Retention, on_database(ShowMetadata), page
            "show-database-retention-policy-command");
    ShowMaterializedViewPolicyRetention "show materialized-view VIEW policy retention"
        => of_policy(PolicyKind::Retention, on_entity(ShowMetadata), unsaid
            "show-materialized-view-retention-policy-command");
    AlterTablePolicyRetention "alter table DATABASE.TABLE policy retention JSON"
        => of_policy(PolicyKind::Retention, on_entity(Alter), page "alter-table-retention-policy-command");
    AlterMaterializedViewPolicyRetention "alter materialized-view DATABASE.VIEW policy retention JSON"
        => of_policy(PolicyKind::Retention, on_entity(Alter), page
            "alter-materialized-view-retention-policy-command");
    AlterDatabasePolicyRetention "alter database [DATABASE] policy retention JSON"
        => of_policy(PolicyKind::Retention, on_database(Administer), page
            "alter-database-retention-policy-command");
    AlterGraphModelPolicyRetention "alter graph_model GRAPH_MODEL policy retention JSON"
        => of_policy(PolicyKind::Retention, on_entity(Alter), other "alter-table-retention-policy-command");
    AlterTablesPolicyRetention "alter tables TABLES policy retention JSON"
        => of_policy(PolicyKind::Retention, on_entity(Alter), page "alter-table-retention-policy-command");
    AlterMergeTablePolicyRetention "alter-merge table DATABASE.TABLE policy retention (JSON | RETENTION)"
        => of_policy(PolicyKind::Retention, on_entity(Alter), page
            "alter-merge-table-retention-policy-command");
    AlterMergeMaterializedViewPolicyRetention
        "alter-merge materialized-view DATABASE.VIEW policy retention (JSON | RETENTION)"
        => of_policy(PolicyKind::Retention, on_database(Administer), page
            "alter-merge-materialized-view-retention-policy-command");
    AlterMergeDatabasePolicyRetention "alter-merge database [DATABASE] policy retention (JSON | RETENTION)"
        => of_policy(PolicyKind::Retention, on_database(Administer), page
            "alter-merge-database-retention-policy-command");
    DeleteTablePolicyRetention "delete table DATABASE.TABLE policy retention"
        => of_policy(PolicyKind::Retention, on_entity(Alter), page "delete-table-retention-policy-command");
    DeleteMaterializedViewPolicyRetention "delete materialized-view VIEW policy retention"
        => of_policy(PolicyKind::Retention, on_entity(Alter), unsaid
            "delete-materialized-view-retention-policy-command");
    DeleteDatabasePolicyRetention "delete database DATABASE policy retention"
        => of_policy(PolicyKind::Retention, on_database(Administer), page
            "delete-database-retention-policy-command");
    ShowDatabasePolicyHardRetentionViolations "show database DATABASE policy hardretention violations"
        => none(NOTHING, on_database(ShowMetadata), ours);
    ShowDatabasePolicySoftRetentionViolations "show database DATABASE policy softretention violations"
        => none(NOTHING, on_database(ShowMetadata), ours);
    AlterPoliciesOfRetention "alter policies of retention [internal] STRING"
        => none(NOTHING, on_database(Administer), ours);
    DeletePoliciesOfRetention "delete policies of retention STRING_LIST"
        => none(NOTHING, on_database(Administer), ours);
}
