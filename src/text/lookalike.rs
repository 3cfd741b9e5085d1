//! Characters that look like others, or like nothing: text that comes from web pages, word processors
//! and mail has them in place of plain ones.

/// Characters that are easily taken for another one or for none: what each is called, and the plain text
/// that it is taken for, where the tables of Unicode do not say it or say something else.
const NAMES: &[(char, &str, Option<&str>)] = &[
    // Spaces.
    ('\u{85}', "next line", Some(" ")),
    ('\u{a0}', "no-break space", Some(" ")),
    ('\u{1680}', "ogham space mark", Some(" ")),
    ('\u{2000}', "en quad", Some(" ")),
    ('\u{2001}', "em quad", Some(" ")),
    ('\u{2002}', "en space", Some(" ")),
    ('\u{2003}', "em space", Some(" ")),
    ('\u{2004}', "three-per-em space", Some(" ")),
    ('\u{2005}', "four-per-em space", Some(" ")),
    ('\u{2006}', "six-per-em space", Some(" ")),
    ('\u{2007}', "figure space", Some(" ")),
    ('\u{2008}', "punctuation space", Some(" ")),
    ('\u{2009}', "thin space", Some(" ")),
    ('\u{200a}', "hair space", Some(" ")),
    ('\u{2028}', "line separator", Some(" ")),
    ('\u{2029}', "paragraph separator", Some(" ")),
    ('\u{202f}', "narrow no-break space", Some(" ")),
    ('\u{205f}', "medium mathematical space", Some(" ")),
    ('\u{3000}', "ideographic space", Some(" ")),
    // What nobody sees.
    ('\u{ad}', "soft hyphen", None),
    ('\u{34f}', "combining grapheme joiner", None),
    ('\u{61c}', "arabic letter mark", None),
    ('\u{180e}', "mongolian vowel separator", None),
    ('\u{200b}', "zero-width space", None),
    ('\u{200c}', "zero-width non-joiner", None),
    ('\u{200d}', "zero-width joiner", None),
    ('\u{200e}', "left-to-right mark", None),
    ('\u{200f}', "right-to-left mark", None),
    ('\u{202a}', "left-to-right embedding", None),
    ('\u{202b}', "right-to-left embedding", None),
    ('\u{202c}', "pop directional formatting", None),
    ('\u{202d}', "left-to-right override", None),
    ('\u{202e}', "right-to-left override", None),
    ('\u{2060}', "word joiner", None),
    ('\u{2066}', "left-to-right isolate", None),
    ('\u{2067}', "right-to-left isolate", None),
    ('\u{2068}', "first strong isolate", None),
    ('\u{2069}', "pop directional isolate", None),
    ('\u{fe0f}', "variation selector", None),
    ('\u{feff}', "byte-order mark", None),
    // Quotation marks.
    ('\u{b4}', "acute accent", Some("'")),
    ('\u{2018}', "left single quotation mark", Some("'")),
    ('\u{2019}', "right single quotation mark", Some("'")),
    ('\u{201a}', "single low-9 quotation mark", Some("'")),
    ('\u{201b}', "single high-reversed-9 quotation mark", Some("'")),
    ('\u{2032}', "prime", Some("'")),
    ('\u{2039}', "single left-pointing angle quotation mark", Some("'")),
    ('\u{203a}', "single right-pointing angle quotation mark", Some("'")),
    ('\u{ab}', "left-pointing double angle quotation mark", Some("\"")),
    ('\u{bb}', "right-pointing double angle quotation mark", Some("\"")),
    ('\u{201c}', "left double quotation mark", Some("\"")),
    ('\u{201d}', "right double quotation mark", Some("\"")),
    ('\u{201e}', "double low-9 quotation mark", Some("\"")),
    ('\u{201f}', "double high-reversed-9 quotation mark", Some("\"")),
    ('\u{2033}', "double prime", Some("\"")),
    // Dashes.
    ('\u{2010}', "hyphen", Some("-")),
    ('\u{2011}', "non-breaking hyphen", Some("-")),
    ('\u{2012}', "figure dash", Some("-")),
    ('\u{2013}', "en dash", Some("-")),
    ('\u{2014}', "em dash", Some("-")),
    ('\u{2015}', "horizontal bar", Some("-")),
    ('\u{2043}', "hyphen bullet", Some("-")),
    ('\u{2212}', "minus sign", Some("-")),
    ('\u{fe58}', "small em dash", Some("-")),
    ('\u{fe63}', "small hyphen-minus", Some("-")),
    // Other marks.
    ('\u{a6}', "broken bar", Some("|")),
    ('\u{2026}', "horizontal ellipsis", Some(DOTS)),
    ('\u{2502}', "box drawings light vertical", Some("|")),
    ('\u{2758}', "light vertical bar", Some("|")),
    ('\u{3001}', "ideographic comma", Some(",")),
    ('\u{3002}', "ideographic full stop", Some(".")),
    ('\u{3010}', "left black lenticular bracket", Some("[")),
    ('\u{3011}', "right black lenticular bracket", Some("]")),
];

/// What pages write for what they leave out.
const DOTS: &str = "...";

/// How far a full-width character stands after the plain one.
const FULL_WIDTH: u32 = 0xfee0;

fn row(character: char) -> Option<&'static (char, &'static str, Option<&'static str>)> {
    NAMES.iter().find(|(own, ..)| *own == character)
}

