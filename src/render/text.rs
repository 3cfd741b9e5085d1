//! `table`: boxes for people.

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table as Boxes, presets};

use crate::render::cell;
use crate::table::{Table, Type};
use crate::text::tame;

/// So many rows are laid out together: measuring all rows of a long result would hold it twice.
const CHUNK: usize = 10_000;

pub(super) fn write(table: &Table, terminal: Option<u16>, out: &mut impl Write) -> io::Result<()> {
    let rows: Vec<_> = table.rows().collect();
    for chunk in rows.chunks(CHUNK) {
        let mut boxes = header(table, terminal);
        for row in chunk {
            boxes.add_row(row.iter().zip(table.columns()).map(|(value, column)| {
                let text = cell::text(value);
                let text = if terminal.is_some() { tame(text) } else { text };
                let cell = Cell::new(text);
                let number = matches!(column.kind, Type::Long | Type::Real);
                if number { cell.set_alignment(CellAlignment::Right) } else { cell }
            }));
        }
        writeln!(out, "{boxes}")?;
    }
    if rows.is_empty() {
        writeln!(out, "{}", header(table, terminal))?;
    }
    Ok(())
}

fn header(table: &Table, terminal: Option<u16>) -> Boxes {
    let mut boxes = Boxes::new();
    boxes.load_style(presets::UTF8_FULL_CONDENSED);
    boxes.set_content_arrangement(ContentArrangement::Disabled);
    if let Some(width) = terminal {
        boxes.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    boxes.set_header(table.columns().iter().map(|column| column.name));
    boxes
}
