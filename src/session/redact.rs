//! A statement's text for the journal: secrets hidden, all else as it was written.

use crate::model::secret::{HIDDEN, redacted};
use crate::syntax::{BadToken, Piece, TokenKind, pieces};

/// The text of a command without its secrets: obfuscated strings, keys and signatures in
/// connection strings.
pub(super) fn redacted_text(piece: &Piece<'_>) -> String {
    let text = piece.text.trim_start();
    let skipped = piece.text.len() - text.len();
    if !may_hold_secrets(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut written = skipped;
    for token in piece.tokens {
        let TokenKind::Text(_, obfuscated) = token.kind else { continue };
        let source = token.span.of(piece.text);
        let Some(shown) = shown(source, obfuscated) else { continue };
        out.push_str(piece.text.get(written..token.span.start as usize).unwrap_or_default());
        out.push_str(&shown);
        written = token.span.end as usize;
    }
    out.push_str(piece.text.get(written..).unwrap_or_default());
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

/// A quick look that spares most commands the closer one.
fn may_hold_secrets(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find(bytes, b"://").is_some()
        || memchr::memchr2_iter(b'h', b'H', bytes)
            .any(|at| matches!(bytes.get(at + 1), Some(b'\'' | b'"' | b'@' | b'`' | b'~')))
        || memchr::memmem::find(bytes, b"assword").is_some()
        || memchr::memmem::find(bytes, b"Pwd").is_some()
}

/// How a string literal is shown, when it is not shown as it is.
fn shown(source: &str, obfuscated: bool) -> Option<String> {
    let inside = source.trim_start_matches(['h', 'H', '@']).trim_matches(['\'', '"', '`', '~']);
    let open = redacted(inside);
    if obfuscated && inside.contains("://") {
        return Some(format!("h'{open}'"));
    }
    if obfuscated {
        return Some(format!("h'{HIDDEN}'"));
    }
    (open != inside).then(|| source.replace(inside, &open))
}
