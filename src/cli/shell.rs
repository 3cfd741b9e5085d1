//! The interactive shell: reads statements from an editor, runs them, and goes on after errors.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::SIGINT;

use crate::cli::Ended;
use crate::cli::args::{Args, OnError};
use crate::cli::gathered::Gathered;
use crate::cli::planned::tell;
use crate::cli::printer::{Printer, closed, keep_at_interrupt};
use crate::cli::remote::Reached;
use crate::model::limit;
use crate::session::{Request, Script, Session};
use crate::syntax::{Piece, Splitter};

mod assist;
mod colour;
mod editor;
mod files;
mod history;
mod open;
mod rc;
mod whole;
mod words;

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
pub(super) fn shell(args: &Args, session: Session, reached: Option<Reached>, mut printer: Printer) -> Ended {
    let editor = match Terminal::open() {
        Ok(editor) => editor,
        Err(error) => return failed(&error),
    };
    let asked = reached.as_ref().map(|reached| {
        format!("`.show` asks {}; what changes something is planned here, and not run", reached.address())
    });
    if printer.say(GREETING).is_err() || asked.is_some_and(|asked| printer.say(&asked).is_err()) {
        return Ended::Done;
    }
    let stop = args.on_error == Some(OnError::Stop);
    let stops_scripts = args.on_error != Some(OnError::Continue);
    // Between prompts Ctrl-C is a signal, which would end the program with all that was made.
    let interrupted = Arc::new(AtomicBool::new(false));
    keep_at_interrupt();
    if let Err(error) = signal_hook::flag::register(SIGINT, Arc::clone(&interrupted)) {
        return failed(&error);
    }
    let script = if args.no_rc { None } else { rc::script(&mut printer) };
    let (typed, gathered) = (String::new(), Gathered::default());
    let mut shell = Shell { session, editor, printer, stop, stops_scripts, interrupted, typed, gathered, reached };
    match script.and_then(|script| shell.begin(&script)) {
        Some(ended) => ended,
        None => shell.run(),
    }
}

/// What is said of a script that Ctrl-C ended.
const INTERRUPTED: &str = "interrupted: what ran before stays, and `#undo` takes it back";

/// Returns how the shell ends when its terminal can't be read.
fn failed(error: &io::Error) -> Ended {
    closed(error, Ended::Usage)
}

/// What became of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Went {
    /// It ran.
    On,
    /// It failed, or a statement of the script that it reads did.
    Wrong,
    /// The shell is left.
    Away(Ended),
}

impl Went {
    /// Returns what became of a statement that succeeded or did not, or whose answer can't be written.
    fn of(told: io::Result<bool>) -> Self {
        match told {
            Ok(true) => Self::On,
            Ok(false) => Self::Wrong,
            Err(error) => Self::Away(closed(&error, Ended::Done)),
        }
    }
}

struct Shell<E> {
    session: Session,
    editor: E,
    printer: Printer,
    /// Whether an error ends the shell.
    stop: bool,
    /// Whether an error ends the script in which it is, where `#read` runs one.
    stops_scripts: bool,
    /// Whether Ctrl-C was pressed since the input began to run.
    interrupted: Arc<AtomicBool>,
    /// The lines that do not make a whole input yet.
    typed: String,
    /// What a script changed and is not durable yet; what is typed is so at once.
    gathered: Gathered,
    /// The real cluster that the statements are about, if it is one.
    reached: Option<Reached>,
}

impl<E: Editor> Shell<E> {
    /// Runs the statements of the user's own file; an error in one ends nothing. Answers how the shell ended, if it did.
    fn begin(&mut self, script: &Script) -> Option<Ended> {
        let went = self.script(script, false);
        let flushed = self.printer.flush().map(|()| true);
        match (went, Went::of(flushed)) {
            (Went::Away(ended), _) | (_, Went::Away(ended)) => Some(ended),
            _ => None,
        }
    }

    fn run(mut self) -> Ended {
        let ended = self.lines();
        // The next one who opens the catalog file reads less. What was answered is durable without it.
        let _ = self.session.cluster().fold(limit::LEFT_TAIL);
        ended
    }

