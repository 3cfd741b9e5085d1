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
use crate::engine::queries::read_query::{DEPTH, ReadQuery};
use crate::engine::queries::reads::{Read, as_let};
use crate::model::entity::EntityKind;
use crate::query::Known;
use crate::query::parse::parse_query;
use crate::query::tree::Query;
use crate::table::Column;

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

/// Returns the tables, views and external tables that a query reads in its database, with their columns.
pub(super) fn known(world: &World<'_>, database: EntityId, reads: &[Read], depth: usize) -> Result<Vec<Known>> {
    let here = reads.iter().filter(|read| read.is_here(world, database));
    here.filter_map(|read| known_of(world, database, read, depth).transpose()).collect()
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

/// Returns the columns as those of a result.
pub(in crate::engine) fn of_catalog(columns: &[columns::Column]) -> Vec<Column> {
    let of = |column: &columns::Column| Column { name: Cow::Owned(column.name.to_string()), kind: column.kind };
    columns.iter().map(of).collect()
}

/// Returns the functions that a query reads as statements before it, each after those that it calls itself. What they say
/// begins at `start`, so that their places are none in the text of the query.
pub(super) fn called(world: &World<'_>, database: EntityId, reads: &[Read], start: usize) -> Vec<String> {
    let mut visited: HashSet<EntityId> = HashSet::new();
    let mut found = Vec::new();
    let own = reads.iter().filter(|read| read.function.is_none());
    let mut open: Vec<(EntityId, bool)> = own.filter_map(|read| function(world, database, read)).rev().collect();
    while let Some((id, is_ready)) = open.pop() {
        let Some(body) = world.catalog.content::<Function>(id) else { continue };
        if is_ready {
            found.push(" ".repeat(start) + &as_let(world.catalog.name_of(id), body));
        } else if visited.insert(id) {
            open.push((id, true));
            let name = Some(world.catalog.name_of(id));
            let inner = reads.iter().filter(|read| read.function.as_deref() == name);
            open.extend(inner.filter_map(|read| function(world, database, read)));
        }
    }
    found
}

/// Returns the statements of functions; one that is not read as a query is left out.
pub(super) fn before(functions: &[String]) -> Query<'_> {
    let read = functions.iter().filter_map(|text| parse_query(text).ok());
    Query { statements: read.flat_map(|query| query.statements).collect() }
}

fn function(world: &World<'_>, database: EntityId, read: &Read) -> Option<(EntityId, bool)> {
    let here = Some(read).filter(|read| read.is_here(world, database));
    Some((here?.find(world, database, EntityKind::Function)?, false))
}
