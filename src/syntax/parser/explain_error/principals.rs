//! Lists without their brackets, and principals without their quotes.

use crate::model::keyword::Keyword;
use crate::model::principal::PrincipalRef;
use crate::syntax::parser::explain_error::stop::Stop;
use crate::syntax::parser::input::Expectation;
use crate::text::{Span, quoted};

/// A longer list is not shown in an advice.
const LONGEST_SHOWN: usize = 80;

/// Returns the advice to write what does not fit in quotes, in brackets, or in both.
pub(super) fn enclosed(stop: &Stop<'_>) -> Option<String> {
    let wants_bracket = stop.expected.contains(&Expectation::Mark("("));
    let list = list(stop)?;
    let text = list.of(stop.text);
    // A word of the language is no list.
    if Keyword::of(text).is_some() {
        return None;
    }
    // `aaduser='x@contoso.com'` has its quotes inside.
    let plain = |text: &str| text.replace(['\'', '"'], "");
    let quotes = |text: &str| match text.starts_with(['\'', '"']) {
        true => text.to_owned(),
        false => format!("'{}'", plain(text)),
    };
    let bare = items(text).any(|item| !item.starts_with(['\'', '"']) && PrincipalRef::parse(&plain(item)).is_ok());
    let written: Vec<String> = items(text).map(|item| if bare { quotes(item) } else { item.to_owned() }).collect();
    let written = written.join(", ");
    let is_principal = |item: &str| PrincipalRef::parse(item.trim_matches(['\'', '"'])).is_ok();
    let what = if items(text).all(is_principal) { "principals stand" } else { "a list stands" };
    let (what, written) = match (wants_bracket, bare) {
        (true, true) => (format!("{what} in quotes and round brackets"), format!("({written})")),
        (true, false) => (format!("{what} in round brackets"), format!("({written})")),
        (false, true) => ("a principal stands in quotes".to_owned(), written),
        (false, false) => return None,
    };
    if !stop.reads_with(list, &written) {
        return None;
    }
    Some(if written.len() > LONGEST_SHOWN { what } else { format!("{what}: {}", quoted(written)) })
}

/// Returns the items between commas.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim)
}

/// Returns where the list stands that begins with the token that does not fit: its items have no space in
/// them, but they may be strings.
fn list(stop: &Stop<'_>) -> Option<Span> {
    let mut span = stop.token()?.span;
    let mut joined = false;
    for token in stop.tokens.get(stop.at..)? {
        let ends = [b'(', b')', b'[', b']', b'|'].iter().any(|mark| token.is(*mark));
        let goes_on = token.span.start <= span.end || token.is(b',') || joined;
        if ends || !goes_on {
            break;
        }
        joined = token.is(b',');
        span = span.to(token.span);
    }
    Some(span)
}
