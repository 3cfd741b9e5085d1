//! Sums, and the least and the greatest value.

use std::cmp::Ordering;

use super::{Accumulator, Aggregate, TRUTH, aggregate};
use crate::model::timespan::TimeSpan;
use crate::query::signature::{Argument, Gives, Kind, at_least_long};
use crate::query::value::{compare, is_null, long, real, span};
use crate::table::{ColumnType, Value};

const SUM: Gives = Gives::By(summed);

/// The rows of the table.
pub(super) const ROWS: &[Aggregate] = &[
    aggregate("sum(value)", "sum-aggregation-function.md", "sum", &[Kind::Summable], SUM, sum),
    aggregate("sumif(value, predicate)", "sumif-aggregation-function.md", "sumif", &[Kind::Summable, TRUTH], SUM, sum)
        .with_predicate(),
    aggregate("min(value)", "min-aggregation-function.md", "min", &[Kind::Orderable], Gives::First, least),
    aggregate(
        "minif(value, predicate)",
        "minif-aggregation-function.md",
        "minif",
        &[Kind::Orderable, TRUTH],
        Gives::First,
        least,
    )
    .with_predicate(),
    aggregate("max(value)", "max-aggregation-function.md", "max", &[Kind::Orderable], Gives::First, greatest),
    aggregate(
        "maxif(value, predicate)",
        "maxif-aggregation-function.md",
        "maxif",
        &[Kind::Orderable, TRUTH],
        Gives::First,
        greatest,
    )
    .with_predicate(),
];

/// Whole numbers have a `long` as their sum; moments have none.
fn summed(arguments: &[Argument<'_>]) -> Option<ColumnType> {
    match arguments.first()?.kind {
        ColumnType::DateTime => None,
        kind => Some(at_least_long(kind)),
    }
}

fn sum(types: &[ColumnType]) -> Box<dyn Accumulator> {
    match types.first() {
        Some(ColumnType::Int | ColumnType::Long) => Box::new(Whole(0)),
        Some(ColumnType::TimeSpan) => Box::new(Time(Some(0))),
        _ => Box::new(Real(0.0)),
    }
}

/// A sum that does not fit wraps, as `+` does.
struct Whole(i64);

impl Accumulator for Whole {
    fn add(&mut self, arguments: &[&Value]) {
        self.0 = self.0.wrapping_add(arguments.first().and_then(|value| long(value)).unwrap_or(0));
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(Value::Long(self.0));
    }
}

struct Real(f64);

impl Accumulator for Real {
    fn add(&mut self, arguments: &[&Value]) {
        self.0 += arguments.first().and_then(|value| real(value)).unwrap_or(0.0);
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(Value::Real(self.0));
    }
}

/// The ticks; nothing once they do not fit.
struct Time(Option<i64>);

impl Accumulator for Time {
    fn add(&mut self, arguments: &[&Value]) {
        let ticks = arguments.first().and_then(|value| span(value)).map_or(0, |span| span.ticks);
        self.0 = self.0.and_then(|sum| sum.checked_add(ticks));
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(self.0.map(|ticks| TimeSpan { ticks }).into());
    }
}

fn least(_: &[ColumnType]) -> Box<dyn Accumulator> {
    Box::new(Most { wanted: Ordering::Less, value: Value::Null })
}

fn greatest(_: &[ColumnType]) -> Box<dyn Accumulator> {
    Box::new(Most { wanted: Ordering::Greater, value: Value::Null })
}

struct Most {
    wanted: Ordering,
    value: Value,
}

impl Accumulator for Most {
    fn add(&mut self, arguments: &[&Value]) {
        let Some(value) = arguments.first() else { return };
        if !is_null(value) && (is_null(&self.value) || compare(value, &self.value) == Some(self.wanted)) {
            self.value = (*value).clone();
        }
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(self.value);
    }
}
