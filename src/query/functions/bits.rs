//! Functions over the bits of whole numbers.

use super::{Call, Function, function};
use crate::query::signature::{Gives, Kind, ResultName};
use crate::table::{ColumnType, Value};

const ONE: &[Kind] = &[Kind::Integer];
const TWO: &[Kind] = &[Kind::Integer, Kind::Integer];

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    two("binary_and(a, b)", "binary-and-function.md", |call| bits(call, |left, right| left & right)),
    two("binary_or(a, b)", "binary-or-function.md", |call| bits(call, |left, right| left | right)),
    two("binary_xor(a, b)", "binary-xor-function.md", |call| bits(call, |left, right| left ^ right)),
    two("binary_shift_left(number, places)", "binary-shift-left-function.md", |call| {
        shifted(call, |number, places| number << places)
    }),
    two("binary_shift_right(number, places)", "binary-shift-right-function.md", |call| {
        shifted(call, |number, places| number >> places)
    }),
    function("binary_not(number)", "binary-not-function.md", ONE, Gives::LONG, |call| {
        call.long(0).map(|number| !number).into()
    })
    .column(ResultName::First),
    function("bitset_count_ones(number)", "bitset-count-ones-function.md", ONE, Gives::LONG, |call| {
        call.long(0).map(|number| i64::from(number.count_ones())).into()
    }),
    function("tohex(number[, least_length])", "tohex-function.md", TWO, Gives::TEXT, hexadecimal)
        .optional(1)
        .column(ResultName::First),
];

const fn two(form: &'static str, page: &'static str, compute: fn(&Call<'_>) -> Value) -> Function {
    function(form, page, TWO, Gives::LONG, compute).column(ResultName::First)
}

fn bits(call: &Call<'_>, compute: fn(i64, i64) -> i64) -> Value {
    call.long(0).zip(call.long(1)).map(|(left, right)| compute(left, right)).into()
}

/// The places are taken modulo 64; below 0 there is no result (`binary-shift-left-function.md`).
fn shifted(call: &Call<'_>, shift: fn(i64, u32) -> i64) -> Value {
    let places = call.long(1).and_then(|places| u32::try_from(places % 64).ok());
    call.long(0).zip(places).map(|(number, places)| shift(number, places)).into()
}

/// A negative `int` has 8 digits, a negative `long` 16 (`tohex-function.md`).
fn hexadecimal(call: &Call<'_>) -> Value {
    let Some(number) = call.long(0) else { return Value::from("") };
    let width = call.long(1).and_then(|width| usize::try_from(width.clamp(0, 16)).ok()).unwrap_or_default();
    let small = i32::try_from(number).ok().filter(|_| call.kind(0) == Some(ColumnType::Int));
    Value::from(small.map_or_else(|| format!("{number:0width$x}"), |small| format!("{small:0width$x}")))
}
