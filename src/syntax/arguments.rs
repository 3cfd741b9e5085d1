//! The words of a question on a command line.

use crate::model::principal::PrincipalKind;
use crate::syntax::lexer::bare_tokens;
use crate::syntax::token::{Token, TokenKind};
use crate::text::Span;

/// The arguments of a question: their text with a space between every two, and their tokens.
/// Diagnostics point into the text. A principal (`aaduser=…`) is one word, even with spaces and quotes
/// in it; every other argument is read as in a directive, but without comments.
#[derive(Debug, Default)]
pub struct Arguments {
    /// The text.
    pub text: String,
    pub(super) tokens: Vec<Token>,
}

impl Arguments {
    /// Returns the arguments of a command line.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut arguments = Self::default();
        words.into_iter().for_each(|word| arguments.add(word));
        arguments
    }

    fn add(&mut self, word: &str) {
        if !self.tokens.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(word);
        let kind = word.split_once('=').map_or("", |(kind, _)| kind).trim();
        if word.is_empty() || PrincipalKind::of(kind).is_some() {
            let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let span = Span::new(offset(start), offset(self.text.len()));
            self.tokens.push(Token { kind: TokenKind::Word(None), span });
        } else {
            bare_tokens(&self.text, start, &mut self.tokens);
        }
    }
}
