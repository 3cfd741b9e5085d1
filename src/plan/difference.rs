//! What differs between what was there and what is there: assignments, policies, entities, mappings, blocks. A plan
//! prints it, `//! plan changes N` counts it, and scripts are made from it.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use hashbrown::HashMap;
use jiff::Timestamp;

use crate::catalog::body::databases::Database;
use crate::catalog::body::followers::FOLLOWER;
use crate::catalog::body::graph_models::{GraphModel, Version};
use crate::catalog::body::materialized_views::MaterializedView;
use crate::catalog::{
    Assignment, Blocked, BlockedKey, Body, CLUSTER, Catalog, Change, Content, Definition, Edit, EntityId, Mapping,
    Policy, diff,
};
use crate::directory::PrincipalId;
use crate::engine::{World, entity_script};
use crate::model::entity::EntityKind;
use crate::model::mapping_kind::MappingKind;
use crate::model::policy::PolicyKind;
use crate::model::role::Role;
use crate::model::scope::Scope;

/// What differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The entity itself.
    Entity,
    /// Its name; the values are the two names.
    Name,
    /// A role that a principal holds on it; the values are the notes.
    Assignment(Role, PrincipalId),
    /// A policy; the values are its JSON.
    Policy(PolicyKind),
    /// A mapping of this kind and name; the values are its JSON.
    Mapping(Option<MappingKind>, String),
    /// The block of a principal; the values are the reason and the end.
    Block(BlockedKey),
    /// A role that the environment declares; the values say by what.
    Declared(Role, PrincipalId),
    /// A member of the group of this name.
    Member(PrincipalId, String),
}

/// One difference. A value is there before, after, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// On which entity.
    pub scope: Scope,
    /// What of it.
    pub what: What,
    /// Its value before.
    pub before: Option<String>,
    /// Its value after.
    pub after: Option<String>,
}

/// How a difference reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// It is there after, and was not before.
    Added,
    /// It was there before, and is not after.
    Removed,
    /// It is another one.
    Changed,
}

impl Sign {
    /// Returns the mark before the line, as terraform has it.
    #[must_use]
    pub const fn mark(self) -> char {
        match self {
            Self::Added => '+',
            Self::Removed => '-',
            Self::Changed => '~',
        }
    }

    /// Returns the word for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "add",
            Self::Removed => "remove",
            Self::Changed => "change",
        }
    }
}

impl Difference {
    /// Returns whose role or block differs.
    #[must_use]
    pub const fn principal(&self) -> Option<PrincipalId> {
        match &self.what {
            What::Assignment(_, principal) | What::Declared(_, principal) | What::Member(principal, _) => {
                Some(*principal)
            }
            What::Block(key) => Some(key.principal),
            What::Entity | What::Name | What::Policy(_) | What::Mapping(..) => None,
        }
    }

    /// Returns whether it was added, removed or changed.
    #[must_use]
    pub const fn sign(&self) -> Sign {
        match (&self.before, &self.after) {
            (None, _) => Sign::Added,
            (Some(_), None) => Sign::Removed,
            (Some(_), Some(_)) => Sign::Changed,
        }
    }
}

/// Returns what differs, by scope: those of the cluster first, then those of each database. Times, numbers and the
/// counters of versions are no differences, and built-in principals count in none.
#[must_use]
pub fn differences(before: &World<'_>, after: &World<'_>) -> Vec<Difference> {
    let is_built_in =
        |difference: &Difference| difference.principal().is_some_and(|it| after.directory.is_built_in(it));
    let mut all = all_differences(before, after);
    all.retain(|difference| !is_built_in(difference));
    all
}

/// Returns the same with what built-in principals have: a catalog file holds that too.
#[must_use]
pub fn all_differences(before: &World<'_>, after: &World<'_>) -> Vec<Difference> {
    let edits = diff(before.catalog, after.catalog);
    let scopes = Scopes::of(before.catalog, &edits);
    let mut all: Vec<Difference> = edits.iter().filter_map(|edit| difference(edit, &scopes, before, after)).collect();
    all.sort_by(compared);
    // What a follower is stands in its definition and in that of its database.
    all.dedup();
    all
}

/// Differences stand by scope, and there in the order of what they are about.
pub(super) fn compared(one: &Difference, other: &Difference) -> Ordering {
    one.scope.cmp(&other.scope).then_with(|| order(&one.what).cmp(&order(&other.what)))
}

