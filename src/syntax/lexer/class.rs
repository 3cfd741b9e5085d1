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
    let mut rest = bytes.get(start..).unwrap_or_default();
    loop {
        let letters = rest.iter().take_while(|byte| is_word(**byte)).count();
        rest = rest.get(letters..).unwrap_or_default();
        match rest {
            [b'-', after, ..] if letters > 0 && is_word(*after) => rest = rest.get(1..).unwrap_or_default(),
            _ => return bytes.len() - rest.len(),
        }
    }
}

/// Whether a byte may stand in a word.
static IN_WORD: [bool; 256] = in_word();

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks the bounds")]
const fn in_word() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = matches!(CLASS[byte], Class::Word | Class::Digit);
        byte += 1;
    }
    table
}

#[inline]
fn is_word(byte: u8) -> bool {
    #[expect(clippy::indexing_slicing, reason = "the table has a row for every byte")]
    IN_WORD[byte as usize]
}
