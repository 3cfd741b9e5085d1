//! One buffer for all texts of the directory: 200,000 users are one allocation, not 800,000.

/// A text in the arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Str {
    start: u32,
    length: u32,
}

/// The texts, one behind the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Arena {
    text: String,
}

impl Arena {
    /// Keeps a copy of `text`. The arena holds up to 4 GiB; what is beyond reads as empty.
    pub(super) fn add(&mut self, text: &str) -> Str {
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let length = u32::try_from(text.len()).unwrap_or(0);
        self.text.push_str(text);
        Str { start, length }
    }

    pub(super) fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes);
    }

    pub(super) fn get(&self, place: Str) -> &str {
        let start = place.start as usize;
        self.text.get(start..start + place.length as usize).unwrap_or_default()
    }
}
