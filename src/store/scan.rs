//! Reading a table of which a part may be damaged.

use std::hash::Hash;

use hashbrown::HashSet;
use rusqlite::{Connection, Row};

use crate::store::StoreFault;

/// What of a table could be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// How many rows.
    pub rows: usize,
    /// How many rows were there and made no sense.
    pub bad: usize,
    /// Whether the table was read to its end.
    pub is_whole: bool,
}

/// Reads the rows of a table from its beginning, and where that ends too early also from its end. `take` answers with
/// the key of a row, or why it makes no sense.
pub(super) fn scan<K: Hash + Eq>(
    connection: &Connection,
    table: &str,
    order: &str,
    columns: &str,
    mut take: impl FnMut(&Row<'_>) -> Result<K, StoreFault>,
) -> Scanned {
    let mut scanned = Scanned::default();
    let mut seen = HashSet::new();
    for direction in ["ASC", "DESC"] {
        let order: Vec<String> = order.split(", ").map(|column| format!("{column} {direction}")).collect();
        let find = format!("SELECT {columns} FROM {table} ORDER BY {}", order.join(", "));
        let Ok(mut statement) = connection.prepare(&find) else { continue };
        let Ok(mut rows) = statement.query([]) else { continue };
        let is_end = loop {
            match rows.next() {
                Ok(Some(row)) => match take(row).map(|key| seen.insert(key)) {
                    Ok(true) => scanned.rows += 1,
                    // The rest was read from the other end.
                    Ok(false) => break true,
                    Err(_) => scanned.bad += 1,
                },
                Ok(None) => break true,
                Err(_) => break false,
            }
        };
        if is_end && direction == "ASC" {
            scanned.is_whole = scanned.bad == 0;
            break;
        }
    }
    scanned
}
