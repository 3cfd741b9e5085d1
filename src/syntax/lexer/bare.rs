//! Bare text: what directives and the words of a command line are made of. Text without quotes goes on
//! to white space, whatever is in it: `aadapp=id;tenant`, `O'Brien`, `https://c.net`.

use crate::model::directive_kind::DirectiveKind;
use crate::model::keyword::Keyword;
use crate::syntax::lexer::class::{self, CLASS, Class};
use crate::syntax::lexer::{Found, Lexer, Progress, Scan};
use crate::syntax::token::{Token, TokenKind};

/// Adds the tokens of `text` from `start` on, an argument of a command line, to `tokens`.
pub(in crate::syntax) fn bare_tokens(text: &str, start: usize, tokens: &mut Vec<Token>) {
    let p = Progress { at: start, tokens: std::mem::take(tokens), ..Progress::default() };
    let mut lexer = Lexer { bytes: text.as_bytes(), whole: text.len(), complete: true, p };
    lexer.bare_text(false);
    *tokens = lexer.p.tokens;
}

/// Returns the tokens of an assertion, a line of text that begins at `start`. It is read as a directive is; the list
/// after `==` is read as in a command.
pub(in crate::syntax) fn assertion_tokens(text: &str, start: usize) -> Vec<Token> {
    let p = Progress { at: start, ..Progress::default() };
    let mut lexer = Lexer { bytes: text.as_bytes(), whole: text.len(), complete: true, p };
    lexer.bare_text(true);
    lexer.list_of_assertion(text);
    lexer.p.tokens
}

/// Returns whether white space stands around two tokens that stand side by side.
fn stands_alone(text: &str, pair: &[Token]) -> bool {
    let (Some(first), Some(last)) = (pair.first(), pair.last()) else { return false };
    let before = text.get(..first.span.start as usize).and_then(|before| before.chars().next_back());
    let after = text.get(last.span.end as usize..).and_then(|after| after.chars().next());
    let is_space = |character: Option<char>| character.is_none_or(char::is_whitespace);
    first.span.end == last.span.start && is_space(before) && (is_space(after) || after == Some('('))
}

impl Lexer<'_> {
    /// Takes the line of a directive, but for `;` at its end and a comment.
    pub(super) fn directive(&mut self) -> Scan {
        let rest = self.bytes.get(self.p.base..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(self.bytes.len(), |found| self.p.base + found);
        let bytes = self.bytes.get(..end).unwrap_or_default();
        let mut line = Lexer { bytes, whole: end, complete: true, p: std::mem::take(&mut self.p) };
        line.bare_text(true);
        line.argument();
        self.p = line.p;
        while self.p.tokens.last().is_some_and(|token| token.is(b';')) {
            self.p.tokens.pop();
        }
        self.p.at = end;
        let line_bytes = bytes.get(self.p.base..).unwrap_or_default();
        match self.found(end - usize::from(line_bytes.ends_with(b"\r"))) {
            Scan::Statement(found) => Scan::Statement(Found { directive: true, ..found }),
            other => other,
        }
    }

    /// Takes what follows the word of the directive again where it is read by other rules: a command, or an assertion.
    fn argument(&mut self) {
        let line = self.bytes.get(self.p.base..).unwrap_or_default();
        let text = std::str::from_utf8(line).unwrap_or_default();
        let word = text.split(char::is_whitespace).next().unwrap_or_default();
        match word.strip_prefix('#').and_then(DirectiveKind::of) {
            Some(DirectiveKind::Expect) => self.list_of_assertion(text),
            Some(DirectiveKind::Plan) => self.again_from(self.within(word.len())),
            _ => {}
        }
    }

    /// Returns how many tokens end within the first bytes of the statement.
    fn within(&self, bytes: usize) -> usize {
        self.p.tokens.iter().take_while(|token| token.span.end as usize <= bytes).count()
    }

    /// Takes the list after `==` again, as in a command; `text` begins where the statement does.
    fn list_of_assertion(&mut self, text: &str) {
        let is_mark = |token: &Token| token.is(b'=');
        let mut pairs = self.p.tokens.windows(2);
        if let Some(at) = pairs.position(|pair| pair.iter().all(is_mark) && stands_alone(text, pair)) {
            self.again_from(at + 2);
        }
    }

    /// Takes all but the first tokens again, by the rules of commands.
    fn again_from(&mut self, count: usize) {
        self.p.tokens.truncate(count);
        let p = Progress { at: self.last_end(), base: self.p.base, ..Progress::default() };
        let mut command = Lexer { p, ..*self };
        command.statement();
        let Progress { tokens, open, stray, remarks, .. } = command.p;
        self.p.tokens.extend(tokens);
        self.p.remarks.extend(remarks);
        (self.p.open, self.p.stray) = (open, stray);
    }

    /// Takes the tokens to the end. A string begins only after white space, `[`, `=` or `.`: `O'Brien` has
    /// none. A comment begins only after white space, a string or `]`.
    fn bare_text(&mut self, comments: bool) {
        let mut space = true;
        while let Some(byte) = self.peek(0) {
            let (start, before) = (self.p.at, self.p.tokens.len());
            let last = self.p.tokens.last().filter(|_| !space);
            let ended = last.is_none_or(|last| last.is_string() || last.is(b']'));
            if comments && ended && byte == b'/' && self.peek(1) == Some(b'/') {
                return;
            }
            let begins = last.is_none_or(|last| [b'[', b'=', b'.'].iter().any(|mark| last.is(*mark)));
            if !(begins && self.string(start)) {
                self.bare(byte);
            }
            space = self.p.tokens.len() == before;
        }
    }

    /// Takes a string, if one begins here.
    fn string(&mut self, start: usize) -> bool {
        let obfuscated = matches!(self.peek(0), Some(b'h' | b'H'));
        let opening = start + usize::from(obfuscated);
        match self.bytes.get(opening..).unwrap_or_default() {
            [b'\'' | b'"', ..] => self.escaped(start, opening, obfuscated),
            [b'@', b'\'' | b'"', ..] => self.verbatim(start, opening + 1, obfuscated),
            [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..] => self.block(start, opening, obfuscated),
            _ => return false,
        }
        true
    }

    /// Takes a word, a mark or another character.
    fn bare(&mut self, byte: u8) {
        let start = self.p.at;
        #[expect(clippy::indexing_slicing, reason = "the table has a row for every byte")]
        let class = CLASS[byte as usize];
        match class {
            Class::Space | Class::LineBreak => self.p.at += 1,
            Class::Word | Class::Digit => {
                self.p.at = class::word_end(self.bytes, start);
                let word = self.bytes.get(start..self.p.at).unwrap_or_default();
                self.push(TokenKind::Word(Keyword::of_bytes(word)), start);
            }
            Class::Quote | Class::Mark => {
                self.p.at += 1;
                self.push(TokenKind::Punct(byte), start);
            }
            Class::Other => self.character(start),
        }
    }

    /// Takes another character; white space makes no token.
    pub(super) fn character(&mut self, start: usize) {
        self.other();
        let character = self.bytes.get(start..self.p.at).and_then(|bytes| std::str::from_utf8(bytes).ok());
        if character.is_some_and(|character| character.trim().is_empty()) {
            self.p.tokens.pop();
        }
    }
}
