//! How results are shown, as arguments ask for it and directives change it.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::time::Instant;

use crate::cli::Ended;
use crate::cli::args::{ErrorFormat, Look};
use crate::cli::overwritten::overwritten;
use crate::cli::printer::columns::Chosen;
use crate::cli::printer::late_file::LateFile;
use crate::cli::printer::pager::Pager;
use crate::cli::printer::{GATHERED, Printer, Saved};
use crate::cli::terminal;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::directive_kind::DirectiveKind;
use crate::model::format::Format;
use crate::model::view_change::{ViewChange, switch};
use crate::render::Renderer;
use crate::session::{Outcome, Output, Session};
use crate::syntax::Piece;
use crate::text::{Spanned, quoted, sentence_list};

impl Printer {
    /// Writes results where and how the arguments ask for it, and errors to standard error.
    ///
    /// # Errors
    /// How the run ends where that can't be, which is told.
    pub(in crate::cli) fn of_results(format: Option<Format>, look: &Look, errors: ErrorFormat) -> Result<Self, Ended> {
        let terminal = io::stdout().is_terminal().then(terminal::width);
        let renderer = Renderer::new(format.unwrap_or(Format::Auto), terminal);
        let mut printer = Self {
            errors,
            style: terminal::style(&io::stderr()),
            chosen: format,
            terminal,
            columns: Chosen::new(&look.columns),
            echo: look.echo,
            envelope: look.envelope,
            pager: if look.no_pager { None } else { Pager::at_terminal() },
            ..Self::to(Box::new(io::stdout()), Box::new(io::stderr()), renderer)
        };
        match printer.begin(look) {
            Ok(()) => Ok(printer),
            Err(error) => {
                printer.complaint(&error, "");
                Err(Ended::Usage)
            }
        }
    }

    fn begin(&mut self, look: &Look) -> Result<(), Diagnostic> {
        if let Some(file) = &look.output {
            self.save(&file.display().to_string())?;
        }
        let format = self.renderer.format();
        if self.envelope && !format.is_json() {
            let error = Diagnostic::error(Code::Syntax, format!("`--envelope` is no option of the format `{format}`"));
            let formats = [Format::Json, Format::JsonLines].map(quoted);
            return Err(error.help(format!("the formats that have it are {}", sentence_list(&formats, "and"))));
        }
        Ok(())
    }

    /// Runs a statement; what it says of the view holds from here on. A quiet printer shows nothing, and looks at none
    /// of it.
    pub(in crate::cli) fn run(&mut self, piece: &Piece<'_>, session: &mut Session) -> Outcome {
        let mut outcome = self.timed(|| session.run(piece));
        if let Ok(Output::View(change)) = &outcome.result {
            if matches!(change, ViewChange::Columns(_)) {
                outcome.failed.extend(self.columns.fault());
            }
            let scripts = session.scripts();
            outcome.result = if self.quiet { Ok(Output::Nothing) } else { self.change(change, scripts) };
        }
        outcome
    }

    /// Runs something, and notes how long it took, if that is to be shown.
    pub(in crate::cli) fn timed<T>(&mut self, run: impl FnOnce() -> T) -> T {
        let begun = self.timing.then(Instant::now);
        let done = run();
        self.took = begun.map(|begun| begun.elapsed());
        done
    }

    /// Does what a directive says; these scripts are running.
    fn change(&mut self, change: &ViewChange, scripts: &[String]) -> Result<Output, Diagnostic> {
        let told = match change {
            ViewChange::Format(None) => self.renderer.format().to_string(),
            ViewChange::Echo(None) => switch(self.echo).to_owned(),
            ViewChange::Timing(None) => switch(self.timing).to_owned(),
            ViewChange::Format(Some(format)) => return self.write_in(*format),
            ViewChange::Columns(names) => {
                self.columns.choose(names);
                match names.is_empty() {
                    true => self.columns.to_string(),
                    false => return Ok(Output::Nothing),
                }
            }
            ViewChange::Echo(Some(is_on)) => return Ok(set(&mut self.echo, *is_on)),
            ViewChange::Timing(Some(is_on)) => return Ok(set(&mut self.timing, *is_on)),
            ViewChange::Save(Some(file)) => return self.save_beside(file, scripts),
            ViewChange::Save(None) => {
                self.end_saving()?;
                format!("results are shown; `{} FILE` writes them into a file", DirectiveKind::Save)
            }
        };
        Ok(Output::Text(told))
    }

