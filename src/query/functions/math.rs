//! Functions over numbers.

use super::{Call, Function, function};
use crate::model::timespan::TimeSpan;
use crate::query::convert::truncated;
use crate::query::signature::{Argument, Gives, Kind, ResultName, at_least_long};
use crate::table::{ColumnType, Value};

const ONE: &[Kind] = &[Kind::Number];
const TWO: &[Kind] = &[Kind::Number, Kind::Number];

macro_rules! reals {
    ($($form:literal, $page:literal, $compute:expr;)*) => {
        /// The rows of the table.
        pub(super) const ROWS: &[Function] = &[
            $(function($form, $page, ONE, Gives::REAL, |call| {
                let compute: fn(f64) -> f64 = $compute;
                // Of a negative number there is no root and no logarithm (`sqrt-function.md`, `log-function.md`).
                let defined = |number: &f64| number.is_nan() || !compute(*number).is_nan();
                call.real(0).filter(defined).map_or(Value::Null, |number| Value::Real(compute(number)))
            }).column(ResultName::First),)*
            function("pi()", "pi-function.md", &[], Gives::REAL, |_| Value::Real(std::f64::consts::PI)),
            function("atan2(y, x)", "atan2-function.md", TWO, Gives::REAL, |call| {
                call.real(0).zip(call.real(1)).map_or(Value::Null, |(y, x)| Value::Real(y.atan2(x)))
            }),
            function("abs(number)", "abs-function.md", &[Kind::Summable], Gives::By(size), abs)
                .column(ResultName::First),
            function("sign(number)", "sign-function.md", ONE, Gives::REAL, sign),
            function("pow(base, exponent)", "pow-function.md", TWO, Gives::REAL, pow).column(ResultName::First),
            function("round(number[, digits])", "round-function.md", ROUND, Gives::First, round)
                .optional(1).column(ResultName::First),
            function("ceiling(number)", "ceiling-function.md", ONE, Gives::First, |call| whole(call, f64::ceil))
                .column(ResultName::First),
            function("isnan(number)", "isnan-function.md", ONE, Gives::TRUTH, |call| is(call, f64::is_nan)),
            function("isinf(number)", "isinf-function.md", ONE, Gives::TRUTH, |call| is(call, f64::is_infinite)),
            function("isfinite(number)", "isfinite-function.md", ONE, Gives::TRUTH, |call| is(call, f64::is_finite)),
        ];
    };
}

reals! {
    "sqrt(number)", "sqrt-function.md", f64::sqrt;
    "exp(number)", "exp-function.md", f64::exp;
    "exp2(number)", "exp2-function.md", f64::exp2;
    "exp10(number)", "exp10-function.md", |number| 10_f64.powf(number);
    "log(number)", "log-function.md", f64::ln;
    "log2(number)", "log2-function.md", f64::log2;
    "sin(number)", "sin-function.md", f64::sin;
    "cos(number)", "cos-function.md", f64::cos;
    "tan(number)", "tan-function.md", f64::tan;
    "cot(number)", "cot-function.md", |number| number.tan().recip();
    "asin(number)", "asin-function.md", f64::asin;
    "acos(number)", "acos-function.md", f64::acos;
    "atan(number)", "atan-function.md", f64::atan;
    "degrees(number)", "degrees-function.md", f64::to_degrees;
    "radians(number)", "radians-function.md", f64::to_radians;
    "log10(number)", "log10-function.md", f64::log10;
}

const ROUND: &[Kind] = &[Kind::Number, Kind::Integer];

fn is(call: &Call<'_>, test: fn(f64) -> bool) -> Value {
    call.real(0).map_or(Value::Null, |number| Value::Bool(test(number)))
}

/// Whole numbers give a `long`; a moment has no size.
fn size(arguments: &[Argument<'_>]) -> Option<ColumnType> {
    match arguments.first()?.kind {
        ColumnType::DateTime => None,
        kind => Some(at_least_long(kind)),
    }
}

fn abs(call: &Call<'_>) -> Value {
    match call.value(0) {
        Value::Long(number) => Value::Long(number.wrapping_abs()),
        Value::TimeSpan(length) => TimeSpan::of(*length).ticks.checked_abs().map(|ticks| TimeSpan { ticks }).into(),
        _ => call.real(0).map_or(Value::Null, |number| as_first(call, number.abs())),
    }
}

/// Returns the number as a value of the first argument's type.
fn as_first(call: &Call<'_>, number: f64) -> Value {
    match call.kind(0) {
        Some(ColumnType::Dynamic) => crate::query::value::dynamic(crate::query::value::json(&Value::Real(number))),
        Some(ColumnType::Int | ColumnType::Long) => truncated(number).into(),
        _ => Value::Real(number),
    }
}

fn sign(call: &Call<'_>) -> Value {
    let sign = |number: f64| if number == 0.0 { 0.0 } else { number.signum() };
    call.real(0).map_or(Value::Null, |number| Value::Real(sign(number)))
}

fn pow(call: &Call<'_>) -> Value {
    match (call.real(0), call.real(1)) {
        (Some(base), Some(exponent)) => Value::Real(base.powf(exponent)),
        _ => Value::Null,
    }
}

fn whole(call: &Call<'_>, compute: fn(f64) -> f64) -> Value {
    match call.value(0) {
        Value::Long(number) => Value::Long(*number),
        _ => call.real(0).map_or(Value::Null, |number| as_first(call, compute(number))),
    }
}

/// Negative digits round before the decimal point; a half is rounded away from zero (`round-function.md`).
fn round(call: &Call<'_>) -> Value {
    let digits = if call.arguments.len() > 1 { call.long(1) } else { Some(0) };
    let (Some(number), Some(digits)) = (call.real(0), digits) else { return Value::Null };
    let Ok(digits) = i32::try_from(digits.clamp(-300, 300)) else { return Value::Null };
    let scale = 10_f64.powi(digits.abs());
    let rounded = if digits < 0 { (number / scale).round() * scale } else { (number * scale).round() / scale };
    match call.value(0) {
        Value::Long(number) if digits >= 0 => Value::Long(*number),
        _ => as_first(call, if rounded.is_finite() { rounded } else { number }),
    }
}
