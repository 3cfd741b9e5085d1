//! Arrays and bags of the values of a group.

use serde_json::{Map, Value as Json};

use super::{Accumulator, Aggregate, TRUTH, aggregate};
use crate::model::limit::ITEMS;
use crate::query::distinct::Distinct;
use crate::query::signature::{DYNAMIC, Gives, Kind};
use crate::query::value::{dynamic, is_null, json, long};
use crate::table::{ColumnType, Value};

const ONE: &[Kind] = &[Kind::Any, Kind::Integer];
const IF: &[Kind] = &[Kind::Any, TRUTH, Kind::Integer];
const BAG: &[Kind] = &[DYNAMIC, Kind::Integer];
const BAG_IF: &[Kind] = &[DYNAMIC, TRUTH, Kind::Integer];

/// The most items of the former names where no number is said (`make-list-aggregation-function.md`).
const FORMERLY_MOST: usize = 128;

/// The rows of the table.
pub(super) const ROWS: &[Aggregate] = &[
    aggregate("make_list(value[, most])", "make-list-aggregation-function.md", "list", ONE, Gives::DYNAMIC, list)
        .optional(1),
    aggregate("makelist(value[, most])", "make-list-aggregation-function.md", "list", ONE, Gives::DYNAMIC, |types| {
        Box::new(List { most: FORMERLY_MOST, ..List::of(types) })
    })
    .optional(1),
    aggregate(
        "make_list_if(value, predicate[, most])",
        "make-list-if-aggregation-function.md",
        "list",
        IF,
        Gives::DYNAMIC,
        list,
    )
    .optional(1)
    .with_predicate(),
    aggregate(
        "make_list_with_nulls(value)",
        "make-list-with-nulls-aggregation-function.md",
        "list",
        &[Kind::Any],
        Gives::DYNAMIC,
        |types| Box::new(List { with_nulls: true, ..List::of(types) }),
    ),
    aggregate("make_set(value[, most])", "make-set-aggregation-function.md", "set", ONE, Gives::DYNAMIC, set)
        .optional(1),
    aggregate("makeset(value[, most])", "make-set-aggregation-function.md", "set", ONE, Gives::DYNAMIC, |types| {
        Box::new(List { most: FORMERLY_MOST, seen: Some(Distinct::default()), ..List::of(types) })
    })
    .optional(1),
    aggregate(
        "make_set_if(value, predicate[, most])",
        "make-set-if-aggregation-function.md",
        "set",
        IF,
        Gives::DYNAMIC,
        set,
    )
    .optional(1)
    .with_predicate(),
    aggregate("make_bag(bag[, most])", "make-bag-aggregation-function.md", "bag", BAG, Gives::DYNAMIC, bag)
        .optional(1)
        .or(&["make_dictionary"]),
    aggregate(
        "make_bag_if(bag, predicate[, most])",
        "make-bag-if-aggregation-function.md",
        "bag",
        BAG_IF,
        Gives::DYNAMIC,
        bag,
    )
    .optional(1)
    .with_predicate(),
];

fn list(types: &[ColumnType]) -> Box<dyn Accumulator> {
    Box::new(List::of(types))
}

fn set(types: &[ColumnType]) -> Box<dyn Accumulator> {
    Box::new(List { seen: Some(Distinct::default()), ..List::of(types) })
}

fn bag(_: &[ColumnType]) -> Box<dyn Accumulator> {
    Box::new(Bag(Map::new()))
}

/// Returns how many items are kept at the most: the second argument.
fn most(arguments: &[&Value], otherwise: usize) -> usize {
    let said = arguments.get(1).and_then(|most| long(most)).and_then(|most| usize::try_from(most).ok());
    said.unwrap_or(otherwise).min(ITEMS)
}

struct List {
    items: Vec<Json>,
    /// What was seen, where each value is kept once.
    seen: Option<Distinct>,
    with_nulls: bool,
    /// How many items are kept where no number is said.
    most: usize,
    /// Strings have no null, they are empty.
    is_text: bool,
}

impl List {
    fn of(types: &[ColumnType]) -> Self {
        let is_text = types.first() == Some(&ColumnType::String);
        Self { items: Vec::new(), seen: None, with_nulls: false, most: ITEMS, is_text }
    }

    fn push(&mut self, item: Json, most: usize) {
        if self.items.len() < most && self.seen.as_mut().is_none_or(|seen| seen.is_new(&item)) {
            self.items.push(item);
        }
    }
}

impl Accumulator for List {
    fn add(&mut self, arguments: &[&Value]) {
        let Some(value) = arguments.first() else { return };
        let most = most(arguments, self.most);
        // A set is one of the items of arrays, not of arrays (`make-set-aggregation-function.md`).
        if let (Some(Json::Array(items)), Some(_)) = (value.as_json(), &self.seen) {
            return items.iter().for_each(|item| self.push(item.clone(), most));
        }
        let item = match value {
            value if !is_null(value) => json(value),
            _ if self.is_text => Json::from(""),
            _ if self.with_nulls => Json::Null,
            _ => return,
        };
        self.push(item, most);
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(dynamic(Json::Array(self.items)));
    }
}

/// What is no bag is passed over. The first value of a key is kept.
struct Bag(Map<String, Json>);

impl Accumulator for Bag {
    fn add(&mut self, arguments: &[&Value]) {
        let Some(Json::Object(slots)) = arguments.first().and_then(|bag| bag.as_json()) else { return };
        for (key, value) in slots {
            if self.0.len() < most(arguments, ITEMS) && !self.0.contains_key(key) {
                self.0.insert(key.clone(), value.clone());
            }
        }
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(dynamic(Json::Object(self.0)));
    }
}
