//! Functions that choose: `iff()`, `case()`, `coalesce()`, `isempty()` and their like. All their arguments are computed:
//! none can fail when a row is read, and which of them are needed would be known in two places.

use std::cmp::Ordering;

use super::{Call, Function, function};
use crate::query::convert;
use crate::query::signature::{Gives, Kind, TRUTH, widest};
use crate::query::value::{self, compare};
use crate::table::{ColumnType, Value};

const CHOICE: &[Kind] = &[TRUTH, Kind::Common, Kind::Common];
const ONE: &[Kind] = &[Kind::Any];

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    function("iff(if, then, else)", "iff-function.md", CHOICE, Gives::Common, iff).or(&["iif"]),
    function("case(if, then, …, else)", "case-function.md", &[TRUTH, Kind::Common], Gives::Common, case)
        .repeated(2)
        .last(),
    function("coalesce(value, …)", "coalesce-function.md", &[Kind::Common], Gives::Common, coalesce)
        .repeated(1)
        .least(2),
    function("max_of(value, …)", "max-of-function.md", &[Kind::CommonOrderable], Gives::Common, |call| {
        most(call, Ordering::Greater)
    })
    .repeated(1)
    .least(2),
    function("min_of(value, …)", "min-of-function.md", &[Kind::CommonOrderable], Gives::Common, |call| {
        most(call, Ordering::Less)
    })
    .repeated(1)
    .least(2),
    function("isempty(value)", "isempty-function.md", ONE, Gives::TRUTH, |call| Value::Bool(is_empty(call, 0))),
    function("isnotempty(value)", "isnotempty-function.md", ONE, Gives::TRUTH, |call| Value::Bool(!is_empty(call, 0)))
        .or(&["notempty"]),
    function("isnull(value)", "isnull-function.md", ONE, Gives::TRUTH, |call| Value::Bool(is_null(call, 0))),
    function("isnotnull(value)", "isnotnull-function.md", ONE, Gives::TRUTH, |call| Value::Bool(!is_null(call, 0)))
        .or(&["notnull"]),
];

/// Strings have no null (`scalar-data-types/null-values.md`).
fn is_null(call: &Call<'_>, place: usize) -> bool {
    call.is_null(place) && call.kind(place) != Some(ColumnType::String)
}

fn is_empty(call: &Call<'_>, place: usize) -> bool {
    let value = call.value(place);
    value::text_of(value).map_or_else(|| value::is_null(value), str::is_empty)
}

/// Returns the value at the place, as one of the type that the arguments at these places share.
fn common(call: &Call<'_>, place: usize, places: impl Iterator<Item = usize>) -> Value {
    let shared = places.filter_map(|place| call.kind(place)).reduce(|left, right| widest(left, right).unwrap_or(left));
    let value = call.value(place);
    match shared {
        Some(shared) if call.kind(place) != Some(shared) && !value::is_null(value) => convert::to(value, shared),
        _ => value.clone(),
    }
}

/// What is not true is false: null too.
fn iff(call: &Call<'_>) -> Value {
    common(call, if call.truth(0) == Some(true) { 1 } else { 2 }, 1..3)
}

fn case(call: &Call<'_>) -> Value {
    let last = call.arguments.len().saturating_sub(1);
    let holds = |place: &usize| call.truth(*place) == Some(true);
    let chosen = (0..last).step_by(2).find(holds).map_or(last, |place| place + 1);
    common(call, chosen, (1..last).step_by(2).chain([last]))
}

fn coalesce(call: &Call<'_>) -> Value {
    let count = call.arguments.len();
    let is_there = |place: &usize| match call.kind(*place) {
        Some(ColumnType::String) => !is_empty(call, *place),
        _ => !call.is_null(*place),
    };
    (0..count).find(is_there).map_or(Value::Null, |place| common(call, place, 0..count))
}

/// Values that are there come before null (`max-of-function.md`).
fn most(call: &Call<'_>, wanted: Ordering) -> Value {
    let count = call.arguments.len();
    let best = (0..count)
        .filter(|place| !is_null(call, *place))
        .reduce(|best, place| if compare(call.value(place), call.value(best)) == Some(wanted) { place } else { best });
    best.map_or(Value::Null, |place| common(call, place, 0..count))
}
