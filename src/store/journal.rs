//! The journal of a catalog file: every change, in the order in which they were made.

use std::sync::Arc;

use hashbrown::HashMap;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::catalog::{Edit, Entry};
use crate::directory::{Directory, Environment};
use crate::store::StoreFault;
use crate::store::people::{FiledEdit, People, take_over};
use crate::store::row::text;
use crate::store::settings;

/// A change as it stands in the file.
pub(super) struct FiledEntry {
    pub(super) sequence: u64,
    time: Timestamp,
    principal: i64,
    context: Arc<str>,
    command: String,
    pub(super) edits: Vec<FiledEdit>,
}

impl FiledEntry {
    /// Returns the change with the principals of a directory.
    pub(super) fn taken(
        self,
        connection: &Connection,
        people: &mut People,
        directory: &mut Directory,
    ) -> Result<Entry, StoreFault> {
        let Self { sequence, time, command, context: database, .. } = self;
        let principal = people.principal(connection, directory, self.principal)?;
        let edits = self.edits.into_iter().map(|edit| people.taken(connection, directory, edit));
        let edits = edits.collect::<Result<Vec<Edit>, _>>()?;
        Ok(Entry { sequence, time, principal, database, command, edits: Arc::new(edits) })
    }
}

/// Appends a change; answers with its edits as the file has them. `text` is room to write in.
pub(super) fn append(
    connection: &Connection,
    people: &mut People,
    entry: &Entry,
    directory: &Directory,
    text: &mut Vec<u8>,
) -> Result<Vec<FiledEdit>, StoreFault> {
    let principal = people.number(connection, directory, entry.principal)?;
    // What a session knows of memberships is its own.
    let kept = entry.edits.iter().filter(|edit| !matches!(edit, Edit::Membership(_)));
    for edit in &*entry.edits {
        if let Edit::Directory(change) = edit {
            take_over(connection, change.after.as_ref().map(Environment::text))?;
        }
    }
    let edits = kept.map(|edit| people.filed(connection, directory, edit.clone()));
    let edits = edits.collect::<Result<Vec<FiledEdit>, _>>()?;
    text.clear();
    serde_json::to_writer(&mut *text, &edits)?;
    let printed_edits = str::from_utf8(text).map_err(StoreFault::damaged)?;
    let add =
        "INSERT INTO journal (sequence, time, principal, context, command, edits) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let Entry { sequence, time, database, command, .. } = entry;
    let row = params![sequence.cast_signed(), printed(*time), principal, &**database, command, printed_edits];
    connection.prepare_cached(add)?.execute(row)?;
    Ok(edits)
}

/// What tells a change from another one of the same number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) sequence: u64,
    time: String,
    command: String,
}

/// Returns the mark of a change, if the journal has it.
pub(super) fn mark(connection: &Connection, sequence: u64) -> Result<Option<Mark>, StoreFault> {
    let mut find = connection.prepare_cached("SELECT time, command FROM journal WHERE sequence = ?1")?;
    let found =
        find.query_row([sequence.cast_signed()], |row| Ok(Mark { sequence, time: row.get(0)?, command: row.get(1)? }));
    Ok(found.optional()?)
}

/// Returns the number of the last change; 0 where there was none.
pub(super) fn last(connection: &Connection) -> Result<u64, StoreFault> {
    let find = "SELECT coalesce(max(sequence), 0) FROM journal";
    let last: i64 = connection.prepare_cached(find)?.query_row([], |row| row.get(0))?;
    // All that is part of the tables may have been pruned.
    Ok(last.cast_unsigned().max(settings::number(connection, settings::FOLDED)?))
}

/// Reads the last changes that can be undone and were not, the newest first; what undoing changed is none of them.
pub(super) fn not_undone(connection: &Connection, most: usize) -> Result<Vec<FiledEntry>, StoreFault> {
    let find = format!("SELECT {COLUMNS} FROM journal WHERE undone_by IS NULL ORDER BY sequence DESC");
    let mut statement = connection.prepare_cached(&find)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while found.len() < most
        && let Some(row) = rows.next()?
    {
        let entry = filed(row)?;
        if entry.edits.iter().any(Edit::can_be_undone) {
            found.push(entry);
        }
    }
    Ok(found)
}

