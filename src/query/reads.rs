//! What a query reads: the names in it that lead to tables, views, functions and external tables. A column, a parameter
//! and what a `let` names are none of these (`let-statement.md`, `schema-entities/entity-names.md`). Whether a name
//! leads to something, and to what, is for those to say who have the catalog.

use crate::model::keyword::Keyword;
use crate::query::functions::{self, Function, WITHOUT_PAGE};
use crate::query::operator::OperatorKind;
use crate::query::tree::{
    Entity, Expr, Let, LetValue, Operator, Parameter, Pipeline, Query, Scalar, Source, Statement,
};
use crate::query::{aggregates, words};
use crate::syntax::literal::Name;
use crate::table::Value;
use crate::text::Span;

/// Something that a query reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The cluster, if one is named.
    pub cluster: Option<String>,
    /// The database, if one is named.
    pub database: Option<String>,
    /// The name; `*` may stand for letters in a `union`. Empty where a cluster or a database is named alone, and where
    /// nothing is named.
    pub name: String,
    /// What the name may lead to.
    pub what: What,
    /// Where it stands in the text of the query.
    pub span: Span,
    /// Where the name alone stands: a name, or a text in quotes.
    pub named: Span,
}

/// What a name in a query may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A table, a view, or a function without arguments: `T`.
    Rows,
    /// What [`What::Rows`] is, unless a column has the name: `x in (N)`.
    Listed,
    /// A table or a view: `table('T')`, `materialized_view('V')`.
    Stored,
    /// A function: `f(1)`.
    Called,
    /// What [`What::Rows`] is, if the function takes rows at this place.
    Argument(String, Place),
    /// An external table: `external_table('E')`.
    External,
    /// Files, and nothing of a database: `externaldata (…) [ … ]`.
    Files,
    /// A table that is named by a value which is not known before the query runs: `table(x)`.
    Unknown,
}

/// Which parameter of a function an argument is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The parameter that stands there, from 0.
    At(usize),
    /// The parameter of this name.
    Named(String),
}

/// Returns whether the operator takes rows of one column in the brackets on its right (`in-operator.md`,
/// `has-any-operator.md`, `has-all-operator.md`).
#[must_use]
pub fn takes_rows(operator: &str) -> bool {
    functions::find(operator).is_some_and(Function::takes_list)
}

/// Returns what a query reads, in order, each time that it does.
#[must_use]
pub fn reads(query: &Query<'_>) -> Vec<Read> {
    let mut reader = Reader { names: Vec::new(), found: Vec::new() };
    reader.query(query);
    reader.found
}

/// What a name that a query gives stands for.
#[derive(Clone, Copy)]
enum Meaning<'q, 's> {
    /// A value; its text, if it is a text that is written out.
    Value(Option<&'q str>),
    /// Rows, whose tables are noted where the name is given.
    Rows,
    /// A function with these parameters, in the same way.
    Function(&'q [Parameter<'s>]),
}

struct Reader<'q, 's> {
    /// The names that the query gives, the innermost last.
    names: Vec<(&'q str, Meaning<'q, 's>)>,
    found: Vec<Read>,
}

impl<'q, 's> Reader<'q, 's> {
    fn query(&mut self, query: &'q Query<'s>) {
        let known = self.names.len();
        for statement in &query.statements {
            match statement {
                Statement::Let(one) => self.named(one),
                Statement::Parameters(parameters, _) => self.values(parameters),
                Statement::Other(_) => {}
                Statement::Rows(rows) => self.pipeline(rows),
                Statement::Scalar(value) => self.rows_or_value(value),
            }
        }
        self.names.truncate(known);
    }

    fn named(&mut self, one: &'q Let<'s>) {
        let meaning = match &one.value {
            LetValue::Rows(rows) => {
                self.pipeline(rows);
                Meaning::Rows
            }
            LetValue::Scalar(value) => {
                self.rows_or_value(value);
                text_of(value).map_or(Meaning::Rows, |text| Meaning::Value(Some(text)))
            }
            LetValue::Function(parameters, body) => {
                self.function(parameters, body);
                Meaning::Function(parameters)
            }
        };
        self.names.push((&one.name.text, meaning));
    }

