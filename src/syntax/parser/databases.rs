//! `grammar/databases.ebnf`

use crate::syntax::ast::databases::DatabaseCommand;
use crate::syntax::parser::input::{Input, Miss, PResult};

/// Placeholder.
pub(super) fn database_command<'i, 's>(_: Input<'i, 's>) -> PResult<'i, 's, DatabaseCommand<'s>> {
    Err(nom::Err::Error(Miss))
}
