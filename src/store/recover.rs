//! What can be read of a damaged file.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::catalog::{Definition, EntityId};
use crate::directory::Environment;
use crate::model::keyword::Keyword;
use crate::store::journal::FiledEntry;
use crate::store::people::{self, People};
use crate::store::scan::{Scanned, scan};
use crate::store::{Filled, StoreFault};
use crate::store::{cells, journal, settings, sound};

/// What could be read of a file.
#[derive(Clone, Copy, Debug)]
pub struct Salvaged {
    /// Who is named.
    pub identities: Scanned,
    /// What exists.
    pub entities: Scanned,
    /// Assignments, policies, mappings and blocks.
    pub cells: Scanned,
    /// Changes.
    pub journal: Scanned,
}

/// The name of the copy that is read.
const COPY: &str = "copy.db";

/// Copies a file, with the rollback journal that a killed process may have left: SQLite has to change the file by it
/// before the file can be read.
fn copied(path: &Path) -> Result<TempDir, StoreFault> {
    if !path.is_file() {
        return Err(StoreFault::Missing);
    }
    let folder = tempfile::tempdir()?;
    std::fs::copy(path, folder.path().join(COPY))?;
    let journal = journal_of(path.as_os_str());
    if Path::new(&journal).is_file() {
        std::fs::copy(journal, folder.path().join(journal_of(OsStr::new(COPY))))?;
    }
    Ok(folder)
}

/// Returns the name of the rollback journal of a file.
fn journal_of(path: &OsStr) -> OsString {
    let mut journal = path.to_owned();
    journal.push("-journal");
    journal
}

/// Fills a new state with what can be read of a file, and leaves the file as it is.
///
/// # Errors
/// Nothing of it can be read.
pub fn salvage(path: &Path, state: &mut Filled<'_>) -> Result<Salvaged, StoreFault> {
    let copy = copied(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(copy.path().join(COPY), flags)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let mut people = People::default();
    let environment = settings::text(&connection, settings::ENVIRONMENT).ok().flatten();
    if let Some(Ok(environment)) = environment.map(Environment::new) {
        Arc::make_mut(state.directory).load(Some(&environment));
    }
    let identities = people::salvage(&connection, &mut people, Arc::make_mut(state.directory));
    let mut found: BTreeMap<EntityId, Definition> = BTreeMap::new();
    let entities = scan(&connection, "entities", "id", "id, definition", |row| {
        let id = row.get(0)?;
        found.insert(EntityId(id), cells::parsed(row.get_ref(1)?.as_str().map_err(StoreFault::damaged)?)?);
        Ok(id)
    });
    let mut filled = Vec::new();
    let cells = scan(&connection, "cells", "entity, cell, key", "entity, cell, key, value", |row| {
        let key: (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        filled.push(cells::edit(&key.1, &key.2, &row.get::<_, String>(3)?)?);
        Ok(key)
    });
    let mut changes = BTreeMap::new();
    let journal = scan(&connection, Keyword::Journal.text(), "sequence", journal::COLUMNS, |row| {
        let entry = journal::filed(row)?;
        let sequence = entry.sequence;
        changes.insert(sequence, entry);
        Ok(sequence)
    });
    let folded: u64 = settings::number(&connection, settings::FOLDED).unwrap_or_default();
    let are_tables_whole = entities.is_whole && cells.is_whole;
    let tail = changes.split_off(&(folded + 1));
    // Where the tables have gaps the journal says what was there, and the tables what came of it.
    if !are_tables_whole {
        replay(&connection, &mut people, changes, state);
    }
    for edit in cells::creations(found) {
        if sound::check(&edit, state.catalog).is_ok() {
            state.catalog.apply(&edit);
        }
    }
    for edit in filled {
        if let Ok(edit) = people.taken(&connection, Arc::make_mut(state.directory), edit) {
            state.catalog.apply(&edit);
        }
    }
    replay(&connection, &mut people, tail, state);
    Ok(Salvaged { identities, entities, cells, journal })
}

/// Applies changes. What names somebody who could not be read is lost with him.
fn replay(connection: &Connection, people: &mut People, changes: BTreeMap<u64, FiledEntry>, state: &mut Filled<'_>) {
    for edit in changes.into_values().flat_map(|entry| entry.edits) {
        if let Ok(edit) = people.taken(connection, Arc::make_mut(state.directory), edit)
            && sound::check(&edit, state.catalog).is_ok()
        {
            state.apply(&edit);
        }
    }
}
