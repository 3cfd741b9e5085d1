//! From a reference to the identity that it names (`security-roles.txt` section 5).

use std::borrow::Cow;

use crate::directory::identity::Found;
use crate::directory::view::IdentityView;
use crate::directory::{Directory, PrincipalId, TenantId};
use crate::model::principal::{PrincipalKind, PrincipalRef, is_id};
use crate::text::{few, nearest, quoted};

/// The identity that a reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The identity; none where an open directory does not know it yet.
    pub principal: Option<PrincipalId>,
    /// Whether an application was named without its tenant, so that the home tenant was meant.
    pub home_tenant: bool,
}

/// How a reference fails to name an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// Nobody is named so.
    Nobody,
    /// More than one is named so.
    Several,
    /// A part has the shape of an id, and is none; an open directory would take it for somebody.
    NoId,
}

/// Why a reference names no identity. The first sentence is the service's
/// (`service-facts.md`, *principal unresolved*); the second is ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// No principal is named so.
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
        /// Who may be meant, and how that one is written.
        help: Vec<String>,
    },
    /// More than one principal is named so.
    #[error("`{reference}` names more than one principal")]
    Ambiguous {
        /// The reference.
        reference: String,
    },
    /// A part that has the shape of an id and is none.
    #[error("`{id}` is no id: an id has 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12")]
    NoId {
        /// The part.
        id: String,
    },
}

/// Returns how the service's sentence names the kinds.
const fn service_kind(kind: PrincipalKind) -> &'static str {
    match kind {
        PrincipalKind::User => "AAD User",
        PrincipalKind::Group => "AAD Group",
        PrincipalKind::Application => "AAD Application Id",
        PrincipalKind::Account => "MSA User",
    }
}

impl Directory {
    /// Returns the identity that `reference` names.
    ///
    /// # Errors
    /// More than one is named so, or in a closed directory nobody.
    pub fn resolve(&self, reference: &PrincipalRef<'_>) -> Result<Resolved, Unresolved> {
        let at_home = reference.tenant.is_none() && reference.kind == PrincipalKind::Application;
        let principal = match self.look_up(reference, self.tenant_meant(reference), true) {
            Found::One(principal) => Some(principal),
            Found::Many => return Err(Unresolved::Several),
            Found::None if self.closed => return Err(Unresolved::Nobody),
            Found::None if reference.no_id().is_some() => return Err(Unresolved::NoId),
            Found::None => None,
        };
        Ok(Resolved { principal, home_tenant: at_home })
    }

    /// Returns the identity that `reference` names, even if it does not exist any more: what it
    /// holds can be taken away from it.
    ///
    /// # Errors
    /// Fails as [`Self::resolve`] does.
    pub fn resolve_former(&self, reference: &PrincipalRef<'_>) -> Result<Resolved, Unresolved> {
        let resolved = self.resolve(reference);
        if resolved.is_ok_and(|resolved| resolved.principal.is_some()) {
            return resolved;
        }
        match self.look_up(reference, reference.tenant.as_deref(), false) {
            Found::One(former) => Ok(Resolved { principal: Some(former), home_tenant: false }),
            Found::None | Found::Many => resolved,
        }
    }

