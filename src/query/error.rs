//! What can be wrong with the text of a query, and how that reads.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::limit;
use crate::query::operator::{OperatorKind, Support, page};
use crate::table::ColumnType;
use crate::text::{Span, instead_of, named, nearest, quoted, sentence_list, shortened};

/// A fault and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// What is wrong.
    pub kind: QueryErrorKind,
    /// Where.
    pub span: Span,
}

/// What is wrong with the text of a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryErrorKind {
    /// The text at the place can't go on so.
    #[error("expected {}, found {found}", sentence_list(expected, "or"))]
    Expected {
        /// What could stand there, as it reads in the message.
        expected: Vec<String>,
        /// What stands there.
        found: String,
        /// What to write instead, each a sentence of its own.
        help: Vec<String>,
    },
    /// A word after a pipe that is no operator.
    #[error("{} is not an operator", quoted(.0))]
    UnknownOperator(String),
    /// A known operator that is not interpreted.
    #[error("{} is an operator that kmgmt does not interpret", quoted(.0.name()))]
    NotInterpreted(OperatorKind),
    /// A literal that its type does not have.
    #[error("{} is not a valid {kind}", quoted(shortened(text)))]
    Literal {
        /// The text in the brackets, or the number.
        text: String,
        /// The type.
        kind: ColumnType,
    },
    /// A word after `:` that is no type.
    #[error("{} is no type of a column", quoted(.0))]
    UnknownType(String),
    /// A string without its end.
    #[error("the string is not closed")]
    UnclosedString,
    /// An escape sequence that is none.
    #[error("unknown escape sequence")]
    Escape,
    /// A character that is in no word of the language.
    #[error("unexpected character {}", named(*.0))]
    Character(char),
    /// A bracket that is not closed.
    #[error("the bracket is not closed")]
    UnclosedBracket,
    /// More than the limit of brackets and operations inside each other.
    #[error("the query is nested more than {} levels deep", limit::QUERY_DEPTH)]
    TooDeep,
    /// A query over the limit of statements.
    #[error("the query has {0} bytes, more than the {limit} that kmgmt reads", limit = limit::STATEMENT_BYTES)]
    TooLong(usize),
    /// A fault that the parser of one part describes itself.
    #[error("{message}")]
    Other {
        /// The sentence.
        message: String,
        /// What to do instead.
        help: String,
    },
}

impl From<QueryError> for Diagnostic {
    fn from(error: QueryError) -> Self {
        let code = match error.kind {
            QueryErrorKind::NotInterpreted(_) => Code::NotInterpreted,
            QueryErrorKind::TooLong(_) => Code::Input,
            _ => Code::Syntax,
        };
        let base = Self::error(code, error.kind.to_string()).at(error.span);
        match error.kind {
            QueryErrorKind::Expected { help, .. } => help.into_iter().fold(base, Self::help),
            QueryErrorKind::UnknownOperator(word) => {
                let names = OperatorKind::ALL.iter().flat_map(|kind| kind.names());
                base.did_you_mean(nearest(&word, names))
                    .help(format!("the operators are listed in {}", page("queries")))
            }
            QueryErrorKind::NotInterpreted(kind) => {
                let runs = OperatorKind::ALL.iter().filter(|kind| kind.support() == Support::Runs);
                let runs: Vec<String> = runs.map(|kind| quoted(kind.name())).collect();
                base.help(format!("kmgmt runs {}", sentence_list(&runs, "and"))).help(format!("see {}", kind.page()))
            }
            QueryErrorKind::Literal { kind, .. } => {
                let page = page(&format!("scalar-data-types/{kind}"));
                base.help(format!("`to{kind}()` converts a value; for literals see {page}"))
            }
            QueryErrorKind::UnknownType(word) => {
                let types: Vec<String> = ColumnType::ALL.iter().map(quoted).collect();
                base.did_you_mean(nearest(&word, ColumnType::ALL.iter().map(|kind| kind.name())))
                    .help(format!("the types are {}", sentence_list(&types, "and")))
            }
            QueryErrorKind::UnclosedString => {
                base.help("close it; a text over several lines stands between three back-quotes")
            }
            QueryErrorKind::Character(character) => instead_of(character).into_iter().fold(base, Self::help),
            QueryErrorKind::Other { help, .. } => base.help(help),
            QueryErrorKind::Escape
            | QueryErrorKind::UnclosedBracket
            | QueryErrorKind::TooDeep
            | QueryErrorKind::TooLong(_) => base,
        }
    }
}
