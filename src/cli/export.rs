//! `kmgmt export`: writes what a state or scripts leave into a folder.

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
    let written = Folder::of(&session).write(&args.output);
    written.map_or_else(
        |error| {
            let shown = args.output.display().to_string();
            printer.complaint(&Diagnostic::error(Code::Input, format!("can't write `{shown}`: {error}")), &shown);
            Ended::Usage
        },
        |()| Ended::Done,
    )
}