/// Notes that changes were undone by a later one, which is itself not to be undone.
pub(super) fn mark_undone(connection: &Connection, sequences: &[u64], by: u64) -> Result<(), StoreFault> {
    let mut mark = connection.prepare_cached("UPDATE journal SET undone_by = ?2 WHERE sequence = ?1")?;
    for sequence in sequences.iter().chain([&by]) {
        mark.execute([sequence.cast_signed(), by.cast_signed()])?;
    }
    Ok(())
}

/// Returns by which change each of the changes that were undone was; those of undoing itself are left out.
pub(super) fn undone(connection: &Connection) -> Result<HashMap<u64, u64>, StoreFault> {
    let find = "SELECT sequence, undone_by FROM journal WHERE undone_by > sequence";
    let mut statement = connection.prepare_cached(find)?;
    let mut rows = statement.query([])?;
    let mut found = HashMap::new();
    while let Some(row) = rows.next()? {
        let (sequence, by): (i64, i64) = (row.get(0)?, row.get(1)?);
        found.insert(sequence.cast_unsigned(), by.cast_unsigned());
    }
    Ok(found)
}

/// Removes the changes before a time that are part of the tables; answers how many.
pub(super) fn prune(connection: &Connection, before: Timestamp) -> Result<usize, StoreFault> {
    let folded: u64 = settings::number(connection, settings::FOLDED)?;
    // Times need not rise with the numbers: what stays has no gaps.
    let find = "SELECT coalesce(min(sequence), ?2 + 1) FROM journal WHERE time >= ?1";
    let first: i64 = connection.query_row(find, params![printed(before), folded.cast_signed()], |row| row.get(0))?;
    let first = first.min(folded.cast_signed() + 1);
    let pruned = connection.execute("DELETE FROM journal WHERE sequence < ?1", [first])?;
    if pruned > 0 {
        settings::set(connection, settings::PRUNED, first - 1)?;
    }
    Ok(pruned)
}

/// Returns a time as the journal has it: with seven digits of the second, so that times sort as their texts do.
fn printed(time: Timestamp) -> String {
    format!("{time:.7}")
}

/// What is read of a change.
pub(super) const COLUMNS: &str = "sequence, time, principal, context, command, edits";

/// Reads the changes after one, the oldest first.
pub(super) fn read_after(
    connection: &Connection,
    after: u64,
    mut each: impl FnMut(FiledEntry) -> Result<(), StoreFault>,
) -> Result<(), StoreFault> {
    let find = format!("SELECT {COLUMNS} FROM journal WHERE sequence > ?1 ORDER BY sequence");
    let mut statement = connection.prepare_cached(&find)?;
    let mut rows = statement.query([after.cast_signed()])?;
    while let Some(row) = rows.next()? {
        each(filed(row)?)?;
    }
    Ok(())
}

/// Reads the numbers and the edits of up to `most` changes after one, the oldest first.
pub(super) fn edits_after(
    connection: &Connection,
    after: u64,
    most: u64,
    mut each: impl FnMut(u64, Vec<FiledEdit>) -> Result<(), StoreFault>,
) -> Result<(), StoreFault> {
    let find = "SELECT sequence, edits FROM journal WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
    let mut statement = connection.prepare_cached(find)?;
    let mut rows = statement.query([after.cast_signed(), most.cast_signed()])?;
    while let Some(row) = rows.next()? {
        let sequence: i64 = row.get(0)?;
        each(sequence.cast_unsigned(), edits(sequence, text(row, 1)?)?)?;
    }
    Ok(())
}

/// Reads the edits of a change.
fn edits(sequence: i64, text: &str) -> Result<Vec<FiledEdit>, StoreFault> {
    serde_json::from_str(text).map_err(|fault| of_change(sequence, &fault))
}

/// Returns the fault of a change that makes no sense.
fn of_change(sequence: i64, fault: &dyn std::fmt::Display) -> StoreFault {
    StoreFault::damaged(format!("change {sequence} of the journal: {fault}"))
}

/// Reads a row of these columns.
pub(super) fn filed(row: &Row<'_>) -> Result<FiledEntry, StoreFault> {
    let sequence: i64 = row.get(0)?;
    Ok(FiledEntry {
        sequence: sequence.cast_unsigned(),
        time: text(row, 1)?.parse().map_err(|fault: jiff::Error| of_change(sequence, &fault))?,
        principal: row.get(2)?,
        context: Arc::from(text(row, 3)?),
        command: text(row, 4)?.to_owned(),
        edits: edits(sequence, text(row, 5)?)?,
    })
}
