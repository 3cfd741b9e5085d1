//! A run of a plan's script on a cluster.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};

use crate::cli::Ended;
use crate::cli::apply::interrupts::Interrupts;
use crate::cli::apply::record::{Record, SCRIPT, Undone};
use crate::cli::apply::say;
use crate::cli::printer::Printer;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::limit;
use crate::plan::Trial;
use crate::remote::{Asked, Connection, Fault, Standing, table};
use crate::session::Session;
use crate::syntax::Piece;
use crate::text::{counted, first_line, quoted};

/// A run on a cluster, and beside it on a copy of what the cluster had: the copy tells what takes it back.
pub(super) struct Run {
    connection: Arc<Connection>,
    trial: Trial,
    record: Record,
    interrupts: Interrupts,
    done: usize,
    /// Commands that ran there, and why they do not on the copy: what they changed is not known here.
    unfollowed: Vec<(String, Diagnostic)>,
    /// Why what was done could not be written.
    unwritten: Option<Diagnostic>,
    /// Why no more is run: what of, and what became of that.
    stopped: Option<(String, Fault)>,
}

impl Run {
    pub(super) fn new(connection: Connection, now: &Session, record: Record) -> Self {
        Self {
            connection: Arc::new(connection),
            trial: Trial::begin(now),
            record,
            interrupts: Interrupts::watch(),
            done: 0,
            unfollowed: Vec::new(),
            unwritten: None,
            stopped: None,
        }
    }

    /// Runs a statement of the script, unless one before it stopped the run.
    pub(super) fn piece(&mut self, piece: &Piece<'_>, printer: &mut Printer) {
        if self.stopped.is_some() {
            return self.record.left(piece);
        }
        if piece.directive {
            return self.ran(piece);
        }
        match self.send(piece, printer) {
            Ok(()) => {
                self.done += 1;
                self.ran(piece);
            }
            Err(fault) => {
                self.record.stopped(piece, &fault);
                self.stopped = Some((piece.text.trim().to_owned(), fault));
            }
        }
    }

    /// Sends a command, once it is written that it is sent.
    fn send(&mut self, piece: &Piece<'_>, printer: &mut Printer) -> Result<(), Fault> {
        let not_done = |error| Fault { error: Box::new(error), standing: Standing::NotDone };
        if self.interrupts.count() > 0 {
            return Err(not_done(Diagnostic::error(Code::BadRequest, "interrupted")));
        }
        if let Some(error) = self.unwritten.take() {
            return Err(not_done(error));
        }
        self.record.sent(piece).map_err(not_done)?;
        let text = self.answer(piece.text.trim(), printer)?;
        let unknown = |error| Fault { error: Box::new(error), standing: Standing::Unknown };
        table(&text).map(|_| ()).map_err(unknown)
    }

    /// Returns the answer to a command. The first interrupt waits for it, the second one does not.
    fn answer(&mut self, command: &str, printer: &mut Printer) -> Result<String, Fault> {
        let unknown = |message: &str| {
            let error = Diagnostic::error(Code::BadRequest, message);
            Err(Fault { error: Box::new(error), standing: Standing::Unknown })
        };
        let (answers, answer) = channel();
        let connection = Arc::clone(&self.connection);
        let (database, command) = (self.trial.after.database().to_owned(), command.to_owned());
        std::thread::spawn(move || {
            let asked = Asked { database: &database, command: &command, changes: true };
            // Nobody waits any more where the run was ended.
            let _ = answers.send(connection.ask(&asked));
        });
        let mut is_told = false;
        loop {
            match answer.recv_timeout(limit::INTERRUPT_TURN) {
                Ok(answer) => return answer,
                Err(RecvTimeoutError::Disconnected) => return unknown("it was sent, and nobody waited for its answer"),
                Err(RecvTimeoutError::Timeout) => {}
            }
            match self.interrupts.count() {
                0 => {}
                1 if is_told => {}
                1 => {
                    is_told = true;
                    printer.remark(WAITS);
                }
                _ => return unknown("interrupted before its answer came"),
            }
        }
    }

    /// Takes a statement that ran: into the record, into the copy, and into the script that takes it back.
    fn ran(&mut self, piece: &Piece<'_>) {
        let noted = self.record.done(piece);
        self.trial.run(piece, SCRIPT);
        if let Some(fault) = self.trial.fault.take() {
            self.unfollowed.push((piece.text.trim().to_owned(), fault.diagnostic));
        }
        let written = if piece.directive { noted } else { noted.and(self.write_undo()) };
        self.unwritten = self.unwritten.take().or(written.err());
    }

    fn write_undo(&self) -> Result<(), Diagnostic> {
        let unknown = self.unknown().map(|(command, _)| command.as_str());
        self.record.write_undo(&Undone { trial: &self.trial, unfollowed: &self.unfollowed, unknown })
    }

    /// Returns the command of which nobody knows whether it ran, if there is one.
    fn unknown(&self) -> Option<&(String, Fault)> {
        self.stopped.as_ref().filter(|(_, fault)| fault.standing == Standing::Unknown)
    }

    /// Tells what became of the run; `count` is how many commands there were.
    pub(super) fn end(mut self, printer: &mut Printer, count: usize) -> Ended {
        let written = self.record.end().and(self.write_undo());
        let unwritten = self.unwritten.take().or(written.err());
        let is_whole = self.stopped.is_none() && unwritten.is_none();
        let ended = say(printer, &self.told(count), if is_whole { Ended::Done } else { Ended::Refused });
        for (command, why) in &self.unfollowed {
            let message = format!("{} ran, and nothing takes it back: {}", shown(command), why.message);
            printer.complaint(&Diagnostic::warning(Code::Input, message), "");
        }
        if let Some((command, fault)) = self.stopped {
            let message = format!("{}: {}", shown(&command), fault.error.message);
            let error = fault.error.saying(message);
            let error = match fault.standing {
                Standing::Unknown => error.help("whether it ran is not known: `kmgmt diff` with `--cluster` tells"),
                Standing::Refused | Standing::NotDone => error,
            };
            printer.complaint(&error, "");
        }
        if let Some(error) = unwritten {
            printer.complaint(&error, "");
        }
        ended
    }

    /// Returns how much ran, and where that stands.
    fn told(&self, count: usize) -> String {
        let (done, undo) = (quoted(self.record.done_file().display()), quoted(self.record.undo_file().display()));
        match self.done {
            0 if self.unknown().is_some() => {
                let command =
                    if count == 1 { "the command".to_owned() } else { format!("the first of {count} commands") };
                format!("whether {command} ran is not known; {done} has it, and {undo} does not take it back")
            }
            0 => "nothing was run".to_owned(),
            ran if ran == count => format!("{} ran; {undo} takes back what {done} has", counted(ran, "command")),
            ran => format!("{ran} of {} ran; {undo} takes back what {done} has", counted(count, "command")),
        }
    }
}

/// What is told at the first interrupt.
const WAITS: &str =
    "no other command is sent; the answer to the one that runs is waited for, and Ctrl-C again does not wait";

/// Returns a command as messages show it.
fn shown(command: &str) -> String {
    quoted(first_line(command))
}
