//! Tenants by their ids and names.

use std::collections::{BTreeMap, BTreeSet};

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

/// Returns the tenants of domains; nothing of a domain that two tenants have. The domain of a user principal name is a
/// name of the tenant. That of another address is one where the tenant's people have no other: guests have the addresses
/// of other tenants.
fn owners(file: &File<'_>, seen: &[Seen]) -> BTreeMap<String, Option<String>> {
    let mut owners: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut addresses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for seen in seen {
        let (Some(tenant), Some(domain)) = (&seen.tenant, seen.domain()) else { continue };
        if !is_id(tenant) || tenant_fault(domain).is_some() {
            continue;
        }
        let (tenant, domain) = (tenant.to_lowercase(), domain.to_lowercase());
        if !seen.is_upn {
            addresses.entry(tenant).or_default().insert(domain);
            continue;
        }
        let owner = owners.entry(domain).or_insert_with(|| Some(tenant.clone()));
        *owner = owner.take().filter(|owner| *owner == tenant);
    }
    let has_name = |tenant: &str| {
        let named = file.tenants.iter().filter(|known| !known.names.is_empty());
        named.into_iter().any(|known| known.id.eq_ignore_ascii_case(tenant))
    };
    let certain: BTreeSet<String> = owners.values().flatten().cloned().collect();
    let mut guessed: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (tenant, domains) in addresses {
        let mut domains = domains.into_iter();
        let only =
            domains.next().filter(|_| domains.next().is_none() && !certain.contains(&tenant) && !has_name(&tenant));
        if let Some(domain) = only.filter(|domain| !owners.contains_key(domain)) {
            let owner = guessed.entry(domain).or_insert_with(|| Some(tenant.clone()));
            *owner = owner.take().filter(|owner| *owner == tenant);
        }
    }
    owners.extend(guessed);
    owners
}

impl Tenants {
    /// Learns the tenants of a file, and those of whom answers speak.
    pub(super) fn of(file: &File<'_>, seen: &[Seen]) -> Self {
        let mut tenants = Self::default();
        let owners = owners(file, seen);
        for tenant in &file.tenants {
            let own = std::iter::once(&*tenant.id).chain(tenant.names.iter().map(String::as_str));
            let by_id = own.clone().find(|name| is_id(name)).map(str::to_owned);
            let owned = own.clone().find_map(|name| owners.get(&name.to_lowercase()).cloned().flatten());
            let id = by_id.or(owned).unwrap_or_else(|| (*tenant.id).to_owned());
            own.for_each(|name| tenants.name(name, &id));
        }
        for seen in seen {
            let tenant = seen.tenant.as_ref().filter(|tenant| is_id(tenant) && seen.domain().is_some());
            tenant.into_iter().for_each(|tenant| tenants.name(tenant, &tenant.to_lowercase()));
        }
        for (domain, owner) in owners {
            if let Some(owner) = owner {
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
        // The built-in tenant has its id, whatever names it here.
        let id = Directory::open().tenant_id(name).unwrap_or(name).to_owned();
        self.name(name, &id);
        Some(id)
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
