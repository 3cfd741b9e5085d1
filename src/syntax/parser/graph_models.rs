//! `grammar/graph_models.ebnf`

use crate::syntax::ast::graph_models::GraphModelCommand;
use crate::syntax::parser::input::{Input, Miss, PResult};

/// Placeholder.
pub(super) fn graph_model_command<'i, 's>(_: Input<'i, 's>) -> PResult<'i, 's, GraphModelCommand<'s>> {
    Err(nom::Err::Error(Miss))
}
