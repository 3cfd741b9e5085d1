//! Functions that look for texts and patterns in texts, and put others in their places.

use std::borrow::Cow;

use serde_json::Value as Json;

use super::patterns::check;
use super::text::length;
use super::{Call, Function, function};
use crate::query::convert;
use crate::query::signature::{Argument, DYNAMIC, Gives, Kind, Mismatch, TEXT};
use crate::query::value::dynamic;
use crate::table::{ColumnType, Value};
use crate::text::quoted;

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    function("trim(regex, text)", "trim-function.md", &[TEXT, TEXT], Gives::TEXT, |call| trim(call, true, true))
        .checked(first),
    function("trim_start(regex, text)", "trim-start-function.md", &[TEXT, TEXT], Gives::TEXT, |call| {
        trim(call, true, false)
    })
    .checked(first),
    function("trim_end(regex, text)", "trim-end-function.md", &[TEXT, TEXT], Gives::TEXT, |call| {
        trim(call, false, true)
    })
    .checked(first),
    function("replace_string(text, lookup, rewrite)", "replace-string-function.md", THREE, Gives::TEXT, one_string),
    function("replace_strings(text, lookups, rewrites)", "replace-strings-function.md", LISTS, Gives::TEXT, strings),
    function("translate(from, to, text)", "translate-function.md", THREE, Gives::TEXT, translated),
    function("replace_regex(text, regex, rewrite)", "replace-regex-function.md", THREE, Gives::TEXT, |call| {
        replace(call, 0, 1, 2)
    })
    .checked(|arguments| check(arguments, 1)),
    function("replace(regex, rewrite, text)", "replace-regex-function.md", THREE, Gives::TEXT, |call| {
        replace(call, 2, 0, 1)
    })
    .checked(first),
    function("extract(regex, group, text[, typeof(type)])", "extract-function.md", EXTRACT, EXTRACTED, extract)
        .optional(1)
        .checked(first),
    function("extract_all(regex, [groups, ]text)", "extract-all-function.md", ALL, Gives::DYNAMIC, extract_all)
        .optional(1)
        .checked(first),
    function("indexof(text, part[, start[, length[, occurrence]]])", "indexof-function.md", INDEX, Gives::LONG, index)
        .optional(3),
    function("countof(text, part[, 'normal' or 'regex'])", "countof-function.md", THREE, Gives::LONG, count)
        .optional(1)
        .checked(counted),
];

const THREE: &[Kind] = &[TEXT, TEXT, TEXT];
const LISTS: &[Kind] = &[TEXT, DYNAMIC, DYNAMIC];
const EXTRACT: &[Kind] = &[TEXT, Kind::Integer, TEXT, TEXT];
const EXTRACTED: Gives = Gives::By(|arguments| match arguments.get(3) {
    Some(kind) => named_type(kind.constant?),
    None => Some(ColumnType::String),
});
const ALL: &[Kind] = &[TEXT, Kind::TextOrDynamic, TEXT];
const INDEX: &[Kind] = &[Kind::Any, Kind::Any, Kind::Integer, Kind::Integer, Kind::Integer];

/// The word for a search by regular expression in `countof()`.
const REGEX: &str = "regex";

/// The word for a search by text.
const NORMAL: &str = "normal";

