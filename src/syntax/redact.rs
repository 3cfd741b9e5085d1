//! A statement's text as it may be kept and shown: secrets hidden, all else as it was written.

use crate::model::secret::{HIDDEN, redacted};
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
        let shown = if inside.contains("://") { redacted(inside) } else { HIDDEN.into() };
        return Some(format!("h'{shown}'"));
    }
    // Every secret that is not obfuscated stands behind one of these marks.
    memchr::memchr2(b';', b'?', source.as_bytes())?;
    let inside = source.trim_start_matches('@').trim_matches(['\'', '"', '`', '~']);
    let open = redacted(inside);
    (open != inside).then(|| source.replace(inside, &open))
}
