//! `grammar/tables.ebnf`

use crate::syntax::ast::tables::TableCommand;
use crate::syntax::parser::input::{Input, Miss, PResult};

/// Placeholder.
pub(super) fn table_command<'i, 's>(_: Input<'i, 's>) -> PResult<'i, 's, TableCommand<'s>> {
    Err(nom::Err::Error(Miss))
}
