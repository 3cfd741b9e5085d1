//! Lines that end between words. What is wider than a line stands whole on one of its own.

use unicode_width::UnicodeWidthStr;

/// Returns the text in lines of at most `width` columns, broken between words. A word that is wider stands alone in
/// its line, whole; line breaks of the text stay.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> String {
    wrapped_lines(text, width).join("\n")
}

/// Returns the text in lines that fit, as [`wrapped`] does, where lines begin with white space, the branches of a tree or
/// a first column: what goes on in the next line begins below.
#[must_use]
pub fn wrapped_below(text: &str, width: usize) -> String {
    let line = |line: &str| {
        let rest = line.trim_start_matches([' ', '│', '├', '└', '─']);
        let rest = MARKS.iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(rest);
        let rest =
            second_column(rest).filter(|second| line_width(line) - line_width(second) <= width / 2).unwrap_or(rest);
        let branch = line.strip_suffix(rest).unwrap_or_default();
        let room = width.saturating_sub(line_width(branch));
        if line_width(line) <= width || room < NARROW {
            return line.to_owned();
        }
        let below: String = branch.chars().map(|part| if matches!(part, '│' | '├') { '│' } else { ' ' }).collect();
        format!("{branch}{}", wrapped_line(rest, room).join(&format!("\n{below}")))
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Returns what stands in the second column of a line, if spaces part two.
fn second_column(line: &str) -> Option<&str> {
    line.find("  ").and_then(|gap| line.get(gap..)).map(str::trim_start).filter(|second| !second.is_empty())
}

/// What items of a list begin with.
const MARKS: &[&str] = &["+ ", "- ", "~ "];

/// Where less room is left than this, lines are not broken.
const NARROW: usize = 20;

/// Returns how wide a text is: its widest line, in columns of a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    text.split('\n').map(line_width).max().unwrap_or_default()
}

/// Returns how wide the widest word of a text is.
#[must_use]
pub fn word_width(text: &str) -> usize {
    text.split(['\n', ' ']).map(line_width).max().unwrap_or_default()
}

/// Returns how wide a line is. Most have one byte a column.
fn line_width(line: &str) -> usize {
    if line.is_ascii() { line.len() } else { line.width() }
}

/// Returns the lines of a text, each as wide as `room` at most, unless one of its words is wider.
#[must_use]
pub fn wrapped_lines(text: &str, room: usize) -> Vec<String> {
    text.split('\n').flat_map(|line| wrapped_line(line, room)).collect()
}

/// Returns how many lines [`wrapped_lines`] returns.
#[must_use]
pub fn height(text: &str, room: usize) -> usize {
    if text.len() <= room && !text.contains('\n') { 1 } else { wrapped_lines(text, room).len() }
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
    fn lines_break_between_words_and_words_stay_whole() {
        assert_eq!(wrapped("one two three", 7), "one two\nthree");
        assert_eq!(wrapped("a 0a1b2c3d-0000-4000 b", 8), "a\n0a1b2c3d-0000-4000\nb");
        assert_eq!(wrapped("one\ntwo three", 80), "one\ntwo three");
        assert_eq!(wrapped("数据 数据", 5), "数据\n数据");
        assert_eq!(wrapped("", 5), "");
    }

    #[test]
    fn what_goes_on_begins_below() {
        let tree = "denied\n├── one two three four five six\n│   └── seven eight nine ten eleven\n    a b";
        let shown =
            "denied\n├── one two three four five\n│   six\n│   └── seven eight nine ten\n│       eleven\n    a b";
        assert_eq!(wrapped_below(tree, 28), shown);
    }

    #[test]
    fn whatever_the_width_no_word_is_lost() {
        let text = "did you mean `viewers` or a much longer-than-usual word? 数据库 x";
        for width in 0..80 {
            let lines = wrapped(text, width);
            assert_eq!(lines.replace('\n', " "), text);
            let fits = |line: &str| line.width() <= width || !line.contains(' ');
            assert!(lines.lines().all(fits), "{width}\n{lines}");
        }
    }

    #[test]
    fn lines_end_between_words() {
        assert_eq!(wrapped_lines("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped_lines("one two three", 13), ["one two three"]);
        assert_eq!(wrapped_lines("a longerword b", 4), ["a", "longerword", "b"]);
        assert_eq!(wrapped_lines("a\n  b c", 4), ["a", "  b", "c"]);
        assert_eq!(wrapped_lines("ab    cd", 4), ["ab", "cd"]);
        assert_eq!(wrapped_lines("", 4), [""]);
        assert_eq!(wrapped_lines("漢字 漢字", 4), ["漢字", "漢字"]);
        assert_eq!(wrapped_lines("    longword", 5), ["    longword"]);
    }

    #[test]
    fn a_text_is_as_wide_as_a_terminal_shows_it() {
        assert_eq!(["abc", "漢字", "e\u{301}", "ab\nabcd"].map(width), [3, 4, 1, 4]);
        assert_eq!(word_width("ab abcd\nabc"), 4);
    }
}
