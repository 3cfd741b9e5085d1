//! `summarize` (`summarize-operator.md`).

use std::borrow::Cow;

use hashbrown::HashTable;

use crate::query::aggregates::Accumulator;
use crate::query::distinct;
use crate::query::plan::Summarize;
use crate::query::run::scalar::with_values;
use crate::query::run::{Rows, Run};
use crate::table::{ColumnType, Value};

/// A group: its key, and what each aggregate knows of its rows.
struct Group {
    key: Vec<Value>,
    gathered: Vec<Box<dyn Accumulator>>,
}

/// Returns a row for each group, in the order in which the groups are met. Without keys there is one group, also where
/// there are no rows.
pub(super) fn rows<'r>(summarize: &'r Summarize, rows: Rows<'r>, run: Run<'r>) -> Rows<'r> {
    let (mut places, mut groups) = (HashTable::new(), Vec::new());
    if summarize.keys.is_empty() {
        groups.push(Group::new(summarize, Vec::new()));
    }
    for row in rows {
        let place = if summarize.keys.is_empty() {
            0
        } else {
            with_values(&summarize.keys, &row, run, |key| place(summarize, key, &mut places, &mut groups))
        };
        if let Some(group) = groups.get_mut(place) {
            group.add(summarize, &row, run);
        }
    }
    let finished = groups.into_iter().map(|group| group.finish(summarize));
    Box::new(finished.map(move |cells| {
        Cow::Owned(summarize.columns.iter().map(|column| column.value(&cells, run).into_owned()).collect())
    }))
}

/// Returns the place of the group that has a key. The key is copied for a new group alone.
fn place(summarize: &Summarize, key: &[&Value], places: &mut HashTable<usize>, groups: &mut Vec<Group>) -> usize {
    let hash = distinct::hash(key.iter().copied());
    let is_same =
        |at: &usize| groups.get(*at).is_some_and(|group| distinct::same(group.key.iter(), key.iter().copied()));
    if let Some(place) = places.find(hash, is_same) {
        return *place;
    }
    let place = groups.len();
    groups.push(Group::new(summarize, key.iter().copied().cloned().collect()));
    places.insert_unique(hash, place, |at| groups.get(*at).map_or(0, |group| distinct::hash(group.key.iter())));
    place
}

impl Group {
    fn new(summarize: &Summarize, key: Vec<Value>) -> Self {
        let gathered = summarize.aggregates.iter().map(|aggregate| aggregate.function.start(&aggregate.types));
        Self { key, gathered: gathered.collect() }
    }

    fn add(&mut self, summarize: &Summarize, row: &[Value], run: Run<'_>) {
        for (aggregate, gathered) in summarize.aggregates.iter().zip(&mut self.gathered) {
            with_values(&aggregate.arguments, row, run, |values| {
                if !aggregate.function.gathers() || values.iter().all(|value| run.context.space.takes(value)) {
                    gathered.add(values);
                }
            });
        }
    }

    /// Returns the key, and after it what the aggregates give. A string is never null: that of no row is empty
    /// (`scalar-data-types/null-values.md`).
    fn finish(self, summarize: &Summarize) -> Vec<Value> {
        let mut cells = self.key;
        for (aggregate, gathered) in summarize.aggregates.iter().zip(self.gathered) {
            let before = cells.len();
            gathered.finish(&mut cells);
            for (cell, kind) in cells.iter_mut().skip(before).zip(&aggregate.types) {
                if *kind == ColumnType::String && *cell == Value::Null {
                    *cell = Value::from("");
                }
            }
        }
        cells
    }
}
