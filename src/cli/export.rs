//! `kmgmt export`: writes what a state or scripts leave into a folder.

use std::path::Path;

use crate::cli::Ended;
use crate::cli::args::ExportArgs;
use crate::cli::ask::prepared;
use crate::cli::printer::Printer;
use crate::diagnostic::{Code, Diagnostic};
use crate::state::Folder;

/// Runs the scripts and writes the state that they leave.
pub(super) fn export(args: &ExportArgs) -> Ended {
    let mut printer = Printer::new(&args.setting, true);
    let session = match prepared(&args.setting, &mut printer) {
        Ok(session) => session,
        Err(ended) => return ended,
    };
    save(&Folder::of(&session), &args.output, &mut printer)
}

/// Writes a state into a folder, which is made if it is not there.
pub(super) fn save(state: &Folder, folder: &Path, printer: &mut Printer) -> Ended {
    let mut files = state.files().into_iter();
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| files.try_for_each(|(name, text)| std::fs::write(folder.join(name), text)));
    let Err(error) = written else { return Ended::Done };
    let shown = folder.display().to_string();
    printer.complaint(&Diagnostic::error(Code::Input, format!("can't write `{shown}`: {error}")), &shown);
    Ended::Usage
}
