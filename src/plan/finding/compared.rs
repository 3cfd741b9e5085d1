//! What the rules of a run look at: what there was before it, what it changed, what it leaves.

use crate::access::{entity_title, principal_title};
use crate::catalog::{CLUSTER, Catalog, EntityId};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::scope::Scope;
use crate::plan::finding::blame::Blame;
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
}
