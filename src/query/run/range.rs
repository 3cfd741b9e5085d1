//! `range` (`range-operator.md`).

use std::borrow::Cow;

use crate::model::timespan::TimeSpan;
use crate::query::plan::Expression;
use crate::query::run::{Rows, Run};
use crate::query::value;
use crate::table::Value;

/// Returns a row for each value from the first to the last. A step of 0 and null give none.
pub(super) fn rows<'r>(values: &'r [Expression; 3], run: Run<'r>) -> Rows<'r> {
    let [first, last, step] = values.each_ref().map(|value| value.value(&[], run).into_owned());
    let goes_down = match &step {
        Value::TimeSpan(length) => length.is_negative(),
        step => value::real(step).is_some_and(|step| step < 0.0),
    };
    let is_within = move |at: &Value| {
        let order = value::compare(at, &last);
        order.is_some_and(|order| if goes_down { order.is_ge() } else { order.is_le() })
    };
    let goes_on = move |at: &Value, next: &Value| value::compare(next, at).is_some_and(std::cmp::Ordering::is_ne);
    let first = Some(first).filter(|first| sum(first, &step).is_some_and(|next| goes_on(first, &next)));
    let next = move |at: &Value| sum(at, &step).filter(|next| goes_on(at, next));
    let values = std::iter::successors(first, next).take_while(is_within).take_while(move |_| run.makes_row());
    Box::new(values.map(|value| Cow::Owned(vec![value])))
}

/// Returns a value one step further; nothing beyond what its type holds.
fn sum(at: &Value, step: &Value) -> Option<Value> {
    match (at, step) {
        (Value::Long(at), Value::Long(step)) => at.checked_add(*step).map(Value::Long),
        (Value::DateTime(at), Value::TimeSpan(step)) => at.after(TimeSpan::of(*step).ticks).map(Value::DateTime),
        (Value::TimeSpan(at), Value::TimeSpan(step)) => at.checked_add(*step).map(Value::TimeSpan),
        (at, step) => Some(Value::Real(value::real(at)? + value::real(step)?)),
    }
}
