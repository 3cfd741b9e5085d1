//! `grammar/external_tables.ebnf`

use crate::syntax::ast::external_tables::ExternalTableCommand;
use crate::syntax::parser::input::{Input, Miss, PResult};

/// Placeholder.
pub(super) fn external_table_command<'i, 's>(_: Input<'i, 's>) -> PResult<'i, 's, ExternalTableCommand<'s>> {
    Err(nom::Err::Error(Miss))
}
