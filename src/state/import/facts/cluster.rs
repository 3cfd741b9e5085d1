//! What answers say of the cluster itself: its name, and the managed identities that are assigned to it.

use serde_json::Value;

use crate::directory::environment::{ManagedIdentity, Text};
use crate::model::connection::SYSTEM_IDENTITY;
use crate::state::import::columns as is;
use crate::state::import::facts::Facts;
use crate::state::import::rows::{Place, Row, Rows};
use crate::text::quoted;

/// What follows the name of a cluster and its region in its address.
const DOMAIN: &str = ".kusto.";

impl Facts {
    /// Takes what the rows of Azure and Terraform say of the cluster.
    pub(super) fn of_cluster(&mut self, rows: &Rows) {
        for row in rows.rows() {
            if let Some(name) = name_of(&row) {
                self.cluster_is(name, row.place);
            }
            if is_cluster(&row) {
                self.identities_of_resource(&row);
            }
        }
    }

    fn cluster_is(&mut self, name: String, place: &Place) {
        let short = |name: &str| name.split('.').next().unwrap_or_default().to_lowercase();
        match &self.cluster.name {
            Some(known) if short(known) != short(&name) => {
                let message = format!("this is of the cluster {}, and others are of {}", quoted(&name), quoted(known));
                self.warn(place, message);
            }
            // One with its region says more.
            Some(known) if known.len() >= name.len() => {}
            _ => self.cluster.name = Some(name),
        }
    }

    /// The policy managed_identity of the cluster, as the service shows it, has the ids of each identity
    /// (`show-managed-identity-policy-command.md`).
    pub(super) fn identities_of_policy(&mut self, policy: &str) {
        let entries: Vec<Value> = serde_json::from_str(policy).unwrap_or_default();
        for entry in entries {
            let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
            let (object_id, client_id, tenant) = (text("ObjectId"), text("ClientId"), text("TenantId"));
            if tenant.is_empty() || client_id.is_empty() || object_id.eq_ignore_ascii_case(SYSTEM_IDENTITY) {
                continue;
            }
            let is_system = entry.get("IsSystem").and_then(Value::as_bool).unwrap_or_default();
            self.identity([object_id, client_id, tenant, text("DisplayName")], is_system);
        }
    }

    /// `identity` of the resource: an object in Azure, a list of one in Terraform.
    fn identities_of_resource(&mut self, row: &Row<'_>) {
        let value: Value = serde_json::from_str(row.get(is::IDENTITY)).unwrap_or_default();
        let identity = value.get(0).unwrap_or(&value);
        let text = |of: &Value, names: [&str; 2]| {
            let found = names.iter().find_map(|name| of.get(name)?.as_str());
            found.unwrap_or_default().to_owned()
        };
        let tenant = text(identity, ["tenantId", "tenant_id"]);
        let system = text(identity, ["principalId", "principal_id"]);
        let name = row.get(is::NAME);
        if !system.is_empty() && !tenant.is_empty() {
            // The resource does not tell its client id: a list of applications may.
            self.identity([&system, &system, &tenant, name], true);
        }
        for (path, assigned) in identity.get("userAssignedIdentities").and_then(Value::as_object).into_iter().flatten()
        {
            let (object_id, client_id) = (text(assigned, ["principalId", ""]), text(assigned, ["clientId", ""]));
            let name = path.rsplit('/').next().unwrap_or_default();
            if object_id.is_empty() || client_id.is_empty() || tenant.is_empty() {
                self.warn(row.place, format!("the ids of the managed identity {} are not told here", quoted(name)));
                continue;
            }
            self.identity([&object_id, &client_id, &tenant, name], false);
        }
        for path in identity.get("identity_ids").and_then(Value::as_array).into_iter().flatten() {
            let name = path.as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default();
            self.warn(row.place, format!("the ids of the managed identity {} are not told here", quoted(name)));
        }
    }

    fn identity(&mut self, texts: [&str; 4], is_system: bool) {
        let [object_id, client_id, tenant_id, display_name] = texts.map(|text| Text::from(text.to_owned()));
        self.cluster.identities.push(ManagedIdentity { object_id, client_id, tenant_id, display_name, is_system });
    }
}

fn is_cluster(row: &Row<'_>) -> bool {
    is::CLUSTER_TYPES.contains(&row.get(is::RESOURCE_TYPE).to_lowercase().as_str())
}

/// Returns the name of the cluster that a row is about: by its address, its id or the field of Terraform.
fn name_of(row: &Row<'_>) -> Option<String> {
    let of_address = || {
        let host = row.get(is::URI).strip_prefix("https://")?;
        host.split_once(DOMAIN).map(|(name, _)| name.to_owned())
    };
    let of_id = || {
        let mut parts = row.get(is::ID).split('/').skip_while(|part| !part.eq_ignore_ascii_case("clusters"));
        parts.nth(1).filter(|name| !name.is_empty()).map(str::to_owned)
    };
    let own = || is_cluster(row).then(|| row.owned(is::NAME)).flatten();
    of_address().or_else(of_id).or_else(|| row.owned(is::CLUSTER)).or_else(own)
}
