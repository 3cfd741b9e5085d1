//! `grammar/materialized_views.ebnf`

use crate::syntax::ast::materialized_views::MaterializedViewCommand;
use crate::syntax::parser::input::{Input, Miss, PResult};

/// Placeholder.
pub(super) fn materialized_view_command<'i, 's>(_: Input<'i, 's>) -> PResult<'i, 's, MaterializedViewCommand<'s>> {
    Err(nom::Err::Error(Miss))
}
