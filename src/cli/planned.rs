//! `#plan COMMAND`: what one command would change, as `kmgmt plan` tells it of a script.

use std::io;
use std::time::Instant;

use crate::cli::printer::Printer;
use crate::diagnostic::Diagnostic;
use crate::plan::{Paint, Plan, Report, Trial, human};
use crate::session::{Outcome, Session};
use crate::syntax::{Piece, parser};

/// Runs the command of the directive on a copy of the session's cluster, and tells what it changes there, or why it
/// fails; answers whether it succeeded.
pub(super) fn tell(piece: &Piece<'_>, origin: &str, session: &Session, printer: &mut Printer) -> io::Result<bool> {
    let begun = Instant::now();
    let mut trial = Trial::begin(session);
    if let Some(command) = parser::planned(piece) {
        trial.run(&command, origin);
    }
    if let Some(fault) = trial.fault.take() {
        printer.outcome(&Outcome::refused(fault.diagnostic), piece, origin, session)?;
        return Ok(false);
    }
    printer.say(told(&trial).trim_end())?;
    printer.took_more(begun.elapsed())?;
    Ok(true)
}

/// Tells what a command would change; answers with why it would be refused.
pub(super) fn tell_command(
    piece: &Piece<'_>,
    origin: &str,
    session: &Session,
    printer: &mut Printer,
) -> io::Result<Option<Diagnostic>> {
    let mut trial = Trial::begin(session);
    trial.run(piece, origin);
    match trial.fault.take() {
        Some(fault) => Ok(Some(fault.diagnostic)),
        None => printer.say(told(&trial).trim_end()).map(|()| None),
    }
}

/// Returns what the trial changes, for people.
fn told(trial: &Trial) -> String {
    let plan = Plan::compare(&trial.before, &trial.after, false);
    let (statements, database) = (trial.statements, trial.after.database());
    let report = Report { plan: &plan, statements, database, findings: &[], found: "", fault: None };
    human(&report, Paint::Plain, None)
}
