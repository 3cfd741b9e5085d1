//! `.show journal` and `.show database D journal` (`journal.md`).

use std::sync::Arc;

use hashbrown::HashMap;
use jiff::Timestamp;

use crate::catalog::body::databases::Database;
use crate::catalog::{
    Assignment, AssignmentKey, Body, CLUSTER, Catalog, Change, Definition, Edit, EntityId, Entry, Policy,
};
use crate::directory::{PrincipalId, derived_id};
use crate::engine::World;
use crate::engine::policies;
use crate::model::entity::EntityKind;
use crate::model::name::Text;
use crate::model::permission::Permission;
use crate::model::schemas::JOURNAL;
use crate::model::scope::Scope;
use crate::table::{Table, Value};

/// What one edit says in the journal.
struct Event {
    event: String,
    before: Option<String>,
    after: Option<String>,
    original: String,
    updated: String,
}

/// What entities were at a moment of the journal: read from the newest change back to the oldest,
/// starting from what they are now.
struct Past<'a> {
    catalog: &'a Catalog,
    /// The entities that later changes made, changed or removed, as they were before those.
    known: HashMap<EntityId, Option<&'a Definition>>,
}

impl<'a> Past<'a> {
    fn definition(&self, id: EntityId) -> Option<&'a Definition> {
        let now = || self.catalog.get(id).map(|entity| &entity.definition);
        self.known.get(&id).copied().unwrap_or_else(now)
    }

    fn name(&self, id: EntityId) -> Option<String> {
        self.definition(id).map(|definition| definition.name.to_string())
    }

    fn kind(&self, id: EntityId) -> EntityKind {
        self.definition(id).map_or(EntityKind::Cluster, |definition| definition.kind())
    }

    /// Returns the database that an entity is in, or that it is, and its name; none for the
    /// cluster.
    fn database(&self, id: EntityId, definition: Option<&'a Definition>) -> Option<(EntityId, String)> {
        let definition = definition.or_else(|| self.definition(id))?;
        if definition.kind() == EntityKind::Database {
            return Some((id, definition.name.to_string()));
        }
        // Nothing but a database holds what is in the journal of one.
        let holder = self.definition(definition.parent).filter(|holder| holder.kind() == EntityKind::Database)?;
        Some((definition.parent, holder.name.to_string()))
    }

    /// Goes back to before a change.
    fn undo(&mut self, edit: &'a Edit) {
        if let Edit::Entity(change) = edit {
            self.known.insert(change.key, change.before.as_ref());
        }
    }
}

/// Returns the changes, the newest last, one row an edit; only those of `database` where one is
/// given.
pub(super) fn journal(world: &World<'_>, database: Option<EntityId>) -> Table {
    let mut rows = Vec::new();
    each_event(world, |entry, place, _, event| {
        let place_id = place.as_ref().map(|(id, _)| *id);
        let is_in = database.is_none_or(|database| place_id == Some(database));
        let is_own = entry.principal == world.subject.principal();
        if is_in && (is_own || is_admin(world, place_id)) {
            let name = place.map_or(String::new(), |(_, name)| name);
            rows.push(row(world, entry, event, &name));
        }
    });
    let mut table = Table::new(JOURNAL);
    rows.into_iter().rev().for_each(|row| table.push(row));
    table
}

/// The entity that an edit is about, at that moment.
struct Of {
    kind: EntityKind,
    names: Vec<String>,
    principal: Option<PrincipalId>,
}

/// Calls `each` with what each edit says, from the newest back to the oldest, with the database in which it happened,
/// and with the entity.
fn each_event(world: &World<'_>, mut each: impl FnMut(&Entry, Option<(EntityId, String)>, Of, Event)) {
    let mut past = Past { catalog: world.catalog, known: HashMap::new() };
    let entries: Vec<&Entry> = world.journal.entries().collect();
    for entry in entries.into_iter().rev() {
        for edit in entry.edits.iter().rev() {
            if let Some(entity) = edit.entity().filter(|_| !is_new_version(edit)) {
                let place = past.database(entity, own_definition(edit));
                each(entry, place, of(&past, edit, entity), event(world, &past, edit));
            }
            past.undo(edit);
        }
    }
}

/// Returns the entity that an edit is about, and whom.
fn of(past: &Past<'_>, edit: &Edit, entity: EntityId) -> Of {
    let names = match edit {
        Edit::Entity(change) => [&change.before, &change.after].into_iter().flatten().map(name_of).collect(),
        _ => past.name(entity).into_iter().collect(),
    };
    let kind = own_definition(edit).map_or_else(|| past.kind(entity), Definition::kind);
    let principal = match edit {
        Edit::Assignment(change) => Some(change.key.principal),
        Edit::Blocked(change) => Some(change.key.principal),
        _ => None,
    };
    Of { kind, names, principal }
}

fn name_of(definition: &Definition) -> String {
    definition.name.to_string()
}

