//! Comments that speak to kmgmt: those that begin with `//!`. To the service they are comments like any other.

use crate::text::{Span, place_of};

/// A comment that begins with `//!`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Its line, with spaces in the place of all that stands before the comment.
    pub text: String,
    /// The number of the line, from 1.
    pub line: u32,
    /// Where the comment stands in the text.
    pub span: Span,
}

/// What a remark begins with.
const BEGINNING: &str = "//!";

impl Remark {
    /// Returns the remark that begins at `start`, in this line.
    pub(super) fn at(text: &str, start: usize, line: u32) -> Self {
        let (before, rest) = text.split_at_checked(start).unwrap_or_default();
        let comment = rest.lines().next().unwrap_or_default().trim_end();
        let in_line = before.rsplit('\n').next().unwrap_or_default();
        let in_line = u32::try_from(in_line.len()).unwrap_or(u32::MAX);
        let column = place_of(before.rsplit('\n').next().unwrap_or_default(), in_line, 1).column as usize;
        let text = format!("{}{comment}", " ".repeat(column - 1));
        let span = Span::of_range(&(column - 1..text.len()));
        Self { text, line, span }
    }

    /// Returns what is said, without the mark and the spaces around.
    #[must_use]
    pub fn said(&self) -> &str {
        self.span.of(&self.text).trim_start_matches(BEGINNING).trim()
    }
}
