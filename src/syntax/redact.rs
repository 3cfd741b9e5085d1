//! A statement's text as it may be kept and shown: secrets redacted, all else as it was written.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::secret::{in_order, is_url, redacted_at, secrets};
use crate::syntax::lexer::{Progress, Scan, scan};
use crate::syntax::literal::{decode, decoded};
use crate::syntax::splitter::Piece;
use crate::syntax::token::{BadToken, Quote, Token, TokenKind};
use crate::text::Span;

/// Returns the text of a command without its secrets: obfuscated strings, keys and signatures in
/// connection strings.
#[must_use]
pub fn redacted_text(piece: &Piece<'_>) -> String {
    redacted_text_at(piece, &secret_places(piece)).into_owned()
}

/// Returns what [`redacted_text`] returns; `places` are the secret ones.
#[must_use]
pub fn redacted_text_at<'p>(piece: &Piece<'p>, places: &[Range<usize>]) -> Cow<'p, str> {
    let indent = piece.tokens.first().map_or(0, |token| token.span.start as usize);
    match redacted_at(piece.text, places) {
        Cow::Borrowed(shown) => Cow::Borrowed(shown.get(indent..).unwrap_or_default()),
        Cow::Owned(shown) => Cow::Owned(shown.get(indent..).unwrap_or_default().to_owned()),
    }
}

/// Returns a query without its secrets. What stands between the statements that the lexer finds in
/// it, comments and blank lines, stays as it is.
#[must_use]
pub fn redacted_query(text: &str) -> String {
    let mut places = Vec::new();
    statements(text, |piece| places.extend(secret_places(piece).into_iter().map(|place| moved(&place, piece.start))));
    redacted_at(text, &places).into_owned()
}

/// Returns the text of a statement with a mark in place of each character of its secrets, so that
/// all else stays in its place.
#[must_use]
pub fn masked_text<'p>(piece: &Piece<'p>) -> Cow<'p, str> {
    masked(piece.text, &secret_places(piece))
}

/// Returns the text of one token, masked as in [`masked_text`].
#[must_use]
pub fn masked_token<'t>(text: &'t str, token: &Token) -> Cow<'t, str> {
    let source = token.span.of(text);
    masked(source, &token_places(source, token))
}

fn masked<'t>(text: &'t str, places: &[Range<usize>]) -> Cow<'t, str> {
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    for place in places {
        out.push_str(text.get(written..place.start).unwrap_or_default());
        out.extend(text.get(place.clone()).unwrap_or_default().chars().map(mark));
        written = place.end;
    }
    out.push_str(text.get(written..).unwrap_or_default());
    Cow::Owned(out)
}

/// Returns the mark for a character: one of as many bytes, so that no place after it moves.
const fn mark(character: char) -> char {
    match (character, character.len_utf8()) {
        ('\n' | '\r', _) => character,
        (_, 1) => '*',
        (_, 2) => '\u{d7}',
        (_, 3) => '\u{2217}',
        _ => '\u{1f7b6}',
    }
}

/// Returns whether a statement holds a secret: an obfuscated string, a key, a signature or a
/// password in any string. A string that is not closed is taken for a secret, because it may become
/// one.
#[must_use]
pub fn holds_secret(piece: &Piece<'_>) -> bool {
    let marked = |token: &Token| {
        matches!(
            token.kind,
            TokenKind::Text(_, true) | TokenKind::Bad(BadToken::UnclosedString | BadToken::UnclosedBlock)
        )
    };
    let mut found = piece.tokens.iter().any(marked) || !secret_places(piece).is_empty();
    if let Some((_, body)) = script_body(piece) {
        // A script in a script is refused; it is not looked into.
        statements(body, |inner| found |= inner.tokens.iter().any(marked) || script_body(inner).is_some());
    }
    found
}

/// Returns where the secrets of a statement stand, in order.
#[must_use]
pub fn secret_places(piece: &Piece<'_>) -> Vec<Range<usize>> {
    // This runs for every command that is journaled; most are done here.
    if !piece.tokens.iter().any(|token| may_hide(token, piece.text)) {
        return Vec::new();
    }
    let mut places = in_tokens(piece);
    if let Some((start, body)) = script_body(piece) {
        statements(body, |inner| {
            let start = start + inner.start;
            places.extend(in_tokens(inner).iter().map(|place| moved(place, start)));
            // A script in a script is refused; nothing of it is shown.
            places.extend(script_body(inner).map(|(inside, body)| start + inside..start + inside + body.len()));
        });
    }
    in_order(places)
}

/// Returns whether a secret may stand in a token of a statement, or in the script that begins with it.
fn may_hide(token: &Token, text: &str) -> bool {
    match token.kind {
        TokenKind::Word(_) | TokenKind::Number | TokenKind::Punct(_) => false,
        TokenKind::Text(quote, obfuscated) => may_hide_in(token.span.of(text), quote, obfuscated),
        TokenKind::Bad(_) | TokenKind::Output => true,
    }
}

