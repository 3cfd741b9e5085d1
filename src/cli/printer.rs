//! Results to standard output, diagnostics to standard error.

use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::time::Duration;

use crate::cli::Ended;
use crate::cli::args::ErrorFormat;
use crate::cli::held::Held;
use crate::cli::overwritten::Files;
use crate::cli::progress::Progress;
use crate::cli::summary::Summary;
use crate::cli::terminal;
use crate::diagnostic::{Context, Diagnostic, Severity, Style, human, json};
use crate::model::directive_kind::DirectiveKind;
use crate::model::format::Format;
use crate::render::{Renderer, Statement};
use crate::session::{Outcome, Output, Session};
use crate::syntax::{Piece, masked_text, parser, redacted_text};
use crate::text::{counted, tame, wrapped_below};

mod columns;
mod late_file;
mod pager;
mod results;
mod view;

use columns::Chosen;
use pager::Pager;
pub(super) use pager::keep_at_interrupt;

/// How much output is gathered before it is written.
const GATHERED: usize = 1 << 16;

/// Clears a terminal, with what was scrolled away, and puts the cursor at its top.
const CLEARED: &[u8] = b"\x1b[H\x1b[2J\x1b[3J";

/// Where everything is written.
pub(super) struct Printer {
    /// Where results go.
    out: BufWriter<Box<dyn Write>>,
    /// Where they went before they were saved in a file.
    saved: Option<Saved>,
    err: Box<dyn Write>,
    renderer: Renderer,
    /// The format that somebody asked for.
    chosen: Option<Format>,
    /// The width of the terminal, if there is one.
    terminal: Option<u16>,
    pager: Option<Pager>,
    columns: Chosen,
    echo: bool,
    envelope: bool,
    timing: bool,
    /// How long the last statement took, if that is shown.
    took: Option<Duration>,
    errors: ErrorFormat,
    style: Style,
    quiet: bool,
    /// Where results go once it is decided that they are written, and what is held back until then.
    held: Option<(BufWriter<Box<dyn Write>>, Held)>,
    /// How many errors of statements are written yet, and how many are not any more.
    errors_left: usize,
    errors_left_out: usize,
    /// What is shown of work that goes on.
    progress: Option<Progress>,
    /// The files that statements read, and those that results are written into.
    files: Files,
}

/// What is set aside while results are saved in a file.
struct Saved {
    /// Where they went before.
    screen: BufWriter<Box<dyn Write>>,
    /// The name of the file.
    name: String,
    /// The format of the file by its name.
    format: Option<Format>,
}

impl Printer {
    /// Writes errors to standard error as they are asked for, and nothing else.
    pub(super) fn silent(errors: ErrorFormat) -> Self {
        Self { quiet: true, ..Self::of_text(errors) }
    }

    /// Writes text to standard output, and errors to standard error as they are asked for.
    pub(super) fn of_text(errors: ErrorFormat) -> Self {
        let printer = Self::to(Box::new(io::stdout()), Box::new(io::stderr()), Renderer::new(Format::Table, None));
        Self { errors, style: terminal::style(&io::stderr()), pager: Pager::at_terminal(), ..printer }
    }

    /// Writes to these writers, without colours.
    pub(super) fn to(out: Box<dyn Write>, err: Box<dyn Write>, renderer: Renderer) -> Self {
        Self {
            out: BufWriter::with_capacity(GATHERED, out),
            saved: None,
            err,
            chosen: Some(renderer.format()),
            terminal: None,
            renderer,
            pager: None,
            columns: Chosen::default(),
            echo: false,
            envelope: false,
            timing: false,
            took: None,
            errors: ErrorFormat::Human,
            style: Style::Plain,
            quiet: false,
            held: None,
            errors_left: usize::MAX,
            errors_left_out: 0,
            progress: None,
            files: Files::default(),
        }
    }

    /// Makes the printer write results and warnings, or neither of them.
    pub(super) const fn quieten(&mut self, quiet: bool) {
        self.quiet = quiet;
    }

    /// Writes no more errors of statements than these; 0 is all.
    pub(super) const fn limit_errors(&mut self, most: usize) {
        self.errors_left = if most == 0 { usize::MAX } else { most };
    }

    /// Says how many errors were not written, if any.
    pub(super) fn tell_errors_left_out(&mut self) {
        match std::mem::take(&mut self.errors_left_out) {
            0 => {}
            count => {
                let is = if count == 1 { "is" } else { "are" };
                self.remark(&format!("{} {is} not shown; `--max-errors 0` shows all", counted(count, "more error")));
            }
        }
    }