/// Returns what only the environment has and differs: roles that it declares, and direct members of groups. No command
/// changes it.
#[must_use]
pub fn differences_of_environments(before: &World<'_>, after: &World<'_>) -> Vec<Difference> {
    if before.directory.environment() == after.directory.environment() {
        return Vec::new();
    }
    let (was, is) = (declared(before), declared(after));
    let role = |((scope, role, principal), values)| Difference {
        what: What::Declared(role, principal),
        ..of_pair(scope, values)
    };
    let mut all: Vec<Difference> = pairs(was, is).into_iter().map(role).collect();
    let member = |((group, member), values)| {
        let world = if after.directory.exists(group) { after } else { before };
        let name = world.identity(group).plain_name().to_owned();
        Difference { what: What::Member(member, name), ..of_pair(Scope::cluster(), values) }
    };
    all.extend(pairs(members(before), members(after)).into_iter().map(member));
    all.sort_by(compared);
    all
}

/// A value before, and one after.
type Values = (Option<String>, Option<String>);

fn of_pair(scope: Scope, (before, after): Values) -> Difference {
    Difference { scope, what: What::Name, before, after }
}

/// Returns the keys whose values differ, with both.
fn pairs<K: Ord + Clone>(was: BTreeMap<K, String>, mut is: BTreeMap<K, String>) -> Vec<(K, Values)> {
    let mut all: Vec<_> = was
        .into_iter()
        .map(|(key, was)| {
            let is = is.remove(&key);
            (key, (Some(was), is))
        })
        .collect();
    all.extend(is.into_iter().map(|(key, is)| (key, (None, Some(is)))));
    all.retain(|(_, (was, is))| was != is);
    all
}

fn declared(world: &World<'_>) -> BTreeMap<(Scope, Role, PrincipalId), String> {
    let databases = world.catalog.child_ids(CLUSTER, EntityKind::Database);
    let places = [CLUSTER].into_iter().chain(databases).filter_map(|id| Some((id, world.catalog.get(id)?)));
    let all = places.flat_map(|(id, entity)| {
        let scope = Scope::of(world.catalog, id);
        let declared = entity.definition.declared(world.directory);
        declared.filter_map(move |it| Some(((scope.clone()?, it.role, it.principal), it.origin.words().to_owned())))
    });
    all.filter(|((_, _, principal), _)| !world.directory.is_built_in(*principal)).collect()
}

fn members(world: &World<'_>) -> BTreeMap<(PrincipalId, PrincipalId), String> {
    let all = world.directory.principals().filter(|group| world.directory.exists(*group));
    let all = all
        .flat_map(|group| world.directory.members(group).iter().map(move |member| ((group, *member), String::new())));
    all.collect()
}

const fn order(what: &What) -> (u8, Option<Role>) {
    match what {
        What::Entity | What::Name => (0, None),
        What::Assignment(role, _) => (1, Some(*role)),
        What::Policy(_) => (2, None),
        What::Mapping(..) => (3, None),
        What::Block(_) => (4, None),
        What::Declared(role, _) => (5, Some(*role)),
        What::Member(..) => (6, None),
    }
}

/// The scopes of the entities that edits are about: those that are made have numbers of their own.
struct Scopes<'a> {
    catalog: &'a Catalog,
    made: HashMap<EntityId, Scope>,
}

impl<'a> Scopes<'a> {
    fn of(catalog: &'a Catalog, edits: &[Edit]) -> Self {
        let mut scopes = Self { catalog, made: HashMap::new() };
        for edit in edits {
            if let Edit::Entity(change) = edit
                && let (None, Some(definition)) = (&change.before, &change.after)
            {
                let scope = scopes.below(definition);
                scopes.made.insert(change.key, scope);
            }
        }
        scopes
    }

    /// Returns the scope of an entity that is made; what holds it is made before it.
    fn below(&self, definition: &Definition) -> Scope {
        let (kind, name) = (definition.kind(), definition.name.clone());
        let parent = if definition.parent == CLUSTER { None } else { self.get(definition.parent) };
        let is_database = kind == EntityKind::Database;
        let database = parent.map_or_else(|| is_database.then(|| name.clone()), |parent| parent.database);
        Scope { database, kind, name }
    }

    fn get(&self, id: EntityId) -> Option<Scope> {
        self.made.get(&id).cloned().or_else(|| Scope::of(self.catalog, id))
    }
}

