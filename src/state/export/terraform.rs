//! Terraform: resources of the provider azurerm, `azurerm_kusto_database_principal_assignment` and
//! `azurerm_kusto_cluster_principal_assignment` (their pages in the provider's documentation).

use std::fmt::Write;

use crate::engine::World;
use crate::state::export::azure::{
    OWN_TENANT, Resource, asked_tenants, asks_for_own_tenant, cluster_name, unknown_tenants,
};
use crate::state::export::escape::{HCL, comment};
use crate::state::export::principal::Tenant;

/// Returns the file, after a comment.
pub(super) fn file(world: &World<'_>, resources: &[Resource<'_>], above: &[String]) -> String {
    let mut text = comment("#", above);
    if resources.is_empty() {
        return text;
    }
    text += &variable("resource_group_name", "The resource group of the cluster", "string", None);
    text += &variable("cluster_name", "The cluster", "string", cluster_name(world));
    let unknown = unknown_tenants(resources);
    if !unknown.is_empty() {
        text += &variable("tenant_ids", &asked_tenants(&unknown), "map(string)", None);
    }
    if asks_for_own_tenant(resources) {
        text += &variable("cluster_tenant_id", OWN_TENANT, "string", None);
    }
    resources.iter().for_each(|one| text += &resource(one));
    text
}

fn variable(name: &str, description: &str, kind: &str, default: Option<&str>) -> String {
    let default = default.map(|default| format!("  default     = {}\n", HCL.of(default))).unwrap_or_default();
    let description = HCL.of(description);
    format!("\nvariable \"{name}\" {{\n  description = {description}\n  type        = {kind}\n{default}}}\n")
}

fn resource(resource: &Resource<'_>) -> String {
    let kind = match resource.database {
        Some(_) => "azurerm_kusto_database_principal_assignment",
        None => "azurerm_kusto_cluster_principal_assignment",
    };
    let mut text = format!("\n{}resource \"{kind}\" \"{}\" {{\n", comment("#", &resource.about), resource.label);
    let principal = &resource.principal;
    let tenant = match principal.tenant {
        Tenant::Id(id) => HCL.of(id),
        Tenant::Named(name) => format!("var.tenant_ids[{}]", HCL.of(name)),
        Tenant::OfCluster => "var.cluster_tenant_id".to_owned(),
    };
    let arguments = [
        ("name", Some(HCL.of(&resource.name()))),
        ("resource_group_name", Some("var.resource_group_name".to_owned())),
        ("cluster_name", Some("var.cluster_name".to_owned())),
        ("database_name", resource.database.as_deref().map(|name| HCL.of(name))),
        ("tenant_id", Some(tenant)),
        ("principal_id", Some(HCL.of(principal.id))),
        ("principal_type", Some(HCL.of(principal.kind))),
        ("role", Some(HCL.of(resource.role))),
    ];
    for (name, value) in arguments {
        if let Some(value) = value {
            let _ = writeln!(text, "  {name:<19} = {value}");
        }
    }
    text + "}\n"
}
