//! The properties of external tables, by kind.

use crate::model::property::{Property, PropertyTable, Takes};

/// The table's folder.
pub const FOLDER: Property = Property::new("folder", Takes::Text, "the table's folder");
/// A text about the table.
pub const DOC_STRING: Property = Property::new("docString", Takes::Text, "a text about the table");
/// Whether exported files are compressed.
pub const COMPRESSED: Property = Property::new("compressed", Takes::Bool, "whether exported files are compressed");
/// How exported files are compressed.
pub const COMPRESSION_TYPE: Property =
    Property::new("compressionType", Takes::Text, "how exported files are compressed; gzip when nothing is said");
/// Which files have a header.
pub const INCLUDE_HEADERS: Property =
    Property::new("includeHeaders", Takes::Text, "which delimited files have a header: All, FirstFile or None");
/// How the names of the files begin.
pub const NAME_PREFIX: Property = Property::new("namePrefix", Takes::Text, "how the names of the files begin");
/// How the names of the files end.
pub const FILE_EXTENSION: Property = Property::new("fileExtension", Takes::Text, "how the names of the files end");
/// How text is encoded.
pub const ENCODING: Property = Property::new("encoding", Takes::Text, "how text is encoded: UTF8NoBOM or UTF8BOM");
/// Examples of file addresses.
pub const SAMPLE_URIS: Property =
    Property::new("sampleUris", Takes::Bool, "answer examples of file addresses; kmgmt answers none");
/// A preview of the files.
pub const FILES_PREVIEW: Property =
    Property::new("filesPreview", Takes::Bool, "answer a preview of the files; kmgmt reads no storage");
/// A check that there are files.
pub const VALIDATE_NOT_EMPTY: Property =
    Property::new("validateNotEmpty", Takes::Bool, "check that there are files; kmgmt reads no storage");
/// Whether nothing is kept.
pub const DRY_RUN: Property = Property::new("dryRun", Takes::Bool, "answer the definition and keep nothing");
/// Whether changes of the delta table's schema are followed.
pub const AUTO_UPDATE_SCHEMA: Property =
    Property::new("AutoUpdateSchema", Takes::Bool, "follow the schema of the delta table; only where it is inferred");
/// The SQL database.
pub const SQL_DIALECT: Property =
    Property::new("sqlDialect", Takes::Text, "the database: SqlServer, MySql, PostgreSQL or CosmosDbSql");
/// Whether triggers are fired.
pub const FIRE_TRIGGERS: Property =
    Property::new("firetriggers", Takes::Bool, "fire the INSERT triggers of the SQL table");
/// Whether the SQL table is created.
pub const CREATE_IF_NOT_EXISTS: Property =
    Property::new("createifnotexists", Takes::Bool, "create the SQL table when it is absent; needs primarykey");
/// The primary key of a created SQL table.
pub const PRIMARY_KEY: Property =
    Property::new("primarykey", Takes::Identity, "the column that becomes the primary key of a created SQL table");

/// `external-tables-azure-storage.md`, *Optional properties*
pub static STORAGE: PropertyTable = PropertyTable::closed(&[
    FOLDER,
    DOC_STRING,
    COMPRESSED,
    COMPRESSION_TYPE,
    INCLUDE_HEADERS,
    NAME_PREFIX,
    FILE_EXTENSION,
    ENCODING,
    SAMPLE_URIS,
    FILES_PREVIEW,
    VALIDATE_NOT_EMPTY,
    DRY_RUN,
]);

/// `external-tables-delta-lake.md`, *Optional properties*
pub static DELTA: PropertyTable = PropertyTable::closed(&[
    FOLDER,
    DOC_STRING,
    COMPRESSED,
    COMPRESSION_TYPE,
    NAME_PREFIX,
    FILE_EXTENSION,
    ENCODING,
    DRY_RUN,
    AUTO_UPDATE_SCHEMA,
]);

/// `external-sql-tables.md`, *Syntax* and *Optional properties*
pub static SQL: PropertyTable =
    PropertyTable::closed(&[SQL_DIALECT, FOLDER, DOC_STRING, FIRE_TRIGGERS, CREATE_IF_NOT_EXISTS, PRIMARY_KEY])
        .with_trailing_comma();
