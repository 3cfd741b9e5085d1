//! One identity: what is kept of it, and what results show of it.

use std::hash::{BuildHasher, Hasher};

use uuid::Uuid;

use crate::directory::{Directory, PrincipalId, TenantId};
use crate::model::principal::{PrincipalKind, is_id};
use crate::text::Str;

/// What the directory keeps of an identity.
#[derive(Clone, Copy, Debug)]
pub struct Identity {
    kind: PrincipalKind,
    /// UPN, mail, application id, or the reference's own id in an open directory.
    id: Str,
    pub(super) object_id: Option<Str>,
    pub(super) display: Option<Str>,
    pub(super) tenant: Option<TenantId>,
    /// Whether it exists; one that does not any more keeps its number and its roles.
    pub(super) exists: bool,
}

/// An identity that is to be added.
pub(super) struct New<'a> {
    pub(super) kind: PrincipalKind,
    pub(super) id: &'a str,
    pub(super) object_id: Option<&'a str>,
    pub(super) display: Option<&'a str>,
    pub(super) tenant: Option<TenantId>,
}

impl<'a> New<'a> {
    /// Returns what references can name the identity by, each once.
    fn spellings(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let object_id = self.object_id.filter(|object_id| !object_id.eq_ignore_ascii_case(self.id));
        let display = self.display.filter(|_| named_by_display(self.kind));
        let display = display.filter(|name| !name.eq_ignore_ascii_case(self.id));
        [Some(self.id), object_id, display].into_iter().flatten()
    }
}

/// What results show of an identity.
#[derive(Clone, Copy, Debug)]
pub struct IdentityView<'a> {
    /// User, group, application or account.
    pub kind: PrincipalKind,
    /// UPN, mail or application id.
    pub id: &'a str,
    object_id: Option<&'a str>,
    display: Option<&'a str>,
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
        self.given_object_id().map_or_else(|| derived_id(&self.fqn().to_lowercase()), str::to_owned)
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
        if let (Some(tenant), Some(own)) = (self.tenant, seen_from)
            && tenant != own
        {
            return format!("{} from AAD tenant {tenant}", self.kind.title());
        }
        let name = self.display.unwrap_or(self.id);
        match self.kind {
            PrincipalKind::Application => format!("{name} (app id: {})", self.id),
            PrincipalKind::User | PrincipalKind::Group | PrincipalKind::Account => name.to_owned(),
        }
    }

    /// Returns whether a reference may name the identity so.
    fn is_spelled(&self, spelling: &str) -> bool {
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
        let word = self.kind.word();
        let has_upn = matches!(self.kind, PrincipalKind::User | PrincipalKind::Account);
        let by_upn = has_upn && self.id.contains('@');
        let id = match self.kind {
            PrincipalKind::Group => self.object_id.unwrap_or(self.id),
            _ => self.id,
        };
        match self.tenant.filter(|_| !by_upn) {
            Some(tenant) => format!("{word}={id};{tenant}"),
            None => format!("{word}={id}"),
        }
    }
}

/// Returns the domain of a UPN or mail.
pub(super) fn domain(id: &str) -> Option<&str> {
    let at = memchr::memchr(b'@', id.as_bytes())?;
    id.get(at + 1..)
}

/// Returns a GUID that depends on nothing but `text`.
#[must_use]
pub(crate) fn derived_id(text: &str) -> String {
    // The namespace is the one that RFC 9562 gives for URLs; any fixed one serves.
    Uuid::new_v5(&Uuid::NAMESPACE_URL, text.as_bytes()).to_string()
}

/// One spelling of an identity in the index: tables that grow need its hash again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spelling {
    hash: u64,
    identity: PrincipalId,
}

