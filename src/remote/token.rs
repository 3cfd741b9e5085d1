//! A token, which is shown nowhere.

use std::fmt;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::limit;
use crate::model::secret::REDACTED;

/// A token of the service; what prints it prints `****`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// What may stand before a token where it was copied from.
const SCHEME: &str = "Bearer ";

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

    /// Returns a text without the token, should it be in there.
    #[must_use]
    pub fn hidden_in(&self, text: &str) -> String {
        text.replace(&self.0, REDACTED)
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
        let shown = Token::new("geheim").map(|token| format!("{token:?} {}", token.hidden_in("no geheim here")));
        assert_eq!(shown, Ok("Token(****) no **** here".to_owned()));
    }
}
