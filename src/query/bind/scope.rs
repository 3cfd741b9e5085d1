//! What names stand for, where an expression or a source of rows stands.

use std::sync::Arc;

use crate::diagnostic::Result;
use crate::query::plan::{Aggregate, Plan};
use crate::query::tree::{Parameter, Query};
use crate::table::Column;

use super::Bound;

/// What a name stands for.
#[derive(Clone, Debug)]
pub(super) enum Meaning<'s> {
    /// A value, at how many pipelines around it, and of how many parts it is.
    Scalar(Bound, usize, usize),
    /// Rows.
    Rows(Arc<Plan>),
    /// A function, and how many names were known where it was made.
    Function(&'s [Parameter<'s>], &'s Query<'s>, usize),
}

/// What names and aggregates mean where an expression stands.
pub(super) struct Scope<'c> {
    /// The columns of a row.
    pub(super) columns: &'c [Column],
    /// Whether aggregates are taken.
    pub(super) groups: Groups,
}

/// Whether an expression is about a row or about a group of rows.
pub(super) enum Groups {
    /// A row.
    None,
    /// A row, inside of an aggregate.
    Inside,
    /// A group: the aggregates that were met, and the place of what the next one gives.
    Of(Vec<Aggregate>, usize),
}

impl<'c> Scope<'c> {
    /// Returns the scope of an expression about a row with these columns.
    pub(super) const fn row(columns: &'c [Column]) -> Self {
        Self { columns, groups: Groups::None }
    }

    /// Returns what `bind` makes of the inside of an aggregate.
    pub(super) fn inside<T>(&mut self, bind: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let groups = std::mem::replace(&mut self.groups, Groups::Inside);
        let bound = bind(self);
        self.groups = groups;
        bound
    }
}