impl Directory {
    /// Returns what results show of `principal`.
    #[must_use]
    pub fn identity(&self, principal: PrincipalId) -> IdentityView<'_> {
        let get = |place: Str| self.arena.get(place);
        match self.identities.get(principal.0 as usize) {
            Some(identity) => IdentityView {
                kind: identity.kind,
                id: get(identity.id),
                object_id: identity.object_id.map(get),
                display: identity.display.map(get),
                tenant: identity
                    .tenant
                    .and_then(|tenant| self.tenants.get(tenant.0 as usize))
                    .map(|tenant| get(*tenant)),
                exists: identity.exists,
            },
            // Numbers come from this directory alone, so that every one has its identity.
            None => IdentityView {
                kind: PrincipalKind::User,
                id: "",
                object_id: None,
                display: None,
                tenant: None,
                exists: false,
            },
        }
    }

    /// Returns the id of the tenant from which `principal` looks at others: its own one, the home tenant for
    /// the built-in administrator. Nothing where it has none, and in an open directory, where a reference
    /// says of nobody what tenant it really is of.
    #[must_use]
    pub fn tenant_of(&self, principal: PrincipalId) -> Option<&str> {
        if !self.closed {
            return None;
        }
        let home = self.home_tenant.filter(|_| principal == self.local_admin());
        home.map(|home| self.tenant_text(home)).or_else(|| self.identity(principal).tenant)
    }

    /// Returns the identities with their numbers, also those that do not exist any more.
    pub(super) fn numbered(&self) -> impl Iterator<Item = (PrincipalId, &Identity)> {
        let numbers = (0..u32::MAX).map(PrincipalId);
        numbers.zip(&self.identities)
    }

    /// Returns the principals that exist, in the order of their numbers.
    pub fn principals(&self) -> impl Iterator<Item = PrincipalId> {
        self.numbered().filter(|(_, identity)| identity.exists).map(|(number, _)| number)
    }

    /// Adds an identity with all its spellings.
    pub(super) fn add(&mut self, new: &New<'_>) -> PrincipalId {
        self.take(new, None, None)
    }

    /// Adds an identity with all its spellings, or puts it in the place of the one with the number
    /// that it is to have. The hash of its id is given where it is known.
    pub(super) fn take(&mut self, new: &New<'_>, number: Option<PrincipalId>, mut id_hash: Option<u64>) -> PrincipalId {
        let place = number.unwrap_or_else(|| self.next_principal());
        for spelling in new.spellings() {
            let hash = id_hash.take().unwrap_or_else(|| self.hash_of(new.kind, spelling));
            let entry = Spelling { hash, identity: place };
            if !self.index.iter_hash(hash).any(|known| *known == entry) {
                self.index.insert_unique(hash, entry, Spelling::hash);
            }
        }
        self.keep(new);
        if number.is_some()
            && let Some(latest) = self.identities.pop()
            && let Some(kept) = self.identities.get_mut(place.0 as usize)
        {
            *kept = latest;
        }
        place
    }

    /// Adds an identity, unless one of its spellings names another of its kind and tenant, or its object id another of
    /// its kind in any tenant.
    ///
    /// # Errors
    /// Fails with the spelling that is taken.
    pub(super) fn add_unless_taken<'n>(&mut self, new: &New<'n>) -> Result<PrincipalId, &'n str> {
        let number = self.next_principal();
        for spelling in new.spellings() {
            let hash = self.hash_of(new.kind, spelling);
            if self
                .index
                .iter_hash(hash)
                .any(|entry| entry.identity != number && self.is_same(entry, hash, new, spelling))
            {
                return Err(spelling);
            }
            self.index.insert_unique(hash, Spelling { hash, identity: number }, |entry| entry.hash);
        }
        self.keep(new);
        Ok(number)
    }

    fn is_same(&self, entry: &Spelling, hash: u64, new: &New<'_>, spelling: &str) -> bool {
        let Some(identity) = self.identities.get(entry.identity.0 as usize) else { return false };
        let view = self.identity(entry.identity);
        let is_spelling = |id: &str| id.eq_ignore_ascii_case(spelling);
        // No two have one object id, in whichever tenants they are: edits name who they are about by it.
        let is_object_id =
            || new.object_id.is_some_and(is_spelling) && view.declared_object_id().is_some_and(is_spelling);
        entry.hash == hash
            && identity.kind == new.kind
            && (identity.tenant == new.tenant || is_object_id())
            && view.is_spelled(spelling)
    }

    fn keep(&mut self, new: &New<'_>) {
        self.identities.push(Identity {
            kind: new.kind,
            id: self.arena.add(new.id),
            object_id: new.object_id.map(|text| self.arena.add(text)),
            display: new.display.map(|text| self.arena.add(text)),
            tenant: new.tenant,
            exists: true,
        });
    }

    /// Says whether an identity exists.
    pub(super) fn set_exists(&mut self, principal: PrincipalId, exists: bool) {
        if let Some(identity) = self.identities.get_mut(principal.0 as usize) {
            identity.exists = exists;
        }
    }

    /// Returns the number that the next new identity gets.
    #[must_use]
    pub fn next_principal(&self) -> PrincipalId {
        PrincipalId(u32::try_from(self.identities.len()).unwrap_or(u32::MAX))
    }

    /// Returns whether the principal exists: a reload may have left it out.
    #[must_use]
    pub fn exists(&self, principal: PrincipalId) -> bool {
        self.identities.get(principal.0 as usize).is_some_and(|identity| identity.exists)
    }

    /// Returns the hash of a spelling; case does not count. It allocates nothing.
    pub(super) fn hash_of(&self, kind: PrincipalKind, spelling: &str) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write_u8(kind as u8);
        for part in spelling.as_bytes().chunks(64) {
            let mut lower = [0; 64];
            let letters = lower.iter_mut().zip(part);
            letters.for_each(|(lower, byte)| *lower = byte.to_ascii_lowercase());
            hasher.write(lower.get(..part.len()).unwrap_or_default());
        }
        hasher.finish()
    }

    /// Returns the identities of `kind`, of those that exist or once did, that one spelling names;
    /// case does not count.
    pub(super) fn spelled<'d>(
        &'d self,
        kind: PrincipalKind,
        spelling: &'d str,
    ) -> impl Iterator<Item = (PrincipalId, IdentityView<'d>)> {
        self.spelled_hashed(kind, spelling, self.hash_of(kind, spelling))
    }

    /// Returns what [`Self::spelled`] returns; `hash` is the hash of the spelling.
    pub(super) fn spelled_hashed<'d>(
        &'d self,
        kind: PrincipalKind,
        spelling: &'d str,
        hash: u64,
    ) -> impl Iterator<Item = (PrincipalId, IdentityView<'d>)> {
        let entries = self.index.iter_hash(hash).filter(move |entry| entry.hash == hash);
        let views = entries.map(|entry| (entry.identity, self.identity(entry.identity)));
        views.filter(move |(_, view)| view.kind == kind && view.is_spelled(spelling))
    }

    /// Returns how many of these identities there are; one that has two equal spellings counts
    /// once.
    pub(super) fn found(mut all: impl Iterator<Item = PrincipalId>) -> Found {
        match all.next() {
            None => Found::None,
            Some(first) if all.all(|other| other == first) => Found::One(first),
            Some(_) => Found::Many,
        }
    }
}

impl Spelling {
    /// Returns the hash that the entry was added with.
    pub(super) const fn hash(&self) -> u64 {
        self.hash
    }
}

/// How many identities a spelling names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    None,
    One(PrincipalId),
    Many,
}

/// Returns whether references may name the kind by its display name (`security-roles.txt` section
/// 5).
pub(super) const fn named_by_display(kind: PrincipalKind) -> bool {
    matches!(kind, PrincipalKind::Group | PrincipalKind::Application)
}