/// Returns what an edit did to who is known, in words.
fn in_words(world: &World<'_>, edit: &Edit) -> Option<String> {
    match edit {
        Edit::Directory(Change { after: Some(_), .. }) => Some("another environment was loaded".to_owned()),
        Edit::Directory(Change { after: None, .. }) => Some("the environment was removed".to_owned()),
        Edit::Identity(change) => {
            let known = world.directory.find(&change.key).map(|principal| world.identity(principal).fqn());
            known.filter(|_| change.after.is_some()).map(|fqn| format!("{fqn} is known from here on"))
        }
        _ => None,
    }
}

/// A change of the journal, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// Its number.
    pub sequence: u64,
    /// When.
    pub time: Timestamp,
    /// The FQN of who made it.
    pub principal: String,
    /// The database in context.
    pub context: String,
    /// The command, secrets redacted.
    pub command: String,
    /// What it changed.
    pub events: Vec<HappenedTo>,
    /// What else it did, in words: the environment that was loaded, and whom the directory learned.
    pub others: Vec<String>,
}

/// What happened to one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HappenedTo {
    /// What, as `.show journal` calls it: `ADD-TABLE-ROLE`.
    pub event: String,
    /// In which database; empty for the cluster.
    pub database: String,
    /// The kind of the entity that it is about.
    pub kind: EntityKind,
    /// The names of that entity before and after; none for the cluster.
    pub entity: Vec<String>,
    /// The names that `.show journal` gives, before and after: of a mapping its own.
    pub names: Vec<String>,
    /// The FQN of whom it gives a role to or takes one from, or of who is blocked or not any more.
    pub about: Option<String>,
    /// What was there before; empty where nothing was.
    pub before: String,
    /// What is there after; empty where nothing is.
    pub after: String,
}

impl HappenedTo {
    /// Returns the scopes that it is about: of an entity with another name than before, both.
    pub fn scopes(&self) -> impl Iterator<Item = Scope> {
        let (kind, database) = (self.kind, Arc::<str>::from(self.database.as_str()));
        let is_cluster = kind == EntityKind::Cluster;
        let named = self.entity.iter().map(move |name| match kind {
            EntityKind::Database => Scope::database(name.as_str().into()),
            kind => Scope::inside(Arc::clone(&database), kind, name.as_str().into()),
        });
        is_cluster.then(Scope::cluster).into_iter().chain(named.filter(move |_| !is_cluster))
    }

    /// Returns where it happened: `Sales.Orders: `.
    #[must_use]
    pub fn place(&self) -> String {
        let name = self.names.last().filter(|name| **name != self.database);
        match (self.database.as_str(), name) {
            ("", None) => format!("{}: ", EntityKind::Cluster),
            ("", Some(name)) => format!("{name}: "),
            (database, None) => format!("{database}: "),
            (database, Some(name)) => format!("{database}.{name}: "),
        }
    }
}

/// Returns the changes that are in memory, the oldest first.
#[must_use]
pub fn happened(world: &World<'_>) -> Vec<Happened> {
    let mut events: HashMap<u64, Vec<HappenedTo>> = HashMap::new();
    each_event(world, |entry, place, of, event| {
        let names = [event.before, event.after].into_iter().flatten().collect();
        let database = place.map_or(String::new(), |(_, name)| name);
        let Event { event, original: before, updated: after, .. } = event;
        let Of { kind, names: entity, principal } = of;
        let about = principal.map(|principal| world.identity(principal).fqn());
        let happened = HappenedTo { event, database, kind, entity, names, about, before, after };
        events.entry(entry.sequence).or_default().push(happened);
    });
    let change = |entry: &Entry| {
        let mut events = events.remove(&entry.sequence).unwrap_or_default();
        events.reverse();
        Happened {
            sequence: entry.sequence,
            time: entry.time,
            principal: world.identity(entry.principal).fqn(),
            context: entry.database.to_string(),
            command: entry.command.clone(),
            events,
            others: entry.edits.iter().filter_map(|edit| in_words(world, edit)).collect(),
        }
    };
    world.journal.entries().map(change).collect()
}

/// Returns whether the one who asks is admin of the database, or of the cluster where it is gone or
/// there is none (`journal.md`, *Permissions*: one sees one's own changes besides).
fn is_admin(world: &World<'_>, database: Option<EntityId>) -> bool {
    match database.filter(|database| world.catalog.get(*database).is_some()) {
        Some(database) => world.may(Permission::Administer, database),
        None => world.may(Permission::AdministerCluster, CLUSTER),
    }
}

/// Returns what an edit itself says of its entity.
fn own_definition(edit: &Edit) -> Option<&Definition> {
    match edit {
        Edit::Entity(Change { before, after, .. }) => after.as_ref().or(before.as_ref()),
        _ => None,
    }
}

/// Returns whether the edit only counts on the version of a database, because of the others beside
/// it.
#[must_use]
pub fn is_new_version(edit: &Edit) -> bool {
    match edit {
        Edit::Entity(Change { before: Some(before), after: Some(after), .. }) => differ_in_version(before, after),
        _ => false,
    }
}

