//! Tables whose cells are separated by a character: CSV and TSV.

use crate::state::import::facts::is_header;
use crate::state::import::part::{Fault, Part};
use crate::state::import::rows::{At, Place, Rows};
use crate::state::import::tables::is_around;

/// What may separate cells.
const SEPARATORS: &[char] = &['\t', ','];

/// Returns what separates the cells of the first line that is the header of an answer.
pub(super) fn of_header(text: &str) -> Option<char> {
    let is_of = |line: &str, separator: char| {
        let titles: Vec<String> = line.split(separator).map(str::to_owned).collect();
        is_header(&titles)
    };
    let of_line = |line: &str| SEPARATORS.iter().copied().find(|separator| is_of(line, *separator));
    text.lines().find_map(of_line)
}

/// Reads results that are separated by a character, each with a header; a blank line or a prompt stands between two.
///
/// # Errors
/// Says what is no such table.
pub(super) fn parts(text: &str, separator: char, place: &Place) -> Result<Vec<Part>, csv::Error> {
    let mut tables = Tables { place, tables: Vec::new(), is_open: false };
    let mut faults = Vec::new();
    let (mut rest, mut line) = (text, 0);
    while let Some((before, bad, after)) = unclosed(rest, separator) {
        tables.read(before, separator, line)?;
        line += breaks(before) + 1;
        let at = At::Line(u32::try_from(line).unwrap_or(u32::MAX));
        if let Some(table) = tables.tables.last_mut() {
            table.is_part = true;
        }
        let fault = Fault::new(place.with(at), "a quote that opens on this line is not closed where a cell ends");
        faults.push(Part::Fault(
            fault.help("the line is left out: close the quote, or write `\"\"` for one that is in a cell"),
        ));
        line += breaks(bad).saturating_sub(1);
        rest = after;
    }
    tables.read(rest, separator, line)?;
    Ok(tables.tables.into_iter().map(Part::Rows).chain(faults).collect())
}

fn breaks(text: &str) -> u64 {
    text.matches('\n').count() as u64
}

/// Returns the first line whose quoted cell goes on over its end and never ends as cells do, with what stands before and
/// after the line.
fn unclosed(text: &str, separator: char) -> Option<(&str, &str, &str)> {
    let mut at = 0;
    while let Some(open) = opening(text, at, separator) {
        let inside = text.get(open + 1..)?;
        let close = closing(inside);
        let cell = inside.get(..close.unwrap_or(inside.len()))?;
        let after = inside.get(cell.len() + 1..).unwrap_or_default();
        let ends = close.is_some() && (after.is_empty() || after.starts_with([separator, '\r', '\n']));
        if !ends && cell.contains('\n') {
            let (before, _) = text.split_at_checked(open)?;
            let begins = before.rfind('\n').map_or(0, |newline| newline + 1);
            let stops = text.get(open..)?.find('\n').map_or(text.len(), |newline| open + newline + 1);
            return Some((text.get(..begins)?, text.get(begins..stops)?, text.get(stops..)?));
        }
        at = open + 1 + cell.len() + usize::from(close.is_some());
    }
    None
}

/// Returns where the next cell begins that is quoted.
fn opening(text: &str, from: usize, separator: char) -> Option<usize> {
    let rest = text.get(from..)?;
    let is_first = |at: usize| {
        let before = text.get(..at).unwrap_or_default();
        before.is_empty() || before.ends_with([separator, '\r', '\n'])
    };
    rest.match_indices('"').map(|(at, _)| from + at).find(|at| is_first(*at))
}

/// Returns where the quote stands that ends a cell; two are one that is in it.
fn closing(inside: &str) -> Option<usize> {
    let mut quotes = memchr::memchr_iter(b'"', inside.as_bytes()).peekable();
    while let Some(quote) = quotes.next() {
        if quotes.next_if_eq(&(quote + 1)).is_none() {
            return Some(quote);
        }
    }
    None
}

/// The tables of a text while it is read.
struct Tables<'p> {
    place: &'p Place,
    tables: Vec<Rows>,
    /// Whether the next row may be one of the last table.
    is_open: bool,
}

impl Tables<'_> {
    /// Reads a part of the text, which follows so many lines.
    fn read(&mut self, text: &str, separator: char, lines: u64) -> Result<(), csv::Error> {
        let mut reader = csv::ReaderBuilder::new();
        let separator = u8::try_from(separator).unwrap_or(b',');
        let mut reader = reader.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record?;
            let (byte, line) = record.position().map_or((0, 1), |position| (position.byte(), position.line()));
            let (before, after) = text.split_at_checked(usize::try_from(byte).unwrap_or(0)).unwrap_or(("", text));
            let ends = ['\r', '\n'];
            let below = after.get(..after.len() - after.trim_start_matches(ends).len()).unwrap_or_default();
            let above = before.get(before.trim_end_matches(ends).len()..).unwrap_or_default();
            if breaks(above) + breaks(below) > 1 {
                self.is_open = false;
            }
            let at = At::Line(u32::try_from(lines + line + breaks(below)).unwrap_or(u32::MAX));
            self.row(at, record.iter().map(str::to_owned).collect());
        }
        Ok(())
    }

    fn row(&mut self, at: At, cells: Vec<String>) {
        if let [line] = cells.as_slice()
            && is_around(line)
        {
            self.is_open = false;
            return;
        }
        let last = self.tables.last_mut().filter(|_| self.is_open);
        // A header begins a table: below text, or again.
        let begins = |table: &Rows| {
            (table.titles() == cells || table.len() == 0 && !is_header(table.titles())) && is_header(&cells)
        };
        match last.filter(|table| !begins(table)) {
            Some(table) => table.push(at, cells),
            None => {
                self.tables.push(Rows::new(self.place.with(at), cells));
                self.is_open = true;
            }
        }
    }
}
