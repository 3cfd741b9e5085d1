//! One buffer for many texts: 200,000 users are one allocation, not 800,000.

/// A text in an arena.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Str {
    start: u32,
    length: u32,
}

impl Str {
    /// Returns its length, in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.length as usize
    }

    /// Returns whether it has no bytes.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.length == 0
    }
}

/// The texts, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Arena {
    text: String,
}

impl Arena {
    /// Keeps a copy of `text`. The arena holds up to 4 GiB; what is beyond reads as empty.
    pub fn add(&mut self, text: &str) -> Str {
        let start = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.text.push_str(text);
        Str { start, length: u32::try_from(text.len()).unwrap_or_default() }
    }

    /// Returns a text of the arena.
    #[must_use]
    pub fn get(&self, place: Str) -> &str {
        let start = place.start as usize;
        self.text.get(start..start + place.length as usize).unwrap_or_default()
    }

    /// Returns how many bytes all texts have, those too that nobody asks for any more.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.text.len()
    }
}
