//! Binds sources of rows.

use std::sync::Arc;

use crate::diagnostic::Result;
use crate::query::Known;
use crate::query::plan::{Expression, Plan, Source, Step};
use crate::query::tree::{self, Expr, LetValue, Named, Parameter, Query, Scalar, Statement, Typed};
use crate::query::value;
use crate::query::words;
use crate::syntax::literal::Name;
use crate::table::{Column, ColumnType, Value};
use crate::text::{Span, quoted};

use super::fault::{self, a};
use super::project::Style;
use super::projection::Projection;
use super::scope::Meaning;
use super::{Binder, column};

impl<'s> Binder<'s> {
    /// Binds a source; the one that is given has these columns.
    pub(super) fn source(&mut self, source: &'s tree::Source<'s>, span: Span, given: &[Column]) -> Result<Plan> {
        match source {
            tree::Source::Given => Ok(self::given(given)),
            tree::Source::Name(entity) if entity.database.is_none() => self.rows_named(&entity.name),
            tree::Source::Call(entity, arguments) if entity.database.is_none() => {
                self.rows_called(&entity.name, arguments, entity.span)
            }
            tree::Source::Print(values) => self.print(values),
            tree::Source::DataTable(columns, values) => self.data_table(columns, values, span),
            tree::Source::Range(name, values) => self.range(name, values),
            tree::Source::Bracketed(inner) => self.pipeline(inner, given),
            tree::Source::Name(entity) => {
                let known =
                    entity.cluster.is_none().then(|| self.known_in(entity.database.as_deref(), &entity.name.text));
                known.flatten().ok_or_else(|| fault::no_table(&entity.name, entity.span))
            }
            tree::Source::Call(entity, _) => Err(fault::no_rows("this", entity.span)),
            // As after a pipe: what reads known tables tells its columns and does not run.
            tree::Source::Union(union) if !self.known.is_empty() => Ok(self::given(&self.union(union, None)?)),
            tree::Source::ExternalData(_) | tree::Source::Union(_) => Err(fault::no_rows("this", span)),
        }
    }

    /// Returns the rows that a name stands for.
    fn rows_named(&mut self, name: &'s Name<'s>) -> Result<Plan> {
        match self.meaning(&name.text) {
            Some(Meaning::Rows(rows)) => {
                let rows = Arc::clone(rows);
                self.shared(&rows, name.span)
            }
            Some(Meaning::Function(..)) => self.rows_called(name, &[], name.span),
            Some(Meaning::Scalar(..)) => {
                Err(fault::error(format!("{} is a value, and rows are taken here", quoted(&name.text)), name.span))
            }
            None => self.known(&name.text).ok_or_else(|| fault::no_table(name, name.span)),
        }
    }

    /// Returns the table of this name, whose columns are known.
    pub(super) fn known(&self, name: &str) -> Option<Plan> {
        self.known_in(None, name)
    }

    fn known_in(&self, database: Option<&str>, name: &str) -> Option<Plan> {
        let is_it = |known: &&Known| known.name == name && known.database.as_deref() == database;
        self.known.iter().find(is_it).map(|known| self::given(&known.columns))
    }

    /// Returns whether an expression stands for rows: what a `let` named, what is written out, `materialize(…)`, a table
    /// that is known, and calls of functions that give rows.
    pub(super) fn is_rows(&self, value: &Expr<'_>) -> bool {
        self.is_rows_before(value, self.names.len())
    }

    /// Returns the same where so many names are given. A function knows fewer names than there are where it is called, so
    /// that this ends.
    fn is_rows_before(&self, value: &Expr<'_>, names: usize) -> bool {
        let (name, is_call) = match &value.part {
            Scalar::Rows(_) => return true,
            Scalar::Name(name) => (name, false),
            Scalar::Call(name, _) if name.text == words::MATERIALIZE => return true,
            Scalar::Call(name, _) => (name, true),
            _ => return false,
        };
        let found = self.names.iter().take(names).rev().find(|(own, _)| *own == name.text);
        match found.map(|(_, meaning)| meaning) {
            Some(Meaning::Rows(_)) => !is_call,
            Some(Meaning::Scalar(..)) => false,
            Some(Meaning::Function(parameters, body, names)) => self.gives_rows(parameters, body, *names),
            None => !is_call && self.known(&name.text).is_some(),
        }
    }

