//! `json` and `jsonl`: row objects with their keys in column order, alone or with the statement that they answer.

use std::io::{self, Write};

use serde::Serialize;

use crate::model::printed::text;
use crate::render::Statement;
use crate::table::{Cell, Record, Table, Value};
use crate::text::tame;

/// What stands around rows: before the first, before each that follows, after the last, and where there are none.
pub(super) struct Around {
    first: &'static [u8],
    next: &'static [u8],
    last: &'static [u8],
    none: &'static [u8],
}

/// An array with a line a row.
pub(super) const ARRAY: Around = Around { first: b"[\n  ", next: b",\n  ", last: b"\n]", none: b"[]" };
/// An array in one line.
const LINE: Around = Around { first: b"[", next: b",", last: b"]", none: b"[]" };
/// Lines.
pub(super) const LINES: Around = Around { first: b"", next: b"\n", last: b"\n", none: b"" };

/// Writes rows of a result, after so many others of it.
pub(super) fn write_rows(
    table: &Table,
    before: usize,
    around: &Around,
    terminal: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut objects = Objects::of(table, terminal)?;
    for (index, record) in table.records().enumerate() {
        out.write_all(if before + index == 0 { around.first } else { around.next })?;
        objects.write(record, out)?;
    }
    Ok(())
}

/// Ends a result of so many rows.
pub(super) fn end_rows(rows: usize, around: &Around, out: &mut impl Write) -> io::Result<()> {
    out.write_all(if rows == 0 { around.none } else { around.last })
}

/// A column in an envelope.
#[derive(Serialize)]
struct Described<'a> {
    name: &'a str,
    r#type: &'static str,
}

/// Writes a result with the statement that it answers: in one line, or with a line a row.
pub(super) fn write_envelope(
    table: &Table,
    statement: &Statement<'_>,
    in_lines: bool,
    terminal: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    write_beginning(statement, terminal, out)?;
    let columns = table.columns().iter().map(|column| Described { name: &column.name, r#type: column.kind.name() });
    out.write_all(b",\"columns\":")?;
    write_value(&columns.collect::<Vec<_>>(), terminal, out)?;
    out.write_all(b",\"rows\":")?;
    let around = if in_lines { &ARRAY } else { &LINE };
    write_rows(table, 0, around, terminal, out)?;
    end_rows(table.row_count(), around, out)?;
    out.write_all(b"}\n")
}

/// Writes an answer that is no table with the statement that it answers.
pub(super) fn write_answer(
    answer: &impl Serialize,
    statement: &Statement<'_>,
    terminal: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    write_beginning(statement, terminal, out)?;
    out.write_all(b",\"answer\":")?;
    write_value(answer, terminal, out)?;
    out.write_all(b"}\n")
}

/// Writes the beginning of an envelope: an object without its end.
fn write_beginning(statement: &Statement<'_>, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\"statement\":")?;
    write_value(&statement.text, terminal, out)?;
    write!(out, ",\"line\":{},\"kind\":", statement.line)?;
    write_value(&statement.kind, terminal, out)
}

/// Writes a value in one line; on a terminal with what steers it escaped, as JSON writes it.
pub(super) fn write_value(value: &impl Serialize, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    if terminal {
        return out.write_all(tame(serde_json::to_string(value)?).as_bytes());
    }
    Ok(serde_json::to_writer(out, value)?)
}

/// Writes rows as objects.
struct Objects {
    /// What stands before each value: `{"Role":`, `,"Notes":`
    names: Vec<Vec<u8>>,
    terminal: bool,
    /// The object that is not written yet.
    object: Vec<u8>,
}

impl Objects {
    fn of(table: &Table, terminal: bool) -> io::Result<Self> {
        let name = |(place, name): (usize, &str)| {
            let mut before = if place == 0 { b"{".to_vec() } else { b",".to_vec() };
            serde_json::to_writer(&mut before, name)?;
            before.push(b':');
            Ok(before)
        };
        let names = table.columns().iter().map(|column| &*column.name).enumerate().map(name);
        Ok(Self { names: names.collect::<io::Result<_>>()?, terminal, object: Vec::new() })
    }

    fn write(&mut self, record: Record<'_>, out: &mut impl Write) -> io::Result<()> {
        self.object.clear();
        let plain = record.is_all(stands_in_string);
        for (name, cell) in self.names.iter().zip(record) {
            self.object.extend_from_slice(name);
            match cell {
                Cell::Text(text) if plain => {
                    self.object.push(b'"');
                    self.object.extend_from_slice(text.as_bytes());
                    self.object.push(b'"');
                }
                cell => write_cell(cell, &mut self.object)?,
            }
        }
        self.object.push(b'}');
        match self.terminal {
            true => out.write_all(tame(String::from_utf8_lossy(&self.object)).as_bytes()),
            false => out.write_all(&self.object),
        }
    }
}

/// Returns whether a byte stands for itself in a string.
const fn stands_in_string(byte: u8) -> bool {
    // Nothing here is a branch, so that many bytes are looked at together.
    (byte >= b' ') & (byte != b'"') & (byte != b'\\')
}

fn write_cell(cell: Cell<'_>, out: &mut Vec<u8>) -> serde_json::Result<()> {
    match cell {
        Cell::Other(Value::Null) => serde_json::to_writer(out, &()),
        Cell::Other(Value::Bool(value)) => serde_json::to_writer(out, value),
        Cell::Other(Value::Long(value)) => serde_json::to_writer(out, value),
        Cell::Other(Value::Real(value)) => serde_json::to_writer(out, value),
        Cell::Other(Value::Dynamic(value)) => serde_json::to_writer(out, value),
        Cell::Text(_) | Cell::Other(Value::Text(_) | Value::DateTime(_) | Value::TimeSpan(_)) => {
            serde_json::to_writer(out, &*text(cell))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;
    use crate::table::Schema;

    const COLUMNS: Schema = schema! { Name: String, Notes: String };
    const TEXTS: &[&str] = &["", "a", "\"", "\\", "a\nb", "\u{1}", "\u{7f}", "</", "漢字", "😀", "\u{2028}"];

    fn written(table: &Table) -> String {
        let mut out = Vec::new();
        write_rows(table, 0, &LINES, false, &mut out).unwrap();
        end_rows(table.row_count(), &LINES, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_are_escaped_as_the_library_escapes_them() {
        let pairs: Vec<_> = TEXTS.iter().flat_map(|first| TEXTS.iter().map(move |second| [*first, *second])).collect();
        let object = |[name, notes]: &[&str; 2]| serde_json::json!({ "Name": name, "Notes": notes }).to_string() + "\n";
        let expected: String = pairs.iter().map(object).collect();
        let texts = Table::of_text(COLUMNS, |rows| {
            rows.add(&pairs, |pairs, rows| {
                for text in pairs.iter().flatten() {
                    rows.cell(|cell| cell.push_str(text));
                }
            })
        });
        let mut values = Table::new(COLUMNS);
        pairs.iter().for_each(|texts| values.push(texts.map(Value::from)));
        assert_eq!(written(&texts), expected);
        assert_eq!(written(&values), expected);
    }
}
