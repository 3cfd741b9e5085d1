//! Text in lines that fit a width.

use unicode_width::UnicodeWidthStr;

/// Returns the text in lines of at most `width` columns, broken between words. A word that is wider stands alone in
/// its line, whole; line breaks of the text stay.
#[must_use]
pub fn wrapped(text: &str, width: usize) -> String {
    text.lines().map(|line| wrapped_line(line, width)).collect::<Vec<_>>().join("\n")
}

/// Returns the text in lines that fit, as [`wrapped`] does, where lines begin with white space or the branches of a tree:
/// what goes on in the next line begins below.
#[must_use]
pub fn wrapped_below(text: &str, width: usize) -> String {
    let line = |line: &str| {
        let rest = line.trim_start_matches([' ', '│', '├', '└', '─']);
        let branch = line.strip_suffix(rest).unwrap_or_default();
        let room = width.saturating_sub(branch.width());
        if line.width() <= width || room < NARROW {
            return line.to_owned();
        }
        let below: String = branch.chars().map(|part| if matches!(part, '│' | '├') { '│' } else { ' ' }).collect();
        format!("{branch}{}", wrapped_line(rest, room).replace('\n', &format!("\n{below}")))
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Where less room is left than this, lines are not broken.
const NARROW: usize = 20;

fn wrapped_line(line: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut last = String::new();
    let mut columns = 0;
    for word in line.split(' ') {
        let word_width = word.width();
        if !last.is_empty() && columns + 1 + word_width > width {
            lines.push(std::mem::take(&mut last));
            columns = 0;
        }
        if !last.is_empty() {
            last.push(' ');
            columns += 1;
        }
        last.push_str(word);
        columns += word_width;
    }
    lines.push(last);
    lines.join("\n")
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
}
