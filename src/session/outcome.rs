//! What a statement gave.

use jiff::Timestamp;

use crate::access::Proof;
use crate::diagnostic::Diagnostic;
use crate::engine::{Answer, Decision};
use crate::model::view_change::ViewChange;
use crate::session::{Script, redacted};
use crate::syntax::{Piece, SyntaxError};
use crate::table::Table;

/// What a statement gave.
#[derive(Debug)]
pub enum Output {
    /// Nothing to show.
    Nothing,
    /// The answer of a command at this time: [`Session::table`](crate::session::Session::table) makes the table.
    Answer(Answer, Timestamp),
    /// A table that was made elsewhere: the answer of a real cluster.
    Table(Table),
    /// Text for a person: the answer of a directive.
    Text(String),
    /// How results are to be shown from here on.
    View(ViewChange),
    /// The answer of `#explain`.
    Proof(Box<Proof>),
}

/// What a directive asks of whoever runs the statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// To run the statements of a script here, in the session, between [`Session::enter_script`](crate::session::Session::enter_script) and
    /// [`Session::leave_script`](crate::session::Session::leave_script) (`#read`).
    Run(Script),
    /// To tell what the command of the directive would change, see [`planned`](crate::syntax::parser::planned) (`#plan`).
    Plan,
    /// To clear the screen (`#cls`).
    Clear,
}

/// What became of one statement.
#[derive(Debug)]
pub struct Outcome {
    /// What it gave, or why it was refused; a refused statement has changed nothing.
    pub result: Result<Output, Diagnostic>,
    /// What there is to know besides.
    pub warnings: Vec<Diagnostic>,
    /// Whether the session is to end (`#quit`).
    pub quit: bool,
    /// What is to be done besides.
    pub request: Option<Request>,
    /// What commands inside the statement failed with although it succeeded: each a `Failed` row of
    /// `.execute … script`. They point into the statement.
    pub failed: Vec<Diagnostic>,
}

impl Outcome {
    /// Returns the outcome of what gave this result, and nothing besides.
    pub(super) const fn of(result: Result<Output, Diagnostic>) -> Self {
        Self { result, warnings: Vec::new(), quit: false, request: None, failed: Vec::new() }
    }

    /// Returns the outcome of a directive that asks for this.
    pub(super) fn asking(request: Request) -> Self {
        Self { request: Some(request), ..Self::of(Ok(Output::Nothing)) }
    }

    /// Returns the outcome of what was refused so.
    #[must_use]
    pub const fn refused(refusal: Diagnostic) -> Self {
        Self::of(Err(refusal))
    }

    /// Returns the outcome of what has a table that was made elsewhere.
    #[must_use]
    pub const fn answered(table: Table) -> Self {
        Self::of(Ok(Output::Table(table)))
    }

    /// Returns the outcome of a result that was reached with these warnings.
    pub(super) fn with_warnings(result: Result<Output, Diagnostic>, warnings: Vec<Diagnostic>) -> Self {
        Self { warnings, ..Self::of(result) }
    }

    /// Returns what a decided command gives at `now`.
    pub(super) fn of_decision(decided: Result<Decision, Diagnostic>, now: Timestamp) -> Self {
        match decided {
            Ok(Decision { answer, warnings, .. }) if answer.is_nothing() => {
                Self::with_warnings(Ok(Output::Nothing), warnings)
            }
            Ok(Decision { answer, warnings, .. }) => Self::with_warnings(Ok(Output::Answer(answer, now)), warnings),
            Err(refusal) => Self::of(Err(refusal)),
        }
    }

    /// Returns the outcome with its diagnostics as they may be shown.
    pub(super) fn redacted(self, piece: &Piece<'_>) -> Self {
        let result = self.result.map_err(|error| redacted(error, piece));
        let warnings = self.warnings.into_iter().map(|warning| redacted(warning, piece)).collect();
        Self { result, warnings, ..self }
    }
}

impl From<SyntaxError> for Outcome {
    fn from(error: SyntaxError) -> Self {
        Self::of(Err(error.into()))
    }
}
