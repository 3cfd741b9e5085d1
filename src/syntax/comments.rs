//! Remarks on lines of their own: `//! allow …`. They stand between statements; a run takes them for comments.

use crate::model::assertion_kind::ASSERTION;
use crate::model::keyword::Keyword;
use crate::syntax::lexer::assertion_tokens;
use crate::syntax::remark::Remark;
use crate::syntax::splitter::{Piece, Splitter};
use crate::syntax::token::{Token, TokenKind};
use crate::text::Span;

/// A remark on a line of its own.
#[derive(Clone, Debug)]
pub struct Comment<'r> {
    /// The remark.
    pub remark: &'r Remark,
    /// Its tokens after `//!`; places count from the beginning of its line.
    pub tokens: Vec<Token>,
}

impl<'r> Comment<'r> {
    /// Returns the comment that a remark is, if it is one.
    fn of(remark: &'r Remark) -> Option<Self> {
        let start = remark.span.start as usize + ASSERTION.len();
        remark.is_alone.then(|| Self { remark, tokens: assertion_tokens(&remark.text, start) })
    }

    /// Returns what follows `//!`, without a comment of its own.
    #[must_use]
    pub fn content(&self) -> &'r str {
        let said = self.span().of(&self.remark.text);
        said.strip_prefix(ASSERTION).unwrap_or(said).trim()
    }

    /// Returns the place of what the line says, from `//!` on.
    #[must_use]
    pub fn span(&self) -> Span {
        let Span { start, .. } = self.remark.span;
        let mark = Span::at(start).to(Span::at(start).moved(ASSERTION.len()));
        self.tokens.last().map_or(mark, |token| mark.to(token.span))
    }

    /// Returns where a part of the line begins in the whole text, in bytes.
    #[must_use]
    pub const fn start_of(&self, part: Span) -> usize {
        self.remark.start + (part.start - self.remark.span.start) as usize
    }
}

/// A part of a script, in its order.
#[derive(Clone, Debug)]
pub enum Part<'p> {
    /// A statement.
    Statement(Piece<'p>),
    /// A comment between statements.
    Comment(Comment<'p>),
}

/// Calls `each` with every statement of a whole text and every comment between statements.
pub fn parts(text: &str, mut each: impl FnMut(Part<'_>)) {
    let mut splitter = Splitter::of(text, 1);
    while let Some(piece) = splitter.next() {
        let before = piece.remarks.iter().filter(|remark| remark.start < piece.start);
        before.filter_map(Comment::of).for_each(|comment| each(Part::Comment(comment)));
        each(Part::Statement(piece));
    }
    splitter.last_remarks().iter().filter_map(Comment::of).for_each(|comment| each(Part::Comment(comment)));
}

/// Returns the remarks on lines of their own inside of a statement, those in the script that it holds included.
#[must_use]
pub fn comments_inside(piece: &Piece<'_>) -> Vec<Remark> {
    let range = piece.start..piece.start + piece.text.len();
    let own = piece.remarks.iter().filter(|remark| range.contains(&remark.start)).cloned();
    let mut all: Vec<Remark> = own.collect();
    if let Some((body, line)) = script_of(piece) {
        let mut splitter = Splitter::of(body, line);
        while let Some(inner) = splitter.next() {
            all.extend_from_slice(inner.remarks);
        }
        all.extend_from_slice(splitter.last_remarks());
    }
    all.retain(|remark| remark.is_alone);
    all
}

/// Returns the script that `.execute … script <|` holds, and the number of its first line.
fn script_of<'p>(piece: &Piece<'p>) -> Option<(&'p str, u32)> {
    let (verb, last) = (piece.tokens.get(1)?, piece.tokens.last()?);
    let holds_script = verb.keyword() == Some(Keyword::Execute) && last.kind == TokenKind::Output;
    let (before, body) = piece.text.split_at_checked(last.span.end as usize).filter(|_| holds_script)?;
    let breaks = memchr::memchr_iter(b'\n', before.as_bytes()).count();
    Some((body, piece.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX))))
}
