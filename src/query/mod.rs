//! Operators after the pipe, and queries read as queries.
//!
//! ```text
//! tokens ─► tree (parse) ─► plan with types (bind) ─► rows (run)
//! ```

use std::borrow::Cow;

use crate::diagnostic::Result;
use crate::table::{Column, Table};
use crate::text::Span;

pub mod aggregates;
mod bind;
pub mod compared;
pub mod convert;
pub mod distinct;
pub mod error;
pub mod functions;
pub mod json_path;
pub mod operator;
pub mod parameters;
pub mod parse;
pub mod parts;
mod plan;
pub mod reads;
mod run;
pub mod signature;
pub mod space;
pub mod text_search;
pub mod tree;
pub mod value;
pub mod words;

use functions::Context;

/// A query that is bound: it runs on any result with the columns that it was bound to.
#[derive(Debug)]
pub struct Bound {
    query: plan::BoundQuery,
    /// Where its text begins in that of the statement.
    start: usize,
}

/// A table whose columns are known, and whose rows are not.
#[derive(Clone, Debug)]
pub struct Known {
    /// The database, where the query names it.
    pub database: Option<String>,
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// What binding tells of a query that does not run.
#[derive(Debug)]
pub struct Told {
    /// The columns of what it gives, or which name or type in it does not fit, or which part is not interpreted.
    pub columns: Result<Vec<Column>>,
    /// Where columns stand that could be tables by their place: `c` in `x in (c)`. Behind a fault nothing is told.
    pub listed: Vec<Span>,
}

/// Returns what is told of a query that reads these tables: operators that do not run tell their columns too.
#[must_use]
pub fn told(query: &tree::Query<'_>, known: &[Known]) -> Told {
    bind::told(query, known)
}

/// Returns what is told of the parameters and the body of a function, which calls the functions that `before` names. What
/// gives a value has no columns.
#[must_use]
pub fn told_of_function(
    before: &tree::Query<'_>,
    function: (&[tree::Parameter<'_>], &tree::Query<'_>),
    known: &[Known],
) -> Told {
    bind::told_of_function(before, function, known)
}

/// Binds a query to which a result with these columns is given.
///
/// # Errors
/// A name or a type in the query does not fit.
pub fn bind(query: &tree::Query<'_>, given: &[Column]) -> Result<Bound> {
    bind::bind(query, given, &[]).map(|query| Bound { query, start: 0 })
}

impl Bound {
    /// Returns the columns of what it gives.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.query.plan.columns
    }

    /// Returns the query with the place where its text begins: errors of a run are told from there.
    #[must_use]
    pub fn beginning_at(self, start: usize) -> Self {
        Self { start, ..self }
    }

    /// Runs the query on a result.
    ///
    /// # Errors
    /// The operators make more rows, or values take more bytes, than the limits.
    pub fn run(&self, result: &Table, context: &Context<'_>) -> Result<Table> {
        let mut answers = Vec::with_capacity(self.query.inner.len());
        for inner in &self.query.inner {
            let run = run::Run { result, context, answers: &answers };
            let answer = run.answer(inner);
            answers.push(answer);
        }
        let run = run::Run { result, context, answers: &answers };
        let mut table = Table::with_columns(self.query.plan.columns.clone());
        for row in run.rows(&self.query.plan, run.result_rows()) {
            match row {
                Cow::Borrowed(row) => table.push(row.iter().cloned()),
                // What many rows share is shown with each of them.
                Cow::Owned(row) if row.iter().all(|value| context.space.takes(value)) => table.push(row),
                Cow::Owned(_) => break,
            }
        }
        context.space.check().map_err(|error| error.moved(self.start))?;
        Ok(table)
    }
}
