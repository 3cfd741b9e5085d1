//! The words of a question on a command line.

use crate::model::principal::PrincipalKind;
use crate::syntax::lexer::bare_tokens;
use crate::syntax::token::{Token, TokenKind};
use crate::text::Span;

/// The arguments of a question: their text with a space between each two, in which diagnostics point,
/// and their tokens. An argument is a word of its own, whatever stands in it.
#[derive(Debug, Default)]
pub struct Arguments {
    /// The text.
    pub text: String,
    pub(super) tokens: Vec<Token>,
}

impl Arguments {
    /// Returns these words.
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
            let small = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let span = Span::new(small(start), small(self.text.len()));
            self.tokens.push(Token { kind: TokenKind::Word(None), span });
        } else {
            bare_tokens(&self.text, start, &mut self.tokens);
        }
    }
}
