//! `.show journal` and `.show database D journal` (`journal.md`).

use crate::catalog::body::databases::Database;
use crate::catalog::{Body, CLUSTER, Definition, Edit, EntityId, Entry};
use crate::directory::derived_id;
use crate::engine::Deciding;
use crate::engine::cluster::is_cluster;
use crate::engine::policies;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::schema;
use crate::table::{Schema, Table, Value};

const JOURNAL: Schema = schema! {
    Event: String, EventTimestamp: DateTime, Database: String, EntityName: String, UpdatedEntityName: String,
    EntityVersion: String, EntityContainerName: String, OriginalEntityState: String, UpdatedEntityState: String,
    ChangeCommand: String, Principal: String, RootActivityId: Guid, ClientRequestId: String, User: String,
    OriginalEntityVersion: String,
};

/// What one edit says in the journal.
struct Event {
    event: String,
    entity: EntityId,
    before: Option<String>,
    after: Option<String>,
    original: String,
    updated: String,
}

/// The changes, the newest last, one row an edit; only those of `database` where one is given. Who
/// asks sees its own changes, those of databases that it is admin of, and the cluster's where it is
/// AllDatabasesAdmin (`journal.md`, *Permissions*).
pub(super) fn journal(deciding: &Deciding<'_>, database: Option<EntityId>) -> Table {
    let mut table = Table::new(JOURNAL);
    for entry in deciding.journal.entries() {
        for edit in entry.edits.iter().filter(|edit| !is_new_version(edit)) {
            let event = event(deciding, edit);
            let place = place(deciding, entry, &event);
            let is_asked = database.is_none_or(|database| place.0 == Some(database));
            if is_asked && (entry.principal == deciding.principal || is_admin(deciding, place.0)) {
                table.push(row(deciding, entry, event, &place.1));
            }
        }
    }
    table
}

/// Whether the one who asks is admin of the database, or of the cluster where it is gone or there
/// is none.
fn is_admin(deciding: &Deciding<'_>, database: Option<EntityId>) -> bool {
    match database.filter(|database| deciding.catalog.get(*database).is_some()) {
        Some(database) => deciding.may(Permission::Administer, database),
        None => deciding.may(Permission::AdministerCluster, CLUSTER),
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

/// The database that an event belongs to, and its name; none for the cluster.
fn place(deciding: &Deciding<'_>, entry: &Entry, event: &Event) -> (Option<EntityId>, String) {
    if is_cluster(event.entity) {
        return (None, String::new());
    }
    match deciding.catalog.database_of(event.entity) {
        Some((id, database)) => (Some(id), database.definition.name.to_string()),
        // What the entity belonged to may be gone: its own edit still says.
        None => entry
            .edits
            .iter()
            .find_map(|edit| removed_database(deciding, edit))
            .unwrap_or((None, entry.database.to_string())),
    }
}

fn removed_database(deciding: &Deciding<'_>, edit: &Edit) -> Option<(Option<EntityId>, String)> {
    let Edit::Entity { id, before, after } = edit else { return None };
    let definition = before.as_ref().or(after.as_ref())?;
    match definition.kind {
        EntityKind::Database => Some((Some(*id), definition.name.to_string())),
        EntityKind::Cluster => None,
        _ => {
            let parent = deciding.catalog.get(definition.parent)?;
            Some((Some(definition.parent), parent.definition.name.to_string()))
        }
    }
}

fn event(deciding: &Deciding<'_>, edit: &Edit) -> Event {
    let name = |entity: EntityId| deciding.catalog.get(entity).map(|entity| entity.definition.name.to_string());
    match edit {
        Edit::Entity { id, before, after } => Event {
            event: entity_event(before.as_ref(), after.as_ref()),
            entity: *id,
            before: before.as_ref().map(|definition| definition.name.to_string()),
            after: after.as_ref().map(|definition| definition.name.to_string()),
            original: before.as_ref().map_or(String::new(), state),
            updated: after.as_ref().map_or(String::new(), state),
        },
        Edit::Assignment { entity, role, principal, before, after } => {
            let state = format!("{role}: {}", deciding.directory.identity(*principal).fqn());
            let kind = deciding.catalog.get(*entity).map_or(EntityKind::Cluster, |entity| entity.definition.kind);
            let verb = if after.is_some() { "ADD" } else { "DROP" };
            Event {
                event: format!("{verb}-{}-ROLE", words(kind)),
                entity: *entity,
                before: name(*entity),
                after: name(*entity),
                original: before.as_ref().map_or(String::new(), |_| state.clone()),
                updated: after.as_ref().map_or(String::new(), |_| state.clone()),
            }
        }
        Edit::Policy { entity, policy, before, after } => Event {
            event: format!(
                "{}-POLICY-{}",
                if after.is_some() { "ALTER" } else { "DELETE" },
                policy.word().to_uppercase()
            ),
            entity: *entity,
            before: name(*entity),
            after: name(*entity),
            original: before.as_ref().map_or(String::new(), |value| policies::json(deciding.directory, value)),
            updated: after.as_ref().map_or(String::new(), |value| policies::json(deciding.directory, value)),
        },
        Edit::Blocked { key, before, after } => {
            let fqn = deciding.directory.identity(key.principal).fqn();
            Event {
                event: format!("{}-BLOCKED-PRINCIPAL", if after.is_some() { "ADD" } else { "DROP" }),
                entity: CLUSTER,
                before: None,
                after: None,
                original: before.as_ref().map_or(String::new(), |_| fqn.clone()),
                updated: after.as_ref().map_or(String::new(), |_| fqn.clone()),
            }
        }
    }
}

fn entity_event(before: Option<&Definition>, after: Option<&Definition>) -> String {
    let (verb, kind) = match (before, after) {
        (None, Some(after)) => ("CREATE", after.kind),
        (Some(before), None) => ("DROP", before.kind),
        (Some(before), Some(after)) if before.name != after.name => ("RENAME", after.kind),
        (_, Some(after)) => ("ALTER", after.kind),
        (None, None) => ("NONE", EntityKind::Cluster),
    };
    format!("{verb}-{}", words(kind))
}

fn words(kind: EntityKind) -> String {
    kind.title().to_uppercase().replace(' ', "-")
}

fn state(definition: &Definition) -> String {
    format!("Name: {}", definition.name)
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
