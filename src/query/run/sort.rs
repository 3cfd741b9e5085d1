//! `sort by`, `order by`, `top` (`sort-operator.md`, `top-operator.md`).

use std::cmp::Ordering;

use crate::query::plan::{Expression, Order};
use crate::query::run::{Row, Rows, Run};
use crate::query::value;
use crate::table::{ColumnType, Value};

/// Returns the rows in order, and no more than `count`. Rows that are equal by all keys stay as they came.
pub(super) fn rows<'r>(by: &'r [Order], count: Option<&Expression>, rows: Rows<'r>, run: Run<'r>) -> Rows<'r> {
    let rows: Vec<Row<'r>> = rows.collect();
    let keys: Vec<Value> =
        rows.iter().flat_map(|row| by.iter().map(move |order| order.value.value(row, run).into_owned())).collect();
    let key = |at: usize| keys.iter().skip(at * by.len()).take(by.len());
    let mut places: Vec<usize> = (0..rows.len()).collect();
    places.sort_by(|left, right| compared(by, key(*left), key(*right)));
    let mut rows: Vec<Option<Row<'r>>> = rows.into_iter().map(Some).collect();
    let count = count.map_or(usize::MAX, |count| count.count(run));
    Box::new(places.into_iter().take(count).filter_map(move |at| rows.get_mut(at)?.take()))
}

fn compared<'v>(
    by: &[Order],
    left: impl Iterator<Item = &'v Value>,
    right: impl Iterator<Item = &'v Value>,
) -> Ordering {
    let mut keys = by.iter().zip(left.zip(right)).map(|(order, (left, right))| order.compared(left, right));
    keys.find(|ordering| ordering.is_ne()).unwrap_or(Ordering::Equal)
}

impl Order {
    /// Nulls and NaN stand together at one end; which of the two comes first depends on that end alone
    /// (`sort-operator.md`, *Using special floating-point values*).
    fn compared(&self, left: &Value, right: &Value) -> Ordering {
        if self.kind == ColumnType::String {
            return self.turned(value::text(left).cmp(&value::text(right)));
        }
        let (left_rank, right_rank) = (rank(left), rank(right));
        if left_rank == 0 && right_rank == 0 {
            return self.turned(value::compare(left, right).unwrap_or(Ordering::Equal));
        }
        let ordering = right_rank.cmp(&left_rank);
        if self.nulls_first { ordering } else { ordering.reverse() }
    }

    const fn turned(&self, ordering: Ordering) -> Ordering {
        if self.ascending { ordering } else { ordering.reverse() }
    }
}

/// Returns how far from the values a value stands: NaN next to them, null beyond.
fn rank(value: &Value) -> u8 {
    match value {
        Value::Real(number) if number.is_nan() => 1,
        value if value::is_null(value) => 2,
        _ => 0,
    }
}
