//! The one lexing pass: cuts a text into statements and a statement into tokens at once.
//!
//! The rules are those of `grammar/lexical.ebnf`. A statement ends at the first of: `;` at the end
//! of a line, a blank line, the next start, the end of input; the first two count only outside
//! brackets and block strings, and `;` not after `<|`.

use crate::model::keyword::Keyword;
use crate::model::limit;
use crate::syntax::token::{BadToken, Quote, Token, TokenKind};
use crate::text::Span;

mod class;

use class::{CLASS, Class};

/// What the lexer found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scan {
    /// A statement; its tokens are in the list that the caller gave.
    Statement(Found),
    /// The text ends inside a statement that more text could continue.
    More,
    /// Nothing but white space and comments is left.
    End,
}

/// A statement in the text: where it stands and how it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Offset of the beginning of its first line.
    pub start: usize,
    /// Offset just past its last token.
    pub end: usize,
    /// Where the next scan begins.
    pub next: usize,
    /// A `#directive`, which is one line.
    pub directive: bool,
    /// The bracket that was open when the statement ended, in the statement's offsets.
    pub unclosed: Option<Span>,
    /// The bracket that closes nothing, or that is one too many levels deep.
    pub stray: Option<Span>,
}

/// The word that ends the body of `.execute … script` inside a longer text.
pub const SCRIPT_END: &str = "#end";

/// What a scan fills; kept from one statement to the next, so that a scan allocates nothing.
#[derive(Debug, Default)]
pub struct Scanned {
    /// The statement's tokens.
    pub tokens: Vec<Token>,
    open: Vec<(Span, u8)>,
}

/// Finds the next statement of `text` at or after `from` and fills `scanned` with its tokens.
///
/// `complete` says that no more text will come: without it, a statement that could go on is
/// answered by [`Scan::More`]. Offsets in tokens count from the statement's start.
pub fn scan(text: &str, from: usize, complete: bool, scanned: &mut Scanned) -> Scan {
    let Scanned { tokens, open } = scanned;
    tokens.clear();
    open.clear();
    let mut lexer =
        Lexer { bytes: text.as_bytes(), at: from, base: from, complete, tokens, open, stray: None, output: None };
    lexer.skip_between();
    if lexer.at >= lexer.bytes.len() {
        return if complete { Scan::End } else { Scan::More };
    }
    lexer.statement()
}

