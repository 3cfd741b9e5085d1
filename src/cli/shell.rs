//! The interactive shell.

use crate::cli::Ended;
use crate::cli::args::Args;
use crate::cli::printer::Printer;
use crate::session::Session;

/// Placeholder.
pub(super) fn shell(_args: &Args, _session: Session, _printer: Printer) -> Ended {
    Ended::Done
}
