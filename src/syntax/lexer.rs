//! The one lexing pass: cuts a text into statements and a statement into tokens at once.
//!
//! The rules are those of `grammar/lexical.ebnf`. A statement ends at the first of: `;` at the end
//! of a line, a blank line, the next start, the end of input; the first two count only outside
//! brackets and block strings, and `;` not after `<|`.

use crate::model::command_kind::CommandKind;
use crate::model::keyword::Keyword;
use crate::syntax::token::{BadToken, Token, TokenKind};
use crate::text::Span;

mod bare;
mod bodies;
mod class;
mod marks;
mod query;
mod strings;

pub(super) use bare::{assertion_tokens, bare_tokens};
use class::{CLASS, Class};
pub use query::query_tokens;

/// What the lexer found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// A statement; its tokens are in the list that the caller gave.
    Statement(Found),
    /// The text ends inside a statement that more text could continue.
    More,
    /// Only white space and comments are left.
    End,
}

/// A statement in the text: where it stands and how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Offset of the beginning of its first line.
    pub(super) start: usize,
    /// Offset just past its last token.
    pub(super) end: usize,
    /// A `#directive`, which is one line.
    pub(super) directive: bool,
    /// The bracket that was open when the statement ended, in the statement's offsets.
    pub(super) unclosed: Option<Span>,
    /// The bracket that closes nothing, or that is one too many levels deep.
    pub(super) stray: Option<Span>,
}

/// What follows `//` in a comment that speaks to kmgmt.
const REMARK: u8 = b'!';

/// The word that ends the body of `.execute … script` inside a longer text.
pub const SCRIPT_END: &str = "#end";

/// How far a text was scanned. A text that arrives in parts is so scanned once, however many parts
/// there are: a scan that ended with [`Scan::More`] goes on where it stopped.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Where the scan goes on. After [`Scan::More`] it is where a line begins or ends, or the
    /// beginning of a block string.
    at: usize,
    /// Where the statement's first line begins.
    base: usize,
    /// Whether the scan stopped inside a statement.
    inside: bool,
    tokens: Vec<Token>,
    /// The open brackets: position and the byte that closes each.
    open: Vec<(Span, u8)>,
    stray: Option<Span>,
    /// What follows `<|`, once it was read.
    output: Option<Output>,
    /// The place up to which the end of a block string or of a script was looked for.
    searched: usize,
    /// Where the remarks begin that nobody took yet.
    remarks: Vec<usize>,
}

impl Progress {
    /// Returns the beginning of what the next scan needs.
    #[must_use]
    pub(super) const fn needed(&self) -> usize {
        self.base
    }

    /// Returns the tokens of the last statement; offsets count from its start.
    #[must_use]
    pub(super) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Says that the first `count` bytes of the text, which are not needed, are gone.
    pub(super) fn forget(&mut self, count: usize) {
        self.at -= count;
        self.base -= count;
        self.searched = self.searched.saturating_sub(count);
        self.remarks.iter_mut().for_each(|remark| *remark = remark.saturating_sub(count));
    }

    /// Returns whether there are remarks that nobody took yet.
    pub(super) const fn has_remarks(&self) -> bool {
        !self.remarks.is_empty()
    }

    /// Takes the remarks that begin before `end`: comments with a mark that says that they speak to kmgmt.
    pub(super) fn take_remarks(&mut self, end: usize) -> Vec<usize> {
        let taken = self.remarks.partition_point(|remark| *remark < end);
        self.remarks.drain(..taken).collect()
    }

    /// Begins after a mark at the start of the text.
    pub(super) const fn skip(&mut self, count: usize) {
        self.at += count;
        self.base += count;
    }
}

/// Finds the next statement of `text`.
///
/// `complete` says that no more text will come: without it, the result is [`Scan::More`] for a
/// statement that could go on. `whole` is where the last whole line of the text ends.
pub(super) fn scan(text: &str, whole: usize, complete: bool, progress: &mut Progress) -> Scan {
    let whole = if complete { usize::MAX } else { whole };
    let mut lexer = Lexer { bytes: text.as_bytes(), whole, complete, p: std::mem::take(progress) };
    let scan = lexer.go_on();
    *progress = lexer.p;
    scan
}

