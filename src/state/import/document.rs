//! What a text is, by its content.

use std::borrow::Cow;

use crate::model::keyword::Keyword;
use crate::state::import::facts::is_header;
use crate::state::import::part::{Fault, Part};
use crate::state::import::rows::{At, Place, Rows};
use crate::state::import::{json, separated, tables};

/// Returns the parts of a text.
pub(super) fn parts(text: &str, place: &Place) -> Vec<Part> {
    let text = &*without_command(text.trim_start_matches('\u{feff}'));
    if text.trim().is_empty() {
        return vec![Part::Fault(Fault::new(place.clone(), "there is nothing in it"))];
    }
    if json::may_be(text) {
        return json::parts(text, place);
    }
    if tables::has_bars(text) {
        return rows(tables::between_bars(text, place));
    }
    if is_script(text) {
        return vec![Part::Script(place.with(At::Line(1)), text.to_owned())];
    }
    let columns = tables::over_dashes(text, place);
    if columns.iter().any(|table| is_header(table.titles())) {
        return rows(columns);
    }
    let separator = separated::of_header(text);
    if separator.is_none() && json::begins_below(text) {
        return json::parts(text, place);
    }
    if separator.is_none() && !columns.is_empty() {
        return rows(columns);
    }
    let header = text.trim_start().lines().next().unwrap_or_default();
    // One column alone may stand between tabs that are not there; a comma in it is quoted where commas would separate.
    let of_first = if header.contains(',') && !header.contains('\t') { ',' } else { '\t' };
    match separated::parts(text, separator.unwrap_or(of_first), place) {
        Ok(parts) => without_text(parts),
        Err(error) => vec![Part::Fault(Fault::new(place.clone(), format!("this is no table: {error}")))],
    }
}

/// Returns whether a text is an answer that can be imported, and no script; its beginning tells.
#[must_use]
pub fn is_answer(text: &str) -> bool {
    let text = &*without_command(text.trim_start_matches('\u{feff}'));
    let first = text.trim_start();
    if first.is_empty() || is_script(first) {
        return false;
    }
    let header = first.lines().next().unwrap_or_default();
    first.starts_with(['{', '[', '"'])
        || header.contains(['\t', ','])
        || tables::has_bars(text)
        || is_over_dashes(first)
}

/// Returns whether the second line is one of dashes.
fn is_over_dashes(text: &str) -> bool {
    let second = text.lines().nth(1).unwrap_or_default();
    second.contains('-') && second.chars().all(|character| character == '-' || character.is_whitespace())
}

/// Returns an answer without the command before it, which some clients copy along; lines keep their numbers.
fn without_command(text: &str) -> Cow<'_, str> {
    let show = format!(".{} ", Keyword::Show);
    let Some((command, rest)) = text.trim_start().split_once('\n') else { return Cow::Borrowed(text) };
    if !command.starts_with(&show) || rest.trim().is_empty() || is_script(rest) {
        return Cow::Borrowed(text);
    }
    let before = text.get(..text.len() - rest.len()).unwrap_or_default();
    Cow::Owned("\n".repeat(before.matches('\n').count()) + rest)
}

fn rows(tables: Vec<Rows>) -> Vec<Part> {
    without_text(tables.into_iter().map(Part::Rows).collect())
}

/// Leaves out the lines around answers that were read as tables of one column, where there are answers.
fn without_text(mut parts: Vec<Part>) -> Vec<Part> {
    let has_answer = |part: &Part| matches!(part, Part::Rows(rows) if is_header(rows.titles()));
    if parts.iter().any(has_answer) {
        let is_text = |rows: &Rows| {
            rows.titles().len() < 2 && !is_header(rows.titles()) && rows.rows().all(|row| row.surplus() == 0)
        };
        parts.retain(|part| !matches!(part, Part::Rows(rows) if is_text(rows)));
    }
    parts
}

/// Returns whether a text begins with a command, a directive or a comment.
fn is_script(text: &str) -> bool {
    let mut characters = text.trim_start().chars();
    match (characters.next(), characters.next()) {
        (Some('.' | '#'), Some(second)) => second.is_ascii_alphabetic(),
        (first, second) => (first, second) == (Some('/'), Some('/')),
    }
}
