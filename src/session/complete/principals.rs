//! Principals, as references that name them.

use crate::model::name::{DoubleQuoted, Text};
use crate::model::principal::PrincipalKind;
use crate::session::complete::{Candidate, CandidateKind, Spot, begins};
use crate::text::tame;

/// Returns the principals that begin as what is typed: by their reference, by their id or by their name.
pub(super) fn all(spot: &Spot<'_>) -> Vec<Candidate> {
    let Some((prefix, quote, typed)) = opening(spot) else { return Vec::new() };
    let written = |reference: &str| {
        let text = match quote {
            Some('"') => DoubleQuoted(reference).to_string(),
            None if spot.is_directive() && is_bare(reference) => return format!("{reference}{}", spot.space()),
            _ => Text(reference).to_string(),
        };
        let is_closed = quote.is_some_and(|quote| spot.after.starts_with(quote));
        let text = if is_closed { text.get(..text.len() - 1).unwrap_or_default() } else { &text };
        format!("{prefix}{text}")
    };
    let directory = spot.known.directory;
    let fits = |principal: &_| {
        let view = directory.identity(*principal);
        begins(view.kind.word(), kind_of(typed)) && (typed.contains('=') || begins(view.id, typed))
            || begins(view.id, typed)
            || begins(view.plain_name(), typed)
            || begins(view.kind.word(), typed)
    };
    // The ingestion application has its role for good; no command is about it.
    let principals = directory.principals().filter(|one| *one != directory.ingestion_application());
    let principals = principals.filter(fits).map(|principal| directory.reference(principal));
    let is_kept = |reference: &String| !typed.contains('=') || begins(reference, typed);
    let principals = principals.filter(is_kept).map(|reference| {
        let text = written(&reference);
        Candidate { kind: CandidateKind::Principal, shown: reference, text }
    });
    principals.chain(kinds(spot, prefix, quote, typed)).collect()
}

/// Returns the beginnings of references, for principals that nobody knows yet.
fn kinds<'a>(
    spot: &'a Spot<'_>,
    prefix: &'a str,
    quote: Option<char>,
    typed: &'a str,
) -> impl Iterator<Item = Candidate> + 'a {
    let kinds = PrincipalKind::ALL.iter().filter(|kind| begins(kind.word(), typed));
    kinds.map(move |kind| {
        let shown = format!("{}=", kind.word());
        let quote = quote.or_else(|| (!spot.is_directive()).then_some('\''));
        let text = format!("{prefix}{}{shown}", quote.map(String::from).unwrap_or_default());
        Candidate { kind: CandidateKind::Word, shown, text }
    })
}

/// Returns what stands before the quote, the quote, and the beginning of the reference. Strings with other rules of
/// escaping are left alone.
fn opening<'s>(spot: &Spot<'s>) -> Option<(&'s str, Option<char>, &'s str)> {
    if !spot.place.is_string {
        return (!spot.is_after_string()).then_some(("", None, spot.typed));
    }
    let (prefix, rest) = spot.typed.split_at_checked(spot.typed.find(['\'', '"'])?)?;
    let quote = rest.chars().next()?;
    let is_plain = matches!(prefix, "" | "h" | "H") && !rest.contains('\\');
    is_plain.then(|| (prefix, Some(quote), rest.get(1..).unwrap_or_default()))
}

/// Returns the kind before `=`.
fn kind_of(typed: &str) -> &str {
    typed.split_once('=').map_or(typed, |(kind, _)| kind)
}

/// Returns whether the reference can stand in a directive without quotes.
fn is_bare(reference: &str) -> bool {
    let needs_quotes = |character: char| character.is_whitespace() || matches!(character, '\'' | '"' | '[' | ']');
    !reference.contains(needs_quotes) && tame(reference) == reference
}
