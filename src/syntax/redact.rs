//! A statement's text as it may be kept and shown: secrets hidden, all else as it was written.

use crate::model::secret::{redacted, redacted_obfuscated};
use crate::syntax::lexer::{Found, Progress, Scan, scan};
use crate::syntax::splitter::{Piece, pieces};
use crate::syntax::token::{BadToken, TokenKind};

/// The text of a command without its secrets: obfuscated strings, keys and signatures in
/// connection strings.
#[must_use]
pub fn redacted_text(piece: &Piece<'_>) -> String {
    let indent = piece.tokens.first().map_or(0, |token| token.span.start as usize);
    let mut written = indent;
    let mut out = String::new();
    for token in piece.tokens {
        let TokenKind::Text(_, obfuscated) = token.kind else { continue };
        let Some(shown) = shown(token.span.of(piece.text), obfuscated) else { continue };
        out.push_str(piece.text.get(written..token.span.start as usize).unwrap_or_default());
        out.push_str(&shown);
        written = token.span.end as usize;
    }
    out.push_str(piece.text.get(written..).unwrap_or_default());
    out
}

/// A query without its secrets. What stands between the statements that the lexer finds in it,
/// comments and blank lines, stays as it is.
#[must_use]
pub fn redacted_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    let mut progress = Progress::default();
    while let Scan::Statement(found) = scan(text, text.len(), true, &mut progress) {
        let Found { start, end, directive, unclosed, stray } = found;
        let tokens = progress.tokens();
        // The text of a command begins with its first token.
        let indent = tokens.first().map_or(0, |token| token.span.start as usize);
        out.push_str(text.get(written..start + indent).unwrap_or_default());
        let inside = text.get(start..end).unwrap_or_default();
        out.push_str(&redacted_text(&Piece { text: inside, tokens, line: 1, directive, unclosed, stray }));
        written = end;
    }
    out.push_str(text.get(written..).unwrap_or_default());
    out
}

/// Whether a statement holds a secret: an obfuscated string, a key, a signature or a password in
/// any string. A string that is not closed is taken for a secret, because it may become one.
#[must_use]
pub fn holds_secret(piece: &Piece<'_>) -> bool {
    let mut found = secret_token(piece);
    if let Some(body) = script_body(piece) {
        // A script in a script is refused; it is not looked into.
        pieces(body, 1, |inner| found |= secret_token(&inner) || script_body(&inner).is_some());
    }
    found
}

fn secret_token(piece: &Piece<'_>) -> bool {
    piece.tokens.iter().any(|token| match token.kind {
        TokenKind::Text(_, obfuscated) => obfuscated || shown(token.span.of(piece.text), false).is_some(),
        TokenKind::Bad(BadToken::UnclosedString | BadToken::UnclosedBlock) => true,
        _ => false,
    })
}

/// The body of a script, which has no tokens of its own.
fn script_body<'a>(piece: &Piece<'a>) -> Option<&'a str> {
    let last = piece.tokens.last().filter(|token| token.kind == TokenKind::Output)?;
    piece.text.get(last.span.end as usize..)
}

/// How a string literal is shown, when it is not shown as it is.
fn shown(source: &str, obfuscated: bool) -> Option<String> {
    if obfuscated {
        let inside = source.trim_start_matches(['h', 'H', '@']).trim_matches(['\'', '"', '`', '~']);
        return Some(format!("h'{}'", redacted_obfuscated(inside)));
    }
    // A string inside the string needs quotes of its own; most have none, and are done here.
    let inside = source.as_bytes().get(1..source.len().saturating_sub(1)).unwrap_or_default();
    let inner = memchr::memchr2(b'\'', b'"', inside).and_then(|_| inner_hidden(source));
    let source = inner.as_deref().unwrap_or(source);
    // Every secret that is not obfuscated stands behind one of these marks.
    let open = memchr::memchr2(b';', b'?', source.as_bytes()).and_then(|_| {
        let inside = source.trim_start_matches('@').trim_matches(['\'', '"', '`', '~']);
        let open = redacted(inside);
        (open != inside).then(|| source.replace(inside, &open))
    });
    open.or(inner)
}

/// The source of a string, a query or a script perhaps, with the obfuscated strings in it hidden;
/// nothing where it has none. Their quotes may be escaped: `"T | where a == h\"secret\""`.
fn inner_hidden(source: &str) -> Option<String> {
    let mut out = String::new();
    let mut written = 0;
    let mut at = 0;
    while let Some(found) = source.get(at..)?.find(['h', 'H']) {
        let start = at + found;
        at = start + 1;
        let in_word =
            source.get(..start)?.chars().next_back().is_some_and(|last| last.is_alphanumeric() || last == '_');
        let Some(opening) = opening_quote(source.get(at..)?).filter(|_| !in_word) else { continue };
        let inside = at + opening.len();
        let quote = opening.trim_start_matches('@');
        let Some(length) = source.get(inside..)?.find(quote) else { break };
        let text = source.get(inside..inside + length)?;
        out.push_str(source.get(written..inside)?);
        out.push_str(&redacted_obfuscated(text));
        written = inside + length;
        at = written + quote.len();
    }
    if written == 0 {
        return None;
    }
    out.push_str(source.get(written..)?);
    Some(out)
}

/// The quote that `text` begins with, with `@` and the backslashes before it.
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
        let plain = "  // first\n  T | where a == 'h' and b == \"x;y\";\n\n\n#note h'x'\n union U // h'z' }\n";
        assert_eq!(redacted_query(plain), plain);
        let secret = "let a = h'key';\n\nT | where b == h@\"c\" // d\n";
        assert_eq!(redacted_query(secret), "let a = h'****';\n\nT | where b == h'****' // d\n");
    }

    #[test]
    fn obfuscated_strings_inside_a_string_are_hidden() {
        let cases = [
            (r#""T | where a == h\"key\" and b""#, Some(r#""T | where a == h\"****\" and b""#)),
            ("'T | where a == h\"key\"'", Some("'T | where a == h\"****\"'")),
            ("```T | where a == H@'key'```", Some("```T | where a == H@'****'```")),
            ("'hello'", None),
            ("'depth\"x\"'", None),
        ];
        for (source, hidden) in cases {
            assert_eq!(shown(source, false).as_deref(), hidden, "{source}");
        }
    }
}
