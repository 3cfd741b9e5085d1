//! What an open directory can't know of a principal that it meets for the first time.

use crate::directory::view::domain;
use crate::directory::{Directory, PrincipalId, TenantId};
use crate::model::principal::{PrincipalKind, PrincipalRef, is_id};

/// How somebody, or a tenant, is spelled: by UPN, address or domain, or by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Style {
    /// By UPN, address or domain.
    Name,
    /// By id.
    Id,
}

impl Style {
    /// Returns how a user or a group is spelled; nothing where it is by display name, or the kind has one style.
    pub(crate) fn of(kind: PrincipalKind, id: &str) -> Option<Self> {
        match kind {
            PrincipalKind::User | PrincipalKind::Group if is_id(id) => Some(Self::Id),
            PrincipalKind::User | PrincipalKind::Group => domain(id).map(|_| Self::Name),
            PrincipalKind::Application | PrincipalKind::Account => None,
        }
    }

    fn of_tenant(tenant: &str) -> Self {
        if is_id(tenant) { Self::Id } else { Self::Name }
    }

    const fn other(self) -> Self {
        match self {
            Self::Name => Self::Id,
            Self::Id => Self::Name,
        }
    }
}

/// A value for each style.
#[derive(Clone, Copy, Debug, Default)]
struct Both<T> {
    name: T,
    id: T,
}

impl<T: Copy> Both<T> {
    const fn get(self, style: Style) -> T {
        match style {
            Style::Name => self.name,
            Style::Id => self.id,
        }
    }

    const fn of(&mut self, style: Style) -> &mut T {
        match style {
            Style::Name => &mut self.name,
            Style::Id => &mut self.id,
        }
    }
}

/// The first user and the first group of a tenant in each style.
#[derive(Clone, Copy, Debug, Default)]
struct First {
    user: Both<Option<PrincipalId>>,
    group: Both<Option<PrincipalId>>,
}

/// The styles in which an open directory has met principals and tenants: those who are spelled in one style alone
/// are not looked up again.
#[derive(Clone, Debug, Default)]
pub(super) struct Styles {
    /// By the number of the tenant.
    first: Vec<First>,
    /// Whether somebody was met in each style.
    people: Both<bool>,
    /// Whether a tenant was met in each style.
    tenants: Both<bool>,
}

impl Styles {
    /// Remembers a tenant that is new.
    pub(super) fn meet_tenant(&mut self, tenant: &str) {
        *self.tenants.of(Style::of_tenant(tenant)) = true;
    }

    /// Remembers who is new.
    pub(super) fn meet(&mut self, kind: PrincipalKind, id: &str, tenant: Option<TenantId>, who: PrincipalId) {
        let (Some(style), Some(TenantId(tenant))) = (Style::of(kind, id), tenant) else { return };
        *self.people.of(style) = true;
        let tenant = tenant as usize;
        if self.first.len() <= tenant {
            self.first.resize(tenant + 1, First::default());
        }
        if let Some(first) = self.first.get_mut(tenant) {
            let first = if kind == PrincipalKind::Group { &mut first.group } else { &mut first.user };
            first.of(style).get_or_insert(who);
        }
    }

    fn first(&self, kind: PrincipalKind, tenant: TenantId, style: Style) -> Option<PrincipalId> {
        let first = self.first.get(tenant.0 as usize)?;
        let first = if kind == PrincipalKind::Group { first.group } else { first.user };
        first.get(style)
    }
}

impl Directory {
    /// Returns what may be meant otherwise by a reference to somebody who is not known yet, a sentence
    /// each: it takes one person for two where a second spelling can't be unified with the first.
    #[must_use]
    pub fn doubts(&self, reference: &PrincipalRef<'_>) -> Vec<String> {
        let mut doubts = Vec::new();
        let domain = domain(&reference.id);
        if let Some(printed) = reference.printed_id() {
            doubts.push(format!("`{printed}` is printed in the documents and is no id: take a real one"));
        }
        let needs_tenant = matches!(reference.kind, PrincipalKind::User | PrincipalKind::Group);
        let tenant = reference.tenant.as_deref().or(domain);
        if needs_tenant && tenant.is_none() {
            doubts.push(format!("`{reference}` names no tenant: write it after `;`"));
        }
        let other = tenant.and_then(|it| self.other_tenant(reference, it).or_else(|| self.other_style(reference, it)));
        if let Some(other) = other {
            let other = self.identity(other).fqn();
            doubts.push(format!(
                "`{reference}` and `{other}` may be one principal: without an environment file they are two"
            ));
        }
        doubts
    }

    /// Returns that an open directory takes a reference without a tenant for somebody of one: of another tenant there may
    /// be another of this name.
    #[must_use]
    pub fn tenant_taken(&self, reference: &PrincipalRef<'_>, principal: PrincipalId) -> Option<String> {
        let has_one = || reference.tenant.is_some() || domain(&reference.id).is_some() || is_id(&reference.id);
        let takes_one = matches!(reference.kind, PrincipalKind::User | PrincipalKind::Group);
        let tenant = self.identity(principal).tenant.filter(|_| takes_one && !self.is_closed() && !has_one())?;
        Some(format!("`{reference}` names no tenant, and is taken for `{reference};{tenant}`: write it after `;`"))
    }

    /// Returns one of the same id whose tenant is named by id where the reference has a domain, or the
    /// other way round.
    fn other_tenant(&self, reference: &PrincipalRef<'_>, tenant: &str) -> Option<PrincipalId> {
        let other = Style::of_tenant(tenant).other();
        if !self.styles.tenants.get(other) {
            return None;
        }
        let same = self.spelled(reference.kind, &reference.id);
        let is_other = |known: &str| Style::of_tenant(known) == other;
        let found = same.filter(|(_, view)| view.exists && view.tenant.is_some_and(is_other));
        found.map(|(principal, _)| principal).min()
    }

    /// Returns the first one of the tenant who is spelled in the other style, if none was spelled in this
    /// style before: a script that mixes the styles is told so once a tenant.
    fn other_style(&self, reference: &PrincipalRef<'_>, tenant: &str) -> Option<PrincipalId> {
        let style = Style::of(reference.kind, &reference.id)?;
        if !self.styles.people.get(style.other()) {
            return None;
        }
        let tenant = self.tenant(tenant)?;
        let first = |style| self.styles.first(reference.kind, tenant, style).filter(|who| self.exists(*who));
        first(style.other()).filter(|_| first(style).is_none())
    }
}
