//! Boxes in the width of a terminal: what `auto` shows there.

use std::borrow::Cow;
use std::io::{self, Write};

use comfy_table::{Cell, ContentLineStyle, LineStyle, TableStyle};

use crate::render::boxes::{boxes, drawn};
use crate::render::layout::{Frame, Layout, Shown, layout};
use crate::render::vertical;
use crate::table::{Table, Value};
use crate::text::wrap::wrapped_lines;

/// A line under the header, and spaces between columns.
const SPACES: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::none().junction(' '))
    .header_separator(LineStyle::none().fill('═').junction(' '))
    .content_lines(ContentLineStyle::none().junction(' '));

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
