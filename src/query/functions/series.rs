//! Functions that make arrays, and move the items of arrays.

use serde_json::Value as Json;

use super::{Call, Function, function};
use crate::model::limit::ITEMS;
use crate::model::timespan::TimeSpan;
use crate::query::convert::truncated;
use crate::query::signature::{DYNAMIC, Gives, Kind};
use crate::query::space::bytes;
use crate::query::value::{dynamic, json};
use crate::table::Value;

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    function("range(start, stop[, step])", "range-function.md", RANGE, Gives::DYNAMIC, range).optional(1),
    function("array_rotate_left(array, count)", "array-rotate-left-function.md", ROTATE, Gives::DYNAMIC, |call| {
        rotated(call, 1)
    }),
    function("array_rotate_right(array, count)", "array-rotate-right-function.md", ROTATE, Gives::DYNAMIC, |call| {
        rotated(call, -1)
    }),
    function("array_shift_left(array, count[, fill])", "array-shift-left-function.md", SHIFT, Gives::DYNAMIC, |call| {
        shifted(call, 1)
    })
    .optional(1),
    function(
        "array_shift_right(array, count[, fill])",
        "array-shift-right-function.md",
        SHIFT,
        Gives::DYNAMIC,
        |call| shifted(call, -1),
    )
    .optional(1),
    function("array_split(array, places)", "array-split-function.md", SPLIT, Gives::DYNAMIC, split),
    function("array_iff(conditions, then, else)", "array-iff-function.md", CHOICE, Gives::DYNAMIC, choose)
        .or(&["array_iif"]),
];

const RANGE: &[Kind] = &[Kind::Summable, Kind::Summable, Kind::Summable];
const ROTATE: &[Kind] = &[DYNAMIC, Kind::Integer];
const SHIFT: &[Kind] = &[DYNAMIC, Kind::Integer, Kind::Any];
const SPLIT: &[Kind] = &[DYNAMIC, Kind::IntegerOrDynamic];
const CHOICE: &[Kind] = &[DYNAMIC, Kind::Any, Kind::Any];

/// An hour, the step between moments and lengths of time where none is given.
const HOUR: TimeSpan = TimeSpan::seconds(3_600);

/// Null where an end or the step is, or the step is 0.
fn range(call: &Call<'_>) -> Value {
    let given = call.arguments.len() > 2;
    let items = match call.value(0) {
        Value::DateTime(start) => {
            let step = if given { call.span(2) } else { Some(HOUR) };
            let stop = call.moment(1);
            let step = step.filter(|step| step.ticks != 0);
            stop.zip(step).map(|(stop, step)| {
                steps(*start, |at| at.after(step.ticks), |at| passed(at, &stop, step.ticks < 0))
                    .map(|at| json(&Value::DateTime(at)))
                    .collect()
            })
        }
        Value::TimeSpan(start) => {
            let step = if given { call.span(2) } else { Some(HOUR) };
            let start = TimeSpan::of(*start).ticks;
            call.span(1).zip(step).filter(|(_, step)| step.ticks != 0).map(|(stop, step)| {
                steps(start, |at| at.checked_add(step.ticks), |at| passed(at, &stop.ticks, step.ticks < 0))
                    .map(|ticks| json(&Value::from(TimeSpan { ticks })))
                    .collect()
            })
        }
        _ => numbers(call, given),
    };
    items.map_or(Value::Null, |items: Vec<Json>| dynamic(Json::Array(items)))
}

fn numbers(call: &Call<'_>, given: bool) -> Option<Vec<Json>> {
    let whole = |place: usize| call.long(place);
    if let (Some(start), Some(stop), Some(step)) = (whole(0), whole(1), if given { whole(2) } else { Some(1) }) {
        let items = steps(start, |at| at.checked_add(step), |at| passed(at, &stop, step < 0));
        return (step != 0).then(|| items.map(Json::from).collect());
    }
    let (start, stop, step) = (call.real(0)?, call.real(1)?, if given { call.real(2)? } else { 1.0 });
    let count = truncated(((stop - start) / step).floor()).filter(|_| step != 0.0)?;
    let count = usize::try_from(count.saturating_add(1)).unwrap_or_default().min(ITEMS);
    #[expect(clippy::cast_precision_loss, reason = "there are fewer items than a real can count")]
    Some((0..count).map(|place| Json::from((place as f64).mul_add(step, start))).collect())
}

