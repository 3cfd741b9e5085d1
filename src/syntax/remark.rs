//! Comments that speak to kmgmt: those that begin with `//!`. To the service they are comments like any other.

use crate::model::assertion_kind::{ASSERTION, IGNORE};
use crate::text::Span;

/// A comment that begins with `//!`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Its line, with spaces in the place of all that stands before the comment.
    pub text: String,
    /// The number of the line, from 1.
    pub line: u32,
    /// Where the comment stands in the text.
    pub span: Span,
    /// Where the comment begins in the whole text, in bytes.
    pub start: usize,
    /// Whether nothing but white space stands before it in its line.
    pub is_alone: bool,
}

impl Remark {
    /// Returns the remark that begins at `start`, in this line; before `text` stood `gone` bytes more.
    pub(super) fn at(text: &str, start: usize, line: u32, gone: usize) -> Self {
        let (before, rest) = text.split_at_checked(start).unwrap_or_default();
        let comment = rest.lines().next().unwrap_or_default().trim_end();
        let before = before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}');
        let column = before.chars().count();
        let text = format!("{}{comment}", " ".repeat(column));
        let span = Span::of_range(&(column..text.len()));
        Self { text, line, span, start: gone + start, is_alone: before.trim().is_empty() }
    }

    /// Returns what is said, without the mark and the spaces around.
    #[must_use]
    pub fn said(&self) -> &str {
        let comment = self.span.of(&self.text);
        comment.strip_prefix(ASSERTION).unwrap_or(comment).trim()
    }

    /// Returns what follows the word `ignore`, of a remark that begins with it.
    #[must_use]
    pub fn ignored(&self) -> Option<&str> {
        let rest = self.said().strip_prefix(IGNORE)?;
        (!rest.starts_with(|next: char| next.is_alphanumeric() || next == '-')).then_some(rest.trim())
    }
}
