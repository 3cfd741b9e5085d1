//! `csv`, by RFC 4180, and `tsv`, the same with tabs.

use std::io::{self, Write};

use crate::model::printed::text;
use crate::table::Table;
use crate::text::tame;

/// What stands between the values of `csv`, and of `tsv`.
pub(super) const COMMA: u8 = b',';
pub(super) const TAB: u8 = b'\t';

/// Writes rows of a result, after so many others of it.
pub(super) fn write(
    table: &Table,
    before: usize,
    separator: u8,
    terminal: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut line = Line { separator, bytes: Vec::new() };
    if before == 0 {
        table.columns().iter().enumerate().for_each(|(place, column)| line.add(place, &column.name, false));
        line.end(out)?;
    }
    for record in table.records() {
        let plain = record.is_all(|byte| line.takes(byte));
        for (place, cell) in record.enumerate() {
            let text = text(cell);
            line.add(place, &if terminal { tame(text) } else { text }, plain);
        }
        line.end(out)?;
    }
    Ok(())
}

/// A line that is not written yet.
struct Line {
    separator: u8,
    bytes: Vec<u8>,
}

impl Line {
    /// Returns whether values may have the byte outside of quotes. Readers end lines at carriage returns too.
    const fn takes(&self, byte: u8) -> bool {
        // Nothing here is a branch, so that many bytes are looked at together.
        (byte != self.separator) & (byte != b'"') & (byte != b'\n') & (byte != b'\r')
    }

    /// Adds the value in this place; of one that is `plain`, it is known that it needs no quotes.
    fn add(&mut self, place: usize, value: &str, plain: bool) {
        if place > 0 {
            self.bytes.push(self.separator);
        }
        if plain || value.bytes().all(|byte| self.takes(byte)) {
            self.bytes.extend_from_slice(value.as_bytes());
        } else {
            self.bytes.extend([b"\"", value.replace('"', "\"\"").as_bytes(), b"\""].concat());
        }
    }

    /// Writes the line, and begins the next one.
    fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        // A line of one value that is empty would be none.
        if self.bytes.is_empty() {
            self.bytes.extend(b"\"\"");
        }
        self.bytes.push(b'\n');
        out.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, ColumnType, Value};

    const TEXTS: &[&str] =
        &["", " ", "a", "a,b", "a\tb", "\"", "a \"b\" c", "a\nb", "a\rb", "#", "'", "\\", "漢字", "\u{1b}"];

    /// Returns the table as the library writes it.
    fn by_library(table: &Table, separator: u8) -> Vec<u8> {
        let line_break = csv::Terminator::Any(b'\n');
        let mut writer = csv::WriterBuilder::new().delimiter(separator).terminator(line_break).from_writer(Vec::new());
        writer.write_record(table.columns().iter().map(|column| &*column.name)).unwrap();
        table.rows().for_each(|row| writer.write_record(row.iter().map(|value| text(value).into_owned())).unwrap());
        writer.into_inner().unwrap()
    }

    #[test]
    fn values_are_written_as_the_library_writes_them() {
        for width in 1..4 {
            for (first, name) in TEXTS.iter().enumerate() {
                let columns = (0..width).map(|_| Column { name: (*name).into(), kind: ColumnType::String });
                let mut table = Table::with_columns(columns.collect());
                let mut rest = TEXTS.iter().cycle().skip(first);
                (0..5 * TEXTS.len()).for_each(|_| table.push(rest.by_ref().take(width).map(|text| Value::from(*text))));
                for separator in [COMMA, TAB] {
                    let mut ours = Vec::new();
                    write(&table, 0, separator, false, &mut ours).unwrap();
                    assert_eq!(String::from_utf8(ours), String::from_utf8(by_library(&table, separator)));
                }
            }
        }
    }
}
