//! What `.show materialized-views` and similar commands answer. What only a running service knows,
//! such as the last materialization, is left empty.

use crate::catalog::EntityId;
use crate::catalog::body::materialized_views::MaterializedView;
use crate::engine::materialized_views::KIND;
use crate::engine::materialized_views::script::{columns, json_of};
use crate::engine::roles::authorized;
use crate::engine::{World, column_schema};
use crate::model::schemas::{TABLE_SCHEMA, VIEW_DETAILS, VIEWS};
use crate::syntax::ast::materialized_views::SchemaForm;
use crate::table::{Table, Value};

/// Returns the views of the databases, by name.
pub(super) fn all(world: &World<'_>, databases: &[EntityId]) -> Table {
    let all = databases.iter().flat_map(|id| world.catalog.child_ids(*id, KIND));
    let ids: Vec<EntityId> = all.collect();
    views(world, &ids)
}

/// Returns the views themselves.
pub(super) fn views(world: &World<'_>, ids: &[EntityId]) -> Table {
    let mut table = Table::new(VIEWS);
    for id in ids {
        let Some(view) = world.catalog.content::<MaterializedView>(*id) else { continue };
        table.push([
            Value::from(world.catalog.name_of(*id)),
            Value::from(view.source.name.clone()),
            Value::from(view.query.clone()),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            Value::from(view.enabled),
            Value::from(view.folder.clone()),
            Value::from(view.docstring.clone()),
            Value::from(view.auto_update_schema),
            Value::from(view.effective),
            Value::from(view.lookback),
            Value::from(view.lookback_column.clone()),
        ]);
    }
    table
}

/// Returns the views with sizes, of which an offline catalog has none, and principals.
pub(super) fn details(world: &World<'_>, ids: &[EntityId]) -> Table {
    let mut table = Table::new(VIEW_DETAILS);
    for id in ids {
        let Some([name, database, folder, docstring]) = labels(world, *id) else { continue };
        let sizes = || [Value::Long(0), Value::Real(0.0), Value::Real(0.0), Value::Long(0)];
        let mut row = vec![name, database, folder, docstring];
        row.extend(sizes());
        row.extend(sizes());
        row.push(Value::from(authorized(world, *id)));
        table.push(row);
    }
    table
}

/// Returns the view with its schema; that is empty where the columns are not known.
pub(super) fn schema(world: &World<'_>, id: EntityId, form: SchemaForm) -> Table {
    let mut table = Table::new(TABLE_SCHEMA);
    let schema = match form {
        SchemaForm::Csl | SchemaForm::Kql => column_schema::csl(&columns(world, id)),
        SchemaForm::Json => json_of(world, id),
    };
    if let Some([name, database, folder, docstring]) = labels(world, id) {
        table.push([name, Value::from(schema), database, folder, docstring]);
    }
    table
}

/// Returns name, database, folder and docstring.
fn labels(world: &World<'_>, id: EntityId) -> Option<[Value; 4]> {
    let (_, database) = world.catalog.database_of(id)?;
    let view = world.catalog.content::<MaterializedView>(id)?;
    let name = &world.catalog.get(id)?.definition.name;
    let names = [name, &database.definition.name, &view.folder, &view.docstring];
    Some(names.map(|text| Value::from(text.clone())))
}
