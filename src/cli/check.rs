//! `kmgmt check`: parses and judges without running.

use crate::cli::Ended;
use crate::cli::args::CheckArgs;

/// Placeholder.
pub(super) fn check(_args: &CheckArgs) -> Ended {
    Ended::Done
}
