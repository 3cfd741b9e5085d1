//! `==`, `<` and their like, `in` and `between`, and what null is to them (`scalar-data-types/null-values.md`).

use std::cmp::Ordering;

use super::{Call, Function, operator};
use crate::model::timespan::TimeSpan;
use crate::query::signature::{Argument, Gives, Kind, is_number};
use crate::query::value::{compare, equal, equals_json, is_null};
use crate::table::{ColumnType, Value};

const EQUAL: Gives = Gives::By(comparable);
const ORDER: Gives = Gives::By(ordered);
const TWO: &[Kind] = &[Kind::Any, Kind::Any];
const LOGICAL: &str = "logical-operators.md";
const NUMERICAL: &str = "numerical-operators.md";

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    operator("==", "a == b", LOGICAL, TWO, EQUAL, |call| equality(call, true)),
    operator("!=", "a != b", LOGICAL, TWO, EQUAL, |call| equality(call, false)).or(&["<>"]),
    operator("<", "a < b", NUMERICAL, TWO, ORDER, |call| order(call, Ordering::is_lt)),
    operator("<=", "a <= b", NUMERICAL, TWO, ORDER, |call| order(call, Ordering::is_le)),
    operator(">", "a > b", NUMERICAL, TWO, ORDER, |call| order(call, Ordering::is_gt)),
    operator(">=", "a >= b", NUMERICAL, TWO, ORDER, |call| order(call, Ordering::is_ge)),
    operator("in", "a in (b, …)", "in-cs-operator.md", TWO, EQUAL, |call| among(call, true)).repeated(1),
    operator("!in", "a !in (b, …)", "not-in-cs-operator.md", TWO, EQUAL, |call| among(call, false)).repeated(1),
    operator("between", "a between (b .. c)", "between-operator.md", THREE, BETWEEN, |call| between(call, true)),
    operator("!between", "a !between (b .. c)", "not-between-operator.md", THREE, BETWEEN, |call| between(call, false)),
];

const THREE: &[Kind] = &[Kind::SummableOrDynamic, Kind::SummableOrDynamic, Kind::SummableOrDynamic];
const BETWEEN: Gives = Gives::By(within);

/// Two are compared that are of one type, or both numbers, or of which one is dynamic.
fn may_equal(left: ColumnType, right: ColumnType) -> bool {
    let numeric = |kind| is_number(kind) || kind == ColumnType::Bool;
    left == right || numeric(left) && numeric(right) || [left, right].contains(&ColumnType::Dynamic)
}

fn comparable(arguments: &[Argument<'_>]) -> Option<ColumnType> {
    let (first, rest) = arguments.split_first()?;
    rest.iter().all(|argument| may_equal(first.kind, argument.kind)).then_some(ColumnType::Bool)
}

/// Strings and guids have no order here; a dynamic value has one with numbers alone, others are cast first
/// (`numerical-operators.md`).
fn ordered(arguments: &[Argument<'_>]) -> Option<ColumnType> {
    use ColumnType::{Bool, DateTime, Dynamic, TimeSpan};
    let [left, right] = arguments else { return None };
    let numeric = |kind| is_number(kind) || kind == Bool;
    let have_order = match (left.kind, right.kind) {
        (TimeSpan, TimeSpan) | (DateTime, DateTime) | (Dynamic, Dynamic) => true,
        (Dynamic, other) | (other, Dynamic) => is_number(other),
        (left, right) => numeric(left) && numeric(right),
    };
    have_order.then_some(ColumnType::Bool)
}

/// A length of time as the second bound is one after the first (`between-operator.md`).
fn within(arguments: &[Argument<'_>]) -> Option<ColumnType> {
    let [value, low, high] = arguments else { return None };
    let from_low = value.kind == ColumnType::DateTime && high.kind == ColumnType::TimeSpan;
    if from_low { comparable(&[*value, *low]) } else { comparable(arguments) }
}

/// Null equals nothing but null, and of that nothing is known.
fn equality(call: &Call<'_>, wanted: bool) -> Value {
    let (left, right) = (call.value(0), call.value(1));
    match (call.is_null(0), call.is_null(1)) {
        (false, false) => Value::Bool(equal(left, right) == wanted),
        (true, true) => Value::Null,
        _ => Value::Bool(is_empty_text(call) == wanted),
    }
}

/// Returns whether the one that is not null is the empty text: a string without a value is one too.
fn is_empty_text(call: &Call<'_>) -> bool {
    [0, 1].into_iter().all(|place| call.kind(place) == Some(ColumnType::String) && call.text(place).is_empty())
}

fn order(call: &Call<'_>, wanted: fn(Ordering) -> bool) -> Value {
    compare(call.value(0), call.value(1)).map_or(Value::Null, |order| Value::Bool(wanted(order)))
}

/// As comparisons joined by `or`. An array among the values stands for its items (`in-cs-operator.md`,
/// `scalar-data-types/null-values.md`).
fn among(call: &Call<'_>, wanted: bool) -> Value {
    let value = call.value(0);
    if call.arguments.iter().skip(1).any(|other| is_or_has(other, value)) {
        return Value::Bool(wanted);
    }
    let unknown = is_null(value) && call.arguments.iter().skip(1).any(|other| is_null(other));
    if unknown { Value::Null } else { Value::Bool(!wanted) }
}

fn is_or_has(other: &Value, value: &Value) -> bool {
    match other.as_json() {
        Some(serde_json::Value::Array(items)) => items.iter().any(|item| equals_json(value, item)),
        _ => equal(value, other),
    }
}

fn between(call: &Call<'_>, wanted: bool) -> Value {
    let (value, low, high) = (call.value(0), call.value(1), call.value(2));
    let high = match (low, high) {
        (Value::DateTime(low), Value::TimeSpan(length)) => low.after(TimeSpan::of(*length).ticks).into(),
        _ => high.clone(),
    };
    match (compare(value, low), compare(value, &high)) {
        (Some(low), Some(high)) => Value::Bool((low.is_ge() && high.is_le()) == wanted),
        _ => Value::Null,
    }
}
