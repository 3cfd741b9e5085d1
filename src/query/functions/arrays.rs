//! Functions over arrays of dynamic values, and over arrays as sets.

use std::cmp::Ordering;

use serde_json::Value as Json;

use super::text::length;
use super::{Call, Function, function};
use crate::model::limit::ITEMS;
use crate::query::distinct::Distinct;
use crate::query::signature::{Argument, DYNAMIC, Gives, Kind, Mismatch, ResultName};
use crate::query::space::bytes;
use crate::query::value::{dynamic, equals_json, json};
use crate::table::{ColumnType, Value};

const ONE: &[Kind] = &[DYNAMIC];

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    function("pack_array(value, …)", "pack-array-function.md", &[Kind::Any], Gives::DYNAMIC, |call| {
        dynamic(call.arguments.iter().map(|value| json(value)).collect())
    })
    .repeated(1),
    function("array_length(array)", "array-length-function.md", ONE, Gives::LONG, |call| {
        call.array(0).map_or(Value::Null, |items| length(items.len()))
    })
    .or(&["arraylength"]),
    function("array_concat(array, …)", "array-concat-function.md", ONE, Gives::DYNAMIC, concat).repeated(1),
    function(
        "array_index_of(array, value[, start[, length[, occurrence]]])",
        "array-index-of-function.md",
        INDEX,
        Gives::LONG,
        index_of,
    )
    .optional(3),
    function("array_slice(array, start, end)", "array-slice-function.md", SLICE, Gives::DYNAMIC, slice),
    function("array_reverse(array)", "array-reverse-function.md", ONE, Gives::DYNAMIC, |call| {
        call.array(0).map_or(Value::Null, |items| dynamic(items.iter().rev().cloned().collect()))
    }),
    sort("array_sort_asc(array, …[, nulls_last])", "array-sort-asc-function.md", |call| sorted(call, false)),
    sort("array_sort_desc(array, …[, nulls_last])", "array-sort-desc-function.md", |call| sorted(call, true)),
    function("array_sum(array)", "array-sum-function.md", ONE, Gives::REAL, |call| {
        let sum = |items: &[Json]| items.iter().map(Json::as_f64).sum::<Option<f64>>();
        // The sum of nothing is -0 in Rust.
        call.array(0).and_then(sum).map_or(Value::Null, |sum| Value::Real(sum + 0.0))
    }),
    function("set_has_element(set, value)", "set-has-element-function.md", HAS, Gives::TRUTH, |call| {
        let has = |items: &[Json]| items.iter().any(|item| equals_json(call.value(1), item));
        call.array(0).map_or(Value::Null, |items| Value::Bool(has(items)))
    }),
    set("set_union(set, set, …)", "set-union-function.md", united),
    set("set_intersect(set, set, …)", "set-intersect-function.md", |call| among_first(call, true)),
    set("set_difference(set, set, …)", "set-difference-function.md", |call| among_first(call, false)),
    function("zip(array, array, …)", "zip-function.md", ONE, Gives::DYNAMIC, zip).repeated(1).least(2),
    function("repeat(value, count)", "repeat-function.md", &[Kind::Any, Kind::Integer], Gives::DYNAMIC, repeated)
        .column(ResultName::After("repeat")),
];

const INDEX: &[Kind] = &[DYNAMIC, Kind::Any, Kind::Integer, Kind::Integer, Kind::Integer];
const SLICE: &[Kind] = &[DYNAMIC, Kind::Integer, Kind::Integer];
const HAS: &[Kind] = &[DYNAMIC, Kind::Any];

