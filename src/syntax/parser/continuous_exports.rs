//! `grammar/continuous_exports.ebnf`

use crate::syntax::ast::continuous_exports::ContinuousExportCommand;
use crate::syntax::parser::input::{Input, Miss, PResult};

/// Placeholder.
pub(super) fn continuous_export_command<'i, 's>(_: Input<'i, 's>) -> PResult<'i, 's, ContinuousExportCommand<'s>> {
    Err(nom::Err::Error(Miss))
}
