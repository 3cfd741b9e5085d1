//! What functions and operators give for null, empty, dynamic and time values, in one table: `fixtures/query/values.tsv`.
//!
//! A row is an expression, the type of its value, the value as JSON, and the page that speaks of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that fails may panic")]

#[path = "support/queries.rs"]
mod queries;

use queries::{Rows, kinds, run};

/// What is wrong with the value of a row, if anything.
fn fault(row: &str) -> Option<String> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [expression, kind, value, page] = columns[..] else { panic!("four columns: {row}") };
    let expected = serde_json::from_str(value).unwrap_or_else(|_| panic!("no JSON: {row}"));
    match run(&format!("print value = {expression}")) {
        Ok(table) => {
            let (ours, of) = (Rows::of(&table), kinds(&table));
            let same = of == [kind] && matches!(&ours.rows[..], [row] if queries::same(&row[0], &expected));
            (!same).then(|| format!("{expression}: {kind} {value} ({page}), ours: {of:?} {:?}", ours.rows))
        }
        Err(message) => Some(format!("{expression} ({page})\n{message}")),
    }
}

#[test]
fn null_empty_dynamic_and_time_values_give_what_the_table_says() {
    let rows: Vec<&str> = include_str!("../fixtures/query/values.tsv").lines().skip(1).collect();
    let faults: Vec<String> = rows.iter().filter(|row| !row.starts_with('#')).filter_map(|row| fault(row)).collect();
    assert!(faults.is_empty(), "{} of {} give something else:\n{}", faults.len(), rows.len(), faults.join("\n"));
}