    /// Returns whether a function gives rows that knows so many names.
    fn gives_rows(&self, parameters: &[Parameter<'_>], body: &Query<'_>, names: usize) -> bool {
        match body.statements.last() {
            Some(Statement::Rows(_)) => true,
            Some(Statement::Scalar(value)) => {
                self.is_rows_inside(value, parameters, body, names, body.statements.len())
            }
            _ => false,
        }
    }

    /// Returns whether an expression inside a function stands for rows, after so many statements of its body.
    fn is_rows_inside(
        &self,
        value: &Expr<'_>,
        parameters: &[Parameter<'_>],
        body: &Query<'_>,
        names: usize,
        statements: usize,
    ) -> bool {
        let (Scalar::Name(name) | Scalar::Call(name, _)) = &value.part else {
            return matches!(value.part, Scalar::Rows(_));
        };
        let before = body.statements.iter().enumerate().take(statements).rev();
        let mut lets = before.filter_map(|(place, statement)| match statement {
            Statement::Let(one) if one.name == *name => Some((place, &one.value)),
            _ => None,
        });
        match (lets.next(), parameters.iter().find(|parameter| parameter.name == *name)) {
            (Some((_, LetValue::Rows(_))), _) => true,
            (Some((place, LetValue::Scalar(value))), _) => self.is_rows_inside(value, parameters, body, names, place),
            (Some((_, LetValue::Function(_, body))), _) => {
                matches!(body.statements.last(), Some(Statement::Rows(_)))
            }
            (None, Some(parameter)) => parameter.kind.is_none(),
            (None, None) => self.is_rows_before(value, names),
        }
    }

    /// Returns the rows of an expression that may name some.
    pub(super) fn rows_of_name(&mut self, value: &'s Expr<'s>) -> Result<Plan> {
        match &value.part {
            Scalar::Name(name) => self.rows_named(name),
            Scalar::Rows(rows) => self.pipeline(rows, self.given),
            Scalar::Call(name, arguments) if name.text == words::MATERIALIZE => match arguments.as_slice() {
                [rows] => self.rows_of_name(rows),
                _ => Err(fault::error("`materialize()` takes rows", value.span)),
            },
            Scalar::Call(name, arguments) => self.rows_called(name, arguments, value.span),
            _ => Err(fault::error("this is a value, and rows are taken here", value.span)),
        }
    }

    fn print(&mut self, values: &'s [Named<'s>]) -> Result<Plan> {
        let (columns, values) = self.values(values, &[], Projection::default(), Style::Print)?.finish();
        let mut plan = Plan::new(Vec::new(), Source::Rows(Arc::new(vec![Vec::new()])));
        plan.add_with(Step::Project(values), columns);
        Ok(plan)
    }

    /// `datatable` (`datatable-operator.md`): values row by row.
    fn data_table(&mut self, columns: &'s [Typed<'s>], values: &'s [Expr<'s>], span: Span) -> Result<Plan> {
        let own: Vec<Column> = columns.iter().map(|typed| column(&*typed.name.text, typed.kind)).collect();
        for (number, typed) in columns.iter().enumerate() {
            if columns.iter().take(number).any(|other| other.name == typed.name) {
                let message = format!("the column {} is named twice", quoted(&typed.name.text));
                return Err(fault::error(message, typed.name.span));
            }
        }
        let mut rows = Vec::with_capacity(values.len() / columns.len().max(1));
        for row in values.chunks(columns.len().max(1)) {
            if row.len() < columns.len() {
                let span = row.first().map_or(span, |first| first.span);
                let message = format!("a row has {} values, and this one has {}", columns.len(), row.len());
                return Err(fault::error(message, span));
            }
            let cells = row.iter().zip(columns).map(|(value, typed)| self.cell(value, typed.kind));
            rows.push(cells.collect::<Result<Vec<Value>>>()?);
        }
        Ok(Plan::new(own, Source::Rows(Arc::new(rows))))
    }

    /// Returns the value of a cell: a literal of the column's type, or one that becomes a value of it.
    fn cell(&mut self, value: &'s Expr<'s>, kind: ColumnType) -> Result<Value> {
        let bound = self.constant(value)?;
        let Expression::Constant(found) = bound.expression else {
            return Err(fault::error("a value of `datatable` is a literal", value.span));
        };
        let is_kind = bound.kind == kind || value::is_null(&found);
        is_kind.then(|| found.clone()).or_else(|| as_kind(&found, bound.kind, kind)).ok_or_else(|| {
            fault::error(format!("the column is {}, and this is {}", a(kind), a(bound.kind)), value.span)
        })
    }

    /// `range` (`range-operator.md`): the type is that of the first value and the step together.
    fn range(&mut self, name: &'s Name<'s>, values: &'s [Expr<'s>; 3]) -> Result<Plan> {
        let [first, last, step] = values;
        let bound = [self.constant(first)?, self.constant(last)?, self.constant(step)?];
        let kind = range_type(bound.each_ref().map(|bound| bound.kind)).ok_or_else(|| {
            let kinds = bound.each_ref().map(|bound| a(bound.kind));
            let [first_kind, last_kind, step_kind] = kinds;
            let message = format!("`range` does not go from {first_kind} to {last_kind} by {step_kind}");
            let error = fault::error(message, first.span.to(step.span));
            error.help("take numbers, or datetimes or timespans with a timespan as the step")
        })?;
        let values = Box::new(bound.map(|bound| bound.expression));
        Ok(Plan::new(vec![column(&*name.text, kind)], Source::Range(values, first.span.to(step.span))))
    }
}