/// Returns whether two definitions are of a database, and differ in its version alone.
#[must_use]
pub fn differ_in_version(before: &Definition, after: &Definition) -> bool {
    match (&before.body, &after.body) {
        (Body::Database(old), Body::Database(new)) => {
            let aged = Database { version: old.version, ..Database::clone(new) };
            before.name == after.name && **old == aged
        }
        _ => false,
    }
}

/// Returns the state of a cell before and after, as the journal says it.
fn states<K, V>(change: &Change<K, V>, state: impl Fn(&V) -> String) -> [Option<String>; 2] {
    [&change.before, &change.after].map(|value| value.as_ref().map(&state))
}

/// Returns the word for a change that gives a value, or for one that takes it away.
const fn verb<K, V>(change: &Change<K, V>, gives: &'static str, takes: &'static str) -> &'static str {
    if change.after.is_some() { gives } else { takes }
}

fn event(world: &World<'_>, past: &Past<'_>, edit: &Edit) -> Event {
    match edit {
        Edit::Entity(change) => entity_event(change.before.as_ref(), change.after.as_ref()),
        Edit::Assignment(change) => {
            let AssignmentKey { entity, role, principal } = change.key;
            let event = format!("{}-{}-ROLE", verb(change, "ADD", "DROP"), words(past.kind(entity)));
            let has_both = change.before.is_some() && change.after.is_some();
            let state = |held: &Assignment| {
                // A role that stays has other notes.
                let notes = if has_both { format!(" {}", Text(&held.notes)) } else { String::new() };
                format!("{role}: {}{notes}", world.identity(principal).fqn())
            };
            unnamed(event, states(change, state)).of(past.name(entity))
        }
        Edit::Policy(change) => {
            let policy = change.key.policy;
            let word = policy.word().to_uppercase();
            let state = |value: &Policy| policies::shown(world.directory, policy, value);
            let event = format!("{}-POLICY-{word}", verb(change, "ALTER", "DELETE"));
            unnamed(event, states(change, state)).of(past.name(change.key.entity))
        }
        Edit::Mapping(change) => {
            let event = format!("{}-MAPPING", verb(change, "ALTER", "DROP"));
            unnamed(event, states(change, |mapping| mapping.json.to_string())).of(Some(change.key.name.to_string()))
        }
        Edit::Blocked(change) => {
            let verb = verb(change, "ADD", "DROP");
            let states = states(change, |_| world.identity(change.key.principal).fqn());
            unnamed(format!("{verb}-BLOCKED-PRINCIPAL"), states)
        }
        Edit::Identity(_) | Edit::Directory(_) | Edit::Membership(_) => unnamed(String::new(), [None, None]),
    }
}

/// Returns an event that names no entity; `states` are before and after.
fn unnamed(event: String, states: [Option<String>; 2]) -> Event {
    let [original, updated] = states.map(Option::unwrap_or_default);
    Event { event, before: None, after: None, original, updated }
}

impl Event {
    /// Returns the event of an entity that keeps its name.
    fn of(self, name: Option<String>) -> Self {
        Self { before: name.clone(), after: name, ..self }
    }
}

fn entity_event(before: Option<&Definition>, after: Option<&Definition>) -> Event {
    let state = |definition: &Definition| format!("Name: {}", definition.name);
    let states = [before.map(state), after.map(state)];
    // What is created has its name in both columns (`journal.md`, *Examples*).
    let named = before.or(after).map(name_of);
    Event { before: named, after: after.map(name_of), ..unnamed(change_of(before, after), states) }
}

fn change_of(before: Option<&Definition>, after: Option<&Definition>) -> String {
    let (verb, kind) = match (before, after) {
        (None, Some(after)) => ("CREATE", after.kind()),
        (Some(before), None) => ("DROP", before.kind()),
        (Some(before), Some(after)) if before.name != after.name => ("RENAME", after.kind()),
        (_, Some(after)) => ("ALTER", after.kind()),
        (None, None) => ("NONE", EntityKind::Cluster),
    };
    format!("{verb}-{}", words(kind))
}

fn words(kind: EntityKind) -> String {
    kind.title().to_uppercase().replace(' ', "-")
}

fn row(world: &World<'_>, entry: &Entry, event: Event, database: &str) -> [Value; 15] {
    let principal = world.identity(entry.principal);
    [
        Value::from(event.event),
        entry.time.into(),
        Value::from(database),
        Value::from(event.before.unwrap_or_default()),
        Value::from(event.after.unwrap_or_default()),
        Value::from(format!("v{}.0", entry.sequence)),
        Value::from(database),
        Value::from(event.original),
        Value::from(event.updated),
        Value::from(entry.command.as_str()),
        Value::from(principal.fqn()),
        Value::from(derived_id(&format!("activity/{}", entry.sequence))),
        Value::from(""),
        Value::from(principal.plain_name()),
        Value::from(format!("v{}.0", entry.sequence.saturating_sub(1))),
    ]
}
