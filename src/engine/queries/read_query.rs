//! A query of a view, a policy, an export or a function, read once.

use crate::catalog::EntityId;
use crate::catalog::body::functions::Function;
use crate::diagnostic::{Code, Diagnostic, Result, Severity};
use crate::engine::World;
use crate::engine::queries::elsewhere;
use crate::engine::queries::reads::{self, Read, function_of};
use crate::engine::queries::schema::{before, called, known};
use crate::engine::queries::text::{read, reason};
use crate::engine::queries::unknown::{self, Unknown};
use crate::model::entity::EntityKind;
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::names::{self, What};
use crate::query::tree::{LetValue, Parameter, Query, Statement};
use crate::query::{self, Known, Told, aggregates, functions};
use crate::syntax::parser::mentions_in;
use crate::table::Column;
use crate::text::{Span, quoted};

/// How many views may be made of each other before nothing more is said of their columns.
pub(super) const DEPTH: usize = 16;

/// The text of a query that runs in a database, what it says, and what it reads.
pub(in crate::engine) struct ReadQuery<'a, 'w, 't> {
    world: &'a World<'w>,
    /// The database that it runs in.
    pub(in crate::engine) database: EntityId,
    /// The text.
    pub(in crate::engine) text: &'t str,
    depth: usize,
    /// What it says, or why it is read by its words.
    pub(in crate::engine) tree: Result<Query<'t>, QueryError>,
    /// Where it names columns that could be tables by their place.
    pub(in crate::engine) columns_listed: Vec<Span>,
    /// What it reads, itself and through functions.
    pub(in crate::engine) reads: Vec<Read>,
}

impl<'a, 'w, 't> ReadQuery<'a, 'w, 't> {
    /// Reads a query, or the definition of a function: `let f = (x: long) { … }`.
    pub(in crate::engine) fn new(world: &'a World<'w>, database: EntityId, text: &'t str) -> Self {
        Self::within(world, database, text, DEPTH)
    }

    /// Reads a query; views that are made of each other are looked into so deep.
    pub(super) fn within(world: &'a World<'w>, database: EntityId, text: &'t str, depth: usize) -> Self {
        let tree = read(text);
        let own = match &tree {
            Ok(tree) => reads::of_query(world, database, tree, &[]),
            Err(_) => reads::words(text),
        };
        let reads = reads::with_functions(world, database, own, depth > 0);
        let mut query = Self { world, database, text, depth, tree, columns_listed: Vec::new(), reads };
        query.leave_out_columns();
        query
    }

    /// Returns what the query itself reads.
    pub(super) fn own(self) -> Vec<Read> {
        self.reads.into_iter().filter(|read| read.function.is_none()).collect()
    }

    /// Leaves out names of columns, which stand where a table could.
    fn leave_out_columns(&mut self) {
        let may_be_column = |read: &Read| read.function.is_none() && read.what == Some(What::Listed);
        let Ok(tree) = self.tree.as_ref().map_err(drop) else { return };
        if !self.reads.iter().any(may_be_column) {
            return;
        }
        let Ok(listed) = self.told(Vec::new()).map(|told| told.listed) else { return };
        let own = reads::of_query(self.world, self.database, tree, &listed);
        self.reads = reads::with_functions(self.world, self.database, own, self.depth > 0);
        self.columns_listed = listed;
    }

    /// Returns what binding tells of the query; `more` are tables that it knows besides.
    fn told(&self, more: Vec<Known>) -> Result<Told> {
        let tree = self.tree.as_ref().map_err(|error| Diagnostic::from(error.clone()))?;
        let mut all = more;
        all.extend(known(self.world, self.database, &self.reads, self.depth)?);
        let called = called(self.world, self.database, &self.reads, self.text.len());
        let before = before(&called);
        if let Some(function) = function(tree) {
            return Ok(query::told_of_function(&before, function, &all));
        }
        let statements = before.statements.into_iter().chain(tree.statements.iter().cloned());
        Ok(query::told(&Query { statements: statements.collect() }, &all))
    }

