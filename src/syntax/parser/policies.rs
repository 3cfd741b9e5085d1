//! `grammar/policies.ebnf`

use crate::syntax::ast::policies::PolicyCommand;
use crate::syntax::parser::input::{Input, Miss, PResult};

/// Placeholder.
pub(super) fn policy_command<'i, 's>(_: Input<'i, 's>) -> PResult<'i, 's, PolicyCommand<'s>> {
    Err(nom::Err::Error(Miss))
}
