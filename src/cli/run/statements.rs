//! The statements of sources, one after the other, and what becomes of them.

use std::io;

use crate::cli::Ended;
use crate::cli::gathered::Gathered;
use crate::cli::planned::tell;
use crate::cli::printer::{Printer, closed};
use crate::cli::remote::Reached;
use crate::cli::source::{Source, SourceError};
use crate::cli::summary::Summary;
use crate::diagnostic::{Code, Diagnostic};
use crate::session::{Outcome, Request, Script, Session};
use crate::syntax::Piece;

/// A run over sources.
pub(super) struct Run<'a> {
    pub(super) session: &'a mut Session,
    pub(super) printer: &'a mut Printer,
    pub(super) stop: bool,
    pub(super) ended: Ended,
    pub(super) summary: Summary,
    /// Whether the reader of our output left.
    pub(super) reader_left: bool,
    /// What changed and is not durable yet.
    pub(super) gathered: Gathered,
    /// The real cluster that the statements are about, if it is one.
    pub(super) reached: Option<Reached>,
}

impl<'a> Run<'a> {
    pub(super) fn new(session: &'a mut Session, printer: &'a mut Printer, stop: bool) -> Self {
        let (ended, summary, gathered) = (Ended::Done, Summary::default(), Gathered::default());
        Self { session, printer, stop, ended, summary, reader_left: false, gathered, reached: None }
    }
}

impl Run<'_> {
    /// Runs a source to its end; answers whether the run goes on.
    pub(super) fn source(&mut self, source: &mut Source) -> bool {
        let script = source.script().map(str::to_owned);
        script.iter().for_each(|script| self.session.enter_script(script));
        let go_on = self.statements_of(source);
        script.iter().for_each(|_| self.session.leave_script());
        go_on
    }

    fn statements_of(&mut self, source: &mut Source) -> bool {
        loop {
            let mut go_on = true;
            let read = source.read(|piece, origin| {
                go_on = self.statement(piece, origin);
                go_on
            });
            if !go_on {
                self.settle();
                return false;
            }
            // What is done is durable, and shown, before waiting for more.
            if source.may_wait() && !self.settle() {
                return false;
            }
            let flushed = self.printer.flush();
            if !self.written(flushed) {
                return false;
            }
            match read {
                Ok(true) => {}
                Ok(false) => return true,
                Err(error) => {
                    self.unreadable(&error, source);
                    return !self.stop;
                }
            }
        }
    }

    fn unreadable(&mut self, error: &SourceError, source: &Source) {
        self.ended = self.ended.max(error.ended());
        let message = format!("{}: {error}", source.name);
        self.printer.complaint(&Diagnostic::error(Code::Input, message), &source.name);
    }

    /// Runs a statement; answers whether the run goes on.
    fn statement(&mut self, piece: &Piece<'_>, origin: &str) -> bool {
        if self.reader_left {
            self.ended = self.ended.max(Ended::Refused);
            return false;
        }
        // What a directive says of the view holds for what is shown already, and not for what is held back.
        if piece.directive && !self.settle() {
            return false;
        }
        let ran = match &mut self.reached {
            Some(reached) => reached.run(piece, origin, self.session, self.printer),
            None => Ok(self.gathered.run(piece, self.session, self.printer)),
        };
        let outcome = match ran {
            Ok(outcome) => outcome,
            Err(error) => return self.written(Err(error)),
        };
        self.printer.step();
        let printed = self.printer.outcome(&outcome, piece, origin, self.session);
        self.note(&outcome);
        if self.gathered.is_full(self.session) && !self.settle() {
            return false;
        }
        let goes_on = !outcome.quit && (outcome.result.is_ok() || !self.stop);
        let go_on = self.written(printed) && self.has_ground() && goes_on;
        match outcome.request {
            Some(request) if go_on => self.requested(request, piece, origin),
            _ => go_on,
        }
    }

    /// Makes durable what changed, and shows the answers that waited for it; answers whether that could be done.
    pub(super) fn settle(&mut self) -> bool {
        let settled = self.gathered.settle(self.session, self.printer);
        self.written(settled) && self.has_ground()
    }

    /// Returns whether all that the run changed is there; if not, it ends.
    fn has_ground(&mut self) -> bool {
        if self.gathered.is_lost() {
            self.ended = self.ended.max(Ended::Refused);
        }
        !self.gathered.is_lost()
    }

    /// Does what a statement asks for besides; answers whether the run goes on.
    fn requested(&mut self, request: Request, piece: &Piece<'_>, origin: &str) -> bool {
        match request {
            Request::Run(script) => self.script(&script),
            Request::Plan => self.plan(piece, origin),
            Request::Clear => {
                let cleared = self.printer.clear();
                self.written(cleared)
            }
        }
    }

    /// Runs the statements of a script that another statement names.
    fn script(&mut self, script: &Script) -> bool {
        self.session.enter_script(&script.name);
        let (mut statements, mut go_on) = (script.statements(), true);
        while go_on && let Some(piece) = statements.next() {
            go_on = self.statement(&piece, &script.name);
        }
        if !go_on && !self.reader_left {
            self.summary.count_rest(std::iter::from_fn(|| statements.next().map(drop)).count(), true);
        }
        self.session.leave_script();
        go_on
    }

    /// Tells what the command of `#plan` would change.
    fn plan(&mut self, piece: &Piece<'_>, origin: &str) -> bool {
        match tell(piece, origin, self.session, self.printer) {
            Ok(true) => true,
            Ok(false) => {
                self.ended = self.ended.max(Ended::Refused);
                !self.stop
            }
            Err(error) => self.written(Err(error)),
        }
    }

    /// Looks at what became of writing; answers whether the run goes on. That the reader of our
    /// output left is no fault until there is a statement more.
    fn written(&mut self, written: io::Result<()>) -> bool {
        match written {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.reader_left = true;
                true
            }
            Err(error) => {
                self.ended = closed(&error, self.ended).max(Ended::Refused);
                false
            }
        }
    }

    fn note(&mut self, outcome: &Outcome) {
        self.summary.count(outcome);
        if outcome.result.is_err() || !outcome.failed.is_empty() {
            self.ended = self.ended.max(Ended::Refused);
        }
    }
}
