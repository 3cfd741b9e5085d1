//! Where rows come from, and pipelines.

use std::borrow::Cow;

use crate::model::keyword::Keyword;
use crate::query::error::QueryErrorKind;
use crate::query::operator::{OperatorKind, Support};
use crate::query::parse::expressions::A_VALUE;
use crate::query::parse::input::{Expectation, PResult, Parser};
use crate::query::parse::literals::other;
use crate::query::parse::names::is_reserved;
use crate::query::tree::{Entity, Expr, Operator, Pipeline, Placed, Scalar, Source, Typed, Union};
use crate::query::words;
use crate::syntax::literal::Name;
use crate::table::Value;
use crate::text::Span;

impl<'s> Parser<'_, 's> {
    /// `rows_or_value = rows | expression ;` rows where there is a pipe or a source.
    pub(super) fn rows_or_value(&mut self) -> PResult<Expr<'s>> {
        let start = self.span();
        let (pipeline, height) = if self.begins_source()? {
            self.measured(|parser| {
                let source = parser.nested(Self::source)?;
                parser.pipeline(source, start)
            })?
        } else {
            let (value, height) = self.measured(Self::expression)?;
            if !self.is_mark(0, "|") {
                self.note(Expectation::Mark("|"));
                return Ok(value);
            }
            let source = self.source_of(value)?;
            let (pipeline, other) = self.measured(|parser| parser.pipeline(source, start))?;
            (pipeline, height.max(other))
        };
        self.grown(height + 1, pipeline.span)?;
        let span = pipeline.span;
        Ok(Placed { part: Scalar::Rows(Box::new(pipeline)), span })
    }

    /// Returns whether a word stands here that begins a source and no expression; fails at what is known and not read.
    fn begins_source(&mut self) -> PResult<bool> {
        let Some((word, length)) = self.dashed_word() else { return Ok(false) };
        let is_call = self.is_mark(length, "(");
        match word {
            "print" | "union" => Ok(true),
            "range" => Ok(self.given_name_length(1).is_some_and(|length| self.word_at(1 + length) == Some("from"))),
            "evaluate" if self.word_at(1).is_some() => {
                self.fail(QueryErrorKind::NotInterpreted(OperatorKind::Evaluate), self.span())
            }
            word => match OperatorKind::of(word).filter(|kind| kind.support() == Support::Known) {
                Some(kind) if length > 1 || is_reserved(word) && !is_call => {
                    self.fail(QueryErrorKind::NotInterpreted(kind), self.span())
                }
                _ => Ok(false),
            },
        }
    }

    /// `source = print | range | "union" union ;` beside those that expressions begin with.
    fn source(&mut self) -> PResult<Source<'s>> {
        match self.word_at(0) {
            Some("print") => self.print(),
            Some("range") => self.range(),
            _ => {
                self.word("union")?;
                Ok(Source::Union(self.union()?))
            }
        }
    }

    /// `print = "print" named { "," named } ;`
    fn print(&mut self) -> PResult<Source<'s>> {
        self.word("print")?;
        Ok(Source::Print(self.list(Self::named)?))
    }

    /// `range = "range" reference "from" expression "to" expression "step" expression ;`
    fn range(&mut self) -> PResult<Source<'s>> {
        self.word("range")?;
        let name = self.reference("a name")?;
        self.word("from")?;
        let from = self.expression()?;
        self.word(Keyword::To.text())?;
        let to = self.expression()?;
        self.word("step")?;
        let step = self.expression()?;
        Ok(Source::Range(name, Box::new([from, to, step])))
    }

    /// `union = { hint } [ "kind" "=" ( "inner" | "outer" ) ] [ ( "withsource" | "with_source" ) "=" reference ] [
    /// "isfuzzy" "=" bool ] union_part { "," union_part } ;` after its name.
    pub(super) fn union(&mut self) -> PResult<Union<'s>> {
        let (mut is_inner, mut source) = (false, None);
        for (name, value) in self.settings(&["kind", "withsource", "with_source", "isfuzzy"])? {
            match name {
                "kind" => is_inner = value.text == "inner",
                "withsource" | "with_source" => source = Some(value),
                _ => {}
            }
        }
        Ok(Union { is_inner, source, parts: self.list(Self::union_part)? })
    }

    /// `union_part = "(" rows ")" | wild_name | call | entity_of_query | wild_entity ;`
    pub(super) fn union_part(&mut self) -> PResult<Pipeline<'s>> {
        let start = self.span();
        let name = self.pattern_alone();
        let source = match name {
            Some(name) => Source::Name(alone(name)),
            None => {
                self.takes_patterns = true;
                let value = self.postfix();
                self.takes_patterns = false;
                self.source_of(value?)?
            }
        };
        Ok(Pipeline { source, operators: Vec::new(), span: self.since(start) })
    }

    /// Takes a name with `*` in it.
    fn pattern_alone(&mut self) -> Option<Name<'s>> {
        let is_star = |ahead: usize| self.peek(ahead).is_some_and(|token| token.is(b'*'));
        let is_here = is_star(0) || self.word_at(0).is_some() && is_star(1) && self.is_joined(1);
        if is_here { self.wild_name(A_VALUE).ok() } else { None }
    }

    /// `pipeline = source { "|" operator } ;`
    pub(super) fn pipeline(&mut self, source: Source<'s>, start: Span) -> PResult<Pipeline<'s>> {
        let mut operators = Vec::new();
        while self.eat_mark("|") {
            operators.push(self.operator()?);
        }
        Ok(Pipeline { source, operators, span: self.since(start) })
    }

    /// `operators = operator { "|" operator } ;`
    pub(super) fn operators(&mut self) -> PResult<Vec<Placed<Operator<'s>>>> {
        let mut operators = vec![self.operator()?];
        while self.eat_mark("|") {
            operators.push(self.operator()?);
        }
        Ok(operators)
    }

    /// Reads a table that is written out where a value may stand.
    pub(super) fn table_as_value(&mut self) -> PResult<Expr<'s>> {
        let start = self.span();
        let source = if self.word_at(0) == Some("datatable") { self.datatable()? } else { self.externaldata()? };
        let span = self.since(start);
        let pipeline = Pipeline { source, operators: Vec::new(), span };
        Ok(Placed { part: Scalar::Rows(Box::new(pipeline)), span })
    }

    /// `datatable = "datatable" schema "[" [ "," ] [ signed_literal { "," signed_literal } [ "," ] ] "]" ;`
    fn datatable(&mut self) -> PResult<Source<'s>> {
        self.word("datatable")?;
        let columns = self.schema()?;
        let open = self.span();
        self.mark("[")?;
        self.eat_mark(",");
        let mut values = Vec::new();
        while !self.is_at_end() {
            values.push(self.signed_literal()?);
            if !self.eat_mark(",") {
                break;
            }
        }
        self.close("]", open)?;
        Ok(Source::DataTable(columns, values))
    }

    /// `externaldata = ( "externaldata" | "external_data" ) schema "[" expression { "," expression } "]" [ "with" "("
    /// "format" "=" string ")" ] ;`
    fn externaldata(&mut self) -> PResult<Source<'s>> {
        self.skip(1);
        let columns = self.schema()?;
        let open = self.span();
        self.mark("[")?;
        self.list(Self::expression)?;
        self.close("]", open)?;
        if self.eat_word("with") {
            self.with_settings()?;
        }
        Ok(Source::ExternalData(columns))
    }

    /// `schema = "(" [ "," ] [ typed { "," typed } [ "," ] ] ")" ;`
    pub(super) fn schema(&mut self) -> PResult<Vec<Typed<'s>>> {
        let open = self.span();
        self.mark("(")?;
        self.eat_mark(",");
        let mut columns = Vec::new();
        while !self.is_at_end() {
            columns.push(self.typed()?);
            if !self.eat_mark(",") {
                break;
            }
        }
        self.close(")", open)?;
        Ok(columns)
    }

    /// `typed = given_name ":" scalar_type ;`
    pub(super) fn typed(&mut self) -> PResult<Typed<'s>> {
        let name = self.given_name("the name of a column")?;
        self.mark(":")?;
        Ok(Typed { name, kind: self.scalar_type()? })
    }

    /// Reads on after `cluster('C').` and `database('D').`; nothing where the value before the dot is neither.
    pub(super) fn entity_path(&mut self, value: &Expr<'s>) -> PResult<Option<Expr<'s>>> {
        let Some((cluster, database)) = path_of(value) else { return Ok(None) };
        let mut entity =
            Entity { cluster, database, name: Name { text: Cow::Borrowed(""), span: value.span }, span: value.span };
        let source = if self.word_at(0) == Some(Keyword::Database.text()) && self.is_mark(1, "(") {
            let start = self.span();
            self.skip(1);
            let arguments = self.arguments()?;
            let Some(name) = only_text(&arguments) else {
                let help = "write the name in quotes: `database('D')`";
                return self.fail(other("the name of the database is no text", help), self.since(start));
            };
            entity.database = Some(name);
            entity.span = self.since(value.span);
            Source::Name(entity)
        } else {
            let what = "the name of a table";
            entity.name = if self.takes_patterns { self.wild_name(what)? } else { self.reference(what)? };
            entity.span = self.since(value.span);
            if self.is_mark(0, "(") { Source::Call(entity, self.arguments()?) } else { Source::Name(entity) }
        };
        let span = self.since(value.span);
        let pipeline = Pipeline { source, operators: Vec::new(), span };
        Ok(Some(Placed { part: Scalar::Rows(Box::new(pipeline)), span }))
    }

    /// Returns the rows that an expression stands for: a table, a function that gives rows, rows in brackets.
    pub(super) fn source_of(&mut self, value: Expr<'s>) -> PResult<Source<'s>> {
        match value.part {
            Scalar::Name(name) => Ok(Source::Name(alone(name))),
            Scalar::Rows(pipeline) if pipeline.operators.is_empty() => Ok(pipeline.source),
            Scalar::Rows(pipeline) => Ok(Source::Bracketed(pipeline)),
            Scalar::Call(name, mut arguments) if name.text == words::MATERIALIZE && arguments.len() == 1 => {
                match arguments.pop() {
                    Some(rows) => self.source_of(rows),
                    None => self.no_rows(value.span),
                }
            }
            Scalar::Call(name, arguments) if is_function(&name, self.text) => {
                let entity = Entity { span: value.span, ..alone(name) };
                Ok(Source::Call(entity, arguments))
            }
            _ => self.no_rows(value.span),
        }
    }

    fn no_rows<T>(&mut self, span: Span) -> PResult<T> {
        let help = "rows come from a table, a function, `print`, `range`, `datatable` or `union`";
        self.fail(other("a value has no rows", help), span)
    }
}

/// Returns the table that is named alone.
const fn alone(name: Name<'_>) -> Entity<'_> {
    let span = name.span;
    Entity { cluster: None, database: None, name, span }
}

/// Returns whether the name of a call is one of a function, and none of an operation.
fn is_function(name: &Name<'_>, text: &str) -> bool {
    let written = name.span.of(text);
    let is_word = written.starts_with(|first: char| first.is_alphabetic() || first == '_') && !written.contains(' ');
    written.starts_with('[') || is_word && !is_reserved(written)
}

/// A cluster and a database before a dot.
type PathBefore<'s> = (Option<Cow<'s, str>>, Option<Cow<'s, str>>);

/// Returns the cluster and the database that the value before a dot names.
fn path_of<'s>(value: &Expr<'s>) -> Option<PathBefore<'s>> {
    match &value.part {
        Scalar::Call(name, arguments) if name.text == Keyword::Cluster.text() => {
            Some((Some(only_text(arguments)?), None))
        }
        Scalar::Call(name, arguments) if name.text == Keyword::Database.text() => {
            Some((None, Some(only_text(arguments)?)))
        }
        Scalar::Rows(pipeline) => match &pipeline.source {
            Source::Name(Entity { cluster, database: Some(database), name, .. }) if name.text.is_empty() => {
                Some((cluster.clone(), Some(database.clone())))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Returns the text of the one argument.
fn only_text<'s>(arguments: &[Expr<'s>]) -> Option<Cow<'s, str>> {
    match arguments {
        [Placed { part: Scalar::Literal(_, Value::Text(text)), .. }] => Some(Cow::Owned(text.as_ref().to_owned())),
        _ => None,
    }
}
