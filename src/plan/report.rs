//! What a report is made of.

use crate::diagnostic::Diagnostic;
use crate::plan::finding::Judged;
use crate::plan::plan::Plan;
use crate::plan::statement::Statement;

/// A plan, and the run that it is of.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// How many statements have run.
    pub statements: usize,
    /// The database in context after them.
    pub database: &'a str,
    /// What the rules find, those that do not count left out.
    pub findings: &'a [Judged],
    /// The same as text, in the form of the report.
    pub found: &'a str,
    /// Why the run ended before its end.
    pub fault: Option<(&'a Statement, &'a Diagnostic)>,
}
