//! One diagnostic for every room: what is wrong, where, and what instead.

use crate::text::{Span, visible};

mod code;
mod show;

pub use code::{Code, ServiceNames};
pub use show::{Context, Style, human, human_of, json};

/// How bad the fault is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The statement is refused and has changed nothing.
    Error,
    /// The statement runs, and there is something to know.
    Warning,
    /// The statement runs, and there is something to know that is told in one line.
    Note,
}

impl Severity {
    /// Returns its word: `error`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place in the statement, and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// What is wrong (one line, lower case, no final period), where, and what to do instead.
///
/// User text stands in back-quotes; names in the service's own wordings stand as the service
/// writes them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// The class of the fault, with the service's own code.
    pub code: Code,
    /// The sentence.
    pub message: String,
    /// The places, the main one first.
    pub labels: Vec<Label>,
    /// Advice, each a sentence of its own.
    pub help: Vec<String>,
}

/// The result of a step: a value, or the diagnostic that says why there is none.
pub type Result<T, E = Diagnostic> = std::result::Result<T, E>;

impl Diagnostic {
    /// Returns an error with `message`, on one line: what it tells of may have line breaks.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        let (labels, help) = (Vec::new(), Vec::new());
        Self { severity: Severity::Error, code, message: String::new(), labels, help }.saying(message)
    }

    /// Returns the diagnostic with another message, on one line.
    pub fn saying(self, message: impl Into<String>) -> Self {
        let message = message.into();
        let message = if message.contains(['\n', '\r']) { visible(&message) } else { message };
        Self { message, ..self }
    }

    /// Returns a warning with `message`.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Returns a note with `message`.
    pub fn note(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, message) }
    }

    /// Returns the diagnostic pointing at `span`.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        self.labelled(span, "")
    }

    /// Returns the diagnostic pointing at `span` too, with a text of its own.
    #[must_use]
    pub fn labelled(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Returns the diagnostic for a text before which `offset` more bytes stand.
    #[must_use]
    pub fn moved(mut self, offset: usize) -> Self {
        for label in &mut self.labels {
            label.span = label.span.moved(offset);
        }
        self
    }

    /// Returns the diagnostic with one more piece of advice.
    #[must_use]
    pub fn help(mut self, advice: impl Into<String>) -> Self {
        self.help.push(advice.into());
        self
    }

    /// Returns the diagnostic with the advice `did you mean …?` when there is a near word.
    #[must_use]
    pub fn did_you_mean(self, near: Option<&str>) -> Self {
        match near {
            Some(word) => self.help(format!("did you mean `{word}`?")),
            None => self,
        }
    }

    /// Returns the main place.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }
}
