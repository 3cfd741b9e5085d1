//! What the parsers of queries read: tokens, and a recorder of what was expected where.
//!
//! The recorder of commands knows roles, entities and properties; that of queries knows words, marks and names. One
//! parser holds the place, so that its methods need no input and no result beside the tree.

use crate::model::limit;
use crate::query::error::{QueryError, QueryErrorKind};
use crate::syntax::{Token, TokenKind};
use crate::text::{Span, quoted};

/// A parser did not match. What it expected, or what is wrong, is in the recorder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Miss;

/// A parser's answer.
pub(super) type PResult<T> = Result<T, Miss>;

/// Something that could stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// A word of the language.
    Word(&'static str),
    /// A punctuation mark.
    Mark(&'static str),
    /// One of many words, as errors call them.
    OneOf(&'static str, Vec<&'static str>),
    /// Something described: `a name`.
    Described(&'static str),
}

impl std::fmt::Display for Expectation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(text) | Self::Mark(text) => quoted(text).fmt(f),
            Self::OneOf(text, _) | Self::Described(text) => f.write_str(text),
        }
    }
}

impl Expectation {
    /// Returns whether it is described, and so no list of words.
    #[must_use]
    pub const fn is_described(&self) -> bool {
        matches!(self, Self::Described(_))
    }

    /// Returns the words and marks that it stands for.
    #[must_use]
    pub fn words(&self) -> &[&'static str] {
        match self {
            Self::Word(word) | Self::Mark(word) => std::slice::from_ref(word),
            Self::OneOf(_, words) => words,
            Self::Described(_) => &[],
        }
    }
}

/// Marks of two characters.
const MARKS: &[&str] = &["..", "<=", "<>", ">=", "==", "=>", "=~", "!=", "!~", "<|"];

/// A query as parsers see it, and the place that they have got to.
pub(super) struct Parser<'t, 's> {
    /// The text.
    pub(super) text: &'s str,
    tokens: &'t [Token],
    at: usize,
    depth: usize,
    /// The height of the tallest expression that was read since [`Parser::measured`] began.
    height: usize,
    farthest: usize,
    expected: Vec<Expectation>,
    fault: Option<QueryError>,
    /// Whether `*` may stand in the name of a table: in a `union`, and not inside its values.
    pub(super) takes_patterns: bool,
}

impl<'t, 's> Parser<'t, 's> {
    /// Returns a parser at the beginning of a text.
    pub(super) const fn new(text: &'s str, tokens: &'t [Token]) -> Self {
        Self {
            text,
            tokens,
            at: 0,
            depth: 0,
            height: 0,
            farthest: 0,
            expected: Vec::new(),
            fault: None,
            takes_patterns: false,
        }
    }

    /// Returns the token `ahead` places on.
    pub(super) fn peek(&self, ahead: usize) -> Option<Token> {
        self.tokens.get(self.at + ahead).copied()
    }

    /// Returns the token here, unless the text ends.
    pub(super) fn first(&self) -> Option<Token> {
        self.peek(0)
    }

    /// Goes on by `count` tokens.
    pub(super) const fn skip(&mut self, count: usize) {
        self.at += count;
    }

