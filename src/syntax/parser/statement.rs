//! Statements: the families of commands, and what may follow them.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::keyword::Keyword;
use crate::syntax::ast::{Command, Statement};
use crate::syntax::parser::input::{Input, Miss, PResult};
use crate::syntax::parser::{
    blocked, cluster, continuous_exports, databases, external_tables, forms, functions, graph_models, leaf,
    materialized_views, policies, query, roles, scripts, tables,
};

/// `statement = "." command [ then ] ;`
pub(super) fn statement<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Statement<'s>> {
    let (input, _) = leaf::mark(".")(input)?;
    match whole(command)(input) {
        Err(nom::Err::Error(_)) => whole(map(forms::row_command, Command::Rows))(input),
        read => read,
    }
}

/// Reads a command with the query after it, to the end of the statement.
pub(super) fn whole<'i, 's: 'i>(
    mut command: impl Parser<Input<'i, 's>, Output = Command<'s>, Error = Miss>,
) -> impl FnMut(Input<'i, 's>) -> PResult<'i, 's, Statement<'s>> {
    move |input| {
        let show = input.keyword() == Some(Keyword::Show);
        let (input, command) = command.parse(input)?;
        let (input, then) = query::after(show, input)?;
        let (input, ()) = leaf::end(input)?;
        Ok((input, Statement { command, then }))
    }
}

/// `command = role_command | … ;` one alternative a family; `row_command` is tried when none of
/// them takes the whole statement. Roles come first: they are what a long script is made of.
pub(super) fn command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Command<'s>> {
    alt((
        map(roles::role_command, Command::Roles),
        map(blocked::blocked_command, Command::Blocked),
        map(policies::policy_command, Command::Policies),
        map(databases::database_command, Command::Databases),
        map(tables::table_command, Command::Tables),
        map(functions::function_command, Command::Functions),
        map(external_tables::external_table_command, Command::ExternalTables),
        map(materialized_views::materialized_view_command, Command::MaterializedViews),
        map(graph_models::graph_model_command, Command::GraphModels),
        map(continuous_exports::continuous_export_command, Command::ContinuousExports),
        map(scripts::script_command, Command::Scripts),
        map(cluster::cluster_command, Command::Cluster),
    ))
    .parse(input)
}
