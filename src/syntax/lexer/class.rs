//! What a byte begins: one table, so that the lexer decides once a token.

/// What a byte can begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    LineBreak,
    /// A letter or `_`.
    Word,
    Digit,
    /// `'` or `"`.
    Quote,
    /// ASCII punctuation.
    Mark,
    /// Anything else: control characters and what is not ASCII.
    Other,
}

/// The class of every byte.
pub(super) static CLASS: [Class; 256] = classes();

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks the bounds")]
const fn classes() -> [Class; 256] {
    let mut table = [Class::Other; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] = match byte {
            b' ' | b'\t' | b'\r' => Class::Space,
            b'\n' => Class::LineBreak,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => Class::Word,
            b'0'..=b'9' => Class::Digit,
            b'\'' | b'"' => Class::Quote,
            b'!'..=b'~' => Class::Mark,
            _ => Class::Other,
        };
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}

/// Returns where the word that begins at `start` ends: letters, digits and `_`, and `-` between
/// them.
pub(super) fn word_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        let hyphen = *byte == b'-' && at > start && bytes.get(at + 1).is_some_and(|byte| is_word(*byte));
        if !hyphen && !is_word(*byte) {
            break;
        }
        at += 1;
    }
    at
}

#[inline]
fn is_word(byte: u8) -> bool {
    #[expect(clippy::indexing_slicing, reason = "the table has a row for every byte")]
    let class = CLASS[byte as usize];
    matches!(class, Class::Word | Class::Digit)
}
