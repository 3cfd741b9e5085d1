//! Strings in JSON.

use std::fmt;

use crate::syntax::json::{JsonFault, Range};

/// Prints text as a JSON string in double quotes.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self.0).map_err(|_| fmt::Error)?)
    }
}

/// Returns the string that begins at `start` with its quote, and where it ends.
pub(super) fn string(source: &str, start: usize) -> Result<(String, Range), JsonFault> {
    let rest = source.get(start..).unwrap_or_default();
    let mut characters = rest.char_indices();
    let mark = characters.next().map(|(_, mark)| mark);
    let mut text = String::new();
    while let Some((at, character)) = characters.next() {
        match character {
            _ if Some(character) == mark => return Ok((text, start..start + at + 1)),
            '\n' | '\r' => break,
            '\\' => text.push(escape(&mut characters).ok_or_else(|| {
                let length: usize = rest.get(at..).unwrap_or_default().chars().take(2).map(char::len_utf8).sum();
                JsonFault::at("this escape sequence is none of JSON", start + at..start + at + length)
            })?),
            other => text.push(other),
        }
    }
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    Err(JsonFault::at("the string in the JSON is not closed on its line", start..start + line))
}

fn escape(characters: &mut std::str::CharIndices<'_>) -> Option<char> {
    Some(match characters.next()?.1 {
        same @ ('"' | '\'' | '\\' | '/') => same,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode(characters),
        _ => return None,
    })
}

/// Returns the character of `\uXXXX`, or of two of them that are a surrogate pair.
fn unicode(characters: &mut std::str::CharIndices<'_>) -> Option<char> {
    let first = digits(characters)?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first);
    }
    if (characters.next()?.1, characters.next()?.1) != ('\\', 'u') {
        return None;
    }
    let second = digits(characters)?.checked_sub(0xdc00).filter(|second| *second < 0x400)?;
    char::from_u32(0x10000 + ((first - 0xd800) << 10) + second)
}

fn digits(characters: &mut std::str::CharIndices<'_>) -> Option<u32> {
    let mut number = 0;
    for _ in 0..4 {
        number = number * 16 + characters.next()?.1.to_digit(16)?;
    }
    Some(number)
}
