//! Boxes for people: `table`, and what `auto` shows on a terminal.

use std::borrow::Cow;
use std::io::{self, Write};

use comfy_table::{
    Cell, CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, Table as Boxes, TableStyle, presets,
};

use crate::render::cell;
use crate::render::layout::{Frame, Layout, Shown, layout};
use crate::render::vertical;
use crate::table::{Column, ColumnType, Table, Value};
use crate::text::wrap::wrapped_lines;

/// So many rows are laid out together: measuring all rows of a long result would hold it twice.
const CHUNK: usize = 10_000;

/// A line under the header, and spaces between columns.
const SPACES: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none().junction(' '))
    .header_separator(LineStyle::none().fill('═').junction(' '))
    .content_lines(ContentLineStyle::none().junction(' '));

/// Writes all columns, as wide as they are.
pub(super) fn write(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let names = || table.columns().iter().map(|column| Cow::Borrowed(&*column.name));
    let rows: Vec<_> = table.rows().collect();
    for chunk in rows.chunks(CHUNK) {
        let mut boxes = boxes(names());
        for row in chunk {
            boxes.add_row(row.iter().zip(table.columns()).map(|(value, column)| drawn(cell::shown(value), column)));
        }
        writeln!(out, "{boxes}")?;
    }
    if rows.is_empty() {
        writeln!(out, "{}", boxes(names()))?;
    }
    Ok(())
}

/// Writes what a terminal of this width has room for; a `whole` table with all that it has, if not in boxes then
/// vertically.
pub(super) fn write_within(table: &Table, width: usize, whole: bool, out: &mut impl Write) -> io::Result<()> {
    let (columns, frame, under) = match layout(table, width) {
        Layout::Boxes { columns, frame, under } if !whole || under.is_empty() => (columns, frame, under),
        _ => return vertical::write(table, Some(width), out),
    };
    let mut boxes = boxes(columns.iter().map(|shown| Cow::Owned(shown.header(table))));
    for row in table.rows() {
        boxes.add_row(columns.iter().filter_map(|shown| cell_of(table, row, shown)));
    }
    match frame {
        Frame::Lines => writeln!(out, "{boxes}")?,
        Frame::Spaces => {
            boxes.load_style(SPACES);
            for column in boxes.column_iter_mut() {
                column.set_padding((0, 1));
            }
            writeln!(out, "{}", boxes.trim_fmt())?;
        }
    }
    let lines = under.iter().flat_map(|sentence| wrapped_lines(sentence, width));
    lines.into_iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// Returns a cell, in lines as wide as its column.
fn cell_of(table: &Table, row: &[Value], shown: &Shown) -> Option<Cell> {
    let (value, column) = (row.get(shown.index)?, table.columns().get(shown.index)?);
    let text = shown.text(value);
    Some(drawn(Cow::Owned(wrapped_lines(&text, shown.room).join("\n")), column))
}

/// Returns a cell: numbers stand at its right.
fn drawn(text: Cow<'_, str>, column: &Column) -> Cell {
    let cell = Cell::new(text);
    let is_number = matches!(column.kind, ColumnType::Long | ColumnType::Real);
    if is_number { cell.set_alignment(CellAlignment::Right) } else { cell }
}

fn boxes<'a>(header: impl Iterator<Item = Cow<'a, str>>) -> Boxes {
    let mut boxes = Boxes::new();
    boxes.load_style(presets::UTF8_FULL_CONDENSED);
    boxes.set_content_arrangement(ContentArrangement::Disabled);
    boxes.set_header(header);
    boxes
}
