//! What becomes of a command's result: a pipe, or a query about `$command_results` (`management/index.md`, *Combining
//! queries and management commands*). The query is bound before the command is decided, so that one that is wrong
//! changes nothing; its table is made at once, so that nobody misses what is wrong with it.

use jiff::Timestamp;

use crate::cluster::State;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::{Answer, Bound as Names, answered_columns};
use crate::query;
use crate::query::compared::never_equal;
use crate::query::error::QueryError;
use crate::query::parse::{parse_pipe, parse_query};
use crate::query::tree::{Query, Statement as Part};
use crate::session::{Outcome, Output, Session, caller};
use crate::syntax::Piece;
use crate::syntax::ast::{COMMAND_RESULTS, Statement, Then};
use crate::table::{Column, Schema};
use crate::text::Span;

/// What the last command answered, for a query about it.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) answer: Answer,
    pub(super) columns: Columns,
    pub(super) time: Timestamp,
}

/// The columns of what a statement answers.
#[derive(Clone, Debug)]
pub enum Columns {
    /// Those of the command.
    OfCommand(Schema),
    /// Those of the query after it.
    OfQuery(Vec<Column>),
}

impl Columns {
    /// Returns the columns of what a statement answers, with the query after its command.
    #[must_use]
    pub fn of(statement: &Statement<'_>, query: Option<&query::Bound>) -> Self {
        match query {
            Some(query) => Self::OfQuery(query.columns().to_vec()),
            None => Self::OfCommand(answered_columns(&statement.command)),
        }
    }

    /// Returns them, in order.
    #[must_use]
    pub fn list(&self) -> Vec<Column> {
        match self {
            Self::OfCommand(schema) => schema.columns().collect(),
            Self::OfQuery(columns) => columns.clone(),
        }
    }
}

/// The query after a command, or about what one answered, bound to the columns of the answer.
#[derive(Debug)]
pub struct BoundThen {
    /// The query.
    pub query: query::Bound,
    /// What there is to say of it: comparisons whose outcome is known.
    pub said: Vec<Diagnostic>,
}

/// Binds the query after a command, if there is one, to the columns of what the command answers.
///
/// # Errors
/// The query can't be read, a name or a type in it does not fit, or a part of it is not interpreted.
pub fn bound_query(statement: &Statement<'_>) -> Result<Option<BoundThen>> {
    let Some(then) = &statement.then else { return Ok(None) };
    let columns = Columns::of(statement, None);
    match then {
        Then::Pipe(operators) => bound(&operators.value, true, operators.span, &columns).map(Some),
        Then::Query(query) => bound(&query.value, false, query.span, &columns).map(Some),
    }
}

/// Binds the query that a statement of its own is, if it is one about `$command_results`; nothing stands for the columns
/// where no command went before it.
///
/// # Errors
/// As for [`bound_query`].
pub fn bound_query_of_results(piece: &Piece<'_>, columns: Option<&Columns>) -> Result<Option<BoundThen>> {
    let Some(span) = query_of_results(piece) else { return Ok(None) };
    let Some(columns) = columns else {
        let message = format!("`{COMMAND_RESULTS}` is the result of the command before it, and there is none");
        let error = Diagnostic::error(Code::BadRequest, message).at(span);
        return Err(error.help("run the command first, and this right after it"));
    };
    bound(span.of(piece.text), false, span, columns).map(Some)
}

/// Returns where the text of a query about `$command_results` stands, if the statement is one.
fn query_of_results(piece: &Piece<'_>) -> Option<Span> {
    let start = piece.text.len() - piece.text.trim_start().len();
    let text = piece.text.trim();
    let span = Span::of_range(&(start..start + text.len()));
    let begins_with_let = || text.strip_prefix("let").is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let is_one = text.starts_with('$') || begins_with_let() && text.contains(COMMAND_RESULTS);
    (is_one && !piece.directive).then_some(span)
}

fn bound(text: &str, is_pipe: bool, place: Span, columns: &Columns) -> Result<BoundThen> {
    let moved = |said: Diagnostic| said.moved(place.start as usize);
    let tree = read(text, is_pipe).map_err(|error| moved(error.into()))?;
    let query = query::bind(&tree, &columns.list()).map_err(moved)?;
    let said = match columns {
        Columns::OfCommand(answer) => never_equal(&tree, *answer),
        Columns::OfQuery(_) => Vec::new(),
    };
    Ok(BoundThen { query, said: said.into_iter().map(moved).collect() })
}

fn read(text: &str, is_pipe: bool) -> Result<Query<'_>, QueryError> {
    if !is_pipe {
        return parse_query(text);
    }
    parse_pipe(text).map(|pipeline| Query { statements: vec![Part::Rows(pipeline)] })
}

impl Session {
    /// Runs a query about what the last command answered, if the statement is one.
    pub(super) fn run_query_of_results(&self, piece: &Piece<'_>, answered: Option<&Answered>) -> Option<Outcome> {
        let then = match bound_query_of_results(piece, answered.map(|answered| &answered.columns)).transpose()? {
            Ok(then) => then,
            Err(error) => return Some(Outcome::of(Err(error))),
        };
        let answer = match answered {
            Some(Answered { answer, time, .. }) => self.piped(&then.query, answer, &self.read(), *time),
            None => Ok(Answer::default()),
        };
        let output = answer.map(|answer| match answer.is_nothing() {
            true => Output::Nothing,
            false => Output::Answer(answer, self.now()),
        });
        Some(Outcome::with_warnings(output, then.said))
    }

    /// Returns an answer as it comes out of a query. Of a command that answers nothing nothing comes out.
    pub(super) fn piped(&self, query: &query::Bound, answer: &Answer, state: &State, now: Timestamp) -> Result<Answer> {
        self.look(state, &Names::default(), now, |world| {
            let Some(table) = answer.table(world) else { return Ok(Answer::default()) };
            let table = caller::run(query, &table, world)?;
            Ok(Answer::new(move |_| table.clone()))
        })
    }
}
