//! Answers of a real cluster as files hold them, and what is told of those that can't be placed.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use crate::cli::printer::Printer;
use crate::cli::source::whole_text;
use crate::diagnostic::{Code, Context, Diagnostic};
use crate::state::import::{Fault, Input};
use crate::syntax::{redacted_inside, redacted_query};

/// What can't be read, and why.
pub(super) type Unreadable = (String, Diagnostic);

/// Returns the diagnostic that something can't be read, with its name.
pub(super) fn unreadable(path: &Path, error: &dyn Display) -> Unreadable {
    let shown = path.display().to_string();
    let message = format!("can't read `{shown}`: {error}");
    (shown, Diagnostic::error(Code::Input, message))
}

/// Reads a file, standard input for `-`, or the files of a folder, of which all can be read.
pub(super) fn inputs(path: &Path) -> Result<Vec<Input>, Unreadable> {
    each_input(path).into_iter().collect()
}

/// Reads a file, standard input for `-`, or the files of a folder in the order of their names; hidden ones are left
/// out.
pub(super) fn each_input(path: &Path) -> Vec<Result<Input, Unreadable>> {
    if !path.is_dir() {
        return vec![input(path)];
    }
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => return vec![Err(unreadable(path, &error))],
    };
    let is_hidden = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.is_file() && !is_hidden(file));
    files.sort();
    files.iter().map(|file| input(file)).collect()
}

fn input(path: &Path) -> Result<Input, Unreadable> {
    let text = whole_text(path).map_err(|error| {
        let (origin, told) = unreadable(path, error.cause());
        let told = if error.is_encoding() { told.help("save the file as UTF-8, and import it again") } else { told };
        (origin, told)
    })?;
    let origin = if path.as_os_str() == "-" { "<stdin>".to_owned() } else { path.display().to_string() };
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Input { origin, text, stem, database: None })
}

/// Tells what could not be placed, with its place.
pub(super) fn tell(fault: &Fault, printer: &mut Printer) {
    // What is no answer may be anything, a script with secrets too.
    let message = format!("{}: {}", fault.place, redacted_query(&redacted_inside(&fault.message)));
    let told = if fault.is_warning { Diagnostic::warning } else { Diagnostic::error };
    let diagnostic = fault.help.iter().fold(told(Code::Input, message), Diagnostic::help);
    let context = Context { origin: &fault.place.origin, text: "", line: fault.place.line(), database: "" };
    printer.diagnostic(&diagnostic, &context);
}
