//! What stands in the text of commands because other languages and pages have it, or is left out, and how
//! that reads.

use crate::syntax::ast::query::COMMAND_RESULTS;
use crate::text::quoted;

/// How comments are written.
pub(super) const COMMENTS: &str = "comments begin with `//`";

/// What kmgmt does not do.
pub(super) const NO_QUERIES: &str =
    "kmgmt runs management commands, such as `.show databases`; it evaluates no queries";

/// Something that other languages and pages have, or that is easily left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Slip {
    /// A mark that begins a comment elsewhere: `--`.
    #[error("`{0}` begins no comment")]
    Comment(&'static str),
    /// A mark that ends a comment elsewhere: `*/`.
    #[error("`{0}` ends no comment")]
    CommentEnd(&'static str),
    /// A line with three back-quotes or tildes, as they stand around code on pages.
    #[error("this fence is no part of a command")]
    Fence,
    /// A line that separates commands elsewhere: `GO`.
    #[error("`{0}` is no command")]
    Separator(String),
    /// What stands before the dot of a command: `kusto>`, `$`.
    #[error("`{0}` is no part of a command")]
    Prompt(String),
    /// A line of a page.
    #[error("this line is no command")]
    Text,
    /// A pipe that no command goes before.
    #[error("`|` begins no command")]
    Pipe,
    /// A query about the result of a command that is not ended.
    #[error("the command before `{COMMAND_RESULTS}` is not ended")]
    Results,
    /// A word after a dot that begins a query.
    #[error("`.{0}` is no command: `{0}` begins a query")]
    Query(String),
    /// A word that begins a statement about roles in SQL.
    #[error("`{0}` is SQL, and no management command")]
    Sql(String),
    /// The dot and verb of a second command.
    #[error("a second command begins on this line")]
    SecondCommand,
    /// `;` before the end of its line.
    #[error("`;` ends a command only at the end of its line")]
    Semicolon,
    /// A command without its dot.
    #[error("the dot before `{verb}` is missing")]
    NoDot {
        /// The verb.
        verb: String,
        /// What is meant: a whole command, or a verb with its dot.
        meant: String,
    },
}

impl Slip {
    /// Returns what to write instead.
    pub(super) fn advice(self) -> Option<String> {
        let advice = match self {
            Self::Comment(_) | Self::CommentEnd(_) => COMMENTS,
            Self::Fence => "leave the lines with the fence out: they belong to the page that the command stands on",
            Self::Separator(_) => {
                "leave the line out: a command ends at a blank line, at `;` at the end of a line, or where the next \
                 one begins"
            }
            Self::Prompt(_) => "leave it out: a command begins with its dot",
            Self::Text => "a command begins with a dot and a verb; what is not to run stands in a comment, `// …`",
            Self::Pipe => "a pipe stands right after its command, which a blank line or `;` at the end of a line ends",
            Self::Results => "end the command before it with `;`",
            Self::Query(_) => NO_QUERIES,
            Self::Sql(_) => {
                "`.add database D viewers ('aaduser=…')` gives somebody a role, `.drop database D viewers \
                 ('aaduser=…')` takes it"
            }
            Self::SecondCommand => "each command begins on its own line",
            Self::Semicolon => "write one `;`, and what follows it on the next line",
            Self::NoDot { meant, .. } => return Some(format!("did you mean {}?", quoted(meant))),
        };
        Some(advice.to_owned())
    }
}
