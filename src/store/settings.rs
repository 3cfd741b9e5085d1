//! What a file says of itself beside its tables.

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::StoreFault;

/// The number of the last change that is part of the tables.
pub(super) const FOLDED: &str = "folded";

/// The number of the last change that the journal does not have any more.
pub(super) const PRUNED: &str = "pruned";

/// The text of the environment file, where one was loaded.
pub(super) const ENVIRONMENT: &str = "environment";

/// Returns a number; 0 where it was never set.
pub(super) fn number<N: TryFrom<i64>>(connection: &Connection, name: &str) -> Result<N, StoreFault> {
    let number: Option<i64> = read(connection, name, |row| row.get(0))?;
    let number = N::try_from(number.unwrap_or_default());
    number.map_err(|_| StoreFault::damaged(format!("`{name}` is no number that can be")))
}

/// Returns a text, if it was set.
pub(super) fn text(connection: &Connection, name: &str) -> Result<Option<String>, StoreFault> {
    read(connection, name, |row| row.get(0))
}

fn read<T>(
    connection: &Connection,
    name: &str,
    value: impl FnOnce(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreFault> {
    let mut find = connection.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
    Ok(find.query_row([name], value).optional()?)
}

/// Sets a value.
pub(super) fn set(connection: &Connection, name: &str, value: impl rusqlite::ToSql) -> Result<(), StoreFault> {
    connection.prepare_cached("INSERT OR REPLACE INTO settings VALUES (?1, ?2)")?.execute(params![name, value])?;
    Ok(())
}

/// Takes a value away.
pub(super) fn unset(connection: &Connection, name: &str) -> Result<(), StoreFault> {
    connection.prepare_cached("DELETE FROM settings WHERE name = ?1")?.execute([name])?;
    Ok(())
}
