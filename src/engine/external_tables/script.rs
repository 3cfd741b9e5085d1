//! External tables as the schema of their database shows them.

use std::borrow::Cow;
use std::sync::Arc;

use crate::catalog::EntityId;
use crate::catalog::body::external_tables as kept;
use crate::engine::{World, column_schema};
use crate::model::external_table::TableKind;
use crate::model::external_table_property as property;
use crate::model::property::Property;
use crate::syntax::Quote;
use crate::syntax::ast::PropertyValue;
use crate::syntax::ast::PropertyValues;
use crate::syntax::ast::columns::{Column, Columns};
use crate::syntax::ast::external_tables::{
    Definition, ExternalTableCommand, Partition, PartitionBy, PathPart, Source, Storage, Verb,
};
use crate::syntax::literal::{Name, StringLiteral, Value};
use crate::text::Span;

/// Returns the command that makes the table in a database that lacks it. Its connection strings are
/// those that are kept: without their secrets.
pub(in crate::engine) fn script_of(world: &World<'_>, id: EntityId) -> Vec<String> {
    let Some(table) = world.catalog.content::<kept::ExternalTable>(id) else { return Vec::new() };
    let columns =
        Columns(table.columns.iter().map(|column| Column { name: name(&column.name), kind: column.kind }).collect());
    let definition = Definition {
        verb: Verb::CreateOrAlter,
        name: name(world.catalog.name_of(id)),
        columns: (!columns.0.is_empty()).then_some(columns),
        source: source(&table.source),
        properties: properties(table),
    };
    vec![format!(".{}", ExternalTableCommand::Define(Box::new(definition)))]
}

/// Returns the table in `schema as json`.
pub(in crate::engine) fn json_of(world: &World<'_>, id: EntityId) -> String {
    match world.catalog.content::<kept::ExternalTable>(id) {
        Some(table) => column_schema::json(world.catalog.name_of(id), &table.folder, &table.docstring, &table.columns),
        None => "null".to_owned(),
    }
}

fn name(text: &str) -> Name<'_> {
    Name { text: Cow::Borrowed(text), span: Span::at(0) }
}

fn string(text: &str, obfuscated: bool) -> StringLiteral<'_> {
    StringLiteral { text: Cow::Borrowed(text), obfuscated, span: Span::at(0), inner: 0, quote: Quote::Escaped }
}

fn source(source: &kept::Source) -> Source<'_> {
    match source {
        kept::Source::Storage(storage) => Source::Storage(Storage {
            kind: TableKind::Storage,
            partitions: storage.partitions.iter().map(partition).collect(),
            path: storage.path.iter().map(path_part).collect(),
            catalog: storage.catalog.as_deref().map(|catalog| string(catalog, true)),
            format: storage.format,
            connections: storage.connections.iter().map(|connection| string(&connection.text, true)).collect(),
        }),
        kept::Source::Delta(delta) => Source::Delta(string(&delta.connection.text, true)),
        kept::Source::Sql(sql) => {
            Source::Sql { table: sql.table.as_deref().map(name), connection: string(&sql.connection.text, true) }
        }
    }
}

fn partition(partition: &kept::Partition) -> Partition<'_> {
    let by = match &partition.by {
        kept::PartitionBy::VirtualString => PartitionBy::VirtualString,
        kept::PartitionBy::VirtualDateTime => PartitionBy::VirtualDateTime,
        kept::PartitionBy::Column(column) => PartitionBy::Column(name(column)),
        kept::PartitionBy::Bin(column, span) => PartitionBy::Bin(name(column), *span),
        kept::PartitionBy::StartOf(function, column) => PartitionBy::StartOf(*function, name(column)),
        kept::PartitionBy::Hash(column, modulus) => PartitionBy::Hash(name(column), *modulus),
    };
    Partition { name: name(&partition.name), by }
}

fn path_part(part: &kept::PathPart) -> PathPart<'_> {
    match part {
        kept::PathPart::Text(text) => PathPart::Text(string(text, false)),
        kept::PathPart::Partition(partition) => PathPart::Partition(name(partition)),
        kept::PathPart::Pattern(format, partition) => PathPart::Pattern(string(format, false), name(partition)),
    }
}

fn properties(table: &kept::ExternalTable) -> PropertyValues<'_> {
    let mut values = Vec::new();
    let given = |text: &Arc<str>| !text.is_empty();
    values.extend(Some(&table.folder).filter(|text| given(text)).map(|folder| text(&property::FOLDER, folder)));
    values.extend(
        Some(&table.docstring).filter(|text| given(text)).map(|docstring| text(&property::DOC_STRING, docstring)),
    );
    match &table.source {
        kept::Source::Storage(storage) => files(&storage.files, &mut values),
        kept::Source::Delta(delta) => {
            files(&delta.files, &mut values);
            values.extend(flag(&property::AUTO_UPDATE_SCHEMA, delta.auto_update_schema));
        }
        kept::Source::Sql(sql) => {
            values.extend(sql.dialect.map(|dialect| text(&property::SQL_DIALECT, dialect.word())));
            values.extend(flag(&property::FIRE_TRIGGERS, sql.fire_triggers));
            values.extend(flag(&property::CREATE_IF_NOT_EXISTS, sql.create_if_not_exists));
            values.extend(sql.primary_key.as_deref().map(|key| text(&property::PRIMARY_KEY, key)));
        }
    }
    PropertyValues(values)
}

fn files<'t>(files: &'t kept::Files, values: &mut Vec<PropertyValue<'t>>) {
    values.extend(flag(&property::COMPRESSED, files.compressed));
    values.extend(files.compression.map(|kind| text(&property::COMPRESSION_TYPE, kind.word())));
    values.extend(files.headers.map(|headers| text(&property::INCLUDE_HEADERS, headers.word())));
    values.extend(files.name_prefix.as_deref().map(|prefix| text(&property::NAME_PREFIX, prefix)));
    values.extend(files.extension.as_deref().map(|extension| text(&property::FILE_EXTENSION, extension)));
    values.extend(files.encoding.map(|encoding| text(&property::ENCODING, encoding.word())));
}

fn text<'t>(property: &Property, value: &'t str) -> PropertyValue<'t> {
    let value = Value::Text(string(value, false));
    PropertyValue { name: Cow::Borrowed(property.name), value, span: Span::at(0) }
}

/// Returns a property that is true; one that is false is left out.
fn flag(property: &Property, value: bool) -> Option<PropertyValue<'static>> {
    value.then(|| PropertyValue { name: Cow::Borrowed(property.name), value: Value::Bool(true), span: Span::at(0) })
}
