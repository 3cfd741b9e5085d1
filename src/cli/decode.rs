//! From bytes to text: UTF-8, or UTF-16 with its byte-order mark.

/// Turns bytes that arrive in pieces into text.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    encoding: Encoding,
    /// Bytes that do not make a whole character yet.
    rest: Vec<u8>,
    /// How many bytes were turned into text.
    done: u64,
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
#[error("the input is no {encoding} at byte {offset}")]
pub(super) struct NoText {
    encoding: &'static str,
    /// Offset in the input, from 0.
    pub(super) offset: u64,
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
        match self.encoding {
            Encoding::Unknown => Ok(()),
            Encoding::Utf8 => self.utf8(complete, text),
            Encoding::Utf16(order) => self.utf16(order, complete, text),
        }
    }

    fn utf8(&mut self, complete: bool, text: &mut String) -> Result<(), NoText> {
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
                if unfinished { Ok(()) } else { Err(NoText { encoding: "UTF-8", offset: self.done }) }
            }
        }
    }

    fn utf16(&mut self, order: ByteOrder, complete: bool, text: &mut String) -> Result<(), NoText> {
        let units = self.rest.chunks_exact(2).map(|pair| match (order, pair) {
            (ByteOrder::Little, [low, high]) => u16::from_le_bytes([*low, *high]),
            (ByteOrder::Big, [high, low]) => u16::from_be_bytes([*high, *low]),
            _ => 0,
        });
        let fault = |offset| NoText { encoding: "UTF-16", offset };
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
    fn what_is_no_text_is_told_with_its_offset() {
        let (text, error) = in_parts(b"ab\xFFcd", 2);
        assert_eq!(text, "ab");
        assert_eq!(error, Err(NoText { encoding: "UTF-8", offset: 2 }));
        let (_, error) = in_parts(b"ab\xE2\x82", 9);
        assert_eq!(error, Err(NoText { encoding: "UTF-8", offset: 2 }));
        let (_, error) = in_parts(b"\xFF\xFEa", 9);
        assert_eq!(error, Err(NoText { encoding: "UTF-16", offset: 2 }));
    }
}
