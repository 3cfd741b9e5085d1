//! Computes scalar expressions.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::query::functions::Function;
use crate::query::plan::Expression;
use crate::query::run::Run;
use crate::query::value;
use crate::table::{ColumnType, Value};

impl Expression {
    /// Returns the value for a row.
    pub(super) fn value<'r>(&'r self, row: &'r [Value], run: Run<'r>) -> Cow<'r, Value> {
        match self {
            Self::Constant(value) => Cow::Borrowed(value),
            Self::Column(place) => row.get(*place).map_or(Cow::Owned(Value::Null), Cow::Borrowed),
            Self::Answer(number) => run.answers.get(*number).map_or(Cow::Owned(Value::Null), Cow::Borrowed),
            Self::Call(..) if !run.context.space.goes_on() => Cow::Owned(Value::Null),
            Self::Call(function, arguments, types) => {
                Cow::Owned(run.context.space.keeps(call(function, arguments, types, row, run)))
            }
            Self::Member(..) | Self::Index(..) => {
                let part = self.json(row, run).map_or(Json::Null, Cow::into_owned);
                Cow::Owned(run.context.space.keeps(value::dynamic(part)))
            }
        }
    }

    /// Returns whether the value for a row is true; null is not (`where-operator.md`).
    pub(super) fn holds(&self, row: &[Value], run: Run<'_>) -> bool {
        value::truth(&self.value(row, run)) == Some(true)
    }

    /// Returns the value, the same for every row, as a number of rows. Nothing and what is below 0 is 0.
    pub(super) fn count(&self, run: Run<'_>) -> usize {
        let count = value::long(&self.value(&[], run)).unwrap_or(0);
        usize::try_from(count.max(0)).unwrap_or(usize::MAX)
    }

    /// Returns the part of a dynamic value that a path leads to. Nothing is copied that is in the row.
    fn json<'r>(&'r self, row: &'r [Value], run: Run<'r>) -> Option<Cow<'r, Json>> {
        match self {
            Self::Member(whole, name) => part(whole.json(row, run)?, |whole| whole.get(name)),
            Self::Index(whole, index) => {
                let index = index.value(row, run);
                part(whole.json(row, run)?, |whole| element(whole, &index))
            }
            other => match other.value(row, run) {
                Cow::Borrowed(value) => value.as_json().map(Cow::Borrowed),
                Cow::Owned(Value::Dynamic(json)) => Some(Cow::Owned(Arc::unwrap_or_clone(json))),
                Cow::Owned(_) => None,
            },
        }
    }
}

/// Passes on the values of expressions for a row; the usual numbers of them need no list of their own.
pub(super) fn with_values<T>(
    expressions: &[Expression],
    row: &[Value],
    run: Run<'_>,
    take: impl FnOnce(&[&Value]) -> T,
) -> T {
    match expressions {
        [] => take(&[]),
        [one] => take(&[&one.value(row, run)]),
        [one, two] => take(&[&one.value(row, run), &two.value(row, run)]),
        [one, two, three] => take(&[&one.value(row, run), &two.value(row, run), &three.value(row, run)]),
        many => {
            let values: Vec<Cow<'_, Value>> = many.iter().map(|one| one.value(row, run)).collect();
            let values = match run.context.space.has_all(values.iter().map(AsRef::as_ref)) {
                true => values,
                false => vec![Cow::Owned(Value::Null); many.len()],
            };
            take(&values.iter().map(AsRef::as_ref).collect::<Vec<_>>())
        }
    }
}

/// Calls a function. What the first argument decides is not asked of the second.
fn call(function: &Function, arguments: &[Expression], types: &[ColumnType], row: &[Value], run: Run<'_>) -> Value {
    if let (Some(decides), [first, second]) = (function.decides, arguments) {
        let first = first.value(row, run);
        if value::truth(&first) == Some(decides) {
            return Value::Bool(decides);
        }
        return function.call(&[&first, &second.value(row, run)], types, run.context);
    }
    with_values(arguments, row, run, |values| function.call(values, types, run.context))
}

/// Returns a part of a value, without a copy where the value is borrowed.
fn part<'r>(whole: Cow<'r, Json>, find: impl Fn(&Json) -> Option<&Json>) -> Option<Cow<'r, Json>> {
    match whole {
        Cow::Borrowed(whole) => find(whole).map(Cow::Borrowed),
        Cow::Owned(whole) => find(&whole).cloned().map(Cow::Owned),
    }
}

/// Returns `whole[index]`: a property by its name, an element by its place from 0, or from the end where it is below 0
/// (`scalar-data-types/dynamic.md`).
fn element<'j>(whole: &'j Json, index: &Value) -> Option<&'j Json> {
    match whole {
        Json::Array(elements) => {
            let place = value::long(index)?;
            let from_end = || elements.len().checked_sub(usize::try_from(place.unsigned_abs()).ok()?);
            elements.get(if place < 0 { from_end()? } else { usize::try_from(place).ok()? })
        }
        Json::Object(slots) if !matches!(index, Value::Long(_)) => slots.get(&*value::text(index)),
        _ => None,
    }
}
