//! Policies of the cluster.

use crate::model::command_kind::row::{Row, none, of_policy, on_cluster, on_database, rows};
use crate::model::command_kind::{CommandKind, Family};
use crate::model::permission::Permission::{Administer, AdministerCluster, MonitorCluster, ShowMetadata};
use crate::model::policy::PolicyKind;
use crate::model::rule::Required;
use crate::model::schemas::POLICY;

const CLUSTER_POLICIES: &str = "no page; as other policies of the cluster";

rows! {
    ClusterPolicies:

    // Row store policy.
    ShowClusterPolicyRowStore "show cluster policy rowstore"
        => of_policy(PolicyKind::RowStore, on_cluster(MonitorCluster), ours);
    AlterClusterPolicyRowStore "alter cluster policy rowstore JSON"
        => of_policy(PolicyKind::RowStore, on_cluster(AdministerCluster), ours);
    AlterMergeClusterPolicyRowStore "alter-merge cluster policy rowstore JSON"
        => of_policy(PolicyKind::RowStore, on_cluster(AdministerCluster), ours);
    DeleteClusterPolicyRowStore "delete cluster policy rowstore"
        => of_policy(PolicyKind::RowStore, on_cluster(AdministerCluster), ours);

    // Sandbox policy.
    ShowClusterPolicySandbox "show cluster policy sandbox"
        => of_policy(PolicyKind::Sandbox, on_cluster(MonitorCluster), page
            "show-cluster-sandbox-policy-command");
    AlterClusterPolicySandbox "alter cluster policy sandbox JSON"
        => of_policy(PolicyKind::Sandbox, on_cluster(AdministerCluster), page
            "alter-cluster-sandbox-policy-command");
    DeleteClusterPolicySandbox "delete cluster policy sandbox"
        => of_policy(PolicyKind::Sandbox, on_cluster(AdministerCluster), page
            "delete-cluster-sandbox-policy-command");
    ShowClusterSandboxesStats "show cluster sandboxes stats"
        => none(POLICY, on_cluster(MonitorCluster), ours);

    // Policies of the cluster.
    ShowClusterPolicyCallout "show cluster policy callout"
        => of_policy(PolicyKind::Callout, on_cluster(MonitorCluster), page
            "show-cluster-callout-policy-command");
    AlterClusterPolicyCallout "alter cluster policy callout JSON"
        => of_policy(PolicyKind::Callout, on_cluster(AdministerCluster), page "alter-callout-policy-command");
    AlterMergeClusterPolicyCallout "alter-merge cluster policy callout JSON"
        => of_policy(PolicyKind::Callout, on_cluster(AdministerCluster), page
            "alter-merge-callout-policy-command");
    DeleteClusterPolicyCallout "delete cluster policy callout"
        => of_policy(PolicyKind::Callout, on_cluster(AdministerCluster), page "delete-callout-policy-command");
    ShowClusterPolicyCapacity "show cluster policy capacity"
        => of_policy(PolicyKind::Capacity, on_cluster(MonitorCluster), page
            "show-cluster-capacity-policy-command");
    AlterClusterPolicyCapacity "alter cluster policy capacity JSON"
        => of_policy(PolicyKind::Capacity, on_cluster(AdministerCluster), page "alter-capacity-policy-command");
    AlterMergeClusterPolicyCapacity "alter-merge cluster policy capacity JSON"
        => of_policy(PolicyKind::Capacity, on_cluster(AdministerCluster), page
            "alter-merge-capacity-policy-command");
    ShowClusterPolicyRequestClassification "show cluster policy request_classification"
        => of_policy(PolicyKind::RequestClassification, on_cluster(MonitorCluster), page
            "show-cluster-policy-request-classification-command");
    AlterClusterPolicyRequestClassification "alter cluster policy request_classification JSON QUERY"
        => of_policy(PolicyKind::RequestClassification, on_cluster(AdministerCluster), page
            "alter-cluster-policy-request-classification-command");
    AlterMergeClusterPolicyRequestClassification "alter-merge cluster policy request_classification JSON"
        => of_policy(PolicyKind::RequestClassification, on_cluster(AdministerCluster), page
            "alter-merge-cluster-policy-request-classification-command");
    DeleteClusterPolicyRequestClassification "delete cluster policy request_classification"
        => of_policy(PolicyKind::RequestClassification, on_cluster(AdministerCluster), page
            "delete-cluster-policy-request-classification-command");
    ShowClusterPolicyMultiDatabaseAdmins "show cluster policy multidatabaseadmins"
        => of_policy(PolicyKind::MultiDatabaseAdmins, on_cluster(MonitorCluster), CLUSTER_POLICIES);
    AlterClusterPolicyMultiDatabaseAdmins "alter cluster policy multidatabaseadmins JSON"
        => of_policy(PolicyKind::MultiDatabaseAdmins, on_cluster(AdministerCluster),
            CLUSTER_POLICIES);
    AlterMergeClusterPolicyMultiDatabaseAdmins "alter-merge cluster policy multidatabaseadmins JSON"
        => of_policy(PolicyKind::MultiDatabaseAdmins, on_cluster(AdministerCluster),
            CLUSTER_POLICIES);
    ShowClusterPolicyQueryWeakConsistency "show cluster policy query_weak_consistency"
        => of_policy(PolicyKind::QueryWeakConsistency, on_cluster(MonitorCluster), page
            "show-query-weak-consistency-policy");
    AlterClusterPolicyQueryWeakConsistency "alter cluster policy query_weak_consistency JSON"
        => of_policy(PolicyKind::QueryWeakConsistency, on_cluster(AdministerCluster), page
            "alter-query-weak-consistency-policy");
    AlterMergeClusterPolicyQueryWeakConsistency "alter-merge cluster policy query_weak_consistency JSON"
        => of_policy(PolicyKind::QueryWeakConsistency, on_cluster(AdministerCluster), page
            "alter-query-weak-consistency-policy");

    // Diagnostics policy.
    ShowDatabasePolicyDiagnostics "show database [DATABASE] policy diagnostics"
        => of_policy(PolicyKind::Diagnostics, on_database(ShowMetadata), ours);
    ShowClusterPolicyDiagnostics "show cluster policy diagnostics"
        => of_policy(PolicyKind::Diagnostics, on_cluster(MonitorCluster), ours);
    AlterDatabasePolicyDiagnostics "alter database [DATABASE] policy diagnostics JSON"
        => of_policy(PolicyKind::Diagnostics, on_database(Administer), ours);
    AlterMergeDatabasePolicyDiagnostics "alter-merge database [DATABASE] policy diagnostics JSON"
        => of_policy(PolicyKind::Diagnostics, on_database(Administer), ours);
    AlterClusterPolicyDiagnostics "alter cluster policy diagnostics JSON"
        => of_policy(PolicyKind::Diagnostics, on_cluster(AdministerCluster), ours);
    AlterMergeClusterPolicyDiagnostics "alter-merge cluster policy diagnostics JSON"
        => of_policy(PolicyKind::Diagnostics, on_cluster(AdministerCluster), ours);
    DeleteDatabasePolicyDiagnostics "delete database DATABASE policy diagnostics"
        => of_policy(PolicyKind::Diagnostics, on_database(Administer), ours);
}
