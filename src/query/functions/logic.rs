//! `and`, `or`, `not()` and what null is to them (`scalar-data-types/null-values.md`).

use super::{Call, Function, function, operator};
use crate::query::signature::{Gives, Kind};
use crate::table::{ColumnType, Value};

const BOOL: Gives = Gives::A(ColumnType::Bool);
const TRUTH: Kind = Kind::A(ColumnType::Bool);

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    operator("and", "a and b", "logical-operators.md", &[TRUTH, TRUTH], BOOL, and),
    operator("or", "a or b", "logical-operators.md", &[TRUTH, TRUTH], BOOL, or),
    function("not(truth)", "not-function.md", &[TRUTH], BOOL, not),
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
