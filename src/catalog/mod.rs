//! What exists: the cluster, its databases and their entities, with role assignments and policies.
//!
//! The catalog changes by [`Edit`]s alone. Each names one cell with its value before and after;
//! applying one cannot fail, and the inverse swaps the two. A copy of a catalog shares its entities
//! with it, until one of the two changes them.

use std::hint::black_box;
use std::sync::Arc;

use hashbrown::HashMap;
use serde::{Deserialize, Serialize};

use crate::catalog::body::databases::Database;
use crate::catalog::body::followers::FOLLOWER;
use crate::directory::PrincipalId;
use crate::model::entity::EntityKind;
use crate::model::modification_kind::ModificationKind;
use crate::model::role::{Role, Roles};

mod apply;
mod assignments;
pub mod blocked;
pub mod body;
mod change;
mod child_name;
mod definition;
mod diff;
mod edit;
mod journal;
mod mapping;
pub mod policy;
mod scope;

pub use apply::Numbers;
pub use assignments::{Assignment, AssignmentView, Assignments};
pub use blocked::{Blocked, BlockedKey};
pub use body::{Body, Content};
pub use change::Change;
use child_name::{AnyCase, ChildKey, ChildName};
pub use definition::Definition;
pub use diff::diff;
pub use edit::{AssignmentKey, Edit, Known, MembershipKey, PolicyKey, StoredEdit};
pub use journal::{Entry, Journal, Spent};
pub use mapping::{Mapping, MappingKey, Mappings};
pub use policy::{IdentityUsages, Policies, Policy};

/// An entity of the catalog, by number. Numbers are given in sequence; one names the same entity as
/// long as it exists, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityId(pub u32);

/// The cluster, which every catalog has.
pub const CLUSTER: EntityId = EntityId(0);

/// The database that a new catalog has, as the emulator does.
pub const DEFAULT_DATABASE: &str = "NetDefaultDB";

/// One entity: what it is, and what belongs to it.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Kind, name, parent and content.
    pub definition: Definition,
    /// Who holds which role on it.
    pub assignments: Assignments,
    /// Its policies.
    pub policies: Policies,
    /// Its mappings.
    pub mappings: Mappings,
    children: HashMap<ChildName, EntityId>,
}

impl Entity {
    /// Returns an entity to which nothing belongs yet.
    fn new(definition: Definition) -> Self {
        let (assignments, policies) = (Assignments::default(), Policies::default());
        Self { definition, assignments, policies, mappings: Mappings::default(), children: HashMap::new() }
    }

    /// Returns what it consists of, if it is of the kind that `T` is for.
    #[must_use]
    pub fn content<T: Content>(&self) -> Option<&T> {
        T::of(&self.definition.body)
    }
}

/// Everything that exists.
#[derive(Clone, Debug)]
pub struct Catalog {
    entities: HashMap<EntityId, Arc<Entity>>,
    blocked: HashMap<BlockedKey, Blocked>,
    /// How many assignments each principal has, by its number.
    assigned: Vec<u32>,
    /// The number of the next entity: no number is given twice, so that no later entity is taken
    /// for a former one.
    next_id: EntityId,
    /// The order number of the next assignment or block.
    next_order: u32,
}

impl Default for Catalog {
    fn default() -> Self {
        Self::new()
    }
}

impl Catalog {
    /// Returns a catalog with one database, [`DEFAULT_DATABASE`].
    #[must_use]
    pub fn new() -> Self {
        let mut catalog = Self::empty();
        catalog.apply(&Self::first_database());
        catalog
    }

    /// Returns the edit that makes [`DEFAULT_DATABASE`] in a catalog without databases.
    #[must_use]
    pub fn first_database<P>() -> Edit<P> {
        let database = Definition::new(CLUSTER, DEFAULT_DATABASE, Database::default());
        Edit::Entity(Change::creation(EntityId(1), database))
    }

    /// Returns a catalog without databases.
    #[must_use]
    pub fn empty() -> Self {
        let (entities, blocked, assigned) = (HashMap::new(), HashMap::new(), Vec::new());
        let mut catalog = Self { entities, blocked, assigned, next_id: CLUSTER, next_order: 1 };
        let cluster = Definition { name: Arc::from(""), parent: CLUSTER, body: Body::Cluster };
        catalog.apply(&Edit::creation(CLUSTER, cluster));
        catalog
    }

