//! `if exists` and `if not exists`: other languages have them as several words, and in other places.

use crate::model::keyword::Keyword;
use crate::syntax::parser::explain_error::stop::{Stop, changed, short, whole};
use crate::syntax::token::Token;
use crate::text::{Span, quoted};

/// The words of other languages, and the one that is meant.
const CONDITIONS: &[(&str, Keyword)] = &[("if not exists", Keyword::IfNotExists), ("if exists", Keyword::IfExists)];

/// In a longer command only so many places are tried.
const TRIED: usize = 16;

/// Returns the advice to write the condition as one word where it belongs, or to leave it out.
pub(super) fn condition(stop: &Stop<'_>) -> Option<String> {
    let (span, keyword) = written(stop)?;
    let word = format!("{keyword} ");
    let with = |place: u32| {
        let place = Span::at(place);
        let moved = if place.start < span.start {
            [(place, word.as_str()), (span, "")]
        } else {
            [(span, ""), (place, word.as_str())]
        };
        whole(changed(stop.text, &moved)?)
    };
    // A word of its own, and no part of what stands in brackets.
    let is_place = |start: &u32| {
        let before = stop.text.get(..*start as usize).unwrap_or_default();
        before.ends_with(char::is_whitespace) && !before.contains(['(', '{', '<'])
    };
    let is_inside = |start: &u32| *start >= span.start && *start < span.end;
    let starts = stop.tokens.iter().skip(2).map(|token| token.span.start);
    let starts = starts.filter(|start| is_place(start) && !is_inside(start));
    let last = || whole(format!("{} {keyword}", changed(stop.text, &[(span, "")])?.trim_end()));
    let here = whole(changed(stop.text, &[(span, &word)])?);
    let moved = here.or_else(|| starts.take(TRIED).find_map(with)).or_else(last);
    if let Some(command) = moved {
        return Some(match short(command) {
            Some(command) => format!("did you mean {}?", quoted(command)),
            None => format!("{} is one word", quoted(keyword)),
        });
    }
    whole(changed(stop.text, &[(span, "")])?).map(|_| "leave the condition out: this command has none".to_owned())
}

/// Returns where the condition stands, with the space after it, and what is meant.
fn written(stop: &Stop<'_>) -> Option<(Span, Keyword)> {
    let from = stop.at.saturating_sub(2);
    let stands = |words: &str, at: usize| {
        let words: Vec<&str> = words.split(' ').collect();
        let found = stop.tokens.get(at..at + words.len())?;
        let is_same = |(token, word): (&Token, &&str)| stop.text_of(*token).eq_ignore_ascii_case(word);
        found.iter().zip(&words).all(is_same).then_some(words.len())
    };
    let length = |keyword: Keyword, words: &str, at: usize| stands(words, at).or_else(|| stands(keyword.text(), at));
    (from..=stop.at).find_map(|at| {
        let (length, keyword) =
            CONDITIONS.iter().find_map(|(words, keyword)| Some((length(*keyword, words, at)?, *keyword)))?;
        let start = stop.tokens.get(at)?.span.start;
        let next = stop.tokens.get(at + length).map_or(stop.text.len(), |next| next.span.start as usize);
        Some((Span::new(start, u32::try_from(next).ok()?), keyword))
    })
}
