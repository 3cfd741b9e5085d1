//! Queries: the tokens of a text that is one query. No word has `-` in it there (`a-b` is a subtraction), `$left` is
//! a word, and numbers have exponents and units. Nothing but the end of the text ends it.

use crate::model::keyword::Keyword;
use crate::model::timespan::TimeSpan;
use crate::syntax::lexer::class::{CLASS, Class};
use crate::syntax::lexer::{Lexer, Output, Progress};
use crate::syntax::token::{Token, TokenKind};

/// Returns the tokens of `text`, a query or the operators after a pipe.
#[must_use]
pub fn query_tokens(text: &str) -> Vec<Token> {
    let p = Progress { inside: true, output: Some(Output::Query), ..Progress::default() };
    let mut lexer = Lexer { bytes: text.as_bytes(), whole: text.len(), complete: true, p };
    lexer.query();
    lexer.p.tokens
}

impl Lexer<'_> {
    /// Takes the tokens to the end of the text.
    fn query(&mut self) {
        while let Some(byte) = self.peek(0) {
            let start = self.p.at;
            #[expect(clippy::indexing_slicing, reason = "the table has a row for every byte")]
            let class = CLASS[byte as usize];
            match class {
                Class::Space | Class::LineBreak => self.p.at += 1,
                Class::Word => {
                    self.word();
                    self.cut();
                }
                Class::Digit => self.number_of_query(),
                Class::Quote => self.escaped(start, start, false),
                Class::Mark if byte == b'$' && self.peek(1).is_some_and(is_word) => self.word_from(start, start + 1),
                Class::Mark => drop(self.mark(byte)),
                Class::Other => self.character(start),
            }
        }
    }

    /// Takes back all from the first `-` of the last word on.
    fn cut(&mut self) {
        let Some(token) = self.p.tokens.last_mut().filter(|token| matches!(token.kind, TokenKind::Word(_))) else {
            return;
        };
        let word = self.bytes.get(token.span.range()).unwrap_or_default();
        if let Some(dash) = memchr::memchr(b'-', word) {
            let start = token.span.start as usize;
            self.p.tokens.pop();
            self.word_from(start, start);
            debug_assert_eq!(self.p.at, start + dash);
        }
    }

    /// Takes the word that begins at `start`, of which the letters go on from `letters`.
    fn word_from(&mut self, start: usize, letters: usize) {
        let rest = self.bytes.get(letters..).unwrap_or_default();
        self.p.at = letters + word_length(rest);
        let word = self.bytes.get(start..self.p.at).unwrap_or_default();
        self.push(TokenKind::Word(Keyword::of_bytes(word)), start);
    }

    /// Takes a number, a length of time, or a name that begins with a digit.
    fn number_of_query(&mut self) {
        let start = self.p.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        match number_length(rest) {
            Some(length) => {
                self.p.at = start + length;
                self.push(TokenKind::Number, start);
            }
            None => self.word_from(start, start),
        }
    }
}

/// Returns the length of the number that `rest` begins with; nothing where a name begins with digits.
fn number_length(rest: &[u8]) -> Option<usize> {
    let digits = |at: usize| rest.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_at = |at: usize, mark: &[u8]| rest.get(at).is_some_and(|byte| mark.contains(byte));
    let ends = |at: &usize| !rest.get(*at).copied().is_some_and(is_word);
    let whole = digits(0);
    let exponent = |at: usize| {
        let sign = usize::from(is_at(at + 1, b"+-"));
        let length = digits(at + 1 + sign);
        if is_at(at, b"eE") && length > 0 { at + 1 + sign + length } else { at }
    };
    // `1..5` is a range, `1.` is a number.
    let has_point = is_at(whole, b".") && (!is_at(whole + 1, b".") || is_at(whole + 2, b"."));
    let fraction = if has_point { whole + 1 + digits(whole + 1) } else { whole };
    let real = Some(exponent(fraction)).filter(|end| *end > whole).filter(ends);
    let length_of_time = || {
        let number = if is_at(whole, b".") && digits(whole + 1) > 0 { fraction } else { whole };
        let unit = rest.get(number..).unwrap_or_default();
        let unit = unit.get(..word_length(unit)).and_then(|unit| std::str::from_utf8(unit).ok())?;
        TimeSpan::is_unit(unit).then_some(number + unit.len())
    };
    let hexadecimal = || {
        let length = rest.get(2..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        (is_at(0, b"0") && is_at(1, b"xX") && length > 0).then_some(2 + length).filter(ends)
    };
    real.or_else(length_of_time).or_else(hexadecimal).or_else(|| Some(whole).filter(ends))
}

/// Returns how many letters, digits and `_` there are at the beginning.
fn word_length(rest: &[u8]) -> usize {
    rest.iter().take_while(|byte| is_word(**byte)).count()
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_cut_as_queries_have_them() {
        let cases = [
            ("a-b", "a - b"),
            ("1-2", "1 - 2"),
            ("project-away", "project - away"),
            ("1.5e3+2e-1 0x1F 5m 1.5h 2d1", "1.5e3 + 2e-1 0x1F 5m 1.5h 2d1"),
            ("1..5 1. 1.b a[0]", "1 . . 5 1. 1 . b a [ 0 ]"),
            ("$left.a==$right.b", "$left . a = = $right . b"),
            ("h'x'@\"y\" // c\n\n;z", "h'x' @\"y\" ; z"),
        ];
        for (text, expected) in cases {
            let tokens: Vec<&str> = query_tokens(text).iter().map(|token| token.span.of(text)).collect();
            assert_eq!(tokens.join(" "), expected, "{text}");
        }
    }
}
