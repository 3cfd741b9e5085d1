//! The interactive shell: reads statements from an editor, runs them, and goes on after errors.

use std::io;
use std::sync::Arc;

use crate::cli::Ended;
use crate::cli::args::{Args, OnError};
use crate::cli::printer::{Printer, closed};
use crate::session::Session;
use crate::syntax::{Piece, Splitter};

mod assist;
mod colour;
mod editor;
mod files;
mod history;
mod open;
mod rc;
mod whole;

use assist::{Scene, has_secret};
use editor::{Editor, Terminal, Typed};
use whole::is_whole;

/// How diagnostics name what was typed.
const ORIGIN: &str = "<shell>";

/// What stands before a line that goes on with a command.
const CONTINUED: &str = "-> ";

const GREETING: &str =
    concat!("kmgmt ", env!("CARGO_PKG_VERSION"), ": `#help` shows what can be typed, `#quit` leaves");

/// Runs the shell at the terminal until the user leaves.
pub(super) fn shell(args: &Args, mut session: Session, mut printer: Printer) -> Ended {
    let editor = match Terminal::open() {
        Ok(editor) => editor,
        Err(error) => return failed(&error),
    };
    if printer.say(GREETING).is_err() {
        return Ended::Done;
    }
    if !args.no_rc {
        match rc::run(&mut session, &mut printer).and_then(|goes_on| printer.flush().map(|()| goes_on)) {
            Ok(true) => {}
            Ok(false) => return Ended::Done,
            Err(error) => return closed(&error, Ended::Done),
        }
    }
    let stop = args.on_error == Some(OnError::Stop);
    Shell { session, editor, printer, stop, typed: String::new() }.run()
}

/// Returns how the shell ends when its terminal can't be read.
fn failed(error: &io::Error) -> Ended {
    closed(error, Ended::Usage)
}

struct Shell<E> {
    session: Session,
    editor: E,
    printer: Printer,
    /// Whether an error ends the shell.
    stop: bool,
    /// The lines that do not make a whole input yet.
    typed: String,
}

impl<E: Editor> Shell<E> {
    fn run(mut self) -> Ended {
        loop {
            let prompt = self.prompt();
            let scene = Scene {
                cluster: Arc::clone(self.session.cluster()),
                database: self.session.database().to_owned(),
                typed: self.typed.clone(),
                prompt: prompt.chars().count(),
            };
            match self.editor.line(&prompt, scene) {
                Ok(Typed::Line(line)) => {
                    if let Some(ended) = self.line(&line) {
                        return ended;
                    }
                }
                Ok(Typed::Cancelled) => self.typed.clear(),
                Ok(Typed::Left) => return Ended::Done,
                Err(error) => return failed(&error),
            }
        }
    }

    /// `Samples> `, or `Samples as robinhale@fabrikam.com> ` where another than the built-in administrator
    /// acts, and as wide a one for the lines that go on, which shows what is open: `(-> `.
    fn prompt(&self) -> String {
        let (state, principal) = (self.session.read(), self.session.principal());
        let directory = &state.directory;
        let acting = match principal == directory.local_admin() {
            true => String::new(),
            false => format!(" as {}", directory.identity(principal).id),
        };
        let name = format!("{}{acting}", self.session.database());
        let name: String = name.chars().filter(|character| !character.is_control()).collect();
        if self.typed.is_empty() {
            return format!("{name}> ");
        }
        let width = name.chars().count() + 2;
        let continued = format!("{}{CONTINUED}", open::mark(&self.typed));
        format!("{continued:>width$}")
    }

    /// Takes a line; answers how the shell ended, if it did.
    fn line(&mut self, line: &str) -> Option<Ended> {
        self.typed.push_str(line);
        self.typed.push('\n');
        if !is_whole(&self.typed) {
            return None;
        }
        let text = std::mem::take(&mut self.typed);
        self.remember(text.trim_end());
        let ended = self.submit(&text);
        match self.printer.flush() {
            Ok(()) => ended,
            Err(error) => Some(closed(&error, ended.unwrap_or(Ended::Done))),
        }
    }

    fn remember(&mut self, text: &str) {
        if !text.is_empty() {
            self.editor.remember(text, has_secret(text));
        }
    }

    /// Runs every statement of a whole input.
    fn submit(&mut self, text: &str) -> Option<Ended> {
        let mut splitter: Splitter = whole::splitter(text);
        while let Some(piece) = splitter.next() {
            if let Some(ended) = self.statement(&piece) {
                return Some(ended);
            }
        }
        None
    }

    fn statement(&mut self, piece: &Piece<'_>) -> Option<Ended> {
        let outcome = self.session.run(piece);
        if let Err(error) = self.printer.outcome(&outcome, piece, ORIGIN, &self.session) {
            return Some(closed(&error, Ended::Done));
        }
        if outcome.quit {
            return Some(Ended::Done);
        }
        (self.stop && outcome.result.is_err()).then_some(Ended::Refused)
    }
}

#[cfg(test)]
mod tests;
