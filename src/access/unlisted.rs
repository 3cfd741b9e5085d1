//! The third answer: a denial that a membership would turn which nobody listed. A group without `members` in an
//! open directory is *unlisted*; who is in it is not known here.

use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::HashMap;
use serde::Serialize;

use crate::access::block::Request;
use crate::access::evaluate::{Access, Need};
use crate::access::membership::{Filled, Subject};
use crate::access::names::principal_title;
use crate::catalog::{Assignments, Entity, EntityId};
use crate::directory::PrincipalId;
use crate::text::{few, quoted};

/// What an answer comes to; in JSON by these names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Conclusion {
    /// Yes.
    Allowed,
    /// No.
    Denied,
    /// It depends on who is in a group whose members nobody listed.
    Unknown,
}

impl Conclusion {
    /// Returns the word that begins an answer.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the conclusion of an evaluation.
    pub(super) const fn of(allowed: bool, unknown: Option<&Unknown>) -> Self {
        match (allowed, unknown) {
            (true, _) => Self::Allowed,
            (false, Some(_)) => Self::Unknown,
            (false, None) => Self::Denied,
        }
    }

    /// Returns the conclusion of what takes all of these: one that is denied denies it.
    pub(super) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::Allowed, |all, part| match (all, part) {
            (Self::Denied, _) | (_, Self::Denied) => Self::Denied,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Allowed, Self::Allowed) => Self::Allowed,
        })
    }
}

/// The unlisted groups that would turn a denial if the principal were a member.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unknown {
    /// The groups, in the order of their numbers.
    pub groups: Vec<PrincipalId>,
    /// Whether each of them would be enough; if not, all of them together are.
    pub each: bool,
}

impl Unknown {
    /// Returns the memberships of which each would turn the denial.
    pub(super) fn ways(&self) -> Vec<&[PrincipalId]> {
        if self.each { self.groups.chunks(1).collect() } else { vec![&self.groups] }
    }

    /// Returns the groups for a sentence: ``group `A` or group `B` ``.
    #[must_use]
    pub fn titles(&self, access: &Access<'_>) -> String {
        let titles: Vec<String> = self.groups.iter().map(|group| principal_title(access, *group)).collect();
        few(titles, if self.each { "or" } else { "and" })
    }

    /// Returns the sentence that the principal may do what `has` says if it is in the groups.
    pub(super) fn condition(&self, access: &Access<'_>, principal: &str, has: &str) -> String {
        format!("`{principal}` {has} if it is a member of {}, whose members nobody listed", self.titles(access))
    }

    /// Returns the sentence that tells what is not known, and what would say it.
    pub(super) fn advice(&self, access: &Access<'_>, principal: PrincipalId) -> String {
        let (fqn, titles) = (quoted(access.fqn(principal)), self.titles(access));
        format!("whether {fqn} is a member of {titles} is not known here: `members` in the environment says it")
    }
}

/// Returns the subject as it would be if it were a member of these groups too, and so of the groups that they are in.
pub(super) fn supposing(access: &Access<'_>, subject: Subject<'_>, groups: &[PrincipalId]) -> Filled {
    let above = groups.iter().flat_map(|group| access.directory.groups_of(*group));
    let mut all: Vec<PrincipalId> = groups.iter().copied().chain(above).collect();
    all.sort_unstable();
    all.dedup();
    all.retain(|group| subject.groups().binary_search(group).is_err());
    subject.joining(&all)
}

/// The unlisted groups that hold roles on entities: who asks about many principals, of one catalog and directory,
/// looks at the holders on each entity once.
#[derive(Debug, Default)]
pub struct Unlisted(RefCell<HashMap<EntityId, Rc<[PrincipalId]>>>);

