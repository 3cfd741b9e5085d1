//! Whether the query of an export gives the columns of its external table (`data-export/continuous-data-export.md`,
//! *Output schema*).

use std::borrow::Cow;

use crate::catalog::EntityId;
use crate::catalog::body::external_tables::{ExternalTable, PartitionBy, Source};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::World;
use crate::engine::queries::{ReadQuery, fit, of_catalog};
use crate::model::entity::EntityKind;
use crate::syntax::ast::continuous_exports::Definition;
use crate::table::{Column, ColumnType};
use crate::text::quoted;

/// Checks the query, where its columns are known; returns what there is to know besides. A table without columns takes
/// those of its files.
pub(super) fn check(
    definition: &Definition<'_>,
    query: &ReadQuery<'_, '_, '_>,
    target: EntityId,
    world: &World<'_>,
) -> Result<Option<Diagnostic>> {
    let Some(table) = world.catalog.content::<ExternalTable>(target).filter(|_| !world.trusts) else { return Ok(None) };
    let given = match query.columns(Vec::new()) {
        Ok(given) => given,
        Err(error) if error.code == Code::Semantic => return Err(error.moved(definition.query.start as usize)),
        Err(_) => return Ok(None),
    };
    let mut wanted = of_catalog(&table.columns);
    if given.len() > wanted.len() {
        wanted.extend(virtual_columns(table));
    }
    if table.columns.is_empty() {
        return Ok(None);
    }
    let goal = format!("{} {}", EntityKind::ExternalTable, quoted(&definition.target.text));
    let help = "the page asks for the schema of the external table (continuous-data-export.md, Output schema)";
    let fits = fit(&given, &wanted, ("the query of the export", &goal), help);
    let here = |told: Diagnostic| told.at(definition.query.span);
    fits.map(|warning| warning.map(here)).map_err(here)
}

/// Returns the columns that only the paths of files hold: a query may give them too
/// (`data-export/export-data-to-an-external-table.md`, *Notes*).
fn virtual_columns(table: &ExternalTable) -> Vec<Column> {
    let Source::Storage(storage) = &table.source else { return Vec::new() };
    let kind = |by: &PartitionBy| match by {
        PartitionBy::VirtualString => Some(ColumnType::String),
        PartitionBy::VirtualDateTime => Some(ColumnType::DateTime),
        _ => None,
    };
    let columns = storage.partitions.iter().filter_map(|partition| Some((partition, kind(&partition.by)?)));
    columns.map(|(partition, kind)| Column { name: Cow::Owned(partition.name.to_string()), kind }).collect()
}
