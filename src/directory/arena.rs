//! One buffer for all texts of the directory: 200,000 users are one allocation, not 800,000.
//!
//! A directory that is read from an environment file keeps the file's text as the beginning of the
//! buffer: a text that stands there without escapes is not copied.

/// A text in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Str {
    start: u32,
    length: u32,
}

/// The texts, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Arena {
    text: String,
}

impl Arena {
    /// Keeps a copy of `text`. The arena holds up to 4 GiB; what is beyond reads as empty.
    pub(super) fn add(&mut self, text: &str) -> Str {
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        Str { start, length: u32::try_from(text.len()).unwrap_or_default() }
    }

    pub(super) fn get(&self, place: Str) -> &str {
        let start = place.start as usize;
        self.text.get(start..start + place.length as usize).unwrap_or_default()
    }
}
