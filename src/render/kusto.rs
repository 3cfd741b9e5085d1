//! `kusto`: what the service answers with, documents of version 1 and frames of version 2 (`reference/clients.md`,
//! `reference/service-facts.md`, *Success results*).

use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use crate::model::printed::text;
use crate::render::json::write_value;
use crate::table::{Cell, Column, Record, Table, Value};

const BEGINNING: &[u8] = b"{\"Tables\":[{\"TableName\":\"Table_0\",\"Columns\":";
const ROWS: &[u8] = b",\"Rows\":[";
const END: &[u8] = b"]}]}\n";

/// Frames of version 2, a line each, as the client in Go reads them.
const WHOLE: Frames = Frames {
    beginning: b"[{\"FrameType\":\"DataSetHeader\",\"IsProgressive\":false,\"Version\":\"v2.0\"}\n\
        ,{\"FrameType\":\"DataTable\",\"TableId\":0,\"TableKind\":\"PrimaryResult\",\"TableName\":\"PrimaryResult\",\"Columns\":",
    rows: ROWS,
    end: b"]}\n",
    completion: "",
};

/// Frames of version 2 in which the table comes in parts; here there is one part. Two tables stand around it, which the
/// client in Go asks for (azure-kusto-go, `azkustodata/query/v2`).
const IN_PARTS: Frames = Frames {
    beginning: b"[{\"FrameType\":\"DataSetHeader\",\"IsProgressive\":false,\"Version\":\"v2.0\",\"IsFragmented\":true,\
        \"ErrorReportingPlacement\":\"EndOfTable\"}\n\
        ,{\"FrameType\":\"DataTable\",\"TableId\":0,\"TableKind\":\"QueryProperties\",\"TableName\":\"@ExtendedProperties\",\
        \"Columns\":[{\"ColumnName\":\"TableId\",\"ColumnType\":\"int\"},{\"ColumnName\":\"Key\",\"ColumnType\":\"string\"},\
        {\"ColumnName\":\"Value\",\"ColumnType\":\"dynamic\"}],\"Rows\":[]}\n\
        ,{\"FrameType\":\"TableHeader\",\"TableId\":1,\"TableKind\":\"PrimaryResult\",\"TableName\":\"PrimaryResult\",\"Columns\":",
    rows: b"}\n,{\"FrameType\":\"TableFragment\",\"TableFragmentType\":\"DataAppend\",\"TableId\":1,\"Rows\":[",
    end: b"]}\n,{\"FrameType\":\"TableCompletion\",\"TableId\":1,\"RowCount\":",
    completion: "}\n,{\"FrameType\":\"DataTable\",\"TableId\":2,\"TableKind\":\"QueryCompletionInformation\",\
        \"TableName\":\"QueryCompletionInformation\",\"Columns\":[{\"ColumnName\":\"Timestamp\",\"ColumnType\":\"datetime\"},\
        {\"ColumnName\":\"Payload\",\"ColumnType\":\"string\"}],\"Rows\":[]}\n",
};

const COMPLETION: &[u8] = b",{\"FrameType\":\"DataSetCompletion\",\"HasErrors\":false,\"Cancelled\":false}\n]\n";

/// What stands around the columns and the rows of a table.
struct Frames {
    beginning: &'static [u8],
    rows: &'static [u8],
    end: &'static [u8],
    /// What follows the number of rows; nothing where that is not told.
    completion: &'static str,
}

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
    out.write_all(BEGINNING)?;
    write_table(table, ROWS, terminal, out)?;
    out.write_all(END)
}

/// Writes a result as the frames of version 2, with its table whole or in parts.
///
/// # Errors
/// Those of `out`.
pub fn write_frames(table: &Table, in_parts: bool, out: &mut impl Write) -> io::Result<()> {
    let frames = if in_parts { IN_PARTS } else { WHOLE };
    out.write_all(frames.beginning)?;
    write_table(table, frames.rows, false, out)?;
    out.write_all(frames.end)?;
    if !frames.completion.is_empty() {
        write!(out, "{}{}", table.row_count(), frames.completion)?;
    }
    out.write_all(COMPLETION)
}

/// Writes the columns and the rows of a table, with this between them.
fn write_table(table: &Table, between: &[u8], terminal: bool, out: &mut impl Write) -> io::Result<()> {
    write_value(&table.columns().iter().map(Described::from).collect::<Vec<_>>(), terminal, out)?;
    out.write_all(between)?;
    for (index, record) in table.records().enumerate() {
        out.write_all(if index == 0 { b"" } else { b"," })?;
        write_value(&Row { columns: table.columns(), record }, terminal, out)?;
    }
    Ok(())
}

/// Writes the document of a command that answers nothing: one empty table, since clients fail where there is none.
pub(super) fn write_nothing(out: &mut impl Write) -> io::Result<()> {
    [BEGINNING, b"[]", ROWS, END].iter().try_for_each(|part| out.write_all(part))
}

/// The column of a policy, and what stands there where none is set: clients test for null.
const POLICY: &str = "Policy";
const UNSET: &str = "null";

struct Row<'a> {
    columns: &'a [Column],
    record: Record<'a>,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_seq(Some(self.columns.len()))?;
        for (column, cell) in self.columns.iter().zip(self.record.clone()) {
            match cell {
                Cell::Text(UNSET) if column.name == POLICY => row.serialize_element(&())?,
                Cell::Other(Value::Null) => row.serialize_element(&())?,
                Cell::Other(Value::Bool(value)) => row.serialize_element(value)?,
                Cell::Other(Value::Long(value)) => row.serialize_element(value)?,
                Cell::Other(Value::Real(value)) if value.is_finite() => row.serialize_element(value)?,
                // Dynamic values are text here, and so are numbers that JSON lacks.
                cell => row.serialize_element(&*text(cell))?,
            }
        }
        row.end()
    }
}
