//! What the rules of a run look at: what there was before it, what it changed, what it leaves.

use crate::access::{Request, Subject, Unknown, Unlisted, entity_title, principal_title};
use crate::catalog::{CLUSTER, Catalog, EntityId};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::permission::Permission;
use crate::model::scope::Scope;
use crate::plan::finding::blame::{Blame, assigned};
use crate::plan::statement::Place;
use crate::plan::trial::Act;

/// The number of members from which on a group is wide, where nobody says otherwise.
pub const WIDE_GROUP: usize = 50;

/// What findings depend on besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// A group with more members than this is wide.
    pub wide_group: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { wide_group: WIDE_GROUP }
    }
}

/// What the rules look at.
pub(super) struct Run<'r> {
    /// What there was before.
    pub(super) before: &'r World<'r>,
    /// What there is after.
    pub(super) after: &'r World<'r>,
    /// What the statements changed.
    pub(super) acts: &'r [Act],
    /// Which command changed what.
    pub(super) blame: &'r Blame<'r>,
    pub(super) options: &'r Options,
    /// Whether the two were made independently: entities are then the same by their names alone.
    pub(super) by_name: bool,
    /// The groups whose members nobody listed and that hold roles, before and after.
    pub(super) unlisted: (Unlisted, Unlisted),
}

impl Run<'_> {
    /// Returns the entity that there was before, of the number or else of the name that one has after.
    pub(super) fn former(&self, entity: EntityId) -> Option<EntityId> {
        let (before, after): (&Catalog, &Catalog) = (self.before.catalog, self.after.catalog);
        if entity == CLUSTER || !self.by_name && before.get(entity).is_some() {
            return Some(entity);
        }
        let found = &after.get(entity)?.definition;
        let parent = if found.parent == CLUSTER { CLUSTER } else { self.former(found.parent)? };
        before.child(parent, found.kind(), &found.name)
    }

    /// Returns whether an entity that there was before is gone.
    pub(super) fn is_gone(&self, former: EntityId) -> bool {
        let is_there = !self.by_name && self.after.catalog.get(former).is_some();
        let named = || Scope::of(self.before.catalog, former).and_then(|scope| scope.find(self.after.catalog));
        !is_there && named().is_none()
    }

    /// Returns where an act stands, by its number.
    pub(super) fn place(&self, act: Option<usize>) -> Option<Place> {
        act.and_then(|act| self.acts.get(act)).and_then(|act| act.place.clone())
    }

    /// Returns the principal as references name it.
    pub(super) fn fqn(&self, principal: PrincipalId) -> String {
        self.after.identity(principal).fqn()
    }

    /// Returns the principal as sentences name it.
    pub(super) fn name(&self, principal: PrincipalId) -> String {
        principal_title(&self.after.access(), principal)
    }

    /// Returns the entity as sentences name it.
    pub(super) fn title(&self, entity: EntityId) -> String {
        entity_title(self.after.catalog, entity)
    }

    /// Returns the groups whose members nobody listed and through which the subject may have what it has not for
    /// certain, before or after.
    pub(super) fn unknown(
        &self,
        world: &World<'_>,
        subject: Subject<'_>,
        (permission, entity): (Permission, EntityId),
    ) -> Option<Unknown> {
        let access = world.access();
        self.unknown_where(world, subject, entity, |subject| access.has(subject, permission, entity))
    }

    /// Returns such groups through which the subject may be what `is_met` says, by roles on the entity or above it.
    pub(super) fn unknown_where(
        &self,
        world: &World<'_>,
        subject: Subject<'_>,
        entity: EntityId,
        is_met: impl Fn(Subject<'_>) -> bool,
    ) -> Option<Unknown> {
        let (access, request) = (world.access(), Request { subject, ..world.request() });
        let known = if std::ptr::eq(world, self.before) { &self.unlisted.0 } else { &self.unlisted.1 };
        access.unknown_where(request, &known.at(&access, entity), is_met)
    }

    /// Returns the last act that takes a role from a group whose members nobody listed, or in which such a group is.
    pub(super) fn taken_from_unlisted(&self) -> Option<usize> {
        let directory = self.before.directory;
        let is_unlisted = |holder| directory.with_members([holder]).iter().any(|one| directory.is_unlisted(*one));
        let takes = |act: &Act| {
            let mut taken = act.edits.iter().filter_map(assigned).filter(|change| change.after.is_none());
            taken.any(|change| is_unlisted(change.key.principal))
        };
        self.acts.iter().rposition(takes)
    }

    /// Returns the groups as sentences name those whose members nobody listed.
    pub(super) fn unlisted(&self, unknown: &Unknown) -> String {
        format!("{}, whose members nobody listed", unknown.titles(&self.after.access()))
    }
}

/// What is not known of a change.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Doubt {
    /// Nothing.
    None,
    /// Nothing changes for a member of these groups.
    Unless(Unknown),
    /// Something changes for a member of these groups alone.
    If(Unknown),
}

impl Doubt {
    /// Returns that nothing changes for a member of these groups, if there are any.
    pub(super) fn unless(unknown: Option<Unknown>) -> Self {
        unknown.map_or(Self::None, Self::Unless)
    }

    /// Returns the end of a sentence about somebody; `is` says when it is a member: `is`, or `was` before the run.
    pub(super) fn clause(&self, run: &Run<'_>, is: &str) -> String {
        match self {
            Self::None => String::new(),
            Self::Unless(unknown) => format!(", unless it {is} a member of {}", run.unlisted(unknown)),
            Self::If(unknown) => format!(", if it {is} a member of {}", run.unlisted(unknown)),
        }
    }
}
