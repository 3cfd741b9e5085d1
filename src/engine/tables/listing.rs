//! Listings of tables. Sizes and counts are 0: an offline catalog has no data.

use crate::catalog::body::tables::Table as TableBody;
use crate::catalog::{Entity, EntityId};
use crate::directory::derived_id;
use crate::engine::policies::cells;
use crate::engine::roles::authorized;
use crate::engine::tables::json_of;
use crate::engine::{World, column_schema};
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::model::schemas::{COLUMNS, REMAINING_TABLES, TABLE_DETAILS, TABLE_SCHEMA, TABLES};
use crate::table::{Table, Value};

/// One table of a listing.
struct ListedTable<'a> {
    id: EntityId,
    entity: &'a Entity,
    table: &'a TableBody,
    database: Value,
}

impl ListedTable<'_> {
    fn name(&self) -> Value {
        Value::from(self.entity.definition.name.clone())
    }

    fn texts(&self) -> [Value; 2] {
        [Value::from(self.table.folder.clone()), Value::from(self.table.docstring.clone())]
    }

    /// Returns a guid that the table keeps when it is renamed.
    fn guid(&self) -> String {
        derived_id(&format!("entity/{}", self.id.0))
    }
}

/// Returns the tables, each once, by name.
fn listed<'a>(world: &World<'a>, tables: &[EntityId]) -> Vec<ListedTable<'a>> {
    let listed = |id: &EntityId| {
        let entity = world.catalog.get(*id)?;
        let parent = world.catalog.get(entity.definition.parent)?;
        let database = Value::from(parent.definition.name.clone());
        Some(ListedTable { id: *id, entity, table: entity.content()?, database })
    };
    let mut all: Vec<ListedTable<'a>> = tables.iter().filter_map(listed).collect();
    all.sort_by(|a, b| a.entity.definition.name.cmp(&b.entity.definition.name));
    all.dedup_by_key(|listed| listed.id);
    all
}

/// `.show tables`
pub(super) fn tables(world: &World<'_>, tables: &[EntityId]) -> Table {
    let mut rows = Table::new(TABLES);
    for listed in listed(world, tables) {
        let [folder, docstring] = listed.texts();
        rows.push([listed.name(), listed.database, folder, docstring]);
    }
    rows
}

/// Returns the tables of databases, after some were dropped.
pub(super) fn remaining(world: &World<'_>, databases: &[EntityId]) -> Table {
    let mut rows = Table::new(REMAINING_TABLES);
    let tables = databases.iter().flat_map(|database| world.catalog.child_ids(*database, EntityKind::Table));
    let tables: Vec<EntityId> = tables.collect();
    for listed in listed(world, &tables) {
        rows.push([listed.name(), listed.database]);
    }
    rows
}

/// `.show table T cslschema`
pub(in crate::engine) fn csl(world: &World<'_>, tables: &[EntityId]) -> Table {
    with_schema(world, tables, |listed| column_schema::csl(&listed.table.columns))
}

/// `.show table T schema as json`
pub(in crate::engine) fn json(world: &World<'_>, tables: &[EntityId]) -> Table {
    with_schema(world, tables, |listed| json_of(world, listed.id))
}

fn with_schema(world: &World<'_>, tables: &[EntityId], schema: impl Fn(&ListedTable<'_>) -> String) -> Table {
    let mut rows = Table::new(TABLE_SCHEMA);
    for listed in listed(world, tables) {
        let [folder, docstring] = listed.texts();
        let schema = Value::from(schema(&listed));
        rows.push([listed.name(), schema, listed.database, folder, docstring]);
    }
    rows
}

/// `.show tables details`
pub(super) fn details(world: &World<'_>, tables: &[EntityId]) -> Table {
    let mut rows = Table::new(TABLE_DETAILS);
    let counts = || [Value::Long(0), Value::Real(0.0), Value::Real(0.0), Value::Long(0)];
    for listed in listed(world, tables) {
        let [folder, docstring] = listed.texts();
        let id = Value::from(listed.guid());
        let mut row = vec![listed.name(), listed.database, folder, docstring];
        row.extend(counts().into_iter().chain(counts()));
        row.push(Value::from(authorized(world, listed.id)));
        row.extend(cells(
            world,
            listed.id,
            [
                PolicyKind::Retention,
                PolicyKind::Caching,
                PolicyKind::Sharding,
                PolicyKind::Merge,
                PolicyKind::StreamingIngestion,
                PolicyKind::IngestionBatching,
            ],
        ));
        let [order] = cells(world, listed.id, [PolicyKind::RowOrder]);
        row.extend([Value::Null, Value::Null, order, id]);
        rows.push(row);
    }
    rows
}

/// `.show table T`: a row a column.
pub(super) fn columns(world: &World<'_>, tables: &[EntityId]) -> Table {
    let mut rows = Table::new(COLUMNS);
    for listed in listed(world, tables) {
        for column in &listed.table.columns {
            rows.push([
                Value::from(column.name.clone()),
                Value::from(column.kind.storage_name()),
                Value::Long(0),
                Value::Real(0.0),
                Value::Long(0),
                Value::Real(0.0),
                Value::Long(0),
                Value::from(derived_id(&format!("column/{}/{}", listed.guid(), column.name))),
                Value::Long(0),
                Value::from(""),
            ]);
        }
    }
    rows
}

/// Returns the rows that a table has in `.show database D schema`: table, column, type, folder and
/// description; first the table's own, then a row a column.
pub(in crate::engine) fn rows_of_schema(entity: &Entity) -> Vec<[Value; 5]> {
    let Some(table) = entity.content::<TableBody>() else { return Vec::new() };
    let name = || Value::from(entity.definition.name.clone());
    let empty = || Value::from("");
    let texts = [Value::from(table.folder.clone()), Value::from(table.docstring.clone())];
    let [folder, docstring] = texts;
    let mut rows = vec![[name(), empty(), empty(), folder, docstring]];
    rows.extend(table.columns.iter().map(|column| {
        let kind = Value::from(column.kind.system_name());
        [name(), Value::from(column.name.clone()), kind, empty(), empty()]
    }));
    rows
}
