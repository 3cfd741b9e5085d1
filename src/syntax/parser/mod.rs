//! Parsers over tokens, one file per command family. A parser carries the name of its rule in
//! `grammar/`, and its comment repeats the rule.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;

use crate::model::keyword::Keyword;
use crate::model::limit;
use crate::model::principal::PrincipalRef;
use crate::model::property::Properties;
use crate::syntax::arguments::Arguments;
use crate::syntax::ast::assertions::Assertion;
use crate::syntax::ast::directives::Directive;
use crate::syntax::ast::questions::Question;
use crate::syntax::ast::{Command, Statement};
use crate::syntax::comments::Comment;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::parser::input::{Input, Miss, PResult, Source};
use crate::syntax::splitter::Piece;
use crate::text::{Span, Spanned};

mod assertions;
mod bare;
mod blocked;
mod bodies;
mod cluster;
mod columns;
mod continuous_exports;
mod databases;
mod directives;
mod expected;
mod explain_error;
mod external_sources;
mod external_tables;
mod forms;
mod functions;
mod graph_models;
mod identity_policy;
mod input;
mod leaf;
mod materialized_views;
mod mentions;
mod policies;
mod query;
mod questions;
mod roles;
mod scripts;
mod slots;
mod string;
mod tables;
mod value;

pub use bare::A_FILE;
pub use expected::{Place, expected_after, misfit};
pub use input::Expectation;
pub use mentions::mentions_in;
pub use slots::A_COLUMN;
pub use string::POLICY_JSON;

/// Reads one statement.
///
/// # Errors
/// Says what is wrong and where, what could stand there, and what near word may be meant.
pub fn parse<'s>(piece: &Piece<'s>) -> Result<Statement<'s>, SyntaxError> {
    check_length(piece)?;
    if piece.unclosed.is_none() && piece.stray.is_none() {
        let source = Source::new(piece.text, piece.tokens, false);
        if let Ok((_, statement)) = statement(source.input()) {
            return Ok(statement);
        }
    }
    Err(explain_error::explain(piece))
}

fn check_length(piece: &Piece<'_>) -> Result<(), SyntaxError> {
    let length = piece.text.len();
    if length > limit::STATEMENT_BYTES {
        return Err(SyntaxError { kind: SyntaxErrorKind::TooLong(length), span: Span::at(0) });
    }
    Ok(())
}

/// Reads one directive.
///
/// # Errors
/// Says what is wrong and where, as for commands.
pub fn directive<'s>(piece: &Piece<'s>) -> Result<Directive<'s>, SyntaxError> {
    check_length(piece)?;
    let source = Source::directive(piece.text, piece.tokens);
    source.result_of(directives::directive(source.input())).map_err(|error| directives::advised(error, &source))
}

/// Reads one assertion.
///
/// # Errors
/// Says what is wrong and where in the line.
pub fn assertion<'s>(comment: &Comment<'s>) -> Result<Assertion<'s>, SyntaxError> {
    let source = Source::directive(comment.text, &comment.tokens);
    source.result_of(assertions::assertion(source.input())).map_err(|error| assertions::advised(error, &source))
}

/// Reads `PRINCIPAL ACTION ENTITY`.
///
/// # Errors
/// Says what is wrong and where in the arguments.
pub fn explanation(arguments: &Arguments) -> Result<(Spanned<PrincipalRef<'_>>, Question<'_>), SyntaxError> {
    let source = Source::new(&arguments.text, &arguments.tokens, true);
    source.result_of(questions::explanation(source.input()))
}

/// Reads `ACTION ENTITY`.
///
/// # Errors
/// Says what is wrong and where in the arguments.
pub fn question(arguments: &Arguments) -> Result<Question<'_>, SyntaxError> {
    let source = Source::new(&arguments.text, &arguments.tokens, true);
    source.result_of(questions::only_question(source.input()))
}

/// Reads `PRINCIPAL`.
///
/// # Errors
/// Says what is wrong and where in the arguments.
pub fn principal(arguments: &Arguments) -> Result<Spanned<PrincipalRef<'_>>, SyntaxError> {
    let source = Source::new(&arguments.text, &arguments.tokens, true);
    source.result_of(questions::only_principal(source.input()))
}

/// Returns the properties that may be named after `piece`, the beginning of a statement.
#[must_use]
pub fn properties_after(piece: &Piece<'_>) -> Option<Properties> {
    let source = Source::new(piece.text, piece.tokens, true);
    let _ = statement(source.input());
    let (at, expected) = source.expected();
    let property = |expectation| match expectation {
        Expectation::Property(properties) => Some(properties),
        _ => None,
    };
    if at == piece.tokens.len() { expected.into_iter().find_map(property) } else { None }
}

/// `statement = "." command [ pipe ] ;` only a `.show` command can be piped.
fn statement<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Statement<'s>> {
    let (input, _) = leaf::mark(".")(input)?;
    match whole(command)(input) {
        Err(nom::Err::Error(_)) => whole(map(forms::row_command, Command::Rows))(input),
        read => read,
    }
}

/// Reads a command with its pipe, to the end of the statement.
fn whole<'i, 's: 'i>(
    mut command: impl Parser<Input<'i, 's>, Output = Command<'s>, Error = Miss>,
) -> impl FnMut(Input<'i, 's>) -> PResult<'i, 's, Statement<'s>> {
    move |input| {
        let show = input.keyword() == Some(Keyword::Show);
        let (input, command) = command.parse(input)?;
        let (input, pipe) = if show { leaf::optional(query::pipe(input), input)? } else { (input, None) };
        let (input, ()) = leaf::end(input)?;
        Ok((input, Statement { command, pipe }))
    }
}

/// `command = role_command | … ;` one alternative a family; `row_command` is tried when none of
/// them takes the whole statement. Roles come first: they are what a long script is made of.
fn command<'i, 's>(input: Input<'i, 's>) -> PResult<'i, 's, Command<'s>> {
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