    /// Returns the entity of this number, if it exists.
    #[must_use]
    pub fn get(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(&id).map(Arc::as_ref)
    }

    /// Returns what an entity consists of, if it exists and is of the kind that `T` is for.
    #[must_use]
    pub fn content<T: Content>(&self, id: EntityId) -> Option<&T> {
        self.get(id)?.content()
    }

    /// Returns the name of an entity; empty when there is none, and for the cluster.
    #[must_use]
    pub fn name_of(&self, id: EntityId) -> &str {
        self.get(id).map_or("", |entity| &entity.definition.name)
    }

    /// Returns the child of `parent` of this kind and name; case counts.
    #[must_use]
    pub fn child(&self, parent: EntityId, kind: EntityKind, name: &str) -> Option<EntityId> {
        self.get(parent)?.children.get(&ChildKey { kind, name }).copied()
    }

    /// Returns the name of the child of `parent` of this kind that is `name`, or differs from it in case alone; one of them
    /// where there are several.
    #[must_use]
    pub fn child_in_any_case(&self, parent: EntityId, kind: EntityKind, name: &str) -> Option<&str> {
        let found = self.get(parent)?.children.get_key_value(&AnyCase(ChildKey { kind, name }));
        found.map(|(found, _)| &*found.name)
    }

    /// Returns the database of this name.
    #[must_use]
    pub fn database(&self, name: &str) -> Option<EntityId> {
        self.child(CLUSTER, EntityKind::Database, name)
    }

    /// Returns the children of `parent` of one kind, in the order of their names.
    #[must_use]
    pub fn children(&self, parent: EntityId, kind: EntityKind) -> Vec<(EntityId, &Entity)> {
        self.sorted_children(parent, |child| child.kind == kind)
    }

    /// Returns the numbers of the children of `parent` of one kind, in the order of their names.
    #[must_use]
    pub fn child_ids(&self, parent: EntityId, kind: EntityKind) -> Vec<EntityId> {
        self.children(parent, kind).into_iter().map(|(id, _)| id).collect()
    }

    /// Returns all children of `parent`, by kind and name.
    #[must_use]
    pub fn all_children(&self, parent: EntityId) -> Vec<(EntityId, &Entity)> {
        self.sorted_children(parent, |_| true)
    }

    /// Returns all entities in the order of scripts: the cluster, then each database with what is in it.
    #[must_use]
    pub fn in_order(&self) -> Vec<(EntityId, &Entity)> {
        let mut all = Vec::new();
        let mut next: Vec<(EntityId, &Entity)> =
            self.get(CLUSTER).map(|entity| (CLUSTER, entity)).into_iter().collect();
        while let Some((id, entity)) = next.pop() {
            all.push((id, entity));
            next.extend(self.all_children(id).into_iter().rev());
        }
        all
    }

    fn sorted_children(&self, parent: EntityId, chosen: impl Fn(&ChildName) -> bool) -> Vec<(EntityId, &Entity)> {
        let Some(entity) = self.get(parent) else { return Vec::new() };
        let mut found: Vec<_> = entity.children.iter().filter(|(name, _)| chosen(name)).collect();
        found.sort_unstable();
        found.into_iter().filter_map(|(_, id)| Some((*id, self.get(*id)?))).collect()
    }

    /// Returns the names of the children of `parent` of one kind, in no order: for suggestions.
    pub fn child_names(&self, parent: EntityId, kind: EntityKind) -> impl Iterator<Item = &str> {
        let children = self.get(parent).map(|entity| entity.children.keys()).into_iter().flatten();
        children.filter(move |child| child.kind == kind).map(|child| &*child.name)
    }

    /// Returns the entity and all that hold it, the cluster first: the scopes whose roles count for
    /// it.
    #[must_use]
    pub fn scopes(&self, id: EntityId) -> Vec<(EntityId, &Entity)> {
        let mut scopes = Vec::new();
        let mut at = Some(id);
        while let Some((id, entity)) = at.and_then(|id| Some((id, self.get(id)?))) {
            scopes.push((id, entity));
            at = (id != CLUSTER).then_some(entity.definition.parent);
        }
        scopes.reverse();
        scopes
    }

