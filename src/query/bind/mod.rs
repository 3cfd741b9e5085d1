//! From a tree to a plan: names become places, types are checked, and the columns of each operator are known, before a
//! row is read. A source whose columns are given needs no rows.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::model::limit;
use crate::query::plan::{BoundQuery, Expression, Inner, Plan, Source, Step};
use crate::query::tree::{self, Parameter, Pipeline, Query, Statement};
use crate::query::{Known, Told};
use crate::syntax::ast::COMMAND_RESULTS;
use crate::table::{Column, ColumnType};
use crate::text::Span;

mod expand;
mod fault;
mod join;
mod late_columns;
mod lets;
mod lookup;
mod operators;
mod parse;
mod project;
mod projection;
mod result_name;
mod scalar;
mod scope;
mod source;
mod summarize;
mod union;

use scope::Meaning;

/// A scalar expression with its type.
#[derive(Clone, Debug)]
struct Bound {
    expression: Expression,
    kind: ColumnType,
}

impl Bound {
    const fn new(expression: Expression, kind: ColumnType) -> Self {
        Self { expression, kind }
    }

    /// Returns the place of the column that it is.
    const fn column(&self) -> Option<usize> {
        match self.expression {
            Expression::Column(place) => Some(place),
            _ => None,
        }
    }
}

/// Binds a query to which a result with these columns is given: as its source, and as `$command_results`.
/// What reads `known` tables is bound to tell its columns, and does not run.
pub(super) fn bind(query: &Query<'_>, given: &[Column], known: &[Known]) -> Result<BoundQuery> {
    let mut binder = Binder::new(given, known);
    let plan = binder.query(query)?;
    Ok(BoundQuery { plan, inner: binder.inner })
}

/// Returns what binding tells of a query that reads these tables, and does not run.
pub(super) fn told(query: &Query<'_>, known: &[Known]) -> Told {
    let mut binder = Binder::new(&[], known);
    let columns = binder.query(query).map(|plan| plan.columns);
    Told { columns, listed: binder.listed }
}

/// Returns the same of the body of a function, whose arguments can be anything, after other statements.
pub(super) fn told_of_function(
    before: &Query<'_>,
    (parameters, body): (&[Parameter<'_>], &Query<'_>),
    known: &[Known],
) -> Told {
    let mut binder = Binder::new(&[], known);
    let columns = binder.function(before, parameters, body);
    Told { columns, listed: binder.listed }
}

/// What is known while a query is bound.
struct Binder<'s> {
    /// The columns of the command's result.
    given: &'s [Column],
    /// The tables that are known by their columns.
    known: &'s [Known],
    /// What names stand for, the innermost last.
    names: Vec<(&'s str, Meaning<'s>)>,
    inner: Vec<Inner>,
    /// How many pipelines stand around the place that is bound.
    level: usize,
    /// How many columns got a made-up name.
    unnamed: usize,
    /// How many parts the plan has, those that stand in it several times counted each time.
    size: usize,
    /// Where columns stand that could be tables by their place.
    listed: Vec<Span>,
}

impl<'s> Binder<'s> {
    const fn new(given: &'s [Column], known: &'s [Known]) -> Self {
        Self { given, known, names: Vec::new(), inner: Vec::new(), level: 0, unnamed: 0, size: 0, listed: Vec::new() }
    }

    /// Binds the statements of a query; the last that gives rows tells the plan.
    fn query(&mut self, query: &'s Query<'s>) -> Result<Plan> {
        let given = self.given;
        self.names.push((COMMAND_RESULTS, Meaning::Rows(Arc::new(source::given(given)))));
        let mut plan = None;
        for statement in &query.statements {
            match statement {
                Statement::Let(one) => self.bind_let(one)?,
                Statement::Parameters(_, span) | Statement::Other(span) => return Err(fault::not_interpreted(*span)),
                Statement::Rows(rows) => plan = Some(self.pipeline(rows, given)?),
                Statement::Scalar(value) => plan = Some(self.rows_of_name(value)?),
            }
        }
        plan.ok_or_else(|| Diagnostic::error(Code::Semantic, "the query gives no rows"))
    }

    /// Counts parts of the plan.
    fn grows(&mut self, parts: usize, span: Span) -> Result<()> {
        self.size = self.size.saturating_add(parts);
        if self.size <= limit::QUERY_PARTS {
            return Ok(());
        }
        let message = format!("the query has more than {} parts, those of its functions counted", limit::QUERY_PARTS);
        Err(Diagnostic::error(Code::Semantic, message).at(span))
    }

    /// Binds a pipeline; where its source is given, it has these columns.
    fn pipeline(&mut self, pipeline: &'s Pipeline<'s>, given: &[Column]) -> Result<Plan> {
        self.level += 1;
        let mut plan = self.source(&pipeline.source, pipeline.span, given)?;
        plan.places.resize(plan.steps.len(), pipeline.span);
        for operator in &pipeline.operators {
            self.grows(1, operator.span)?;
            plan.size += 1;
            self.operator(operator, &mut plan)?;
            plan.places.resize(plan.steps.len(), operator.span);
        }
        self.level -= 1;
        Ok(plan)
    }

    /// Returns a plan of rows that stand elsewhere.
    fn shared(&mut self, plan: &Arc<Plan>, span: Span) -> Result<Plan> {
        self.grows(plan.size, span)?;
        let columns = plan.columns.clone();
        Ok(Plan { size: plan.size, ..Plan::new(columns, Source::Plan(Arc::clone(plan))) })
    }

    /// Binds a number of rows, which is the same for every row.
    fn count(&mut self, count: &'s tree::Expr<'s>) -> Result<Expression> {
        let bound = self.constant(count)?;
        if !matches!(bound.kind, ColumnType::Int | ColumnType::Long) {
            let message = format!("the number of rows is a whole number, and this is a {}", bound.kind);
            return Err(Diagnostic::error(Code::Semantic, message).at(count.span));
        }
        Ok(bound.expression)
    }

    /// Returns a name for a column that got none: `Column1` and so on, none of which is taken.
    fn made_up_name(&mut self, columns: &[Column]) -> String {
        loop {
            self.unnamed += 1;
            let name = format!("Column{}", self.unnamed);
            if columns.iter().all(|column| column.name != name.as_str()) {
                return name;
            }
        }
    }
}

impl Plan {
    const fn new(columns: Vec<Column>, source: Source) -> Self {
        Self { columns, source, steps: Vec::new(), places: Vec::new(), size: 1 }
    }

    /// Adds a step after which the rows have these columns.
    fn add_with(&mut self, step: Step, columns: Vec<Column>) {
        self.add(step);
        self.columns = columns;
    }
}

/// Returns a column of this name and type.
fn column(name: impl Into<String>, kind: ColumnType) -> Column {
    Column { name: std::borrow::Cow::Owned(name.into()), kind }
}
