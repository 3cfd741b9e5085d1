//! Tenants by their ids and names.

use std::collections::BTreeMap;

use crate::directory::Directory;
use crate::directory::environment::{File, Tenant};
use crate::model::principal::{is_id, tenant_fault};
use crate::state::import::seen::Seen;

/// The tenants that are known.
#[derive(Debug, Default)]
pub(super) struct Tenants {
    /// The id of each name and id, in lower case.
    ids: BTreeMap<String, String>,
    /// The ids in the order of the file, then as they were met.
    order: Vec<String>,
}

impl Tenants {
    /// Learns the tenants of a file, and those of whom answers speak. The domain of somebody's UPN is a name of its
    /// tenant, unless two tenants have such people.
    pub(super) fn of(file: &File<'_>, seen: &[Seen]) -> Self {
        let mut tenants = Self::default();
        let mut owners: BTreeMap<String, Option<String>> = BTreeMap::new();
        for seen in seen {
            if let (Some(tenant), Some(domain)) = (&seen.tenant, seen.domain())
                && is_id(tenant)
                && tenant_fault(domain).is_none()
            {
                let owner = owners.entry(domain.to_lowercase()).or_insert_with(|| Some(tenant.to_lowercase()));
                if owner.as_ref().is_some_and(|owner| !owner.eq_ignore_ascii_case(tenant)) {
                    *owner = None;
                }
            }
        }
        for tenant in &file.tenants {
            let own = std::iter::once(&*tenant.id).chain(tenant.names.iter().map(String::as_str));
            let by_id = own.clone().find(|name| is_id(name)).map(str::to_owned);
            let owned = own.clone().find_map(|name| owners.get(&name.to_lowercase()).cloned().flatten());
            let id = by_id.or(owned).unwrap_or_else(|| (*tenant.id).to_owned());
            own.for_each(|name| tenants.name(name, &id));
        }
        for (domain, owner) in owners {
            if let Some(owner) = owner {
                tenants.name(&owner, &owner);
                tenants.name(&domain, &owner);
            }
        }
        tenants
    }

    fn name(&mut self, name: &str, id: &str) {
        if !self.order.iter().any(|known| known.eq_ignore_ascii_case(id)) {
            self.order.push(id.to_owned());
        }
        self.ids.entry(name.to_lowercase()).or_insert_with(|| id.to_owned());
    }

    /// Returns the id of a tenant; one that is new is learned, if a reference could name it.
    pub(super) fn id(&mut self, name: &str) -> Option<String> {
        if let Some(known) = self.ids.get(&name.to_lowercase()) {
            return Some(known.clone());
        }
        if tenant_fault(name).is_some() {
            return None;
        }
        self.name(name, name);
        Some(name.to_owned())
    }

    /// Returns the id of a tenant that is known.
    pub(super) fn known(&self, name: &str) -> Option<&str> {
        self.ids.get(&name.to_lowercase()).map(String::as_str)
    }

    /// Returns the tenant that is the only one, if there is one.
    pub(super) fn only(&self) -> Option<&str> {
        match self.order.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Returns the tenants as the file has them; those that are built in are left out.
    pub(super) fn listed(&self) -> Vec<Tenant<'static>> {
        let built_in = Directory::open();
        let own = |id: &&String| !built_in.knows_tenant(id);
        let tenant = |id: &String| {
            let names = self.ids.iter().filter(|(name, of)| *of == id && !name.eq_ignore_ascii_case(id));
            let names = names.map(|(name, _)| name.clone()).filter(|name| !built_in.knows_tenant(name)).collect();
            Tenant { id: id.clone().into(), names }
        };
        self.order.iter().filter(own).map(tenant).collect()
    }
}