/// Returns whether a secret may stand in the source of a string.
fn may_hide_in(source: &str, quote: Quote, obfuscated: bool) -> bool {
    match (quote, obfuscated, source.as_bytes()) {
        (Quote::Plain, false, [_, text @ .., _]) => may_hold_secret(text),
        _ => true,
    }
}

fn in_tokens(piece: &Piece<'_>) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut rest = piece.tokens;
    while let Some(at) = rest.iter().position(Token::is_string) {
        rest = rest.get(at..).unwrap_or_default();
        let run = rest.iter().take_while(|token| is_text(token)).count();
        let (strings, after) = rest.split_at_checked(run.max(1)).unwrap_or_default();
        for token in strings {
            let found = token_places(token.span.of(piece.text), token);
            places.extend(found.iter().map(|place| moved(place, token.span.start as usize)));
        }
        if run > 1 {
            places.extend(in_joined(piece, strings));
        }
        rest = after;
    }
    in_order(places)
}

/// Returns whether the token is a string that is closed.
const fn is_text(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Text(..))
}

/// Returns the secrets in strings that stand side by side. They are one string: `'https://…/c;' 'key'`.
fn in_joined(piece: &Piece<'_>, strings: &[Token]) -> Vec<Range<usize>> {
    let mut joined = String::new();
    let mut parts = Vec::new();
    for token in strings {
        let source = token.span.of(piece.text);
        let inside = inside(source);
        let at = joined.len();
        joined.push_str(source.get(inside.clone()).unwrap_or_default());
        parts.push((at..joined.len(), token.span.start as usize + inside.start));
    }
    let found = secrets(&joined);
    let place = |secret: &Range<usize>, (part, start): &(Range<usize>, usize)| {
        let (from, to) = (secret.start.max(part.start), secret.end.min(part.end));
        (from < to).then(|| start + from - part.start..start + to - part.start)
    };
    found.iter().flat_map(|secret| parts.iter().filter_map(|part| place(secret, part)).collect::<Vec<_>>()).collect()
}

fn moved(place: &Range<usize>, offset: usize) -> Range<usize> {
    place.start + offset..place.end + offset
}

/// Calls `each` with every statement that the lexer finds in a whole text.
fn statements(text: &str, mut each: impl FnMut(&Piece<'_>)) {
    let mut progress = Progress::default();
    while let Scan::Statement(found) = scan(text, text.len(), true, &mut progress) {
        each(&Piece::of(found, text, progress.tokens(), 1));
    }
}

/// Returns the body of a script, which has no tokens of its own, and where it begins.
pub(super) fn script_body<'a>(piece: &Piece<'a>) -> Option<(usize, &'a str)> {
    let last = piece.tokens.last().filter(|token| token.kind == TokenKind::Output)?;
    let start = last.span.end as usize;
    Some((start, piece.text.get(start..)?))
}

/// Returns where the secrets of a token stand in its source.
fn token_places(source: &str, token: &Token) -> Vec<Range<usize>> {
    match token.kind {
        TokenKind::Text(quote, obfuscated) => literal_places(source, quote, obfuscated),
        TokenKind::Bad(BadToken::UnclosedString | BadToken::UnclosedBlock) => unclosed_places(source),
        _ => Vec::new(),
    }
}

/// Returns all that may be secret of a string that is not closed: it is obfuscated, or an address.
fn unclosed_places(source: &str) -> Vec<Range<usize>> {
    let start = opening(source);
    let text = source.get(start..).unwrap_or_default();
    if source.starts_with(['h', 'H']) || text.contains("://") {
        return in_order(Some(start..source.len()));
    }
    in_order(places_inside(text).iter().map(|place| moved(place, start)))
}

/// Returns where secrets stand in the text of a string that is not obfuscated itself: in the parts of a connection
/// string, and in obfuscated strings of a query or a script.
fn places_inside(text: &str) -> Vec<Range<usize>> {
    let places = secrets(text);
    // A string inside the string needs quotes of its own; most have none, and are done here.
    if memchr::memchr2(b'\'', b'"', text.as_bytes()).is_none() {
        return places;
    }
    in_order(places.into_iter().chain(obfuscated_inside(text).unwrap_or_default()))
}

/// Returns a text that stood in a string without its secrets: those of a connection string, and obfuscated strings of a
/// query or a script.
#[must_use]
pub fn redacted_inside(text: &str) -> Cow<'_, str> {
    if may_hold_secret(text.as_bytes()) { redacted_at(text, &places_inside(text)) } else { Cow::Borrowed(text) }
}

/// Returns what the obfuscated strings of a statement stand for that are no addresses, each with its place. Strings side
/// by side are one.
#[must_use]
pub fn obfuscated_texts(piece: &Piece<'_>) -> Vec<(String, Span)> {
    let is_text = |token: &Token| matches!(token.kind, TokenKind::Text(..));
    let is_obfuscated = |token: &Token| matches!(token.kind, TokenKind::Text(_, true));
    let strings = piece.tokens.chunk_by(|one, next| is_text(one) && is_text(next));
    let obfuscated = strings.filter(|strings| strings.iter().any(is_obfuscated)).filter_map(|strings| {
        let whole = strings.iter().map(|token| match token.kind {
            TokenKind::Text(quote, is_obfuscated) => decoded(token.span.of(piece.text), quote, is_obfuscated).ok(),
            _ => None,
        });
        let whole: String = whole.map(|decoded| Some(decoded?.1)).collect::<Option<_>>()?;
        Some((whole, strings.first()?.span.to(strings.last()?.span)))
    });
    obfuscated.filter(|(text, _)| !is_url(text)).collect()
}