struct Lexer<'t, 'v> {
    bytes: &'t [u8],
    at: usize,
    /// Offset of the statement in the text.
    base: usize,
    complete: bool,
    tokens: &'v mut Vec<Token>,
    /// The open brackets: position and the byte that closes each.
    open: &'v mut Vec<(Span, u8)>,
    stray: Option<Span>,
    /// What follows `<|`, once it was read.
    output: Option<Output>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Output {
    Query,
    Script,
}

/// How a line break is to be taken.
enum Line {
    Continues,
    Ends,
    Unknown,
}

impl Lexer<'_, '_> {
    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Skips white space and comments before a statement, and sets its beginning to that of its line.
    fn skip_between(&mut self) {
        self.base = self.at;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\n' => {
                    self.at += 1;
                    self.base = self.at;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'/' if self.peek(1) == Some(b'/') => self.skip_line(),
                _ => return,
            }
        }
        if !self.complete {
            self.at = self.bytes.len();
        }
    }

    fn skip_line(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at = memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |found| self.at + found);
    }

    fn statement(&mut self) -> Scan {
        if self.at == self.base
            && self.peek(0) == Some(b'#')
            && self.peek(1).is_some_and(|byte| byte.is_ascii_alphabetic())
        {
            return self.directive();
        }
        while let Some(byte) = self.peek(0) {
            #[expect(clippy::indexing_slicing, reason = "the table has a row for every byte")]
            let class = CLASS[byte as usize];
            match class {
                Class::Space => {
                    self.at += 1;
                    continue;
                }
                Class::LineBreak => match self.line_break() {
                    Line::Continues => continue,
                    Line::Ends => return self.found(self.last_end()),
                    Line::Unknown => return Scan::More,
                },
                Class::Word => self.word(),
                Class::Digit => self.number(),
                Class::Quote => self.escaped(self.at, self.at, false),
                Class::Mark => {
                    if let Some(scan) = self.mark(byte) {
                        return scan;
                    }
                }
                Class::Other => self.other(),
            }
        }
        if self.complete { self.found(self.last_end()) } else { Scan::More }
    }

    /// Where the last token ends.
    fn last_end(&self) -> usize {
        self.tokens.last().map_or(self.base, |token| self.base + token.span.end as usize)
    }

    fn directive(&mut self) -> Scan {
        self.skip_line();
        if self.at >= self.bytes.len() && !self.complete {
            return Scan::More;
        }
        let end = self.at;
        Scan::Statement(Found { start: self.base, end, next: end, directive: true, unclosed: None, stray: None })
    }

    fn found(&self, end: usize) -> Scan {
        let unclosed = self.open.last().map(|(span, _)| *span);
        Scan::Statement(Found { start: self.base, end, next: self.at, directive: false, unclosed, stray: self.stray })
    }

    /// At a line break: does the statement go on in the next line?
    fn line_break(&mut self) -> Line {
        let mut at = self.at + 1;
        let line = at;
        while matches!(self.bytes.get(at), Some(b' ' | b'\t' | b'\r')) {
            at += 1;
        }
        let column_one = at == line;
        let Some(byte) = self.bytes.get(at) else {
            return if self.complete { Line::Ends } else { Line::Unknown };
        };
        let ends = if self.open.is_empty() {
            match byte {
                b'\n' => true,
                b'.' if column_one || self.output.is_none() => match self.letter_at(at + 1) {
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
        self.at = at.max(self.at + 1);
        if ends {
            self.at = line;
            return Line::Ends;
        }
        Line::Continues
    }

    /// Whether a letter stands at `at`; nothing when more text could tell.
    fn letter_at(&self, at: usize) -> Option<bool> {
        match self.bytes.get(at) {
            Some(byte) => Some(byte.is_ascii_alphabetic()),
            None => self.complete.then_some(false),
        }
    }

    /// Whether a verb and a space stand at `at`; nothing when more text could tell.
    fn verb_at(&self, at: usize) -> Option<bool> {
        let rest = self.bytes.get(at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic() || **byte == b'-').count();
        match rest.get(length) {
            None => self.complete.then_some(false),
            Some(b' ' | b'\t') => {
                let word = rest.get(..length).unwrap_or_default();
                Some(Keyword::of_bytes(word).is_some_and(|word| Keyword::VERBS.contains(&word)))
            }
            Some(_) => Some(false),
        }
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        let span = self.span(start, self.at);
        self.tokens.push(Token { kind, span });
    }

    fn span(&self, start: usize, end: usize) -> Span {
        // Statements longer than `limit::STATEMENT_BYTES` are refused before they are parsed, so
        // that offsets fit; a truncated one is harmless until then. (Checked conversions here cost
        // an eighth of the lexer's time.)
        let offset = |at: usize| (at - self.base) as u32;
        Span::new(offset(start), offset(end))
    }

    /// A word, or a string that begins with `h`.
    fn word(&mut self) {
        let start = self.at;
        if matches!(self.bytes.get(start), Some(b'h' | b'H')) {
            match (self.peek(1), self.peek(2)) {
                (Some(b'\'' | b'"'), _) => return self.escaped(start, start + 1, true),
                (Some(b'@'), Some(b'\'' | b'"')) => return self.verbatim(start, start + 2, true),
                (Some(b'`'), Some(b'`')) if self.peek(3) == Some(b'`') => return self.block(start, start + 1, true),
                (Some(b'~'), Some(b'~')) if self.peek(3) == Some(b'~') => return self.block(start, start + 1, true),
                _ => {}
            }
        }
        self.at = class::word_end(self.bytes, start);
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        self.push(TokenKind::Word(Keyword::of_bytes(word)), start);
    }

    /// A number, a length of time, or a name or guid that begins with a digit.
    fn number(&mut self) {
        let start = self.at;
        self.at = class::word_end(self.bytes, start);
        let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
        let mut kind = if digits(self.bytes.get(start..self.at).unwrap_or_default()) {
            TokenKind::Number
        } else {
            TokenKind::Word(None)
        };
        while kind == TokenKind::Number
            && matches!(self.peek(0), Some(b'.' | b':'))
            && self.peek(1).is_some_and(|byte| byte.is_ascii_digit())
        {
            self.at = class::word_end(self.bytes, self.at + 1);
        }
        if kind == TokenKind::Number && self.at == start {
            kind = TokenKind::Bad(BadToken::Character);
            self.at += 1;
        }
        self.push(kind, start);
    }

    /// `'…'`: `quote` is where the opening quote stands.
    fn escaped(&mut self, start: usize, quote: usize, obfuscated: bool) {
        let mark = self.bytes.get(quote).copied().unwrap_or(b'\'');
        let mut at = quote + 1;
        let mut kind = Quote::Plain;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let found = memchr::memchr3(mark, b'\\', b'\n', rest).map(|found| at + found);
            let Some((place, byte)) = found.and_then(|at| Some((at, *self.bytes.get(at)?))) else {
                return self.unclosed_line(start, None);
            };
            if byte == mark {
                self.at = place + 1;
                return self.push(TokenKind::Text(kind, obfuscated), start);
            }
            if byte == b'\n' {
                return self.unclosed_line(start, found);
            }
            // A backslash: what follows it on the line is part of the escape, a quote too.
            kind = Quote::Escaped;
            let line_ends = self.bytes.get(place + 1).is_none_or(|byte| *byte == b'\n');
            at = place + if line_ends { 1 } else { 2 };
        }
    }

    /// `@'…'`: a doubled quote stands for one.
    fn verbatim(&mut self, start: usize, quote: usize, obfuscated: bool) {
        let mark = self.bytes.get(quote).copied().unwrap_or(b'\'');
        let mut at = quote + 1;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            match memchr::memchr2(mark, b'\n', rest).map(|found| at + found) {
                Some(found) if self.bytes.get(found) == Some(&mark) => {
                    if self.bytes.get(found + 1) == Some(&mark) {
                        at = found + 2;
                        continue;
                    }
                    self.at = found + 1;
                    return self.push(TokenKind::Text(Quote::Verbatim, obfuscated), start);
                }
                found => return self.unclosed_line(start, found),
            }
        }
    }

    fn unclosed_line(&mut self, start: usize, line_break: Option<usize>) {
        self.at = line_break.unwrap_or(self.bytes.len());
        if self.bytes.get(self.at.wrapping_sub(1)) == Some(&b'\r') && line_break.is_some() {
            self.at -= 1;
        }
        self.push(TokenKind::Bad(BadToken::UnclosedString), start);
    }

    /// ```` ```…``` ````: `fence` is where the opening fence stands.
    fn block(&mut self, start: usize, fence: usize, obfuscated: bool) {
        let mark = self.bytes.get(fence..fence + 3).unwrap_or_default();
        let rest = self.bytes.get(fence + 3..).unwrap_or_default();
        match memchr::memmem::find(rest, mark) {
            Some(found) => {
                self.at = fence + 3 + found + 3;
                self.push(TokenKind::Text(Quote::Block, obfuscated), start);
            }
            None => {
                self.at = self.bytes.len();
                self.push(TokenKind::Bad(BadToken::UnclosedBlock), start);
            }
        }
    }

    /// Punctuation; answers when the statement ends here.
    fn mark(&mut self, byte: u8) -> Option<Scan> {
        let start = self.at;
        match byte {
            b'/' if self.peek(1) == Some(b'/') => self.skip_line(),
            b'@' if matches!(self.peek(1), Some(b'\'' | b'"')) => self.verbatim(start, start + 1, false),
            b'`' | b'~' if self.peek(1) == Some(byte) && self.peek(2) == Some(byte) => self.block(start, start, false),
            b'<' if self.peek(1) == Some(b'|') => return self.begin_output(start),
            b';' if self.open.is_empty() && self.output.is_none() => return self.semicolon(),
            b'(' | b'[' | b'{' => self.open_bracket(byte),
            b')' | b']' | b'}' => self.close_bracket(byte),
            _ => {
                self.at += 1;
                self.push(TokenKind::Punct(byte), start);
            }
        }
        None
    }

    /// `;` ends the statement when nothing but a comment follows on its line.
    fn semicolon(&mut self) -> Option<Scan> {
        let start = self.at;
        self.at += 1;
        while matches!(self.peek(0), Some(b' ' | b'\t' | b'\r')) {
            self.at += 1;
        }
        let comment = self.peek(0) == Some(b'/') && self.peek(1) == Some(b'/');
        if comment {
            self.skip_line();
        }
        match self.peek(0) {
            Some(b'\n') => Some(self.found(self.last_end())),
            None if self.complete => Some(self.found(self.last_end())),
            None => Some(Scan::More),
            Some(_) => {
                self.at = start + 1;
                self.push(TokenKind::Punct(b';'), start);
                None
            }
        }
    }

    fn begin_output(&mut self, start: usize) -> Option<Scan> {
        self.at += 2;
        self.push(TokenKind::Output, start);
        let script = self.tokens.get(1).and_then(Token::keyword) == Some(Keyword::Execute);
        if self.open.is_empty() && self.output.is_none() {
            self.output = Some(if script { Output::Script } else { Output::Query });
            return script.then(|| self.script_body());
        }
        None
    }

    fn open_bracket(&mut self, byte: u8) {
        let start = self.at;
        self.at += 1;
        self.push(TokenKind::Punct(byte), start);
        let close = match byte {
            b'(' => b')',
            b'[' => b']',
            _ => b'}',
        };
        if self.open.len() < limit::BRACKET_DEPTH {
            self.open.push((self.span(start, self.at), close));
        } else if self.stray.is_none() {
            self.stray = Some(self.span(start, self.at));
        }
    }

    fn close_bracket(&mut self, byte: u8) {
        let start = self.at;
        self.at += 1;
        self.push(TokenKind::Punct(byte), start);
        let fits = self.open.last().is_some_and(|(_, close)| *close == byte);
        if fits {
            self.open.pop();
        } else if self.stray.is_none() {
            self.stray = Some(self.span(start, self.at));
        }
    }

    /// A character that is in no word of the language, whole.
    fn other(&mut self) {
        let start = self.at;
        self.at += 1;
        while self.peek(0).is_some_and(|byte| byte & 0xC0 == 0x80) {
            self.at += 1;
        }
        self.push(TokenKind::Bad(BadToken::Character), start);
    }

    /// The body of `.execute … script <|`: it runs to a line `#end` or to the end of the text.
    fn script_body(&mut self) -> Scan {
        let mut at = self.at;
        loop {
            let rest = self.bytes.get(at..).unwrap_or_default();
            let Some(found) = memchr::memchr(b'\n', rest) else {
                self.at = self.bytes.len();
                return if self.complete { self.found(self.at) } else { Scan::More };
            };
            at += found + 1;
            let line = self.bytes.get(at..).unwrap_or_default();
            if line.starts_with(SCRIPT_END.as_bytes()) && line.get(SCRIPT_END.len()).is_none_or(u8::is_ascii_whitespace)
            {
                if line.len() == SCRIPT_END.len() && !self.complete {
                    return Scan::More;
                }
                self.at = at;
                let found = self.found(at);
                self.skip_line();
                return match found {
                    Scan::Statement(found) => Scan::Statement(Found { next: self.at, ..found }),
                    other => other,
                };
            }
        }
    }
}
