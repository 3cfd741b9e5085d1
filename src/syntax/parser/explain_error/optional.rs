//! Brackets of the notation of pages, `[async]`: what may be left out stands in them.

use crate::syntax::parser::explain_error::stop::{Reach, Stop, beyond, changed, reached};
use crate::syntax::token::Token;
use crate::text::{Span, quoted, shortened};

/// Returns the advice to write what stands in the brackets, or nothing, and where they stand. Brackets around a
/// name are no such ones.
pub(super) fn bracketed(stop: &Stop<'_>) -> Option<(String, Span)> {
    let is_open = |token: &Token| token.is(b'[');
    let at = if stop.token().is_some_and(|token| is_open(&token)) { stop.at } else { stop.at.checked_sub(1)? };
    let span = group(stop.tokens.get(at..)?)?;
    let inside = span.of(stop.text).trim_start_matches('[').trim_end_matches(']').trim();
    let round = format!("({inside})");
    if stop.whole_with(&[(span, &round)]).is_some() {
        return Some((format!("a list stands in round brackets: {}", quoted(round)), span));
    }
    if inside.starts_with(['\'', '"']) {
        return None;
    }
    let reach = |text: &str| {
        let read = changed(stop.text, &[(span, text)]).map_or(Reach::To(0), |text| reached(&text));
        beyond(read, text.len())
    };
    let (name, part, nothing) = (reach("['x']"), reach(inside), reach(""));
    let reads = |reach: Reach| reach > name && reach > Reach::To(span.start as usize);
    let shown = if stop.has_string(span) { "what is in them".to_owned() } else { quoted(shortened(inside)) };
    let advice = match (reads(part) && part >= nothing, reads(nothing)) {
        (true, true) => format!("write {shown}, or nothing"),
        (true, false) => format!("write {shown} without them"),
        (false, true) => "write nothing in its place".to_owned(),
        (false, false) => return None,
    };
    Some((format!("on pages brackets stand around what may be left out: {advice}"), span))
}

/// Returns where a bracket stands with all that it holds, if the tokens begin with one.
fn group(tokens: &[Token]) -> Option<Span> {
    let open = tokens.first().filter(|token| token.is(b'['))?;
    let mut depth = 0_usize;
    for token in tokens {
        depth = if token.is(b'[') { depth + 1 } else { depth - usize::from(token.is(b']')) };
        if depth == 0 {
            return Some(open.span.to(token.span));
        }
    }
    None
}
