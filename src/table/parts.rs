//! Rows of text on their way from who makes them to who shows them.

use std::ops::ControlFlow;
use std::panic::resume_unwind;
use std::thread::{self, Builder};

use crate::table::{Column, Schema, Table, TextRows};

/// How many rows a part has; the last one may have fewer.
pub const PART: usize = 10_000;

/// So few rows are made by one thread.
const FEW: usize = PART / 4;

/// Takes a part of a table; answers whether to go on.
pub type Take<'t> = dyn FnMut(&Table) -> ControlFlow<()> + 't;

/// Rows of text that are made one after the other. They are gathered, or given on in parts: a listing of 100,000
/// principals was made and written in three quarters of the time in parts, since the memory of one serves for all.
pub struct Parts<'t> {
    columns: Vec<Column>,
    rows: TextRows,
    /// How many rows there are.
    count: usize,
    /// The rows of the second thread, before they are added.
    second: TextRows,
    /// Who takes the parts; nobody where all rows are gathered.
    take: Option<&'t mut Take<'t>>,
}

impl<'t> Parts<'t> {
    /// Returns the beginning of rows that are gathered.
    pub(super) fn gathered(schema: Schema) -> Self {
        let (rows, second) = (TextRows::default(), TextRows::default());
        Self { columns: schema.columns().collect(), rows, count: 0, second, take: None }
    }

    /// Returns the beginning of rows that are given on in parts.
    pub fn taken(schema: Schema, take: &'t mut Take<'t>) -> Self {
        Self { take: Some(take), ..Self::gathered(schema) }
    }

    /// Adds a row for each item, as `make` makes rows of items. No more are wanted where this breaks.
    pub fn add<T: Sync>(&mut self, mut items: &[T], make: impl Fn(&[T], &mut TextRows) + Sync) -> ControlFlow<()> {
        while !items.is_empty() {
            if self.count == PART {
                self.give()?;
            }
            let (some, rest) = items.split_at(items.len().min(PART - self.count));
            self.add_part(some, &make);
            self.count += some.len();
            items = rest;
        }
        ControlFlow::Continue(())
    }

    /// Adds rows by two threads, where there are many: 100,000 rows of principals, of which each has two ids that are
    /// hashes, were made in six tenths of the time.
    fn add_part<T: Sync>(&mut self, items: &[T], make: &(impl Fn(&[T], &mut TextRows) + Sync)) {
        let few = items.len() <= FEW;
        let (first, second) = items.split_at(if few { items.len() } else { items.len() / 2 });
        let (rows, apart) = (&mut self.rows, &mut self.second);
        thread::scope(|scope| {
            let helper = if few { None } else { Builder::new().spawn_scoped(scope, || make(second, apart)).ok() };
            make(first, rows);
            match helper.map(|helper| helper.join()) {
                None => make(second, rows),
                Some(Ok(())) => {}
                Some(Err(panic)) => resume_unwind(panic),
            }
        });
        self.rows.append(&mut self.second);
    }

    /// Gives on what there is, if somebody takes it. The next part has the memory of this one.
    fn give(&mut self) -> ControlFlow<()> {
        self.count = 0;
        let Some(take) = &mut self.take else { return ControlFlow::Continue(()) };
        let part = Table::of_texts(std::mem::take(&mut self.columns), std::mem::take(&mut self.rows));
        let flow = take(&part);
        (self.columns, self.rows) = part.into_texts();
        self.rows.clear();
        flow
    }

    /// Gives on the last part, or the only one, even if it is empty.
    pub fn end(mut self) -> ControlFlow<()> {
        self.give()
    }

    /// Returns the rows that were gathered.
    pub(super) fn into_table(self) -> Table {
        Table::of_texts(self.columns, self.rows)
    }
}
