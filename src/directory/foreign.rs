//! Who is of another tenant than the cluster.

use crate::directory::{Directory, PrincipalId, TenantId};
use crate::model::principal::is_id;

impl Directory {
    /// Returns the tenant of a principal, as references name it, where it is another than the cluster's home tenant.
    /// Where one of the two is known by its id alone and the other by a name alone, nobody can tell.
    #[must_use]
    pub fn foreign_tenant(&self, principal: PrincipalId) -> Option<&str> {
        let home = self.home_tenant?;
        let own = self.identity(principal).tenant?;
        let tenant = self.tenant(own).filter(|tenant| *tenant != home)?;
        let can_tell = self.named_by(tenant, true) && self.named_by(home, true)
            || self.named_by(tenant, false) && self.named_by(home, false);
        can_tell.then(|| self.tenant_name(own))
    }

    /// Returns whether a tenant is known by its id, or by a name.
    fn named_by(&self, tenant: TenantId, by_id: bool) -> bool {
        let names = self.tenants_by_name.iter().filter(|(_, of)| **of == tenant);
        names.into_iter().any(|(name, _)| is_id(name) == by_id)
    }
}
