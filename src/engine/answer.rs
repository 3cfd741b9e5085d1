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

/// What a command answers. Its table is made by whoever shows it, from the state after the edits.
#[derive(Clone, Default)]
pub struct Answer(Option<Make>);

#[derive(Clone)]
enum Make {
    Table(Arc<MakeTable>),
    Rows(Schema, Arc<MakeRows>),
}

impl Answer {
    /// Returns the answer whose table `make` makes.
    pub fn new(make: impl Fn(&World<'_>) -> Table + Send + Sync + 'static) -> Self {
        Self(Some(Make::Table(Arc::new(make))))
    }

    /// Returns the answer whose rows `make` makes, of which there may be many.
    pub fn of_rows(
        schema: Schema,
        make: impl Fn(&World<'_>, &mut Parts<'_>) -> ControlFlow<()> + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Make::Rows(schema, Arc::new(make))))
    }

    /// Returns whether there is nothing to show: `skip-results`, and commands without a result.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the table, if there is one to show.
    #[must_use]
    pub fn table(&self, world: &World<'_>) -> Option<Table> {
        self.0.as_ref().map(|make| match make {
            Make::Table(make) => make(world),
            Make::Rows(schema, make) => Table::of_text(*schema, |rows| make(world, rows)),
        })
    }

    /// Returns whether its rows can be shown in parts, each as soon as it is made.
    #[must_use]
    pub const fn has_parts(&self) -> bool {
        matches!(self.0, Some(Make::Rows(..)))
    }

    /// Gives the parts of the table to who shows them, until no more are wanted.
    pub fn give_parts<'t>(&self, world: &World<'_>, take: &'t mut Take<'t>) {
        if let Some(Make::Rows(schema, make)) = &self.0 {
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
