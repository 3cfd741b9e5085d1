//! `csv`, by RFC 4180.

use std::io::{self, Write};

use crate::render::cell;
use crate::table::Table;

pub(super) fn write(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
    writer.write_record(table.schema().iter().map(|column| column.name))?;
    for row in table.rows() {
        for value in row {
            writer.write_field(cell::text(value).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}
