//! Results: tables, proofs and texts, in the format that is asked for.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::ControlFlow;

use crate::cli::printer::Printer;
use crate::cli::printer::pager::Pager;
use crate::cli::terminal;
use crate::render::{Renderer, Statement};
use crate::session::{Output, Session};
use crate::table::Table;

impl Printer {
    /// Writes what a statement gave, with the statement where that is asked for.
    pub(super) fn output(
        &mut self,
        output: &Output,
        statement: Option<&Statement<'_>>,
        session: &Session,
    ) -> io::Result<()> {
        let shows = !self.quiet && !matches!(output, Output::Nothing | Output::View(_));
        if shows && self.terminal.is_some() && self.saved.is_none() && self.held.is_none() {
            // From here on results show that the work goes on.
            self.rest();
        }
        let statement = statement.filter(|_| self.renderer.format().is_json());
        match output {
            _ if !shows => Ok(()),
            Output::Nothing | Output::View(_) => Ok(()),
            Output::Answer(..) if self.takes_parts() && statement.is_none() => self.parts(output, session),
            Output::Answer(..) => match session.table(output) {
                Some(table) => self.table(&table, statement),
                None => Ok(()),
            },
            Output::Table(table) => self.table(table, statement),
            Output::Text(text) => self.say(text),
            Output::Proof(proof) => match statement {
                Some(statement) => self.renderer.write_proof_envelope(proof, statement, &mut self.out),
                None => self.renderer.write_proof(proof, &mut self.out),
            },
        }
    }

    /// Returns whether results need not be whole before they are written.
    fn takes_parts(&self) -> bool {
        self.renderer.takes_parts() && !self.columns.is_any() && self.pager().is_none()
    }

    /// Writes the table of an answer in the parts in which it is made.
    fn parts(&mut self, output: &Output, session: &Session) -> io::Result<()> {
        let mut rows = None;
        let mut written = Ok(());
        session.give_table(output, &mut |part| {
            let before = rows.unwrap_or_default();
            if before == 0 {
                self.columns.note(part);
            }
            written = self.renderer.write_part(part, before, &mut self.out);
            rows = Some(before + part.row_count());
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        written?;
        rows.map_or(Ok(()), |rows| self.renderer.end(rows, &mut self.out))
    }

    fn table(&mut self, table: &Table, statement: Option<&Statement<'_>>) -> io::Result<()> {
        self.columns.note(table);
        let Some(table) = self.columns.of(table) else { return Ok(()) };
        if self.renderer.is_terminal() {
            self.renderer.resize(terminal::width());
            self.renderer.show_whole(self.columns.is_any());
        }
        if self.pager().is_none() {
            return write_table(&mut self.renderer, &table, statement, &mut self.out);
        }
        let mut text = Vec::new();
        write_table(&mut self.renderer, &table, statement, &mut text)?;
        self.out.flush()?;
        if self.pager().is_some_and(|pager| pager.show(&text)) { Ok(()) } else { self.out.write_all(&text) }
    }

    /// Returns what shows results that are longer than the screen.
    fn pager(&self) -> Option<&Pager> {
        self.pager.as_ref().filter(|_| self.saved.is_none() && self.held.is_none())
    }

    /// Returns the columns of the last result.
    pub(in crate::cli) fn last_columns(&self) -> Vec<Cow<'static, str>> {
        self.columns.last().to_vec()
    }
}

fn write_table(
    renderer: &mut Renderer,
    table: &Table,
    statement: Option<&Statement<'_>>,
    out: &mut impl Write,
) -> io::Result<()> {
    match statement {
        Some(statement) => renderer.write_envelope(table, statement, out),
        None => renderer.write(table, out),
    }
}