fn first(arguments: &[Argument<'_>]) -> Result<(), Mismatch> {
    check(arguments, 0)
}

fn counted(arguments: &[Argument<'_>]) -> Result<(), Mismatch> {
    match arguments.get(2).and_then(|kind| kind.constant) {
        Some(Value::Text(kind)) if **kind == *REGEX => check(arguments, 1),
        Some(Value::Text(kind)) if **kind != *NORMAL => Err(Mismatch::Value {
            place: 2,
            reason: format!("{} is not a kind of search", quoted(kind)),
            help: Some(format!("the kinds are {} and {}", quoted(NORMAL), quoted(REGEX))),
        }),
        _ => Ok(()),
    }
}

/// The type of a type literal, which is bound as its name.
fn named_type(literal: &Value) -> Option<ColumnType> {
    match literal {
        Value::Text(name) => ColumnType::of(name),
        _ => None,
    }
}

/// One match is taken away at each end (`trim-start-function.md`).
fn trim(call: &Call<'_>, at_start: bool, at_end: bool) -> Value {
    let (pattern, text) = (call.text(0), call.text(1));
    let edge = |pattern: &str| call.context.patterns.read(pattern);
    let mut rest = &*text;
    if at_start && let Some(edge) = edge(&format!(r"\A(?:{pattern})")) {
        rest = edge.find(rest).and_then(|found| rest.get(found.end()..)).unwrap_or(rest);
    }
    if at_end && let Some(edge) = edge(&format!(r"(?:{pattern})\z")) {
        rest = edge.find(rest).and_then(|found| rest.get(..found.start())).unwrap_or(rest);
    }
    Value::from(rest)
}

fn one_string(call: &Call<'_>) -> Value {
    let (text, lookup, rewrite) = (call.text(0), call.text(1), call.text(2));
    if lookup.is_empty() {
        return Value::from(text.into_owned());
    }
    let has_space = rewrite.len() <= lookup.len() || call.has_space(text.matches(&*lookup).count(), rewrite.len());
    if has_space { Value::from(text.replace(&*lookup, &rewrite)) } else { Value::Null }
}

/// Each letter of the first text is replaced by the one at its place in the second: where that is shorter by its last
/// one, and where it is empty by none (`translate-function.md`).
fn translated(call: &Call<'_>) -> Value {
    let (from, to, text) = (call.text(0), call.text(1), call.text(2));
    let letter = |letter: char| match from.chars().position(|known| known == letter) {
        Some(place) => to.chars().nth(place).or_else(|| to.chars().next_back()),
        None => Some(letter),
    };
    Value::from(text.chars().filter_map(letter).collect::<String>())
}

/// A piece of a text: one that was replaced is not looked at again.
enum Piece<'a> {
    Left(&'a str),
    Written(&'a str),
}

/// An earlier lookup goes before a later one in all of the text. What is no string is no lookup; what is found for a
/// rewrite that is no string stays as it is (`replace-strings-function.md`).
fn strings(call: &Call<'_>) -> Value {
    let text = call.text(0);
    let mut pieces = vec![Piece::Left(&text)];
    for (lookup, rewrite) in call.array(1).unwrap_or_default().iter().zip(call.array(2).unwrap_or_default()) {
        if let Some(lookup) = lookup.as_str().filter(|lookup| !lookup.is_empty()) {
            let rewrite = rewrite.as_str().unwrap_or(lookup);
            pieces = pieces.into_iter().flat_map(|piece| written(piece, lookup, rewrite)).collect();
        }
    }
    let texts = || {
        pieces.iter().map(|piece| match piece {
            Piece::Left(text) | Piece::Written(text) => *text,
        })
    };
    let has_space = call.has_space(1, texts().map(str::len).fold(0, usize::saturating_add));
    if has_space { Value::from(texts().collect::<String>()) } else { Value::Null }
}

fn written<'a>(piece: Piece<'a>, lookup: &'a str, rewrite: &'a str) -> Vec<Piece<'a>> {
    let Piece::Left(text) = piece else { return vec![piece] };
    let parts = text.split(lookup).flat_map(|part| [Piece::Written(rewrite), Piece::Left(part)]);
    parts.skip(1).collect()
}

/// `\1` in the rewrite stands for the first group, `\0` for all (`replace-regex-function.md`).
fn replace(call: &Call<'_>, text: usize, pattern: usize, rewrite: usize) -> Value {
    let (text, rewrite) = (call.text(text), call.text(rewrite));
    let Some(pattern) = call.context.patterns.read(&call.text(pattern)) else { return Value::from(&*text) };
    let mut made = 0;
    let replaced = pattern.replace_all(&text, |found: &regex::Captures<'_>| {
        let mut out = String::new();
        let mut letters = rewrite.chars();
        while let Some(letter) = letters.next()
            && call.has_space(1, made + out.len())
        {
            match (letter, letters.clone().next()) {
                ('\\', Some(next)) => {
                    letters.next();
                    match next.to_digit(10).and_then(|group| usize::try_from(group).ok()) {
                        Some(group) => out.push_str(found.get(group).map_or("", |group| group.as_str())),
                        None => out.push(next),
                    }
                }
                _ => out.push(letter),
            }
        }
        made += out.len();
        out
    });
    Value::from(&*replaced)
}

