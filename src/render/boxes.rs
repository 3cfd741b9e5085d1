//! `table`: boxes with all columns, as wide as they are.

use std::borrow::Cow;
use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table as Boxes, presets};

use crate::render::cell;
use crate::table::{self, Column, ColumnType, PART, Record, Table};
use crate::text::wrap::width;

/// A column that is wider than this has a width that `comfy_table` does not count up to, with the spaces around it.
const WIDEST: usize = u16::MAX as usize - 2;

/// What stands around the cells of a row.
const BEFORE: &str = "│ ";
const BETWEEN: &str = " ┆ ";
const AFTER: &str = " │\n";

/// Writes all rows. A part of them is laid out together: measuring all rows of a long result would hold it twice.
pub(super) fn write(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let mut records = table.records();
    let mut chunk = Chunk::new(table.columns());
    loop {
        chunk.fill(records.by_ref().take(PART));
        chunk.write(out)?;
        if records.len() == 0 {
            return Ok(());
        }
    }
}

/// Returns boxes without rows.
pub(super) fn boxes<'a>(header: impl Iterator<Item = Cow<'a, str>>) -> Boxes {
    let mut boxes = Boxes::new();
    boxes.load_style(presets::UTF8_FULL_CONDENSED);
    boxes.set_content_arrangement(ContentArrangement::Disabled);
    boxes.set_header(header);
    boxes
}

/// Returns a cell: numbers stand at its right.
pub(super) fn drawn(text: Cow<'_, str>, column: &Column) -> Cell {
    let cell = Cell::new(text);
    if is_number(column) { cell.set_alignment(CellAlignment::Right) } else { cell }
}

const fn is_number(column: &Column) -> bool {
    matches!(column.kind, ColumnType::Long | ColumnType::Real)
}

/// Rows that are laid out together. `comfy_table` draws what is around them. It draws rows too, but takes several strings
/// for each cell: 100,000 rows of seven cells took seven times as long with it.
struct Chunk<'t> {
    columns: &'t [Column],
    /// The cells of all rows.
    cells: Vec<Measured<'t>>,
    /// How wide each column is.
    widths: Vec<usize>,
    /// The line that is not written yet.
    line: Vec<u8>,
}

/// The text of a cell, and its width.
struct Measured<'t> {
    text: Cow<'t, str>,
    width: usize,
    is_line: bool,
}

impl<'t> Measured<'t> {
    /// Returns a cell; of one that is `plain`, it is known that a byte is a column.
    fn of(cell: table::Cell<'t>, plain: bool) -> Self {
        match cell {
            table::Cell::Text(text) if plain => Self { text: text.into(), width: text.len(), is_line: true },
            cell => {
                let text = cell::shown(cell);
                Self { width: width(&text), is_line: !text.contains('\n'), text }
            }
        }
    }
}

impl<'t> Chunk<'t> {
    const fn new(columns: &'t [Column]) -> Self {
        Self { columns, cells: Vec::new(), widths: Vec::new(), line: Vec::new() }
    }

    /// Takes the place of the rows before.
    fn fill(&mut self, records: impl Iterator<Item = Record<'t>>) {
        self.cells.clear();
        self.widths.clear();
        self.widths.extend(self.columns.iter().map(|column| width(&column.name).max(1)));
        for record in records {
            let plain = record.is_all(|byte| (b' '..=b'~').contains(&byte));
            for (width, cell) in self.widths.iter_mut().zip(record) {
                let cell = Measured::of(cell, plain);
                *width = cell.width.max(*width);
                self.cells.push(cell);
            }
        }
    }

    fn write(&mut self, out: &mut impl Write) -> io::Result<()> {
        // A row of no columns has no line.
        if self.columns.is_empty() || self.widths.iter().any(|width| *width > WIDEST) {
            return writeln!(out, "{}", self.boxes());
        }
        // A row as wide as the widest cells, in the place of all rows.
        let mut frame = boxes(self.names());
        frame.add_row(self.widths.iter().map(|width| " ".repeat(*width)));
        let lines: Vec<String> = frame.lines().collect();
        let [above @ .., _, below] = &*lines else { return Ok(()) };
        above.iter().try_for_each(|line| writeln!(out, "{line}"))?;
        let cells = std::mem::take(&mut self.cells);
        cells.chunks(self.columns.len().max(1)).try_for_each(|row| self.write_row(row, out))?;
        self.cells = cells;
        writeln!(out, "{below}")
    }

