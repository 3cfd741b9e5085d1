//! A bound query: a source, steps, expressions with the places of columns. Nothing of it can fail any more but a limit.

use std::fmt;
use std::sync::Arc;

use regex::Regex;

use crate::query::aggregates::Aggregate as AggregateFunction;
use crate::query::functions::Function;
use crate::table::{Column, ColumnType, Value};
use crate::text::Span;

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Debug for AggregateFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A source of rows and the steps that they go through.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// The columns of the rows that come out.
    pub(super) columns: Vec<Column>,
    /// Where the rows come from.
    pub(super) source: Source,
    /// What they go through.
    pub(super) steps: Vec<Step>,
    /// The places of the operators that the steps are, in the text of the query.
    pub(super) places: Vec<Span>,
    /// How many parts it has, those of the plans in it included.
    pub(super) size: usize,
}

/// A query that can run: its plan, and the queries inside it whose answers it takes.
#[derive(Debug)]
pub(super) struct BoundQuery {
    pub(super) plan: Plan,
    pub(super) inner: Vec<Inner>,
}

/// A query inside a query.
#[derive(Debug)]
pub(super) struct Inner {
    pub(super) plan: Plan,
    /// Whether the first column of all rows is taken, and not the first cell alone.
    pub(super) is_list: bool,
}

/// Where the rows of a plan come from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// Whoever runs the plan gives them.
    Given,
    /// These rows.
    Rows(Arc<Vec<Vec<Value>>>),
    /// The values of `range`: first, last, step; and their place in the text of the query.
    Range(Box<[Expression; 3]>, Span),
    /// Another plan.
    Plan(Arc<Plan>),
}

/// What rows go through.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Rows for which this is true go on.
    Where(Expression),
    /// A row of these values takes the place of each row.
    Project(Vec<Expression>),
    /// The groups of rows.
    Summarize(Summarize),
    /// Of equal rows the first goes on.
    Distinct,
    /// The rows in another order; of them so many, where a number is said.
    Sort(Vec<Order>, Option<Expression>),
    /// The first rows.
    Take(Expression),
    /// How many rows there are.
    Count,
    /// A row for each element.
    Expand(Expand),
    /// A query on the rows of each row's elements.
    Apply(Box<Apply>),
    /// Values that a pattern takes out of a text.
    Parse(Box<Parse>),
    /// Columns of another table by keys.
    Lookup(Box<Lookup>),
}

/// A scalar expression.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    /// A value that is the same for every row.
    Constant(Value),
    /// The cell at this place.
    Column(usize),
    /// A function, its arguments and their types.
    Call(&'static Function, Vec<Expression>, Vec<ColumnType>),
    /// `a.b`
    Member(Box<Expression>, String),
    /// `a[b]`
    Index(Box<Expression>, Box<Expression>),
    /// The answer of the query inside the query that has this number.
    Answer(usize),
}

/// What `summarize` does. A row of the result is computed from the keys, followed by what the aggregates give.
#[derive(Clone, Debug)]
pub(super) struct Summarize {
    /// The keys.
    pub(super) keys: Vec<Expression>,
    /// The aggregates.
    pub(super) aggregates: Vec<Aggregate>,
    /// The columns of the result.
    pub(super) columns: Vec<Expression>,
}

/// An aggregate over the rows of a group.
#[derive(Clone, Debug)]
pub(super) struct Aggregate {
    /// What it computes.
    pub(super) function: &'static AggregateFunction,
    /// The arguments.
    pub(super) arguments: Vec<Expression>,
    /// Their types.
    pub(super) types: Vec<ColumnType>,
}

/// What rows are sorted by.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// The value.
    pub(super) value: Expression,
    /// Its type.
    pub(super) kind: ColumnType,
    /// Whether small values come first.
    pub(super) ascending: bool,
    /// Whether nulls come first.
    pub(super) nulls_first: bool,
}

/// What `mv-expand` does.
#[derive(Clone, Debug)]
pub(super) struct Expand {
    /// The values, each with the place that its elements take and their type.
    pub(super) values: Vec<(Expression, usize, ColumnType)>,
    /// The place of the index of the element.
    pub(super) index: Option<usize>,
    /// How many cells a row has then.
    pub(super) width: usize,
    /// Whether a property becomes `[name, value]`.
    pub(super) bags_as_arrays: bool,
    /// The most rows of one row.
    pub(super) limit: Option<Expression>,
}

/// What `mv-apply` does.
#[derive(Clone, Debug)]
pub(super) struct Apply {
    /// How a row is expanded.
    pub(super) expand: Expand,
    /// The query on the rows of one row.
    pub(super) plan: Plan,
    /// The cells of the result.
    pub(super) cells: Vec<Applied>,
}

/// Where a cell of the result of `mv-apply` comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Applied {
    /// The row that was expanded.
    Row(usize),
    /// A row of the query.
    Query(usize),
}

/// What `parse` does.
#[derive(Clone, Debug)]
pub(super) struct Parse {
    /// The text.
    pub(super) text: Expression,
    /// The pattern.
    pub(super) pattern: Regex,
    /// The columns.
    pub(super) columns: Vec<Parsed>,
    /// How many cells a row has then.
    pub(super) width: usize,
    /// Whether rows that do not fit are left out.
    pub(super) only_where: bool,
    /// Whether a value that does not have the type is null, and the row fits all the same.
    pub(super) relaxed: bool,
}

/// A column of `parse`.
#[derive(Clone, Debug)]
pub(super) struct Parsed {
    /// Its place in the row.
    pub(super) place: usize,
    /// Its type.
    pub(super) kind: ColumnType,
    /// The function that makes its value of a text.
    pub(super) convert: Option<&'static Function>,
    /// The number of its group in the pattern.
    pub(super) group: usize,
}

/// What `lookup` does.
#[derive(Clone, Debug)]
pub(super) struct Lookup {
    /// The other table.
    pub(super) right: Plan,
    /// The places of the keys on the left and on the right.
    pub(super) keys: Vec<(usize, usize)>,
    /// The places on the right of the columns that are added.
    pub(super) taken: Vec<usize>,
    /// Whether rows without a match are left out.
    pub(super) inner: bool,
}
