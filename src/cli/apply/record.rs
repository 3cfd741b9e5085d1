//! What was done, as a script with comments, and the script that takes it back.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::args::ApplyArgs;
use crate::cli::export::write;
use crate::cli::source::is_standard_stream;
use crate::diagnostic::{Code, Diagnostic};
use crate::plan::{Trial, script};
use crate::remote::{Endpoint, Fault, Standing};
use crate::syntax::Piece;
use crate::text::visible;

/// How diagnostics name the script of a plan.
pub(super) const SCRIPT: &str = "<plan>";

/// What the files are called of a plan that comes by a pipe.
const OF_PIPE: &str = "plan";

/// The two files.
#[derive(Debug)]
pub(super) struct Record {
    done_file: PathBuf,
    undo_file: PathBuf,
    file: File,
    /// What stands at the beginning of both.
    head: String,
    /// Whether something could not be written.
    fault: Option<Diagnostic>,
}

/// What there is to take back.
#[derive(Debug)]
pub(super) struct Undone<'a> {
    /// What was done, on a copy.
    pub(super) trial: &'a Trial,
    /// A command of which nobody knows whether it ran.
    pub(super) unknown: Option<&'a str>,
}

impl Record {
    /// Makes the files, so that nothing is done of which nothing could be written.
    ///
    /// # Errors
    /// They can't be made.
    pub(super) fn begin(args: &ApplyArgs, endpoint: &Endpoint, now: Timestamp) -> Result<Self, Diagnostic> {
        let stem = match args.plan.file_stem() {
            Some(stem) if !is_standard_stream(&args.plan) => stem.to_string_lossy().into_owned(),
            _ => OF_PIPE.to_owned(),
        };
        let own = args.plan.parent().unwrap_or(Path::new(""));
        let folder = args.output.as_deref().unwrap_or(own);
        let [done_file, undo_file] = ["done", "undo"].map(|what| folder.join(format!("{stem}.{what}.kql")));
        let unwritten = |file: &Path, error: &std::io::Error| {
            Diagnostic::error(Code::Input, format!("can't write `{}`: {error}", file.display()))
        };
        if let Some(folder) = &args.output {
            std::fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
        }
        let file = File::create(&done_file).map_err(|error| unwritten(&done_file, &error))?;
        let head =
            format!("// kmgmt apply {} --cluster {endpoint}, {now}\n", visible(&args.plan.display().to_string()));
        write(&undo_file, &head)?;
        let mut record = Self { done_file, undo_file, file, head, fault: None };
        record.add(&record.head.clone());
        match record.fault.take() {
            None => Ok(record),
            Some(fault) => Err(fault),
        }
    }

    pub(super) fn done_file(&self) -> &Path {
        &self.done_file
    }

    pub(super) fn undo_file(&self) -> &Path {
        &self.undo_file
    }

    /// Notes a statement that ran. It is in the file before the next one runs.
    pub(super) fn done(&mut self, piece: &Piece<'_>) {
        let text = piece.text.trim();
        let end = if text.contains('\n') { "\n\n" } else { "\n" };
        self.add(&format!("{text}{end}"));
    }

    /// Notes the statement at which the run stopped, and why.
    pub(super) fn stopped(&mut self, piece: &Piece<'_>, fault: &Fault) {
        let what = match fault.standing {
            Standing::Refused => "refused",
            Standing::NotDone => "not run",
            Standing::Unknown => "sent, and whether it ran is not known",
        };
        let (text, why) = (visible(piece.text.trim()), visible(&fault.error.message));
        self.add(&format!("// {what}: {text}: {why}\n"));
    }

    /// Notes a statement that was not run any more.
    pub(super) fn left(&mut self, piece: &Piece<'_>) {
        if !piece.directive {
            self.add(&format!("// not run: {}\n", visible(piece.text.trim())));
        }
    }

    /// Writes the script that takes back what was done.
    ///
    /// # Errors
    /// Something could not be written, also before.
    pub(super) fn end(&mut self, undone: &Undone<'_>) -> Result<(), Diagnostic> {
        let Undone { trial, unknown } = undone;
        let renames = trial.renames();
        let unknown = unknown.map(|command| format!("// whether this ran is not known: {}\n", visible(command)));
        let back = script(&trial.after, &trial.before, &renames.inverse());
        let written = write(&self.undo_file, &format!("{}{}{back}", self.head, unknown.unwrap_or_default()));
        self.fault.take().map_or(Ok(()), Err).and(written)
    }

    fn add(&mut self, text: &str) {
        let added = self.file.write_all(text.as_bytes()).and_then(|()| self.file.flush());
        if let Err(error) = added {
            let message = format!("can't write `{}`: {error}", self.done_file.display());
            self.fault.get_or_insert_with(|| Diagnostic::error(Code::Input, message));
        }
    }
}