    fn write_row(&mut self, row: &[Measured<'_>], out: &mut impl Write) -> io::Result<()> {
        if row.iter().all(|cell| cell.is_line) {
            return self.write_line(row.iter().map(|cell| (&*cell.text, cell.width)), out);
        }
        let mut cells: Vec<_> = row.iter().map(|cell| cell.text.split('\n')).collect();
        let height = cells.iter().map(|lines| lines.clone().count()).max().unwrap_or_default();
        (0..height).try_for_each(|_| {
            let line = cells.iter_mut().map(|lines| lines.next().unwrap_or_default());
            self.write_line(line.map(|text| (text, width(text))), out)
        })
    }

    /// Writes a line of a row: of each cell a text, and its width.
    fn write_line<'l>(
        &mut self,
        cells: impl Iterator<Item = (&'l str, usize)>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let line = &mut self.line;
        line.clear();
        let mut before = BEFORE;
        for ((text, taken), (column, width)) in cells.zip(self.columns.iter().zip(&self.widths)) {
            line.extend_from_slice(before.as_bytes());
            let (left, right) = if is_number(column) { (width - taken, 0) } else { (0, width - taken) };
            line.resize(line.len() + left, b' ');
            line.extend_from_slice(text.as_bytes());
            line.resize(line.len() + right, b' ');
            before = BETWEEN;
        }
        line.extend_from_slice(AFTER.as_bytes());
        out.write_all(line)
    }

    /// Returns the whole chunk as `comfy_table` draws it.
    fn boxes(&self) -> Boxes {
        let mut boxes = boxes(self.names());
        for row in self.cells.chunks(self.columns.len().max(1)) {
            boxes.add_row(row.iter().zip(self.columns).map(|(cell, column)| drawn(Cow::Borrowed(&cell.text), column)));
        }
        boxes
    }

    fn names(&self) -> impl Iterator<Item = Cow<'t, str>> + use<'t> {
        self.columns.iter().map(|column| Cow::Borrowed(&*column.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;
    use crate::table::Value;

    /// Texts of all widths: wide and joined characters, lines, colours, lines of boxes.
    const TEXTS: &[&str] = &[
        "",
        "a",
        "two words",
        " ",
        "a\nlonger\nb",
        "\n",
        "ends\n\n",
        "漢字",
        "漢字\nab",
        "ｶﾅ",
        "😀",
        "❤\u{fe0f}",
        "👩\u{200d}👩\u{200d}👧",
        "e\u{301}",
        "ﷺ",
        "مرحبا",
        "\u{202e}x",
        "\u{1b}[31mred\u{1b}[0m",
        "a\tb\rc",
        "│ ┆ ╪",
        "a text that is longer than all the others in this table, and wider too",
    ];

    fn written(table: &Table) -> String {
        let mut out = Vec::new();
        write(table, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Returns what `comfy_table` makes of the whole table.
    fn by_comfy_table(table: &Table) -> String {
        let records: Vec<_> = table.records().collect();
        let parts = records.chunks(PART).chain(records.is_empty().then_some(&[][..]));
        let part = |records: &[Record<'_>]| {
            let mut chunk = Chunk::new(table.columns());
            chunk.fill(records.iter().cloned());
            format!("{}\n", chunk.boxes())
        };
        parts.map(part).collect()
    }

    fn assert_equal(table: &Table) {
        let (ours, theirs) = (written(table), by_comfy_table(table));
        assert!(ours == theirs, "{ours}\n{theirs}");
    }

    fn column(name: &str, kind: ColumnType) -> Column {
        Column { name: Cow::Owned(name.to_owned()), kind }
    }

    #[test]
    fn every_shape_of_table_is_drawn_as_comfy_table_draws_it() {
        const KINDS: [ColumnType; 3] = [ColumnType::String, ColumnType::Long, ColumnType::Real];
        let mut seed: usize = 7;
        let mut any = |most: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % most
        };
        for round in 0..600 {
            let columns =
                (0..any(6)).map(|place| column(TEXTS[any(TEXTS.len())], KINDS[(place + round) % KINDS.len()]));
            let mut table = Table::with_columns(columns.collect());
            for _ in 0..any(9) {
                let cells: Vec<Value> = table.columns().iter().map(|_| Value::from(TEXTS[any(TEXTS.len())])).collect();
                table.push(cells);
            }
            assert_equal(&table);
        }
    }

    #[test]
    fn rows_of_text_are_drawn_as_rows_of_values() {
        const COLUMNS: crate::table::Schema = schema! { Name: String, Notes: String };
        let mut values = Table::new(COLUMNS);
        for first in TEXTS {
            for second in TEXTS {
                values.push([Value::from(*first), Value::from(*second)]);
            }
        }
        let pairs: Vec<_> = TEXTS.iter().flat_map(|first| TEXTS.iter().map(move |second| [first, second])).collect();
        let texts = Table::of_text(COLUMNS, |rows| {
            rows.add(&pairs, |pairs, rows| {
                for text in pairs.iter().flatten() {
                    rows.cell(|cell| cell.push_str(text));
                }
            })
        });
        assert!(texts == values);
        assert_eq!(written(&texts), written(&values));
        assert_equal(&texts);
    }

    #[test]
    fn parts_have_columns_of_their_own_widths() {
        let mut table = Table::with_columns(vec![column("N", ColumnType::Long)]);
        (0..=2 * PART).for_each(|number| table.push([Value::Long(number as i64)]));
        assert_equal(&table);
        assert_eq!(written(&table).matches('┌').count(), 3);
    }

    #[test]
    fn columns_may_be_wider_than_can_be_counted() {
        for width in [WIDEST - 1, WIDEST, WIDEST + 1, WIDEST + 2, WIDEST + 3, 70_000] {
            let mut table = Table::with_columns(vec![column("A", ColumnType::String), column("B", ColumnType::String)]);
            table.push([Value::from("a"), Value::from("word ".repeat(width)[..width].to_owned())]);
            table.push([Value::from("b"), Value::from("c")]);
            assert_equal(&table);
        }
    }
}
