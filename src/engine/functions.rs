//! Placeholder.

use crate::diagnostic::Diagnostic;
use crate::engine::{Answer, Deciding, Decision};
use crate::syntax::ast::functions::FunctionCommand;

/// Decides a command of the family.
pub(super) fn decide(_: &FunctionCommand<'_>, _: &mut Deciding<'_>) -> Result<Decision, Diagnostic> {
    Ok(Decision { edits: Vec::new(), answer: Answer::Nothing, warnings: Vec::new() })
}
