//! External tables as the schema of their database shows them.

use crate::catalog::EntityId;
use crate::engine::external_tables::external_table;
use crate::engine::{World, columns};

/// The external table in `schema as json`.
pub(in crate::engine) fn json_of(world: &World<'_>, id: EntityId) -> String {
    match world.catalog.get(id).zip(external_table(world, id)) {
        Some((entity, table)) => {
            columns::json(&entity.definition.name, &table.folder, &table.docstring, &table.columns)
        }
        None => "null".to_owned(),
    }
}