    fn function(&mut self, parameters: &'q [Parameter<'s>], body: &'q Query<'s>) {
        let known = self.names.len();
        self.values(parameters);
        self.query(body);
        self.names.truncate(known);
    }

    fn values(&mut self, parameters: &'q [Parameter<'s>]) {
        for parameter in parameters {
            let meaning = if parameter.kind.is_some() { Meaning::Value(None) } else { Meaning::Rows };
            self.names.push((&parameter.name.text, meaning));
        }
    }

    fn meaning(&self, name: &str) -> Option<Meaning<'q, 's>> {
        self.names.iter().rev().find(|(own, _)| *own == name).map(|(_, meaning)| *meaning)
    }

    fn pipeline(&mut self, pipeline: &'q Pipeline<'s>) {
        self.source(&pipeline.source, pipeline.span);
        for operator in &pipeline.operators {
            self.operator(&operator.part, operator.span);
        }
    }

    fn source(&mut self, source: &'q Source<'s>, span: Span) {
        match source {
            Source::Name(entity) => self.entity(entity, What::Rows),
            Source::Call(entity, arguments) if entity.cluster.is_none() && entity.database.is_none() => {
                self.call(&entity.name, arguments, entity.span);
            }
            Source::Call(entity, arguments) => {
                self.entity(entity, What::Called);
                arguments.iter().for_each(|argument| self.rows_or_value(argument));
            }
            Source::ExternalData(_) => self.note(What::Files, "", span),
            _ => {
                source.values().into_iter().for_each(|value| self.expression(value));
                source.pipelines().iter().for_each(|inner| self.pipeline(inner));
            }
        }
    }

    fn operator(&mut self, operator: &'q Operator<'s>, span: Span) {
        match operator {
            Operator::As(name) => self.names.push((&name.text, Meaning::Rows)),
            Operator::Call(word, name, arguments) if *word == OperatorKind::Invoke.name() => {
                self.function_call(name, arguments, span, 1);
            }
            _ => {
                operator.values().into_iter().for_each(|value| self.expression(value));
                operator.pipelines().iter().for_each(|inner| self.pipeline(inner));
            }
        }
    }

    fn expressions(&mut self, values: &'q [Expr<'s>]) {
        values.iter().for_each(|value| self.expression(value));
    }

    /// Reads what stands where rows and values may stand.
    fn rows_or_value(&mut self, value: &'q Expr<'s>) {
        match &value.part {
            Scalar::Name(name) => self.name(name, What::Rows),
            _ => self.expression(value),
        }
    }

    /// Reads a value: a name in it is no table.
    fn expression(&mut self, value: &'q Expr<'s>) {
        match &value.part {
            Scalar::Literal(..) | Scalar::Name(_) | Scalar::Star => {}
            Scalar::Call(name, arguments) => self.call(name, arguments, value.span),
            Scalar::Member(whole, _) => self.expression(whole),
            Scalar::Index(whole, index) => {
                self.expression(whole);
                self.expression(index);
            }
            Scalar::Named(_, value) => self.expression(value),
            Scalar::Rows(rows) => self.pipeline(rows),
        }
    }

    fn call(&mut self, name: &'q Name<'s>, arguments: &'q [Expr<'s>], span: Span) {
        if self.meaning(&name.text).is_some() {
            return self.function_call(name, arguments, span, 0);
        }
        match (&*name.text, arguments) {
            (words::MATERIALIZED_VIEW, [named, ..]) => self.called_by_text(What::Stored, named, span),
            (words::EXTERNAL_TABLE, [named, ..]) => self.called_by_text(What::External, named, span),
            (word, [named, ..]) if word == Keyword::Table.text() => self.called_by_text(What::Stored, named, span),
            (word, [named]) if word == Keyword::Database.text() => {
                self.place_alone(Read { database: self.text(named), ..nothing(span) });
            }
            (word, [named]) if word == Keyword::Cluster.text() => {
                self.place_alone(Read { cluster: self.text(named), ..nothing(span) });
            }
            (words::TO_SCALAR | words::MATERIALIZE, [rows]) => self.rows_or_value(rows),
            (word, [left, right]) if takes_rows(word) => {
                self.expression(left);
                match &right.part {
                    Scalar::Name(name) => self.name(name, What::Listed),
                    _ => self.expression(right),
                }
            }
            (word, _) if is_of_language(word) => {
                self.expressions(arguments);
            }
            _ => self.function_call(name, arguments, span, 0),
        }
    }

    /// Reads the call of a function of the query or of a database; the first argument is for the parameter at `first`.
    fn function_call(&mut self, name: &'q Name<'s>, arguments: &'q [Expr<'s>], span: Span, first: usize) {
        let meaning = self.meaning(&name.text);
        if meaning.is_none() {
            self.note(What::Called, &name.text, span);
        }
        for (at, argument) in arguments.iter().enumerate() {
            let (place, value) = match &argument.part {
                Scalar::Named(own, value) => (Place::Named(own.text.clone().into_owned()), &**value),
                _ => (Place::At(first + at), argument),
            };
            match (&value.part, meaning) {
                (Scalar::Name(own), Some(Meaning::Function(parameters))) if place.takes_rows(parameters) => {
                    self.name(own, What::Rows);
                }
                (Scalar::Name(own), None) => {
                    self.name(own, What::Argument(name.text.clone().into_owned(), place));
                }
                _ => self.expression(value),
            }
        }
    }

    fn called_by_text(&mut self, what: What, value: &'q Expr<'s>, span: Span) {
        match self.text(value) {
            Some(name) => self.found.push(Read { name, what, named: value.span, ..nothing(span) }),
            None => self.note(What::Unknown, "", span),
        }
    }

    /// Returns the text that an expression is, also by way of a `let`.
    fn text(&self, value: &Expr<'_>) -> Option<String> {
        match &value.part {
            Scalar::Name(name) => match self.meaning(&name.text) {
                Some(Meaning::Value(text)) => text.map(str::to_owned),
                _ => None,
            },
            _ => text_of(value).map(str::to_owned),
        }
    }

    fn name(&mut self, name: &Name<'_>, what: What) {
        if self.meaning(&name.text).is_none() {
            self.note(what, &name.text, name.span);
        }
    }

    fn entity(&mut self, entity: &Entity<'_>, what: What) {
        let owned = |part: &Option<std::borrow::Cow<'_, str>>| part.as_deref().map(str::to_owned);
        let (cluster, database) = (owned(&entity.cluster), owned(&entity.database));
        if cluster.is_some() || database.is_some() {
            let name = entity.name.text.clone().into_owned();
            let (span, named) = (entity.span, entity.name.span);
            self.found.push(Read { cluster, database, name, what, span, named });
        } else {
            self.name(&entity.name, what);
        }
    }

    fn note(&mut self, what: What, name: &str, span: Span) {
        self.found.push(Read { name: name.to_owned(), what, ..nothing(span) });
    }

    fn place_alone(&mut self, read: Read) {
        let is_known = read.cluster.is_some() || read.database.is_some();
        self.found.push(if is_known { read } else { Read { what: What::Unknown, ..read } });
    }
}

