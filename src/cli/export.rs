//! `kmgmt export`: writes what a state or scripts leave into a folder.

use std::io;
use std::path::Path;

use crate::cli::Ended;
use crate::cli::args::ExportArgs;
use crate::cli::ask::prepared;
use crate::cli::printer::Printer;
use crate::diagnostic::{Code, Diagnostic};
use crate::state::Folder;

/// Runs the scripts and writes the state that they leave.
pub(super) fn export(args: &ExportArgs) -> Ended {
    let mut printer = Printer::silent(args.setting.error_format);
    let session = match prepared(&args.setting, &mut printer) {
        Ok(session) => session,
        Err(ended) => return ended,
    };
    save(&Folder::of(&session), &args.output, &mut printer)
}

/// Writes a state into a folder, which is made if it is not there.
pub(super) fn save(state: &Folder, folder: &Path, printer: &mut Printer) -> Ended {
    let mut files = state.files().into_iter();
    let made = std::fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error));
    let written = made.and_then(|()| files.try_for_each(|(name, text)| write(&folder.join(name), text)));
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

fn unwritten(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error(Code::Input, format!("can't write `{}`: {error}", path.display()))
}
