//! `and`, `or`, `not()` and what null is to them (`scalar-data-types/null-values.md`).

use super::{Call, Function, function, operator};
use crate::query::signature::{Gives, Kind, TRUTH};
use crate::table::Value;

const BOTH: &[Kind] = &[Kind::TruthOrDynamic, Kind::TruthOrDynamic];

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    operator("and", "a and b", "logical-operators.md", BOTH, Gives::TRUTH, and).decided_by(false),
    operator("or", "a or b", "logical-operators.md", BOTH, Gives::TRUTH, or).decided_by(true),
    function("not(truth)", "not-function.md", &[TRUTH], Gives::TRUTH, not),
];

/// False where one is false, even if the other is null.
fn and(call: &Call<'_>) -> Value {
    match (call.truth(0), call.truth(1)) {
        (Some(false), _) | (_, Some(false)) => Value::Bool(false),
        (Some(true), Some(true)) => Value::Bool(true),
        _ => Value::Null,
    }
}

/// True where one is true, even if the other is null.
fn or(call: &Call<'_>) -> Value {
    match (call.truth(0), call.truth(1)) {
        (Some(true), _) | (_, Some(true)) => Value::Bool(true),
        (Some(false), Some(false)) => Value::Bool(false),
        _ => Value::Null,
    }
}

fn not(call: &Call<'_>) -> Value {
    call.truth(0).map_or(Value::Null, |truth| Value::Bool(!truth))
}
