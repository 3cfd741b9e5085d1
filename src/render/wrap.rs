//! Lines that end between words. What is wider than a line stands whole on one of its own.

use unicode_width::UnicodeWidthStr;

/// Returns how wide a text is: its widest line, in columns of a terminal.
pub(super) fn width(text: &str) -> usize {
    text.split('\n').map(line_width).max().unwrap_or_default()
}

/// Returns how wide the widest word of a text is.
pub(super) fn word_width(text: &str) -> usize {
    text.split(['\n', ' ']).map(line_width).max().unwrap_or_default()
}

/// Returns how wide a line is. Most have one byte a column.
fn line_width(line: &str) -> usize {
    if line.is_ascii() { line.len() } else { line.width() }
}

/// Returns the lines of a text, each as wide as `room` at most, unless one of its words is wider.
pub(super) fn wrapped(text: &str, room: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| wrapped_line(line, room)).collect()
}

/// Returns how many lines [`wrapped`] returns.
pub(super) fn height(text: &str, room: usize) -> usize {
    if text.len() <= room && !text.contains('\n') { 1 } else { wrapped(text, room).len() }
}

fn wrapped_line(line: &str, room: usize) -> Vec<String> {
    if line_width(line) <= room {
        return vec![line.to_owned()];
    }
    let mut lines: Vec<String> = Vec::new();
    let (mut current, mut taken) = (String::new(), 0);
    for (index, word) in line.split(' ').enumerate() {
        let more = line_width(word);
        let is_first = index == 0 || current.is_empty() && !lines.is_empty();
        if is_first {
            // What a line breaks at is not shown, however many spaces it is.
            taken = more;
        } else if taken + 1 + more <= room || current.trim().is_empty() {
            current.push(' ');
            taken += 1 + more;
        } else {
            lines.push(std::mem::take(&mut current).trim_end().to_owned());
            taken = more;
        }
        current.push_str(word);
    }
    lines.push(current.trim_end().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 13), ["one two three"]);
        assert_eq!(wrapped("a longerword b", 4), ["a", "longerword", "b"]);
        assert_eq!(wrapped("a\n  b c", 4), ["a", "  b", "c"]);
        assert_eq!(wrapped("ab    cd", 4), ["ab", "cd"]);
        assert_eq!(wrapped("", 4), [""]);
        assert_eq!(wrapped("漢字 漢字", 4), ["漢字", "漢字"]);
        assert_eq!(wrapped("    longword", 5), ["    longword"]);
    }

    #[test]
    fn a_text_is_as_wide_as_a_terminal_shows_it() {
        assert_eq!(["abc", "漢字", "e\u{301}", "ab\nabcd"].map(width), [3, 4, 1, 4]);
        assert_eq!(word_width("ab abcd\nabc"), 4);
    }
}
