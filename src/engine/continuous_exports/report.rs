//! Listings of continuous exports.

use serde::Serialize;

use crate::catalog::EntityId;
use crate::catalog::body::continuous_exports::ContinuousExport;
use crate::engine::World;
use crate::model::external_table::{Distribution, DistributionKind};
use crate::model::name::Text;
use crate::model::schemas::EXPORTS;
use crate::table::{Table, Value};

/// Returns the exports, in the order of the entities. Nothing runs here: columns about runs are
/// empty.
pub(super) fn exports(world: &World<'_>, entities: &[EntityId]) -> Table {
    let mut report = Table::new(EXPORTS);
    for id in entities {
        let database = world.catalog.database_of(*id);
        let database = database.map_or("", |(_, database)| &database.definition.name);
        if let Some(export) = world.catalog.content(*id) {
            report.push(row(world.catalog.name_of(*id), database, export, world));
        }
    }
    report
}

fn row(name: &str, database: &str, export: &ContinuousExport, world: &World<'_>) -> [Value; 13] {
    [
        Value::from(name),
        Value::from(export.target.clone()),
        Value::from(export.query.clone()),
        Value::from(export.forced_latency),
        Value::from(export.interval),
        Value::from(scoped(database, export)),
        Value::from(properties(export, world)),
        Value::Null,
        Value::from(""),
        Value::from(export.disabled),
        Value::from(""),
        Value::Null,
        Value::from(false),
    ]
}

/// Returns the named fact tables: `["['DB'].['T']"]`.
fn scoped(database: &str, export: &ContinuousExport) -> String {
    let tables = export.over.iter().map(|table| format!("[{}].[{}]", Text(database), Text(table)));
    serde_json::Value::from_iter(tables).to_string()
}

/// The ExportProperties column: what was given.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Properties {
    #[serde(skip_serializing_if = "Option::is_none")]
    size_limit: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    distributed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    distribution: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    distribution_kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parquet_row_group_size: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    use_native_parquet_writer: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    managed_identity: Option<String>,
}

fn properties(export: &ContinuousExport, world: &World<'_>) -> String {
    let given = &export.properties;
    let properties = Properties {
        size_limit: given.size_limit,
        distributed: given.distributed,
        distribution: given.distribution.map(Distribution::title),
        distribution_kind: given.distribution_kind.map(DistributionKind::title),
        parquet_row_group_size: given.parquet_row_group_size,
        use_native_parquet_writer: given.native_parquet_writer,
        managed_identity: export.identity.as_deref().map(|id| world.assigned_name(id)),
    };
    // These values have nothing that JSON lacks.
    serde_json::to_string(&properties).unwrap_or_default()
}
