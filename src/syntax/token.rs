//! What the lexer cuts a statement into.

use crate::model::keyword::Keyword;
use crate::text::Span;

/// How a string literal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// `'…'` or `"…"` without any escape.
    Plain,
    /// `'…'` or `"…"` with escapes.
    Escaped,
    /// `@'…'` or `@"…"`: a doubled quote stands for one.
    Verbatim,
    /// ```` ```…``` ```` or `~~~…~~~`, over several lines.
    Block,
}

/// What is wrong with a piece of text that is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadToken {
    /// A string without its closing quote on the line.
    UnclosedString,
    /// A block string without its closing fence.
    UnclosedBlock,
    /// A control character, or one that is in no word of the language.
    Character,
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A name, or one of the language's words: `Samples`, `skip-results`, `5m`, a bare guid.
    Word(Option<Keyword>),
    /// What begins with a digit and is no word: `1.00:00:00`, `2.5`.
    Number,
    /// A string literal, and whether it is obfuscated (`h'…'`).
    Text(Quote, bool),
    /// `<|`, which begins a query, a script or data.
    Output,
    /// One of ``.()[]{},:;=<>|*/+-!%~@#?&^$`` and other ASCII punctuation.
    Punct(u8),
    /// No token.
    Bad(BadToken),
}

/// A piece of a statement.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands, in bytes from the beginning of the statement.
    pub span: Span,
}

impl Token {
    /// Returns whether it is this punctuation mark.
    #[must_use]
    pub fn is(&self, mark: u8) -> bool {
        self.kind == TokenKind::Punct(mark)
    }

    /// Returns whether it is a string, closed or not.
    #[must_use]
    pub const fn is_string(&self) -> bool {
        matches!(self.kind, TokenKind::Text(..) | TokenKind::Bad(BadToken::UnclosedString | BadToken::UnclosedBlock))
    }

    /// Returns the keyword that it is, if it is one.
    #[must_use]
    pub const fn keyword(&self) -> Option<Keyword> {
        match self.kind {
            TokenKind::Word(keyword) => keyword,
            _ => None,
        }
    }
}
