//! `kusto`: what the service answers with, documents of version 1 and frames of version 2 (`reference/clients.md`,
//! `reference/service-facts.md`, *Success results*).

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use crate::model::printed::text;
use crate::render::json::write_value;
use crate::table::{Column, Table, Value};

const BEGINNING: &[u8] = b"{\"Tables\":[{\"TableName\":\"Table_0\",\"Columns\":";
const ROWS: &[u8] = b",\"Rows\":[";
const END: &[u8] = b"]}]}\n";

const HEADER: &[u8] = b"[{\"FrameType\":\"DataSetHeader\",\"IsProgressive\":false,\"Version\":\"v2.0\"},\
    {\"FrameType\":\"DataTable\",\"TableId\":0,\"TableKind\":\"PrimaryResult\",\"TableName\":\"PrimaryResult\",\"Columns\":";
const COMPLETION: &[u8] = b"]},{\"FrameType\":\"DataSetCompletion\",\"HasErrors\":false,\"Cancelled\":false}]\n";

/// A column: clients read either type, and some fail where one is absent.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Described<'a> {
    column_name: &'a str,
    data_type: &'static str,
    column_type: &'static str,
}

impl<'a> From<&'a Column> for Described<'a> {
    fn from(column: &'a Column) -> Self {
        Self { column_name: &column.name, data_type: column.kind.net_name(), column_type: column.kind.name() }
    }
}

/// Writes a result as a document of version 1, in one line. On a terminal, what steers it is escaped.
///
/// # Errors
/// Those of `out`.
pub fn write(table: &Table, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    write_between(BEGINNING, table, END, terminal, out)
}

/// Writes a result as the frames of version 2, in one line.
///
/// # Errors
/// Those of `out`.
pub fn write_frames(table: &Table, out: &mut impl Write) -> io::Result<()> {
    write_between(HEADER, table, COMPLETION, false, out)
}

fn write_between(beginning: &[u8], table: &Table, end: &[u8], terminal: bool, out: &mut impl Write) -> io::Result<()> {
    out.write_all(beginning)?;
    write_value(&table.columns().iter().map(Described::from).collect::<Vec<_>>(), terminal, out)?;
    out.write_all(ROWS)?;
    for (index, row) in table.rows().enumerate() {
        out.write_all(if index == 0 { b"" } else { b"," })?;
        write_value(&Row(row), terminal, out)?;
    }
    out.write_all(end)
}

/// Writes the document of a command that answers nothing: one empty table, since clients fail where there is none.
pub(super) fn write_nothing(out: &mut impl Write) -> io::Result<()> {
    [BEGINNING, b"[]", ROWS, END].iter().try_for_each(|part| out.write_all(part))
}

struct Row<'a>(&'a [Value]);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_seq(Some(self.0.len()))?;
        for value in self.0 {
            match value {
                Value::Null => row.serialize_element(&())?,
                Value::Bool(value) => row.serialize_element(value)?,
                Value::Long(value) => row.serialize_element(value)?,
                Value::Real(value) if value.is_finite() => row.serialize_element(value)?,
                // Dynamic values are text here, and so are numbers that JSON lacks.
                _ => row.serialize_element(&*text(value))?,
            }
        }
        row.end()
    }
}
