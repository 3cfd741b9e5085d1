//! What of a table a width has room for. Columns that say nothing, or the same in every row, give way first, then ids,
//! then what another column tells; no word is broken. What gives way is named under the table.

use std::borrow::Cow;

use crate::render::ids::{INSTEAD, shortened};
use crate::render::{cell, vertical};
use crate::table::{Table, Value};
use crate::text::wrap::height;
use crate::text::{joined, quoted};

mod measure;

use measure::{Measured, Size, measured};

/// How a table is shown.
pub(super) enum Layout {
    /// Boxes with these columns, and sentences under them.
    Boxes { columns: Vec<Shown>, frame: Frame, under: Vec<String> },
    /// A line a value.
    Vertical,
}

/// A column that is shown.
pub(super) struct Shown {
    /// Its place in the table.
    pub(super) index: usize,
    /// How wide a line in it is at most, unless a word is wider.
    pub(super) room: usize,
    without_ids: bool,
}

/// Columns that another one tells, and that one: the kind stands in `aaduser=…`.
const TOLD: &[(&str, &str)] = &[("PrincipalType", "PrincipalFQN")];

/// How many rows are laid out on trial.
const TRIED: usize = 1_000;

/// One row of so many may take a line more, for a column more.
const FEW: usize = 3;

/// What stands around columns.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// Lines.
    Lines,
    /// Two spaces between columns.
    Spaces,
}

impl Frame {
    /// Returns how wide it is for so many columns.
    const fn width(self, columns: usize) -> usize {
        match self {
            Self::Lines => 3 * columns + 1,
            Self::Spaces => (2 * columns).saturating_sub(1),
        }
    }
}

impl Shown {
    /// Returns the text of a cell of the column.
    pub(super) fn text<'v>(&self, value: &'v Value) -> Cow<'v, str> {
        text_of(value, self.without_ids)
    }

    /// Returns the name of the column, in lines that end before a capital letter.
    pub(super) fn header(&self, table: &Table) -> String {
        let name = table.columns().get(self.index).map_or("", |column| &*column.name);
        let mut lines: Vec<String> = Vec::new();
        for part in humps(name) {
            match lines.last_mut().filter(|line| line.len() + part.len() <= self.room) {
                Some(line) => line.push_str(part),
                None => lines.push(part.to_owned()),
            }
        }
        lines.join("\n")
    }
}

/// Returns how a terminal of this width shows the table.
pub(super) fn layout(table: &Table, width: usize) -> Layout {
    let tried = Trial { table, width, columns: measured(table) };
    let mut choice = Choice { uses: vec![Use::Whole; tried.columns.len()], frame: Frame::Lines, humps: false };
    let rows = table.rows().len();
    let mut before: Vec<(Choice, bool)> = Vec::new();
    for step in tried.steps() {
        if tried.fits(&choice) {
            break;
        }
        let next = choice.after(&step);
        if next.uses.iter().any(|one| one.is_shown()) {
            // What is equal everywhere is told under the table, and needs no second try.
            if !matches!(step, Step::Column(_, Use::Same)) {
                let is_reference = tried.leaves_reference(&step);
                before.push((choice, is_reference));
            }
            choice = next;
        }
    }
    if !tried.fits(&choice) && rows < 2 {
        return Layout::Vertical;
    }
    let Some(lines) = tried.lines(&choice).filter(|lines| *lines <= tried.vertical_lines()) else {
        return Layout::Vertical;
    };
    // What gave way is shown again where that takes no line more; who is meant, where it takes few.
    let most = |is_reference: bool| if is_reference { lines + lines / FEW } else { lines };
    let fits =
        |(wider, is_reference): &(Choice, bool)| tried.lines(wider).is_some_and(|lines| lines <= most(*is_reference));
    let wider = before.into_iter().find(fits).map(|(wider, _)| wider);
    let choice = wider.unwrap_or(choice);
    let rooms = tried.rooms(&choice).unwrap_or_default();
    let shown = choice.shown().zip(rooms);
    let columns = shown.map(|((index, how), room)| Shown { index, room, without_ids: how == Use::WithoutIds });
    Layout::Boxes { columns: columns.collect(), frame: choice.frame, under: tried.under(&choice) }
}

/// How a column is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Whole,
    WithoutIds,
    /// It is equal in all rows, and named with its value.
    Same,
    LeftOut,
}

impl Use {
    const fn is_shown(self) -> bool {
        matches!(self, Self::Whole | Self::WithoutIds)
    }
}

/// How all columns are used.
#[derive(Clone)]
struct Choice {
    uses: Vec<Use>,
    frame: Frame,
    /// Whether names of columns may be broken before capital letters.
    humps: bool,
}

