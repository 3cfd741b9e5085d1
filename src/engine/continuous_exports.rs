//! Placeholder.

use crate::diagnostic::Diagnostic;
use crate::engine::{Answer, Deciding, Decision};
use crate::syntax::ast::continuous_exports::ContinuousExportCommand;

/// Decides a command of the family.
pub(super) fn decide(_: &ContinuousExportCommand<'_>, _: &mut Deciding<'_>) -> Result<Decision, Diagnostic> {
    Ok(Decision { edits: Vec::new(), answer: Answer::Nothing, warnings: Vec::new() })
}
