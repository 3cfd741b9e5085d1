//! What a query is: statements, a source of rows, operators, expressions. The parser makes it, the binder and whoever
//! asks what a query reads take it apart. Borrows from the text; every part knows where it stands.

use std::borrow::Cow;

use crate::syntax::literal::Name;
use crate::table::{ColumnType, Value};
use crate::text::Span;

/// A query: `let` and other statements, and expressions that give rows. A pipe is one such expression,
/// without statements before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Query<'s> {
    /// The statements, in order.
    pub statements: Vec<Statement<'s>>,
}

/// A statement of a query.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement<'s> {
    /// `let NAME = …`
    Let(Let<'s>),
    /// `declare query_parameters(a: long = 1)`, and where it stands
    Parameters(Vec<Parameter<'s>>, Span),
    /// `set OPTION [= value]`, `alias …`, `restrict …`: read, and without meaning here.
    Other(Span),
    /// What gives rows.
    Rows(Pipeline<'s>),
    /// A scalar, or a name that may be a table: what the body of a function gives back.
    Scalar(Expr<'s>),
}

/// `let NAME = value`
#[derive(Clone, Debug, PartialEq)]
pub struct Let<'s> {
    /// The name that is given.
    pub name: Name<'s>,
    /// What it stands for.
    pub value: LetValue<'s>,
}

/// What a `let` gives a name to.
#[derive(Clone, Debug, PartialEq)]
pub enum LetValue<'s> {
    /// A scalar, or a name that may be a table.
    Scalar(Expr<'s>),
    /// Rows.
    Rows(Pipeline<'s>),
    /// `(a: long, T: (x: string)) { … }`
    Function(Vec<Parameter<'s>>, Query<'s>),
}

/// A parameter of a function that a `let` defines, or of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter<'s> {
    /// Its name.
    pub name: Name<'s>,
    /// Its type; nothing where it takes a table.
    pub kind: Option<ColumnType>,
    /// The columns that a table has which it takes; none where any will do.
    pub columns: Vec<Typed<'s>>,
    /// The value where none is given.
    pub default: Option<Expr<'s>>,
}

/// A source of rows, and the operators that they go through.
#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline<'s> {
    /// Where the rows come from.
    pub source: Source<'s>,
    /// What they go through, in order.
    pub operators: Vec<Placed<Operator<'s>>>,
    /// Where it stands.
    pub span: Span,
}

/// A part, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed<T> {
    /// The part.
    pub part: T,
    /// Where it stands: of an operator from its name on.
    pub span: Span,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source<'s> {
    /// The result of the command before the pipe, `$command_results`, and in `mv-apply … on (…)` the rows of one row.
    Given,
    /// A table, a view, a function without arguments, or what a `let` named.
    Name(Entity<'s>),
    /// A function that gives rows: `f(1)`, `table('T')`, `materialized_view('V')`, `external_table('E')`.
    Call(Entity<'s>, Vec<Expr<'s>>),
    /// `print a = 1, 2`
    Print(Vec<Named<'s>>),
    /// `datatable (a: long, b: string) [1, 'x', …]`
    DataTable(Vec<Typed<'s>>, Vec<Expr<'s>>),
    /// `range x from 1 to 10 step 2`
    Range(Name<'s>, Box<[Expr<'s>; 3]>),
    /// `externaldata (a: long) [ 'url' ] with (…)`
    ExternalData(Vec<Typed<'s>>),
    /// `union [kind = …] [withsource = c] [isfuzzy = true] T, (U | …), *`
    Union(Union<'s>),
    /// `( … )`
    Bracketed(Box<Pipeline<'s>>),
}

/// What a name in a query leads to: `T`, `database('D').T`, `cluster('C').database('D').T`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity<'s> {
    /// The cluster, if one is named.
    pub cluster: Option<Cow<'s, str>>,
    /// The database, if one is named.
    pub database: Option<Cow<'s, str>>,
    /// The name; `*` may stand for letters in a `union`.
    pub name: Name<'s>,
    /// Where all of it stands.
    pub span: Span,
}

/// A column with its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed<'s> {
    /// Its name.
    pub name: Name<'s>,
    /// Its type.
    pub kind: ColumnType,
}

/// An operator after a pipe.
#[derive(Clone, Debug, PartialEq)]
pub enum Operator<'s> {
    /// `where`, `filter`
    Where(Expr<'s>),
    /// `project`
    Project(Vec<Named<'s>>),
    /// `project-away`, with patterns such as `a*`
    ProjectAway(Vec<Name<'s>>),
    /// `project-keep`, with patterns
    ProjectKeep(Vec<Name<'s>>),
    /// `project-rename New = Old`
    ProjectRename(Vec<(Name<'s>, Name<'s>)>),
    /// `project-reorder a, b* asc, c* granny-asc`
    ProjectReorder(Vec<(Name<'s>, Option<NameOrder>)>),
    /// `extend`
    Extend(Vec<Named<'s>>),
    /// `summarize … by …`
    Summarize {
        /// The aggregates.
        aggregates: Vec<Named<'s>>,
        /// The keys.
        by: Vec<Named<'s>>,
    },
    /// `distinct a, b`; nothing stands for `*`
    Distinct(Vec<Named<'s>>),
    /// `order by`, `sort by`
    Sort(Vec<Ordered<'s>>),
    /// `top N by …`
    Top(Box<Expr<'s>>, Ordered<'s>),
    /// `take N`, `limit N`
    Take(Expr<'s>),
    /// `count`, `count as Name`
    Count(Option<Name<'s>>),
    /// `mv-expand`, `mvexpand`
    MvExpand(Expand<'s>),
    /// `mv-apply … on ( … )`
    MvApply(Expand<'s>, Box<Pipeline<'s>>),
    /// `parse`, `parse-where`
    Parse(Box<Parse<'s>>),
    /// `lookup [kind = …] ( … ) on …`
    Lookup(Box<Join<'s>>),
    /// `join [kind = …] ( … ) on …`
    Join(Box<Join<'s>>),
    /// `union …`
    Union(Union<'s>),
    /// `getschema`
    GetSchema,
    /// `render KIND [with (…)]`
    Render,
    /// `as Name`
    As(Name<'s>),
    /// `serialize [a = …]`
    Serialize(Vec<Named<'s>>),
    /// `consume`
    Consume,
    /// `invoke f(…)`, `evaluate [hint] plugin(…)`: an operator that calls something.
    Call(&'static str, Name<'s>, Vec<Expr<'s>>),
}

/// `name = expression`, or an expression alone. `(a, b) = f()` has several names.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<'s> {
    /// The names that are given.
    pub names: Vec<Name<'s>>,
    /// The value.
    pub value: Expr<'s>,
}

/// Which way rows are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `asc`
    Ascending,
    /// `desc`, which the language takes where nothing is said
    Descending,
}

/// How columns of a pattern are put in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameOrder {
    /// Which way.
    pub direction: Direction,
    /// `granny-asc`, `granny-desc`: whether the numbers in names count as numbers.
    pub by_number: bool,
}

/// What rows are sorted by.
#[derive(Clone, Debug, PartialEq)]
pub struct Ordered<'s> {
    /// The value.
    pub value: Named<'s>,
    /// Which way.
    pub direction: Option<Direction>,
    /// Whether nulls come first, where it is said.
    pub nulls_first: Option<bool>,
}

/// What `mv-expand` and `mv-apply` take.
#[derive(Clone, Debug, PartialEq)]
pub struct Expand<'s> {
    /// Whether `bagexpansion = array` or `kind = array` is said.
    pub bags_as_arrays: bool,
    /// `with_itemindex = Name`
    pub item_index: Option<Name<'s>>,
    /// The values that are expanded, each with the type after `to typeof(…)`.
    pub values: Vec<(Named<'s>, Option<ColumnType>)>,
    /// `limit N`
    pub limit: Option<Expr<'s>>,
}

/// What `parse` and `parse-where` take.
#[derive(Clone, Debug, PartialEq)]
pub struct Parse<'s> {
    /// Whether rows that do not fit are left out.
    pub only_where: bool,
    /// `kind = …`
    pub kind: ParseKind,
    /// `flags = …`
    pub flags: Option<Name<'s>>,
    /// The text.
    pub value: Expr<'s>,
    /// The pattern.
    pub pattern: Vec<Piece<'s>>,
}

/// The kind of a pattern of `parse`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParseKind {
    /// `simple`
    #[default]
    Simple,
    /// `regex`
    Regex,
    /// `relaxed`
    Relaxed,
}

/// A piece of a pattern of `parse`.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'s> {
    /// `*`
    Any(Span),
    /// `'text'`
    Text(Placed<Cow<'s, str>>),
    /// `name: type`; a string where no type is said
    Column(Typed<'s>),
}

/// What `join` and `lookup` take.
#[derive(Clone, Debug, PartialEq)]
pub struct Join<'s> {
    /// `kind = …`, as it is written.
    pub kind: Option<Name<'s>>,
    /// The other side.
    pub right: Pipeline<'s>,
    /// `a`, `$left.a == $right.b`: the column on the left and on the right.
    pub on: Vec<(Name<'s>, Name<'s>)>,
}

/// What `union` takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Union<'s> {
    /// `kind = inner`: whether the columns that all parts have are those of the result.
    pub is_inner: bool,
    /// `withsource = Name`
    pub source: Option<Name<'s>>,
    /// The tables and queries.
    pub parts: Vec<Pipeline<'s>>,
}

/// An expression, and where it stands.
pub type Expr<'s> = Placed<Scalar<'s>>;

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar<'s> {
    /// A literal with its type.
    Literal(ColumnType, Value),
    /// A column, or what a `let` or a parameter named.
    Name(Name<'s>),
    /// `*`, as an argument of an aggregate or a function such as `pack_all`, and of `count`.
    Star,
    /// `f(a, b)`; `and`, `or`, `+`, `==`, `has`, `!in` and all others are calls of a name that is their mark or word.
    Call(Name<'s>, Vec<Expr<'s>>),
    /// `a.b`
    Member(Box<Expr<'s>>, Name<'s>),
    /// `a[0]`, `a['b']`
    Index(Box<Expr<'s>>, Box<Expr<'s>>),
    /// `a = b` inside the brackets of a call.
    Named(Name<'s>, Box<Expr<'s>>),
    /// Rows where a scalar or a set is taken: `toscalar(T | …)`, `x in (T | project a)`, `materialize(T)`.
    Rows(Box<Pipeline<'s>>),
}
