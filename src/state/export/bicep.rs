//! Bicep: `Microsoft.Kusto/clusters/principalAssignments` and `Microsoft.Kusto/clusters/databases/principalAssignments`
//! (their pages in the reference of Azure Resource Manager).

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::state::export::azure::{
    OWN_TENANT, Resource, asked_tenants, asks_for_own_tenant, cluster_name, identifier, unknown_tenants,
};
use crate::state::export::escape::{BICEP, comment};
use crate::state::export::principal::Tenant;

/// The version of the resources that has all roles of clusters.
const VERSION: &str = "2024-04-13";
const CLUSTERS: &str = "Microsoft.Kusto/clusters";
/// What the file calls the cluster.
const CLUSTER: &str = "kusto";
/// So many resources a deployment takes (*Azure Resource Manager limits*).
const MOST: usize = 800;

/// Returns what there is to know of so many resources.
pub(super) fn limit(resources: &[Resource<'_>]) -> Option<Diagnostic> {
    let count = resources.len();
    let message = format!("to be divided: {count} resources, since a deployment of Azure takes {MOST} at most");
    (count > MOST).then(|| Diagnostic::warning(Code::Input, message))
}

/// Returns the file, after a comment.
pub(super) fn file(world: &World<'_>, resources: &[Resource<'_>], above: &[String]) -> String {
    let mut text = comment("//", above);
    if resources.is_empty() {
        return text;
    }
    let name = cluster_name(world).map(|name| BICEP.of(name));
    text += &parameter("clusterName", "The cluster", "string", name.as_deref());
    let unknown = unknown_tenants(resources);
    if !unknown.is_empty() {
        text += &parameter("tenantIds", &asked_tenants(&unknown), "object", None);
    }
    if asks_for_own_tenant(resources) {
        text += &parameter("clusterTenantId", OWN_TENANT, "string", Some("subscription().tenantId"));
    }
    text += &format!("\nresource {CLUSTER} '{CLUSTERS}@{VERSION}' existing = {{\n  name: clusterName\n}}\n");
    let databases: BTreeMap<&str, String> =
        resources.iter().filter_map(|one| one.database.as_deref()).map(|name| (name, database(name))).collect();
    for (name, label) in &databases {
        let (kind, name) = (format!("{CLUSTERS}/databases@{VERSION}"), BICEP.of(name));
        text += &format!("\nresource {label} '{kind}' existing = {{\n  parent: {CLUSTER}\n  name: {name}\n}}\n");
    }
    resources.iter().for_each(|one| text += &resource(one));
    text
}

fn parameter(name: &str, description: &str, kind: &str, default: Option<&str>) -> String {
    let default = default.map(|default| format!(" = {default}")).unwrap_or_default();
    format!("\n@description({})\nparam {name} {kind}{default}\n", BICEP.of(description))
}

/// Returns what the file calls a database.
fn database(name: &str) -> String {
    identifier(&EntityKind::Database.to_string(), Some(name), name)
}

fn resource(resource: &Resource<'_>) -> String {
    let (kind, parent) = match &resource.database {
        Some(name) => (format!("{CLUSTERS}/databases/principalAssignments"), database(name)),
        None => (format!("{CLUSTERS}/principalAssignments"), CLUSTER.to_owned()),
    };
    let principal = &resource.principal;
    let tenant = match principal.tenant {
        Tenant::Id(id) => BICEP.of(id),
        Tenant::Named(name) => format!("tenantIds[{}]", BICEP.of(name)),
        Tenant::OfCluster => "clusterTenantId".to_owned(),
    };
    let [name, id, of_kind, role] =
        [&*resource.name(), principal.id, principal.kind, resource.role].map(|text| BICEP.of(text));
    format!(
        "\n{}resource {} '{kind}@{VERSION}' = {{\n  parent: {parent}\n  name: {name}\n  properties: {{\n    \
         principalId: {id}\n    principalType: {of_kind}\n    role: {role}\n    tenantId: {tenant}\n  }}\n}}\n",
        comment("//", &resource.about),
        resource.label,
    )
}