    /// Returns the text of a token.
    pub(super) fn text_of(&self, token: Token) -> &'s str {
        token.span.of(self.text)
    }

    /// Returns where the token here stands; at the end an empty place.
    pub(super) fn span(&self) -> Span {
        self.first().map_or_else(|| Span::at(self.end()), |token| token.span)
    }

    /// Returns the place from `start` to where the last token before this place ends.
    pub(super) fn since(&self, start: Span) -> Span {
        let last = self.at.checked_sub(1).and_then(|last| self.tokens.get(last));
        Span::new(start.start, last.map_or(start.end, |token| token.span.end).max(start.start))
    }

    /// Returns where the text ends.
    pub(super) fn end(&self) -> u32 {
        u32::try_from(self.text.trim_end().len()).unwrap_or(u32::MAX)
    }

    /// Returns the word `ahead` places on, if there is one.
    pub(super) fn word_at(&self, ahead: usize) -> Option<&'s str> {
        let token = self.peek(ahead)?;
        matches!(token.kind, TokenKind::Word(_)).then(|| self.text_of(token))
    }

    /// Returns whether the token `ahead` places on begins where the one before it ends.
    pub(super) fn is_joined(&self, ahead: usize) -> bool {
        let before = (self.at + ahead).checked_sub(1).and_then(|before| self.tokens.get(before));
        matches!((before, self.peek(ahead)), (Some(before), Some(token)) if before.span.end == token.span.start)
    }

    /// Returns the mark `ahead` places on, and of how many tokens it is.
    pub(super) fn mark_at(&self, ahead: usize) -> Option<(&'s str, usize)> {
        let token = self.peek(ahead)?;
        if !matches!(token.kind, TokenKind::Punct(_) | TokenKind::Output) {
            return None;
        }
        let next = self.peek(ahead + 1).filter(|next| matches!(next.kind, TokenKind::Punct(_)));
        let both = next.filter(|_| self.is_joined(ahead + 1)).map(|next| token.span.to(next.span).of(self.text));
        match both.filter(|both| MARKS.contains(both)) {
            Some(both) => Some((both, 2)),
            None => Some((self.text_of(token), 1)),
        }
    }

    /// Returns whether the mark stands `ahead` places on.
    pub(super) fn is_mark(&self, ahead: usize, mark: &str) -> bool {
        self.mark_at(ahead).is_some_and(|(found, _)| found == mark)
    }

    /// Takes the mark, if it stands here; notes it otherwise.
    pub(super) fn eat_mark(&mut self, mark: &'static str) -> bool {
        match self.mark_at(0) {
            Some((found, length)) if found == mark => {
                self.skip(length);
                true
            }
            _ => {
                self.note(Expectation::Mark(mark));
                false
            }
        }
    }

    /// Takes the mark.
    pub(super) fn mark(&mut self, mark: &'static str) -> PResult<()> {
        if self.eat_mark(mark) { Ok(()) } else { Err(Miss) }
    }

    /// Takes the mark that closes the bracket at `open`.
    pub(super) fn close(&mut self, mark: &'static str, open: Span) -> PResult<()> {
        if self.first().is_none() {
            self.note(Expectation::Mark(mark));
            return self.fail(QueryErrorKind::UnclosedBracket, open);
        }
        self.mark(mark)
    }

    /// Takes the word, if it stands here; notes it otherwise.
    pub(super) fn eat_word(&mut self, word: &'static str) -> bool {
        let is_here = self.word_at(0) == Some(word);
        if is_here {
            self.skip(1);
        } else {
            self.note(Expectation::Word(word));
        }
        is_here
    }

    /// Takes the word.
    pub(super) fn word(&mut self, word: &'static str) -> PResult<()> {
        if self.eat_word(word) { Ok(()) } else { Err(Miss) }
    }

    /// Returns whether what could stand here is of interest: nothing farther was looked at.
    pub(super) const fn is_recording(&self) -> bool {
        self.at >= self.farthest
    }

    /// Notes what could stand here; parsing goes on.
    pub(super) fn note(&mut self, expectation: Expectation) {
        if self.at < self.farthest {
            return;
        }
        if self.at > self.farthest {
            self.farthest = self.at;
            self.expected.clear();
        }
        if !self.expected.contains(&expectation) {
            self.expected.push(expectation);
        }
    }

    /// Notes what could have stood here, and misses.
    pub(super) fn miss<T>(&mut self, expectation: Expectation) -> PResult<T> {
        self.note(expectation);
        Err(Miss)
    }

    /// Reports a fault of its own, which ends parsing.
    pub(super) fn fail<T>(&mut self, kind: QueryErrorKind, span: Span) -> PResult<T> {
        self.fault.get_or_insert(QueryError { kind, span });
        Err(Miss)
    }

    /// Reads a part that is nested in another.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> PResult<T>) -> PResult<T> {
        if self.depth >= limit::QUERY_DEPTH {
            return self.fail(QueryErrorKind::TooDeep, self.span());
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// Reads a part, and returns the height of the tallest expression in it too.
    pub(super) fn measured<T>(&mut self, read: impl FnOnce(&mut Self) -> PResult<T>) -> PResult<(T, usize)> {
        let outside = std::mem::take(&mut self.height);
        let value = read(self);
        let height = std::mem::replace(&mut self.height, outside);
        self.height = self.height.max(height);
        Ok((value?, height))
    }

    /// Says that an expression of this height was read: whoever walks the tree goes so deep.
    pub(super) fn grown(&mut self, height: usize, span: Span) -> PResult<()> {
        self.height = self.height.max(height);
        if height > limit::QUERY_DEPTH { self.fail(QueryErrorKind::TooDeep, span) } else { Ok(()) }
    }

    /// Reads a list of one part or more, with commas between them.
    pub(super) fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> PResult<T>) -> PResult<Vec<T>> {
        let mut all = vec![read(self)?];
        while self.eat_mark(",") {
            all.push(read(self)?);
        }
        Ok(all)
    }

    /// Returns whether what may have no list ends here: at a pipe, a bracket that closes, `;` or the end.
    pub(super) fn is_at_end(&self) -> bool {
        self.first().is_none() || ["|", ")", "]", "}", ";"].iter().any(|mark| self.is_mark(0, mark))
    }

    /// Returns the fault that was reported, if there is one.
    pub(super) const fn fault(&self) -> Option<&QueryError> {
        self.fault.as_ref()
    }

    /// Returns the farthest token that was looked at, unless that is the end.
    pub(super) fn farthest(&self) -> Option<Token> {
        self.tokens.get(self.farthest).copied()
    }

    /// Returns what could stand at the farthest place.
    pub(super) fn expected(&self) -> &[Expectation] {
        &self.expected
    }
}
