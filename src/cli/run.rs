//! Commands, scripts and pipes: statements from sources, run one after the other.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use crate::cli::Ended;
use crate::cli::args::{Args, OnError};
use crate::cli::printer::Printer;
use crate::cli::shell;
use crate::cli::source::{Source, SourceError};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::Directory;
use crate::session::{Clock, Outcome, Session};
use crate::syntax::Piece;
use crate::text::nearest;

/// Runs what the arguments ask for.
pub(super) fn run(args: &Args) -> Ended {
    let mut printer = Printer::new(args);
    let mut session = match session(args) {
        Ok(session) => session,
        Err((origin, error)) => {
            printer.complaint(&error, &origin);
            return Ended::Usage;
        }
    };
    let commands: Vec<&String> = args.commands.iter().chain(&args.more_commands).collect();
    if let Some(error) = commands.iter().find_map(|command| no_command(command)) {
        printer.complaint(&error, "");
        return Ended::Usage;
    }
    if commands.is_empty() && args.files.is_empty() && io::stdin().is_terminal() {
        return shell::shell(args, session, printer);
    }
    let sources = match sources(args, &commands) {
        Ok(sources) => sources,
        Err((path, error)) => {
            printer.complaint(&Diagnostic::error(Code::Input, format!("can't read `{path}`: {error}")), &path);
            return Ended::Usage;
        }
    };
    let mut run = Run {
        session: &mut session,
        printer: &mut printer,
        stop: args.on_error != Some(OnError::Continue),
        ended: Ended::Done,
        reader_left: false,
    };
    for source in sources {
        if !run.source(source) {
            break;
        }
    }
    let ended = run.ended;
    match printer.flush() {
        Ok(()) => ended,
        Err(error) => closed(&error, ended),
    }
}

/// A session as the arguments ask for it.
fn session(args: &Args) -> Result<Session, (String, Diagnostic)> {
    let directory = match &args.environment {
        Some(path) => environment(path).map_err(|error| (path.display().to_string(), error))?,
        None => Directory::open(),
    };
    let clock = args.clock.map_or(Clock::Running(Timestamp::now, SignedDuration::ZERO), Clock::Standing);
    let mut session = Session::new(directory, clock);
    if let Some(database) = &args.database {
        session.use_database(database);
    }
    Ok(session)
}

fn environment(path: &Path) -> Result<Directory, Diagnostic> {
    let wrong =
        |message: String| Diagnostic::error(Code::Input, format!("environment `{}`: {message}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    Directory::from_environment(text.trim_start_matches('\u{feff}')).map_err(|error| wrong(error.to_string()))
}

/// A plain word where a command is asked for: perhaps a subcommand, misspelled.
fn no_command(command: &str) -> Option<Diagnostic> {
    if command.trim_start().starts_with(['.', '#', '/']) {
        return None;
    }
    let subcommands = ["check", "help"];
    if subcommands.contains(&command.trim()) {
        let error = Diagnostic::error(Code::Syntax, format!("`{}` stands before its options", command.trim()));
        return Some(error.help("write `kmgmt check [--format json] FILE…`"));
    }
    let near = nearest(command.trim(), subcommands);
    let error = Diagnostic::error(
        Code::Syntax,
        format!("`{}` is neither a command, which begins with `.` or `#`, nor a subcommand", command.trim()),
    );
    Some(error.did_you_mean(near).help("the subcommand is `check`; `kmgmt --help` lists the options"))
}

fn sources(args: &Args, commands: &[&String]) -> Result<Vec<Source>, (String, io::Error)> {
    let mut sources: Vec<Source> = Vec::new();
    for path in &args.files {
        sources.push(Source::open(path).map_err(|error| (path.display().to_string(), error))?);
    }
    for (index, command) in commands.iter().enumerate() {
        let name = if commands.len() == 1 { "<command>".to_owned() } else { format!("<command {}>", index + 1) };
        sources.push(Source::of_text(name, command));
    }
    if sources.is_empty() {
        sources.push(Source::stdin());
    }
    Ok(sources)
}

/// A run over sources.
struct Run<'a> {
    session: &'a mut Session,
    printer: &'a mut Printer,
    stop: bool,
    ended: Ended,
    /// Whether the reader of our output left.
    reader_left: bool,
}

impl Run<'_> {
    /// Runs a source to its end; answers whether the run goes on.
    fn source(&mut self, mut source: Source) -> bool {
        loop {
            let mut go_on = true;
            let read = source.read(|piece, origin| {
                go_on = self.statement(piece, origin);
                go_on
            });
            if !go_on {
                return false;
            }
            // What is done is shown before waiting for more.
            let flushed = self.printer.flush();
            if !self.written(flushed) {
                return false;
            }
            match read {
                Ok(true) => {}
                Ok(false) => return true,
                Err(error) => {
                    self.unreadable(&error, &source);
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
        let outcome = self.session.run(piece);
        let printed = self.printer.outcome(&outcome, piece, origin, self.session.database());
        self.note(&outcome);
        self.written(printed) && !outcome.quit && (outcome.result.is_ok() || !self.stop)
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
        if outcome.result.is_err() || !outcome.failed.is_empty() {
            self.ended = self.ended.max(Ended::Refused);
        }
    }
}

/// The reader of our output left, or the output can't be written.
pub(super) fn closed(error: &io::Error, ended: Ended) -> Ended {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ended;
    }
    let _ = writeln!(io::stderr(), "error: can't write the results: {error}");
    ended.max(Ended::Refused)
}
