//! Which command of a run a finding is about.

use hashbrown::HashMap;

use crate::access::Subject;
use crate::catalog::{Assignment, AssignmentKey, Catalog, Change, Edit, EntityId, PolicyKey};
use crate::directory::PrincipalId;
use crate::model::role::Role;
use crate::plan::statement::Place;
use crate::plan::trial::Act;

/// Returns the assignment that an edit changes.
pub(super) const fn assigned(edit: &Edit) -> Option<&Change<AssignmentKey, Assignment>> {
    match edit {
        Edit::Assignment(change) => Some(change),
        _ => None,
    }
}

/// The last commands that changed something, by what they changed.
pub(super) struct Blame<'r> {
    acts: &'r [Act],
    /// The commands that gave a role to a principal.
    given: HashMap<AssignmentKey, usize>,
    /// The commands that took any role on an entity from a principal.
    taken_from: HashMap<(EntityId, PrincipalId), usize>,
    /// The commands that took a role on an entity from anybody.
    taken: HashMap<(EntityId, Role), usize>,
    by_policy: HashMap<PolicyKey, usize>,
    /// Of an entity: its definition, its roles or its policies.
    by_entity: HashMap<EntityId, usize>,
    directory: Option<usize>,
    /// The commands that blocked a principal.
    blocked: HashMap<PrincipalId, usize>,
}

impl<'r> Blame<'r> {
    /// Reads what the commands changed.
    pub(super) fn new(acts: &'r [Act]) -> Self {
        let mut blame = Self {
            acts,
            given: HashMap::new(),
            taken_from: HashMap::new(),
            taken: HashMap::new(),
            by_policy: HashMap::new(),
            by_entity: HashMap::new(),
            directory: None,
            blocked: HashMap::new(),
        };
        for (number, act) in acts.iter().enumerate() {
            act.edits.iter().for_each(|edit| blame.add(number, edit));
        }
        blame
    }

    fn add(&mut self, number: usize, edit: &Edit) {
        match edit {
            Edit::Assignment(change) => {
                let key = &change.key;
                if change.before.is_none() {
                    self.given.insert(key.clone(), number);
                } else if change.after.is_none() {
                    self.taken_from.insert((key.entity, key.principal), number);
                    self.taken.insert((key.entity, key.role), number);
                }
                self.by_entity.insert(key.entity, number);
            }
            Edit::Policy(change) => {
                self.by_policy.insert(change.key, number);
                self.by_entity.insert(change.key.entity, number);
            }
            Edit::Entity(change) => drop(self.by_entity.insert(change.key, number)),
            Edit::Directory(_) => self.directory = Some(number),
            Edit::Blocked(change) if change.after.is_some() => drop(self.blocked.insert(change.key.principal, number)),
            Edit::Mapping(_) | Edit::Blocked(_) | Edit::Identity(_) | Edit::Membership(_) => {}
        }
    }

    fn place(&self, number: Option<usize>) -> Option<Place> {
        number.and_then(|number| self.acts.get(number)).and_then(|act| act.place.clone())
    }

    /// Returns the place of the last command that gave the role to the principal.
    pub(super) fn given(&self, key: &AssignmentKey) -> Option<Place> {
        self.place(self.given.get(key).copied())
    }

    /// Returns the place of the last command that took the role from somebody, or loaded a directory.
    pub(super) fn taken(&self, entity: EntityId, role: Role) -> Option<Place> {
        self.place(self.taken.get(&(entity, role)).copied().max(self.directory))
    }

    /// Returns the place of the last command that changed the policy.
    pub(super) fn policy(&self, key: &PolicyKey) -> Option<Place> {
        self.place(self.by_policy.get(key).copied())
    }

    /// Returns the place of the last command that changed an entity, its roles or its policies.
    pub(super) fn entity(&self, entity: EntityId) -> Option<Place> {
        self.place(self.by_entity.get(&entity).copied())
    }

    /// Returns the place of the last command that blocked one of the principals; else of the last that blocked anybody.
    pub(super) fn blocked(&self, principals: &[PrincipalId]) -> Option<Place> {
        let own = principals.iter().filter_map(|one| self.blocked.get(one).copied()).max();
        self.place(own.or_else(|| self.blocked.values().copied().max()))
    }

    /// Returns the place of the last command that loaded a directory.
    pub(super) fn directory(&self) -> Option<Place> {
        self.place(self.directory)
    }

    /// Returns the place of the last command that took a role from the subject or from one of its groups, on the entity
    /// or on what holds it; else the last that changed anything of these.
    pub(super) fn taken_from(&self, subject: Subject<'_>, entity: EntityId, catalog: &Catalog) -> Option<Place> {
        let scopes: Vec<EntityId> = catalog.scopes(entity).into_iter().map(|(id, _)| id).collect();
        let holders = || [subject.principal()].into_iter().chain(subject.groups().iter().copied());
        let keys = scopes.iter().flat_map(|scope| holders().map(|holder| (*scope, holder)));
        let own = keys.filter_map(|key| self.taken_from.get(&key).copied()).max();
        let any = || scopes.iter().filter_map(|scope| self.by_entity.get(scope).copied()).max().max(self.directory);
        self.place(own.or_else(any))
    }
}
