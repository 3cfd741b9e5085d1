//! `vertical`: a line a value, with the name of its column before it.

use std::io::{self, Write};

use crate::render::cell;
use crate::render::wrap::{height, width, wrapped};
use crate::table::{Table, Value};
use crate::text::joined;

/// What stands between a name and its value.
const BETWEEN: &str = " │ ";

/// Writes every row with all columns; lines end between words where the terminal has this width.
pub(super) fn write(table: &Table, terminal: Option<usize>, out: &mut impl Write) -> io::Result<()> {
    let names = name_width(table);
    let room = terminal.map_or(usize::MAX, |width| room(table, width));
    let count = table.rows().len();
    if count == 0 {
        let columns: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        let sentence = format!("no rows of {}", joined(&columns));
        let lines = wrapped(&sentence, terminal.unwrap_or(usize::MAX));
        return lines.iter().try_for_each(|line| writeln!(out, "{line}"));
    }
    for (index, row) in table.rows().enumerate() {
        writeln!(out, "── {} of {count} ──", index + 1)?;
        for (column, value) in table.columns().iter().zip(row) {
            let mut name = column.name;
            for line in wrapped(&cell::shown(value), room) {
                writeln!(out, "{}", format!("{name:names$}{BETWEEN}{line}").trim_end())?;
                name = "";
            }
        }
    }
    Ok(())
}

/// Returns how many lines a row takes on a terminal of this width.
pub(super) fn lines(table: &Table, row: &[Value], terminal: usize) -> usize {
    let room = room(table, terminal);
    row.iter().map(|value| height(&cell::shown(value), room)).sum::<usize>() + 1
}

fn room(table: &Table, terminal: usize) -> usize {
    terminal.saturating_sub(name_width(table) + width(BETWEEN))
}

fn name_width(table: &Table) -> usize {
    table.columns().iter().map(|column| width(column.name)).max().unwrap_or_default()
}
