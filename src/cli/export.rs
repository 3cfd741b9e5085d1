//! `kmgmt export`: writes what a state or scripts leave into a folder, or its roles for another tool.

use std::io::{self, IsTerminal};
use std::path::Path;

use crate::cli::Ended;
use crate::cli::args::ExportArgs;
use crate::cli::ask::prepared;
use crate::cli::printer::{Printer, closed};
use crate::cli::terminal;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::format::Format;
use crate::render::Renderer;
use crate::state::Folder;
use crate::state::export::{Content, File, export as export_to};
use crate::text::visible;

/// Runs the scripts and writes what they leave.
pub(super) fn export(args: &ExportArgs) -> Ended {
    let mut printer = Printer::silent(args.setting.error_format);
    let session = match prepared(&args.setting, &mut printer) {
        Ok(session) => session,
        Err(ended) => return ended,
    };
    match (args.to, args.output.as_deref()) {
        (Some(target), output) => {
            let export = session.world(|world| export_to(world, target));
            export.left_out.iter().for_each(|said| tell(said, &mut printer));
            match output {
                Some(folder) => save_files(&export.files, folder, &mut printer),
                None => show(&export.files, &mut printer),
            }
        }
        (None, Some(folder)) => save(&Folder::of(&session), folder, &mut printer),
        // Wrong usage, which was told.
        (None, None) => Ended::Usage,
    }
}

/// Tells what the other tool has no place for.
fn tell(said: &Diagnostic, printer: &mut Printer) {
    match said.severity {
        Severity::Note => printer.remark(&visible(&said.message)),
        Severity::Warning | Severity::Error => printer.complaint(said, ""),
    }
}

/// Writes a file for another tool to standard output; several need a folder.
fn show(files: &[File], printer: &mut Printer) -> Ended {
    let file = match files {
        [file] => file,
        [] => return Ended::Done,
        _ => {
            let error = format!("{} files can't go to standard output: each database has one", files.len());
            let error = Diagnostic::error(Code::Input, error).help("`-o DIR` writes them into a folder");
            printer.complaint(&error, "--to");
            return Ended::Usage;
        }
    };
    let width = io::stdout().is_terminal().then(terminal::width);
    let written = text(file, width).and_then(|text| printer.show(text.as_bytes()));
    written.map_or_else(|error| closed(&error, Ended::Done), |()| Ended::Done)
}

/// Returns what stands in a file; a table is one for spreadsheets. `width` is that of the terminal that shows it.
fn text(file: &File, width: Option<u16>) -> io::Result<String> {
    match &file.content {
        Content::Text(text) => Ok(text.clone()),
        Content::Table(table) => {
            let mut out = Vec::new();
            Renderer::new(Format::Csv, width).write(&table.for_spreadsheets(), &mut out)?;
            String::from_utf8(out).map_err(io::Error::other)
        }
    }
}

fn save_files(files: &[File], folder: &Path, printer: &mut Printer) -> Ended {
    let texts = files.iter().map(|file| Ok((file.name.as_str(), text(file, None)?)));
    match texts.collect::<io::Result<Vec<_>>>() {
        Ok(texts) => write_all(texts.iter().map(|(name, text)| (*name, text.as_str())), folder, printer),
        Err(error) => closed(&error, Ended::Usage),
    }
}

/// Writes a state into a folder, which is made if it is not there.
pub(super) fn save(state: &Folder, folder: &Path, printer: &mut Printer) -> Ended {
    write_all(state.files(), folder, printer)
}

/// Writes files into a folder, which is made if it is not there, and so are those that their names begin with.
fn write_all<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>, folder: &Path, printer: &mut Printer) -> Ended {
    let made = |folder: &Path| std::fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error));
    let mut files = files.into_iter();
    let written = made(folder).and_then(|()| {
        files.try_for_each(|(name, text)| {
            let file = folder.join(name);
            file.parent().map_or(Ok(()), made).and_then(|()| write(&file, text))
        })
    });
    written.map_or_else(
        |error| {
            printer.complaint(&error, &folder.display().to_string());
            Ended::Usage
        },
        |()| Ended::Done,
    )
}

/// Writes a file.
///
/// # Errors
/// Says that it can't be written, and why.
pub(super) fn write(file: &Path, text: &str) -> Result<(), Diagnostic> {
    std::fs::write(file, text).map_err(|error| unwritten(file, &error))
}

/// Returns why a file or a folder can't be written.
pub(super) fn unwritten(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(Code::Input, format!("can't write `{}`: {error}", path.display()))
}