/// Returns the values from the start on, before the first that is passed or cannot be.
fn steps<T: Copy>(start: T, next: impl Fn(&T) -> Option<T>, is_over: impl Fn(&T) -> bool) -> impl Iterator<Item = T> {
    std::iter::successors(Some(start), next).take_while(move |at| !is_over(at)).take(ITEMS)
}

fn passed<T: PartialOrd>(at: &T, stop: &T, downwards: bool) -> bool {
    if downwards { at < stop } else { at > stop }
}

/// A negative count moves the other way.
fn rotated(call: &Call<'_>, sign: i64) -> Value {
    let (Some(items), Some(count)) = (call.array(0), call.long(1)) else { return Value::Null };
    let mut items = items.to_vec();
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX).max(1);
    let places = usize::try_from(count.wrapping_mul(sign).rem_euclid(length)).unwrap_or_default();
    let places = places.min(items.len());
    items.rotate_left(places);
    dynamic(Json::Array(items))
}

/// What is moved out is lost, and null or the last argument takes its place.
fn shifted(call: &Call<'_>, sign: i64) -> Value {
    let (Some(items), Some(count)) = (call.array(0), call.long(1)) else { return Value::Null };
    if !call.has_space(items.len(), bytes(call.value(2))) {
        return Value::Null;
    }
    let fill = json(call.value(2));
    let item = |place: usize| {
        let from = i64::try_from(place).ok()?.checked_add(count.checked_mul(sign)?)?;
        items.get(usize::try_from(from).ok()?).cloned()
    };
    dynamic((0..items.len()).map(|place| item(place).unwrap_or_else(|| fill.clone())).collect())
}

/// Splits before the item at the place, or at each of several; negative ones count from the end.
fn split(call: &Call<'_>) -> Value {
    let Some(items) = call.array(0) else { return Value::Null };
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let place = |at: i64| {
        let at = if at < 0 { length.saturating_add(at) } else { at };
        usize::try_from(at.clamp(0, length)).unwrap_or_default()
    };
    let places: Vec<usize> = match call.array(1) {
        Some(places) => places.iter().filter_map(Json::as_i64).map(place).collect(),
        None => call.long(1).map(place).into_iter().collect(),
    };
    let (mut parts, mut start) = (Vec::new(), 0);
    for place in places.into_iter().chain([items.len()]) {
        parts.push(items.get(start..place).unwrap_or_default().iter().cloned().collect());
        start = place.max(start);
    }
    dynamic(Json::Array(parts))
}

/// A condition that is neither a truth nor a number gives null, and so does one past the end of an array
/// (`array-iff-function.md`).
fn choose(call: &Call<'_>) -> Value {
    let Some(conditions) = call.array(0) else { return Value::Null };
    // A value that is no array stands for each item.
    let alone = [1, 2].into_iter().filter(|place| call.array(*place).is_none()).map(|place| bytes(call.value(place)));
    if !call.has_space(conditions.len(), alone.max().unwrap_or_default()) {
        return Value::Null;
    }
    let item = |place: usize, at: usize| match call.array(place) {
        Some(items) => items.get(at).cloned().unwrap_or_default(),
        None => json(call.value(place)),
    };
    let chosen = |(at, condition): (usize, &Json)| match condition {
        Json::Bool(truth) => item(if *truth { 1 } else { 2 }, at),
        Json::Number(number) => item(if number.as_f64() == Some(0.0) { 2 } else { 1 }, at),
        _ => Json::Null,
    };
    dynamic(conditions.iter().enumerate().map(chosen).collect())
}
