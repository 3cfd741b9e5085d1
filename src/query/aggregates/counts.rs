//! `count()` and its like.

use super::{Accumulator, Aggregate};
use crate::query::signature::{Gives, ResultName, Takes};
use crate::table::{ColumnType, Value};

/// The rows of the table.
pub(super) const ROWS: &[Aggregate] = &[Aggregate {
    name: "count",
    aliases: &[],
    form: "count()",
    page: "count-aggregation-function.md",
    column: ResultName::After("count"),
    is_wide: false,
    takes: Takes::these(&[]),
    gives: Gives::A(ColumnType::Long),
    start: |_| Box::new(Count(0)),
}];

struct Count(i64);

impl Accumulator for Count {
    fn add(&mut self, _: &[&Value]) {
        self.0 = self.0.saturating_add(1);
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(Value::Long(self.0));
    }
}
