//! From an identity to a reference that names it.

use std::borrow::Cow;

use crate::directory::view::named_by_display;
use crate::directory::{Directory, PrincipalId};
use crate::model::principal::PrincipalRef;

impl Directory {
    /// Returns a reference by which a command can name the principal: by its UPN, by its name and tenant, or by its
    /// id, the first of these that names nobody else.
    #[must_use]
    pub fn reference(&self, principal: PrincipalId) -> String {
        let view = self.identity(principal);
        let tenant = view.tenant.map(|tenant| Cow::Borrowed(self.tenant_name(tenant)));
        let of = |id: &str, tenant: Option<Cow<'_, str>>| {
            let id = Cow::Borrowed(id);
            PrincipalRef { kind: view.kind, id, tenant }.to_string()
        };
        let upn = (!named_by_display(view.kind)).then(|| of(view.id, None));
        let others = [of(view.plain_name(), tenant.clone()), of(view.id, tenant), of(view.id, None)];
        let names = |text: &String| {
            let read = PrincipalRef::parse(text).ok().and_then(|reference| self.resolve(&reference).ok());
            read.is_some_and(|resolved| resolved.principal == Some(principal))
        };
        upn.into_iter().chain(others).find(names).unwrap_or_else(|| view.fqn())
    }
}
