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
use crate::store::people::{self, FiledEdit, People};
use crate::store::row::text;
use crate::store::scan::{Scanned, scan};
use crate::store::{Filled, StoreFault};
use crate::store::{cells, format, journal, settings};

/// What could be read of a file.
#[derive(Clone, Copy, Debug)]
pub struct Salvaged {
    /// Who is named.
    pub identities: Scanned,
    /// What exists.
    pub entities: Scanned,
    /// Who holds which role.
    pub assignments: Scanned,
    /// Policies, mappings and blocks.
    pub cells: Scanned,
    /// Changes.
    pub journal: Scanned,
    /// How many rows that were read are lost, since who or what they are about could not be read.
    pub lost: usize,
}

impl Salvaged {
    /// Returns whether all that the file should have could be read.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        let Self { identities, entities, assignments, cells, journal, lost } = self;
        let are_tables = identities.is_whole && entities.is_whole && assignments.is_whole && cells.is_whole;
        are_tables && journal.is_whole && *lost == 0
    }

    const fn rows(&self) -> usize {
        self.identities.rows + self.entities.rows + self.assignments.rows + self.cells.rows + self.journal.rows
    }
}

/// The name of the copy that is read.
const COPY: &str = "copy.db";

/// Copies a file, with the rollback journal that a killed process may have left: SQLite has to change the file by it
/// before the file can be read.
fn copied(path: &Path) -> Result<TempDir, StoreFault> {
    format::recognized(path)?;
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

/// Opens the copy of a file.
fn opened(copy: &TempDir) -> Result<Connection, StoreFault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(copy.path().join(COPY), flags)?;
    match format::check(&connection) {
        // Where the damage keeps the copy from the newest format, its journal says what was there.
        Err(StoreFault::Older(..)) => drop(format::bring_up(&mut connection)),
        Err(fault @ (StoreFault::Foreign | StoreFault::Newer(..))) => return Err(fault),
        Err(_) => return Err(StoreFault::Lost),
        Ok(()) => {}
    }
    Ok(connection)
}

/// What can be read of the tables.
#[derive(Default)]
struct Found {
    entities: BTreeMap<EntityId, Definition>,
    /// What entities hold, as the edits that make it.
    held: Vec<FiledEdit>,
    /// The changes of the journal, by their numbers.
    changes: BTreeMap<u64, FiledEntry>,
}

impl Found {
    /// Reads the tables, after the identities; answers how much that was.
    fn read(&mut self, connection: &Connection, identities: Scanned) -> Salvaged {
        let entities = scan(connection, "entities", "id", "id, definition", |row| {
            let id = row.get(0)?;
            self.entities.insert(EntityId(id), cells::parsed(text(row, 1)?)?);
            Ok(id)
        });
        let assignments = scan(connection, "assignments", "entity, role, principal", cells::ASSIGNED, |row| {
            let key: (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            self.held.push(cells::assigned(row)?);
            Ok(key)
        });
        let cells = scan(connection, "cells", "entity, cell, key", "entity, cell, key, value", |row| {
            let key: (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            self.held.push(cells::edit(&key.1, &key.2, &row.get::<_, String>(3)?)?);
            Ok(key)
        });
        let journal = scan(connection, Keyword::Journal.text(), "sequence", journal::COLUMNS, |row| {
            let entry = journal::filed(row)?;
            let sequence = entry.sequence;
            self.changes.insert(sequence, entry);
            Ok(sequence)
        });
        Salvaged { identities, entities, assignments, cells, journal, lost: 0 }
    }
}

/// Fills a new state with what can be read of a file, and leaves the file as it is.
///
/// # Errors
/// Nothing of it can be read.
pub fn salvage(path: &Path, state: &mut Filled<'_>) -> Result<Salvaged, StoreFault> {
    let copy = copied(path)?;
    let connection = opened(&copy)?;
    let mut people = People::default();
    let environment = settings::text(&connection, settings::ENVIRONMENT).ok().flatten();
    if let Some(Ok(environment)) = environment.map(Environment::new) {
        Arc::make_mut(state.directory).load(Some(&environment));
    }
    let identities = people::salvage(&connection, &mut people, Arc::make_mut(state.directory));
    let mut found = Found::default();
    let mut salvaged = found.read(&connection, identities);
    let folded: u64 = settings::number(&connection, settings::FOLDED).unwrap_or_default();
    let tail = found.changes.split_off(&(folded + 1));
    // Where the tables have gaps the journal says what was there, and the tables what came of it.
    if !(salvaged.entities.is_whole && salvaged.assignments.is_whole && salvaged.cells.is_whole) {
        let _ = replay(&connection, &mut people, found.changes, state);
    }
    for edit in cells::creations(found.entities) {
        match state.check(&edit) {
            Ok(()) => state.catalog.apply(&edit),
            Err(_) => salvaged.lost += 1,
        }
    }
    for edit in found.held {
        let taken = people.taken(&connection, Arc::make_mut(state.directory), edit).ok();
        match taken.filter(|edit| edit.entity().is_none_or(|entity| state.catalog.get(entity).is_some())) {
            Some(edit) => state.catalog.apply(&edit),
            None => salvaged.lost += 1,
        }
    }
    salvaged.lost += replay(&connection, &mut people, tail, state);
    if salvaged.rows() == 0 { Err(StoreFault::Lost) } else { Ok(salvaged) }
}

/// Applies changes. What names somebody who could not be read, or stands in something that could not, is lost with it;
/// answers how much that is.
fn replay(
    connection: &Connection,
    people: &mut People,
    changes: BTreeMap<u64, FiledEntry>,
    state: &mut Filled<'_>,
) -> usize {
    let mut lost = 0;
    for edit in changes.into_values().flat_map(|entry| entry.edits) {
        let taken = people.taken(connection, Arc::make_mut(state.directory), edit).ok();
        match taken.filter(|edit| state.check(edit).is_ok()) {
            Some(edit) => state.apply(&edit),
            None => lost += 1,
        }
    }
    lost
}
