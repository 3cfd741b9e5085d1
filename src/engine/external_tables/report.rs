//! Listings of external tables.

use serde::Serialize;
use serde_json::Value as Json;

use crate::catalog::EntityId;
use crate::catalog::body::external_tables::{
    Connection, ExternalTable, Files, Partition, PartitionBy, PathPart, Source,
};
use crate::engine::{World, column_schema};
use crate::model::external_table::{Compression, DataFormat, Encoding, Headers, SqlDialect};
use crate::model::keyword::Keyword;
use crate::model::name::Quoted;
use crate::model::schemas::{EXTERNAL_TABLE_DETAILS, EXTERNAL_TABLES, TABLE_SCHEMA};
use crate::table::{Table, Value};

/// `.show external tables`, in the order of the entities.
pub(super) fn tables(world: &World<'_>, entities: &[EntityId]) -> Table {
    let mut report = Table::new(EXTERNAL_TABLES);
    for (name, table, _) in named(world, entities) {
        report.push(row(name, table));
    }
    report
}

/// Returns the columns of [`tables`] for a table that is not in the catalog.
pub(super) fn table(name: &str, table: Option<&ExternalTable>) -> Table {
    let mut report = Table::new(EXTERNAL_TABLES);
    table.into_iter().for_each(|table| report.push(row(name, table)));
    report
}

/// `.show external tables details`: query acceleration, of which kmgmt knows nothing.
pub(super) fn details(world: &World<'_>, entities: &[EntityId]) -> Table {
    let mut report = Table::new(EXTERNAL_TABLE_DETAILS);
    for (name, ..) in named(world, entities) {
        report.push([Value::from(name), Value::from(""), Value::from("")]);
    }
    report
}

/// `… cslschema`: the columns as commands write them.
pub(super) fn csl_schema(world: &World<'_>, entities: &[EntityId]) -> Table {
    schemas(world, entities, |_, table| {
        let columns = table.columns.iter().map(|column| format!("{}:{}", Quoted(&column.name), column.kind));
        columns.collect::<Vec<_>>().join(",")
    })
}

/// `… schema as json`
pub(super) fn json_schema(world: &World<'_>, entities: &[EntityId]) -> Table {
    schemas(world, entities, |name, table| column_schema::json(name, &table.folder, &table.docstring, &table.columns))
}

fn schemas(world: &World<'_>, entities: &[EntityId], schema: fn(&str, &ExternalTable) -> String) -> Table {
    let mut report = Table::new(TABLE_SCHEMA);
    for (name, table, database) in named(world, entities) {
        report.push([
            Value::from(name),
            Value::from(schema(name, table)),
            Value::from(database),
            Value::from(table.folder.clone()),
            Value::from(table.docstring.clone()),
        ]);
    }
    report
}

/// Returns each table with its name and the name of its database.
fn named<'a>(world: &World<'a>, entities: &[EntityId]) -> Vec<(&'a str, &'a ExternalTable, &'a str)> {
    let row = |id: &EntityId| {
        let name = &world.catalog.get(*id)?.definition.name;
        let database = &world.catalog.database_of(*id)?.1.definition.name;
        Some((&**name, world.catalog.content(*id)?, &**database))
    };
    entities.iter().filter_map(row).collect()
}

fn row(name: &str, table: &ExternalTable) -> [Value; 8] {
    let (partitions, path) = match &table.source {
        Source::Storage(storage) => {
            (Json::from_iter(storage.partitions.iter().enumerate().map(partition)).into(), path(&storage.path))
        }
        Source::Delta(_) | Source::Sql(_) => (Value::Null, String::new()),
    };
    let connections: Json = table.connections().iter().map(|connection| Json::from(&*connection.text)).collect();
    [
        Value::from(name),
        Value::from(table_type(&table.source)),
        Value::from(table.folder.clone()),
        Value::from(table.docstring.clone()),
        Value::from(properties(&table.source)),
        Value::from(connections),
        partitions,
        Value::from(path),
    ]
}

