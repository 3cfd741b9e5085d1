//! By which command somebody gained or lost a permission: the last one before which it was otherwise.

use std::borrow::Cow;
use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};

use crate::access::{Access, Filled, stated_requests};
use crate::catalog::body::databases::Database;
use crate::catalog::{Catalog, Change, Content, Definition, Edit, EntityId};
use crate::directory::{Directory, PrincipalId};
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::policy::PolicyKind;
use crate::model::scope::Scope;
use crate::plan::finding::compared::Run;
use crate::plan::trial::Act;

/// A permission of a principal on an entity.
pub(super) type Held = (PrincipalId, EntityId, Permission);

/// Returns for each permission the number of the act by which it came to be held, or not to be held, as it is in the
/// end: the last act before which it was otherwise. None where no script made the changes, and where no act has to do
/// with the permission.
pub(super) fn turned_by(run: &Run<'_>, all: &[Held], is_held: bool) -> Vec<Option<usize>> {
    if run.by_name {
        return vec![None; all.len()];
    }
    let touches = Touches::of(run.acts);
    let mut holders = HashMap::new();
    let mut turned = Vec::with_capacity(all.len());
    // Where a single act has to do with a permission, nobody has to ask.
    let mut asked: BTreeMap<usize, Vec<(usize, &Held)>> = BTreeMap::new();
    // Which acts touch a principal and an entity: the same for all its permissions there. Looking that up for each
    // permission, and sorting what needs no order, was a sixth of the time of a plan.
    let mut touched: HashMap<(PrincipalId, EntityId), Vec<usize>> = HashMap::new();
    for (index, held) in all.iter().enumerate() {
        let touching = touched.entry((held.0, held.1)).or_insert_with(|| {
            let holders = holders.entry(held.0).or_insert_with(|| touches.holders(run, held.0));
            touches.touching(run, held.1, holders)
        });
        turned.push(touching.last().copied());
        for number in touching.iter().filter(|_| touching.len() > 1) {
            asked.entry(*number).or_default().push((index, held));
        }
    }
    let mut past = Past::of(run.after);
    let mut known = vec![false; all.len()];
    for (number, asked) in asked.into_iter().rev() {
        past.go_before(number, run.acts);
        for (index, held) in asked {
            if let (Some(known @ false), Some(turned)) = (known.get_mut(index), turned.get_mut(index))
                && past.has(run.after, held) != is_held
            {
                (*known, *turned) = (true, Some(number));
            }
        }
    }
    turned
}

/// Which acts change what permissions depend on, by their numbers.
#[derive(Default)]
struct Touches {
    /// Whose roles or blocks change.
    holders: HashSet<PrincipalId>,
    /// Those that give a role on an entity to a principal, or take one.
    by_holder: HashMap<(EntityId, PrincipalId), Vec<usize>>,
    /// Those that make, remove or rename an entity, restrict view access to it, or change what counts on a follower.
    by_entity: HashMap<EntityId, Vec<usize>>,
    /// Those that block a principal, whatever its requests state, or end that.
    by_blocked: HashMap<PrincipalId, Vec<usize>>,
    /// Those that load a directory.
    directory: Vec<usize>,
}

impl Touches {
    fn of(acts: &[Act]) -> Self {
        let mut touches = Self::default();
        for (number, act) in acts.iter().enumerate() {
            act.edits.iter().for_each(|edit| touches.add(number, edit));
        }
        let assigned = touches.by_holder.keys().map(|(_, holder)| *holder);
        touches.holders = assigned.chain(touches.by_blocked.keys().copied()).collect();
        touches
    }

    fn add(&mut self, number: usize, edit: &Edit) {
        let numbers = match edit {
            Edit::Assignment(change) => self.by_holder.entry((change.key.entity, change.key.principal)).or_default(),
            Edit::Policy(change) if change.key.policy == PolicyKind::RestrictedViewAccess => {
                self.by_entity.entry(change.key.entity).or_default()
            }
            Edit::Entity(change) if counts(change) => self.by_entity.entry(change.key).or_default(),
            Edit::Blocked(change) if stated_requests(&change.key).is_none() => {
                self.by_blocked.entry(change.key.principal).or_default()
            }
            Edit::Directory(_) => &mut self.directory,
            _ => return,
        };
        numbers.push(number);
    }

