//! From bytes to text: UTF-8, or UTF-16 with its byte-order mark.

/// Turns bytes that arrive in pieces into text.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    encoding: Encoding,
    /// Bytes that do not make a whole character yet.
    rest: Vec<u8>,
    /// How many bytes were turned into text.
    done: u64,
    /// How many line breaks are in that text, and how many characters after the last of them.
    breaks: u64,
    characters: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Encoding {
    #[default]
    Unknown,
    Utf8,
    Utf16(ByteOrder),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ByteOrder {
    Little,
    Big,
}

/// Bytes that are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the input is no {encoding} at line {line}, column {column} (byte {offset})")]
pub(super) struct NoText {
    encoding: &'static str,
    /// The line, from 1.
    line: u64,
    /// The column in characters, from 1.
    column: u64,
    /// Offset in the input, from 0.
    offset: u64,
}

impl Decoder {
    /// Adds the text of `bytes` to `text`, as far as they make whole characters; `complete` says that no
    /// more will come. On an error the text before it is added.
    pub(super) fn decode(&mut self, bytes: &[u8], complete: bool, text: &mut String) -> Result<(), NoText> {
        self.rest.extend_from_slice(bytes);
        if self.encoding == Encoding::Unknown && (self.rest.len() >= 2 || complete) {
            self.encoding = match self.rest.get(..2) {
                Some([0xFF, 0xFE]) => Encoding::Utf16(ByteOrder::Little),
                Some([0xFE, 0xFF]) => Encoding::Utf16(ByteOrder::Big),
                _ => Encoding::Utf8,
            };
        }
        let before = text.len();
        let decoded = match self.encoding {
            Encoding::Unknown => Ok(()),
            Encoding::Utf8 => self.utf8(complete, text),
            Encoding::Utf16(order) => self.utf16(order, complete, text),
        };
        self.count(text.get(before..).unwrap_or_default());
        decoded.map_err(|(encoding, offset)| {
            let (line, column) = (self.breaks + 1, self.characters + 1);
            NoText { encoding, line, column, offset }
        })
    }

    /// Counts the lines of text that was added, and the characters of the last one; a byte-order mark is none.
    fn count(&mut self, added: &str) {
        let last = memchr::memrchr(b'\n', added.as_bytes()).map_or(0, |at| at + 1);
        if last > 0 {
            self.breaks += memchr::memchr_iter(b'\n', added.as_bytes()).count() as u64;
            self.characters = 0;
        }
        let line = added.get(last..).unwrap_or_default();
        self.characters += line.chars().filter(|character| *character != '\u{feff}').count() as u64;
    }

    /// Decodes UTF-8. An error is the name of the encoding and the offset of what is no text.
    fn utf8(&mut self, complete: bool, text: &mut String) -> Result<(), (&'static str, u64)> {
        match std::str::from_utf8(&self.rest) {
            Ok(whole) => {
                text.push_str(whole);
                self.done += self.rest.len() as u64;
                self.rest.clear();
                Ok(())
            }
            Err(error) => {
                let valid = error.valid_up_to();
                let head = self.rest.get(..valid).and_then(|head| std::str::from_utf8(head).ok());
                let head = head.unwrap_or_default();
                text.push_str(head);
                self.done += valid as u64;
                self.rest.drain(..valid);
                let unfinished = error.error_len().is_none() && !complete;
                if unfinished { Ok(()) } else { Err(("UTF-8", self.done)) }
            }
        }
    }

    /// Decodes UTF-16; an error is as that of UTF-8.
    fn utf16(&mut self, order: ByteOrder, complete: bool, text: &mut String) -> Result<(), (&'static str, u64)> {
        let units = self.rest.chunks_exact(2).map(|pair| match (order, pair) {
            (ByteOrder::Little, [low, high]) => u16::from_le_bytes([*low, *high]),
            (ByteOrder::Big, [high, low]) => u16::from_be_bytes([*high, *low]),
            _ => 0,
        });
        let fault = |offset| ("UTF-16", offset);
        let mut taken = 0;
        for unit in char::decode_utf16(units) {
            match unit {
                Ok(character) => {
                    text.push(character);
                    taken += character.len_utf16() * 2;
                }
                // The first half of a pair may be all that has arrived.
                Err(_) if !complete && taken + 4 > self.rest.len() => break,
                Err(_) => return Err(fault(self.done + taken as u64)),
            }
        }
        self.done += taken as u64;
        self.rest.drain(..taken);
        if complete && !self.rest.is_empty() { Err(fault(self.done)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_parts(bytes: &[u8], size: usize) -> (String, Result<(), NoText>) {
        let mut decoder = Decoder::default();
        let mut text = String::new();
        for part in bytes.chunks(size) {
            if let Err(error) = decoder.decode(part, false, &mut text) {
                return (text, Err(error));
            }
        }
        let end = decoder.decode(&[], true, &mut text);
        (text, end)
    }

    #[test]
    fn text_is_the_same_however_it_arrives() {
        let text = "é→😀.show version\n";
        let units = || std::iter::once(0xFEFF).chain(text.encode_utf16());
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for size in 1..9 {
            assert_eq!(in_parts(text.as_bytes(), size), (text.to_owned(), Ok(())));
            assert_eq!(in_parts(&little, size), (format!("\u{feff}{text}"), Ok(())));
            assert_eq!(in_parts(&big, size), (format!("\u{feff}{text}"), Ok(())));
        }
    }

    #[test]
    fn what_is_no_text_is_told_with_its_place() {
        let at = |encoding, line, column, offset| Err(NoText { encoding, line, column, offset });
        for size in 1..9 {
            let (text, error) = in_parts(b"ab\xFFcd", size);
            assert_eq!((text.as_str(), error), ("ab", at("UTF-8", 1, 3, 2)));
            let (_, error) = in_parts(b"ab\xE2\x82", size);
            assert_eq!(error, at("UTF-8", 1, 3, 2));
            let (_, error) = in_parts(
                "\u{feff}é\n\n→x".as_bytes().iter().chain(b"\xFF").copied().collect::<Vec<_>>().as_slice(),
                size,
            );
            assert_eq!(error, at("UTF-8", 3, 3, 11));
            let (_, error) = in_parts(b"\xFF\xFEa", size);
            assert_eq!(error, at("UTF-16", 1, 1, 2));
        }
    }
}
