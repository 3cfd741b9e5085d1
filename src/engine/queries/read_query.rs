//! A query of a view, a policy, an export or a function, read once.

use hashbrown::HashSet;

use crate::catalog::EntityId;
use crate::catalog::body::external_tables::ExternalTable;
use crate::catalog::body::functions::Function;
use crate::catalog::body::materialized_views::MaterializedView;
use crate::catalog::body::tables;
use crate::diagnostic::{Diagnostic, Result};
use crate::engine::World;
use crate::engine::queries::elsewhere::stand_ins;
use crate::engine::queries::reads::{self, Read, function_of};
use crate::engine::queries::schema::{before, called, of_catalog};
use crate::engine::queries::text::read;
use crate::engine::queries::unknown::{self, Unknown};
use crate::model::entity::EntityKind;
use crate::query::error::QueryError;
use crate::query::parameters::{self, Values};
use crate::query::reads::What;
use crate::query::tree::{LetValue, Parameter, Query, Statement};
use crate::query::{self, Known, Told};
use crate::syntax::parser::mentions_in;
use crate::table::Column;
use crate::text::Span;

/// How many views may be made of each other before nothing more is said of their columns.
const DEPTH: usize = 16;

/// The text of a query that runs in a database, what it says, and what it reads.
pub(in crate::engine) struct ReadQuery<'a, 'w, 't> {
    /// Where it runs.
    pub(super) world: &'a World<'w>,
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

    /// Reads a query of a request, with the values that the request gives; answers also what is wrong with these.
    pub(super) fn of_request(
        world: &'a World<'w>,
        database: EntityId,
        text: &'t str,
        values: &Values,
    ) -> (Self, Result<()>) {
        let mut tree = read(text);
        let filled = tree.as_mut().map_or(Ok(()), |tree| parameters::fill(tree, text, values));
        (Self::of_tree(world, database, text, tree, DEPTH), filled)
    }

    /// Reads a query; views that are made of each other are looked into so deep.
    fn within(world: &'a World<'w>, database: EntityId, text: &'t str, depth: usize) -> Self {
        Self::of_tree(world, database, text, read(text), depth)
    }

    fn of_tree(
        world: &'a World<'w>,
        database: EntityId,
        text: &'t str,
        tree: Result<Query<'t>, QueryError>,
        depth: usize,
    ) -> Self {
        let own = match &tree {
            Ok(tree) => reads::of_query(world, database, tree, &[]),
            Err(_) => reads::words(text),
        };
        let reads = with_functions(world, database, own, depth > 0);
        let mut query = Self { world, database, text, depth, tree, columns_listed: Vec::new(), reads };
        query.leave_out_columns();
        query
    }

    /// Returns what the query itself reads.
    fn own(self) -> Vec<Read> {
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
        self.reads = with_functions(self.world, self.database, own, self.depth > 0);
        self.columns_listed = listed;
    }

    /// Returns what binding tells of the query; `more` are tables that it knows besides.
    fn told(&self, more: Vec<Known>) -> Result<Told> {
        let tree = self.tree.as_ref().map_err(|error| Diagnostic::from(error.clone()))?;
        let mut all = more;
        all.extend(known(self.world, self.database, &self.reads, self.depth)?);
        let start = self.text.len();
        let called = called(self.world, self.database, &self.reads, start);
        let texts: Vec<&str> = called.iter().map(String::as_str).chain([self.text]).collect();
        let mut all_before = stand_ins(&texts, start);
        all_before.extend(called);
        let before = before(&all_before);
        if let Some(function) = function(tree) {
            return Ok(query::told_of_function(&before, function, &all));
        }
        // What is `set` changes no columns (`set-statement.md`).
        let is_set =
            |one: &&Statement<'_>| matches!(one, Statement::Other(span) if span.of(self.text).starts_with("set"));
        let own = tree.statements.iter().filter(|one| !is_set(one)).cloned();
        let statements = before.statements.into_iter().chain(own);
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

/// Returns what `query`, which runs in `database`, reads. A function is looked into once.
pub(in crate::engine) fn reads(world: &World<'_>, database: EntityId, query: &str) -> Vec<Read> {
    ReadQuery::new(world, database, query).reads
}

/// Adds what functions read that are called. Each is looked into once; whether names of columns are left out is told.
fn with_functions(world: &World<'_>, database: EntityId, own: Vec<Read>, leaves_out_columns: bool) -> Vec<Read> {
    let mut reads = own;
    let mut at = 0;
    let mut visited: HashSet<String> = HashSet::new();
    while let Some(read) = reads.get(at) {
        at += 1;
        if !read.is_here(world, database) || visited.contains(&read.name) {
            continue;
        }
        let Some(function) = function_of(world, database, read) else { continue };
        visited.insert(read.name.clone());
        let (name, span) = (read.name.clone(), read.span);
        let text = reads::as_let("f", function);
        let mut inner = named_in(world, database, &text);
        if leaves_out_columns && inner.iter().any(|read| read.what == Some(What::Listed)) {
            inner = ReadQuery::within(world, database, &text, 0).own();
        }
        reads.extend(inner.into_iter().map(|inner| Read { span, function: Some(name.clone()), ..inner }));
    }
    reads
}

/// Returns what a text itself names, of columns and tables of one name the tables.
fn named_in(world: &World<'_>, database: EntityId, text: &str) -> Vec<Read> {
    match read(text) {
        Ok(query) => reads::of_query(world, database, &query, &[]),
        Err(_) => reads::words(text),
    }
}

/// Returns the columns of a view: those that it keeps, or else those of its query.
///
/// # Errors
/// As for [`ReadQuery::columns`].
pub(in crate::engine) fn view_columns(world: &World<'_>, view: EntityId) -> Result<Vec<Column>> {
    view_within(world, view, DEPTH)
}

fn view_within(world: &World<'_>, view: EntityId, depth: usize) -> Result<Vec<Column>> {
    let database = world.catalog.database_of(view).map(|(database, _)| database);
    match (database, world.catalog.content::<MaterializedView>(view)) {
        (_, Some(body)) if !body.columns.is_empty() => Ok(of_catalog(&body.columns)),
        (Some(database), Some(body)) => ReadQuery::within(world, database, &body.query, depth).columns(Vec::new()),
        _ => Ok(Vec::new()),
    }
}

/// Returns the tables, views and external tables that a query reads in this cluster, with their columns.
fn known(world: &World<'_>, database: EntityId, reads: &[Read], depth: usize) -> Result<Vec<Known>> {
    let holder = |read: &Read| match &read.database {
        Some(name) => world.catalog.database(name),
        None => Some(database),
    };
    let here = reads.iter().filter(|read| read.cluster.is_none()).filter_map(|read| Some((holder(read)?, read)));
    here.filter_map(|(holder, read)| known_of(world, holder, read, depth).transpose()).collect()
}

/// Returns the table, the view or the external table that a name leads to, with its columns.
fn known_of(world: &World<'_>, database: EntityId, read: &Read, depth: usize) -> Result<Option<Known>> {
    let kinds = [EntityKind::Table, EntityKind::MaterializedView, EntityKind::ExternalTable].into_iter();
    let Some(id) = kinds.filter_map(|kind| read.find(world, database, kind)).next() else { return Ok(None) };
    let columns = if let Some(table) = world.catalog.content::<tables::Table>(id) {
        of_catalog(&table.columns)
    } else if let Some(table) = world.catalog.content::<ExternalTable>(id) {
        of_catalog(&table.columns)
    } else if depth > 0 {
        view_within(world, id, depth - 1).map_err(|error| Diagnostic { labels: Vec::new(), ..error }.at(read.span))?
    } else {
        return Ok(None);
    };
    Ok(Some(Known { database: read.database.clone(), name: read.name.clone(), columns }))
}
