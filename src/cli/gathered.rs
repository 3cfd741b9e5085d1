//! Changes that become durable together, and their answers, which are held back until they are.

use std::io;
use std::time::Instant;

use crate::cli::printer::Printer;
use crate::model::limit;
use crate::session::{Outcome, Session};
use crate::syntax::Piece;
use crate::text::counted;

/// The changes of a run, or of a script that the shell reads, that are not durable yet.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// Since when there are some; their answers are held back.
    since: Option<Instant>,
    /// Whether somebody else holds answers back and makes changes durable: of an atomic run all become so at its end.
    is_atomic: bool,
    /// Whether changes could not be written, or others not be read: what follows has no ground.
    is_lost: bool,
}

impl Gathered {
    /// Returns changes of which all become durable at the end, or none.
    pub(super) fn atomic() -> Self {
        Self { is_atomic: true, ..Self::default() }
    }

    /// Returns whether changes could not be written, or others not be read.
    pub(super) const fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Runs a statement; from the first change on answers are held back.
    pub(super) fn run(&mut self, piece: &Piece<'_>, session: &mut Session, printer: &mut Printer) -> Outcome {
        let (before, faults) = (session.unsettled(), session.faults());
        let outcome = printer.run(piece, session);
        let unsettled = session.unsettled();
        self.is_lost |= session.faults() > faults;
        if unsettled < before {
            self.lose(before, printer);
        } else if unsettled > 0 && self.since.is_none() && !self.is_atomic {
            self.since = Some(Instant::now());
            printer.hold();
        } else if unsettled == 0 && !self.is_atomic {
            // Nobody waits for a command that changed nothing.
            let _ = session.settle();
        }
        outcome
    }

    /// Returns whether it is time to make durable what there is.
    pub(super) fn is_full(&self, session: &Session) -> bool {
        let is_full =
            |since: Instant| since.elapsed() >= limit::GROUP_TIME || session.unsettled() >= limit::GROUP_CHANGES;
        self.since.is_some_and(is_full)
    }

    /// Makes durable what changed, and shows the answers that waited for it. What can't be written is told, and lost.
    ///
    /// # Errors
    /// The answers can't be written.
    pub(super) fn settle(&mut self, session: &mut Session, printer: &mut Printer) -> io::Result<()> {
        let Some(since) = self.since.take() else { return Ok(()) };
        let changes = session.unsettled();
        if let Err(error) = session.settle() {
            printer.complaint(&error, "");
            self.lose(changes, printer);
            return Ok(());
        }
        if since.elapsed() >= limit::GROUP_TIME / 10 {
            // Those who waited for long come first now, however much there is to change here.
            std::thread::sleep(limit::CATALOG_TURN * 2);
        }
        let released = printer.release(true);
        // The answers are shown. What can't be prepared for a later opening is left for the next one.
        let _ = session.cluster().fold(limit::FOLD_CHANGES);
        released
    }

    /// Takes back the answers of changes that could not be written.
    fn lose(&mut self, changes: usize, printer: &mut Printer) {
        self.since = None;
        self.is_lost = true;
        let _ = printer.release(false);
        printer.remark(&format!("{} could not be kept", counted(changes, "change")));
    }
}
