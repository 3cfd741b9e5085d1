//! Where a statement of a script stands.

use std::sync::Arc;

use crate::diagnostic::Context;
use crate::session::beginning;
use crate::syntax::{Piece, Remark, masked_text};
use crate::text::Span;

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The script, as diagnostics name it.
    pub origin: String,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// Its text, without secrets; places count from its beginning.
    pub text: String,
    /// Where the dot and the verb stand.
    pub beginning: Span,
}

/// A place in a statement: that of one command, where the statement is a script of commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The statement.
    pub statement: Arc<Statement>,
    /// Where in its text.
    pub span: Span,
}

impl Statement {
    /// Returns the place of a statement.
    #[must_use]
    pub fn of(piece: &Piece<'_>, origin: &str) -> Self {
        let text = masked_text(piece).into_owned();
        Self { origin: origin.to_owned(), line: piece.line, text, beginning: beginning(piece) }
    }

    /// Returns the place of a comment.
    #[must_use]
    pub fn of_remark(remark: &Remark, origin: &str) -> Self {
        let Remark { text, line, span, .. } = remark.clone();
        Self { origin: origin.to_owned(), line, text, beginning: span }
    }

    /// Returns what a diagnostic about the statement shows of it.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context { origin: &self.origin, text: &self.text, line: self.line, database: "" }
    }
}
