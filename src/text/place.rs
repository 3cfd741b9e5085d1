//! Byte ranges, and the lines and columns that people read.

use std::fmt;

/// A half-open range of byte offsets in one statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just past the last byte.
    pub end: u32,
}

impl Span {
    /// Returns the range from `start` up to `end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Returns the empty range at `offset`.
    #[must_use]
    pub const fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// Returns the smallest range that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the range where `offset` more bytes stand before it.
    #[must_use]
    pub fn moved(self, offset: usize) -> Self {
        let moved = |place: u32| u32::try_from(place as usize + offset).unwrap_or(u32::MAX);
        Self { start: moved(self.start), end: moved(self.end) }
    }

    /// Returns the range that `range` is; what lies beyond the longest statement is cut.
    #[must_use]
    pub fn of_range(range: &std::ops::Range<usize>) -> Self {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: place(range.start), end: place(range.end) }
    }

    /// Returns the range for slicing.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the text that the range covers; empty where it does not fit `source`.
    #[must_use]
    pub fn of(self, source: &str) -> &str {
        source.get(self.range()).unwrap_or_default()
    }
}

/// A value and where it stands. Two are equal when their values are, wherever they stand.
#[derive(Clone, Copy, Debug)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it was read.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, read at `span`.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Line number, from 1.
    pub line: u32,
    /// Column number in characters, from 1.
    pub column: u32,
}

/// Returns where byte `offset` of `text` stands, when `text` begins at line `first_line`.
#[must_use]
pub fn place_of(text: &str, offset: u32, first_line: u32) -> Place {
    let end = text.floor_char_boundary(offset as usize);
    let before = text.get(..end).unwrap_or_default();
    let newlines = memchr::memchr_iter(b'\n', before.as_bytes()).count();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count();
    Place { line: first_line + small(newlines), column: small(column) + 1 }
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_the_first() {
        assert_eq!(place_of("é\nxy", 4, 7), Place { line: 8, column: 2 });
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        assert_eq!(place_of("ab", 99, 1), Place { line: 1, column: 3 });
    }
}
