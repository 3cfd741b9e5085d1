//! Comment lines that speak to kmgmt: `//! allow …`. They stand between statements; a run takes them for comments.

use crate::model::assertion_kind::ASSERTION;
use crate::syntax::lexer::assertion_tokens;
use crate::syntax::splitter::{Piece, pieces};
use crate::syntax::token::Token;
use crate::text::Span;

/// A line that begins with `//!`, perhaps after white space.
#[derive(Clone, Debug)]
pub struct Comment<'t> {
    /// The line, without its end.
    pub text: &'t str,
    /// Its tokens after `//!`; places count from the beginning of the line.
    pub tokens: Vec<Token>,
    /// Where it begins in the whole text, in bytes.
    pub start: usize,
    /// Its number, from 1.
    pub line: u32,
}

impl<'t> Comment<'t> {
    /// Returns the comment that a line is, if it is one.
    fn of(text: &'t str, start: usize, line: u32) -> Option<Self> {
        let mark = mark_of(text)?;
        Some(Self { text, tokens: assertion_tokens(text, mark.end as usize), start, line })
    }

    /// Returns what follows `//!`, without a comment of its own.
    #[must_use]
    pub fn content(&self) -> &'t str {
        let mark = mark_of(self.text).unwrap_or_default();
        Span::new(mark.end, self.span().end).of(self.text).trim()
    }

    /// Returns the place of what the line says, from `//!` on.
    #[must_use]
    pub fn span(&self) -> Span {
        let mark = mark_of(self.text).unwrap_or_default();
        self.tokens.last().map_or(mark, |token| mark.to(token.span))
    }
}

/// Returns where `//!` stands in a line that begins with it.
fn mark_of(line: &str) -> Option<Span> {
    let start = line.len() - line.trim_start().len();
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    line.get(start..)?.starts_with(ASSERTION).then(|| Span::new(offset(start), offset(start + ASSERTION.len())))
}

/// A part of a script, in its order.
#[derive(Clone, Debug)]
pub enum Part<'p> {
    /// A statement.
    Statement(Piece<'p>),
    /// A comment line between statements.
    Comment(Comment<'p>),
}

/// Calls `each` with every statement of a whole text and every comment line between statements.
pub fn parts(text: &str, mut each: impl FnMut(Part<'_>)) {
    let (mut end, mut line) = (0, 1);
    pieces(text, 1, |piece| {
        between(text, end..piece.start, line, &mut each);
        end = piece.start + piece.text.len();
        line = piece.line.saturating_add(breaks(piece.text));
        each(Part::Statement(piece));
    });
    between(text, end..text.len(), line, &mut each);
}

/// Hands on the comment lines of a part of a text; the line in which it begins, if it is not the first, ends a
/// statement.
fn between(text: &str, part: std::ops::Range<usize>, line: u32, each: &mut impl FnMut(Part<'_>)) {
    let mut start = part.start;
    let lines = text.get(part).unwrap_or_default().split_inclusive('\n');
    for (content, line) in lines.zip(line..) {
        let first = text.get(..start).is_none_or(|before| before.trim_start_matches('\u{feff}').is_empty());
        let begins = first || text.get(..start).is_some_and(|before| before.ends_with('\n'));
        let content_start = if first { content.len() - content.trim_start_matches('\u{feff}').len() } else { 0 };
        let shown = content.get(content_start..).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let comment = begins.then(|| Comment::of(shown, start + content_start, line)).flatten();
        comment.into_iter().for_each(|comment| each(Part::Comment(comment)));
        start += content.len();
    }
}

fn breaks(text: &str) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', text.as_bytes()).count()).unwrap_or(u32::MAX)
}

/// Returns where lines inside of a statement begin with `//!`, outside of its strings: nobody reads these.
pub fn comments_inside(piece: &Piece<'_>) -> Vec<Span> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in piece.text.split_inclusive('\n') {
        let mark = mark_of(line).map(|mark| mark.moved(start));
        let is_text = |mark: &Span| {
            let holds = |token: &Token| token.span.start <= mark.start && mark.start < token.span.end;
            piece.tokens.iter().any(holds)
        };
        found.extend(mark.filter(|mark| !is_text(mark)));
        start += line.len();
    }
    found
}
