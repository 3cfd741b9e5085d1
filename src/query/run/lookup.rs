//! `lookup` (`lookup-operator.md`).

use std::borrow::Cow;

use crate::query::distinct::Places;
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
        let matches = found.iter().map(|other| lookup.taken.iter().filter_map(|place| other.get(*place)).cloned());
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
    /// The rows that have one key, for each key.
    groups: Vec<Vec<Row<'r>>>,
    places: Places,
}

impl<'r> Right<'r> {
    fn new(lookup: &'r Lookup, run: Run<'r>) -> Self {
        let mut right = Self { groups: Vec::new(), places: Places::default() };
        for row in run.rows(&lookup.right, run.result_rows()) {
            let key_at = |at: usize| group_key(lookup, &right.groups, at);
            match right.places.find_or_add(right_key(lookup, &row), right.groups.len(), key_at) {
                Some(place) => {
                    if let Some(group) = right.groups.get_mut(place) {
                        group.push(row);
                    }
                }
                None => right.groups.push(vec![row]),
            }
        }
        right
    }

    fn find(&self, lookup: &Lookup, row: &[Value]) -> &[Row<'r>] {
        if lookup.keys.iter().any(|(left, right)| lookup.is_null(row.get(*left), *right)) {
            return &[];
        }
        let key = lookup.keys.iter().filter_map(|(left, _)| row.get(*left));
        let place = self.places.find(key, |at| group_key(lookup, &self.groups, at));
        place.and_then(|place| self.groups.get(place)).map_or(&[], Vec::as_slice)
    }
}

/// Returns the key of the rows at a place.
fn group_key<'v>(lookup: &'v Lookup, groups: &'v [Vec<Row<'_>>], at: usize) -> impl Iterator<Item = &'v Value> {
    groups.get(at).and_then(|group| group.first()).into_iter().flat_map(|row| right_key(lookup, row))
}

impl Lookup {
    /// Returns whether a key is null. Strings have no null: it is the empty string there.
    fn is_null(&self, key: Option<&Value>, right: usize) -> bool {
        let is_text = self.right.columns.get(right).is_some_and(|column| column.kind == ColumnType::String);
        !is_text && key.is_some_and(value::is_null)
    }
}

fn right_key<'v>(lookup: &'v Lookup, row: &'v [Value]) -> impl Iterator<Item = &'v Value> + Clone {
    lookup.keys.iter().filter_map(|(_, right)| row.get(*right))
}
