//! Characters that look like others, or like nothing: text that comes from web pages, word processors
//! and mail has them in place of plain ones.

/// What to do about a character that looks like another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    /// This character is meant.
    Write(char),
    /// It can't be seen, and nothing is meant.
    Delete,
    /// It stands for text that is left out.
    FillIn,
}

use Instead::{Delete, FillIn, Write};

/// The characters, what each is called, and what to do about it.
const LOOKALIKES: &[(char, &str, Instead)] = &[
    // Spaces.
    ('\u{85}', "next line", Write(' ')),
    ('\u{a0}', "no-break space", Write(' ')),
    ('\u{1680}', "ogham space mark", Write(' ')),
    ('\u{2000}', "en quad", Write(' ')),
    ('\u{2001}', "em quad", Write(' ')),
    ('\u{2002}', "en space", Write(' ')),
    ('\u{2003}', "em space", Write(' ')),
    ('\u{2004}', "three-per-em space", Write(' ')),
    ('\u{2005}', "four-per-em space", Write(' ')),
    ('\u{2006}', "six-per-em space", Write(' ')),
    ('\u{2007}', "figure space", Write(' ')),
    ('\u{2008}', "punctuation space", Write(' ')),
    ('\u{2009}', "thin space", Write(' ')),
    ('\u{200a}', "hair space", Write(' ')),
    ('\u{2028}', "line separator", Write(' ')),
    ('\u{2029}', "paragraph separator", Write(' ')),
    ('\u{202f}', "narrow no-break space", Write(' ')),
    ('\u{205f}', "medium mathematical space", Write(' ')),
    ('\u{3000}', "ideographic space", Write(' ')),
    // What can't be seen.
    ('\u{ad}', "soft hyphen", Delete),
    ('\u{34f}', "combining grapheme joiner", Delete),
    ('\u{61c}', "arabic letter mark", Delete),
    ('\u{180e}', "mongolian vowel separator", Delete),
    ('\u{200b}', "zero-width space", Delete),
    ('\u{200c}', "zero-width non-joiner", Delete),
    ('\u{200d}', "zero-width joiner", Delete),
    ('\u{200e}', "left-to-right mark", Delete),
    ('\u{200f}', "right-to-left mark", Delete),
    ('\u{202a}', "left-to-right embedding", Delete),
    ('\u{202b}', "right-to-left embedding", Delete),
    ('\u{202c}', "pop directional formatting", Delete),
    ('\u{202d}', "left-to-right override", Delete),
    ('\u{202e}', "right-to-left override", Delete),
    ('\u{2060}', "word joiner", Delete),
    ('\u{2061}', "function application", Delete),
    ('\u{2062}', "invisible times", Delete),
    ('\u{2063}', "invisible separator", Delete),
    ('\u{2064}', "invisible plus", Delete),
    ('\u{2066}', "left-to-right isolate", Delete),
    ('\u{2067}', "right-to-left isolate", Delete),
    ('\u{2068}', "first strong isolate", Delete),
    ('\u{2069}', "pop directional isolate", Delete),
    ('\u{fe0f}', "variation selector", Delete),
    ('\u{feff}', "byte-order mark", Delete),
    // Quotation marks.
    ('\u{b4}', "acute accent", Write('\'')),
    ('\u{2018}', "left single quotation mark", Write('\'')),
    ('\u{2019}', "right single quotation mark", Write('\'')),
    ('\u{201a}', "single low-9 quotation mark", Write('\'')),
    ('\u{201b}', "single high-reversed-9 quotation mark", Write('\'')),
    ('\u{2032}', "prime", Write('\'')),
    ('\u{2039}', "single left-pointing angle quotation mark", Write('\'')),
    ('\u{203a}', "single right-pointing angle quotation mark", Write('\'')),
    ('\u{ab}', "left-pointing double angle quotation mark", Write('"')),
    ('\u{bb}', "right-pointing double angle quotation mark", Write('"')),
    ('\u{201c}', "left double quotation mark", Write('"')),
    ('\u{201d}', "right double quotation mark", Write('"')),
    ('\u{201e}', "double low-9 quotation mark", Write('"')),
    ('\u{201f}', "double high-reversed-9 quotation mark", Write('"')),
    ('\u{2033}', "double prime", Write('"')),
    // Dashes.
    ('\u{2010}', "hyphen", Write('-')),
    ('\u{2011}', "non-breaking hyphen", Write('-')),
    ('\u{2012}', "figure dash", Write('-')),
    ('\u{2013}', "en dash", Write('-')),
    ('\u{2014}', "em dash", Write('-')),
    ('\u{2015}', "horizontal bar", Write('-')),
    ('\u{2043}', "hyphen bullet", Write('-')),
    ('\u{2212}', "minus sign", Write('-')),
    ('\u{fe58}', "small em dash", Write('-')),
    ('\u{fe63}', "small hyphen-minus", Write('-')),
    // Other marks.
    ('\u{a6}', "broken bar", Write('|')),
    ('\u{2044}', "fraction slash", Write('/')),
    ('\u{2215}', "division slash", Write('/')),
    ('\u{2217}', "asterisk operator", Write('*')),
    ('\u{2223}', "divides", Write('|')),
    ('\u{2236}', "ratio", Write(':')),
    ('\u{2502}', "box drawings light vertical", Write('|')),
    ('\u{2758}', "light vertical bar", Write('|')),
    ('\u{3001}', "ideographic comma", Write(',')),
    ('\u{3002}', "ideographic full stop", Write('.')),
    ('\u{3010}', "left black lenticular bracket", Write('[')),
    ('\u{3011}', "right black lenticular bracket", Write(']')),
    ('\u{2026}', "horizontal ellipsis", FillIn),
    // Letters.
    ('\u{391}', "greek letter alpha", Write('A')),
    ('\u{392}', "greek letter beta", Write('B')),
    ('\u{395}', "greek letter epsilon", Write('E')),
    ('\u{397}', "greek letter eta", Write('H')),
    ('\u{399}', "greek letter iota", Write('I')),
    ('\u{39a}', "greek letter kappa", Write('K')),
    ('\u{39c}', "greek letter mu", Write('M')),
    ('\u{39d}', "greek letter nu", Write('N')),
    ('\u{39f}', "greek letter omicron", Write('O')),
    ('\u{3a1}', "greek letter rho", Write('P')),
    ('\u{3a4}', "greek letter tau", Write('T')),
    ('\u{3a7}', "greek letter chi", Write('X')),
    ('\u{3bf}', "greek letter omicron", Write('o')),
    ('\u{405}', "cyrillic letter dze", Write('S')),
    ('\u{406}', "cyrillic letter i", Write('I')),
    ('\u{408}', "cyrillic letter je", Write('J')),
    ('\u{410}', "cyrillic letter a", Write('A')),
    ('\u{412}', "cyrillic letter ve", Write('B')),
    ('\u{415}', "cyrillic letter ie", Write('E')),
    ('\u{41a}', "cyrillic letter ka", Write('K')),
    ('\u{41c}', "cyrillic letter em", Write('M')),
    ('\u{41d}', "cyrillic letter en", Write('H')),
    ('\u{41e}', "cyrillic letter o", Write('O')),
    ('\u{420}', "cyrillic letter er", Write('P')),
    ('\u{421}', "cyrillic letter es", Write('C')),
    ('\u{422}', "cyrillic letter te", Write('T')),
    ('\u{425}', "cyrillic letter ha", Write('X')),
    ('\u{430}', "cyrillic letter a", Write('a')),
    ('\u{435}', "cyrillic letter ie", Write('e')),
    ('\u{43e}', "cyrillic letter o", Write('o')),
    ('\u{440}', "cyrillic letter er", Write('p')),
    ('\u{441}', "cyrillic letter es", Write('c')),
    ('\u{443}', "cyrillic letter u", Write('y')),
    ('\u{445}', "cyrillic letter ha", Write('x')),
    ('\u{455}', "cyrillic letter dze", Write('s')),
    ('\u{456}', "cyrillic letter i", Write('i')),
    ('\u{458}', "cyrillic letter je", Write('j')),
];

