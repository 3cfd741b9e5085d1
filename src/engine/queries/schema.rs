//! The columns that a query gives, from those of the tables and views that it reads: no row is read.

use std::borrow::Cow;

use hashbrown::HashSet;

use crate::catalog::EntityId;
use crate::catalog::body::external_tables::ExternalTable;
use crate::catalog::body::functions::Function;
use crate::catalog::body::materialized_views::MaterializedView;
use crate::catalog::body::{columns, tables};
use crate::diagnostic::{Diagnostic, Result};
use crate::engine::World;
use crate::engine::queries::reads::{Read, as_let, reads};
use crate::model::entity::EntityKind;
use crate::query::parse::parse_query;
use crate::query::tree::{Query, Statement};
use crate::query::{self, Known};
use crate::table::Column;
use crate::text::Span;

/// How many views may be made of each other before nothing more is said of their columns.
const DEPTH: usize = 16;

/// Returns the columns of what a query gives that runs in `database`; `more` are tables that it knows besides.
///
/// # Errors
/// Says why they are not known, and where in `text`: a part of the query is not interpreted, or a name or a type in it
/// does not fit ([`crate::diagnostic::Code::Semantic`]).
pub(in crate::engine) fn columns(
    world: &World<'_>,
    database: EntityId,
    text: &str,
    more: Vec<Known>,
) -> Result<Vec<Column>> {
    columns_within(world, database, text, more, DEPTH)
}

/// Returns the columns of a view.
///
/// # Errors
/// As for [`columns`].
pub(in crate::engine) fn view_columns(world: &World<'_>, view: EntityId) -> Result<Vec<Column>> {
    view_within(world, view, DEPTH)
}

fn view_within(world: &World<'_>, view: EntityId, depth: usize) -> Result<Vec<Column>> {
    let database = world.catalog.database_of(view).map(|(database, _)| database);
    match (database, world.catalog.content::<MaterializedView>(view)) {
        (Some(database), Some(body)) => columns_within(world, database, &body.query, Vec::new(), depth),
        _ => Ok(Vec::new()),
    }
}

fn columns_within(
    world: &World<'_>,
    database: EntityId,
    text: &str,
    mut known: Vec<Known>,
    depth: usize,
) -> Result<Vec<Column>> {
    let query = parse_query(text)?;
    let reads = reads(world, database, text);
    for read in reads.iter().filter(|read| read.is_here(world, database)) {
        known.extend(known_of(world, database, read, depth)?);
    }
    let texts = functions(world, database, &reads);
    let lets: Vec<Query<'_>> = texts.iter().filter_map(|text| parse_query(text).ok()).collect();
    let before: Vec<Statement<'_>> = lets.into_iter().flat_map(|query| query.statements).collect();
    let has_functions = !before.is_empty();
    let whole = Query { statements: before.into_iter().chain(query.statements).collect() };
    let bound = query::columns(&whole, &known);
    // A place may be one in the text of a function.
    bound.map_err(
        |error| if has_functions { Diagnostic { labels: Vec::new(), ..error }.at(all_of(text)) } else { error },
    )
}

fn all_of(text: &str) -> Span {
    Span::of_range(&(0..text.len()))
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
    Ok(Some(Known { name: read.name.clone(), columns }))
}

fn of_catalog(columns: &[columns::Column]) -> Vec<Column> {
    let of = |column: &columns::Column| Column { name: Cow::Owned(column.name.to_string()), kind: column.kind };
    columns.iter().map(of).collect()
}

/// Returns the functions that a query reads as statements before it, each after those that it calls itself.
fn functions(world: &World<'_>, database: EntityId, reads: &[Read]) -> Vec<String> {
    let mut visited: HashSet<EntityId> = HashSet::new();
    let mut found = Vec::new();
    let own = reads.iter().filter(|read| read.function.is_none());
    let mut open: Vec<(EntityId, bool)> = own.filter_map(|read| function(world, database, read)).rev().collect();
    while let Some((id, is_ready)) = open.pop() {
        let Some(body) = world.catalog.content::<Function>(id) else { continue };
        if is_ready {
            found.push(as_let(world.catalog.name_of(id), body));
        } else if visited.insert(id) {
            open.push((id, true));
            let name = Some(world.catalog.name_of(id));
            let called = reads.iter().filter(|read| read.function.as_deref() == name);
            open.extend(called.filter_map(|read| function(world, database, read)));
        }
    }
    found
}

fn function(world: &World<'_>, database: EntityId, read: &Read) -> Option<(EntityId, bool)> {
    let here = Some(read).filter(|read| read.is_here(world, database));
    Some((here?.find(world, database, EntityKind::Function)?, false))
}