    /// Writes results into a file from here on, unless it is one of these scripts.
    fn save_beside(&mut self, file: &Spanned<String>, scripts: &[String]) -> Result<Output, Diagnostic> {
        // What is not applied is to leave nothing in files.
        if self.held.is_some() {
            let error = format!("`{}` is no part of a run of which all statements stay or none", DirectiveKind::Save);
            let error = Diagnostic::error(Code::Syntax, error).help("leave out `--atomic`, or use `-o`");
            return Err(error.at(file.span));
        }
        let option = DirectiveKind::Save.to_string();
        let scripts = scripts.iter().map(Path::new);
        match overwritten(&option, Path::new(&file.value), scripts) {
            Some(error) => Err(error.at(file.span)),
            None => self.save(&file.value).map(|()| Output::Nothing).map_err(|error| error.at(file.span)),
        }
    }

    fn write_in(&mut self, format: Format) -> Result<Output, Diagnostic> {
        self.chosen = Some(format);
        self.renew();
        Ok(Output::Nothing)
    }

    /// Writes results into a file from here on, in the format that was chosen, or else in that of its extension.
    fn save(&mut self, name: &str) -> Result<(), Diagnostic> {
        let by_name = Path::new(name).extension().and_then(|extension| Format::of_extension(extension.to_str()?));
        if self.chosen.is_none() && by_name.is_none() {
            return Err(unknown_extension(name));
        }
        let file = LateFile::at(Path::new(name), self.files.clone()).map_err(|error| unwritable(name, &error))?;
        self.end_saving()?;
        let screen = std::mem::replace(&mut self.out, BufWriter::with_capacity(GATHERED, Box::new(file)));
        self.saved = Some(Saved { screen, name: name.to_owned(), format: by_name });
        self.renew();
        Ok(())
    }

    /// Writes results where they went before the file.
    fn end_saving(&mut self) -> Result<(), Diagnostic> {
        let Some(Saved { screen, name, .. }) = self.saved.take() else { return Ok(()) };
        let mut file = std::mem::replace(&mut self.out, screen);
        self.renew();
        file.flush().map_err(|error| unwritable(&name, &error))
    }

    /// Makes the renderer one for the format and the place that hold now.
    fn renew(&mut self) {
        let format = self.chosen.or_else(|| self.saved.as_ref().and_then(|saved| saved.format));
        let terminal = self.terminal.filter(|_| self.saved.is_none());
        self.renderer = Renderer::new(format.unwrap_or(Format::Auto), terminal);
    }

    /// Makes the file of results one without any, where none was written.
    pub(in crate::cli) fn begin_file(&mut self) -> io::Result<()> {
        if self.saved.is_some() && !self.quiet {
            self.out.flush()?;
            let _ = self.out.get_mut().write(&[])?;
        }
        Ok(())
    }

    /// Ends a run, or an input of the shell: complains of chosen columns that no result had.
    pub(in crate::cli) fn end(&mut self) -> Ended {
        match self.columns.fault() {
            Some(error) => {
                self.complaint(&error, "");
                Ended::Refused
            }
            None => Ended::Done,
        }
    }
}

fn set(switch: &mut bool, is_on: bool) -> Output {
    *switch = is_on;
    Output::Nothing
}

fn unwritable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error(Code::Input, format!("can't write {}: {error}", quoted(name)))
}

/// Returns the complaint about a file whose name says no format.
fn unknown_extension(name: &str) -> Diagnostic {
    let of = |format: &Format| format.extensions().iter().map(|extension| quoted(format!(".{extension}")));
    let known: Vec<String> = Format::RESULTS.iter().flat_map(of).collect();
    Diagnostic::error(Code::Syntax, format!("the extension of {} is that of no format", quoted(name)))
        .help(format!("the extensions are {}", sentence_list(&known, "and")))
        .help(format!("`--format NAME`, or `{} NAME` before, says it for any file", DirectiveKind::Format))
}
