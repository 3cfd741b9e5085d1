//! Mirroring, and the acceleration of queries on external tables.

use crate::model::command_kind::row::{Row, none, of_policy, on_database, on_entity, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, Alter, ShowMetadata};
use crate::model::policy::PolicyKind;
use crate::model::rule::Required;
use crate::model::schemas::{ACCELERATION_STATISTICS, EXPORTED_ARTIFACTS, FAILURES, MIRRORING_TEMPLATES};
use crate::schema;

rows! {
    Mirroring:

    // Query acceleration policy.
    ShowExternalTablePolicyQueryAcceleration "show external table EXTERNAL_TABLE policy query_acceleration"
        => of_policy(PolicyKind::QueryAcceleration, on_entity(ShowMetadata), page
            "show-query-acceleration-policy-command");
    ShowExternalTablesPolicyQueryAcceleration "show external table * policy query_acceleration"
        => of_policy(PolicyKind::QueryAcceleration, on_database(ShowMetadata), page
            "show-query-acceleration-policy-command");
    AlterExternalTablePolicyQueryAcceleration
        "alter external table EXTERNAL_TABLE policy query_acceleration JSON"
        => of_policy(PolicyKind::QueryAcceleration, on_database(Administer), page
            "alter-query-acceleration-policy-command");
    AlterMergeExternalTablePolicyQueryAcceleration
        "alter-merge external table EXTERNAL_TABLE policy query_acceleration JSON"
        => of_policy(PolicyKind::QueryAcceleration, on_database(Administer), page
            "alter-merge-query-acceleration-policy-command");
    DeleteExternalTablePolicyQueryAcceleration
        "delete external table EXTERNAL_TABLE policy query_acceleration"
        => of_policy(PolicyKind::QueryAcceleration, on_database(Administer), page
            "delete-query-acceleration-policy-command");
    ShowExternalTableQueryAccelerationStatatistics
        "show external table EXTERNAL_TABLE operations query_acceleration statistics"
        => none(ACCELERATION_STATISTICS, on_entity(ShowMetadata), page
            "show-external-table-operations-query-acceleration-statistics");
    ShowExternalTablesQueryAccelerationStatatistics
        "show external tables operations query_acceleration statistics"
        => none(ACCELERATION_STATISTICS, on_database(ShowMetadata), page
            "show-external-table-operations-query-acceleration-statistics");

    // Mirroring policy and templates.
    AlterTablePolicyMirroring
        "alter table DATABASE.TABLE policy mirroring [partition by '(' PARTITION {, PARTITION} ')' \
         [pathformat = '(' [STRING] PATH_PART [STRING] {PATH_PART [STRING]} ')']] (kind = delta \
         [STRING_LIST] | dataformat = parquet) [PROPERTIES]"
        => of_policy(PolicyKind::Mirroring, on_entity(Alter), unsaid "alter-merge-mirroring-policy-command");
    AlterMergeTablePolicyMirroring
        "alter-merge table DATABASE.TABLE policy mirroring [partition by '(' PARTITION {, PARTITION} \
         ')' [pathformat = '(' [STRING] PATH_PART [STRING] {PATH_PART [STRING]} ')']] (kind = delta \
         [STRING_LIST] | dataformat = parquet) [PROPERTIES]"
        => of_policy(PolicyKind::Mirroring, on_entity(Alter), unsaid "alter-merge-mirroring-policy-command");
    AlterTablePolicyMirroringWithJson "alter table DATABASE.TABLE policy mirroring JSON"
        => of_policy(PolicyKind::Mirroring, on_entity(Alter), unsaid "alter-merge-mirroring-policy-command");
    AlterMergeTablePolicyMirroringWithJson "alter-merge table DATABASE.TABLE policy mirroring JSON"
        => of_policy(PolicyKind::Mirroring, on_entity(Alter), unsaid "alter-merge-mirroring-policy-command");
    DeleteTablePolicyMirroring "delete table DATABASE.TABLE policy mirroring"
        => of_policy(PolicyKind::Mirroring, on_entity(Alter), unsaid "delete-table-mirroring-policy-command");
    ShowTablePolicyMirroring "show table DATABASE.TABLE policy mirroring"
        => of_policy(PolicyKind::Mirroring, on_entity(ShowMetadata), unsaid
            "show-table-mirroring-policy-command");
    ShowTableStarPolicyMirroring "show table * policy mirroring"
        => of_policy(PolicyKind::Mirroring, on_database(ShowMetadata), unsaid
            "show-table-mirroring-policy-command");
    CreateMirroringTemplate
        "create mirroring-template NAME [kind = delta] ['(' STRING ')'] [with '(' TEMPLATE_PROPERTY {, \
         TEMPLATE_PROPERTY} ')']"
        => none(MIRRORING_TEMPLATES, on_database(Administer), ours);
    CreateOrAlterMirroringTemplate
        "create-or-alter mirroring-template NAME [kind = delta] ['(' STRING ')'] [with '(' \
         TEMPLATE_PROPERTY {, TEMPLATE_PROPERTY} ')']"
        => none(MIRRORING_TEMPLATES, on_database(Administer), ours);
    AlterMirroringTemplate
        "alter mirroring-template NAME [kind = delta] ['(' STRING ')'] [with '(' TEMPLATE_PROPERTY {, \
         TEMPLATE_PROPERTY} ')']"
        => none(MIRRORING_TEMPLATES, on_database(Administer), ours);
    AlterMergeMirroringTemplate
        "alter-merge mirroring-template NAME [kind = delta] ['(' STRING ')'] [with '(' \
         TEMPLATE_PROPERTY {, TEMPLATE_PROPERTY} ')']"
        => none(MIRRORING_TEMPLATES, on_database(Administer), ours);
    DeleteMirroringTemplate "delete mirroring-template NAME"
        => none(MIRRORING_TEMPLATES, on_database(Administer), ours);
    ShowMirroringTemplate "show mirroring-template NAME"
        => none(MIRRORING_TEMPLATES, on_database(ShowMetadata), ours);
    ShowMirroringTemplates "show mirroring-templates"
        => none(MIRRORING_TEMPLATES, on_database(ShowMetadata), ours);
    ApplyMirroringTemplate "apply mirroring-template NAME (QUERY | TABLE {, TABLE})"
        => none(MIRRORING_TEMPLATES, on_database(Administer), ours);
    ShowTableOperationsMirroringStatus "show table (TABLE | *) operations mirroring-status"
        => none(schema! { TableName: String, IsEnabled: Bool, ExportProperties: String,
            ManagedIdentityIdentifier: String, IsExportRunning: Bool, LastExportStartTime: DateTime,
            LastExportResult: String, LastExportedDataTime: DateTime }, on_entity(ShowMetadata), unsaid
            "show-table-operations-mirroring-status-command");
    ShowTableOperationsMirroringExportedArtifacts "show table TABLE operations mirroring-exported-artifacts"
        => none(EXPORTED_ARTIFACTS, on_entity(ShowMetadata), unsaid
            "show-table-operations-mirroring-exported-artifacts-command");
    ShowTableOperationsMirroringFailures "show table TABLE operations mirroring-failures"
        => none(FAILURES, on_entity(ShowMetadata), unsaid "show-table-operations-mirroring-failures-command");
    ShowTableOperationsMirroringStatistics "show table TABLE operations mirroring-statistics"
        => none(schema! { TableName: String, IsEnabled: Bool, ManagedIdentityIdentifier: String,
            IsExportRunning: Bool, LastExportStartTime: DateTime, LastExportResult: String,
            LastExportedDataTime: DateTime, Latency: TimeSpan, CompletionPercentage: Long, PendingDataSize: Long },
            on_entity(ShowMetadata), unsaid "show-table-operations-mirroring-statistics");
    ShowDatabaseOperationsMirroringStatistics "show database DATABASE operations mirroring-statistics"
        => none(schema! { DatabaseName: String, CompletionPercentage: Long, PendingDataSize: Long,
            MaxLatency: TimeSpan, NumOfTables: Long },
            on_database(ShowMetadata), unsaid "show-database-operations-mirroring-statistics");
}