struct Lexer<'t> {
    bytes: &'t [u8],
    /// Where the last whole line ends; nowhere in a complete text.
    whole: usize,
    complete: bool,
    p: Progress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Output {
    Query,
    Script,
    Data,
}

/// How a line break is to be taken.
enum Line {
    Continues,
    Ends,
    Unknown,
}

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.p.at + ahead).copied()
    }

    /// Returns whether the text ends before the line here does, and more may come.
    fn starved(&self) -> bool {
        self.p.at >= self.whole
    }

    /// Goes on with the statement that is being scanned, or begins with the next one.
    fn go_on(&mut self) -> Scan {
        if !self.p.inside {
            self.skip_between();
            if self.starved() {
                return Scan::More;
            }
            if self.p.at >= self.bytes.len() {
                return Scan::End;
            }
            self.begin();
            if self.is_directive() {
                return self.directive();
            }
        }
        match self.p.output {
            Some(Output::Script) => self.script_body(),
            Some(Output::Data) => self.data(),
            Some(Output::Query) | None => self.statement(),
        }
    }

    fn begin(&mut self) {
        self.p.inside = true;
        self.p.searched = 0;
        self.p.tokens.clear();
        self.p.open.clear();
        self.p.stray = None;
        self.p.output = None;
    }

    /// Skips white space, comments and empty statements (`;`) before a statement, and sets its
    /// beginning to that of its line.
    fn skip_between(&mut self) {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' => {
                    self.p.at += 1;
                    self.p.base = self.p.at;
                }
                b' ' | b'\t' | b'\r' | b';' => self.p.at += 1,
                b'/' if self.peek(1) == Some(b'/') && !self.starved() => self.skip_line(),
                _ => return,
            }
        }
    }

    /// Skips a comment up to the end of its line.
    fn skip_line(&mut self) {
        if self.peek(2) == Some(REMARK) {
            self.p.remarks.push(self.p.at);
        }
        let rest = self.bytes.get(self.p.at..).unwrap_or_default();
        self.p.at = memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |found| self.p.at + found);
    }

    fn is_directive(&self) -> bool {
        self.p.at == self.p.base
            && self.peek(0) == Some(b'#')
            && self.peek(1).is_some_and(|byte| byte.is_ascii_alphabetic())
    }

    fn statement(&mut self) -> Scan {
        while let Some(byte) = self.peek(0) {
            if self.starved() {
                return Scan::More;
            }
            let start = self.p.at;
            #[expect(clippy::indexing_slicing, reason = "the table has a row for every byte")]
            let class = CLASS[byte as usize];
            match class {
                Class::Space => {
                    self.p.at += 1;
                    continue;
                }
                Class::LineBreak => match self.line_break() {
                    Line::Continues => continue,
                    Line::Ends => return self.found(self.last_end()),
                    Line::Unknown => return Scan::More,
                },
                Class::Word => self.word(),
                Class::Digit => self.number(),
                Class::Quote => self.escaped(start, start, false),
                Class::Mark => {
                    if let Some(scan) = self.mark(byte) {
                        return scan;
                    }
                }
                Class::Other => self.other(),
            }
            if self.p.at == start {
                // A block string whose end is not there yet.
                return Scan::More;
            }
        }
        if self.complete { self.found(self.last_end()) } else { Scan::More }
    }

    /// Returns where the last token ends.
    fn last_end(&self) -> usize {
        self.p.tokens.last().map_or(self.p.base, |token| self.p.base + token.span.end as usize)
    }

    /// Returns the statement up to `end`; the next scan begins here.
    fn found(&mut self, end: usize) -> Scan {
        let unclosed = self.p.open.last().map(|(span, _)| *span);
        let (start, stray) = (self.p.base, self.p.stray);
        self.p.base = self.p.at;
        self.p.inside = false;
        Scan::Statement(Found { start, end, directive: false, unclosed, stray })
    }

    /// Says at a line break whether the statement goes on in the next line.
    fn line_break(&mut self) -> Line {
        let mut at = self.p.at + 1;
        let line = at;
        while matches!(self.bytes.get(at), Some(b' ' | b'\t' | b'\r')) {
            at += 1;
        }
        let column_one = at == line;
        let Some(byte) = self.bytes.get(at) else {
            return if self.complete { Line::Ends } else { Line::Unknown };
        };
        let ends = if self.p.open.is_empty() {
            match byte {
                b'\n' => true,
                b'.' if column_one || self.p.output.is_none() => match self.letter_at(at + 1) {
                    Some(is) => is,
                    None => return Line::Unknown,
                },
                b'#' if column_one => match self.letter_at(at + 1) {
                    Some(is) => is,
                    None => return Line::Unknown,
                },
                _ => false,
            }
        } else {
            match byte {
                b'.' if column_one => match self.verb_at(at + 1) {
                    Some(is) => is,
                    None => return Line::Unknown,
                },
                _ => false,
            }
        };
        self.p.at = at.max(self.p.at + 1);
        if ends {
            self.p.at = line;
            return Line::Ends;
        }
        Line::Continues
    }

    /// Returns whether a letter stands at `at`; nothing when more text could tell.
    fn letter_at(&self, at: usize) -> Option<bool> {
        match self.bytes.get(at) {
            Some(byte) => Some(byte.is_ascii_alphabetic()),
            None => self.complete.then_some(false),
        }
    }

    /// Returns whether a verb and a space stand at `at`; nothing when more text could tell.
    fn verb_at(&self, at: usize) -> Option<bool> {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'-').count();
        match rest.get(length) {
            None => self.complete.then_some(false),
            Some(b' ' | b'\t') => {
                let word = rest.get(..length).and_then(|word| std::str::from_utf8(word).ok());
                Some(word.is_some_and(CommandKind::is_verb))
            }
            Some(_) => Some(false),
        }
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        let span = self.span(start, self.p.at);
        self.p.tokens.push(Token { kind, span });
    }

    fn span(&self, start: usize, end: usize) -> Span {
        // Statements longer than `limit::STATEMENT_BYTES` are refused before they are parsed, so
        // that offsets fit; a truncated one is harmless until then. (Checked conversions here cost
        // an eighth of the lexer's time.)
        let offset = |at: usize| (at - self.p.base) as u32;
        Span::new(offset(start), offset(end))
    }

    /// Takes a word, or a string that begins with `h`.
    fn word(&mut self) {
        let start = self.p.at;
        if matches!(self.bytes.get(start), Some(b'h' | b'H')) {
            match (self.peek(1), self.peek(2)) {
                (Some(b'\'' | b'"'), _) => return self.escaped(start, start + 1, true),
                (Some(b'@'), Some(b'\'' | b'"')) => return self.verbatim(start, start + 2, true),
                (Some(b'`'), Some(b'`')) if self.peek(3) == Some(b'`') => return self.block(start, start + 1, true),
                (Some(b'~'), Some(b'~')) if self.peek(3) == Some(b'~') => return self.block(start, start + 1, true),
                _ => {}
            }
        }
        self.p.at = class::word_end(self.bytes, start);
        let word = self.bytes.get(start..self.p.at).unwrap_or_default();
        self.push(TokenKind::Word(Keyword::of_bytes(word)), start);
    }

    /// Takes a number, a length of time, or a name or guid that begins with a digit.
    fn number(&mut self) {
        let start = self.p.at;
        self.p.at = class::word_end(self.bytes, start);
        let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
        let mut kind = if digits(self.bytes.get(start..self.p.at).unwrap_or_default()) {
            TokenKind::Number
        } else {
            TokenKind::Word(None)
        };
        while kind == TokenKind::Number
            && matches!(self.peek(0), Some(b'.' | b':'))
            && self.peek(1).is_some_and(|byte| byte.is_ascii_digit())
        {
            self.p.at = class::word_end(self.bytes, self.p.at + 1);
        }
        if kind == TokenKind::Number && self.p.at == start {
            kind = TokenKind::Bad(BadToken::Character);
            self.p.at += 1;
        }
        self.push(kind, start);
    }

    /// Takes a whole character that is in no word of the language.
    fn other(&mut self) {
        let start = self.p.at;
        self.p.at += 1;
        while self.peek(0).is_some_and(|byte| byte & 0xC0 == 0x80) {
            self.p.at += 1;
        }
        self.push(TokenKind::Bad(BadToken::Character), start);
    }
}
