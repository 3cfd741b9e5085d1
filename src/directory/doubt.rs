//! What an open directory can't know of a principal that it meets for the first time.

use crate::directory::identity::domain;
use crate::directory::{Directory, PrincipalId, TenantId};
use crate::model::principal::{PrincipalKind, PrincipalRef, is_id};

/// How a user or a group is spelled: by UPN or address, or by object id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Style {
    Address,
    ObjectId,
}

impl Style {
    /// Returns how an id is spelled; nothing where it is a display name, or the kind has one style.
    pub(super) fn of(kind: PrincipalKind, id: &str) -> Option<Self> {
        if !matches!(kind, PrincipalKind::User | PrincipalKind::Group) {
            return None;
        }
        match id {
            _ if is_id(id) => Some(Self::ObjectId),
            _ if id.contains('@') => Some(Self::Address),
            _ => None,
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Address => Self::ObjectId,
            Self::ObjectId => Self::Address,
        }
    }
}

impl Directory {
    /// Returns what may be meant otherwise by a reference to somebody who is not known yet, a sentence
    /// each: it takes one person for two where a second spelling can't be unified with the first.
    #[must_use]
    pub fn doubts(&self, reference: &PrincipalRef<'_>) -> Vec<String> {
        let mut doubts = Vec::new();
        if let Some(printed) = reference.no_id().filter(|it| it.printed) {
            doubts.push(format!("`{}` is printed in the documents and is no id: take a real one", printed.text));
        }
        let needs_tenant = matches!(reference.kind, PrincipalKind::User | PrincipalKind::Group);
        if needs_tenant && reference.tenant.is_none() && !reference.id.contains('@') {
            doubts.push(format!("`{reference}` names no tenant: write it after `;`"));
        }
        if let Some(other) = self.other_tenant(reference).or_else(|| self.other_style(reference)) {
            let other = self.identity(other).fqn();
            doubts.push(format!(
                "`{reference}` and `{other}` may be one principal: without an environment file they are two"
            ));
        }
        doubts
    }

    /// Returns one of the same id whose tenant is named by id where the reference has a domain, or the
    /// other way round.
    fn other_tenant(&self, reference: &PrincipalRef<'_>) -> Option<PrincipalId> {
        let tenant = reference.tenant.as_deref().or_else(|| domain(&reference.id))?;
        let is_other = |known: &str| is_id(known) != is_id(tenant);
        let mut same = self.spelled(reference.kind, &reference.id);
        let found = same.find(|(_, view)| view.exists && view.tenant.is_some_and(is_other));
        found.map(|(principal, _)| principal)
    }

    /// Returns the first one of the tenant who is spelled in the other style, if none was spelled in this
    /// style before: a script that mixes the styles is told so once a tenant.
    fn other_style(&self, reference: &PrincipalRef<'_>) -> Option<PrincipalId> {
        let style = Style::of(reference.kind, &reference.id)?;
        let tenant = self.tenant(reference.tenant.as_deref().or_else(|| domain(&reference.id))?)?;
        let first = |style| self.first_spelled.get(&(tenant, reference.kind, style)).copied();
        let first = |style| first(style).filter(|principal| self.exists(*principal));
        first(style.other()).filter(|_| first(style).is_none())
    }

    /// Remembers the first one of a tenant who is spelled in a style.
    pub(super) fn remember_style(&mut self, kind: PrincipalKind, id: &str, tenant: Option<TenantId>, who: PrincipalId) {
        if let (Some(style), Some(tenant)) = (Style::of(kind, id), tenant) {
            self.first_spelled.entry((tenant, kind, style)).or_insert(who);
        }
    }
}