fn range_type([first, last, step]: [ColumnType; 3]) -> Option<ColumnType> {
    use ColumnType::{DateTime, Int, Long, Real, TimeSpan};
    let is_whole = |kind| matches!(kind, Int | Long);
    match (first, last, step) {
        (Int, Int, Int) => Some(Int),
        (first, last, step) if is_whole(first) && is_whole(last) && is_whole(step) => Some(Long),
        (DateTime, DateTime, TimeSpan) => Some(DateTime),
        (TimeSpan, TimeSpan, TimeSpan) => Some(TimeSpan),
        (first, last, step) if [first, last, step].iter().all(|kind| is_whole(*kind) || *kind == Real) => Some(Real),
        _ => None,
    }
}

/// Returns a literal as a value of another type, where that can be done without reading text but for times and guids.
fn as_kind(found: &Value, from: ColumnType, kind: ColumnType) -> Option<Value> {
    use ColumnType::{Bool, DateTime, Decimal, Dynamic, Guid, Int, Long, Real, String, TimeSpan};
    match (from, kind, found) {
        (Long, Int, Value::Long(number)) => i32::try_from(*number).ok().map(|_| found.clone()),
        (Int, Long, _) => Some(found.clone()),
        (Int | Long, Real | Decimal, _) | (Real, Decimal, _) => value::real(found).map(Value::Real),
        (Long | Int, Bool, Value::Long(number)) => Some(Value::Bool(*number != 0)),
        (_, Dynamic, _) => Some(value::dynamic(value::json(found))),
        (String, DateTime, _) => value::moment(&value::dynamic(value::json(found))).map(Value::DateTime),
        (String, TimeSpan, _) => {
            value::span(&value::dynamic(value::json(found))).map(|span| Value::TimeSpan(span.duration()))
        }
        (String, Guid, Value::Text(text)) => value::guid(text),
        _ => None,
    }
}

/// Returns the plan of rows with these columns that somebody gives.
pub(super) fn given(columns: &[Column]) -> Plan {
    Plan::new(columns.to_vec(), Source::Given)
}
