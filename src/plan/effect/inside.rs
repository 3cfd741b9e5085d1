//! What is in the entities of both sides of a comparison, where something may be different than on what holds it.

use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::{HashMap, HashSet};

use crate::catalog::EntityId;
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::scope::Scope;

/// An entity before and after, where it is there.
pub(super) type Both = (Option<EntityId>, Option<EntityId>);

/// An entity in another, on which something may be different than on that.
pub(super) struct Child {
    pub(super) scope: Scope,
    pub(super) ids: Both,
    /// Whether view access is restricted, before and after.
    pub(super) is_restricted: (bool, bool),
}

/// What is in the entities: it is the same for all principals, and looked up once.
pub(super) struct Inside<'a> {
    pub(super) before: &'a World<'a>,
    pub(super) after: &'a World<'a>,
    pub(super) children: RefCell<HashMap<Scope, Rc<[Child]>>>,
}

impl Inside<'_> {
    /// Returns those in an entity that may differ from it.
    pub(super) fn of(&self, scope: &Scope, ids: Both) -> Rc<[Child]> {
        if let Some(known) = self.children.borrow().get(scope) {
            return Rc::clone(known);
        }
        let scopes = |world: &World<'_>, id: Option<EntityId>| {
            let children = id.map_or_else(Vec::new, |id| world.catalog.all_children(id));
            children.into_iter().filter_map(|(child, _)| Scope::of(world.catalog, child)).collect::<Vec<Scope>>()
        };
        let mut all = scopes(self.before, ids.0);
        all.extend(scopes(self.after, ids.1));
        all.sort();
        all.dedup();
        let child = |scope: Scope| {
            let ids = (scope.find(self.before.catalog), scope.find(self.after.catalog));
            let is_restricted = (restricts(self.before, ids.0), restricts(self.after, ids.1));
            let differs = differs(self.before, ids.0) || differs(self.after, ids.1);
            (differs || is_restricted.0 || is_restricted.1).then_some(Child { scope, ids, is_restricted })
        };
        let children: Rc<[Child]> = all.into_iter().filter_map(child).collect();
        self.children.borrow_mut().insert(scope.clone(), Rc::clone(&children));
        children
    }

    /// Adds those who have a role on what is in an entity, wherever that may differ from it.
    pub(super) fn add_holders(&self, scope: &Scope, ids: Both, holders: &mut HashSet<PrincipalId>) {
        for child in self.of(scope, ids).iter() {
            for (world, id) in [(self.before, child.ids.0), (self.after, child.ids.1)] {
                if let Some(place) = id.and_then(|id| Some((id, world.catalog.get(id)?))) {
                    holders.extend(world.access().holders_on(place));
                }
            }
            self.add_holders(&child.scope, child.ids, holders);
        }
    }
}

pub(in crate::plan) fn restricts(world: &World<'_>, id: Option<EntityId>) -> bool {
    id.and_then(|id| world.catalog.get(id)).is_some_and(|entity| entity.policies.restricts_view_access())
}

/// Returns whether roles on an entity, or in it, may give other access than those above it.
fn differs(world: &World<'_>, id: Option<EntityId>) -> bool {
    let entity = id.and_then(|id| Some((id, world.catalog.get(id)?)));
    entity.is_some_and(|(id, entity)| {
        world.catalog.counting((id, entity)).any(|held| !held.is_empty())
            || entity.definition.declared(world.directory).next().is_some()
            || entity.definition.kind() == EntityKind::Database
    })
}
