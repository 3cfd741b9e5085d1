//! What becomes of a command's result: a pipe, or a query about `$command_results` (`management/index.md`, *Combining
//! queries and management commands*). The query is bound before the command is decided, so that one that is wrong
//! changes nothing; its table is made at once, so that nobody misses what is wrong with it.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::cluster::State;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::{Answer, Bound as Names, answered_columns};
use crate::model::command_kind::CommandKind;
use crate::model::limit;
use crate::query;
use crate::query::compared::never_equal;
use crate::query::error::QueryError;
use crate::query::parse::{parse_pipe, parse_query};
use crate::query::space::Deadline;
use crate::query::tree::{Query, Statement as Part};
use crate::session::caller::{self, Caller, Find};
use crate::session::{Outcome, Output, Session};
use crate::syntax::Piece;
use crate::syntax::ast::{COMMAND_RESULTS, Statement, Then};
use crate::table::{Column, Schema, Table};
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
    /// Those of the command, which is of this kind.
    OfCommand(CommandKind, Schema),
    /// Those of the query after it.
    OfQuery(Vec<Column>),
}

impl Columns {
    /// Returns the columns of what a statement answers, with the query after its command.
    #[must_use]
    pub fn of(statement: &Statement<'_>, queries: &[query::Bound]) -> Self {
        let command = &statement.command;
        match queries.last() {
            Some(query) => Self::OfQuery(query.columns().to_vec()),
            None => Self::OfCommand(command.kind(), answered_columns(command)),
        }
    }

    /// Returns them, in order.
    #[must_use]
    pub fn list(&self) -> Vec<Column> {
        match self {
            Self::OfCommand(_, schema) => schema.columns().collect(),
            Self::OfQuery(columns) => columns.clone(),
        }
    }
}

/// The queries after a command, or the one about what one answered, each bound to the columns of what goes into it.
#[derive(Debug, Default)]
pub struct BoundThen {
    /// The queries, in the order in which the result goes through them.
    pub queries: Vec<query::Bound>,
    /// What there is to say of it: comparisons whose outcome is known.
    pub said: Vec<Diagnostic>,
}

/// Binds the queries after a command to the columns of what goes into them.
///
/// # Errors
/// The query can't be read, a name or a type in it does not fit, or a part of it is not interpreted.
pub fn bound_queries(statement: &Statement<'_>) -> Result<BoundThen> {
    let mut all = BoundThen::default();
    for then in &statement.then {
        let columns = Columns::of(statement, &all.queries);
        let one = match then {
            Then::Pipe(operators) => bound(&operators.value, true, operators.span, &columns),
            Then::Query(query) => bound(&query.value, false, query.span, &columns),
        }?;
        all.queries.extend(one.queries);
        all.said.extend(one.said);
    }
    Ok(all)
}

/// Binds the query that a statement of its own is, if it is one about `$command_results`; nothing stands for the columns
/// where no command went before it.
///
/// # Errors
/// As for [`bound_queries`].
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
    let query = query::bind(&tree, &columns.list()).map_err(moved)?.beginning_at(place.start as usize);
    let said = match columns {
        Columns::OfCommand(kind, _) => never_equal(&tree, *kind),
        Columns::OfQuery(_) => Vec::new(),
    };
    Ok(BoundThen { queries: vec![query], said: said.into_iter().map(moved).collect() })
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
            Some(Answered { answer, time, .. }) => {
                let given = self.given(answer, &self.read(), *time);
                self.piped(&then.queries, &given, self.deadline, &|it| caller::named(&self.read().directory, it))
            }
            None => Ok(Answer::default()),
        };
        let output = answer.map(|answer| match answer.is_nothing() {
            true => Output::Nothing,
            false => Output::Answer(answer, self.now()),
        });
        Some(Outcome::with_warnings(output, then.said))
    }

    /// Returns an answer with its table, and who asks: what queries after it need of the state.
    pub(super) fn given(&self, answer: &Answer, state: &State, now: Timestamp) -> (Answer, Caller) {
        self.look(state, &Names::default(), now, |world| (answer.made(world), Caller::of(world)))
    }

    /// Returns an answer as it comes out of queries, before the change that it tells of is kept: all others wait, and not for
    /// long.
    pub(super) fn piped_before(
        &self,
        queries: &[query::Bound],
        answer: &Answer,
        after: &State,
        now: Timestamp,
    ) -> Result<Answer> {
        let deadline = self.deadline.map(|deadline| deadline.within(limit::CHANGE_QUERY_TIME));
        let given = self.given(answer, after, now);
        self.piped(queries, &given, deadline, &|reference| caller::named(&after.directory, reference))
    }

    /// Returns an answer as it comes out of queries. Of a command that answers nothing nothing comes out.
    pub(super) fn piped(
        &self,
        queries: &[query::Bound],
        (answer, caller): &(Answer, Caller),
        deadline: Option<Deadline>,
        find: Find<'_>,
    ) -> Result<Answer> {
        let Some(table) = answer.table() else { return Ok(Answer::default()) };
        let run = |table: Cow<'_, Table>, query| caller.run(query, &table, deadline, find).map(Cow::Owned);
        let table = queries.iter().try_fold(Cow::Borrowed(&**table), run)?;
        Ok(Answer::of(table.into_owned()))
    }
}
