//! Text that a terminal may show: names and notes are untrusted, and must not steer it or hide what they are.

use std::borrow::Cow;
use std::fmt::Write;

/// Returns the text with control, bidirectional and invisible characters escaped as string literals and JSON
/// write them, `\u202e`; line breaks stay.
#[must_use]
pub fn tame<'t>(text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
    let text = text.into();
    if text.bytes().all(is_plain) || !text.chars().any(is_wild) {
        return text;
    }
    let mut tame = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_wild(character) {
            // Two escapes where one has too few digits.
            let units = &mut [0; 2];
            for unit in character.encode_utf16(units) {
                let _ = write!(tame, "\\u{unit:04x}");
            }
        } else {
            tame.push(character);
        }
    }
    Cow::Owned(tame)
}

/// Returns the text with a mark in place of each invisible or bidirectional character, for a renderer that counts
/// characters: as many are left.
#[must_use]
pub fn marked(text: &str) -> Cow<'_, str> {
    let is_unseen = |character: char| !character.is_ascii() && is_wild(character);
    if text.is_ascii() || !text.chars().any(is_unseen) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|each| if is_unseen(each) { char::REPLACEMENT_CHARACTER } else { each }).collect())
}

/// Returns whether the byte is a printable character, or ends a line: most text has no others.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n')
}

/// Returns whether a character steers a terminal, turns the direction of text or is seen as nothing; the end of a line
/// is none of them.
#[must_use]
pub fn is_wild(character: char) -> bool {
    if character.is_ascii() {
        return !is_plain(character as u8);
    }
    character.is_control() || is_bidirectional(character) || is_invisible(character)
}

const fn is_bidirectional(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns whether the character is seen as nothing at all (Unicode, *Default Ignorable Code Points* and separators).
/// The selectors of variations stay: they change what is seen before them, as in emoji.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2028}'..='\u{2029}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_or_hides_is_escaped_and_all_else_stays() {
        assert_eq!(tame("a\u{1b}[31m\tb\nc"), "a\\u001b[31m\\u0009b\nc");
        assert_eq!(tame("\u{202e}\u{200b}\u{feff}\u{ad}\u{85}"), "\\u202e\\u200b\\ufeff\\u00ad\\u0085");
        assert_eq!(tame("\u{e0041}"), "\\udb40\\udc41");
        for text in ["plain", "Größe", "名前", "❤\u{fe0f} 😀", "e\u{301}"] {
            assert!(matches!(tame(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
