//! `summarize` (`summarize-operator.md`).

use std::collections::HashSet;

use crate::diagnostic::Result;
use crate::query::aggregates::{self, Aggregate};
use crate::query::plan::{Expression, Plan, Step, Summarize};
use crate::query::signature::ResultName;
use crate::query::tree::{Expr, Named, Scalar};
use crate::table::ColumnType;

use super::project::{Style, add_parts};
use super::projection::Projection;
use super::result_name::result_name;
use super::scope::{Groups, Scope};
use super::{Binder, Bound, fault};

impl<'s> Binder<'s> {
    pub(super) fn summarize(&mut self, values: &'s [Named<'s>], by: &'s [Named<'s>], plan: &mut Plan) -> Result<()> {
        let mut projection = Projection::default();
        let mut keys = Vec::with_capacity(by.len());
        for named in by {
            let bound = self.scalar(&named.value, &plan.columns)?;
            if bound.kind == ColumnType::Dynamic {
                let error = fault::error("a dynamic value can't be used as a key", named.value.span);
                return Err(error.help("take its text: `tostring(…)`"));
            }
            let source = bound.column().and_then(|place| Some((place, plan.columns.get(place)?)));
            let key = Bound::new(Expression::Column(keys.len()), bound.kind);
            self.column_of(named, key, source, &[], &mut projection, Style::New, None)?;
            source.iter().for_each(|(place, _)| projection.note(*place));
            keys.push(bound.expression);
        }
        let mut scope = Scope { columns: &plan.columns, groups: Groups::Of(Vec::new(), keys.len()) };
        for named in values {
            self.aggregated(named, &mut scope, &mut projection)?;
        }
        let aggregates = match scope.groups {
            Groups::Of(aggregates, _) => aggregates,
            Groups::None | Groups::Inside => Vec::new(),
        };
        let (columns, values) = projection.finish();
        plan.add_with(Step::Summarize(Summarize { keys, aggregates, columns: values }), columns);
        Ok(())
    }

    /// Adds the columns of one value of groups.
    fn aggregated(&mut self, named: &'s Named<'s>, scope: &mut Scope<'_>, projection: &mut Projection) -> Result<()> {
        if let Scalar::Call(name, arguments) = &named.value.part
            && let Some(aggregate) = aggregates::find(&name.text).filter(|aggregate| aggregate.is_wide)
        {
            let (names, bound) = scope.inside(|scope| self.wide(aggregate, arguments, scope, projection))?;
            // Where all columns are keys, `*` stands for none.
            if bound.is_empty() && !arguments.is_empty() {
                return Ok(());
            }
            let found = self.aggregate(name, aggregate, arguments, bound, named.value.span, scope)?;
            return add_parts(named, names.into_iter().zip(found), projection, false);
        }
        let bound = self.expression(&named.value, scope)?;
        self.column_of(named, bound, None, &[], projection, Style::New, None)
    }

    /// Binds the arguments of an aggregate that gives a column for each, with the names of these columns. `*` stands for
    /// the columns that are neither keys nor arguments (`arg-max-aggregation-function.md`).
    fn wide(
        &mut self,
        aggregate: &Aggregate,
        arguments: &'s [Expr<'s>],
        scope: &mut Scope<'_>,
        projection: &Projection,
    ) -> Result<(Vec<String>, Vec<Bound>)> {
        let has_star = arguments.iter().any(|argument| matches!(argument.part, Scalar::Star));
        let mut there: HashSet<usize> = HashSet::new();
        let mut taken = Vec::new();
        for (number, argument) in arguments.iter().enumerate() {
            let (value, name) = match &argument.part {
                Scalar::Star => {
                    for (place, column) in scope.columns.iter().enumerate() {
                        if !projection.has(place) && there.insert(place) {
                            let bound = Bound::new(Expression::Column(place), column.kind);
                            taken.push((prefixed(aggregate, &column.name), bound));
                        }
                    }
                    continue;
                }
                Scalar::Named(name, value) => (&**value, Some(name.text.clone().into_owned())),
                _ => (argument, result_name(argument).map(|name| prefixed(aggregate, &name))),
            };
            let bound = self.expression(value, scope)?;
            if let Some(place) = bound.column() {
                let is_again = !there.insert(place) || projection.has(place);
                if is_again && has_star && number > 0 {
                    continue;
                }
            }
            taken.push((name.unwrap_or_else(|| unnamed(aggregate, arguments, number)), bound));
        }
        Ok(taken.into_iter().unzip())
    }
}

/// Returns the name of the column of an argument: `any()`, the former `take_any()`, puts its own name before it
/// (`take-any-aggregation-function.md`).
fn prefixed(aggregate: &Aggregate, name: &str) -> String {
    match aggregate.column {
        ResultName::After(word) if !chooses_by_value(aggregate) => format!("{word}_{name}"),
        _ => name.to_owned(),
    }
}

fn chooses_by_value(aggregate: &Aggregate) -> bool {
    aggregate.name.starts_with("arg_")
}

/// Returns the name of the column of an argument that has none: `max_`, `max_a_arg1`, `any_arg0`.
fn unnamed(aggregate: &Aggregate, arguments: &[Expr<'_>], number: usize) -> String {
    let word = aggregate.name.rsplit('_').next().unwrap_or_default();
    let first = arguments.first().and_then(result_name).unwrap_or_default();
    match (chooses_by_value(aggregate), number) {
        (true, 0) => format!("{word}_"),
        (true, number) => format!("{word}_{first}_arg{number}"),
        (false, number) => format!("{word}_arg{number}"),
    }
}
