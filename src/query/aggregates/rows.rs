//! Aggregates that take one row out of a group: a column for each argument.

use std::cmp::Ordering;

use super::{Accumulator, Aggregate, TRUTH, aggregate};
use crate::query::signature::{Gives, Kind, ResultName};
use crate::query::value::{compare, is_blank, is_null};
use crate::table::{ColumnType, Value};

const ROW: &[Kind] = &[Kind::Orderable, Kind::Any];

/// The rows of the table.
pub(super) const ROWS: &[Aggregate] = &[
    aggregate("arg_max(value, …)", "arg-max-aggregation-function.md", "max", ROW, Gives::First, |types| {
        Box::new(Best { wanted: Ordering::Greater, row: None, width: types.len() })
    })
    .wide()
    .or(&["argmax"]),
    aggregate("arg_min(value, …)", "arg-min-aggregation-function.md", "min", ROW, Gives::First, |types| {
        Box::new(Best { wanted: Ordering::Less, row: None, width: types.len() })
    })
    .wide()
    .or(&["argmin"]),
    ANY,
    // The newer name says nothing about the column: it keeps the name that it has.
    Aggregate { name: "take_any", form: "take_any(value, …)", column: ResultName::First, ..ANY },
    ANY_IF,
    Aggregate { name: "take_anyif", form: "take_anyif(value, predicate)", column: ResultName::First, ..ANY_IF },
];

const ANY: Aggregate =
    aggregate("any(value, …)", "take-any-aggregation-function.md", "any", &[Kind::Any], Gives::First, any).wide();

const ANY_IF: Aggregate = aggregate(
    "anyif(value, predicate)",
    "take-anyif-aggregation-function.md",
    "anyif",
    &[Kind::Any, TRUTH],
    Gives::First,
    any,
)
.with_predicate();

fn any(types: &[ColumnType]) -> Box<dyn Accumulator> {
    Box::new(First { row: None, width: types.len() })
}

fn copied(arguments: &[&Value]) -> Vec<Value> {
    arguments.iter().map(|value| (*value).clone()).collect()
}

/// Adds the row, or nulls where there was none.
fn give(row: Option<Vec<Value>>, width: usize, results: &mut Vec<Value>) {
    results.extend(row.unwrap_or_else(|| vec![Value::Null; width]));
}

/// The row with the least or the greatest first argument. Rows where it is null are passed over, unless it is in all
/// of them: then it is the first (`arg-min-aggregation-function.md`).
struct Best {
    wanted: Ordering,
    row: Option<Vec<Value>>,
    width: usize,
}

impl Accumulator for Best {
    fn add(&mut self, arguments: &[&Value]) {
        let is_better = match (arguments.first(), self.row.as_deref().and_then(<[Value]>::first)) {
            (_, None) => true,
            (Some(value), Some(best)) => {
                !is_null(value) && (is_null(best) || compare(value, best) == Some(self.wanted))
            }
            (None, Some(_)) => false,
        };
        if is_better {
            self.row = Some(copied(arguments));
        }
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        give(self.row, self.width, results);
    }
}

/// The first row; of a single column the first value that is there and not empty (`take-any-aggregation-function.md`).
struct First {
    row: Option<Vec<Value>>,
    width: usize,
}

impl Accumulator for First {
    fn add(&mut self, arguments: &[&Value]) {
        let is_wanted = match (self.row.as_deref(), arguments) {
            (None, _) => true,
            (Some([kept]), [value]) => is_blank(kept) && !is_blank(value),
            _ => false,
        };
        if is_wanted {
            self.row = Some(copied(arguments));
        }
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        give(self.row, self.width, results);
    }
}
