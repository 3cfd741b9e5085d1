//! Averages, and how far values lie from them.

use super::{Accumulator, Aggregate, TRUTH, aggregate};
use crate::model::timespan::TimeSpan;
use crate::query::signature::{Argument, Gives, Kind};
use crate::query::value::real;
use crate::table::{ColumnType, Moment, Value};

const MEAN: Gives = Gives::By(mean);
const ONE: &[Kind] = &[Kind::Summable];
const IF: &[Kind] = &[Kind::Summable, TRUTH];

/// The rows of the table.
pub(super) const ROWS: &[Aggregate] = &[
    aggregate("avg(value)", "avg-aggregation-function.md", "avg", ONE, MEAN, average),
    aggregate("avgif(value, predicate)", "avgif-aggregation-function.md", "avgif", IF, MEAN, average).with_predicate(),
    aggregate("stdev(value)", "stdev-aggregation-function.md", "stdev", ONE, Gives::REAL, |_| spread(f64::sqrt, 1)),
    aggregate("stdevif(value, predicate)", "stdevif-aggregation-function.md", "stdevif", IF, Gives::REAL, |_| {
        spread(f64::sqrt, 1)
    })
    .with_predicate(),
    aggregate("stdevp(value)", "stdevp-aggregation-function.md", "stdevp", ONE, Gives::REAL, |_| spread(f64::sqrt, 0)),
    aggregate("variance(value)", "variance-aggregation-function.md", "variance", ONE, Gives::REAL, |_| {
        spread(|variance| variance, 1)
    }),
    aggregate(
        "varianceif(value, predicate)",
        "varianceif-aggregation-function.md",
        "varianceif",
        IF,
        Gives::REAL,
        |_| spread(|variance| variance, 1),
    )
    .with_predicate(),
    aggregate("variancep(value)", "variancep-aggregation-function.md", "variancep", ONE, Gives::REAL, |_| {
        spread(|variance| variance, 0)
    }),
];

/// Numbers have a `real` as their average, and what has a unit has it too.
fn mean(arguments: &[Argument<'_>]) -> Option<ColumnType> {
    match arguments.first()?.kind {
        ColumnType::Int | ColumnType::Long => Some(ColumnType::Real),
        kind => Some(kind),
    }
}

fn average(types: &[ColumnType]) -> Box<dyn Accumulator> {
    match types.first() {
        Some(kind @ (ColumnType::TimeSpan | ColumnType::DateTime)) => Box::new(Time { kind: *kind, sum: 0, count: 0 }),
        _ => Box::new(Mean { sum: 0.0, count: 0.0 }),
    }
}

/// Without a number it is NaN, as 0 divided by 0 (`summarize-operator.md`).
struct Mean {
    sum: f64,
    count: f64,
}

impl Accumulator for Mean {
    fn add(&mut self, arguments: &[&Value]) {
        if let Some(number) = arguments.first().and_then(|value| real(value)) {
            self.sum += number;
            self.count += 1.0;
        }
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        results.push(Value::Real(self.sum / self.count));
    }
}

struct Time {
    kind: ColumnType,
    sum: i128,
    count: i128,
}

impl Accumulator for Time {
    fn add(&mut self, arguments: &[&Value]) {
        let ticks = match arguments.first() {
            Some(Value::DateTime(moment)) => moment.ticks(),
            Some(Value::TimeSpan(length)) => TimeSpan::of(*length).ticks,
            _ => return,
        };
        self.sum += i128::from(ticks);
        self.count += 1;
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        let ticks = self.sum.checked_div(self.count).and_then(|ticks| i64::try_from(ticks).ok());
        results.push(match (ticks, self.kind) {
            (Some(ticks), ColumnType::DateTime) => Moment::of_ticks(ticks).into(),
            (Some(ticks), _) => TimeSpan { ticks }.into(),
            (None, _) => Value::Null,
        });
    }
}

fn spread(last: fn(f64) -> f64, less: u8) -> Box<dyn Accumulator> {
    Box::new(Spread { last, less: f64::from(less), count: 0.0, mean: 0.0, squares: 0.0 })
}

/// The mean, and the sum of the squares of the distances from it, as Welford computes them.
struct Spread {
    last: fn(f64) -> f64,
    less: f64,
    count: f64,
    mean: f64,
    squares: f64,
}

impl Accumulator for Spread {
    fn add(&mut self, arguments: &[&Value]) {
        let Some(number) = arguments.first().and_then(|value| number(value)) else { return };
        self.count += 1.0;
        let distance = number - self.mean;
        self.mean += distance / self.count;
        self.squares += distance * (number - self.mean);
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        let divisor = self.count - self.less;
        let variance = if divisor > 0.0 { self.squares / divisor } else { 0.0 };
        results.push(Value::Real((self.last)(variance)));
    }
}

/// A number, or the ticks of what has a unit.
fn number(value: &Value) -> Option<f64> {
    match value {
        Value::DateTime(moment) => real(&Value::Long(moment.ticks())),
        Value::TimeSpan(length) => real(&Value::Long(TimeSpan::of(*length).ticks)),
        other => real(other),
    }
}
