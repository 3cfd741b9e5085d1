//! `json` and `jsonl`: row objects with their keys in column order, alone or with the statement that they answer.

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::model::printed::text;
use crate::render::Statement;
use crate::table::{Column, Table, Value};
use crate::text::tame;

pub(super) fn write_array(table: &Table, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    write_rows(table, true, terminal, out)?;
    out.write_all(b"\n")
}

pub(super) fn write_lines(table: &Table, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    for row in table.rows() {
        write_value(&Row { columns: table.columns(), row }, terminal, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
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
    write_rows(table, in_lines, terminal, out)?;
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

fn write_rows(table: &Table, in_lines: bool, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    let (first, next, last): (&[u8], &[u8], &[u8]) =
        if in_lines { (b"\n  ", b",\n  ", b"\n]") } else { (b"", b",", b"]") };
    out.write_all(b"[")?;
    for (index, row) in table.rows().enumerate() {
        out.write_all(if index == 0 { first } else { next })?;
        write_value(&Row { columns: table.columns(), row }, terminal, out)?;
    }
    out.write_all(if table.rows().len() == 0 { b"]" } else { last })
}

/// Writes a value in one line; on a terminal with what steers it escaped, as JSON writes it.
pub(super) fn write_value(value: &impl Serialize, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    if terminal {
        return out.write_all(tame(serde_json::to_string(value)?).as_bytes());
    }
    Ok(serde_json::to_writer(out, value)?)
}

struct Row<'a> {
    columns: &'a [Column],
    row: &'a [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, value) in self.columns.iter().zip(self.row) {
            map.serialize_key(&*column.name)?;
            match value {
                Value::Null => map.serialize_value(&())?,
                Value::Bool(value) => map.serialize_value(value)?,
                Value::Long(value) => map.serialize_value(value)?,
                Value::Real(value) => map.serialize_value(value)?,
                Value::Dynamic(value) => map.serialize_value(value)?,
                Value::Text(_) | Value::DateTime(_) | Value::TimeSpan(_) => {
                    map.serialize_value(&*text(value))?;
                }
            }
        }
        map.end()
    }
}
