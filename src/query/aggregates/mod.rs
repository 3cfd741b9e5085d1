//! The table of aggregates, which `summarize` takes. Nulls are passed over, except where it is said
//! (`scalar-data-types/null-values.md`).

use crate::query::signature::{Argument, Gives, Kind, Mismatch, ResultName, TRUTH, Takes, returns};
use crate::query::value::truth;
use crate::table::{ColumnType, Value};
use crate::text::nearest;

mod averages;
mod counts;
mod lists;
mod rows;
mod sums;

/// The page that lists all aggregates.
pub const PAGE: &str = "aggregation-functions.md";

const FAMILIES: &[&[Aggregate]] = &[counts::ROWS, sums::ROWS, averages::ROWS, lists::ROWS, rows::ROWS];

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
    /// The name of its column where none is given; of a wide one that of a column that would have none.
    pub column: ResultName,
    /// Whether it gives a column for each argument, of the argument's type: `arg_max(a, b, c)`.
    pub is_wide: bool,
    takes: Takes,
    gives: Gives,
    /// Whether the second argument says which rows count.
    has_predicate: bool,
    start: Start,
}

/// Begins with no row. Takes the types of the arguments, without that of a predicate.
type Start = fn(&[ColumnType]) -> Box<dyn Accumulator>;

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

/// Returns the name of an aggregate that is nearest to one that is not known, or the shortest that it leaves letters out
/// of: `count` for `cnt`.
#[must_use]
pub fn near(name: &str) -> Option<&'static str> {
    let shortened = || all().map(|one| one.name).filter(|own| leaves_out(name, own)).min_by_key(|own| own.len());
    nearest(name, all().map(|aggregate| aggregate.name)).or_else(shortened)
}

/// Returns whether a word of three letters or more begins as a name and has its other letters in their order.
fn leaves_out(word: &str, name: &str) -> bool {
    let mut letters = name.chars();
    let begins = word.len() > 2 && word.chars().next() == name.chars().next();
    begins && word.chars().all(|letter| letters.any(|own| own == letter))
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

    /// Returns whether it copies values of each row: lists, sets and bags.
    #[must_use]
    pub const fn gathers(&self) -> bool {
        matches!(self.gives, Gives::A(ColumnType::Dynamic))
    }

    /// Begins with no row.
    #[must_use]
    pub fn start(&self, types: &[ColumnType]) -> Box<dyn Accumulator> {
        let [first, _, rest @ ..] = types else { return (self.start)(types) };
        if !self.has_predicate {
            return (self.start)(types);
        }
        let mut without = vec![*first];
        without.extend(rest);
        Box::new(If((self.start)(&without)))
    }

    const fn or(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// Lets the last so many arguments be left out.
    const fn optional(self, optional: usize) -> Self {
        Self { takes: Takes { optional, ..self.takes }, ..self }
    }

    /// Gives a column for each argument, of which the last may be repeated.
    const fn wide(self) -> Self {
        let optional = self.takes.kinds.len() - 1;
        Self { is_wide: true, takes: Takes { optional, repeated: 1, ..self.takes }, ..self }
    }

    /// Takes only rows for which the second argument holds.
    const fn with_predicate(self) -> Self {
        Self { has_predicate: true, ..self }
    }
}

/// An aggregate by how it is written, with the word before its column's name.
const fn aggregate(
    form: &'static str,
    page: &'static str,
    word: &'static str,
    kinds: &'static [Kind],
    gives: Gives,
    start: Start,
) -> Aggregate {
    let mut rest = form.as_bytes();
    while let [first, tail @ ..] = rest
        && *first != b'('
    {
        rest = tail;
    }
    Aggregate {
        name: form.split_at(form.len() - rest.len()).0,
        aliases: &[],
        form,
        page,
        column: ResultName::After(word),
        is_wide: false,
        takes: Takes::these(kinds),
        gives,
        has_predicate: false,
        start,
    }
}

/// Passes on rows for which the second argument is true, without that argument.
struct If(Box<dyn Accumulator>);

impl Accumulator for If {
    fn add(&mut self, arguments: &[&Value]) {
        match arguments {
            [first, predicate, rest @ ..] if truth(predicate) == Some(true) => match rest {
                [] => self.0.add(&[first]),
                [third, ..] => self.0.add(&[first, third]),
            },
            _ => {}
        }
    }

    fn finish(self: Box<Self>, results: &mut Vec<Value>) {
        self.0.finish(results);
    }
}
