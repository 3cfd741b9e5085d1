//! Counts of rows and of different values.

use std::collections::HashSet;

use super::{Accumulator, Aggregate, TRUTH, aggregate};
use crate::query::distinct::Key;
use crate::query::signature::{Gives, Kind};
use crate::query::value::{is_null, truth};
use crate::table::{ColumnType, Value};

/// The rows of the table. The service estimates `dcount()` for large tables; here it is exact.
pub(super) const ROWS: &[Aggregate] = &[
    // A value is taken and not looked at, as in the examples of `summarize-operator.md`.
    aggregate("count([value])", "count-aggregation-function.md", "count", &[Kind::Any], Gives::LONG, |_| {
        Box::new(Count(0))
    })
    .optional(1),
    aggregate("countif(predicate)", "countif-aggregation-function.md", "countif", &[TRUTH], Gives::LONG, |_| {
        Box::new(CountIf(0))
    }),
    aggregate(
        "dcount(value[, accuracy])",
        "dcount-aggregation-function.md",
        "dcount",
        &[Kind::Any, Kind::NotDynamic],
        Gives::LONG,
        different,
    )
    .optional(1),
    aggregate(
        "dcountif(value, predicate[, accuracy])",
        "dcountif-aggregation-function.md",
        "dcountif",
        &[Kind::Any, TRUTH, Kind::NotDynamic],
        Gives::LONG,
        different,
    )
    .optional(1)
    .with_predicate(),
    aggregate(
        "count_distinct(value)",
        "count-distinct-aggregation-function.md",
        "count_distinct",
        &[Kind::NotDynamic],
        Gives::LONG,
        different,
    ),
    aggregate(
        "count_distinctif(value, predicate)",
        "count-distinctif-aggregation-function.md",
        "count_distinctif",
        &[Kind::NotDynamic, TRUTH],
        Gives::LONG,
        different,
    )
    .with_predicate(),
];

fn different(types: &[ColumnType]) -> Box<dyn Accumulator> {
    let is_text = types.first() == Some(&ColumnType::String);
    Box::new(Different { seen: HashSet::new(), is_text })
}

struct Count(i64);

impl Accumulator for Count {
    fn add(&mut self, _: &[&Value]) {
        self.0 = self.0.saturating_add(1);
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(Value::Long(self.0));
    }
}

struct CountIf(i64);

impl Accumulator for CountIf {
    fn add(&mut self, arguments: &[&Value]) {
        let holds = arguments.first().is_some_and(|predicate| truth(predicate) == Some(true));
        self.0 = self.0.saturating_add(i64::from(holds));
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(Value::Long(self.0));
    }
}

struct Different {
    seen: HashSet<Key>,
    /// Strings have no null, they are empty.
    is_text: bool,
}

impl Accumulator for Different {
    fn add(&mut self, arguments: &[&Value]) {
        if let Some(value) = arguments.first()
            && (self.is_text || !is_null(value))
        {
            self.seen.insert(Key((*value).clone()));
        }
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(Value::Long(i64::try_from(self.seen.len()).unwrap_or(i64::MAX)));
    }
}
