//! Reads `tests/oracle/differences.tsv`: where kmgmt and the official parser mean to differ.
//!
//! A row has four columns: who accepts (`kmgmt`, `oracle`, or `both`, with different kinds), the
//! form of the statement, what the one that refuses says (for `both`, the two kinds), and the
//! reason. A row holds for a statement only when all three fit. `spelling` says that kmgmt accepts the
//! statement, and that the official parser accepts what kmgmt prints for it, as the same kind. A row of
//! `kmgmt` is about what kmgmt prints for the statement.
//!
//! The form is a list of tokens from the first `.` on: a word or a mark stands for itself,
//! `a|b` for one of several, `!a|b` for any other token, `NAME` for a name, `STRING` for a string of
//! any kind, `ANY` for any one token, `WORD` for one without quotes, `NUMBER` for a name of digits or of digits and letters, which may
//! be read as a number, `CLOCK` for a time such as `1.00:00:00`, `BARE` for a word that kmgmt prints as
//! a name in brackets, `...` for any number of tokens. What is said is a part of the message, in which
//! `…` stands for anything, or one of several such parts with ` | ` between them; `IN QUERY` says that
//! all complaints are of places after `|` or `<|` or inside `{`.

use kmgmt::syntax::{Piece, Token, TokenKind};

/// Who takes a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// Only kmgmt.
    Kmgmt,
    /// Only kmgmt, and both what kmgmt prints for it.
    Spelling,
    /// Only the official parser.
    Oracle,
    /// Both, as different kinds.
    Both,
}

/// A row of the file.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Its line.
    pub line: usize,
    accepts: Accepts,
    form: Vec<String>,
    said: String,
}

/// The rows of the file; each has a reason.
pub fn read(text: &str) -> Vec<Difference> {
    let rows = text.lines().enumerate().skip(1).map(|(index, row)| {
        let columns: Vec<&str> = row.split('\t').collect();
        let [accepts, form, said, reason] = columns[..] else { panic!("differences.tsv:{}: four columns", index + 1) };
        assert!(!reason.trim().is_empty(), "differences.tsv:{}: a reason", index + 1);
        let accepts = match accepts {
            "kmgmt" => Accepts::Kmgmt,
            "spelling" => Accepts::Spelling,
            "oracle" => Accepts::Oracle,
            "both" => Accepts::Both,
            other => panic!("differences.tsv:{}: `{other}` is nobody", index + 1),
        };
        let form = form.split(' ').map(str::to_owned).collect();
        Difference { line: index + 1, accepts, form, said: said.to_owned() }
    });
    rows.collect()
}

impl Difference {
    /// Whether the row speaks of this statement, which `accepts` take, for which kmgmt prints `printed`, and of
    /// which `said` is said.
    pub fn holds(&self, piece: &Piece<'_>, accepts: Accepts, printed: &str, said: &str) -> bool {
        let fits_said = if self.said == "IN QUERY" { in_query(piece, said) } else { says(&self.said, said) };
        self.accepts == accepts && fits_said && fits(&self.form, piece.tokens, Texts { text: piece.text, printed })
    }
}

/// A statement as it is written, and as kmgmt prints it.
#[derive(Clone, Copy)]
struct Texts<'t> {
    text: &'t str,
    printed: &'t str,
}

/// Whether every complaint of the official parser, each with its place, is of a query that kmgmt
/// keeps as text.
fn in_query(piece: &Piece<'_>, said: &str) -> bool {
    let query = |token: &&Token| token.kind == TokenKind::Output || token.is(b'|') || token.is(b'{');
    let Some(start) = piece.tokens.iter().find(query).map(|token| token.span.start as usize) else { return false };
    // The official parser counts in UTF-16.
    let start = piece.text[..start].encode_utf16().count();
    said.split("; ").all(|complaint| {
        let place = complaint.split_once(": ").and_then(|(place, _)| place.parse::<usize>().ok());
        place.is_none_or(|place| place > start) && said.starts_with(|first: char| first.is_ascii_digit())
    })
}

/// Whether `message` has the parts of one of the patterns, which `…` divides, in their order.
fn says(patterns: &str, message: &str) -> bool {
    patterns.split(" | ").any(|pattern| {
        let mut rest = message;
        pattern.split('…').all(|part| match rest.find(part) {
            Some(at) => {
                rest = &rest[at + part.len()..];
                true
            }
            None => false,
        })
    })
}

/// Whether the tokens are of the form.
fn fits(form: &[String], tokens: &[Token], texts: Texts<'_>) -> bool {
    let Some((part, rest)) = form.split_first() else { return tokens.is_empty() };
    if part == "..." {
        return (0..=tokens.len()).any(|skipped| fits(rest, &tokens[skipped..], texts));
    }
    if part == "NAME" && tokens.len() >= 3 && tokens[0].is(b'[') && tokens[2].is(b']') {
        return fits(rest, &tokens[3..], texts);
    }
    let Some((token, after)) = tokens.split_first() else { return false };
    stands_for(part, *token, texts) && fits(rest, after, texts)
}

/// Whether the token is of the part of a form.
fn stands_for(part: &str, token: Token, texts: Texts<'_>) -> bool {
    let Texts { text, printed } = texts;
    let source = &text[token.span.range()];
    match part {
        "NAME" => matches!(token.kind, TokenKind::Word(_) | TokenKind::Number | TokenKind::Text(..)),
        "NUMBER" => token.kind == TokenKind::Number || source.starts_with(|first: char| first.is_ascii_digit()),
        "CLOCK" => source.contains(':') && source.starts_with(|first: char| first.is_ascii_digit()),
        "BARE" => {
            let bracketed = format!("['{source}']");
            matches!(token.kind, TokenKind::Word(_) | TokenKind::Number)
                && printed.contains(&bracketed)
                && !text.contains(&bracketed)
        }
        "STRING" => matches!(token.kind, TokenKind::Text(..)),
        "WORD" => matches!(token.kind, TokenKind::Word(_) | TokenKind::Number),
        "ANY" => true,
        "|" | "<|" => source == part,
        words => match words.strip_prefix('!') {
            Some(words) => !words.split('|').any(|word| word == source),
            None => words.split('|').any(|word| word == source),
        },
    }
}
