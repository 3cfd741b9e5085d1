//! `has`, `contains`, `startswith` and their like (`datatypes-string-operators.md`). None of them allocates.

use std::cmp::Ordering;

use super::patterns::check;
use super::{Call, Function, operator};
use crate::query::signature::{Gives, Kind};
use crate::query::value::folded;
use crate::table::{ColumnType, Value};

const BOOL: Gives = Gives::A(ColumnType::Bool);
const TWO: &[Kind] = &[Kind::TextOrDynamic, Kind::TextOrDynamic];

macro_rules! operators {
    ($($name:literal, $not:literal, $page:literal, $not_page:literal, $test:expr;)*) => {
        /// The rows of the table: each operator and its negation.
        pub(super) const ROWS: &[Function] = &[
            $(
                operator($name, concat!("a ", $name, " b"), $page, TWO, BOOL, |call| two(call, $test, true)),
                operator($not, concat!("a ", $not, " b"), $not_page, TWO, BOOL, |call| two(call, $test, false)),
            )*
            operator("matches regex", "a matches regex b", "matches-regex-operator.md", TWO, BOOL, matches)
                .checked(|arguments| check(arguments, 1)),
        ];
    };
}

operators! {
    "=~", "!~", "equals-operator.md", "not-equals-operator.md", |text, part| folded(text, part) == Ordering::Equal;
}

fn two(call: &Call<'_>, test: fn(&str, &str) -> bool, wanted: bool) -> Value {
    Value::Bool(test(&call.text(0), &call.text(1)) == wanted)
}

fn matches(call: &Call<'_>) -> Value {
    let pattern = call.context.patterns.read(&call.text(1));
    pattern.map_or(Value::Null, |pattern| Value::Bool(pattern.is_match(&call.text(0))))
}
