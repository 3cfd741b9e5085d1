//! `.show journal` and `.show database D journal` (`journal.md`).

use hashbrown::HashMap;

use crate::catalog::body::databases::Database;
use crate::catalog::{Assignment, Blocked, Body, CLUSTER, Catalog, Definition, Edit, EntityId, Entry, Policy};
use crate::directory::derived_id;
use crate::engine::Deciding;
use crate::engine::policies;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::schemas::JOURNAL;
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

    /// The database that an entity is in, or that it is, and its name; none for the cluster.
    fn database(&self, id: EntityId, definition: Option<&'a Definition>) -> Option<(EntityId, String)> {
        let definition = definition.or_else(|| self.definition(id))?;
        match definition.kind() {
            EntityKind::Cluster => None,
            EntityKind::Database => Some((id, definition.name.to_string())),
            _ => self.database(definition.parent, None),
        }
    }

    /// Goes back behind a change.
    fn undo(&mut self, edit: &'a Edit) {
        if let Edit::Entity { id, before, .. } = edit {
            self.known.insert(*id, before.as_ref());
        }
    }
}

/// The changes, the newest last, one row an edit; only those of `database` where one is given.
pub(super) fn journal(deciding: &Deciding<'_>, database: Option<EntityId>) -> Table {
    let mut past = Past { catalog: deciding.catalog, known: HashMap::new() };
    let mut rows = Vec::new();
    let entries: Vec<&Entry> = deciding.journal.entries().collect();
    for entry in entries.into_iter().rev() {
        for edit in entry.edits.iter().rev() {
            if !is_new_version(edit) {
                let place = past.database(edit_entity(edit), own_definition(edit));
                let is_in = |database| place.as_ref().is_some_and(|(id, _)| *id == database);
                let may_see =
                    entry.principal == deciding.principal || is_admin(deciding, place.as_ref().map(|(id, _)| *id));
                if database.is_none_or(is_in) && may_see {
                    let name = place.map_or(String::new(), |(_, name)| name);
                    rows.push(row(deciding, entry, event(deciding, &past, edit), &name));
                }
            }
            past.undo(edit);
        }
    }
    let mut table = Table::new(JOURNAL);
    rows.into_iter().rev().for_each(|row| table.push(row));
    table
}

/// Whether the one who asks is admin of the database, or of the cluster where it is gone or there
/// is none (`journal.md`, *Permissions*: one sees one's own changes besides).
fn is_admin(deciding: &Deciding<'_>, database: Option<EntityId>) -> bool {
    match database.filter(|database| deciding.catalog.get(*database).is_some()) {
        Some(database) => deciding.may(Permission::Administer, database),
        None => deciding.may(Permission::AdministerCluster, CLUSTER),
    }
}

/// The entity that an edit is about.
const fn edit_entity(edit: &Edit) -> EntityId {
    match edit {
        Edit::Entity { id, .. } => *id,
        Edit::Assignment { entity, .. } | Edit::Policy { entity, .. } => *entity,
        Edit::Blocked { .. } => CLUSTER,
    }
}

/// What an edit itself says of its entity.
fn own_definition(edit: &Edit) -> Option<&Definition> {
    match edit {
        Edit::Entity { before, after, .. } => after.as_ref().or(before.as_ref()),
        _ => None,
    }
}

/// Whether the edit only counts on the version of a database, because of the others beside it.
fn is_new_version(edit: &Edit) -> bool {
    let Edit::Entity { before: Some(before), after: Some(after), .. } = edit else { return false };
    match (&before.body, &after.body) {
        (Body::Database(old), Body::Database(new)) => {
            before.name == after.name && **old == Database { version: old.version, ..Database::clone(new) }
        }
        _ => false,
    }
}

fn event(deciding: &Deciding<'_>, past: &Past<'_>, edit: &Edit) -> Event {
    match edit {
        Edit::Entity { before, after, .. } => entity_event(before.as_ref(), after.as_ref()),
        Edit::Assignment { entity, role, principal, before, after } => {
            let verb = if after.is_some() { "ADD" } else { "DROP" };
            let state = |_: &Assignment| format!("{role}: {}", deciding.directory.identity(*principal).fqn());
            let event = format!("{verb}-{}-ROLE", words(past.kind(*entity)));
            unnamed(event, [before, after].map(|held| held.as_ref().map(state))).of(past.name(*entity))
        }
        Edit::Policy { entity, policy, before, after } => {
            let verb = if after.is_some() { "ALTER" } else { "DELETE" };
            let state = |value: &Policy| policies::json(deciding.directory, *policy, value);
            let event = format!("{verb}-POLICY-{}", policy.word().to_uppercase());
            unnamed(event, [before, after].map(|value| value.as_ref().map(state))).of(past.name(*entity))
        }
        Edit::Blocked { key, before, after } => {
            let verb = if after.is_some() { "ADD" } else { "DROP" };
            let state = |_: &Blocked| deciding.directory.identity(key.principal).fqn();
            unnamed(format!("{verb}-BLOCKED-PRINCIPAL"), [before, after].map(|block| block.as_ref().map(state)))
        }
    }
}

/// An event that names no entity; `states` are before and after.
fn unnamed(event: String, states: [Option<String>; 2]) -> Event {
    let [original, updated] = states.map(Option::unwrap_or_default);
    Event { event, before: None, after: None, original, updated }
}

impl Event {
    /// The same, of an entity that keeps its name.
    fn of(self, name: Option<String>) -> Self {
        Self { before: name.clone(), after: name, ..self }
    }
}

fn entity_event(before: Option<&Definition>, after: Option<&Definition>) -> Event {
    let name = |definition: &Definition| definition.name.to_string();
    let state = |definition: &Definition| format!("Name: {}", definition.name);
    let states = [before.map(state), after.map(state)];
    Event { before: before.map(name), after: after.map(name), ..unnamed(change_of(before, after), states) }
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

fn row(deciding: &Deciding<'_>, entry: &Entry, event: Event, database: &str) -> [Value; 15] {
    let principal = deciding.directory.identity(entry.principal);
    [
        Value::from(event.event),
        Value::DateTime(entry.time),
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