/// Returns the TableType column: for files, the storage that the connection string names.
fn table_type(source: &Source) -> &'static str {
    match source {
        Source::Storage(storage) if storage.connections.iter().any(is_lake) => "Adl",
        Source::Storage(_) => "Blob",
        Source::Delta(_) => "Delta",
        Source::Sql(_) => "Sql",
    }
}

fn is_lake(connection: &Connection) -> bool {
    ["abfss://", "adl://"].iter().any(|scheme| connection.text.starts_with(scheme))
}

/// The Properties column of files and delta tables.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct FileProperties<'a> {
    format: &'static str,
    compressed: bool,
    compression_type: Option<&'static str>,
    file_extension: Option<&'a str>,
    include_headers: &'static str,
    encoding: Option<&'static str>,
    name_prefix: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_update_schema: Option<bool>,
}

/// The Properties column of SQL tables.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SqlProperties<'a> {
    target_entity_kind: &'static str,
    target_entity_name: Option<&'a str>,
    target_entity_connection_string: &'a str,
    fire_triggers: bool,
    create_if_not_exists: bool,
    primary_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sql_dialect: Option<&'static str>,
}

fn properties(source: &Source) -> String {
    match source {
        Source::Storage(storage) => {
            text(&file_properties(storage.format, &storage.files, storage.catalog.as_deref(), None))
        }
        Source::Delta(delta) => {
            text(&file_properties(DataFormat::Parquet, &delta.files, None, Some(delta.auto_update_schema)))
        }
        Source::Sql(sql) => text(&SqlProperties {
            target_entity_kind: "sqltable",
            target_entity_name: sql.table.as_deref(),
            target_entity_connection_string: &sql.connection.text,
            fire_triggers: sql.fire_triggers,
            create_if_not_exists: sql.create_if_not_exists,
            primary_key: sql.primary_key.as_deref(),
            sql_dialect: sql.dialect.map(SqlDialect::title),
        }),
    }
}

fn file_properties<'a>(
    format: DataFormat,
    files: &'a Files,
    catalog: Option<&'a str>,
    auto_update_schema: Option<bool>,
) -> FileProperties<'a> {
    FileProperties {
        format: format.title(),
        compressed: files.compressed,
        compression_type: files.compression.map(Compression::title),
        file_extension: files.extension.as_deref(),
        include_headers: files.headers.unwrap_or(Headers::None).title(),
        encoding: files.encoding.map(Encoding::title),
        name_prefix: files.name_prefix.as_deref(),
        catalog,
        auto_update_schema,
    }
}

/// Returns a value as JSON; these values have none that JSON lacks.
fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// One entry of the Partitions column.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct JsonPartition<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    function: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bin_size: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#mod: Option<i64>,
    name: &'a str,
    column_name: Option<&'a str>,
    ordinal: usize,
}

fn partition((ordinal, partition): (usize, &Partition)) -> Json {
    let name = &*partition.name;
    let plain = JsonPartition { function: None, bin_size: None, r#mod: None, name, column_name: None, ordinal };
    let entry = match &partition.by {
        PartitionBy::VirtualString | PartitionBy::VirtualDateTime => plain,
        PartitionBy::Column(column) => JsonPartition { column_name: Some(column), ..plain },
        PartitionBy::Bin(column, span) => JsonPartition {
            function: Some("Bin"),
            bin_size: Some(span.to_string()),
            column_name: Some(column),
            ..plain
        },
        PartitionBy::StartOf(function, column) => {
            JsonPartition { function: Some(function.title()), column_name: Some(column), ..plain }
        }
        PartitionBy::Hash(column, modulus) => {
            JsonPartition { r#mod: Some(*modulus), column_name: Some(column), ..plain }
        }
    };
    serde_json::to_value(entry).unwrap_or_default()
}

/// Returns the PathFormat column: as the command writes it, texts in double quotes.
fn path(parts: &[PathPart]) -> String {
    let parts = parts.iter().map(|part| match part {
        PathPart::Text(text) => Json::from(&**text).to_string(),
        PathPart::Partition(name) => Quoted(name).to_string(),
        PathPart::Pattern(format, name) => {
            format!("{}({},{})", Keyword::DateTimePattern, Json::from(&**format), Quoted(name))
        }
    });
    parts.collect::<Vec<_>>().join(" ")
}
