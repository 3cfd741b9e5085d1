//! What a command would do: its edits and its answer, as values.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::catalog::{Edit, EntityId};
use crate::diagnostic::Diagnostic;
use crate::engine::World;
use crate::table::{Parts, Schema, Table, Take};

/// A table about entities, made from the state after the edits.
pub type Report = fn(&World<'_>, &[EntityId]) -> Table;

/// What makes a table of an answer.
type MakeTable = dyn Fn(&World<'_>) -> Table + Send + Sync;

/// What makes rows of text, one after the other.
type MakeRows = dyn Fn(&World<'_>, &mut Parts<'_>) -> ControlFlow<()> + Send + Sync;

/// What a command answers. Its table is made by whoever shows it, from the state after the edits; where others change
/// that too, it is made at once.
#[derive(Clone, Default)]
pub struct Answer(Shown);

#[derive(Clone, Default)]
enum Shown {
    #[default]
    Nothing,
    Table(Arc<MakeTable>),
    Rows(Schema, Arc<MakeRows>),
    Made(Arc<Table>),
}

impl Answer {
    /// Returns the answer whose table `make` makes.
    pub fn new(make: impl Fn(&World<'_>) -> Table + Send + Sync + 'static) -> Self {
        Self(Shown::Table(Arc::new(make)))
    }

    /// Returns the answer whose rows `make` makes, of which there may be many.
    pub fn of_rows(
        schema: Schema,
        make: impl Fn(&World<'_>, &mut Parts<'_>) -> ControlFlow<()> + Send + Sync + 'static,
    ) -> Self {
        Self(Shown::Rows(schema, Arc::new(make)))
    }

    /// Returns the answer whose table is made.
    #[must_use]
    pub fn of(table: Table) -> Self {
        Self(Shown::Made(Arc::new(table)))
    }

    /// Returns whether there is nothing to show: `skip-results`, and commands without a result.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        matches!(self.0, Shown::Nothing)
    }

    /// Returns the answer with its table, if it has one to show.
    #[must_use]
    pub fn made(&self, world: &World<'_>) -> Self {
        match &self.0 {
            Shown::Table(make) => Self::of(make(world)),
            Shown::Rows(schema, make) => Self::of(Table::of_text(*schema, |rows| make(world, rows))),
            Shown::Nothing | Shown::Made(_) => self.clone(),
        }
    }

    /// Returns the table, if it was made; it is copied only where somebody else has it too.
    #[must_use]
    pub fn into_table(self) -> Option<Table> {
        match self.0 {
            Shown::Made(table) => Some(Arc::unwrap_or_clone(table)),
            Shown::Nothing | Shown::Table(_) | Shown::Rows(..) => None,
        }
    }

    /// Returns the table, if it was made.
    #[must_use]
    pub const fn table(&self) -> Option<&Arc<Table>> {
        match &self.0 {
            Shown::Made(table) => Some(table),
            Shown::Nothing | Shown::Table(_) | Shown::Rows(..) => None,
        }
    }

    /// Returns whether its rows can be shown in parts, each as soon as it is made.
    #[must_use]
    pub const fn has_parts(&self) -> bool {
        matches!(self.0, Shown::Rows(..))
    }

    /// Gives the parts of the table to who shows them, until no more are wanted.
    pub fn give_parts<'t>(&self, world: &World<'_>, take: &'t mut Take<'t>) {
        if let Shown::Rows(schema, make) = &self.0 {
            let mut rows = Parts::taken(*schema, take);
            // Who takes the parts knows when no more are wanted.
            let _ = match make(world, &mut rows) {
                ControlFlow::Continue(()) => rows.end(),
                stopped => stopped,
            };
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_nothing() { "Nothing" } else { "Answer" })
    }
}

/// What a command would do.
#[derive(Debug)]
pub struct Decision {
    /// The edits, in the order in which they are applied.
    pub edits: Vec<Edit>,
    /// The answer.
    pub answer: Answer,
    /// What there is to know besides.
    pub warnings: Vec<Diagnostic>,
}

impl Decision {
    /// Returns a decision with edits and nothing to show.
    #[must_use]
    pub fn edits(edits: Vec<Edit>) -> Self {
        Self { edits, answer: Answer::default(), warnings: Vec::new() }
    }

    /// Returns a decision without edits, and with the table that `make` makes.
    pub fn show(make: impl Fn(&World<'_>) -> Table + Send + Sync + 'static) -> Self {
        Self { answer: Answer::new(make), ..Self::edits(Vec::new()) }
    }

    /// Returns a decision with edits, and with the report of `entities` after them.
    #[must_use]
    pub fn change(
        edits: Vec<Edit>,
        report: impl Fn(&World<'_>, &[EntityId]) -> Table + Send + Sync + 'static,
        entities: &[EntityId],
    ) -> Self {
        let entities = entities.to_vec();
        Self { edits, ..Self::show(move |world| report(world, &entities)) }
    }

    /// Returns a decision without edits, and with the report of `entities`.
    #[must_use]
    pub fn report(report: Report, entities: &[EntityId]) -> Self {
        Self::change(Vec::new(), report, entities)
    }

    /// Returns the decision with these warnings.
    #[must_use]
    pub fn warned(self, warnings: Vec<Diagnostic>) -> Self {
        Self { warnings, ..self }
    }
}
