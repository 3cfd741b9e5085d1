//! What was done, as a script with comments, and the script that takes it back. Both are whole at any time: whatever ends
//! the program, they have what was done until then.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::args::ApplyArgs;
use crate::cli::export::unwritten;
use crate::cli::replace::replace;
use crate::cli::source::is_standard_stream;
use crate::diagnostic::Diagnostic;
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
}

/// What there is to take back.
#[derive(Debug)]
pub(super) struct Undone<'a> {
    /// What was done, on a copy.
    pub(super) trial: &'a Trial,
    /// The commands that ran, and that the copy did not take.
    pub(super) unfollowed: &'a [(String, Diagnostic)],
    /// A command of which nobody knows whether it ran.
    pub(super) unknown: Option<&'a str>,
}

impl Record {
    /// Makes the files, so that nothing is done of which nothing could be written. Those of an earlier run stay: what it
    /// did may have to be taken back yet.
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
        if let Some(folder) = &args.output {
            std::fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
        }
        let plan = visible(&args.plan.display().to_string());
        let head = format!("// kmgmt apply {plan} --cluster {endpoint}, {now}\n");
        let mut number = 1;
        loop {
            let of_run = if number == 1 { String::new() } else { format!("-{number}") };
            let [done_file, undo_file] = ["done", "undo"].map(|what| folder.join(format!("{stem}.{what}{of_run}.kql")));
            number += 1;
            if done_file.exists() {
                continue;
            }
            let begun = |path: &Path| begun(path, &head).map_err(|error| (error.kind(), unwritten(path, &error)));
            match begun(&undo_file).and_then(|_| begun(&done_file)) {
                Ok(file) => return Ok(Self { done_file, undo_file, file, head }),
                Err((io::ErrorKind::AlreadyExists, _)) => {}
                Err((_, error)) => return Err(error),
            }
        }
    }

    pub(super) fn done_file(&self) -> &Path {
        &self.done_file
    }

    pub(super) fn undo_file(&self) -> &Path {
        &self.undo_file
    }

    /// Notes a statement that is about to be sent.
    ///
    /// # Errors
    /// It can't be written.
    pub(super) fn sent(&mut self, piece: &Piece<'_>) -> Result<(), Diagnostic> {
        self.add(&format!("// sent: {}\n", visible(piece.text.trim())))?;
        self.sync()
    }

    /// Notes a statement that ran.
    ///
    /// # Errors
    /// It can't be written.
    pub(super) fn done(&mut self, piece: &Piece<'_>) -> Result<(), Diagnostic> {
        let text = piece.text.trim();
        let end = if text.contains('\n') { "\n\n" } else { "\n" };
        self.add(&format!("{text}{end}"))?;
        self.sync()
    }

    /// Notes the statement at which the run stopped, and why. It is told too, so that it may be missing where nothing can
    /// be written.
    pub(super) fn stopped(&mut self, piece: &Piece<'_>, fault: &Fault) {
        let what = match fault.standing {
            Standing::Refused => "refused",
            Standing::NotDone => "not run",
            Standing::Unknown => "whether this ran is not known",
        };
        let (text, why) = (visible(piece.text.trim()), visible(&fault.error.message));
        let _ = self.add(&format!("// {what}: {text}: {why}\n"));
    }

    /// Notes a statement that was not run any more.
    pub(super) fn left(&mut self, piece: &Piece<'_>) {
        if !piece.directive {
            let _ = self.add(&format!("// not run: {}\n", visible(piece.text.trim())));
        }
    }

    /// Says that nothing more follows.
    ///
    /// # Errors
    /// Something of the record can't be written.
    pub(super) fn end(&self) -> Result<(), Diagnostic> {
        self.sync()
    }

    /// Writes the script that takes back what was done, in place of the one before.
    ///
    /// # Errors
    /// It can't be written; the one before stays.
    pub(super) fn write_undo(&self, undone: &Undone<'_>) -> Result<(), Diagnostic> {
        let Undone { trial, unfollowed, unknown } = undone;
        let mut text = self.head.clone();
        text.extend(unknown.map(|command| format!("// whether this ran is not known: {}\n", visible(command))));
        text.extend(unfollowed.iter().map(|(command, why)| {
            let (command, why) = (visible(command), visible(&why.message));
            format!("// left out: {command} ran, and how to take it back is not known: {why}\n")
        }));
        text += &script(&trial.after, &trial.before, &trial.renames().inverse());
        replace(&self.undo_file, &text).map_err(|error| unwritten(&self.undo_file, &error))
    }

    fn add(&mut self, text: &str) -> Result<(), Diagnostic> {
        self.file.write_all(text.as_bytes()).map_err(|error| unwritten(&self.done_file, &error))
    }

    fn sync(&self) -> Result<(), Diagnostic> {
        self.file.sync_data().map_err(|error| unwritten(&self.done_file, &error))
    }
}

/// Makes a file that is not there yet, and writes how it begins.
fn begun(path: &Path, head: &str) -> io::Result<File> {
    let mut file = File::create_new(path)?;
    file.write_all(head.as_bytes())?;
    file.sync_all()?;
    Ok(file)
}