/// How far a full-width character stands after the plain one.
const FULL_WIDTH: u32 = 0xfee0;

/// Returns what a character is called and what to do about it, if it looks like another one.
#[must_use]
pub fn lookalike(character: char) -> Option<(&'static str, Instead)> {
    if matches!(character, '\u{ff01}'..='\u{ff5e}') {
        let plain = char::from_u32(character as u32 - FULL_WIDTH)?;
        return Some(("full-width form", Write(plain)));
    }
    let row = LOOKALIKES.iter().find(|(own, ..)| *own == character)?;
    Some((row.1, row.2))
}

impl Instead {
    /// Returns whether the character looks like a space or like nothing.
    #[must_use]
    pub const fn is_unseen(self) -> bool {
        matches!(self, Write(' ') | Delete)
    }

    /// Returns what to do, as an advice: ``write the plain single quote `'` in its place``.
    #[must_use]
    pub fn advice(self) -> String {
        match self {
            Write(' ') => "write a plain space in its place".to_owned(),
            Write(plain) => format!("write the plain {} `{plain}` in its place", plain_name(plain)),
            Delete => "delete it: it can't be seen, and stands for nothing".to_owned(),
            FillIn => "it stands for text that is left out: put the text in its place".to_owned(),
        }
    }
}

fn plain_name(plain: char) -> &'static str {
    match plain {
        '\'' => "single quote",
        '"' => "double quote",
        '-' => "hyphen",
        ',' => "comma",
        ';' => "semicolon",
        ':' => "colon",
        '.' => "dot",
        '|' => "bar",
        '(' | ')' | '[' | ']' | '{' | '}' => "bracket",
        letter if letter.is_alphabetic() => "latin letter",
        _ => "character",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_one_row_and_none_is_plain() {
        for (index, (character, name, instead)) in LOOKALIKES.iter().enumerate() {
            assert!(!character.is_ascii() && !name.is_empty(), "{character:?}");
            assert!(!LOOKALIKES.iter().skip(index + 1).any(|(other, ..)| other == character), "{character:?}");
            assert!(!matches!(instead, Write(plain) if !plain.is_ascii()), "{character:?}");
        }
    }

    #[test]
    fn the_plain_character_is_named() {
        let advice = |character| lookalike(character).map(|(name, instead)| (name, instead.advice()));
        let smart = ("left single quotation mark", "write the plain single quote `'` in its place".to_owned());
        assert_eq!(advice('\u{2018}'), Some(smart));
        let wide = ("full-width form", "write the plain bracket `(` in its place".to_owned());
        assert_eq!(advice('\u{ff08}'), Some(wide));
        assert_eq!(advice('\u{e9}'), None);
        assert_eq!(advice('a'), None);
    }
}