    /// Holds results back from now on, until [`Self::release`].
    pub(super) fn hold(&mut self) {
        let held = Held::new();
        let out = BufWriter::with_capacity(GATHERED, Box::new(held.clone()) as Box<dyn Write>);
        self.held = Some((std::mem::replace(&mut self.out, out), held));
    }

    /// Writes the results that were held back, or forgets them.
    pub(super) fn release(&mut self, wanted: bool) -> io::Result<()> {
        let Some((out, held)) = self.held.take() else { return Ok(()) };
        let gathered = std::mem::replace(&mut self.out, out).flush();
        if !wanted {
            return Ok(());
        }
        gathered.and_then(|()| held.copy_to(&mut self.out)).and_then(|()| self.out.flush())
    }

    /// Shows that work goes on, once it takes long, until [`Self::rest`].
    pub(super) fn work(&mut self, what: &'static str) {
        self.progress = Progress::begin(what);
    }

    /// Says that one more statement of the work is done.
    pub(super) fn step(&self) {
        self.progress.iter().for_each(Progress::step);
    }

    /// Returns the files that statements read, to be told of more.
    pub(super) fn files(&self) -> Files {
        self.files.clone()
    }

    /// Shows no more that work goes on.
    pub(super) fn rest(&mut self) {
        self.progress = None;
    }

    /// Writes what a statement gave. An error is that of standard output.
    pub(super) fn outcome(
        &mut self,
        outcome: &Outcome,
        piece: &Piece<'_>,
        origin: &str,
        session: &Session,
    ) -> io::Result<()> {
        if self.echo && !self.quiet {
            self.command(&redacted_text(piece))?;
        }
        let Outcome { result, warnings, failed, .. } = outcome;
        let silent = warnings.is_empty() && failed.is_empty() && result.is_ok();
        let text = if silent { Cow::Borrowed(piece.text) } else { masked_text(piece) };
        let database = session.database();
        let context = Context { origin, text: &text, line: piece.line, database };
        if !self.envelope {
            self.write(outcome, &context, None, session)?;
        } else {
            let (text, kind) = (redacted_text(piece), kind(piece));
            let statement = Statement { text: text.trim(), line: piece.line, kind: kind.as_deref() };
            self.write(outcome, &context, Some(&statement), session)?;
        }
        if matches!(result, Ok(Output::Nothing)) && !piece.directive && !self.quiet {
            self.renderer.write_nothing(&mut self.out)?;
        }
        // What is asked for besides takes its time too.
        if outcome.request.is_some() { Ok(()) } else { self.time() }
    }

    /// Says that the statement took so much longer, and that this is all of it.
    pub(super) fn took_more(&mut self, more: Duration) -> io::Result<()> {
        self.took.iter_mut().for_each(|took| *took += more);
        self.time()
    }

    /// Writes why a statement failed, whether the printer is quiet or not.
    pub(super) fn fault(&mut self, outcome: &Outcome, piece: &Piece<'_>, origin: &str, session: &Session) {
        let (text, database) = (masked_text(piece), session.database());
        let context = Context { origin, text: &text, line: piece.line, database };
        outcome.failed.iter().chain(outcome.result.as_ref().err()).for_each(|error| self.diagnostic(error, &context));
    }

    /// Writes what a text gave that is no statement: a question, an option. `asked` is the directive that asks so.
    pub(super) fn outcome_in(
        &mut self,
        outcome: &Outcome,
        context: &Context<'_>,
        asked: Option<DirectiveKind>,
        session: &Session,
    ) -> io::Result<()> {
        let kind = asked.map(|kind| kind.to_string());
        let statement = Statement { text: context.text, line: context.line, kind: kind.as_deref() };
        let statement = Some(&statement).filter(|_| self.envelope);
        self.write(outcome, context, statement, session)
    }

    fn write(
        &mut self,
        outcome: &Outcome,
        context: &Context<'_>,
        statement: Option<&Statement<'_>>,
        session: &Session,
    ) -> io::Result<()> {
        let Outcome { result, warnings, failed, .. } = outcome;
        if !self.quiet {
            warnings.iter().for_each(|warning| self.diagnostic(warning, context));
        }
        let written = self.output(result.as_ref().ok().unwrap_or(&Output::Nothing), statement, session);
        let errors = failed.iter().chain(result.as_ref().err());
        errors.for_each(|error| self.error(error, context));
        written
    }

