//! Which command of a run a finding is about.

use hashbrown::HashMap;

use crate::access::Subject;
use crate::catalog::{Assignment, AssignmentKey, Catalog, Change, Edit, EntityId, PolicyKey};
use crate::directory::PrincipalId;
use crate::model::policy::PolicyKind;
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
    /// Of a role of a principal; whether it was given.
    by_key: HashMap<(AssignmentKey, bool), usize>,
    /// Of any role of a principal on an entity; whether it was given.
    by_holder: HashMap<(EntityId, PrincipalId, bool), usize>,
    /// Of a role on an entity, whoever holds it; whether it was given.
    by_role: HashMap<(EntityId, Role, bool), usize>,
    by_policy: HashMap<PolicyKey, usize>,
    /// Of an entity: its definition, its roles or its policies.
    by_entity: HashMap<EntityId, usize>,
    directory: Option<usize>,
}

impl<'r> Blame<'r> {
    /// Reads what the commands changed.
    pub(super) fn new(acts: &'r [Act]) -> Self {
        let mut blame = Self {
            acts,
            by_key: HashMap::new(),
            by_holder: HashMap::new(),
            by_role: HashMap::new(),
            by_policy: HashMap::new(),
            by_entity: HashMap::new(),
            directory: None,
        };
        for (number, act) in acts.iter().enumerate() {
            act.edits.iter().for_each(|edit| blame.add(number, edit));
        }
        blame
    }

    fn add(&mut self, number: usize, edit: &Edit) {
        match edit {
            Edit::Assignment(change) => {
                let (key, is_given) = (&change.key, change.after.is_some());
                self.by_key.insert((key.clone(), is_given), number);
                self.by_holder.insert((key.entity, key.principal, is_given), number);
                self.by_role.insert((key.entity, key.role, is_given), number);
                self.by_entity.insert(key.entity, number);
            }
            Edit::Policy(change) => {
                self.by_policy.insert(change.key, number);
                self.by_entity.insert(change.key.entity, number);
            }
            Edit::Entity(change) => drop(self.by_entity.insert(change.key, number)),
            Edit::Directory(_) => self.directory = Some(number),
            Edit::Mapping(_) | Edit::Blocked(_) | Edit::Identity(_) | Edit::Membership(_) => {}
        }
    }

    fn place(&self, number: Option<usize>) -> Option<Place> {
        number.and_then(|number| self.acts.get(number)).and_then(|act| act.place.clone())
    }

    /// Returns the place of the last command that gave the role to the principal.
    pub(super) fn given(&self, key: &AssignmentKey) -> Option<Place> {
        self.place(self.by_key.get(&(key.clone(), true)).copied())
    }

    /// Returns the place of the last command that took the role from somebody, or loaded a directory.
    pub(super) fn taken(&self, entity: EntityId, role: Role) -> Option<Place> {
        self.place(self.by_role.get(&(entity, role, false)).copied().max(self.directory))
    }

    /// Returns the place of the last command that changed the policy.
    pub(super) fn policy(&self, key: &PolicyKey) -> Option<Place> {
        self.place(self.by_policy.get(key).copied())
    }

    /// Returns the place of the last command that loaded a directory.
    pub(super) fn directory(&self) -> Option<Place> {
        self.place(self.directory)
    }

    /// Returns the place of the last command that gave a role to the subject or to one of its groups, or took one
    /// away, on the entity or on what holds it; else the last that changed anything of these.
    pub(super) fn of_subject(
        &self,
        (subject, entity): (Subject<'_>, EntityId),
        is_given: bool,
        catalog: &Catalog,
    ) -> Option<Place> {
        let scopes: Vec<EntityId> = catalog.scopes(entity).into_iter().map(|(id, _)| id).collect();
        let holders = || [subject.principal()].into_iter().chain(subject.groups().iter().copied());
        let keys = scopes.iter().flat_map(|scope| holders().map(|holder| (*scope, holder, is_given)));
        let own = keys.filter_map(|key| self.by_holder.get(&key).copied()).max();
        let any = || scopes.iter().filter_map(|scope| self.by_entity.get(scope).copied()).max().max(self.directory);
        // Where view access was restricted, or is no longer, that is the reason before any role.
        let policy = self.by_policy.get(&PolicyKey { entity, policy: PolicyKind::RestrictedViewAccess }).copied();
        self.place(policy.or(own).or_else(any))
    }
}