/// Without a match the empty text, which is the null of strings.
fn extract(call: &Call<'_>) -> Value {
    let kind = if call.arguments.len() > 3 { named_type(call.value(3)) } else { None };
    let text = call.text(2);
    let group = call.long(1).and_then(|group| usize::try_from(group).ok());
    let pattern = call.context.patterns.read(&call.text(0));
    let found = pattern.and_then(|pattern| {
        let found = pattern.captures(&text)?;
        Some(Value::from(found.get(group?)?.as_str()))
    });
    match (found, kind) {
        (Some(found), Some(kind)) => convert::to(&found, kind),
        (Some(found), None) => found,
        (None, None | Some(ColumnType::String)) => Value::from(""),
        (None, Some(_)) => Value::Null,
    }
}

/// One group gives an array of texts, several an array of arrays; without groups the whole match. No match is null
/// (`extract-all-function.md`).
fn extract_all(call: &Call<'_>) -> Value {
    let text = call.text(call.arguments.len().saturating_sub(1));
    let Some(pattern) = call.context.patterns.read(&call.text(0)) else { return Value::Null };
    let groups: Vec<usize> = match (call.arguments.len(), call.array(1)) {
        (3, Some(groups)) => groups.iter().filter_map(|group| group_of(group, &pattern)).collect(),
        _ if pattern.captures_len() == 1 => vec![0],
        _ => (1..pattern.captures_len()).collect(),
    };
    let part =
        |found: &regex::Captures<'_>, group: usize| Json::from(found.get(group).map_or("", |group| group.as_str()));
    // A group may be named many times.
    let repeated = groups.len() / pattern.captures_len() + 1;
    if !call.has_space(repeated, text.len()) {
        return Value::Null;
    }
    let matches = pattern.captures_iter(&text).map(|found| match *groups {
        [group] => part(&found, group),
        _ => groups.iter().map(|group| part(&found, *group)).collect(),
    });
    let matches: Vec<Json> = matches.collect();
    if matches.is_empty() { Value::Null } else { dynamic(Json::Array(matches)) }
}

/// A group by its number or name.
fn group_of(group: &Json, pattern: &regex::Regex) -> Option<usize> {
    match group {
        Json::String(name) => pattern.capture_names().position(|known| known == Some(name)),
        other => usize::try_from(other.as_i64()?).ok().filter(|group| *group < pattern.captures_len()),
    }
}

/// Places are counted in characters, and a negative start from the end (`indexof-function.md`).
fn index(call: &Call<'_>) -> Value {
    let (text, part) = (call.text(0), call.text(1));
    let Some((start, most, occurrence)) = call.range_searched() else { return Value::Null };
    let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let mut start = if start < 0 { count.saturating_add(start).max(0) } else { start };
    let room = i64::try_from(part.chars().count()).unwrap_or(i64::MAX);
    let places = text.char_indices().map(|(at, _)| at).chain([text.len()]).zip(0_i64..);
    let mut left = occurrence.max(1);
    for (at, place) in places.take_while(|_| call.context.space.goes_on()) {
        // After each occurrence the length is counted again from its end, as in the page's example.
        let end = if most < 0 { count } else { start.saturating_add(most).min(count) };
        let fits = place >= start && place.saturating_add(room) <= end;
        if fits && text.get(at..).is_some_and(|rest| rest.starts_with(&*part)) {
            (left, start) = (left - 1, place.saturating_add(1));
            if left == 0 {
                return Value::Long(place);
            }
        }
    }
    Value::Long(-1)
}

/// Texts may overlap, matches may not (`countof-function.md`).
fn count(call: &Call<'_>) -> Value {
    let (text, part): (Cow<'_, str>, Cow<'_, str>) = (call.text(0), call.text(1));
    if call.arguments.len() > 2 && call.text(2) == REGEX {
        let pattern = call.context.patterns.read(&part);
        let goes_on = |_: &regex::Match<'_>| call.context.space.goes_on();
        return pattern.map_or(Value::Null, |pattern| length(pattern.find_iter(&text).take_while(goes_on).count()));
    }
    if part.is_empty() {
        return Value::Long(0);
    }
    let places = text.char_indices().take_while(|_| call.context.space.goes_on());
    length(places.filter(|(at, _)| text.get(*at..).is_some_and(|rest| rest.starts_with(&*part))).count())
}
