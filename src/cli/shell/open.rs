//! What is open at the end of a text: a bracket or a block string.

use crate::cli::shell::whole;
use crate::syntax::{BadToken, TokenKind};

/// Returns the mark that opens what is open last: `(`, or the three of a block string.
pub(super) fn mark(text: &str) -> &str {
    let mut splitter = whole::splitter(text);
    let mut open: Vec<(usize, usize)> = Vec::new();
    while let Some(piece) = splitter.next() {
        open.clear();
        for token in piece.tokens {
            let start = piece.start + token.span.start as usize;
            match token.kind {
                TokenKind::Punct(b'(' | b'[' | b'{') => open.push((start, 1)),
                TokenKind::Punct(b')' | b']' | b'}') => drop(open.pop()),
                TokenKind::Bad(BadToken::UnclosedBlock) => open.push((start, 3)),
                TokenKind::Bad(BadToken::UnclosedString) => open.push((start, 1)),
                _ => {}
            }
        }
    }
    let Some((start, length)) = open.last() else { return "" };
    // Letters may stand before a string: `h`, `@`.
    let marks = text.get(*start..).unwrap_or_default().trim_start_matches(['h', 'H', '@']);
    marks.get(..*length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_open_mark_is_found() {
        let cases = [
            (".show", ""),
            (".show (", "("),
            (".show ({[", "["),
            (".show ([1]", "("),
            (".alter ```", "```"),
            (".alter h~~~\nx", "~~~"),
            (".show (\n// (", "("),
            ("#as (", "("),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(mark(text), expected, "{text}");
        }
    }
}
