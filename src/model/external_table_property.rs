//! The properties of external tables, by kind.

use crate::model::property::{Property, PropertyTable, Takes, properties};

properties! {
    FOLDER "folder" Text, "the table's folder";
    DOC_STRING "docString" Text, "a text about the table";
    COMPRESSED "compressed" Bool, "whether exported files are compressed";
    COMPRESSION_TYPE "compressionType" Text,
        "how exported files are compressed; gzip when nothing is said";
    INCLUDE_HEADERS "includeHeaders" Text,
        "which delimited files have a header: All, FirstFile or None";
    NAME_PREFIX "namePrefix" Text, "how the names of the files begin";
    FILE_EXTENSION "fileExtension" Text, "how the names of the files end";
    ENCODING "encoding" Text, "how text is encoded: UTF8NoBOM or UTF8BOM";
    SAMPLE_URIS "sampleUris" Bool, "answer examples of file addresses; kmgmt answers none";
    FILES_PREVIEW "filesPreview" Bool, "answer a preview of the files; kmgmt reads no storage";
    VALIDATE_NOT_EMPTY "validateNotEmpty" Bool,
        "check that there are files; kmgmt reads no storage";
    DRY_RUN "dryRun" Bool, "answer the definition and keep nothing";
    AUTO_UPDATE_SCHEMA "AutoUpdateSchema" Bool,
        "follow the schema of the delta table; only where it is inferred";
    SQL_DIALECT "sqlDialect" Text, "the database: SqlServer, MySql, PostgreSQL or CosmosDbSql";
    FIRE_TRIGGERS "firetriggers" Bool, "fire the INSERT triggers of the SQL table";
    CREATE_IF_NOT_EXISTS "createifnotexists" Bool,
        "create the SQL table when it is absent; needs primarykey";
    PRIMARY_KEY "primarykey" Identity,
        "the column that becomes the primary key of a created SQL table";
}

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
