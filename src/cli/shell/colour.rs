//! The colours of what is typed, by the tokens of the lexer.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::cli::shell::whole;
use crate::model::command_kind::CommandKind;
use crate::model::form;
use crate::model::role::Role;
use crate::syntax::parser::misfit;
use crate::syntax::{Piece, TokenKind, secret_places};

/// Longer texts keep the terminal's colour: somebody pasted them.
pub(super) const LONGEST: usize = 1 << 14;

/// How a part is shown: what follows `ESC [`.
type Style = &'static str;

const WORD: Style = "36m";
const DIRECTIVE: Style = "35m";
const STRING: Style = "32m";
const COMMENT: Style = "90m";
const SECRET: Style = "2m";
const WRONG: Style = "4;31m";

/// The words of all forms, and the roles.
static WORDS: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let words = |kind: CommandKind| form::words(kind.form()).flat_map(|word| word.split('|'));
    let words = CommandKind::all().flat_map(words).filter(|word| word.starts_with(|first: char| first.is_lowercase()));
    words.chain(Role::ALL.iter().map(|role| role.word())).collect()
});

/// Returns a line in colours; `typed` are the lines before it.
pub(super) fn coloured<'l>(typed: &str, line: &'l str) -> Cow<'l, str> {
    if typed.len() + line.len() > LONGEST {
        return Cow::Borrowed(line);
    }
    let text = format!("{typed}{line}");
    let mut styles = vec![None; text.len()];
    paint_comments(&text, &mut styles);
    let mut splitter = whole::splitter(&text);
    while let Some(piece) = splitter.next() {
        paint(&piece, text.len(), &mut styles);
    }
    Cow::Owned(written(line, styles.get(typed.len()..).unwrap_or_default()))
}

/// Gives a part its style.
fn mark(styles: &mut [Option<Style>], place: Range<usize>, style: Option<Style>) {
    styles.get_mut(place).into_iter().for_each(|part| part.fill(style));
}

/// Takes every `//` for a comment; the tokens are painted over those that are none.
fn paint_comments(text: &str, styles: &mut [Option<Style>]) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(at) = line.find("//") {
            mark(styles, start + at..start + line.len(), Some(COMMENT));
        }
        start += line.len();
    }
}

fn paint(piece: &Piece<'_>, end: usize, styles: &mut [Option<Style>]) {
    let place = |range: Range<usize>| piece.start + range.start..piece.start + range.end;
    for (at, token) in piece.tokens.iter().enumerate() {
        let style = match token.kind {
            TokenKind::Word(_) | TokenKind::Punct(b'#') if piece.directive && at < 2 => Some(DIRECTIVE),
            TokenKind::Word(_) if !piece.directive && WORDS.contains(token.span.of(piece.text)) => Some(WORD),
            TokenKind::Punct(b'.') if at == 0 => Some(WORD),
            _ if token.is_string() => Some(STRING),
            _ => None,
        };
        mark(styles, place(token.span.range()), style);
    }
    for secret in secret_places(piece) {
        mark(styles, place(secret), Some(SECRET));
    }
    // What is being typed at the end is not wrong yet.
    let wrong = misfit(piece).map(|span| place(span.range()));
    if let Some(wrong) = wrong.filter(|wrong| wrong.end < end) {
        mark(styles, wrong, Some(WRONG));
    }
}

/// Writes a line with the style of each byte; a character has that of its first.
fn written(line: &str, styles: &[Option<Style>]) -> String {
    let mut out = String::with_capacity(2 * line.len());
    let mut last = None;
    for (at, character) in line.char_indices() {
        let style = styles.get(at).copied().flatten();
        if style != last {
            if last.is_some() {
                out.push_str("\x1b[0m");
            }
            if let Some(style) = style {
                out.push_str("\x1b[");
                out.push_str(style);
            }
            last = style;
        }
        out.push(character);
    }
    if last.is_some() {
        out.push_str("\x1b[0m");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows styles as `<36 …>`.
    fn shown(line: &str) -> String {
        let mut out = String::new();
        for (at, part) in coloured("", line).split("\x1b[").enumerate() {
            match (at, part.split_once('m')) {
                (0, _) | (_, None) => out.push_str(part),
                (_, Some(("0", rest))) => out.push_str(&format!(">{rest}")),
                (_, Some((code, rest))) => out.push_str(&format!("<{code} {rest}")),
            }
        }
        out
    }

    /// The text without its colours.
    fn plain(text: &str) -> String {
        let mut out = String::new();
        for (at, part) in text.split('\x1b').enumerate() {
            out.push_str(if at == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) });
        }
        out
    }

    #[test]
    fn each_kind_of_part_has_its_colour() {
        let cases = [
            (".show tables", "<36 .show> <36 tables>"),
            (".drop table T 'x' ifexists", "<36 .drop> <36 table> T <4;31 'x'> <36 ifexists>"),
            (".show version // now", "<36 .show> <36 version> <90 // now>"),
            ("#as aaduser=a@b.c", "<35 #as> aaduser=a@b.c"),
            (".shwo tables", "<36 .><4;31 shwo> <36 tables>"),
            (".show database 'D", "<36 .show> <36 database> <32 'D>"),
        ];
        for (line, expected) in cases {
            assert_eq!(shown(line), expected, "{line}");
        }
    }

    #[test]
    fn secrets_are_dim_and_no_text_changes() {
        let line = ".add database D users ('aaduser=a@b.c') h'hush'";
        let colours = coloured("", line);
        assert!(colours.contains("\x1b[2mh'hush'") || colours.contains("\x1b[2mhush"), "{colours:?}");
        for line in
            [line, "é'ü'//ß", "'", "```\n", "h'", ".show \t tables", "#", "//", ".execute database script <| .x"]
        {
            for typed in ["", ".add\n", "```\n"] {
                assert_eq!(plain(&coloured(typed, line)), line);
            }
        }
    }
}