    /// Returns the database that holds the entity, or that it is.
    #[must_use]
    pub fn database_of(&self, id: EntityId) -> Option<(EntityId, &Entity)> {
        let is_database = |entity: &Entity| entity.definition.kind() == EntityKind::Database;
        self.scopes(id).into_iter().find(|(_, entity)| is_database(entity))
    }

    /// Lets new entities, assignments and blocks be numbered from these numbers on, or later ones.
    pub fn count_from(&mut self, id: EntityId, order: u32) {
        self.next_id = self.next_id.max(id);
        self.next_order = self.next_order.max(order);
    }

    /// Returns the number that the next new entity gets.
    #[must_use]
    pub const fn next_id(&self) -> EntityId {
        self.next_id
    }

    /// Returns the assignments that count on an entity: its own, and of a follower database those that
    /// it has beside them or instead.
    pub fn counting<'a>(&'a self, (id, entity): (EntityId, &'a Entity)) -> impl Iterator<Item = &'a Assignments> {
        let follower = entity.content().and_then(|database: &Database| database.follower);
        let own = follower.is_none_or(ModificationKind::keeps).then_some(&entity.assignments);
        let added = || self.get(self.child(id, EntityKind::Follower, FOLLOWER)?).map(|found| &found.assignments);
        let added = follower.filter(|kind| kind.adds()).and_then(|_| added());
        own.into_iter().chain(added)
    }

    /// Returns the assignment of a role to a principal that counts on an entity.
    #[must_use]
    pub fn counting_assignment<'a>(
        &'a self,
        (id, entity): (EntityId, &'a Entity),
        role: Role,
        principal: PrincipalId,
    ) -> Option<AssignmentView<'a>> {
        match entity.content::<Database>().and_then(|database| database.follower) {
            None => entity.assignments.get(role, principal),
            Some(_) => self.counting((id, entity)).find_map(|assignments| assignments.get(role, principal)),
        }
    }

    /// Returns the roles that a principal has by assignments that count on an entity.
    #[must_use]
    pub fn counting_roles(&self, (id, entity): (EntityId, &Entity), principal: PrincipalId) -> Roles {
        match entity.content::<Database>().and_then(|database| database.follower) {
            None => entity.assignments.roles_of(principal),
            Some(_) => {
                let all = self.counting((id, entity)).map(|assignments| assignments.roles_of(principal));
                all.fold(Roles::default(), Roles::and)
            }
        }
    }

    /// Returns whether `principal` itself has an assignment, wherever it is.
    #[must_use]
    pub fn is_assigned(&self, principal: PrincipalId) -> bool {
        self.assigned.get(principal.0 as usize).is_some_and(|count| *count > 0)
    }

    /// Prefetches what changes of the roles of principals on databases read, in a loop that is short enough for the
    /// processor to wait for many places at once.
    pub fn prefetch<'n>(&self, changes: impl Iterator<Item = (&'n str, PrincipalId)>) {
        let on = |name| self.database(name).and_then(|database| self.get(database));
        let found: Vec<(&Assignments, PrincipalId)> =
            changes.filter_map(|(name, principal)| Some((&on(name)?.assignments, principal))).collect();
        for (assignments, principal) in found {
            // `black_box` keeps the compiler from leaving out a read whose value nobody uses.
            black_box((assignments.roles_of(principal), self.assigned.get(principal.0 as usize).copied()));
        }
    }

    /// Returns the order number that the next new assignment or block gets.
    #[must_use]
    pub const fn next_order(&self) -> u32 {
        self.next_order
    }

    /// Returns the blocked principals, in the order in which they were blocked.
    #[must_use]
    pub fn blocked(&self) -> Vec<(&BlockedKey, &Blocked)> {
        let mut all: Vec<_> = self.blocked.iter().collect();
        all.sort_unstable_by_key(|(_, blocked)| blocked.order);
        all
    }

    /// Returns whether anybody is blocked, even if the period has ended.
    #[must_use]
    pub fn has_blocks(&self) -> bool {
        !self.blocked.is_empty()
    }

    /// Returns the block of this key, if there is one.
    #[must_use]
    pub fn block(&self, key: &BlockedKey) -> Option<&Blocked> {
        self.blocked.get(key)
    }
}
