//! What results show of an identity.

use crate::directory::derived_id::put_derived_id;
use crate::model::principal::{PrincipalKind, is_id};

/// What results show of an identity.
#[derive(Clone, Copy, Debug)]
pub struct IdentityView<'a> {
    /// User, group, application or account.
    pub kind: PrincipalKind,
    /// UPN, mail or application id.
    pub id: &'a str,
    pub(super) object_id: Option<&'a str>,
    pub(super) display: Option<&'a str>,
    /// The tenant's id, where one is known.
    pub tenant: Option<&'a str>,
    /// Whether it exists: a reload may have left it out.
    pub exists: bool,
}

impl<'a> IdentityView<'a> {
    /// Returns an identity that exists, without a display name.
    pub(super) const fn new(
        kind: PrincipalKind,
        id: &'a str,
        object_id: Option<&'a str>,
        tenant: Option<&'a str>,
    ) -> Self {
        Self { kind, id, object_id, display: None, tenant, exists: true }
    }
}

impl IdentityView<'_> {
    /// Returns the PrincipalObjectId column. Where no object id is declared or given, a stable one is
    /// derived from the reference.
    #[must_use]
    pub fn object_id(&self) -> String {
        made(|text| self.push_object_id(text))
    }

    /// Appends the PrincipalObjectId column.
    pub fn push_object_id(&self, text: &mut String) {
        match self.given_object_id() {
            Some(object_id) => text.push_str(object_id),
            None => {
                let start = text.len();
                self.push_fqn(text);
                put_derived_id(text, start);
            }
        }
    }

    /// Returns the object id that is declared, or by which a reference names a user or a group: the id of
    /// an application is another one (`reference-security-principals.md`).
    fn given_object_id(&self) -> Option<&str> {
        let is_object = matches!(self.kind, PrincipalKind::User | PrincipalKind::Group);
        self.object_id.or_else(|| Some(self.id).filter(|id| is_object && is_id(id)))
    }

    /// Returns the object id by which Microsoft Entra can know the identity: one that is declared or given, has the shape
    /// of an id, and was not derived from a reference, which an import into a closed directory declares too. Derived ids
    /// are of version 5, and those of Entra are random: of version 4.
    #[must_use]
    pub fn known_object_id(&self) -> Option<&str> {
        /// Where an id says its version (RFC 9562, 4.2).
        const VERSION: usize = 14;
        self.given_object_id().filter(|object_id| is_id(object_id) && object_id.as_bytes().get(VERSION) != Some(&b'5'))
    }

    /// Returns the PrincipalDisplayName column, as somebody of the tenant `seen_from` sees it: plain for
    /// users and groups, `Name (app id: …)` for applications (`ingestion-permissions.txt`, its table), and
    /// without a name for who is of another tenant (`show-display-name-other-tenant.md`).
    #[must_use]
    pub fn display_name(&self, seen_from: Option<&str>) -> String {
        made(|text| self.push_display_name(seen_from, text))
    }

    /// Appends the PrincipalDisplayName column.
    pub fn push_display_name(&self, seen_from: Option<&str>, text: &mut String) {
        if let (Some(tenant), Some(own)) = (self.tenant, seen_from)
            && tenant != own
        {
            return text.extend([self.kind.title(), " from AAD tenant ", tenant]);
        }
        text.push_str(self.plain_name());
        if self.kind == PrincipalKind::Application {
            text.extend([" (app id: ", self.id, ")"]);
        }
    }

    /// Returns whether a reference may name the identity so.
    pub(super) fn is_spelled(&self, spelling: &str) -> bool {
        let display = self.display.filter(|_| named_by_display(self.kind));
        let mut names = [Some(self.id), self.object_id, display].into_iter().flatten();
        names.any(|name| name.eq_ignore_ascii_case(spelling))
    }

    /// Returns the object id, where one is declared.
    pub(super) const fn declared_object_id(&self) -> Option<&str> {
        self.object_id
    }

    /// Returns whether both are views of one identity, perhaps in two directories: by the object
    /// ids, or by the ids where one of them has none.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        match (self.given_object_id(), other.given_object_id()) {
            (Some(ours), Some(theirs)) => same(ours, theirs),
            _ => same(self.id, other.id) && self.kind == other.kind,
        }
    }

    /// Returns whether both are views of one identity of a directory: by the object ids, or by the
    /// ids in their tenants where one of them has none.
    #[must_use]
    pub fn has_ids_of(&self, other: &Self) -> bool {
        let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        match (self.given_object_id(), other.given_object_id()) {
            (Some(ours), Some(theirs)) => same(ours, theirs),
            _ => {
                let tenant = |view: &Self| view.tenant.or_else(|| domain(view.id)).unwrap_or("");
                let is_one_tenant = same(tenant(self), tenant(other));
                is_one_tenant && self.kind == other.kind && same(self.id, other.id)
            }
        }
    }

    /// Returns the display name alone.
    #[must_use]
    pub fn plain_name(&self) -> &str {
        self.display.unwrap_or(self.id)
    }

    /// Returns the PrincipalFQN column: the UPN form for users, `id;tenant` otherwise.
    #[must_use]
    pub fn fqn(&self) -> String {
        made(|text| self.push_fqn(text))
    }

    /// Appends the PrincipalFQN column.
    pub fn push_fqn(&self, text: &mut String) {
        let has_upn = matches!(self.kind, PrincipalKind::User | PrincipalKind::Account);
        let by_upn = has_upn && self.id.contains('@');
        let id = match self.kind {
            PrincipalKind::Group => self.object_id.unwrap_or(self.id),
            _ => self.id,
        };
        text.extend([self.kind.word(), "=", id]);
        if let Some(tenant) = self.tenant.filter(|_| !by_upn) {
            text.extend([";", tenant]);
        }
    }
}

/// Returns the text that this appends.
fn made(append: impl FnOnce(&mut String)) -> String {
    let mut text = String::new();
    append(&mut text);
    text
}

/// Returns the domain of a UPN or mail.
pub(super) fn domain(id: &str) -> Option<&str> {
    let at = memchr::memchr(b'@', id.as_bytes())?;
    id.get(at + 1..)
}

/// Returns whether references may name the kind by its display name (`security-roles.txt` section
/// 5).
pub(super) const fn named_by_display(kind: PrincipalKind) -> bool {
    matches!(kind, PrincipalKind::Group | PrincipalKind::Application)
}