impl Place {
    /// Returns whether the parameter of this place takes rows.
    #[must_use]
    pub fn takes_rows(&self, parameters: &[Parameter<'_>]) -> bool {
        let parameter = match self {
            Self::At(at) => parameters.get(*at),
            Self::Named(name) => parameters.iter().find(|parameter| parameter.name.text == **name),
        };
        parameter.is_some_and(|parameter| parameter.kind.is_none())
    }
}

/// Returns whether a word is a function, an operator between values or an aggregate of the language.
fn is_of_language(word: &str) -> bool {
    functions::find(word).is_some() || aggregates::find(word).is_some() || WITHOUT_PAGE.contains(&word)
}

const fn nothing(span: Span) -> Read {
    Read { cluster: None, database: None, name: String::new(), what: What::Rows, span, named: span }
}

fn text_of<'e>(value: &'e Expr<'_>) -> Option<&'e str> {
    match &value.part {
        Scalar::Literal(_, Value::Text(text)) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse::parse_query;

    fn shown(text: &str) -> String {
        let query = parse_query(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        let read = |read: Read| {
            assert!(read.span.of(text).contains(read.name.trim_matches('*')) || text.contains("let t"), "{text}");
            let name =
                [read.cluster, read.database, Some(read.name)].into_iter().flatten().collect::<Vec<_>>().join(".");
            match read.what {
                What::Rows => name,
                What::Argument(function, Place::At(at)) => format!("{name} if {function}[{at}]"),
                What::Argument(function, Place::Named(at)) => format!("{name} if {function}[{at}]"),
                what => format!("{name} {what:?}"),
            }
        };
        reads(&query).into_iter().map(read).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn names_lead_to_entities_only_where_rows_may_stand() {
        for (query, read) in [
            ("T | extend Rls = 1 | where Rls == 1 | summarize count() by Rls", "T"),
            ("let Rls = U | take 1; Rls", "U"),
            ("let f = (Rls: (x: long)) { Rls | count }; f(U)", "U"),
            ("let f = (Rls: (*), x: long) { Rls | where a == x }; T | extend x = 1 | invoke f(Rls)", "T"),
            ("let f = (x: long) { T | where a == x }; f(Rls)", "T"),
            ("let f = () { T }; U | join (f()) on x", "T, U"),
            ("T", "T"),
            ("['a b'] | count", "a b"),
            ("let A = T; A | union B*, (C | count), A, B*", "T, B*, C, B*"),
            ("union withsource = s T, database('D').U, *", "T, D.U, *"),
            ("T | join kind = inner U on x | lookup (V | project x) on x", "T, U, V"),
            ("T | where x in (U) and y in ('a', 'b') and z !in (V | project z)", "T, U Listed, V"),
            ("T | where x in (U, 'a') or x has_any (V)", "T, V Listed"),
            ("T | where x == toscalar(U | count) | extend y = toscalar(V)", "T, U, V"),
            ("materialize(T) | count", "T"),
            ("let M = materialize(T | take 1); M", "T"),
            ("cluster('C').database('D').T | count", "C.D.T"),
            ("table('T') | union materialized_view('V'), external_table('E')", "T Stored, V Stored, E External"),
            ("let t = 'Rls'; table(t)", "Rls Stored"),
            ("let t = strcat('R', 'ls'); table(t)", " Unknown"),
            ("externaldata (a: long) ['https://x/y.csv'] | count", " Files"),
            ("f() | where g(x) > ago(1d)", "f Called, g Called, x if g[0]"),
            ("f(T, 1)", "f Called, T if f[0]"),
            ("f(a = T, b = 1)", "f Called, T if f[a]"),
            ("T | invoke f(U)", "T, f Called, U if f[1]"),
            ("database('D').f(T)", "D.f Called, T"),
            ("T | as X | union X", "T"),
            ("T | mv-apply e = Rls on (where e > 1)", "T"),
            ("T | where Rls.T == 1 and T['Rls'] == 2", "T"),
            ("print x = 1", ""),
            ("T | evaluate bag_unpack(Rls)", "T"),
            ("let Rls = 1; T | where x == Rls | union (Rls)", "T"),
            ("let a = T; let a = U; a", "T, U"),
        ] {
            assert_eq!(shown(query), read, "{query}");
        }
    }
}
