//! `lookup` (`lookup-operator.md`).

use std::borrow::Cow;

use hashbrown::HashTable;

use crate::query::distinct;
use crate::query::plan::Lookup;
use crate::query::run::{Row, Rows, Run, cast};
use crate::query::value;
use crate::table::{ColumnType, Value};

/// Returns each row with the columns of the rows of the other table that have its keys. Null equals nothing.
pub(super) fn rows<'r>(lookup: &'r Lookup, rows: Rows<'r>, run: Run<'r>) -> Rows<'r> {
    let right = Right::new(lookup, run);
    let missing: Vec<Value> = lookup
        .taken
        .iter()
        .map(|place| lookup.right.columns.get(*place).map_or(Value::Null, |column| cast::missing(column.kind)))
        .collect();
    Box::new(rows.flat_map(move |row| {
        let found = right.find(lookup, &row);
        let is_alone = found.is_empty() && !lookup.inner;
        let matches = found.into_iter().map(|other| lookup.taken.iter().filter_map(|place| other.get(*place)).cloned());
        let mut made: Vec<Row<'r>> = matches.map(|cells| joined(&row, cells)).collect();
        if is_alone {
            made.push(joined(&row, missing.iter().cloned()));
        }
        made.into_iter().take_while(move |_| run.makes_row())
    }))
}

fn joined<'r>(row: &[Value], cells: impl Iterator<Item = Value>) -> Row<'r> {
    Cow::Owned(row.iter().cloned().chain(cells).collect())
}

/// The other table, by its keys.
struct Right<'r> {
    rows: Vec<Row<'r>>,
    /// The places of the rows that have one key.
    places: HashTable<Vec<usize>>,
}

impl<'r> Right<'r> {
    fn new(lookup: &'r Lookup, run: Run<'r>) -> Self {
        let rows: Vec<Row<'r>> = run.rows(&lookup.right, run.result_rows()).collect();
        let mut places: HashTable<Vec<usize>> = HashTable::new();
        let first = |all: &[usize]| all.first().and_then(|at| rows.get(*at));
        for (at, row) in rows.iter().enumerate() {
            let hash = distinct::hash(right_key(lookup, row));
            let is_same = |all: &Vec<usize>| {
                first(all).is_some_and(|own| distinct::same(right_key(lookup, own), right_key(lookup, row)))
            };
            match places.find_mut(hash, is_same) {
                Some(all) => all.push(at),
                None => {
                    let rehash = |all: &Vec<usize>| first(all).map_or(0, |own| distinct::hash(right_key(lookup, own)));
                    places.insert_unique(hash, vec![at], rehash);
                }
            }
        }
        Self { rows, places }
    }

    fn find(&self, lookup: &Lookup, row: &[Value]) -> Vec<&Row<'r>> {
        let key = || lookup.keys.iter().filter_map(|(left, _)| row.get(*left));
        if lookup.keys.iter().any(|(left, right)| lookup.is_null(row.get(*left), *right)) {
            return Vec::new();
        }
        let is_same = |all: &Vec<usize>| {
            let own = all.first().and_then(|at| self.rows.get(*at));
            own.is_some_and(|own| distinct::same(key(), right_key(lookup, own)))
        };
        let places = self.places.find(distinct::hash(key()), is_same);
        places.into_iter().flatten().filter_map(|at| self.rows.get(*at)).collect()
    }
}

impl Lookup {
    /// Returns whether a key is null. Strings have no null: it is the empty string there.
    fn is_null(&self, key: Option<&Value>, right: usize) -> bool {
        let is_text = self.right.columns.get(right).is_some_and(|column| column.kind == ColumnType::String);
        !is_text && key.is_some_and(value::is_null)
    }
}

fn right_key<'v>(lookup: &'v Lookup, row: &'v [Value]) -> impl Iterator<Item = &'v Value> {
    lookup.keys.iter().filter_map(|(_, right)| row.get(*right))
}
