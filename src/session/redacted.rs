//! A diagnostic as it may be shown: with a place, and without the statement's secrets.

use std::borrow::Cow;

use crate::diagnostic::Diagnostic;
use crate::model::principal::PrincipalRef;
use crate::model::secret::REDACTED;
use crate::syntax::literal::decode;
use crate::syntax::{Piece, Quote, redacted_inside, secret_places};
use crate::text::Span;

/// A shorter secret is not looked for in sentences: it would be found in any word.
const SHORTEST: usize = 4;

/// Returns a diagnostic of `piece` with the statement's secrets redacted in its sentences; one that points
/// nowhere points at the statement's first words.
#[must_use]
pub fn redacted(mut diagnostic: Diagnostic, piece: &Piece<'_>) -> Diagnostic {
    if diagnostic.labels.is_empty() {
        diagnostic = diagnostic.at(beginning(piece));
    }
    let secrets = secrets(piece);
    if !secrets.is_empty() {
        let labels = diagnostic.labels.iter_mut().map(|label| &mut label.text);
        let sentences = std::iter::once(&mut diagnostic.message).chain(labels).chain(&mut diagnostic.help);
        sentences.for_each(|sentence| *sentence = without(sentence, &secrets));
    }
    diagnostic
}

/// Returns where the dot and the verb stand, or the line of a directive.
#[must_use]
pub fn beginning(piece: &Piece<'_>) -> Span {
    match piece.tokens {
        [dot, verb, ..] if dot.is(b'.') => dot.span.to(verb.span),
        [first, ..] if !piece.directive => first.span,
        _ => Span::new(0, u32::try_from(piece.text.trim_end().len()).unwrap_or_default()),
    }
}

/// Returns the secrets, as they are written and as they read.
fn secrets<'p>(piece: &Piece<'p>) -> Vec<Cow<'p, str>> {
    let mut secrets = Vec::new();
    for place in secret_places(piece) {
        let secret = piece.text.get(place).unwrap_or_default();
        if secret.contains('\\') {
            secrets.extend(decode(secret, Quote::Escaped, '\'').ok());
        }
        // Sentences name a principal by its reference, however it is written.
        let reference = PrincipalRef::parse(secret).ok().map(|reference| Cow::Owned(reference.to_string()));
        secrets.extend(reference);
        secrets.push(Cow::Borrowed(secret));
    }
    secrets.retain(|secret| secret.len() >= SHORTEST);
    secrets
}

/// Returns the sentence with the secrets, and parts of them that it quotes, redacted.
fn without(sentence: &str, secrets: &[Cow<'_, str>]) -> String {
    let mut sentence = sentence.to_owned();
    for secret in secrets {
        if sentence.contains(&**secret) {
            sentence = sentence.replace(&**secret, REDACTED);
        }
    }
    let mut out = String::with_capacity(sentence.len());
    let mut rest = sentence.as_str();
    while let Some((before, quote, inside, after)) = quotation(rest) {
        let secret = inside.len() >= SHORTEST && secrets.iter().any(|secret| secret.contains(inside));
        out.push_str(before);
        out.push(quote);
        out.push_str(&if secret { Cow::Borrowed(REDACTED) } else { redacted_inside(inside) });
        out.push(quote);
        rest = after;
    }
    out + rest
}

/// Returns the first quotation: what stands before it, the quote, what is in it, and what follows. An
/// apostrophe in a word is no quote.
fn quotation(text: &str) -> Option<(&str, char, &str, &str)> {
    let in_word = |at: usize| text.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
    let (start, quote) = text.char_indices().find(|(at, mark)| *mark == '`' || *mark == '\'' && !in_word(*at))?;
    let (inside, after) = text.get(start + 1..)?.split_once(quote)?;
    Some((text.get(..start)?, quote, inside, after))
}
