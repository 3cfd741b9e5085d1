//! The properties of external tables, by kind.

use crate::model::property::{Property, PropertyTable, Takes};

const FOLDER: Property = Property::new("folder", Takes::Text, "the table's folder");
const DOC_STRING: Property = Property::new("docString", Takes::Text, "a text about the table");
const COMPRESSED: Property = Property::new("compressed", Takes::Bool, "whether exported files are compressed");
const COMPRESSION_TYPE: Property =
    Property::new("compressionType", Takes::Text, "how exported files are compressed; gzip when nothing is said");
const NAME_PREFIX: Property = Property::new("namePrefix", Takes::Text, "how the names of the files begin");
const FILE_EXTENSION: Property = Property::new("fileExtension", Takes::Text, "how the names of the files end");
const ENCODING: Property = Property::new("encoding", Takes::Text, "how text is encoded: UTF8NoBOM or UTF8BOM");
const DRY_RUN: Property = Property::new("dryRun", Takes::Bool, "answer the definition and keep nothing");

/// `external-tables-azure-storage.md`, *Optional properties*
pub(super) static STORAGE: PropertyTable = PropertyTable::closed(&[
    FOLDER,
    DOC_STRING,
    COMPRESSED,
    COMPRESSION_TYPE,
    Property::new("includeHeaders", Takes::Text, "which delimited files have a header: All, FirstFile or None"),
    NAME_PREFIX,
    FILE_EXTENSION,
    ENCODING,
    Property::new("sampleUris", Takes::Bool, "answer examples of file addresses; kmgmt has none"),
    Property::new("filesPreview", Takes::Bool, "answer a preview of the files; kmgmt reads no storage"),
    Property::new("validateNotEmpty", Takes::Bool, "check that there are files; kmgmt reads no storage"),
    DRY_RUN,
]);

/// `external-tables-delta-lake.md`, *Optional properties*
pub(super) static DELTA: PropertyTable = PropertyTable::closed(&[
    FOLDER,
    DOC_STRING,
    COMPRESSED,
    COMPRESSION_TYPE,
    NAME_PREFIX,
    FILE_EXTENSION,
    ENCODING,
    DRY_RUN,
    Property::new("AutoUpdateSchema", Takes::Bool, "follow the schema of the delta table; only where it is inferred"),
]);

/// `external-sql-tables.md`, *Syntax* and *Optional properties*
pub(super) static SQL: PropertyTable = PropertyTable::closed(&[
    Property::new("sqlDialect", Takes::Text, "the database: SqlServer, MySql, PostgreSQL or CosmosDbSql"),
    FOLDER,
    DOC_STRING,
    Property::new("firetriggers", Takes::Bool, "fire the INSERT triggers of the SQL table"),
    Property::new("createifnotexists", Takes::Bool, "create the SQL table when it is absent; needs primarykey"),
    Property::new("primarykey", Takes::Identity, "the column that becomes the primary key of a created SQL table"),
]);
