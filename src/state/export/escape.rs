//! Texts between quotes in the languages of other tools, and in their comments.

use std::fmt::Write;

use crate::text::{is_wild, visible};

/// How a language writes a text between quotes.
pub(super) struct Quotes {
    quote: char,
    /// Characters that have an escape of their own.
    own: &'static [(char, &'static str)],
    /// Characters that begin a template before `{`. They are written by their numbers there: doubled, as HCL has it too,
    /// they are not read alike by all parsers.
    templates: &'static [char],
    /// How a character is written by its number.
    numbered: fn(char) -> String,
}

/// Terraform (*Strings and Templates*, quoted strings).
pub(super) const HCL: Quotes = Quotes {
    quote: '"',
    own: &[('\\', r"\\"), ('"', "\\\""), ('\n', r"\n"), ('\r', r"\r"), ('\t', r"\t")],
    templates: &['$', '%'],
    numbered: in_four_or_eight,
};

/// Bicep (*Data types*, strings).
pub(super) const BICEP: Quotes = Quotes {
    quote: '\'',
    own: &[('\\', r"\\"), ('\'', r"\'"), ('\n', r"\n"), ('\r', r"\r"), ('\t', r"\t")],
    templates: &['$'],
    numbered: in_braces,
};

/// YAML 1.2, 7.3.1, double-quoted style.
pub(super) const YAML: Quotes = Quotes {
    quote: '"',
    own: &[('\\', r"\\"), ('"', "\\\""), ('\n', r"\n"), ('\r', r"\r"), ('\t', r"\t")],
    templates: &[],
    numbered: in_four_or_eight,
};

fn in_four_or_eight(character: char) -> String {
    match u32::from(character) {
        code @ 0..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

fn in_braces(character: char) -> String {
    format!("\\u{{{:x}}}", u32::from(character))
}

impl Quotes {
    /// Returns a text between quotes. What nobody sees, and what turns the direction of text, is written by its number:
    /// who reviews the file sees what stands there.
    pub(super) fn of(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 2);
        out.push(self.quote);
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let next = characters.peek().copied();
            match self.escape(character, next) {
                Some(escape) => out.push_str(&escape),
                None => out.push(character),
            }
        }
        out.push(self.quote);
        out
    }

    /// Returns the escape of a character before another one, if it needs one.
    fn escape(&self, character: char, next: Option<char>) -> Option<String> {
        if let Some((_, own)) = self.own.iter().find(|(known, _)| *known == character) {
            return Some((*own).to_owned());
        }
        let is_template = |character: char| self.templates.contains(&character);
        // Two such characters could be read as the escape of one.
        let begins = is_template(character) && next.is_some_and(|next| next == '{' || is_template(next));
        let is_numbered = begins || is_wild(character) || is_no_character(character);
        is_numbered.then(|| (self.numbered)(character))
    }
}

/// Returns whether the code is none of a character (Unicode, *Noncharacters*): YAML does not take such.
fn is_no_character(character: char) -> bool {
    u32::from(character) & 0xfffe == 0xfffe
}

/// Returns lines of a comment, each after `mark`. A line ends where it is to end: what ends one in a name is written as
/// an escape.
pub(super) fn comment(mark: &str, lines: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    lines.into_iter().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{mark} {}", visible(line.as_ref()));
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_language_is_escaped() {
        let hostile = "a\"b'c\\d\n${x} %{y} $${z} %%{ $% 100% \u{202e}\u{1}\u{e0041}\u{ffff}é😀";
        assert_eq!(
            HCL.of(hostile),
            r#""a\"b'c\\d\n\u0024{x} \u0025{y} \u0024\u0024{z} \u0025\u0025{ \u0024% 100% \u202e\u0001\U000e0041\uffffé😀""#
        );
        assert_eq!(
            BICEP.of(hostile),
            r#"'a"b\'c\\d\n\u{24}{x} %{y} \u{24}\u{24}{z} %%{ $% 100% \u{202e}\u{1}\u{e0041}\u{ffff}é😀'"#
        );
        assert_eq!(YAML.of(hostile), r#""a\"b'c\\d\n${x} %{y} $${z} %%{ $% 100% \u202e\u0001\U000e0041\uffffé😀""#);
    }

    #[test]
    fn a_comment_has_as_many_lines_as_it_is_given() {
        let text = comment("#", ["a\nresource b", "c\r\u{2028}\u{85}\u{202e}d"]);
        assert_eq!(text, "# a\\nresource b\n# c\\r\\u2028\\u{85}\\u202ed\n");
    }
}