    /// Writes a command before its answer: between results, or beside those that a program reads.
    fn command(&mut self, command: &str) -> io::Result<()> {
        if self.renderer.format().for_people() || self.renderer.format() == Format::Markdown {
            return self.renderer.write_command(command, &mut self.out);
        }
        let _ = self.out.flush();
        self.tell(&tame(command.trim()));
        Ok(())
    }

    /// Writes how long the statement took, where that is asked for.
    fn time(&mut self) -> io::Result<()> {
        match self.took.take().filter(|_| !self.quiet) {
            Some(took) => self.say(&format!("Time: {:.3} ms", took.as_secs_f64() * 1e3)),
            None => Ok(()),
        }
    }

    /// Writes an error of a statement, unless there were too many before it.
    fn error(&mut self, error: &Diagnostic, context: &Context<'_>) {
        match self.errors_left.checked_sub(1) {
            None => self.errors_left_out += 1,
            Some(left) => {
                self.errors_left = left;
                self.diagnostic(error, context);
            }
        }
    }

    /// Writes a diagnostic, after the results that were written before it.
    pub(super) fn diagnostic(&mut self, diagnostic: &Diagnostic, context: &Context<'_>) {
        let _ = self.out.flush();
        let text = match self.errors {
            ErrorFormat::Human => human(diagnostic, context, self.style),
            ErrorFormat::Json => json(diagnostic, context),
        };
        self.tell(&text);
    }

    /// Writes a line about the whole run to standard error.
    pub(super) fn remark(&mut self, text: &str) {
        let note = Severity::Note.word();
        self.tell(&match self.errors {
            ErrorFormat::Human => format!("{note}: {text}"),
            ErrorFormat::Json => serde_json::json!({ note: { "message": text } }).to_string(),
        });
    }

    /// Writes a line about the whole run to standard error, unless the printer is quiet.
    pub(super) fn remark_unless_quiet(&mut self, text: &str) {
        if !self.quiet {
            self.remark(text);
        }
    }

    /// Writes lines to standard error.
    fn tell(&mut self, text: &str) {
        let err = &mut self.err;
        let _ = match &self.progress {
            Some(progress) => progress.aside(|| writeln!(err, "{text}")),
            None => writeln!(err, "{text}"),
        };
    }

    /// Writes what became of the statements of a run, with its time if that is to be told.
    pub(super) fn summary(&mut self, summary: &Summary, time: Option<Duration>) {
        let _ = self.out.flush();
        self.tell(&summary.line(self.errors, time));
    }

    /// Writes what is wrong outside of any statement.
    pub(super) fn complaint(&mut self, diagnostic: &Diagnostic, origin: &str) {
        let context = Context { origin, text: "", line: 1, database: "" };
        self.diagnostic(diagnostic, &context);
    }

    /// Writes text for a person; to standard error, where a program reads the results.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        if !self.renderer.format().for_people() {
            let _ = self.out.flush();
            self.tell(line);
            return Ok(());
        }
        let line = Cow::Borrowed(line);
        let line = match self.terminal {
            Some(_) => Cow::Owned(wrapped_below(&tame(line), usize::from(terminal::width()))),
            None => line,
        };
        self.show(format!("{line}\n").as_bytes())
    }

    /// Writes text as it is: through the pager where it is longer than the screen.
    pub(super) fn show(&mut self, text: &[u8]) -> io::Result<()> {
        // A file has results alone, and what is held back goes through no pager.
        let out = self.saved.as_mut().map_or(&mut self.out, |saved| &mut saved.screen);
        out.flush()?;
        let pager = self.pager.as_ref().filter(|_| self.held.is_none());
        if !pager.is_some_and(|pager| pager.show(text)) {
            out.write_all(text)?;
        }
        out.flush()
    }

    /// Clears the screen, where results go to a terminal.
    pub(super) fn clear(&mut self) -> io::Result<()> {
        if self.quiet || !self.renderer.is_terminal() {
            return Ok(());
        }
        self.out.write_all(CLEARED)?;
        self.out.flush()
    }

    /// Shows what was written so far.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Returns the kind of command that a statement is, or the word of its directive.
fn kind(piece: &Piece<'_>) -> Option<String> {
    if piece.directive {
        return parser::directive(piece).ok().map(|directive| directive.kind().to_string());
    }
    parser::parse(piece).ok().map(|statement| statement.command.kind().name().to_owned())
}

/// Returns how a run ends whose results can't be written; a reader who left is no fault.
pub(super) fn closed(error: &io::Error, ended: Ended) -> Ended {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ended;
    }
    let _ = writeln!(io::stderr(), "error: can't write the results: {error}");
    ended.max(Ended::Refused)
}
