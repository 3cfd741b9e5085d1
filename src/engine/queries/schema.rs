//! What binding is given to tell the columns of a query: columns of the catalog, and functions as statements.

use std::borrow::Cow;

use hashbrown::HashSet;

use crate::catalog::EntityId;
use crate::catalog::body::columns;
use crate::catalog::body::functions::Function;
use crate::engine::World;
use crate::engine::queries::reads::{Read, as_let};
use crate::model::entity::EntityKind;
use crate::query::parse::parse_query;
use crate::query::tree::Query;
use crate::table::Column;

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
