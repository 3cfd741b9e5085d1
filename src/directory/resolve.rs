//! From a reference to the identity that it names (`security-roles.txt` section 5).

use crate::directory::identity::{Found, IdentityView, New, named_by_display};
use crate::directory::{Directory, PrincipalId, TenantId};
use crate::model::principal::{PrincipalKind, PrincipalRef};

/// The identity that a reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Which.
    pub principal: PrincipalId,
    /// Whether an application was named without its tenant, so that the home tenant was meant.
    pub home_tenant: bool,
}

/// Why a reference names no identity. The first sentence is the service's
/// (`service-facts.md`, *principal unresolved*); the second is ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// Nothing of that name.
    #[error(
        "Requested entity is not valid and could not be retrieved from AAD. Entity ID '{id}' of type '{kind}' was not found in AAD tenant '{tenant}'."
    )]
    NotFound {
        /// The id as it was written.
        id: String,
        /// The service's name of the kind.
        kind: &'static str,
        /// The tenant that was looked in.
        tenant: String,
        /// A spelling near to it.
        near: Option<String>,
        /// Whether one of this display name exists, which counts together with its tenant only.
        displayed: bool,
    },
    /// More than one of that name.
    #[error("`{reference}` names more than one principal")]
    Ambiguous {
        /// The reference.
        reference: String,
    },
}

/// How the service's sentence names the kinds.
const fn service_kind(kind: PrincipalKind) -> &'static str {
    match kind {
        PrincipalKind::User => "AAD User",
        PrincipalKind::Group => "AAD Group",
        PrincipalKind::Application => "AAD Application Id",
        PrincipalKind::Account => "MSA User",
    }
}

impl Directory {
    /// The identity that `reference` names. An open directory learns one that it does not know.
    ///
    /// # Errors
    /// In a closed directory: nothing, or more than one, is named so.
    pub fn resolve(&mut self, reference: &PrincipalRef<'_>) -> Result<Resolved, ResolveError> {
        let found = |principal| Ok(Resolved { principal, home_tenant: false });
        if reference.tenant.is_none() && reference.kind == PrincipalKind::Application {
            return self.resolve_at_home(reference);
        }
        match self.look_up(reference, reference.tenant.as_deref(), false) {
            Found::One(principal) => found(principal),
            Found::Many => Err(ResolveError::Ambiguous { reference: reference.to_string() }),
            Found::None if self.closed => Err(self.not_found(reference)),
            Found::None => found(self.learn(reference)),
        }
    }

    /// The same, of an identity that the directory had before it was loaded anew: what it holds can be
    /// taken away from it.
    ///
    /// # Errors
    /// As for those that exist.
    pub fn resolve_former(&mut self, reference: &PrincipalRef<'_>) -> Result<Resolved, ResolveError> {
        self.resolve(reference).or_else(|error| match self.look_up(reference, reference.tenant.as_deref(), true) {
            Found::One(principal) => Ok(Resolved { principal, home_tenant: false }),
            Found::None | Found::Many => Err(error),
        })
    }

    /// An application without a tenant: the home tenant's, wherever that is.
    fn resolve_at_home(&mut self, reference: &PrincipalRef<'_>) -> Result<Resolved, ResolveError> {
        let home = self.home_tenant.map(|tenant| self.tenant_text(tenant).to_owned());
        let found = match self.look_up(reference, home.as_deref(), false) {
            Found::One(principal) => principal,
            Found::Many => return Err(ResolveError::Ambiguous { reference: reference.to_string() }),
            Found::None if self.closed => return Err(self.not_found(reference)),
            Found::None => self.learn(reference),
        };
        Ok(Resolved { principal: found, home_tenant: true })
    }

    /// Looks among the identities that exist, or among those of which a reload left only the number.
    fn look_up(&mut self, reference: &PrincipalRef<'_>, tenant: Option<&str>, former: bool) -> Found {
        let id = reference.id.as_ref();
        match tenant {
            None => self.spelled(reference.kind, id, |view| view.exists != former && view.is_named_without_tenant(id)),
            Some(tenant) => match self.tenant(tenant) {
                None => Found::None,
                Some(number) => {
                    let text = self.tenant_text(number).to_owned();
                    self.spelled(reference.kind, id, |view| view.exists != former && view.tenant == Some(text.as_str()))
                }
            },
        }
    }

    /// Makes an identity of a reference that nothing is known of.
    fn learn(&mut self, reference: &PrincipalRef<'_>) -> PrincipalId {
        let id = reference.id.as_ref();
        let tenant = match &reference.tenant {
            Some(tenant) => Some(self.tenant(tenant).unwrap_or_else(|| self.add_tenant(tenant, &[]))),
            None => id
                .split_once('@')
                .map(|(_, domain)| self.tenant(domain).unwrap_or_else(|| self.add_tenant(domain, &[]))),
        };
        self.add(&New { kind: reference.kind, id, object_id: None, display: None, tenant })
    }

    fn not_found(&self, reference: &PrincipalRef<'_>) -> ResolveError {
        let home = self.home_tenant.map_or("", |tenant| self.tenant_text(tenant));
        let domain = reference.id.split_once('@').map(|(_, domain)| domain);
        let tenant = reference.tenant.as_deref().or(domain).unwrap_or(home);
        let numbers = (0..self.identities.len()).filter_map(|number| u32::try_from(number).ok());
        let views = numbers.map(|number| self.identity(PrincipalId(number)));
        let views = views.filter(|view| view.exists && view.kind == reference.kind);
        let spellings = views.clone().map(|view| view.id);
        let is_id = uuid::Uuid::try_parse(&reference.id).is_ok();
        let near = crate::text::nearest(&reference.id, spellings).filter(|_| !is_id).map(str::to_owned);
        let is_displayed = |view: IdentityView<'_>| view.plain_name().eq_ignore_ascii_case(&reference.id);
        let displayed =
            reference.tenant.is_none() && named_by_display(reference.kind) && views.clone().any(is_displayed);
        ResolveError::NotFound {
            id: reference.id.to_string(),
            kind: service_kind(reference.kind),
            tenant: tenant.to_owned(),
            near,
            displayed,
        }
    }

    /// The tenant of this id or name; case does not count.
    pub(super) fn tenant(&self, name: &str) -> Option<TenantId> {
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return self.tenants_by_name.get(&name.to_ascii_lowercase()).copied();
        }
        self.tenants_by_name.get(name).copied()
    }

    pub(super) fn add_tenant(&mut self, id: &str, names: &[&str]) -> TenantId {
        let number = TenantId(u32::try_from(self.tenants.len()).unwrap_or(u32::MAX));
        let text = self.arena.add(id);
        self.tenants.push(text);
        for name in std::iter::once(&id).chain(names) {
            self.tenants_by_name.insert(name.to_ascii_lowercase(), number);
        }
        number
    }

    fn tenant_text(&self, tenant: TenantId) -> &str {
        self.tenants.get(tenant.0 as usize).map_or("", |text| self.arena.get(*text))
    }
}

impl IdentityView<'_> {
    /// Whether `spelling` alone, without a tenant, names the identity: the UPN of a user, the mail
    /// of a group.
    fn is_named_without_tenant(&self, spelling: &str) -> bool {
        self.id.eq_ignore_ascii_case(spelling)
    }
}
