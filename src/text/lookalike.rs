//! Characters that are easily taken for another one, or for none, as in text from a web page or a word
//! processor.

/// Returns the code point, and the name or the sign of a character that is easily taken for another one:
/// `U+00A0 no-break space`, `` U+0430 `а` ``.
#[must_use]
pub fn named(character: char) -> String {
    let name = match character {
        '\u{a0}' => " no-break space",
        '\u{ad}' => " soft hyphen",
        '\u{200b}' => " zero-width space",
        '\u{200c}' => " zero-width non-joiner",
        '\u{200d}' => " zero-width joiner",
        '\u{200e}' => " left-to-right mark",
        '\u{200f}' => " right-to-left mark",
        '\u{2010}' => " hyphen",
        '\u{2011}' => " non-breaking hyphen",
        '\u{2013}' => " en dash",
        '\u{2014}' => " em dash",
        '\u{2018}' => " left single quotation mark",
        '\u{2019}' => " right single quotation mark",
        '\u{201c}' => " left double quotation mark",
        '\u{201d}' => " right double quotation mark",
        '\u{202f}' => " narrow no-break space",
        '\u{2060}' => " word joiner",
        '\u{feff}' => " byte-order mark",
        _ if character.is_alphanumeric() => return format!("U+{:04X} `{character}`", character as u32),
        _ => "",
    };
    format!("U+{:04X}{name}", character as u32)
}

/// Returns whether nobody sees the character: it takes no place, or only turns the direction of the text.
#[must_use]
pub const fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Returns the plain characters for which a character is easily taken (Unicode Technical Standard 39,
/// *Confusable Detection*).
#[must_use]
pub fn plain(character: char) -> Option<String> {
    if character.is_ascii() || is_unseen(character) {
        return None;
    }
    let mut buffer = [0; 4];
    let plain: String = unicode_security::skeleton(character.encode_utf8(&mut buffer)).collect();
    (!plain.is_empty() && plain.is_ascii()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_told_from_those_that_they_look_like() {
        for (character, expected) in
            [('\u{430}', "a"), ('\u{2013}', "-"), ('\u{2010}', "-"), ('\u{2019}', "'"), ('\u{ff20}', "@")]
        {
            assert_eq!(plain(character).as_deref(), Some(expected), "{}", named(character));
        }
        for character in ['a', '\u{e9}', '\u{fc}', '\u{4e2d}', '\u{200b}'] {
            assert_eq!(plain(character), None, "{}", named(character));
        }
    }
}
