//! `#plan COMMAND`: what one command would change, as `kmgmt plan` tells it of a script.

use crate::plan::{Paint, Plan, Report, Trial, human};
use crate::session::Session;
use crate::syntax::{Piece, parser};

/// Runs the command of the directive on a copy of the session's cluster.
pub(super) fn planned(session: &Session, piece: &Piece<'_>, origin: &str) -> Trial {
    let mut trial = Trial::begin(session);
    if let Some(command) = parser::planned(piece) {
        trial.run(&command, origin);
    }
    trial
}

/// Returns what the trial changes, for people.
pub(super) fn told(trial: &Trial) -> String {
    let plan = Plan::compare(&trial.before, &trial.after, false);
    let (statements, database) = (trial.statements, trial.after.database());
    let report = Report { plan: &plan, statements, database, findings: &[], found: "", fault: None };
    human(&report, Paint::Plain)
}
