//! A stream of text as a stream of statements. Memory holds one statement and what was read
//! ahead, however long the script.

use crate::syntax::lexer::{Found, Scan, Scanned, scan};
use crate::syntax::token::Token;
use crate::text::Span;

/// Cuts text that arrives in pieces into statements.
///
/// Feed it with [`Splitter::push`], tell it the end with [`Splitter::finish`], and take statements
/// with [`Splitter::next`] until that answers nothing.
#[derive(Debug, Default)]
pub struct Splitter {
    buffer: String,
    /// Where the next scan begins.
    at: usize,
    /// The number of the line at `at`, from 1.
    line: u32,
    complete: bool,
    begun: bool,
    /// The buffer's length when a scan last ended with [`Scan::More`].
    starved: usize,
    scanned: Scanned,
}

/// One statement of a text.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// Its text, from the beginning of its first line.
    pub text: &'a str,
    /// Its tokens; empty for a directive.
    pub tokens: &'a [Token],
    /// The number of its first line, from 1.
    pub line: u32,
    /// Whether it is a `#directive`.
    pub directive: bool,
    /// The bracket that was open when it ended.
    pub unclosed: Option<Span>,
    /// The first bracket that closes nothing.
    pub stray: Option<Span>,
}

impl Splitter {
    /// A splitter whose text begins at line 1.
    #[must_use]
    pub fn new() -> Self {
        Self { line: 1, ..Self::default() }
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) {
        self.drain();
        self.buffer.push_str(text);
        if !self.begun && !self.buffer.is_empty() {
            self.begin();
        }
    }

    /// Says that no more text will come.
    pub fn finish(&mut self) {
        self.complete = true;
        self.starved = 0;
    }

    /// Skips a byte-order mark and a `#!` line.
    fn begin(&mut self) {
        self.begun = true;
        if self.buffer.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        if self.buffer.get(self.at..).is_some_and(|text| text.starts_with("#!")) {
            // The line becomes a comment, so that it may also arrive in parts.
            self.buffer.replace_range(self.at..self.at + 2, "//");
        }
    }

    /// Forgets what was taken, when that is the larger part of the buffer.
    fn drain(&mut self) {
        if self.at > self.buffer.len() / 2 {
            self.buffer.drain(..self.at);
            self.starved = self.starved.saturating_sub(self.at);
            self.at = 0;
        }
    }

    /// How many bytes wait for the end of their statement.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.buffer.len() - self.at
    }

    /// What waits for the end of its statement.
    #[must_use]
    pub fn pending_text(&self) -> &str {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// The next whole statement, or nothing until more text is there (or at the end).
    #[expect(clippy::should_implement_trait, reason = "the statement borrows from the splitter")]
    pub fn next(&mut self) -> Option<Piece<'_>> {
        // A long statement arrives in many parts: it is scanned anew only when it has doubled, so
        // that the work stays linear.
        if !self.complete && self.buffer.len() < self.starved {
            return None;
        }
        match scan(&self.buffer, self.at, self.complete, &mut self.scanned) {
            Scan::Statement(found) => Some(self.take(found)),
            Scan::More => {
                let pending = self.buffer.len() - self.at;
                self.starved = if pending > 1 << 16 { self.at + 2 * pending } else { 0 };
                None
            }
            Scan::End => {
                self.at = self.buffer.len();
                None
            }
        }
    }

    fn take(&mut self, found: Found) -> Piece<'_> {
        let newlines = |from: usize, to: usize| {
            if from == to {
                return 0;
            }
            let bytes = self.buffer.as_bytes().get(from..to).unwrap_or_default();
            u32::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(u32::MAX)
        };
        let line = self.line.saturating_add(newlines(self.at, found.start));
        self.line = line.saturating_add(newlines(found.start, found.next));
        self.at = found.next;
        Piece {
            text: self.buffer.get(found.start..found.end).unwrap_or_default(),
            tokens: &self.scanned.tokens,
            line,
            directive: found.directive,
            unclosed: found.unclosed,
            stray: found.stray,
        }
    }
}

/// Calls `each` with every statement of a whole text, the first line of which is `line`.
pub fn pieces(text: &str, line: u32, mut each: impl FnMut(Piece<'_>)) {
    let mut splitter = Splitter { line, ..Splitter::new() };
    splitter.push(text);
    splitter.finish();
    while let Some(piece) = splitter.next() {
        each(piece);
    }
}
