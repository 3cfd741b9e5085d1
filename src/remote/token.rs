//! A token, which is shown nowhere.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::limit;
use crate::model::secret::{REDACTED, redacted_at};

/// A token of the service; what prints it prints `****`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// What may stand before a token where it was copied from.
const SCHEME: &str = "Bearer ";

/// A text with fewer characters is no secret that a service gives: it may be a word that answers have anyway.
const SHORTEST: usize = 12;

/// So much of a token at the end of a text that was cut is hidden too.
const CUT: usize = 8;

impl Token {
    /// Reads a token; white space around it does not count, nor `Bearer` before it.
    ///
    /// # Errors
    /// It is none (RFC 6750, 2.1); says why, and nothing of it.
    pub fn new(text: &str) -> Result<Self, Diagnostic> {
        let text = text.trim();
        let text = text.strip_prefix(SCHEME).unwrap_or(text).trim_start();
        let wrong = |message: String| Err(Diagnostic::error(Code::Input, message));
        let is_taken = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
        match text {
            "" => wrong("the token is empty".to_owned()),
            text if text.len() > limit::TOKEN_BYTES => {
                wrong(format!("the token has more than {} bytes, the most that a token has", limit::TOKEN_BYTES))
            }
            text if !text.bytes().all(is_taken) => {
                wrong("what should be a token has characters that none has".to_owned())
            }
            text => Ok(Self(text.to_owned())),
        }
    }

    /// Returns the value of the header that shows it.
    #[must_use]
    pub(super) fn header(&self) -> String {
        format!("{SCHEME}{}", self.0)
    }

    /// Returns a text without the token, should it be in there: as it is, as JSON may write it, or cut where the text ends.
    #[must_use]
    pub fn hidden_in<'t>(&self, text: &'t str) -> Cow<'t, str> {
        redacted_at(text, &self.places(text.as_bytes()))
    }

    /// Returns where the token stands in a text.
    fn places(&self, text: &[u8]) -> Vec<Range<usize>> {
        let (mut places, mut from) = (Vec::new(), 0);
        let Some(first) = self.0.bytes().next().filter(|_| self.0.len() >= SHORTEST) else { return places };
        while let Some(next) = text.get(from..).and_then(|rest| memchr::memchr2(first, b'\\', rest)) {
            let begin = from + next;
            from = match text.get(begin..).and_then(|rest| self.length_in(rest)) {
                Some(length) => {
                    places.push(begin..begin + length);
                    begin + length
                }
                None => begin + 1,
            };
        }
        places
    }

    /// Returns how many bytes of a text are the token, if it begins with it.
    fn length_in(&self, text: &[u8]) -> Option<usize> {
        let mut rest = text;
        for (known, character) in self.0.bytes().enumerate() {
            if rest.is_empty() && known >= CUT {
                break;
            }
            rest = after(rest, character)?;
        }
        Some(text.len() - rest.len())
    }
}

/// Returns what follows a character at the beginning of a text, where that is the character itself or its escape in JSON.
fn after(text: &[u8], character: u8) -> Option<&[u8]> {
    match text {
        [own, rest @ ..] if *own == character => Some(rest),
        [b'\\', own, rest @ ..] if *own == character => Some(rest),
        [b'\\', b'u', b'0', b'0', high, low, rest @ ..] => {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            (digit(*high)? * 16 + digit(*low)? == u32::from(character)).then_some(rest)
        }
        _ => None,
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({REDACTED})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_and_never_shown() {
        let read = |text: &str| Token::new(text).map(|token| token.header()).map_err(|error| error.message);
        assert_eq!(read(" eyJ0.x-y_z.~+/=\r\n"), Ok("Bearer eyJ0.x-y_z.~+/=".to_owned()));
        assert_eq!(read("Bearer abc\n"), Ok("Bearer abc".to_owned()));
        for text in ["", " \n"] {
            assert_eq!(read(text), Err("the token is empty".to_owned()));
        }
        assert_eq!(read("a b"), Err("what should be a token has characters that none has".to_owned()));
        assert_eq!(
            read(&"a".repeat(limit::TOKEN_BYTES + 1)),
            Err("the token has more than 32768 bytes, the most that a token has".to_owned())
        );
        assert!(read(&"a".repeat(limit::TOKEN_BYTES)).is_ok());
        assert_eq!(Token::new("geheim").map(|token| format!("{token:?}")), Ok("Token(****)".to_owned()));
    }

    #[test]
    fn a_token_is_hidden_however_it_is_written() {
        let hidden = |token: &str, text: &str| Token::new(token).map(|token| token.hidden_in(text).into_owned());
        let token = "eyJ0.geheim+/==";
        for (text, shown) in [
            ("no eyJ0.geheim+/== here", "no **** here"),
            ("eyJ0.geheim+/==eyJ0.geheim+/==", "********"),
            (r#"["eyJ0.geheim\u002b\/\u003D="]"#, r#"["****"]"#),
            (r"\u0065yJ0.geheim+/==!", "****!"),
            ("eyJeyJ0.geheim+/== é", "eyJ**** é"),
            ("cut: eyJ0.gehei", "cut: ****"),
            ("eyJ0.ge", "eyJ0.ge"),
            ("eyJ0.geheim", "****"),
            ("eyJ0.geheim, or not", "eyJ0.geheim, or not"),
            (r"eyJ0.geheim\u002", r"eyJ0.geheim\u002"),
        ] {
            assert_eq!(hidden(token, text), Ok(shown.to_owned()), "{text}");
        }
        // What is too short for a secret is a word.
        assert_eq!(hidden("Sales", "Sales"), Ok("Sales".to_owned()));
    }
}
