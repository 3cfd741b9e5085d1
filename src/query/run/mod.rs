//! Runs a bound query over rows in memory: what needs a few lines is here, every other step has a file. Where the order
//! of rows allows it, a row goes through all steps before the next one is looked at.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::query::functions::Context;
use crate::query::plan::{Inner, Plan, Source, Step};
use crate::query::space::Space;
use crate::query::value;
use crate::table::{Table, Value};
use crate::text::Span;

mod apply;
mod cast;
mod distinct;
mod expand;
mod lookup;
mod parse;
mod range;
mod scalar;
mod sort;
mod summarize;

/// A row: borrowed until something in it changes.
pub(super) type Row<'r> = Cow<'r, [Value]>;

/// Rows, one after the other.
pub(super) type Rows<'r> = Box<dyn Iterator<Item = Row<'r>> + 'r>;

/// The rows of an operator, with its place in the text of the query.
struct Placed<'r> {
    rows: Rows<'r>,
    space: &'r Space,
    place: Span,
}

impl<'r> Iterator for Placed<'r> {
    type Item = Row<'r>;

    fn next(&mut self) -> Option<Row<'r>> {
        // An operator after this one met a limit, and has no use for more rows.
        if !self.space.goes_on() {
            return None;
        }
        let row = self.rows.next();
        self.space.met_at(self.place);
        row
    }

    /// Where a limit is met fewer rows come, and the run ends in an error.
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rows.size_hint()
    }
}

/// What is the same for all rows of a run.
#[derive(Clone, Copy)]
pub(super) struct Run<'r> {
    /// The result of the command.
    pub(super) result: &'r Table,
    /// What functions answer from.
    pub(super) context: &'r Context<'r>,
    /// What the queries inside the query gave, in order.
    pub(super) answers: &'r [Value],
}

impl<'r> Run<'r> {
    /// Takes note of a row that an operator makes; answers whether it may.
    fn makes_row(&self) -> bool {
        self.context.space.makes_row()
    }

    /// Returns the rows of a plan to which these rows are given.
    pub(super) fn rows(self, plan: &'r Plan, given: Rows<'r>) -> Rows<'r> {
        let source: Rows<'r> = match &plan.source {
            Source::Given => given,
            Source::Rows(rows) => Box::new(rows.iter().map(|row| Cow::Borrowed(row.as_slice()))),
            Source::Range(values, place) => self.placed(range::rows(values, self), *place),
            Source::Plan(plan) => self.rows(plan, self.result_rows()),
        };
        plan.steps.iter().enumerate().fold(source, |rows, (number, step)| {
            let rows = self.step(step, rows);
            match plan.places.get(number) {
                Some(place) => self.placed(rows, *place),
                None => rows,
            }
        })
    }

    /// Takes note of the place of an operator, should a limit be met while it makes its rows: all at once before, or one
    /// by one.
    fn placed(self, rows: Rows<'r>, place: Span) -> Rows<'r> {
        let space = &self.context.space;
        space.met_at(place);
        Box::new(Placed { rows, space, place })
    }

    /// Returns the rows of the command's result.
    pub(super) fn result_rows(self) -> Rows<'r> {
        Box::new(self.result.rows().map(Cow::Borrowed))
    }

    /// Returns the answer of a query inside the query.
    pub(super) fn answer(self, inner: &'r Inner) -> Value {
        let mut rows = self.rows(&inner.plan, self.result_rows());
        let first = |row: Row<'r>| row.first().cloned().unwrap_or(Value::Null);
        if inner.is_list {
            let kept = rows.map(first).take_while(|value| self.context.space.takes(value));
            Value::from(Json::from_iter(kept.map(|value| value::json(&value))))
        } else {
            rows.next().map_or(Value::Null, first)
        }
    }

    fn step(self, step: &'r Step, rows: Rows<'r>) -> Rows<'r> {
        match step {
            Step::Where(condition) => Box::new(rows.filter(move |row| condition.holds(row, self))),
            Step::Project(values) => {
                Box::new(rows.map(move |row| {
                    Cow::Owned(values.iter().map(|value| value.value(&row, self).into_owned()).collect())
                }))
            }
            Step::Summarize(summarize) => summarize::rows(summarize, rows, self),
            Step::Distinct => distinct::rows(rows),
            Step::Sort(by, count) => sort::rows(by, count.as_ref(), rows, self),
            Step::Take(count) => Box::new(rows.take(count.count(self))),
            Step::Count => {
                let count = i64::try_from(rows.count()).unwrap_or(i64::MAX);
                Box::new(std::iter::once(Cow::Owned(vec![Value::Long(count)])))
            }
            Step::Expand(expand) => Box::new(rows.flat_map(move |row| expand::rows(expand, &row, self))),
            Step::Apply(apply) => Box::new(rows.flat_map(move |row| apply::rows(apply, &row, self))),
            Step::Parse(parse) => Box::new(rows.filter_map(move |row| parse::row(parse, row, self))),
            Step::Lookup(lookup) => lookup::rows(lookup, rows, self),
        }
    }
}
