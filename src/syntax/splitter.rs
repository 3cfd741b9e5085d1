//! A stream of text as a stream of statements. Memory holds one statement and what was read
//! ahead, however long the script.

use crate::syntax::ast::Statement;
use crate::syntax::lexer::{Found, Progress, Scan, scan};
use crate::syntax::remark::Remark;
use crate::syntax::token::Token;
use crate::text::Span;

/// Cuts text that arrives in pieces into statements.
///
/// Feed it with [`Splitter::push`], tell it the end with [`Splitter::finish`], and take statements
/// with [`Splitter::next`] until that returns nothing.
#[derive(Debug, Default)]
pub struct Splitter {
    buffer: String,
    /// How far the buffer was scanned.
    progress: Progress,
    /// Where the buffer's last whole line ends.
    whole: usize,
    /// How many bytes of the text were forgotten.
    gone: usize,
    /// The place up to which line breaks were counted.
    counted: usize,
    /// The number of the line at `counted`, from 1.
    line: u32,
    complete: bool,
    begun: bool,
    /// The remarks that were met: first those of the last statement, then those that wait for the next one.
    remarks: Vec<Remark>,
    /// How many remarks are those of the last statement.
    given: usize,
}

/// One statement of a text.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// Its text, from the beginning of its first line.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Where it begins in the whole text, in bytes.
    pub start: usize,
    /// The number of its first line, from 1.
    pub line: u32,
    /// Whether it is a `#directive`.
    pub directive: bool,
    /// The bracket that was open when it ended.
    pub unclosed: Option<Span>,
    /// The first bracket that closes nothing.
    pub stray: Option<Span>,
    /// The comments that speak to kmgmt: those between the statement before and this one, and those in its lines.
    pub remarks: &'a [Remark],
    /// Where it was parsed ahead, its tree and those of the statements after it; none of a directive, and none of what is
    /// no statement. A piece that is made of a part of another one has no trees.
    pub trees: &'a [Option<Statement<'a>>],
}

impl<'a> Piece<'a> {
    /// Returns its tree, if it was parsed ahead.
    #[must_use]
    pub fn tree(&self) -> Option<&'a Statement<'a>> {
        self.trees.first()?.as_ref()
    }

    /// Returns what was found in `text`, with its tokens; its first line is `line`.
    pub(super) fn of(found: Found, text: &'a str, tokens: &'a [Token], line: u32) -> Self {
        Self {
            text: text.get(found.start..found.end).unwrap_or_default(),
            tokens,
            start: found.start,
            line,
            directive: found.directive,
            unclosed: found.unclosed,
            stray: found.stray,
            remarks: &[],
            trees: &[],
        }
    }
}

impl Splitter {
    /// Returns a splitter whose text begins at line 1.
    #[must_use]
    pub fn new() -> Self {
        Self { line: 1, ..Self::default() }
    }

    /// Returns a splitter of a whole text, the first line of which is `line`.
    pub(super) fn of(text: &str, line: u32) -> Self {
        let mut splitter = Self { line, ..Self::default() };
        splitter.push(text);
        splitter.finish();
        splitter
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) {
        self.drain();
        if let Some(line_break) = memchr::memrchr(b'\n', text.as_bytes()) {
            self.whole = self.buffer.len() + line_break + 1;
        }
        self.buffer.push_str(text);
    }

    /// Says that no more text will come.
    pub const fn finish(&mut self) {
        self.complete = true;
    }

    /// Skips a byte-order mark and a `#!` line, once it can tell.
    fn begin(&mut self) {
        let text = self.buffer.strip_prefix('\u{feff}').unwrap_or(&self.buffer);
        let mark = self.buffer.len() - text.len();
        if matches!(text, "" | "#") && !self.complete {
            return;
        }
        if text.starts_with("#!") {
            // The line becomes a comment, so that it may also arrive in parts.
            self.buffer.replace_range(mark..mark + 2, "//");
        }
        self.progress.skip(mark);
        self.begun = true;
    }

    /// Forgets what was taken, when that is the larger part of the buffer.
    fn drain(&mut self) {
        let taken = self.progress.needed();
        if taken > self.buffer.len() / 2 {
            self.gather(taken);
            self.count(taken);
            self.buffer.drain(..taken);
            self.progress.forget(taken);
            self.whole = self.whole.saturating_sub(taken);
            self.gone += taken;
            self.counted = 0;
        }
    }

    /// Returns how many bytes wait for the end of their statement.
    #[must_use]
    pub const fn pending(&self) -> usize {
        self.buffer.len() - self.progress.needed()
    }

    /// Returns the next whole statement, or nothing until more text is there (or at the end).
    #[expect(clippy::should_implement_trait, reason = "the statement borrows from the splitter")]
    pub fn next(&mut self) -> Option<Piece<'_>> {
        if !self.begun {
            self.begin();
        }
        if !self.begun {
            return None;
        }
        if self.given > 0 {
            self.remarks.drain(..self.given);
            self.given = 0;
        }
        match scan(&self.buffer, self.whole, self.complete, &mut self.progress) {
            Scan::Statement(found) => Some(self.take(found)),
            Scan::More | Scan::End => None,
        }
    }

    fn take(&mut self, found: Found) -> Piece<'_> {
        self.gather(found.start);
        self.count(found.start);
        let line = self.line;
        if self.progress.has_remarks() {
            let rest = self.buffer.as_bytes().get(found.end..).unwrap_or_default();
            let end_of_line = memchr::memchr(b'\n', rest).map_or(self.buffer.len(), |at| found.end + at);
            self.gather(end_of_line);
        }
        self.given = self.remarks.len();
        self.gather(self.progress.needed());
        let piece = Piece::of(found, &self.buffer, self.progress.tokens(), line);
        let remarks = self.remarks.get(..self.given).unwrap_or_default();
        Piece { start: self.gone + found.start, remarks, ..piece }
    }

    /// Returns the remarks after the last statement, once there are no more statements.
    #[must_use]
    pub fn last_remarks(&mut self) -> &[Remark] {
        self.gather(self.buffer.len());
        self.remarks.get(self.given..).unwrap_or_default()
    }

    /// Reads the remarks that begin before `end`.
    fn gather(&mut self, end: usize) {
        if !self.progress.has_remarks() {
            return;
        }
        for start in self.progress.take_remarks(end) {
            self.count(start);
            self.remarks.push(Remark::at(&self.buffer, start, self.line, self.gone));
        }
    }

    /// Counts the line breaks up to `to`.
    fn count(&mut self, to: usize) {
        if self.counted == to {
            return;
        }
        let bytes = self.buffer.as_bytes().get(self.counted..to).unwrap_or_default();
        // One by one: between statements there is mostly a single break, for which counting them
        // all at once takes three times as long.
        for _ in memchr::memchr_iter(b'\n', bytes) {
            self.line = self.line.saturating_add(1);
        }
        self.counted = to;
    }
}

/// Calls `each` with every statement of a whole text, the first line of which is `line`.
pub fn pieces(text: &str, line: u32, mut each: impl FnMut(Piece<'_>)) {
    let mut splitter = Splitter::of(text, line);
    while let Some(piece) = splitter.next() {
        each(piece);
    }
}
