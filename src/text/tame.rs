//! Text that a terminal may show: names and notes are untrusted, and must not steer it.

use std::borrow::Cow;
use std::fmt::Write;

/// Returns the text with control and bidirectional characters escaped as string literals and JSON
/// write them, `\u202e`; line breaks stay.
#[must_use]
pub fn tame<'t>(text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
    let text = text.into();
    if !text.chars().any(is_wild) {
        return text;
    }
    let mut tame = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_wild(character) {
            let _ = write!(tame, "\\u{:04x}", character as u32);
        } else {
            tame.push(character);
        }
    }
    Cow::Owned(tame)
}

fn is_wild(character: char) -> bool {
    let is_mark = matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}');
    let is_embedding = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_mark || is_embedding || character.is_control() && character != '\n'
}
