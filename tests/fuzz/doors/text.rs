//! The lexer, the parser and the layout: any text.

use kmgmt::syntax::{formatted, masked_text, pieces, redacted_text, secret_places};

use crate::read_back::judged;

/// Tokens lie in their statement, in order; a statement is refused at a place or reads back as it prints; the layout
/// is the same the second time.
pub fn run(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    pieces(&text, 1, |piece| {
        let mut end = 0;
        for token in piece.tokens {
            let (from, to) = (token.span.start as usize, token.span.end as usize);
            assert!(end <= from && from < to, "{token:?} of {:?}", piece.text);
            assert!(piece.text.get(from..to).is_some(), "{token:?} of {:?}", piece.text);
            end = to;
        }
        for place in secret_places(&piece) {
            assert!(piece.text.get(place.clone()).is_some(), "a secret at {place:?} of {:?}", piece.text);
        }
        assert_eq!(masked_text(&piece).len(), piece.text.len(), "{:?}", piece.text);
        let _ = redacted_text(&piece);
        judged(&piece);
    });
    let once = formatted(&text).text;
    assert_eq!(formatted(&once).text, once, "the second layout of {text:?}");
}
