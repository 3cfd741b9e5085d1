//! `json` and `jsonl`: row objects with their keys in column order.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::render::cell;
use crate::table::{Column, Table, Value};
use crate::text::tame;

pub(super) fn write_array(table: &Table, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, row) in table.rows().enumerate() {
        out.write_all(if index == 0 { b"\n  " } else { b",\n  " })?;
        write_row(&Row { columns: table.columns(), row }, terminal, out)?;
    }
    out.write_all(if table.rows().len() == 0 { b"]\n" } else { b"\n]\n" })
}

pub(super) fn write_lines(table: &Table, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    for row in table.rows() {
        write_row(&Row { columns: table.columns(), row }, terminal, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn write_row(row: &Row<'_>, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    if terminal {
        return out.write_all(tame(serde_json::to_string(row)?).as_bytes());
    }
    Ok(serde_json::to_writer(out, row)?)
}

struct Row<'a> {
    columns: &'a [Column],
    row: &'a [Value],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, value) in self.columns.iter().zip(self.row) {
            map.serialize_key(column.name)?;
            match value {
                Value::Null => map.serialize_value(&())?,
                Value::Bool(value) => map.serialize_value(value)?,
                Value::Long(value) => map.serialize_value(value)?,
                Value::Real(value) => map.serialize_value(value)?,
                Value::Dynamic(value) => map.serialize_value(value)?,
                Value::Text(_) | Value::DateTime(_) | Value::TimeSpan(_) => {
                    map.serialize_value(&*cell::text(value))?;
                }
            }
        }
        map.end()
    }
}