fn difference(edit: &Edit, scopes: &Scopes<'_>, before: &World<'_>, after: &World<'_>) -> Option<Difference> {
    let of = |id: EntityId, what: What, values: Values| {
        let (before, after) = values;
        Some(Difference { scope: scopes.get(id)?, what, before, after })
    };
    match edit {
        Edit::Entity(change) => difference_of_entity(change, scopes, before, after),
        Edit::Assignment(change) => {
            let what = What::Assignment(change.key.role, change.key.principal);
            let notes = |held: &Assignment| held.notes.to_string();
            of(change.key.entity, what, (change.before.as_ref().map(notes), change.after.as_ref().map(notes)))
        }
        Edit::Policy(change) => {
            let json = |policy: &Policy| policy.json().to_owned();
            let values = (change.before.as_ref().map(json), change.after.as_ref().map(json));
            of(change.key.entity, What::Policy(change.key.policy), values)
        }
        Edit::Mapping(change) => {
            let json = |mapping: &Mapping| mapping.json.to_string();
            let values = (change.before.as_ref().map(json), change.after.as_ref().map(json));
            if values.0 == values.1 {
                return None;
            }
            of(change.key.entity, What::Mapping(change.key.kind, change.key.name.to_string()), values)
        }
        Edit::Blocked(change) => {
            let text = |blocked: &Blocked| {
                let until = blocked.until.map_or_else(|| "without end".to_owned(), |until| format!("until {until}"));
                blocked.reason.as_ref().map_or(until.clone(), |reason| format!("{until}: {reason}"))
            };
            // One that has ended is none.
            let standing = |blocked: &Option<Blocked>, world: &World<'_>| {
                blocked.as_ref().filter(|blocked| blocked.holds_at(world.now)).map(text)
            };
            let values = (standing(&change.before, before), standing(&change.after, after));
            if values.0 == values.1 {
                return None;
            }
            of(CLUSTER, What::Block(change.key.clone()), values)
        }
        Edit::Identity(_) | Edit::Directory(_) | Edit::Membership(_) => None,
    }
}

fn difference_of_entity(
    change: &Change<EntityId, Definition>,
    scopes: &Scopes<'_>,
    before: &World<'_>,
    after: &World<'_>,
) -> Option<Difference> {
    let own = scopes.get(change.key)?;
    let scope = match sameness(change.before.as_ref(), change.after.as_ref()) {
        Some(Same::Wholly) => return None,
        Some(Same::ButForFollower) => follower_on_both_sides(&own, before, after)?,
        None => own,
    };
    let text = |world: &World<'_>| Some(entity_script(world, scope.find(world.catalog)?).join("\n"));
    let (was, is) = (change.before.as_ref().and(text(before)), change.after.as_ref().and(text(after)));
    let before = change.before.as_ref().map(|_| was.unwrap_or_default());
    let after = change.after.as_ref().map(|_| is.unwrap_or_default());
    Some(Difference { scope, what: What::Entity, before, after })
}

/// How far two definitions are the same.
enum Same {
    /// In all that does not tell of their past.
    Wholly,
    /// But for how the roles of a database as a follower combine with its leader's: its follower shows that.
    ButForFollower,
}

/// Returns how far two definitions are the same but for what tells of their past: times, ids that are made of them, and
/// the counter of a database's versions; nothing where they are others.
fn sameness(before: Option<&Definition>, after: Option<&Definition>) -> Option<Same> {
    let now = |definition: &Definition| without_past(&definition.body);
    let (before, after) = (now(before?), now(after?));
    if before == after {
        return Some(Same::Wholly);
    }
    let (before, after) = (Database::of(&before)?, Database::of(&after)?);
    let before = Database { follower: after.follower, ..before.clone() };
    (before == *after).then_some(Same::ButForFollower)
}

/// Returns the follower that a database is, where it is one on both sides.
fn follower_on_both_sides(database: &Scope, before: &World<'_>, after: &World<'_>) -> Option<Scope> {
    let scope = Scope { kind: EntityKind::Follower, name: Arc::from(FOLLOWER), ..database.clone() };
    let is_there = |world: &World<'_>| scope.find(world.catalog).is_some();
    (is_there(before) && is_there(after)).then_some(scope)
}

fn without_past(body: &Body) -> Body {
    match body {
        Body::Database(database) => Database { version: 0, ..(**database).clone() }.into_body(),
        Body::MaterializedView(view) => {
            let effective = view.effective.map(|_| Timestamp::UNIX_EPOCH);
            MaterializedView { effective, ..(**view).clone() }.into_body()
        }
        Body::GraphModel(model) => {
            let now = |version: &Version| Version {
                id: Arc::default(),
                created: Timestamp::UNIX_EPOCH,
                definition: version.definition.clone(),
            };
            GraphModel { versions: model.versions.iter().map(now).collect() }.into_body()
        }
        other => other.clone(),
    }
}
