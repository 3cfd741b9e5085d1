//! Lists as English writes them.

use std::fmt::{self, Display, Formatter};

use crate::text::tame::tame;

/// `a`, `a or b`, `a, b or c`: the items joined with `word` before the last.
pub fn sentence_list<T: Display>(items: &[T], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(ToString::to_string).collect();
            format!("{} {word} {last}", first.join(", "))
        }
    }
}

/// Returns a list in a sentence, with `word` before the last, of which at most eight items are named.
pub fn few(mut list: Vec<String>, word: &str) -> String {
    const NAMED: usize = 8;
    if list.len() > NAMED {
        let others = list.len() - NAMED + 1;
        list.truncate(NAMED - 1);
        list.push(format!("{others} others"));
    }
    sentence_list(&list, word)
}

/// `1 statement`, `2 statements`: how many there are of what adds an `s` where there are several.
pub fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// Returns the item between back-quotes, as diagnostics show user text.
pub fn quoted(item: impl Display) -> String {
    format!("`{item}`")
}

/// `a, b, c`: the items with commas between them.
pub fn joined<T: Display>(items: &[T]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(", ")
}

/// Prints items with commas between them.
///
/// # Errors
/// The writer's own.
pub fn list<T: Display>(f: &mut Formatter<'_>, items: impl IntoIterator<Item = T>) -> fmt::Result {
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

/// Returns the text on one line, with control characters as escapes, and with them those that nobody sees or that turn the
/// direction of text: for messages and comments about text that came through escapes itself.
pub fn visible(text: &str) -> String {
    if !text.contains(char::is_control) {
        return tame(text).into_owned();
    }
    let shown = |character: char| match character.is_control() {
        true => character.escape_default().to_string(),
        false => character.to_string(),
    };
    tame(text.chars().map(shown).collect::<String>()).into_owned()
}

/// Returns the first line of a text.
pub fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Returns the first line of the text, no longer than fits in a message.
pub fn shortened(text: &str) -> String {
    shortened_to(text, 40)
}

/// Returns the first line of the text, at most `most` characters of it; `…` stands for what is left out.
pub fn shortened_to(text: &str, most: usize) -> String {
    let line = first_line(text);
    let mut short: String = line.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_shown() {
        assert_eq!(visible("a\n\u{1b}[2K\u{202e}b\u{2028}\u{e0041}é😀"), r"a\n\u{1b}[2K\u202eb\u2028\udb40\udc41é😀");
        assert_eq!(visible(&visible("\u{202e}\u{7}")), visible("\u{202e}\u{7}"));
    }

    #[test]
    fn lists_read_as_english() {
        assert_eq!(sentence_list::<&str>(&[], "or"), "");
        assert_eq!(sentence_list(&["a"], "or"), "a");
        assert_eq!(sentence_list(&["a", "b"], "or"), "a or b");
        assert_eq!(sentence_list(&["a", "b", "c"], "and"), "a, b and c");
    }
}
