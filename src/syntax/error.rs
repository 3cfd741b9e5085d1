//! What can be wrong with a statement's syntax, and how that reads.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::principal::FaultKind;
use crate::model::usage::Usage;
use crate::text::{Span, instead_of, named, nearest, plain, quoted, sentence_list};

mod directives;
mod questions;
mod slips;

pub use directives::DirectiveFault;
pub use questions::QuestionFault;
pub use slips::Slip;

/// A fault and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// Where.
    pub span: Span,
}

/// What is wrong with the text of a statement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxErrorKind {
    /// The text at the place can't continue the command.
    #[error("expected {}, found {found}", sentence_list(expected, "or"))]
    Expected {
        /// What could stand there, as it reads in the message.
        expected: Vec<String>,
        /// What stands there.
        found: String,
        /// What to write instead, each a sentence of its own.
        help: Vec<String>,
    },
    /// The statement is no command at all.
    #[error("a management command begins with a dot and a verb; this reads as a query")]
    NoDot,
    /// The word after the dot begins no command.
    #[error("`.{word}` is no command")]
    UnknownVerb {
        /// The word.
        word: String,
        /// What is meant: a verb with its dot, or a whole command.
        meant: Option<String>,
    },
    /// A string without its closing quote, and the character in it that only looks like one.
    #[error("the string is not closed on its line")]
    UnclosedString(Option<char>),
    /// A block string without its closing fence.
    #[error("the block string is not closed")]
    UnclosedBlock,
    /// A bracket that is not closed.
    #[error("the bracket is not closed")]
    UnclosedBracket,
    /// A bracket that closes nothing.
    #[error("the bracket has no partner")]
    StrayBracket,
    /// A bracket inside too many others.
    #[error("brackets are nested more than {limit} levels deep", limit = crate::model::limit::BRACKET_DEPTH)]
    TooDeep,
    /// A character that is in no word of the language, and the name that it stands in, where it can.
    #[error("unexpected character {}", named(*character))]
    Character {
        /// The character.
        character: char,
        /// The name, as it can be written.
        name: Option<String>,
    },
    /// A statement over the limit.
    #[error("the statement has {0} bytes, more than the {limit} that kmgmt reads", limit = crate::model::limit::STATEMENT_BYTES)]
    TooLong(usize),
    /// An escape sequence that is none.
    #[error("unknown escape sequence")]
    Escape,
    /// A fault of a reference to a principal.
    #[error("{0}")]
    Principal(FaultKind),
    /// A property that the form does not have.
    #[error("there is no property `{name}` here")]
    UnknownProperty {
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<&'static str>,
    },
    /// A property of the wrong type.
    #[error("the property `{name}` takes {expected}")]
    PropertyValue {
        /// The name.
        name: String,
        /// What it takes.
        expected: &'static str,
    },
    /// A word that is no usage of managed identities.
    #[error("{}", usage_fault(word))]
    UnknownUsage {
        /// The word; may be empty.
        word: String,
    },
    /// Something that is given twice.
    #[error("`{what}` is given twice")]
    Twice {
        /// What.
        what: String,
        /// Where it is given first.
        first: Span,
    },
    /// Something that other languages and pages have, or that is easily left out.
    #[error("{0}")]
    Slip(Slip),
    /// A fault of a directive.
    #[error("{0}")]
    Directive(DirectiveFault),
    /// A fault of a question about access.
    #[error("{0}")]
    Question(QuestionFault),
    /// A fault that the parser of one command describes itself.
    #[error("{message}")]
    Other {
        /// The sentence.
        message: String,
        /// What to do instead.
        help: Option<String>,
    },
}

impl SyntaxErrorKind {
    /// Returns the fault of a string that is not closed.
    pub(in crate::syntax) fn unclosed_string(source: &str) -> Self {
        let is_quote = |character: &char| plain(*character).is_some_and(|plain| matches!(plain.as_str(), "'" | "\""));
        Self::UnclosedString(source.chars().rev().find(is_quote))
    }
}

/// Returns the advice how a name with other characters is written.
pub(in crate::syntax) fn in_brackets(what: &str, name: &str) -> String {
    format!("a name with {what} stands in brackets: {name}")
}

fn usage_fault(word: &str) -> String {
    match word {
        "" => "a usage is missing here".to_owned(),
        word => format!("{} is no usage of managed identities", quoted(word)),
    }
}

impl From<SyntaxError> for Diagnostic {
    fn from(error: SyntaxError) -> Self {
        let message = error.kind.to_string();
        let code = match error.kind {
            SyntaxErrorKind::TooLong(_) => Code::Input,
            _ => Code::Syntax,
        };
        let base = Self::error(code, message).at(error.span);
        match error.kind {
            SyntaxErrorKind::Directive(fault) => Self::from(fault).at(error.span),
            SyntaxErrorKind::Question(fault) => Self::from(fault).at(error.span),
            SyntaxErrorKind::Slip(slip) => slip.advice().into_iter().fold(base, Self::help),
            SyntaxErrorKind::Expected { help, .. } => help.into_iter().fold(base, Self::help),
            SyntaxErrorKind::Character { character, name } => {
                let name = name.map(|name| in_brackets(&format!("`{character}`"), &name));
                instead_of(character).into_iter().chain(name).fold(base, Self::help)
            }
            SyntaxErrorKind::UnclosedString(Some(quote)) => {
                let instead = instead_of(quote).unwrap_or_default();
                base.help(format!("{} does not close it: {instead}", named(quote)))
            }
            SyntaxErrorKind::UnclosedString(None) => {
                base.help("close it; a text over several lines stands between three back-quotes")
            }
            SyntaxErrorKind::NoDot => base.help(slips::NO_QUERIES),
            SyntaxErrorKind::UnknownVerb { meant: None, .. } => {
                base.help("`#help WORD` lists the commands that have a word")
            }
            SyntaxErrorKind::UnknownVerb { meant, .. } => base.did_you_mean(meant.as_deref()),
            SyntaxErrorKind::UnclosedBracket => {
                base.help("close it, or begin the next command with `.` in column 1 after a complete one")
            }
            SyntaxErrorKind::Principal(fault) => fault.help().into_iter().fold(base, Self::help),
            SyntaxErrorKind::UnknownUsage { word } => {
                let known: Vec<String> = Usage::ALL.iter().map(quoted).collect();
                base.did_you_mean(nearest(&word, Usage::ALL.iter().map(|usage| usage.name())))
                    .help(format!("the usages are {}", sentence_list(&known, "and")))
            }
            SyntaxErrorKind::UnknownProperty { name, known } => {
                let near = nearest(&name, known.iter().copied());
                let list: Vec<String> = known.iter().map(quoted).collect();
                let known = format!("the properties are {}", sentence_list(&list, "and"));
                let none = "this form takes no properties".to_owned();
                base.did_you_mean(near).help(if list.is_empty() { none } else { known })
            }
            SyntaxErrorKind::Twice { first, .. } => base.labelled(first, "first given here"),
            SyntaxErrorKind::Other { help: Some(help), .. } => base.help(help),
            _ => base,
        }
    }
}
