//! Results to standard output, diagnostics to standard error.

use std::io::{self, BufWriter, IsTerminal, Stderr, Stdout, Write};

use crate::cli::args::{Args, ErrorFormat};
use crate::diagnostic::{Context, Diagnostic, Style, human, json};
use crate::render::Renderer;
use crate::session::{Outcome, Output};

/// Where everything is written.
pub(super) struct Printer {
    out: BufWriter<Stdout>,
    err: Stderr,
    renderer: Renderer,
    errors: ErrorFormat,
    style: Style,
    quiet: bool,
}

impl Printer {
    pub(super) fn new(args: &Args) -> Self {
        let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let width = io::stdout().is_terminal().then(|| terminal_size::terminal_size().map_or(80, |(width, _)| width.0));
        Self {
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            err: io::stderr(),
            renderer: Renderer::new(args.format, width),
            errors: args.error_format,
            style: if colour { Style::Colour } else { Style::Plain },
            quiet: args.quiet,
        }
    }

    /// Writes what a statement gave. An error is that of standard output.
    pub(super) fn outcome(&mut self, outcome: &Outcome, context: &Context<'_>) -> io::Result<()> {
        if !self.quiet {
            outcome.warnings.iter().for_each(|warning| self.diagnostic(warning, context));
        }
        match &outcome.result {
            Ok(_) if self.quiet => Ok(()),
            Ok(Output::Nothing) => Ok(()),
            Ok(Output::Table(table)) => self.renderer.write(table, &mut self.out),
            Ok(Output::Text(text)) => writeln!(self.out, "{text}"),
            Err(error) => {
                self.diagnostic(error, context);
                Ok(())
            }
        }
    }

    /// Writes a diagnostic, behind the results that were written before it.
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

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