/// What makes a table narrower.
enum Step {
    Column(usize, Use),
    Spaces,
    Humps,
}

impl Choice {
    fn after(&self, step: &Step) -> Self {
        let mut next = self.clone();
        match step {
            Step::Spaces => next.frame = Frame::Spaces,
            Step::Humps => next.humps = true,
            Step::Column(index, how) => next.uses.iter_mut().skip(*index).take(1).for_each(|one| *one = *how),
        }
        next
    }

    fn shown(&self) -> impl Iterator<Item = (usize, Use)> {
        self.uses.iter().copied().enumerate().filter(|(_, how)| how.is_shown())
    }

    /// Returns the columns that are used so.
    fn used(&self, how: Use) -> impl Iterator<Item = usize> {
        self.uses.iter().enumerate().filter(move |(_, one)| **one == how).map(|(index, _)| index)
    }
}

/// A table on trial.
struct Trial<'t> {
    table: &'t Table,
    width: usize,
    columns: Vec<Measured<'t>>,
}

impl Trial<'_> {
    /// Returns what gives way, in order; of columns that do so alike, the last first.
    fn steps(&self) -> Vec<Step> {
        let each = |how: Use, fits: &dyn Fn(&Measured<'_>) -> bool| {
            let columns = self.columns.iter().enumerate().rev().filter(|(_, column)| fits(column));
            columns.map(|(index, _)| Step::Column(index, how)).collect::<Vec<_>>()
        };
        let is_empty = |column: &Measured<'_>| column.same.as_deref() == Some("");
        let mut steps = each(Use::Same, &is_empty);
        // In one row all is equal.
        if self.table.rows().len() > 1 {
            let varies = |column: &Measured<'_>| column.same.is_none();
            let is_told = |column: &Measured<'_>| {
                let teller = TOLD.iter().find(|(told, _)| *told == column.name).map(|(_, teller)| teller);
                teller.is_some_and(|teller| self.columns.iter().any(|other| other.name == *teller))
            };
            steps.extend(each(Use::Same, &|column| !varies(column) && !is_empty(column)));
            steps.extend(each(Use::LeftOut, &|column| varies(column) && column.is_id));
            // Names stand before references: the id in a name gives way first.
            let mut with_ids = each(Use::WithoutIds, &|column| varies(column) && column.has_ids);
            with_ids.reverse();
            steps.extend(with_ids);
            steps.extend(each(Use::LeftOut, &|column| varies(column) && is_told(column)));
            steps.extend([Step::Spaces, Step::Humps]);
            steps.extend(each(Use::LeftOut, &|column| varies(column) && column.is_reference));
        }
        steps
    }

    /// Returns whether the step leaves out a column that says who is meant.
    fn leaves_reference(&self, step: &Step) -> bool {
        let Step::Column(index, Use::LeftOut) = step else { return false };
        self.columns.get(*index).is_some_and(|column| column.is_reference)
    }

    /// Returns how wide each shown column is when no line is broken, and how wide it must be.
    fn sizes(&self, choice: &Choice) -> Vec<Size> {
        let size = |(index, how): (usize, Use)| {
            let column = self.columns.get(index)?;
            let size = if how == Use::WithoutIds { column.without_ids } else { column.whole };
            let name = match choice.humps {
                true => humps(column.name).iter().map(|part| part.len()).max().unwrap_or_default(),
                false => column.name.len(),
            };
            Some(Size { line: size.line.max(name), word: size.word.max(name) })
        };
        choice.shown().filter_map(size).collect()
    }

    /// Returns how much room there is in columns.
    fn space(&self, choice: &Choice) -> Option<usize> {
        self.width.checked_sub(choice.frame.width(choice.shown().count()))
    }

    /// Returns whether no line needs to be broken.
    fn fits(&self, choice: &Choice) -> bool {
        let sizes = self.sizes(choice);
        let all: usize = sizes.iter().map(|size| size.line).sum();
        self.space(choice).is_some_and(|space| all <= space)
    }

    /// Returns how wide each shown column is, if no word must be broken: of the ways to give way, the one with the fewest
    /// lines.
    fn rooms(&self, choice: &Choice) -> Option<Vec<usize>> {
        let sizes = self.sizes(choice);
        let space = self.space(choice)?;
        let even = shared(&sizes, space)?;
        let wanted: usize = sizes.iter().map(|size| size.line).sum();
        // Another way: one column alone gives way.
        let alone = (0..sizes.len()).filter(|_| wanted > space).filter_map(|narrow| {
            let room = space.checked_sub(wanted - sizes.get(narrow)?.line)?;
            let rooms = sizes.iter().enumerate().map(|(index, size)| if index == narrow { room } else { size.line });
            (room >= sizes.get(narrow)?.word).then(|| rooms.collect())
        });
        let ways: Vec<Vec<usize>> = std::iter::once(even).chain(alone).collect();
        ways.into_iter().min_by_key(|rooms| self.row_lines(choice, rooms))
    }

    /// Returns how many lines the first rows take in columns of this width.
    fn row_lines(&self, choice: &Choice, rooms: &[usize]) -> usize {
        let row_lines = |row: &[Value]| {
            let cells = choice.shown().zip(rooms).filter_map(|((index, how), room)| {
                let text = text_of(row.get(index)?, how == Use::WithoutIds);
                Some(height(&text, *room))
            });
            cells.max().unwrap_or(1)
        };
        self.table.rows().take(TRIED).map(row_lines).sum()
    }

    /// Returns how many lines the first rows take, and what stands under them.
    fn lines(&self, choice: &Choice) -> Option<usize> {
        let rooms = self.rooms(choice)?;
        let rows = self.row_lines(choice, &rooms);
        let same = choice.used(Use::Same).filter_map(|index| self.columns.get(index)?.same.as_deref());
        Some(rows + same.map(|text| height(text, self.width) - 1).sum::<usize>())
    }

    fn vertical_lines(&self) -> usize {
        self.table.rows().take(TRIED).map(|row| vertical::lines(self.table, row, self.width)).sum()
    }

    /// Returns the sentences that say what is not in the table.
    fn under(&self, choice: &Choice) -> Vec<String> {
        let columns = |how| choice.used(how).filter_map(|index| self.columns.get(index));
        let names = |how| columns(how).map(|column| column.name).collect::<Vec<_>>();
        let (mut empty, mut same) = (Vec::new(), Vec::new());
        for column in columns(Use::Same) {
            match column.same.as_deref().unwrap_or_default() {
                "" => empty.push(column.name),
                text => same.push(format!("{} {}", column.name, quoted(text.replace('\n', " ")))),
            }
        }
        let (left_out, without_ids) = (names(Use::LeftOut), names(Use::WithoutIds));
        let sentence = |words: &str, items: String| (!items.is_empty()).then(|| format!("{words}{items}"));
        let hidden = !left_out.is_empty() || !without_ids.is_empty();
        [
            sentence("empty: ", joined(&empty)),
            sentence("the same in all rows: ", joined(&same)),
            sentence("left out: ", joined(&left_out)),
            sentence(&format!("ids are shown as {INSTEAD} in "), joined(&without_ids)),
            hidden.then(|| HOW_TO_SEE.to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Returns how wide each column is when the widest ones give way, if no word must be broken.
fn shared(sizes: &[Size], space: usize) -> Option<Vec<usize>> {
    let within = |most: usize| sizes.iter().map(move |size| size.line.min(most).max(size.word));
    let widest = sizes.iter().map(|size| size.line).max().unwrap_or_default();
    let most = (0..=widest).rev().find(|most| within(*most).sum::<usize>() <= space)?;
    let mut rooms: Vec<usize> = within(most).collect();
    let mut left = space - rooms.iter().sum::<usize>();
    for (room, size) in rooms.iter_mut().zip(sizes) {
        let more = left.min(size.line - *room).min(1);
        *room += more;
        left -= more;
    }
    Some(rooms)
}

/// How to see what is left out.
const HOW_TO_SEE: &str =
    "all is shown by --format vertical, a choice by --columns NAME,… (in the shell #format, #columns)";

fn text_of(value: &Value, without_ids: bool) -> Cow<'_, str> {
    let text = cell::shown(value);
    match shortened(&text).filter(|_| without_ids) {
        Some(short) => Cow::Owned(short),
        None => text,
    }
}

/// Returns the parts of a name of a column, each of which begins with a capital letter: `Principal`, `FQN`.
fn humps(name: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let pairs = name.char_indices().zip(name.char_indices().skip(1));
    for ((_, before), (at, letter)) in pairs {
        if before.is_lowercase() && letter.is_uppercase() {
            parts.extend(name.get(start..at));
            start = at;
        }
    }
    parts.extend(name.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_break_before_capital_letters() {
        assert_eq!(humps("PrincipalDisplayName"), ["Principal", "Display", "Name"]);
        assert_eq!(humps("AADObjectID"), ["AADObject", "ID"]);
        assert_eq!(humps("Role"), ["Role"]);
    }
}
