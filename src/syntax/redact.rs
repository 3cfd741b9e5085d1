//! A statement's text as it may be kept and shown: secrets hidden, all else as it was written.

use crate::model::secret::{HIDDEN, redacted};
use crate::syntax::splitter::Piece;
use crate::syntax::token::TokenKind;

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
