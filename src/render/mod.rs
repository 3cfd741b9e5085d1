//! Output formats. A renderer sees a [`Table`] and nothing else.

use std::io::{self, Write};

use crate::access::Proof;
use crate::model::format::Format;
use crate::table::Table;
use crate::text::{counted, tame};

pub mod annotation;
mod boxes;
mod cell;
mod csv;
mod drawing;
pub mod findings;
mod ids;
pub mod issue;
mod json;
pub mod kusto;
mod layout;
pub mod markdown;
pub mod matrix;
mod page;
pub mod plan_page;
mod proof;
pub mod rules;
pub mod sarif;
mod text;
mod vertical;

/// What a result answers, for those who read several.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// Its text, without secrets.
    pub text: &'a str,
    /// The number of its first line where it was read, from 1.
    pub line: u32,
    /// The kind of command, or the word of the directive.
    pub kind: Option<&'a str>,
}

/// Writes results in one format, one after the other.
#[derive(Debug)]
pub struct Renderer {
    format: Format,
    /// The width of the terminal that results go to, if it is one: `auto` then shows what there is room for, and control
    /// characters are shown escaped in every format.
    terminal: Option<u16>,
    /// Whether `auto` leaves nothing out: the columns were chosen.
    whole: bool,
    written: bool,
}

impl Renderer {
    /// Returns a renderer.
    #[must_use]
    pub const fn new(format: Format, terminal: Option<u16>) -> Self {
        Self { format, terminal, whole: false, written: false }
    }

    /// Returns the format.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// Returns whether results go to a terminal.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        self.terminal.is_some()
    }

    /// Shows all columns whole, or else leaves out what there is no room for.
    pub const fn show_whole(&mut self, whole: bool) {
        self.whole = whole;
    }

    /// Takes the width that the terminal has now.
    pub fn resize(&mut self, width: u16) {
        self.terminal = self.terminal.map(|_| width);
    }

    /// Writes one result.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&mut self, table: &Table, out: &mut impl Write) -> io::Result<()> {
        self.write_part(table, 0, out)?;
        self.end(table.row_count(), out)
    }

    /// Returns whether a result can be written in parts, of [`PART`](crate::table::PART) rows each: of some formats all
    /// rows must be known before one is written.
    #[must_use]
    pub const fn takes_parts(&self) -> bool {
        match self.format {
            Format::Auto => self.terminal.is_none(),
            Format::Table | Format::Mermaid | Format::Dot => true,
            Format::Json | Format::JsonLines | Format::Csv | Format::Tsv => true,
            Format::Vertical | Format::Markdown | Format::Kusto => false,
        }
    }

    /// Writes rows of a result, after so many others of it.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_part(&mut self, part: &Table, before: usize, out: &mut impl Write) -> io::Result<()> {
        if before == 0 {
            self.begin(out)?;
        }
        let terminal = self.is_terminal();
        match (self.format, self.terminal) {
            (Format::Auto, Some(width)) => text::write_within(part, usize::from(width), self.whole, out),
            (Format::Auto | Format::Table | Format::Mermaid | Format::Dot, _) => boxes::write(part, out),
            (Format::Vertical, width) => vertical::write(part, width.map(usize::from), out),
            (Format::Json, _) => json::write_rows(part, before, &json::ARRAY, terminal, out),
            (Format::JsonLines, _) => json::write_rows(part, before, &json::LINES, terminal, out),
            (Format::Csv, _) => csv::write(part, before, csv::COMMA, terminal, out),
            (Format::Tsv, _) => csv::write(part, before, csv::TAB, terminal, out),
            (Format::Markdown, _) => markdown::write(part, out),
            (Format::Kusto, _) => kusto::write(part, terminal, out),
        }
    }

    /// Ends a result of so many rows.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn end(&self, rows: usize, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Json => {
                json::end_rows(rows, &json::ARRAY, out)?;
                out.write_all(b"\n")
            }
            Format::JsonLines => json::end_rows(rows, &json::LINES, out),
            format if format.for_people() && self.is_terminal() => writeln!(out, "({})", counted(rows, "row")),
            _ => Ok(()),
        }
    }

    /// Writes one result with the statement that it answers, in a format that is JSON.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_envelope(&self, table: &Table, statement: &Statement<'_>, out: &mut impl Write) -> io::Result<()> {
        json::write_envelope(table, statement, self.format == Format::Json, self.is_terminal(), out)
    }

    /// Writes what stands for a result where a command has none.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_nothing(&self, out: &mut impl Write) -> io::Result<()> {
        if self.format == Format::Kusto { kusto::write_nothing(out) } else { Ok(()) }
    }

    /// Writes the answer of a question: a tree for people, an object, a drawing, or its sentences as rows.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_proof(&mut self, proof: &Proof, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Auto | Format::Table => proof::write_tree(proof, self.terminal, out),
            Format::Json => proof::write_object(proof, true, self.is_terminal(), out),
            Format::JsonLines => proof::write_object(proof, false, self.is_terminal(), out),
            Format::Mermaid => self.write_drawing(drawing::mermaid(proof), out),
            Format::Dot => self.write_drawing(drawing::dot(proof), out),
            Format::Vertical | Format::Csv | Format::Tsv | Format::Markdown | Format::Kusto => {
                self.write(&proof::rows(proof), out)
            }
        }
    }

    /// Writes the answer of a question with the question, in a format that is JSON.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_proof_envelope(
        &self,
        proof: &Proof,
        statement: &Statement<'_>,
        out: &mut impl Write,
    ) -> io::Result<()> {
        proof::write_envelope(proof, statement, self.is_terminal(), out)
    }

    /// Writes a command before its answer.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_command(&mut self, command: &str, out: &mut impl Write) -> io::Result<()> {
        let command = tame(command.trim());
        if std::mem::replace(&mut self.written, true) {
            out.write_all(b"\n")?;
        }
        match self.format {
            Format::Markdown => writeln!(out, "```kusto\n{command}\n```"),
            _ => writeln!(out, "{command}"),
        }
    }

    /// Begins a result: an empty line stands between those that have a header.
    fn begin(&mut self, out: &mut impl Write) -> io::Result<()> {
        let is_first = !std::mem::replace(&mut self.written, true);
        let has_header = matches!(self.format, Format::Csv | Format::Tsv | Format::Markdown);
        if has_header && !is_first { out.write_all(b"\n") } else { Ok(()) }
    }

    fn write_drawing(&self, text: String, out: &mut impl Write) -> io::Result<()> {
        let shown = if self.is_terminal() { tame(text) } else { text.into() };
        out.write_all(shown.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;
    use crate::table::{Schema, Value};

    #[test]
    fn what_steers_a_terminal_is_escaped_there_and_raw_elsewhere() {
        const NAMES: Schema = schema! { Name: String };
        let mut table = Table::new(NAMES);
        table.push([Value::from("a\u{202e}b\u{9b}c")]);
        let written = |format, terminal| {
            let mut out = Vec::new();
            Renderer::new(format, terminal).write(&table, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(written(Format::JsonLines, Some(80)), "{\"Name\":\"a\\u202eb\\u009bc\"}\n");
        assert_eq!(written(Format::Csv, Some(80)), "Name\na\\u202eb\\u009bc\n");
        assert_eq!(written(Format::Csv, None), "Name\na\u{202e}b\u{9b}c\n");
        assert!(written(Format::JsonLines, None).contains('\u{202e}'));
    }
}
