//! One identity: what is kept of it, and what results show of it.

use std::hash::{BuildHasher, Hasher};

use crate::directory::view::{IdentityView, named_by_display};
use crate::directory::{Directory, PrincipalId, TenantId};
use crate::model::principal::PrincipalKind;
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

impl Identity {
    /// Returns the place of its id.
    pub(super) const fn id(&self) -> Str {
        self.id
    }
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
                .any(|entry| entry.hash == hash && entry.identity != number && self.is_same(entry, new, spelling))
            {
                return Err(spelling);
            }
            self.index.insert_unique(hash, Spelling { hash, identity: number }, |entry| entry.hash);
        }
        self.keep(new);
        Ok(number)
    }

    fn is_same(&self, entry: &Spelling, new: &New<'_>, spelling: &str) -> bool {
        let Some(identity) = self.identities.get(entry.identity.0 as usize) else { return false };
        let view = self.identity(entry.identity);
        let is_spelling = |id: &str| id.eq_ignore_ascii_case(spelling);
        // No two have one object id, in whichever tenants they are: edits name who they are about by it.
        let is_object_id =
            || new.object_id.is_some_and(is_spelling) && view.declared_object_id().is_some_and(is_spelling);
        identity.kind == new.kind && (identity.tenant == new.tenant || is_object_id()) && view.is_spelled(spelling)
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

    /// Returns whose spelling it is.
    pub(super) const fn identity(&self) -> PrincipalId {
        self.identity
    }
}

/// How many identities a spelling names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    None,
    One(PrincipalId),
    Many,
}
