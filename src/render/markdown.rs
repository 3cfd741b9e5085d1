//! Tables in Markdown, as GitHub has them (*GitHub Flavored Markdown Spec*, Tables).

use std::io::{self, Write};

use crate::render::cell;
use crate::table::Table;

/// Writes a table.
///
/// # Errors
/// Those of `out`.
pub fn write(table: &Table, out: &mut impl Write) -> io::Result<()> {
    let columns: Vec<&str> = table.columns().iter().map(|column| &*column.name).collect();
    writeln!(out, "| {} |", columns.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(columns.len()))?;
    for row in table.rows() {
        let cells: Vec<String> = row.iter().map(|value| escaped(&cell::shown(value))).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// Returns a text that means itself in a cell.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("<br>"),
            '|' | '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '~' => escaped.extend(['\\', character]),
            '&' => escaped.push_str("&amp;"),
            _ => escaped.push(character),
        }
    }
    escaped
}