    /// Takes lines until the shell ends.
    fn lines(&mut self) -> Ended {
        loop {
            let prompt = self.prompt();
            let scene = Scene {
                cluster: Arc::clone(self.session.cluster()),
                database: self.session.database().to_owned(),
                columns: self.printer.last_columns(),
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
        let meant = if self.typed.is_empty() { words::meant(line) } else { None };
        self.typed.push_str(line);
        self.typed.push('\n');
        if meant.is_none() && !is_whole(&self.typed) {
            return None;
        }
        let text = std::mem::take(&mut self.typed);
        self.remember(text.trim_end());
        let ended = match meant {
            Some(directive) => self.submit_meant(&directive),
            None => self.submit(&text),
        };
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

    /// Runs the directive that a word of another shell asks for, and tells its name.
    fn submit_meant(&mut self, directive: &str) -> Option<Ended> {
        let ended = self.submit(directive);
        match self.printer.say(&words::native(directive)) {
            Ok(()) => ended,
            Err(error) => Some(closed(&error, ended.unwrap_or(Ended::Done))),
        }
    }

    /// Runs every statement of a whole input. Ctrl-C ends the script that it reads.
    fn submit(&mut self, text: &str) -> Option<Ended> {
        self.interrupted.store(false, Ordering::Relaxed);
        let mut splitter: Splitter = whole::splitter(text);
        while let Some(piece) = splitter.next() {
            match self.statement(&piece, ORIGIN) {
                Went::On => {}
                Went::Wrong if self.stop => return Some(Ended::Refused),
                Went::Wrong => {}
                Went::Away(ended) => return Some(ended),
            }
        }
        None
    }

    fn statement(&mut self, piece: &Piece<'_>, origin: &str) -> Went {
        // What a directive says of the view holds for what is shown already, and not for what is held back.
        let settled = if piece.directive { self.settle() } else { Went::On };
        if settled != Went::On {
            return settled;
        }
        let ran = match &mut self.reached {
            Some(reached) => reached.run(piece, origin, &mut self.session, &mut self.printer),
            None => Ok(self.gathered.run(piece, &mut self.session, &mut self.printer)),
        };
        let outcome = match ran {
            Ok(outcome) => outcome,
            Err(error) => return Went::Away(closed(&error, Ended::Done)),
        };
        // What is said of a statement follows the answers of those before it.
        let is_silent = outcome.result.is_ok() && outcome.warnings.is_empty() && outcome.failed.is_empty();
        let settled = if is_silent && !self.gathered.is_full(&self.session) { Went::On } else { self.settle() };
        if settled != Went::On {
            return settled;
        }
        if let Err(error) = self.printer.outcome(&outcome, piece, origin, &self.session) {
            return Went::Away(closed(&error, Ended::Done));
        }
        self.printer.end();
        match outcome.request {
            _ if outcome.quit => Went::Away(Ended::Done),
            _ if outcome.result.is_err() => Went::Wrong,
            None => Went::On,
            Some(Request::Run(script)) => self.script(&script, self.stops_scripts),
            Some(Request::Plan) => Went::of(tell(piece, origin, &self.session, &mut self.printer)),
            Some(Request::Clear) => Went::of(self.printer.clear().map(|()| true)),
        }
    }

    /// Makes durable what a script changed, and shows the answers that waited for it.
    fn settle(&mut self) -> Went {
        let shown = self.gathered.settle(&mut self.session, &mut self.printer);
        let is_lost = std::mem::take(&mut self.gathered).is_lost();
        Went::of(shown.map(|()| !is_lost))
    }

    /// Runs the statements of a script, whose changes become durable many together; with `stops` an error ends it.
    fn script(&mut self, script: &Script, stops: bool) -> Went {
        let is_first = self.session.scripts().is_empty();
        self.session.gather_changes(true);
        let went = self.statements_of(script, stops);
        if !is_first {
            return went;
        }
        self.session.gather_changes(false);
        let settled = self.settle();
        if went == Went::On { settled } else { went }
    }

    fn statements_of(&mut self, script: &Script, stops: bool) -> Went {
        self.session.enter_script(&script.name);
        let (mut statements, mut went) = (script.statements(), Went::On);
        while let Some(piece) = statements.next() {
            if self.interrupted.load(Ordering::Relaxed) {
                self.printer.remark(INTERRUPTED);
                went = Went::Wrong;
                break;
            }
            match self.statement(&piece, &script.name) {
                Went::On => continue,
                other => went = other,
            }
            if stops || went != Went::Wrong {
                break;
            }
        }
        self.session.leave_script();
        went
    }
}

#[cfg(test)]
mod tests;
