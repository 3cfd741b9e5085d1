//! `kusto`: what the service answers a management command with, version 1 (`reference/clients.md`,
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

/// Writes a result as a document in one line.
pub(super) fn write(table: &Table, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    out.write_all(BEGINNING)?;
    write_value(&table.columns().iter().map(Described::from).collect::<Vec<_>>(), terminal, out)?;
    out.write_all(ROWS)?;
    for (index, row) in table.rows().enumerate() {
        out.write_all(if index == 0 { b"" } else { b"," })?;
        write_value(&Row(row), terminal, out)?;
    }
    out.write_all(END)
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
