//! Output formats. A renderer sees a [`Table`] and nothing else.

use std::io::{self, Write};

use crate::access::Proof;
use crate::table::Table;
use crate::text::tame;

pub mod annotation;
mod cell;
mod csv;
mod drawing;
pub mod findings;
pub mod issue;
mod json;
pub mod markdown;
pub mod matrix;
mod page;
pub mod plan_page;
mod proof;
pub mod rules;
pub mod sarif;
mod text;

macro_rules! formats {
    ($($variant:ident $name:literal, $line:literal;)*) => {
        /// An output format.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
        pub enum Format {
            $(#[doc = $line] #[value(name = $name)] $variant),*
        }

        impl Format {
            /// Returns its word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),*
                }
            }
        }
    };
}

formats! {
    Table "table", "Boxes for people";
    Json "json", "One array of row objects a result";
    JsonLines "jsonl", "One object a row";
    Csv "csv", "A header and rows a result, a blank line between results";
    Mermaid "mermaid", "A drawing of a proof, for Markdown: of `explain` alone";
    Dot "dot", "A drawing of a proof, for Graphviz: of `explain` alone";
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl Format {
    /// Returns whether the format draws proofs, and nothing else.
    #[must_use]
    pub const fn is_drawing(self) -> bool {
        matches!(self, Self::Mermaid | Self::Dot)
    }
}

/// Writes results in one format, one after the other.
#[derive(Debug)]
pub struct Renderer {
    format: Format,
    /// The width of the terminal that results go to, if it is one: tables then wrap, and control
    /// characters are shown escaped in every format.
    terminal: Option<u16>,
    written: bool,
}

impl Renderer {
    /// Returns a renderer.
    #[must_use]
    pub const fn new(format: Format, terminal: Option<u16>) -> Self {
        Self { format, terminal, written: false }
    }

    /// Returns whether the format is one that programs read.
    #[must_use]
    pub fn for_programs(&self) -> bool {
        self.format != Format::Table
    }

    /// Returns whether results go to a terminal.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        self.terminal.is_some()
    }

    /// Writes one result.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&mut self, table: &Table, out: &mut impl Write) -> io::Result<()> {
        let first = !std::mem::replace(&mut self.written, true);
        match self.format {
            Format::Table | Format::Mermaid | Format::Dot => text::write(table, self.terminal, out),
            Format::Json => json::write_array(table, self.terminal.is_some(), out),
            Format::JsonLines => json::write_lines(table, self.terminal.is_some(), out),
            Format::Csv => {
                if !first {
                    out.write_all(b"\n")?;
                }
                csv::write(table, self.terminal.is_some(), out)
            }
        }
    }

    /// Writes the answer of a question: a tree for people, an object, or its sentences as rows.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_proof(&mut self, proof: &Proof, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            Format::Table => proof::write_tree(proof, self.terminal.is_some(), out),
            Format::Json => proof::write_object(proof, true, self.terminal.is_some(), out),
            Format::JsonLines => proof::write_object(proof, false, self.terminal.is_some(), out),
            Format::Csv => self.write(&proof::rows(proof), out),
            Format::Mermaid => self.write_drawing(drawing::mermaid(proof), out),
            Format::Dot => self.write_drawing(drawing::dot(proof), out),
        }
    }
}

impl Renderer {
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
