//! String literals.

use crate::syntax::lexer::Lexer;
use crate::syntax::token::{BadToken, Quote, TokenKind};

impl Lexer<'_> {
    /// `'…'`: `quote` is where the opening quote stands.
    pub(super) fn escaped(&mut self, start: usize, quote: usize, obfuscated: bool) {
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
                self.p.at = place + 1;
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
    pub(super) fn verbatim(&mut self, start: usize, quote: usize, obfuscated: bool) {
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
                    self.p.at = found + 1;
                    return self.push(TokenKind::Text(Quote::Verbatim, obfuscated), start);
                }
                found => return self.unclosed_line(start, found),
            }
        }
    }

    fn unclosed_line(&mut self, start: usize, line_break: Option<usize>) {
        self.p.at = line_break.unwrap_or(self.bytes.len());
        if self.bytes.get(self.p.at.wrapping_sub(1)) == Some(&b'\r') && line_break.is_some() {
            self.p.at -= 1;
        }
        self.push(TokenKind::Bad(BadToken::UnclosedString), start);
    }

    /// ```` ```…``` ````: `fence` is where the opening fence stands.
    pub(super) fn block(&mut self, start: usize, fence: usize, obfuscated: bool) {
        let mark = self.bytes.get(fence..fence + 3).unwrap_or_default();
        let inside = self.p.searched.max(fence + 3);
        let rest = self.bytes.get(inside..).unwrap_or_default();
        match memchr::memmem::find(rest, mark) {
            Some(found) => {
                self.p.searched = 0;
                self.p.at = inside + found + 3;
                self.push(TokenKind::Text(Quote::Block, obfuscated), start);
            }
            None if !self.complete => self.p.searched = self.bytes.len() - 2,
            None => {
                self.p.at = self.bytes.len();
                self.push(TokenKind::Bad(BadToken::UnclosedBlock), start);
            }
        }
    }
}