const fn set(form: &'static str, page: &'static str, compute: fn(&Call<'_>) -> Value) -> Function {
    function(form, page, ONE, Gives::DYNAMIC, compute).repeated(1).least(2)
}

/// Several arrays are sorted together: each has a column of its own.
const fn sort(form: &'static str, page: &'static str, compute: fn(&Call<'_>) -> Value) -> Function {
    let function = function(form, page, &[DYNAMIC, Kind::Any], Gives::DYNAMIC, compute);
    function.optional(1).repeated(1).column(ResultName::EachSorted).checked(are_arrays)
}

/// After the arrays alone `nulls_last` may stand.
fn are_arrays(arguments: &[Argument<'_>]) -> Result<(), Mismatch> {
    let is_wrong = |(place, argument): &(usize, &Argument<'_>)| match argument.kind {
        ColumnType::Dynamic => false,
        kind => kind != ColumnType::Bool || place + 1 < arguments.len(),
    };
    match arguments.iter().enumerate().find(is_wrong) {
        Some((place, _)) => Err(Mismatch::Type { place, takes: DYNAMIC.words() }),
        None => Ok(()),
    }
}

/// Null where none is an array; what is none is passed over.
fn concat(call: &Call<'_>) -> Value {
    let arrays: Vec<&[Json]> = (0..call.arguments.len()).filter_map(|place| call.array(place)).collect();
    if arrays.is_empty() { Value::Null } else { dynamic(Json::Array(arrays.concat())) }
}

/// As `indexof()` (`array-index-of-function.md`).
fn index_of(call: &Call<'_>) -> Value {
    let Some(items) = call.array(0) else { return Value::Null };
    let Some((start, most, occurrence)) = call.range_searched() else { return Value::Null };
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let start = if start < 0 { count.saturating_add(start).max(0) } else { start };
    let end = if most < 0 { count } else { start.saturating_add(most).min(count) };
    let in_range = |(place, item): &(i64, &Json)| (start..end).contains(place) && equals_json(call.value(1), item);
    let skipped = usize::try_from(occurrence.max(1) - 1).unwrap_or(usize::MAX);
    Value::Long((0..).zip(items).filter(in_range).nth(skipped).map_or(-1, |(place, _)| place))
}

/// Both ends are in the slice; negative ones count from the end of the array.
fn slice(call: &Call<'_>) -> Value {
    let (Some(items), Some(start), Some(end)) = (call.array(0), call.long(1), call.long(2)) else {
        return Value::Null;
    };
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let place = |index: i64| if index < 0 { count.saturating_add(index) } else { index };
    let whole = |place: i64| usize::try_from(place.clamp(0, count)).unwrap_or_default();
    let range = whole(place(start))..whole(place(end).saturating_add(1));
    dynamic(items.get(range).unwrap_or_default().iter().cloned().collect())
}

/// Numbers come before texts, and those before all others; nulls last unless it is said otherwise. The other arrays are
/// put in the order of the first; one of another length is null (`array-sort-asc-function.md`). Several arrays stand in
/// one.
fn sorted(call: &Call<'_>, descending: bool) -> Value {
    let Some(items) = call.array(0) else { return Value::Null };
    let count = call.types.iter().filter(|kind| **kind != ColumnType::Bool).count();
    let nulls_last = call.truth(count).unwrap_or(true);
    let mut places: Vec<(usize, &Json)> = items.iter().enumerate().collect();
    places.sort_by(|(_, left), (_, right)| match (left.is_null(), right.is_null()) {
        (false, false) if descending => order(right, left),
        (false, false) => order(left, right),
        (left, right) if nulls_last => left.cmp(&right),
        (left, right) => right.cmp(&left),
    });
    let reordered = |array: &[Json]| places.iter().filter_map(|(place, _)| array.get(*place).cloned()).collect();
    let like_first = |place: usize| call.array(place).filter(|array| array.len() == items.len());
    let mut arrays = (0..count).map(|place| like_first(place).map_or(Json::Null, reordered));
    if count > 1 { dynamic(arrays.collect()) } else { arrays.next().map_or(Value::Null, dynamic) }
}

fn order(left: &Json, right: &Json) -> Ordering {
    let rank = |json: &Json| match json {
        Json::Number(_) => 0,
        Json::String(_) => 1,
        _ => 2,
    };
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => match (left.as_i64(), right.as_i64()) {
            (Some(left), Some(right)) => left.cmp(&right),
            _ => left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal),
        },
        (Json::String(left), Json::String(right)) => left.cmp(right),
        _ => rank(left).cmp(&rank(right)),
    }
}

/// Null where one is no array, as for all functions of sets.
fn sets<'a>(call: &Call<'a>) -> Option<Vec<&'a [Json]>> {
    (0..call.arguments.len()).map(|place| call.array(place)).collect()
}

fn united(call: &Call<'_>) -> Value {
    let Some(sets) = sets(call) else { return Value::Null };
    let mut seen = Distinct::default();
    dynamic(sets.into_iter().flatten().filter(|item| seen.is_new(item)).cloned().collect())
}

/// What of the first set is in all others, or in none.
fn among_first(call: &Call<'_>, in_all: bool) -> Value {
    let Some((first, others)) = sets(call).and_then(|sets| Some((*sets.first()?, sets.get(1..)?.to_vec()))) else {
        return Value::Null;
    };
    let others: Vec<Distinct> = others.into_iter().map(|items| items.iter().collect()).collect();
    let mut seen = Distinct::default();
    let is_wanted = |item: &&Json| match in_all {
        true => others.iter().all(|other| other.contains(item)),
        false => !others.iter().any(|other| other.contains(item)),
    };
    dynamic(first.iter().filter(is_wanted).filter(|item| seen.is_new(item)).cloned().collect())
}

/// Short arrays are filled with nulls (`zip-function.md`).
fn zip(call: &Call<'_>) -> Value {
    let Some(arrays) = sets(call) else { return Value::Null };
    let longest = arrays.iter().map(|items| items.len()).max().unwrap_or_default();
    let row = |place: usize| arrays.iter().map(|items| items.get(place).cloned().unwrap_or_default()).collect();
    dynamic(Json::Array((0..longest).map(row).collect()))
}

fn repeated(call: &Call<'_>) -> Value {
    match call.long(1) {
        Some(count @ 0..) => {
            let count = usize::try_from(count).unwrap_or(ITEMS).min(ITEMS);
            if !call.has_space(count, bytes(call.value(0))) {
                return Value::Null;
            }
            dynamic(Json::Array(vec![json(call.value(0)); count]))
        }
        _ => Value::Null,
    }
}