/// Returns the code point, and the name or the sign of a character that is easily taken for another one:
/// `U+00A0 no-break space`, `` U+0430 `а` ``.
#[must_use]
pub fn named(character: char) -> String {
    let name = match row(character) {
        Some((_, name, _)) => format!(" {name}"),
        None if matches!(character, '\u{ff01}'..='\u{ff5e}') => " full-width form".to_owned(),
        None if character.is_alphanumeric() => format!(" `{character}`"),
        None => String::new(),
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

/// Returns the plain characters for which a character is easily taken: those of the table above, or else of
/// Unicode Technical Standard 39, *Confusable Detection*.
#[must_use]
pub fn plain(character: char) -> Option<String> {
    if character.is_ascii() || is_unseen(character) {
        return None;
    }
    if let Some(plain) = row(character).and_then(|(.., plain)| *plain) {
        return Some(plain.to_owned());
    }
    if matches!(character, '\u{ff01}'..='\u{ff5e}') {
        return char::from_u32(character as u32 - FULL_WIDTH).map(String::from);
    }
    confusable(character).map(str::to_owned)
}

/// The plain texts that other characters are taken for, and the code points of those: `a 251 3b1 430 …`. Source:
/// the table of Unicode Technical Standard 39, *Confusable Detection*, which a test reads from `unicode-security`.
/// It stands in one text, because a program is loaded faster the fewer addresses it holds.
const CONFUSABLES: &str = include_str!("confusables.txt");

fn confusable(character: char) -> Option<&'static str> {
    let is_it = |code: &str| u32::from_str_radix(code, 16) == Ok(character.into());
    let mut rows = CONFUSABLES.lines().filter_map(|line| line.split_once(' '));
    rows.find(|(_, codes)| codes.split(' ').any(is_it)).map(|(plain, _)| plain)
}

/// Returns what to do about a character in a text that has plain ones only, if it is taken for others:
/// ``write the plain single quote `'` in its place``.
#[must_use]
pub fn instead_of(character: char) -> Option<String> {
    if is_unseen(character) {
        return Some("delete it: it can't be seen, and stands for nothing".to_owned());
    }
    let plain = plain(character)?;
    Some(match plain.as_str() {
        " " => "write a plain space in its place".to_owned(),
        DOTS => "it stands for text that is left out: put the text in its place".to_owned(),
        plain => format!("write the plain {} `{plain}` in its place", plain_name(plain)),
    })
}

fn plain_name(plain: &str) -> &'static str {
    match plain {
        "'" => "single quote",
        "\"" => "double quote",
        "-" => "hyphen",
        "," => "comma",
        ";" => "semicolon",
        ":" => "colon",
        "." => "dot",
        "|" => "bar",
        "(" | ")" | "[" | "]" | "{" | "}" => "bracket",
        letter if letter.len() == 1 && letter.starts_with(char::is_alphabetic) => "letter",
        plain if plain.len() == 1 => "character",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_character_has_one_row_and_none_is_plain() {
        for (index, (character, name, plain)) in NAMES.iter().enumerate() {
            assert!(!character.is_ascii() && !name.is_empty(), "{name}");
            assert!(!NAMES.iter().skip(index + 1).any(|(other, ..)| other == character), "{name}");
            assert_eq!(plain.is_none(), is_unseen(*character), "{name}");
            assert!(plain.is_none_or(str::is_ascii), "{name}");
        }
    }

    #[test]
    fn the_table_of_confusables_is_that_of_unicode() {
        let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for character in ('\u{80}'..=char::MAX).filter(|it| !it.is_ascii()) {
            let plain: String = unicode_security::skeleton(character.encode_utf8(&mut [0; 4])).collect();
            if !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_graphic()) {
                rows.entry(plain).or_default().push(format!("{:x}", u32::from(character)));
            }
        }
        let table: String = rows.iter().map(|(plain, codes)| format!("{plain} {}\n", codes.join(" "))).collect();
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/confusables.txt");
            std::fs::write(file, &table).unwrap();
        }
        assert!(CONFUSABLES == table, "the table differs: UPDATE_FIXTURES=1 writes it");
    }

    #[test]
    fn characters_are_told_from_those_that_they_look_like() {
        let same = [
            ('\u{430}', "a"),
            ('\u{2013}', "-"),
            ('\u{2014}', "-"),
            ('\u{2019}', "'"),
            ('\u{201c}', "\""),
            ('\u{ff20}', "@"),
            ('\u{ff08}', "("),
        ];
        for (character, expected) in same {
            assert_eq!(plain(character).as_deref(), Some(expected), "{}", named(character));
        }
        for character in ['a', '\u{e9}', '\u{fc}', '\u{4e2d}', '\u{200b}'] {
            assert_eq!(plain(character), None, "{}", named(character));
        }
    }

    #[test]
    fn the_plain_character_is_named() {
        let advice = |character| instead_of(character).unwrap_or_default();
        assert_eq!(advice('\u{2018}'), "write the plain single quote `'` in its place");
        assert_eq!(advice('\u{ff08}'), "write the plain bracket `(` in its place");
        assert_eq!(advice('\u{430}'), "write the plain letter `a` in its place");
        assert_eq!(advice('\u{e9}'), "");
        assert_eq!(advice('a'), "");
    }
}
