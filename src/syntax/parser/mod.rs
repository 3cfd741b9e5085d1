//! Parsers over tokens, one file per command family. A parser carries the name of its rule in
//! `grammar/`, and its comment repeats the rule.

use std::borrow::Cow;

use crate::model::directive_kind::DirectiveKind;
use crate::model::limit;
use crate::model::principal::PrincipalRef;
use crate::model::property::Properties;
use crate::syntax::arguments::Arguments;
use crate::syntax::ast::Statement;
use crate::syntax::ast::assertions::Assertion;
use crate::syntax::ast::directives::Directive;
use crate::syntax::ast::questions::Question;
use crate::syntax::comments::Comment;
use crate::syntax::error::{SyntaxError, SyntaxErrorKind};
use crate::syntax::parser::input::Source;
use crate::syntax::parser::statement::statement;
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
mod statement;
mod string;
mod tables;
mod value;
mod views;

pub use bare::A_FILE;
pub use expected::{Place, expected_after, misfit};
pub use input::Expectation;
pub use mentions::mentions_in;
pub use slots::A_COLUMN;
pub use string::POLICY_JSON;
pub use views::A_RESULT_COLUMN;

/// Reads one statement.
///
/// # Errors
/// Says what is wrong and where, what could stand there, and what near word may be meant.
pub fn parse<'s>(piece: &Piece<'s>) -> Result<Statement<'s>, SyntaxError> {
    check_length(piece)?;
    tree(piece).ok_or_else(|| explain_error::explain(piece))
}

/// Returns the tree of a statement that was parsed ahead, or reads it.
///
/// # Errors
/// As for [`parse`].
pub fn parsed<'s>(piece: &Piece<'s>) -> Result<Cow<'s, Statement<'s>>, SyntaxError> {
    piece.tree().map_or_else(|| parse(piece).map(Cow::Owned), |statement| Ok(Cow::Borrowed(statement)))
}

/// Reads one statement; none if it is none ([`parse`] says why).
pub(super) fn tree<'s>(piece: &Piece<'s>) -> Option<Statement<'s>> {
    if check_length(piece).is_err() || piece.unclosed.is_some() || piece.stray.is_some() {
        return None;
    }
    let source = Source::new(piece.text, piece.tokens, false);
    statement(source.input()).ok().map(|(_, statement)| statement)
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
    let read = source.result_of(directives::directive(source.input()));
    read.map_err(|error| match planned(piece) {
        Some(command) if !command.tokens.is_empty() => explain_error::explain(&command),
        _ => directives::advised(error, &source),
    })
}

/// Returns the command of `#plan COMMAND`, as a statement of its own in the same text.
#[must_use]
pub fn planned<'p>(piece: &Piece<'p>) -> Option<Piece<'p>> {
    let source = Source::directive(piece.text, piece.tokens);
    let after = directives::after_word(source.input(), DirectiveKind::Plan)?.position();
    piece.directive.then(|| Piece {
        tokens: piece.tokens.get(after..).unwrap_or_default(),
        directive: false,
        trees: &[],
        ..*piece
    })
}

/// Reads one assertion.
///
/// # Errors
/// Says what is wrong and where in the line.
pub fn assertion<'s>(comment: &Comment<'s>) -> Result<Assertion<'s>, SyntaxError> {
    let source = Source::directive(&comment.remark.text, &comment.tokens);
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