impl Unlisted {
    /// Returns the unlisted groups whose roles count on the entity, as [`Access::unlisted`] does.
    #[must_use]
    pub fn at(&self, access: &Access<'_>, entity: EntityId) -> Vec<PrincipalId> {
        if access.directory.is_closed() {
            return Vec::new();
        }
        let mut all = Vec::new();
        for (id, scope) in access.catalog.scopes(entity) {
            let on_scope = || access.unlisted_among(access.holders_on((id, scope)).collect()).into();
            let own = Rc::clone(self.0.borrow_mut().entry(id).or_insert_with(on_scope));
            all.extend(own.iter().copied());
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl<'a> Access<'a> {
    /// Returns the unlisted groups whose roles, or those of the groups that they are in, count on the entities of the
    /// needs; in the order of their numbers. It looks at every holder of a role there: who asks about many
    /// principals asks this once.
    #[must_use]
    pub fn unlisted(&self, needs: &[Need]) -> Vec<PrincipalId> {
        if self.directory.is_closed() {
            return Vec::new();
        }
        let mut entities: Vec<EntityId> = needs.iter().map(|need| need.entity).collect();
        entities.dedup();
        self.unlisted_among(entities.into_iter().flat_map(|entity| self.holders_at(entity)).collect())
    }

    /// Returns the unlisted groups that hold roles on anything, or are in groups that do.
    #[must_use]
    pub fn unlisted_anywhere(&self) -> Vec<PrincipalId> {
        if self.directory.is_closed() {
            return Vec::new();
        }
        self.unlisted_among(self.directory.principals().filter(|principal| self.has_roles(*principal)).collect())
    }

    /// Returns who holds a role on the entity or on what holds it, in no order; some may stand there twice.
    #[must_use]
    pub fn holders_at(&self, entity: EntityId) -> Vec<PrincipalId> {
        self.catalog.scopes(entity).into_iter().flat_map(|place| self.holders_on(place)).collect()
    }

    /// Returns who holds a role on the entity itself, in no order; some may stand there twice.
    pub fn holders_on(&self, (id, entity): (EntityId, &'a Entity)) -> impl Iterator<Item = PrincipalId> {
        let counting = self.catalog.counting((id, entity)).flat_map(Assignments::iter);
        let declared = entity.definition.declared(self.directory).map(|declared| declared.principal);
        let given = self.given.iter().filter(move |given| given.scope == id).map(|given| given.principal);
        counting.map(|(_, principal, _)| principal).chain(declared).chain(given)
    }

    /// Returns the unlisted groups among these principals and those that are in them.
    fn unlisted_among(&self, among: Vec<PrincipalId>) -> Vec<PrincipalId> {
        let is_unlisted = |group: &PrincipalId| self.directory.is_unlisted(*group) && self.directory.exists(*group);
        let all = self.directory.with_members(among).into_iter();
        let mut all: Vec<PrincipalId> = all.filter(is_unlisted).collect();
        all.sort_unstable();
        all
    }

    /// Returns those of the groups in which the principal may be: nobody said that it is in them, it is not built in,
    /// and no group is in itself.
    #[must_use]
    pub fn possible(&self, subject: Subject<'_>, unlisted: &[PrincipalId]) -> Vec<PrincipalId> {
        let (principal, directory) = (subject.principal(), self.directory);
        if directory.is_built_in(principal) {
            return Vec::new();
        }
        let is_in = |group: PrincipalId| subject.groups().binary_search(&group).is_ok();
        let is_itself = |group: PrincipalId| group == principal || directory.groups_of(group).contains(&principal);
        unlisted.iter().copied().filter(|group| !is_in(*group) && !is_itself(*group)).collect()
    }

    /// Returns through which of the unlisted groups the needs would be met that the principal of the request does
    /// not meet; nothing where none of them helps. A block refuses whatever the roles.
    #[must_use]
    pub fn unknown(&self, request: Request<'_>, needs: &[Need], unlisted: &[PrincipalId]) -> Option<Unknown> {
        let is_met = |subject: Subject<'_>| self.meets(subject, needs);
        self.unknown_where(request, unlisted, is_met)
    }

    /// Returns through which unlisted groups the principal would hold any role, where it holds none.
    pub(super) fn unknown_role(&self, request: Request<'_>) -> Option<Unknown> {
        self.unknown_where(request, &self.unlisted_anywhere(), |subject| self.has_any_role(subject))
    }

    /// Returns through which of the unlisted groups the principal of the request would meet what it does not meet now;
    /// nothing where none of them helps.
    #[must_use]
    pub fn unknown_where(
        &self,
        request: Request<'_>,
        unlisted: &[PrincipalId],
        is_met: impl Fn(Subject<'_>) -> bool,
    ) -> Option<Unknown> {
        let supposing = |groups: &[PrincipalId]| supposing(self, request.subject, groups);
        let is_blocked =
            |group: &PrincipalId| !self.standing_blocks(request.of(supposing(&[*group]).subject())).is_empty();
        let is_enough = |groups: &[PrincipalId]| is_met(supposing(groups).subject());
        let mut possible = self.possible(request.subject, unlisted);
        possible.retain(|group| !is_blocked(group));
        // Most denials are the same whoever is in a group.
        if possible.is_empty() || is_enough(&[]) || !is_enough(&possible) {
            return None;
        }
        let groups: Vec<PrincipalId> = possible.iter().copied().filter(|group| is_enough(&[*group])).collect();
        Some(match groups.is_empty() {
            false => Unknown { groups, each: true },
            true => Unknown { groups: fewer(possible, is_enough), each: false },
        })
    }
}

/// Returns the groups without those that are not needed.
pub(super) fn fewer(mut groups: Vec<PrincipalId>, is_enough: impl Fn(&[PrincipalId]) -> bool) -> Vec<PrincipalId> {
    let mut at = 0;
    while at < groups.len() {
        let group = groups.remove(at);
        if !is_enough(&groups) {
            groups.insert(at, group);
            at += 1;
        }
    }
    groups
}
