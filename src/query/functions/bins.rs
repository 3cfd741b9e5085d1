//! `bin()` and `bin_at()`: values rounded down to multiples of a size.

use super::{Call, Function, function};
use crate::model::timespan::TimeSpan;
use crate::query::signature::{Argument, Gives, Kind, ResultName, at_least_long, is_number, widest};
use crate::table::{ColumnType, Moment, Value};

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    function("bin(value, size)", "bin-function.md", &[Kind::Summable, Kind::Summable], Gives::By(kind), |call| {
        bin(call, None)
    })
    .or(&["floor"])
    .column(ResultName::First),
    function("bin_at(value, size, fixed)", "bin-at-function.md", THREE, Gives::By(kind_at), |call| bin(call, Some(2)))
        .column(ResultName::First),
];

const THREE: &[Kind] = &[Kind::Summable, Kind::Summable, Kind::Summable];

/// Numbers by numbers, lengths of time by such, moments by lengths of time.
fn kind(arguments: &[Argument<'_>]) -> Option<ColumnType> {
    use ColumnType::{DateTime, Dynamic, TimeSpan};
    let [value, size, ..] = arguments else { return None };
    match (value.kind, size.kind) {
        (left, right) if is_number(left) && is_number(right) => widest(left, right).map(at_least_long),
        (TimeSpan | Dynamic, TimeSpan) => Some(TimeSpan),
        (DateTime, TimeSpan) => Some(DateTime),
        (Dynamic, number) if is_number(number) => Some(at_least_long(number)),
        _ => None,
    }
}

fn kind_at(arguments: &[Argument<'_>]) -> Option<ColumnType> {
    let kind = kind(arguments)?;
    let fixed = arguments.get(2)?.kind;
    (fixed == kind || is_number(fixed) && is_number(kind)).then_some(kind)
}

/// Null where the size is null, or not above zero (`bin-function.md`). Moments count from the year 1.
fn bin(call: &Call<'_>, fixed: Option<usize>) -> Value {
    let bounded = |value: i64, size: Option<i64>, fixed: Option<i64>| -> Option<i64> {
        let size = size.filter(|size| *size > 0)?;
        value.checked_sub(value.checked_sub(fixed?)?.rem_euclid(size))
    };
    let length = |place: usize| call.span(place).map(|span| span.ticks);
    let binned: Option<Value> = match call.value(0) {
        Value::DateTime(moment) => {
            let fixed = fixed.map_or(Some(0), |place| call.moment(place).map(Moment::ticks));
            bounded(moment.ticks(), length(1), fixed).and_then(Moment::of_ticks).map(Value::DateTime)
        }
        Value::TimeSpan(span) => {
            let fixed = fixed.map_or(Some(0), length);
            bounded(TimeSpan::of(*span).ticks, length(1), fixed).map(|ticks| Value::from(TimeSpan { ticks }))
        }
        _ => numbers(call, fixed, bounded),
    };
    binned.unwrap_or(Value::Null)
}

fn numbers(
    call: &Call<'_>,
    fixed: Option<usize>,
    bounded: impl Fn(i64, Option<i64>, Option<i64>) -> Option<i64>,
) -> Option<Value> {
    if let (Some(value), Some(size)) = (call.long(0), call.long(1))
        && !call.types.iter().any(|kind| matches!(kind, ColumnType::Real | ColumnType::Decimal))
    {
        let fixed = fixed.map_or(Some(0), |place| call.long(place));
        return bounded(value, Some(size), fixed).map(Value::Long);
    }
    let size = call.real(1).filter(|size| *size > 0.0)?;
    let fixed = fixed.map_or(Some(0.0), |place| call.real(place))?;
    Some(Value::Real(((call.real(0)? - fixed) / size).floor().mul_add(size, fixed)))
}
