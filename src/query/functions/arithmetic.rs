//! `+`, `-`, `*`, `/`, `%` over numbers, moments and lengths of time (`numerical-operators.md`,
//! `datetime-timespan-arithmetic.md`). Null in, null out.

use serde_json::Value as Json;

use super::{Call, Function, operator};
use crate::model::timespan::TimeSpan;
use crate::query::convert::truncated;
use crate::query::signature::{Argument, Gives, Kind, at_least_long, is_number, widest};
use crate::query::value::{dynamic, json, long, moment, real, span};
use crate::table::{ColumnType, Moment, Value};

const PAGE: &str = "numerical-operators.md";
const TWO: &[Kind] = &[Kind::SummableOrDynamic, Kind::SummableOrDynamic];

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    operator("+", "a + b", PAGE, TWO, Gives::By(|arguments| gives(arguments, sum)), |call| compute(call, &ADD)),
    operator("-", "a - b", PAGE, TWO, Gives::By(minus), |call| match call.arguments {
        [value] => negated(value),
        _ => compute(call, &SUBTRACT),
    })
    .optional(1),
    operator("*", "a * b", PAGE, TWO, Gives::By(|arguments| gives(arguments, product)), |call| {
        compute(call, &MULTIPLY)
    }),
    operator("/", "a / b", PAGE, TWO, Gives::By(|arguments| gives(arguments, quotient)), |call| compute(call, &DIVIDE)),
    operator("%", "a % b", PAGE, TWO, Gives::By(|arguments| gives(arguments, rest)), |call| compute(call, &MODULO)),
];

