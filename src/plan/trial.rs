//! A run of scripts on a copy of a cluster: what was there before, what is there after, and what each statement said.

use std::sync::Arc;

use crate::catalog::{Journal, diff};
use crate::cluster::{Cluster, State};
use crate::diagnostic::Diagnostic;
use crate::session::{Clock, Outcome, Session, beginning};
use crate::syntax::{Piece, masked_text};
use crate::text::Span;

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The script, as diagnostics name it.
    pub origin: String,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// Its text, without secrets; places count from its beginning.
    pub text: String,
    /// Where the dot and the verb stand.
    pub beginning: Span,
}

/// Why a run ended before its end.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The statement that failed.
    pub statement: Statement,
    /// Why.
    pub diagnostic: Diagnostic,
}

/// A run on a copy.
#[derive(Debug)]
pub struct Trial {
    /// The cluster as it was given, which nothing changes.
    pub before: Session,
    /// The cluster in which the statements run.
    pub after: Session,
    /// How many statements have run.
    pub statements: usize,
    /// What was said of statements that ran, in order.
    pub warnings: Vec<(Statement, Diagnostic)>,
    /// Why the run ended before its end.
    pub fault: Option<Fault>,
}

impl Trial {
    /// Begins a run on a copy of the session's cluster.
    #[must_use]
    pub fn begin(session: &Session) -> Self {
        let (before, after) = (session.copy(), session.copy());
        Self { before, after, statements: 0, warnings: Vec::new(), fault: None }
    }

    /// Returns what a run would be that made the second of the first.
    #[must_use]
    pub const fn of(before: Session, after: Session) -> Self {
        Self { before, after, statements: 0, warnings: Vec::new(), fault: None }
    }

    /// Puts back what is there before and not after: what the second side does not mention stays.
    pub fn keep(&mut self) {
        let (before, after) = (self.before.read(), self.after.read());
        let edits = diff(&before.catalog, &after.catalog);
        let (catalog, directory) = (before.catalog.clone(), Arc::clone(&after.directory));
        drop((before, after));
        let mut state = State { catalog, directory, journal: Journal::default() };
        edits.iter().filter(|edit| !edit.is_removal()).for_each(|edit| state.apply(edit));
        self.after = Session::on(Arc::new(Cluster::of(state)), Clock::Standing(self.before.now()));
    }

    /// Runs a statement; answers whether the run goes on.
    pub fn run(&mut self, piece: &Piece<'_>, origin: &str) -> bool {
        let Outcome { result, warnings, failed, quit, .. } = self.after.run(piece);
        let statement = || Statement {
            origin: origin.to_owned(),
            line: piece.line,
            text: masked_text(piece).into_owned(),
            beginning: beginning(piece),
        };
        if !warnings.is_empty() {
            let statement = statement();
            self.warnings.extend(warnings.into_iter().map(|warning| (statement.clone(), warning)));
        }
        let failed = failed.into_iter().next().or_else(|| result.err());
        self.fault = failed.map(|diagnostic| Fault { statement: statement(), diagnostic });
        if self.fault.is_none() {
            self.statements += 1;
        }
        self.fault.is_none() && !quit
    }
}
