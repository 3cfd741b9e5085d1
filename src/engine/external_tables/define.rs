//! From a definition to what the catalog keeps of it.

use std::sync::Arc;

use crate::catalog::EntityId;
use crate::catalog::body::external_tables::{Authentication, Delta, ExternalTable, Source, Sql, Storage};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::external_tables::{connection, partitions, properties};
use crate::engine::properties::{place, refused, word};
use crate::engine::{World, column_schema};
use crate::model::external_table::{DataFormat, SqlDialect};
use crate::model::external_table_property as property;
use crate::model::keyword::Keyword;
use crate::syntax::ast;
use crate::syntax::ast::external_tables::Definition;
use crate::syntax::literal::{Name, StringLiteral};
use crate::text::quoted;

/// Returns the table that `definition` makes.
pub(super) fn table(
    definition: &Definition<'_>,
    database: EntityId,
    world: &World<'_>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<ExternalTable> {
    let source = match &definition.source {
        ast::external_tables::Source::Storage(storage) => {
            warn_of_storage(definition, storage, warnings);
            Source::Storage(storage_source(definition, storage, database, world)?)
        }
        ast::external_tables::Source::Delta(text) => Source::Delta(delta_source(definition, text, database, world)?),
        ast::external_tables::Source::Sql { table, connection } => {
            warn_of_key(definition, warnings);
            Source::Sql(sql_source(definition, table.as_ref(), connection, database, world)?)
        }
    };
    let given = &definition.properties;
    Ok(ExternalTable {
        columns: definition.columns.as_ref().map(column_schema::columns).transpose()?.unwrap_or_default(),
        docstring: properties::text(given, &property::DOC_STRING).unwrap_or_default(),
        folder: properties::text(given, &property::FOLDER).unwrap_or_default(),
        source,
    })
}

fn storage_source(
    definition: &Definition<'_>,
    storage: &ast::external_tables::Storage<'_>,
    database: EntityId,
    world: &World<'_>,
) -> Result<Storage> {
    let connections = storage.connections.iter().map(|text| connection::storage(text, database, world));
    Ok(Storage {
        format: storage.format,
        partitions: partitions::partitions(&storage.partitions, definition.columns.as_ref())?,
        path: partitions::path(&storage.path, &storage.partitions)?,
        catalog: storage.catalog.as_ref().map(|text| Arc::from(text.redacted())),
        connections: connections.collect::<Result<_, _>>()?,
        files: properties::files(&definition.properties, storage.format)?,
    })
}

/// Warns of old words, and of properties that need storage.
fn warn_of_storage(
    definition: &Definition<'_>,
    storage: &ast::external_tables::Storage<'_>,
    warnings: &mut Vec<Diagnostic>,
) {
    if let Some(successor) = storage.kind.successor() {
        let message = format!("{} is an old word for {}", quoted(storage.kind), quoted(successor));
        warnings.push(Diagnostic::warning(Code::BadRequest, message));
    }
    for property in [&property::SAMPLE_URIS, &property::FILES_PREVIEW, &property::VALIDATE_NOT_EMPTY] {
        if definition.properties.flag(property) == Some(true) {
            let name = quoted(property.name);
            let message = format!("kmgmt reads no storage: {name} has no effect");
            let warning = Diagnostic::warning(Code::NoEffect, message);
            let span = place(&definition.properties, property);
            warnings.push(span.map_or(warning.clone(), |span| warning.at(span)));
        }
    }
}

fn delta_source(
    definition: &Definition<'_>,
    text: &StringLiteral<'_>,
    database: EntityId,
    world: &World<'_>,
) -> Result<Delta> {
    let given = &definition.properties;
    let auto_update_schema = given.flag(&property::AUTO_UPDATE_SCHEMA).unwrap_or_default();
    if auto_update_schema && definition.columns.is_some() {
        let name = quoted(property::AUTO_UPDATE_SCHEMA.name);
        let message = format!("{name} is for tables whose columns are inferred");
        return Err(
            refused(given, &property::AUTO_UPDATE_SCHEMA, message).help("leave out the columns, or the property")
        );
    }
    Ok(Delta {
        connection: connection::storage(text, database, world)?,
        files: properties::files(given, DataFormat::Parquet)?,
        auto_update_schema,
    })
}

fn sql_source(
    definition: &Definition<'_>,
    table: Option<&Name<'_>>,
    text: &StringLiteral<'_>,
    database: EntityId,
    world: &World<'_>,
) -> Result<Sql> {
    let given = &definition.properties;
    let dialect = word(given, &property::SQL_DIALECT, SqlDialect::ALL, SqlDialect::of)?;
    let meant = dialect.unwrap_or(SqlDialect::SqlServer);
    if table.is_none() && meant != SqlDialect::CosmosDbSql {
        let message = format!("an SQL external table needs `{}=NAME`", Keyword::Table);
        return Err(Diagnostic::error(Code::BadRequest, message)
            .at(text.span)
            .help("only a table of Cosmos DB goes without: its connection string names the collection"));
    }
    let connection = connection::sql(text, database, world)?;
    let by_identity =
        matches!(connection.authentication, Authentication::Impersonate | Authentication::ManagedIdentity(_));
    if by_identity && !meant.takes_identities() {
        let message = format!("{} takes a user name and a password, no identity", quoted(meant));
        return Err(Diagnostic::error(Code::BadRequest, message).at(text.span));
    }
    check_key(definition)?;
    Ok(Sql {
        table: table.map(|name| Arc::from(name.text.as_ref())),
        connection,
        dialect,
        fire_triggers: given.flag(&property::FIRE_TRIGGERS).unwrap_or_default(),
        create_if_not_exists: given.flag(&property::CREATE_IF_NOT_EXISTS).unwrap_or_default(),
        primary_key: properties::text(given, &property::PRIMARY_KEY),
    })
}

/// Warns of a table that export may create without a primary key. Its page asks for one; scripts of people do without.
fn warn_of_key(definition: &Definition<'_>, warnings: &mut Vec<Diagnostic>) {
    let given = &definition.properties;
    let create = &property::CREATE_IF_NOT_EXISTS;
    if given.flag(create) != Some(true) || given.text(&property::PRIMARY_KEY).is_some() {
        return;
    }
    let message = format!("{} needs {}", quoted(create.name), quoted(property::PRIMARY_KEY.name));
    let warning = Diagnostic::warning(Code::BadRequest, message)
        .help("name the column that is the key of the SQL table (external-sql-tables.md)");
    let span = place(given, create);
    warnings.push(span.map_or(warning.clone(), |span| warning.at(span)));
}

/// Refuses a primary key that is none of the table's columns.
fn check_key(definition: &Definition<'_>) -> Result<()> {
    let given = &definition.properties;
    let Some(key) = given.text(&property::PRIMARY_KEY) else { return Ok(()) };
    let columns = definition.columns.as_ref().map_or(&[][..], |columns| &columns.0);
    if columns.iter().any(|column| column.name.text == key) {
        return Ok(());
    }
    Err(partitions::no_column(key, columns, |message| refused(given, &property::PRIMARY_KEY, message)))
}
