//! Punctuation marks: brackets, the `;` that ends a statement, and `<|`.

use crate::model::keyword::Keyword;
use crate::model::limit;
use crate::syntax::lexer::{Lexer, Output, Scan};
use crate::syntax::token::{Token, TokenKind};

impl Lexer<'_> {
    /// Takes a punctuation mark; returns the statement when it ends here.
    pub(super) fn mark(&mut self, byte: u8) -> Option<Scan> {
        let start = self.p.at;
        match byte {
            b'/' if self.peek(1) == Some(b'/') => self.skip_line(),
            b'@' if matches!(self.peek(1), Some(b'\'' | b'"')) => self.verbatim(start, start + 1, false),
            b'`' | b'~' if self.peek(1) == Some(byte) && self.peek(2) == Some(byte) => self.block(start, start, false),
            b'<' if self.peek(1) == Some(b'|') => return self.begin_output(start),
            b';' if self.p.open.is_empty() && self.p.output.is_none() && !self.begins_with_let() => {
                return self.semicolon();
            }
            b'(' | b'[' | b'{' => self.open_bracket(byte),
            b')' | b']' | b'}' => self.close_bracket(byte),
            _ => {
                self.p.at += 1;
                self.push(TokenKind::Punct(byte), start);
            }
        }
        None
    }

    /// Returns whether the statement begins with `let`: a query follows its `;`.
    fn begins_with_let(&self) -> bool {
        let first = self.p.tokens.first().map(|token| token.span);
        let text = first.and_then(|span| self.bytes.get(self.p.base..)?.get(span.range()));
        text == Some(b"let")
    }

    /// `;` ends the statement when nothing but a comment follows on its line.
    fn semicolon(&mut self) -> Option<Scan> {
        let start = self.p.at;
        self.p.at += 1;
        while matches!(self.peek(0), Some(b' ' | b'\t' | b'\r')) {
            self.p.at += 1;
        }
        let comment = self.peek(0) == Some(b'/') && self.peek(1) == Some(b'/');
        if comment {
            self.skip_line();
        }
        match self.peek(0) {
            Some(b'\n') | None => Some(self.found(self.last_end())),
            Some(_) => {
                self.p.at = start + 1;
                self.push(TokenKind::Punct(b';'), start);
                None
            }
        }
    }

    fn begin_output(&mut self, start: usize) -> Option<Scan> {
        self.p.at += 2;
        self.push(TokenKind::Output, start);
        if !self.p.open.is_empty() || self.p.output.is_some() {
            return None;
        }
        let keyword = |at: usize| self.p.tokens.get(at).and_then(Token::keyword);
        let output = match (keyword(1), keyword(2)) {
            (Some(Keyword::Execute), _) => Output::Script,
            (Some(Keyword::Ingest), Some(Keyword::Inline)) => Output::Data,
            _ => Output::Query,
        };
        self.p.output = Some(output);
        match output {
            Output::Script => Some(self.script_body()),
            Output::Data => Some(self.data()),
            Output::Query => None,
        }
    }

    fn open_bracket(&mut self, byte: u8) {
        let start = self.p.at;
        self.p.at += 1;
        self.push(TokenKind::Punct(byte), start);
        let close = match byte {
            b'(' => b')',
            b'[' => b']',
            _ => b'}',
        };
        if self.p.open.len() < limit::BRACKET_DEPTH {
            self.p.open.push((self.span(start, self.p.at), close));
        } else if self.p.stray.is_none() {
            self.p.stray = Some(self.span(start, self.p.at));
        }
    }

    fn close_bracket(&mut self, byte: u8) {
        let start = self.p.at;
        self.p.at += 1;
        self.push(TokenKind::Punct(byte), start);
        let fits = self.p.open.last().is_some_and(|(_, close)| *close == byte);
        if fits {
            self.p.open.pop();
        } else if self.p.stray.is_none() {
            self.p.stray = Some(self.span(start, self.p.at));
        }
    }
}
