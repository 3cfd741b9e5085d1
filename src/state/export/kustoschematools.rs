//! github/KustoSchemaTools: `DATABASE/database.yml`, with the lists of its class `Database` (`Model/Database.cs`), the
//! keys in the case that its reader takes (`Helpers/Serialization.cs`).
//!
//! The file has a dozen keys, and texts that are always quoted: a library that writes YAML would be more than it saves.

use std::fmt::Write;
use std::sync::Arc;

use crate::catalog::CLUSTER;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::role::Role;
use crate::state::export::assignments::Assignment;
use crate::state::export::escape::{YAML, comment};
use crate::state::export::left_out::{Kind, LeftOut};
use crate::state::export::principal::by_id;

/// The databases of a state that can have a folder, and those that can't.
pub(super) fn databases(world: &World<'_>) -> (Vec<Arc<str>>, Vec<LeftOut>) {
    let all = world.catalog.children(CLUSTER, EntityKind::Database).into_iter();
    let (databases, others): (Vec<_>, Vec<_>) =
        all.map(|(_, entity)| Arc::clone(&entity.definition.name)).partition(|name| is_folder(name));
    (databases, others.into_iter().map(|name| LeftOut::database(Kind::Unnameable, name)).collect())
}

/// How long the name of a folder may be: on Linux in bytes, elsewhere in characters.
const NAME_BYTES: usize = 255;

/// What Windows takes for a device, whatever follows after a dot (*Naming Files, Paths, and Namespaces*).
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];
/// Those that have a digit after them.
const NUMBERED_DEVICES: [&str; 2] = ["COM", "LPT"];
const DIGITS: &str = "0123456789¹²³";

/// Returns whether every file system takes a name for a folder, and takes it for nothing else.
fn is_folder(name: &str) -> bool {
    let is_plain = |character: char| !character.is_control() && !r#"/\:*?"<>|"#.contains(character);
    let is_open = !name.is_empty() && !name.ends_with(['.', ' ']) && !name.starts_with(' ');
    is_open && name.len() <= NAME_BYTES && !is_device(name) && name.chars().all(is_plain)
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let is_one = |stem: &str, devices: &[&str]| devices.iter().any(|device| stem.eq_ignore_ascii_case(device));
    let unnumbered = stem.strip_suffix(|last: char| DIGITS.contains(last));
    is_one(stem, &DEVICES) || unnumbered.is_some_and(|stem| is_one(stem, &NUMBERED_DEVICES))
}

/// Returns the name of the file of a database.
pub(super) fn file_name(database: &str) -> String {
    format!("{database}/database.yml")
}

/// Returns the file of a database, after a comment.
pub(super) fn file(world: &World<'_>, database: &str, held: &[&Assignment<'_>], above: &[String]) -> String {
    let mut text = comment("#", above);
    let _ = writeln!(text, "name: {}", YAML.of(database));
    let is_own = |held: &&&Assignment<'_>| held.scope.database.as_deref() == Some(database);
    let own: Vec<&Assignment<'_>> = held.iter().filter(is_own).copied().collect();
    for role in Role::at(EntityKind::Database) {
        let mut items = own.iter().filter(|held| held.role == role).map(|held| item(held)).peekable();
        if items.peek().is_some() {
            let _ = writeln!(text, "{}:", key(role));
            text.extend(items);
        }
    }
    text + &identities(world, database)
}

/// Returns the key of the list of a role: `unrestrictedViewers`.
fn key(role: Role) -> String {
    let mut characters = role.title().chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).chain(['s']).collect()
}

fn item(assignment: &Assignment<'_>) -> String {
    let notes = Some(assignment.notes).filter(|notes| !notes.is_empty());
    let notes = comment("#", notes.map(|notes| format!("notes: {notes}")));
    let [name, id] = [assignment.who.plain_name(), &by_id(&assignment.who)].map(|text| YAML.of(text));
    format!("{notes}- name: {name}\n  id: {id}\n")
}

/// Returns the policy of managed identities of a database.
fn identities(world: &World<'_>, database: &str) -> String {
    let entity = world.catalog.database(database).and_then(|id| world.catalog.get(id));
    let entries = entity.map(|entity| entity.policies.managed_identities()).unwrap_or_default();
    let mut text = if entries.is_empty() { "" } else { "policies:\n  managedIdentity:\n" }.to_owned();
    for entry in entries {
        let _ = writeln!(text, "  - objectId: {}\n    allowedUsages:", YAML.of(&entry.object_id));
        text.extend(entry.usages.iter().map(|usage| format!("    - {}\n", YAML.of(&usage.to_string()))));
    }
    text
}