/// Returns the length of what stands before a string's text: `h@'`.
fn opening(source: &str) -> usize {
    let quoted = source.trim_start_matches(['h', 'H', '@']);
    let quote = if quoted.starts_with("```") || quoted.starts_with("~~~") { 3 } else { 1 };
    (source.len() - quoted.len() + quote).min(source.len())
}

/// Returns where the text of a string stands in its source.
fn inside(source: &str) -> Range<usize> {
    let start = opening(source);
    let quote = if source.len() > 6 && (source.ends_with("```") || source.ends_with("~~~")) { 3 } else { 1 };
    start..source.len().saturating_sub(quote).max(start)
}

/// Returns whether a text may hold a secret though it is not obfuscated: one stands after each of the first three
/// marks, or it is a string in the string.
fn may_hold_secret(text: &[u8]) -> bool {
    text.iter().any(|byte| MARKS.get(usize::from(*byte)).is_some_and(|is_mark| *is_mark))
}

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which checks the bounds")]
const MARKS: [bool; 256] = {
    let (marks, mut at, mut table) = (b";?:'\"", 0, [false; 256]);
    while at < marks.len() {
        table[marks[at] as usize] = true;
        at += 1;
    }
    table
};

fn literal_places(source: &str, quote: Quote, obfuscated: bool) -> Vec<Range<usize>> {
    if !may_hide_in(source, quote, obfuscated) {
        return Vec::new();
    }
    let inside = inside(source);
    let text = source.get(inside.clone()).unwrap_or_default();
    if obfuscated && !is_url(text) {
        return in_order(Some(inside));
    }
    if quote == Quote::Escaped
        && decode(text, quote, '\'').is_ok_and(|decoded| secrets(&decoded).len() > secrets(text).len())
    {
        return in_order(Some(inside));
    }
    places_inside(text).iter().map(|place| moved(place, inside.start)).collect()
}

/// Returns where the obfuscated strings stand in a text, a query or a script perhaps. Their quotes
/// may be escaped: `T | where a == h\"secret\"`.
fn obfuscated_inside(text: &str) -> Option<Vec<Range<usize>>> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..)?.find(['h', 'H']) {
        let start = at + found;
        at = start + 1;
        let in_word = text.get(..start)?.chars().next_back().is_some_and(|last| last.is_alphanumeric() || last == '_');
        let Some(opening) = opening_quote(text.get(at..)?).filter(|_| !in_word) else { continue };
        let inside = at + opening.len();
        let quote = opening.trim_start_matches('@');
        // What is not closed is secret to the end.
        let length = text.get(inside..)?.find(quote).unwrap_or(text.len() - inside);
        let string = text.get(inside..inside + length)?;
        let secret = if is_url(string) { secrets(string) } else { in_order(Some(0..length)) };
        places.extend(secret.iter().map(|place| moved(place, inside)));
        at = (inside + length + quote.len()).min(text.len());
    }
    Some(places)
}

/// Returns the quote that `text` begins with, with `@` and the backslashes before it.
fn opening_quote(text: &str) -> Option<&str> {
    let quote = text.find(['\'', '"']).filter(|at| {
        let before = text.get(..*at).unwrap_or_default();
        before.strip_prefix('@').unwrap_or(before).bytes().all(|byte| byte == b'\\')
    })?;
    text.get(..=quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_stays_as_it_is_but_for_its_secrets() {
        let plain = "  // first\n  T | where a == 'h' and b == \"x;y\";\n\n\n#note x\n union U // h'z' }\n";
        assert_eq!(redacted_query(plain), plain);
        let secret = "let a = h'key';\n\nT | where b == h@\"c\" // d\n#note h'x'\n";
        assert_eq!(redacted_query(secret), "let a = h'****';\n\nT | where b == h@\"****\" // d\n#note h'****'\n");
    }

    #[test]
    fn obfuscated_strings_inside_a_string_are_hidden() {
        let cases = [
            (r#""T | where a == h\"key\" and b""#, Some(r#""T | where a == h\"****\" and b""#)),
            ("'T | where a == h\"key\"'", Some("'T | where a == h\"****\"'")),
            ("```T | where a == H@'key'```", Some("```T | where a == H@'****'```")),
            ("'T | where a == h\"key'", Some("'T | where a == h\"****'")),
            ("'hello'", None),
            ("'depth\"x\"'", None),
        ];
        for (source, redacted) in cases {
            let places = literal_places(source, Quote::Plain, false);
            assert_eq!(crate::model::secret::redacted_at(source, &places), redacted.unwrap_or(source), "{source}");
        }
    }
}
