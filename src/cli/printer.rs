//! Results to standard output, diagnostics to standard error.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Write};

use crate::cli::Ended;
use crate::cli::args::ErrorFormat;
use crate::diagnostic::{Context, Diagnostic, Style, human, json};
use crate::render::{Format, Renderer};
use crate::session::{Outcome, Output, Session};
use crate::syntax::{Piece, masked_text};
use crate::text::tame;

/// How much output is gathered before it is written.
const GATHERED: usize = 1 << 16;

/// Clears a terminal, with what was scrolled away, and puts the cursor at its top.
const CLEARED: &[u8] = b"\x1b[H\x1b[2J\x1b[3J";

/// Where everything is written.
pub(super) struct Printer {
    out: BufWriter<Box<dyn Write>>,
    err: Box<dyn Write>,
    renderer: Renderer,
    errors: ErrorFormat,
    style: Style,
    quiet: bool,
}

/// Returns colours for a terminal, unless the user does not want them.
pub(super) fn style() -> Style {
    let is_wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let colour = is_wanted && io::stderr().is_terminal();
    if colour { Style::Colour } else { Style::Plain }
}

impl Printer {
    /// Writes results to standard output, and errors to standard error as they are asked for.
    pub(super) fn of_results(format: Format, errors: ErrorFormat) -> Self {
        let width = || terminal_size::terminal_size().map_or(80, |(width, _)| width.0);
        let width = io::stdout().is_terminal().then(width);
        let printer = Self::to(Box::new(io::stdout()), Box::new(io::stderr()), Renderer::new(format, width));
        Self { errors, style: style(), ..printer }
    }

    /// Writes errors to standard error as they are asked for, and nothing else.
    pub(super) fn silent(errors: ErrorFormat) -> Self {
        Self { quiet: true, ..Self::of_text(errors) }
    }

    /// Writes text to standard output, and errors to standard error as they are asked for.
    pub(super) fn of_text(errors: ErrorFormat) -> Self {
        let printer = Self::to(Box::new(io::stdout()), Box::new(io::stderr()), Renderer::new(Format::Table, None));
        Self { errors, style: style(), ..printer }
    }

    /// Writes to these writers, without colours.
    pub(super) fn to(out: Box<dyn Write>, err: Box<dyn Write>, renderer: Renderer) -> Self {
        let out = BufWriter::with_capacity(GATHERED, out);
        Self { out, err, renderer, errors: ErrorFormat::Human, style: Style::Plain, quiet: false }
    }

    /// Makes the printer write results and warnings, or neither of them.
    pub(super) const fn quieten(&mut self, quiet: bool) {
        self.quiet = quiet;
    }

    /// Writes what a statement gave. An error is that of standard output.
    pub(super) fn outcome(
        &mut self,
        outcome: &Outcome,
        piece: &Piece<'_>,
        origin: &str,
        session: &Session,
    ) -> io::Result<()> {
        let Outcome { result, warnings, failed, .. } = outcome;
        let silent = warnings.is_empty() && failed.is_empty() && result.is_ok();
        let text = if silent { Cow::Borrowed(piece.text) } else { masked_text(piece) };
        let database = session.database();
        let context = Context { origin, text: &text, line: piece.line, database };
        self.outcome_in(outcome, &context, session)
    }

    /// Writes why a statement failed, whether the printer is quiet or not.
    pub(super) fn fault(&mut self, outcome: &Outcome, piece: &Piece<'_>, origin: &str, session: &Session) {
        let (text, database) = (masked_text(piece), session.database());
        let context = Context { origin, text: &text, line: piece.line, database };
        outcome.failed.iter().chain(outcome.result.as_ref().err()).for_each(|error| self.diagnostic(error, &context));
    }

    /// Writes what a text gave that is no statement: a question, an option.
    pub(super) fn outcome_in(&mut self, outcome: &Outcome, context: &Context<'_>, session: &Session) -> io::Result<()> {
        let Outcome { result, warnings, failed, .. } = outcome;
        if !self.quiet {
            warnings.iter().for_each(|warning| self.diagnostic(warning, context));
        }
        let written = self.output(result.as_ref().ok().unwrap_or(&Output::Nothing), session);
        let errors = failed.iter().chain(result.as_ref().err());
        errors.for_each(|error| self.diagnostic(error, context));
        written
    }

    fn output(&mut self, output: &Output, session: &Session) -> io::Result<()> {
        match output {
            _ if self.quiet => Ok(()),
            Output::Nothing => Ok(()),
            Output::Answer(..) => match session.table(output) {
                Some(table) => self.renderer.write(&table, &mut self.out),
                None => Ok(()),
            },
            Output::Text(text) => self.say(text),
            Output::Proof(proof) => self.renderer.write_proof(proof, &mut self.out),
        }
    }

    /// Writes a diagnostic, after the results that were written before it.
    pub(super) fn diagnostic(&mut self, diagnostic: &Diagnostic, context: &Context<'_>) {
        let _ = self.out.flush();
        let text = match self.errors {
            ErrorFormat::Human => human(diagnostic, context, self.style),
            ErrorFormat::Json => json(diagnostic, context),
        };
        let _ = writeln!(self.err, "{text}");
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
        if self.renderer.for_programs() {
            let _ = self.out.flush();
            let _ = writeln!(self.err, "{line}");
            return Ok(());
        }
        let line = Cow::Borrowed(line);
        writeln!(self.out, "{}", if self.renderer.is_terminal() { tame(line) } else { line })?;
        self.out.flush()
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

/// Returns how a run ends whose results can't be written; a reader who left is no fault.
pub(super) fn closed(error: &io::Error, ended: Ended) -> Ended {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return ended;
    }
    let _ = writeln!(io::stderr(), "error: can't write the results: {error}");
    ended.max(Ended::Refused)
}