/// Returns the type of two numbers together, or what is said of other types. A dynamic value takes the type of the
/// other one.
fn gives(arguments: &[Argument<'_>], other: fn(ColumnType, ColumnType) -> Option<ColumnType>) -> Option<ColumnType> {
    let [left, right] = arguments else { return None };
    match (left.kind, right.kind) {
        (left, right) if is_number(left) && is_number(right) => widest(left, right).map(at_least_long),
        (ColumnType::Dynamic, ColumnType::Dynamic) => Some(ColumnType::Dynamic),
        (ColumnType::Dynamic, kind) | (kind, ColumnType::Dynamic) if is_number(kind) => Some(at_least_long(kind)),
        (left, right) => other(left, right),
    }
}

fn sum(left: ColumnType, right: ColumnType) -> Option<ColumnType> {
    use ColumnType::{DateTime, Dynamic, TimeSpan};
    match (left, right) {
        (TimeSpan, TimeSpan | Dynamic) | (Dynamic, TimeSpan) => Some(TimeSpan),
        (DateTime, TimeSpan | Dynamic) | (TimeSpan | Dynamic, DateTime) => Some(DateTime),
        _ => None,
    }
}

fn difference(left: ColumnType, right: ColumnType) -> Option<ColumnType> {
    use ColumnType::{DateTime, Dynamic, TimeSpan};
    match (left, right) {
        (DateTime, TimeSpan) => Some(DateTime),
        (DateTime, DateTime | Dynamic) | (Dynamic, DateTime) => Some(TimeSpan),
        (TimeSpan, TimeSpan | Dynamic) | (Dynamic, TimeSpan) => Some(TimeSpan),
        _ => None,
    }
}

fn product(left: ColumnType, right: ColumnType) -> Option<ColumnType> {
    let one_length = |left, right| left == ColumnType::TimeSpan && (is_number(right) || right == ColumnType::Dynamic);
    (one_length(left, right) || one_length(right, left)).then_some(ColumnType::TimeSpan)
}

fn quotient(left: ColumnType, right: ColumnType) -> Option<ColumnType> {
    match (left, right) {
        (ColumnType::TimeSpan, ColumnType::TimeSpan) => Some(ColumnType::Real),
        (ColumnType::TimeSpan, number) if is_number(number) => Some(ColumnType::TimeSpan),
        _ => None,
    }
}

fn rest(left: ColumnType, right: ColumnType) -> Option<ColumnType> {
    (left == ColumnType::TimeSpan && right == ColumnType::TimeSpan).then_some(ColumnType::TimeSpan)
}

/// What an operator does with numbers, and with what has a unit.
struct Operation {
    /// Whole numbers. What does not fit into 64 bits wraps.
    whole: fn(i64, i64) -> Option<i64>,
    real: fn(f64, f64) -> f64,
    timed: fn(&Value, &Value) -> Option<Value>,
}

const ADD: Operation = Operation {
    whole: |left, right| Some(left.wrapping_add(right)),
    real: |left, right| left + right,
    timed: add_time,
};
const SUBTRACT: Operation = Operation {
    whole: |left, right| Some(left.wrapping_sub(right)),
    real: |left, right| left - right,
    timed: subtract_time,
};
const MULTIPLY: Operation = Operation {
    whole: |left, right| Some(left.wrapping_mul(right)),
    real: |left, right| left * right,
    timed: multiply_time,
};
const DIVIDE: Operation = Operation {
    whole: |left, right| (right != 0).then(|| left.wrapping_div(right)),
    real: |left, right| left / right,
    timed: divide_time,
};
/// The rest is never negative: `-14 % 12` is 10 (`numerical-operators.md`).
const MODULO: Operation = Operation {
    whole: |left, right| (right != 0).then(|| left.wrapping_rem_euclid(right)),
    real: f64::rem_euclid,
    timed: modulo_time,
};

fn compute(call: &Call<'_>, operation: &Operation) -> Value {
    let (left, right) = (call.value(0), call.value(1));
    if let (Value::Long(left), Value::Long(right)) = (left, right)
        && !call.types.iter().any(|kind| matches!(kind, ColumnType::Real | ColumnType::Decimal))
    {
        return (operation.whole)(*left, *right).into();
    }
    let is_timed = |value: &Value| matches!(value, Value::DateTime(_) | Value::TimeSpan(_));
    if is_timed(left) || is_timed(right) {
        return (operation.timed)(left, right).unwrap_or(Value::Null);
    }
    numbers(call, left, right, operation).unwrap_or(Value::Null)
}

/// Computes with numbers of which one is real or dynamic.
fn numbers(call: &Call<'_>, left: &Value, right: &Value, operation: &Operation) -> Option<Value> {
    let is_real = |kind: &ColumnType| matches!(kind, ColumnType::Real | ColumnType::Decimal);
    let is_whole = |kind: &ColumnType| matches!(kind, ColumnType::Int | ColumnType::Long);
    let computed = match (long(left), long(right)) {
        (Some(left), Some(right)) if !call.types.iter().any(is_real) => Value::Long((operation.whole)(left, right)?),
        _ => Value::Real((operation.real)(real(left)?, real(right)?)),
    };
    Some(match computed {
        computed if call.types.iter().all(|kind| *kind == ColumnType::Dynamic) => dynamic(json(&computed)),
        Value::Real(number) if call.types.iter().any(is_whole) && !call.types.iter().any(is_real) => {
            Value::from(truncated(number))
        }
        computed => computed,
    })
}

fn ticks(ticks: i64) -> Value {
    Value::from(TimeSpan { ticks })
}

fn later(moment: Moment, span: TimeSpan) -> Option<Value> {
    moment.after(span.ticks).map(Value::DateTime)
}

fn add_time(left: &Value, right: &Value) -> Option<Value> {
    match (left, right) {
        (Value::DateTime(at), other) | (other, Value::DateTime(at)) => later(*at, span(other)?),
        _ => Some(ticks(span(left)?.ticks.checked_add(span(right)?.ticks)?)),
    }
}

fn subtract_time(left: &Value, right: &Value) -> Option<Value> {
    match (left, right) {
        (Value::DateTime(at), Value::TimeSpan(length)) => {
            later(*at, TimeSpan { ticks: TimeSpan::of(*length).ticks.checked_neg()? })
        }
        (Value::DateTime(_), _) | (_, Value::DateTime(_)) => {
            Some(ticks(moment(left)?.ticks() - moment(right)?.ticks()))
        }
        _ => Some(ticks(span(left)?.ticks.checked_sub(span(right)?.ticks)?)),
    }
}

fn multiply_time(left: &Value, right: &Value) -> Option<Value> {
    let (length, factor) = match (left, right) {
        (Value::TimeSpan(length), factor) | (factor, Value::TimeSpan(length)) => (TimeSpan::of(*length), factor),
        _ => return None,
    };
    match long(factor) {
        Some(factor) => Some(ticks(length.ticks.checked_mul(factor)?)),
        None => Some(ticks(truncated(as_real(length) * real(factor)?)?)),
    }
}

fn divide_time(left: &Value, right: &Value) -> Option<Value> {
    let length = span(left)?;
    match right {
        Value::TimeSpan(other) => Some(Value::Real(as_real(length) / as_real(TimeSpan::of(*other)))),
        number => Some(ticks(truncated(as_real(length) / real(number)?)?)),
    }
}

fn modulo_time(left: &Value, right: &Value) -> Option<Value> {
    Some(ticks(span(left)?.ticks.checked_rem_euclid(span(right)?.ticks)?))
}

#[expect(clippy::cast_precision_loss, reason = "a real has 53 bits: so the service computes too")]
const fn as_real(span: TimeSpan) -> f64 {
    span.ticks as f64
}

/// `a - b`, or `-a`.
fn minus(arguments: &[Argument<'_>]) -> Option<ColumnType> {
    match arguments {
        [value] => (value.kind != ColumnType::DateTime).then(|| at_least_long(value.kind)),
        _ => gives(arguments, difference),
    }
}

fn negated(value: &Value) -> Value {
    let negated = match value {
        Value::Long(number) => Some(Value::Long(number.wrapping_neg())),
        Value::Real(number) => Some(Value::Real(-number)),
        Value::TimeSpan(length) => TimeSpan::of(*length).ticks.checked_neg().map(ticks),
        other => match (long(other), real(other)) {
            (Some(number), _) => Some(Json::from(number.wrapping_neg()).into()),
            (None, Some(number)) => Some(Json::from(-number).into()),
            _ => None,
        },
    };
    negated.unwrap_or(Value::Null)
}
