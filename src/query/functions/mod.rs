//! The table of scalar functions and operators, one file a family. An operator is a function whose name is its mark or
//! word: `==`, `+`, `has`, `!in`, `and`.

use jiff::Timestamp;

use crate::query::signature::{Argument, Gives, Kind, Mismatch, ResultName, Takes, returns};
use crate::query::space::Space;
use crate::table::{ColumnType, Value};
use crate::text::nearest;

mod arithmetic;
mod arrays;
mod bags;
mod bins;
mod bits;
mod calendar;
mod call;
mod comparison;
mod conditionals;
mod conversions;
mod formats;
mod logic;
mod math;
mod patterns;
mod periods;
mod replace;
mod series;
mod session;
mod text;
mod text_operators;

pub use bags::packed;
pub use call::Call;
pub use patterns::{Patterns, reason};
pub use text_operators::WITHOUT_PAGE;

/// The page that lists all functions.
pub const PAGE: &str = "scalar-functions.md";

/// The families, in the order of the pages' list.
const FAMILIES: &[&[Function]] = &[
    logic::ROWS,
    comparison::ROWS,
    arithmetic::ROWS,
    text_operators::ROWS,
    conversions::ROWS,
    conditionals::ROWS,
    text::ROWS,
    replace::ROWS,
    math::ROWS,
    bins::ROWS,
    calendar::ROWS,
    formats::ROWS,
    bits::ROWS,
    bags::ROWS,
    arrays::ROWS,
    series::ROWS,
    session::ROWS,
];

/// A scalar function or operator.
pub struct Function {
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
    /// The truth of the first of two arguments with which the second is not asked: `and`, `or`.
    pub decides: Option<bool>,
    takes: Takes,
    gives: Gives,
    check: Option<Check>,
    compute: Compute,
}

/// Computes a call.
type Compute = fn(&Call<'_>) -> Value;

/// Looks at constants among the arguments: a pattern that cannot be read is an error before a row is.
type Check = fn(&[Argument<'_>]) -> Result<(), Mismatch>;

/// What functions about the session answer from, and what all rows of a run share.
pub struct Context<'a> {
    /// The moment of the query: `now()` is the same for every row.
    pub now: Timestamp,
    /// The database of the session.
    pub database: &'a str,
    /// The address of the cluster.
    pub cluster: &'a str,
    /// The caller's fully qualified name.
    pub principal: &'a str,
    /// What `current_principal_details()` gives.
    pub details: serde_json::Value,
    /// Whether the caller is the principal of this name, or a member of it.
    pub member_of: &'a dyn Fn(&str) -> bool,
    /// The regular expressions that were read.
    pub patterns: Patterns,
    /// How many rows and bytes may be made.
    pub space: Space,
}

/// Returns the function or operator of this name. Names are matched by case.
#[must_use]
pub fn find(name: &str) -> Option<&'static Function> {
    all().find(|function| function.name == name || function.aliases.contains(&name))
}

/// Returns the name of a function that is nearest to one that is not known.
#[must_use]
pub fn near(name: &str) -> Option<&'static str> {
    nearest(name, all().filter(|function| !function.is_operator()).map(|function| function.name))
}

/// Returns every function and operator, in the order of the table.
pub fn all() -> impl Iterator<Item = &'static Function> {
    FAMILIES.iter().copied().flatten()
}

impl Function {
    /// Returns the type that a call gives.
    ///
    /// # Errors
    ///
    /// Fails where the arguments do not fit.
    pub fn returns(&self, arguments: &[Argument<'_>]) -> Result<ColumnType, Mismatch> {
        let kind = returns(&self.takes, self.gives, arguments)?;
        self.check.map_or(Ok(()), |check| check(arguments))?;
        Ok(kind)
    }

    /// Computes the function for arguments that [`Function::returns`] took, with their types.
    #[must_use]
    pub fn call(&self, arguments: &[&Value], types: &[ColumnType], context: &Context<'_>) -> Value {
        (self.compute)(&Call { arguments, types, context })
    }

    /// Returns whether it is written between its arguments.
    #[must_use]
    pub fn is_operator(&self) -> bool {
        !self.form.starts_with(self.name)
    }

    /// Returns whether a list stands on its right: `in`, `has_any`.
    #[must_use]
    pub fn takes_list(&self) -> bool {
        self.is_operator() && self.form.ends_with(", …)")
    }

    /// Returns whether two values with `..` between them stand on its right.
    #[must_use]
    pub fn takes_range(&self) -> bool {
        self.is_operator() && self.form.contains(" .. ")
    }

    /// Gives it other names.
    const fn or(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// Lets the last so many arguments be left out.
    const fn optional(self, optional: usize) -> Self {
        Self { takes: Takes { optional, ..self.takes }, ..self }
    }

    /// Lets the last so many arguments be repeated.
    const fn repeated(self, repeated: usize) -> Self {
        Self { takes: Takes { repeated, ..self.takes }, ..self }
    }

    /// Takes at least so many arguments.
    const fn least(self, least: usize) -> Self {
        Self { takes: Takes { least, ..self.takes }, ..self }
    }

    /// Takes one more argument of the last kind at the end.
    const fn last(self) -> Self {
        Self { takes: Takes { last: true, ..self.takes }, ..self }
    }

    /// Its column is called so.
    const fn column(self, column: ResultName) -> Self {
        Self { column, ..self }
    }

    /// Its first argument decides alone where it has this truth.
    const fn decided_by(self, truth: bool) -> Self {
        Self { decides: Some(truth), ..self }
    }

    /// Its constants are checked so.
    const fn checked(self, check: Check) -> Self {
        Self { check: Some(check), ..self }
    }
}

/// A function, by how it is written: its name stands before the bracket.
const fn function(
    form: &'static str,
    page: &'static str,
    kinds: &'static [Kind],
    gives: Gives,
    compute: Compute,
) -> Function {
    let mut rest = form.as_bytes();
    while let [first, tail @ ..] = rest
        && *first != b'('
    {
        rest = tail;
    }
    operator(form.split_at(form.len() - rest.len()).0, form, page, kinds, gives, compute)
}

/// An operator, by name and how it is written.
const fn operator(
    name: &'static str,
    form: &'static str,
    page: &'static str,
    kinds: &'static [Kind],
    gives: Gives,
    compute: Compute,
) -> Function {
    let takes = Takes::these(kinds);
    Function {
        name,
        aliases: &[],
        form,
        page,
        column: ResultName::Nothing,
        decides: None,
        takes,
        gives,
        check: None,
        compute,
    }
}