    /// Returns those whose roles or blocks an act changes, of the principal and the groups that it is in before or after.
    fn holders(&self, run: &Run<'_>, principal: PrincipalId) -> Vec<PrincipalId> {
        let sides = [run.before, run.after].map(|world| world.filled(principal));
        let groups = sides.iter().flat_map(|filled| filled.subject().groups().iter().copied());
        let touched = groups.chain([principal]).filter(|holder| self.holders.contains(holder));
        let mut all: Vec<PrincipalId> = touched.collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Returns the acts, in order, that a permission of one of the holders on the entity may depend on.
    fn touching(&self, run: &Run<'_>, entity: EntityId, holders: &[PrincipalId]) -> Vec<usize> {
        let mut all = self.directory.clone();
        let former = run.former(entity).map(|former| (run.before.catalog, former));
        for (catalog, id) in former.into_iter().chain([(run.after.catalog, entity)]) {
            for scope in scopes(catalog, id) {
                let given = holders.iter().filter_map(|holder| self.by_holder.get(&(scope, *holder)));
                all.extend(given.chain(self.by_entity.get(&scope)).flatten());
            }
        }
        all.extend(holders.iter().filter_map(|holder| self.by_blocked.get(holder)).flatten());
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Returns the entity and what holds it, with what followers have beside the databases that they follow.
fn scopes(catalog: &Catalog, entity: EntityId) -> Vec<EntityId> {
    let scopes = catalog.scopes(entity).into_iter().map(|(id, _)| id);
    scopes.flat_map(|id| [id].into_iter().chain(catalog.child_ids(id, EntityKind::Follower))).collect()
}

/// Returns whether permissions may depend on what changes of an entity.
fn counts(change: &Change<EntityId, Definition>) -> bool {
    let told = |definition: &Definition| {
        let follower = Database::of(&definition.body).and_then(|database| database.follower);
        (definition.parent, definition.name.clone(), follower)
    };
    change.before.as_ref().map(told) != change.after.as_ref().map(told)
}

/// What there was before an act.
struct Past<'r> {
    catalog: Catalog,
    directory: Cow<'r, Directory>,
    /// The number of the act; none where all acts have run.
    before: Option<usize>,
    /// Who was asked for since the directory is this one.
    filled: HashMap<PrincipalId, Filled>,
}

impl<'r> Past<'r> {
    /// Returns what there is after all acts.
    fn of(world: &World<'r>) -> Self {
        let (catalog, directory) = (world.catalog.clone(), Cow::Borrowed(world.directory));
        Self { catalog, directory, before: None, filled: HashMap::new() }
    }

    /// Goes back to what there was before an act.
    fn go_before(&mut self, number: usize, acts: &[Act]) {
        let last = self.before.replace(number).unwrap_or(acts.len());
        let undone = acts.get(number..last).unwrap_or_default();
        for edit in undone.iter().rev().flat_map(|act| act.edits.iter().rev()) {
            if let Edit::Directory(change) = edit {
                self.directory.to_mut().load(change.before.as_ref());
                self.filled.clear();
            }
            self.catalog.apply(&edit.clone().inverse());
        }
    }

    /// Returns whether the permission was held. An entity that was not there may have had another number.
    fn has(&mut self, after: &World<'_>, (principal, entity, permission): &Held) -> bool {
        let named = || Scope::of(after.catalog, *entity)?.find(&self.catalog);
        let entity = self.catalog.get(*entity).map(|_| *entity).or_else(named);
        let Some(entity) = entity.filter(|_| self.directory.exists(*principal)) else { return false };
        let filled = self.filled.entry(*principal);
        let filled = filled.or_insert_with(|| after.memberships.filled(&self.directory, *principal, after.now));
        let (access, subject) = (Access::new(&self.catalog, &self.directory), filled.subject());
        !access.is_blocked(subject, after.now) && access.has(subject, *permission, entity)
    }
}