    /// Returns the tenant in which a reference looks: an application without one is the home
    /// tenant's.
    fn tenant_meant<'a>(&'a self, reference: &'a PrincipalRef<'_>) -> Option<&'a str> {
        let home = || self.home_tenant.map(|tenant| self.tenant_text(tenant));
        let is_at_home = reference.kind == PrincipalKind::Application;
        reference.tenant.as_deref().or_else(|| if is_at_home { home() } else { None })
    }

    /// Looks among the identities that exist, or among those that existed once.
    fn look_up(&self, reference: &PrincipalRef<'_>, tenant: Option<&str>, exists: bool) -> Found {
        let tenant = match tenant.map(|tenant| self.tenant(tenant)) {
            Some(None) => return Found::None,
            Some(Some(number)) => Some(self.tenant_text(number)),
            None => None,
        };
        let fits = |view: &IdentityView<'_>| match tenant {
            None => view.is_named_without_tenant(&reference.id),
            Some(_) => view.tenant == tenant,
        };
        let found = self.spelled(reference.kind, &reference.id);
        let found = found.filter(|(_, view)| view.exists == exists && fits(view));
        Self::found(found.map(|(principal, _)| principal))
    }

    /// Returns the sentence that says why a reference names no identity, and what may be meant. It
    /// looks at all identities.
    #[must_use]
    pub fn explain(&self, reference: &PrincipalRef<'_>, why: Unresolved) -> ResolveError {
        match why {
            Unresolved::Nobody => self.not_found(reference),
            Unresolved::Several => ResolveError::Ambiguous { reference: reference.to_string() },
            Unresolved::NoId => {
                let id = reference.no_id().unwrap_or(&reference.id);
                ResolveError::NoId { id: id.to_owned() }
            }
        }
    }

    fn not_found(&self, reference: &PrincipalRef<'_>) -> ResolveError {
        let home = self.home_tenant.map_or("", |tenant| self.tenant_text(tenant));
        let domain = reference.id.split_once('@').map(|(_, domain)| domain);
        let tenant = reference.tenant.as_deref().or(domain).unwrap_or(home);
        let numbers = (0..self.identities.len()).filter_map(|number| u32::try_from(number).ok());
        let views = numbers.map(|number| self.identity(PrincipalId(number)));
        let views = views.filter(|view| view.exists && view.kind == reference.kind);
        let spellings = views.map(|view| view.id);
        let near = nearest(&reference.id, spellings).filter(|_| !reference.has_id()).map(str::to_owned);
        ResolveError::NotFound {
            id: reference.id.to_string(),
            kind: service_kind(reference.kind),
            tenant: tenant.to_owned(),
            near,
            help: self.meant(reference),
        }
    }

    /// Returns who may be meant by a reference that names nobody: one of the same id in another tenant, or
    /// of another kind.
    fn meant(&self, reference: &PrincipalRef<'_>) -> Vec<String> {
        let mut help = Vec::new();
        let undeclared = reference.tenant.as_deref().filter(|tenant| self.tenant(tenant).is_none());
        if let Some(tenant) = undeclared {
            let mut known: Vec<String> = self.tenant_names().map(quoted).collect();
            known.sort_unstable();
            let known = few(known, "and");
            help.push(format!("the environment declares no tenant `{tenant}`; it declares {known}"));
        }
        let mut kinds = std::iter::once(reference.kind).chain(PrincipalKind::ALL.iter().copied());
        let of_kind = |kind| self.spelled(kind, &reference.id).filter(|(_, view)| view.exists);
        let first = kinds.find_map(|kind| of_kind(kind).min_by_key(|(principal, _)| *principal));
        let Some((_, view)) = first else { return help };
        let by_address = view.is_named_without_tenant(&reference.id) && reference.id.contains('@');
        let tenant = view.tenant.filter(|_| !by_address).map(|tenant| self.tenant_name(tenant));
        let written = PrincipalRef { kind: view.kind, id: reference.id.clone(), tenant: tenant.map(Cow::Borrowed) };
        help.push(match (view.kind == reference.kind, &reference.tenant) {
            (false, _) => format!("it is {}: `{written}`", view.kind.noun()),
            (true, None) if reference.has_id() => format!("an object id takes its tenant: `{written}`"),
            (true, None) => format!("a display name takes its tenant: `{written}`"),
            (true, Some(_)) => format!("it is in another tenant: `{written}`"),
        });
        help
    }

    /// Returns how tenants are written: by name, or by id where one has none.
    fn tenant_names(&self) -> impl Iterator<Item = &str> {
        self.tenants.iter().map(|text| self.tenant_name(self.arena.get(*text)))
    }

    /// Returns the first name of the tenant of this id, or the id where it has none.
    #[must_use]
    pub fn tenant_name<'a>(&'a self, id: &'a str) -> &'a str {
        let Some(number) = self.tenant(id) else { return id };
        let names = self.tenants_by_name.iter().filter(|(name, of)| **of == number && !name.eq_ignore_ascii_case(id));
        names.map(|(name, _)| name.as_str()).min().unwrap_or(id)
    }

    /// Returns the id by which Microsoft Entra knows a tenant; nothing where only its domains are known.
    #[must_use]
    pub fn tenant_id<'a>(&'a self, tenant: &'a str) -> Option<&'a str> {
        if is_id(tenant) {
            return Some(tenant);
        }
        let number = self.tenant(tenant)?;
        let names = self.tenants_by_name.iter().filter(|(name, of)| **of == number && is_id(name));
        names.map(|(name, _)| name.as_str()).min()
    }

    /// Returns whether a tenant has this id or name; case does not count.
    #[must_use]
    pub fn knows_tenant(&self, name: &str) -> bool {
        self.tenant(name).is_some()
    }

    /// Returns the tenant of this id or name; case does not count.
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

    pub(super) fn tenant_text(&self, tenant: TenantId) -> &str {
        self.tenants.get(tenant.0 as usize).map_or("", |text| self.arena.get(*text))
    }
}

impl IdentityView<'_> {
    /// Returns whether `spelling` alone, without a tenant, names the identity: the UPN of a user,
    /// the mail of a group.
    fn is_named_without_tenant(&self, spelling: &str) -> bool {
        self.id.eq_ignore_ascii_case(spelling)
    }
}
