//! The table of aggregates, which `summarize` takes.

use crate::query::signature::{Argument, Gives, Mismatch, ResultName, Takes, returns};
use crate::table::{ColumnType, Value};
use crate::text::nearest;

mod counts;

/// The page that lists all aggregates.
pub const PAGE: &str = "aggregation-functions.md";

const FAMILIES: &[&[Aggregate]] = &[counts::ROWS];

/// An aggregate.
pub struct Aggregate {
    /// The name.
    pub name: &'static str,
    /// Other names that the language takes.
    pub aliases: &'static [&'static str],
    /// How it is written, for messages and help.
    pub form: &'static str,
    /// Its page below `kusto/query/`.
    pub page: &'static str,
    /// The name of its column where none is given.
    pub column: ResultName,
    /// Whether it gives a column for each argument, of the argument's type: `arg_max(a, b, c)`.
    pub is_wide: bool,
    takes: Takes,
    gives: Gives,
    start: fn(&[ColumnType]) -> Box<dyn Accumulator>,
}

/// What an aggregate knows of the rows so far.
pub trait Accumulator {
    /// Takes a row's arguments.
    fn add(&mut self, arguments: &[&Value]);

    /// Adds the results: one, or one for each argument where the aggregate is wide.
    fn finish(self: Box<Self>, results: &mut Vec<Value>);
}

/// Returns the aggregate of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Aggregate> {
    all().find(|aggregate| aggregate.name == name || aggregate.aliases.contains(&name))
}

/// Returns the name of an aggregate that is nearest to one that is not known.
#[must_use]
pub fn near(name: &str) -> Option<&'static str> {
    nearest(name, all().map(|aggregate| aggregate.name))
}

/// Returns every aggregate, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static Aggregate> {
    FAMILIES.iter().copied().flatten()
}

impl Aggregate {
    /// Returns the type of its column; of a wide one that of the first.
    ///
    /// # Errors
    ///
    /// Fails where the arguments do not fit.
    pub fn returns(&self, arguments: &[Argument<'_>]) -> Result<ColumnType, Mismatch> {
        returns(&self.takes, self.gives, arguments)
    }

    /// Begins with no row.
    #[must_use]
    pub fn start(&self, types: &[ColumnType]) -> Box<dyn Accumulator> {
        (self.start)(types)
    }
}
