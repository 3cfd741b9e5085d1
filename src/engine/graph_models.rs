//! Placeholder.

use crate::diagnostic::Diagnostic;
use crate::engine::{Answer, Deciding, Decision};
use crate::syntax::ast::graph_models::GraphModelCommand;

/// Decides a command of the family.
pub(super) fn decide(_: &GraphModelCommand<'_>, _: &mut Deciding<'_>) -> Result<Decision, Diagnostic> {
    Ok(Decision { edits: Vec::new(), answer: Answer::Nothing, warnings: Vec::new() })
}
