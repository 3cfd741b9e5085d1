//! Output formats. A renderer sees a [`Table`] and nothing else.

use std::io::{self, Write};

use crate::access::Proof;
use crate::table::Table;

mod cell;
mod csv;
mod json;
mod proof;
mod text;

macro_rules! formats {
    ($($variant:ident $name:literal, $line:literal;)*) => {
        /// An output format.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
        pub enum Format {
            $(#[doc = $line] #[value(name = $name)] $variant),*
        }
    };
}

formats! {
    Table "table", "Boxes for people";
    Json "json", "One array of row objects a result";
    JsonLines "jsonl", "One object a row";
    Csv "csv", "A header and rows a result, a blank line between results";
}

/// Writes results in one format, one after the other.
#[derive(Debug)]
pub struct Renderer {
    format: Format,
    /// The width of the terminal that results go to, if it is one: tables then wrap, and control
    /// characters are shown escaped.
    terminal: Option<u16>,
    written: bool,
}

impl Renderer {
    /// A renderer.
    #[must_use]
    pub const fn new(format: Format, terminal: Option<u16>) -> Self {
        Self { format, terminal, written: false }
    }

    /// Writes one result.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&mut self, table: &Table, out: &mut impl Write) -> io::Result<()> {
        let first = !std::mem::replace(&mut self.written, true);
        match self.format {
            Format::Table => text::write(table, self.terminal, out),
            Format::Json => json::write_array(table, out),
            Format::JsonLines => json::write_lines(table, out),
            Format::Csv => {
                if !first {
                    out.write_all(b"\n")?;
                }
                csv::write(table, out)
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
            Format::Json => proof::write_object(proof, true, out),
            Format::JsonLines => proof::write_object(proof, false, out),
            Format::Csv => self.write(&proof::rows(proof), out),
        }
    }
}
