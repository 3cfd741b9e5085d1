//! `csv`, by RFC 4180, and `tsv`, the same with tabs.

use std::io::{self, Write};

use crate::model::printed::text;
use crate::table::Table;
use crate::text::tame;

/// What stands between the values of `csv`, and of `tsv`.
pub(super) const COMMA: u8 = b',';
pub(super) const TAB: u8 = b'\t';

pub(super) fn write(table: &Table, separator: u8, terminal: bool, out: &mut impl Write) -> io::Result<()> {
    let line_break = csv::Terminator::Any(b'\n');
    // A value with a carriage return must stand in quotes, since readers end lines there. The writer knows no comments;
    // that a comment begins so is the way to tell it.
    let mut writer =
        csv::WriterBuilder::new().delimiter(separator).terminator(line_break).comment(Some(b'\r')).from_writer(out);
    writer.write_record(table.columns().iter().map(|column| &*column.name)).map_err(plain)?;
    for row in table.rows() {
        for value in row {
            let text = text(value);
            let text = if terminal { tame(text) } else { text };
            writer.write_field(text.as_bytes()).map_err(plain)?;
        }
        writer.write_record(None::<&[u8]>).map_err(plain)?;
    }
    writer.flush()
}

/// Returns the error of the stream itself, so that a closed pipe is known as one.
fn plain(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
