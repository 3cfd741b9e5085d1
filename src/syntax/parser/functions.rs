//! `grammar/functions.ebnf`

use crate::syntax::ast::functions::FunctionCommand;
use crate::syntax::parser::input::{Input, Miss, PResult};

/// Placeholder.
pub(super) fn function_command<'i, 's>(_: Input<'i, 's>) -> PResult<'i, 's, FunctionCommand<'s>> {
    Err(nom::Err::Error(Miss))
}
