//! `vertical`: a line a value, with the name of its column before it.

use std::io::{self, Write};

use crate::render::cell;
use crate::table::{Table, Value};
use crate::text::joined;
use crate::text::wrap::{height, width, word_width, wrapped_lines};

/// What stands between a name and its value.
const BETWEEN: &str = " │ ";

/// What stands before a value in a line of its own.
const INDENT: &str = "  ";

/// Writes every row with all columns; lines end between words where the terminal has this width.
pub(super) fn write(table: &Table, terminal: Option<usize>, out: &mut impl Write) -> io::Result<()> {
    let frame = Frame::new(table, terminal);
    let count = table.rows().len();
    if count == 0 {
        let columns: Vec<&str> = table.columns().iter().map(|column| &*column.name).collect();
        let lines = wrapped_lines(&format!("no rows of {}", joined(&columns)), terminal.unwrap_or(usize::MAX));
        return lines.iter().try_for_each(|line| writeln!(out, "{line}"));
    }
    for (index, row) in table.rows().enumerate() {
        writeln!(out, "── {} of {count} ──", index + 1)?;
        for (column, value) in table.columns().iter().zip(row) {
            frame.write(&column.name, value, out)?;
        }
    }
    Ok(())
}

/// Returns how many lines a row takes on a terminal of this width.
pub(super) fn lines(table: &Table, row: &[Value], terminal: usize) -> usize {
    let frame = Frame::new(table, Some(terminal));
    row.iter().map(|value| frame.lines(value)).sum::<usize>() + 1
}

/// Where names and values stand.
struct Frame {
    /// How wide the names are; nothing where values stand under them.
    names: Option<usize>,
    /// How wide a line of a value is.
    room: usize,
    /// How wide it is under the name.
    room_below: usize,
}

impl Frame {
    fn new(table: &Table, terminal: Option<usize>) -> Self {
        let names = table.columns().iter().map(|column| width(&column.name)).max().unwrap_or_default();
        let terminal = terminal.unwrap_or(usize::MAX);
        let room = terminal.saturating_sub(names + width(BETWEEN));
        // Where names take most of a line, values stand in lines of their own.
        let room_below = terminal.saturating_sub(INDENT.len());
        match room < terminal / 3 {
            true => Self { names: None, room: room_below, room_below },
            false => Self { names: Some(names), room, room_below },
        }
    }

    /// Returns how wide the names are beside which this value stands: nothing where a word of it has room only under its
    /// name.
    fn names_beside(&self, value: &str) -> Option<usize> {
        self.names.filter(|_| {
            width(value) <= self.room || word_width(value) <= self.room || word_width(value) > self.room_below
        })
    }

    fn write(&self, column: &str, value: &Value, out: &mut impl Write) -> io::Result<()> {
        let shown = cell::shown(value);
        let Some(names) = self.names_beside(&shown) else {
            writeln!(out, "{column}")?;
            let lines = wrapped_lines(&shown, self.room_below);
            return lines.iter().filter(|line| !line.is_empty()).try_for_each(|line| writeln!(out, "{INDENT}{line}"));
        };
        let mut name = column;
        for line in wrapped_lines(&shown, self.room) {
            writeln!(out, "{}", format!("{name:names$}{BETWEEN}{line}").trim_end())?;
            name = "";
        }
        Ok(())
    }

    fn lines(&self, value: &Value) -> usize {
        let shown = cell::shown(value);
        match self.names_beside(&shown) {
            Some(_) => height(&shown, self.room),
            None => height(&shown, self.room_below) + 1,
        }
    }
}