    /// Returns the functions that the query calls, itself and through others, each once.
    pub(in crate::engine) fn functions(&self) -> Vec<(&Read, &'a Function)> {
        let mut found: Vec<(&Read, &'a Function)> = Vec::new();
        let here = self.reads.iter().filter(|read| read.is_here(self.world, self.database));
        for read in here {
            if let Some(function) = function_of(self.world, self.database, read)
                && found.iter().all(|(other, _)| other.name != read.name)
            {
                found.push((read, function));
            }
        }
        found
    }

    /// Returns the columns of what the query gives; `more` are tables that it knows besides.
    ///
    /// # Errors
    /// Says why they are not known, and where in the text: a part of the query is not interpreted, or a name or a type in
    /// it does not fit ([`Code::Semantic`]).
    pub(in crate::engine) fn columns(&self, more: Vec<Known>) -> Result<Vec<Column>> {
        let is_own = |span: Span| (span.start as usize) < self.text.len();
        self.told(more)?.columns.map_err(|error| match error.span() {
            Some(span) if !is_own(span) => {
                Diagnostic { labels: Vec::new(), ..error }.at(Span::of_range(&(0..self.text.len())))
            }
            _ => error,
        })
    }

    /// Returns what there is to know of a query that is not read, or not to its end: that it is read by its words, or calls
    /// functions that are not known. `what` names the query. Places are those in the text.
    pub(in crate::engine) fn said(&self, what: &str) -> Vec<Diagnostic> {
        match &self.tree {
            Ok(tree) => self.unknown_functions(tree, what),
            Err(error) => vec![by_words(error, what)],
        }
    }

    /// Returns the functions that the query calls, and that neither the language nor the database is known to have. A name
    /// near to one that is known is a warning.
    fn unknown_functions(&self, tree: &Query<'_>, what: &str) -> Vec<Diagnostic> {
        let unknown = self.unknown_name();
        let mut told: Vec<String> = unknown.into_iter().map(|unknown| unknown.name).collect();
        let mut all = Vec::new();
        for read in names::reads(tree) {
            let is_called = read.what == What::Called && read.cluster.is_none() && read.database.is_none();
            let is_there = || self.world.catalog.child(self.database, EntityKind::Function, &read.name).is_some();
            if !is_called || told.contains(&read.name) || elsewhere::is_known(&read.name) || is_there() {
                continue;
            }
            let near = functions::near(&read.name).or_else(|| aggregates::near(&read.name));
            let message = format!("{what} calls {}, which kmgmt does not know", quoted(&read.name));
            let severity = if near.is_some() { Severity::Warning } else { Severity::Note };
            let said = Diagnostic { severity, ..Diagnostic::note(Code::NotInterpreted, message) };
            let place = Span { end: read.span.start + u32::try_from(read.name.len()).unwrap_or_default(), ..read.span };
            all.push(said.at(place).did_you_mean(near));
            told.push(read.name);
        }
        all
    }

    /// Returns the first name that the query reads and that leads to nothing. Of a query that is read by its words that is
    /// the name which it begins with.
    pub(in crate::engine) fn unknown_name(&self) -> Option<Unknown> {
        unknown::name(self.world, self.database, self.text, self.tree.as_ref().ok(), &self.reads)
    }

    /// Returns whether the query, or a function that it calls, has one of these words.
    pub(in crate::engine) fn mentions_any(&self, names: &[String]) -> bool {
        let has = |text: &str| mentions_in(text).iter().any(|mention| names.iter().any(|name| *name == *mention.name));
        has(self.text) || self.functions().iter().any(|(_, function)| has(&function.body))
    }
}

/// Returns the parameters and the body of the function that a text defines, and nothing else.
fn function<'q, 's>(tree: &'q Query<'s>) -> Option<(&'q [Parameter<'s>], &'q Query<'s>)> {
    match tree.statements.as_slice() {
        [Statement::Let(one)] => match &one.value {
            LetValue::Function(parameters, body) => Some((parameters, body)),
            _ => None,
        },
        _ => None,
    }
}

/// Returns that a query is read by its words: a note of what is not interpreted, a warning of what is none of the
/// language.
fn by_words(error: &QueryError, what: &str) -> Diagnostic {
    let message = format!("{what} is read by its words: {}", reason(error));
    match error.kind {
        QueryErrorKind::NotInterpreted(_) | QueryErrorKind::Other { .. } | QueryErrorKind::TooLong(_) => {
            Diagnostic::note(Code::NotInterpreted, message).at(error.span)
        }
        _ => {
            let error = Diagnostic::from(error.clone());
            Diagnostic { severity: Severity::Warning, code: Code::NotInterpreted, message, ..error }
        }
    }
}
