//! The properties of materialized views (`includes/materialized-view-create-properties.md`, and
//! for backfilling `materialized-view-create.md`, *Backfill a materialized view*).

use crate::model::property::{Property, PropertyTable, Takes, properties};

properties! {
    BACKFILL "backfill" Bool, "whether the view begins with what its source holds already";
    EFFECTIVE "effectiveDateTime" DateTime, "since when what the source holds is backfilled";
    LOOKBACK "lookback" TimeSpan, "within which time records are compared with each other";
    LOOKBACK_COLUMN "lookback_column" Text, "the column that the lookback is measured on";
    AUTO_UPDATE_SCHEMA "autoUpdateSchema" Bool,
        "whether the view follows changes of its source's columns";
    DIMENSION_TABLES "dimensionTables" Names, "the tables that the query looks things up in";
    DIMENSION_VIEWS "dimensionMaterializedViews" Names,
        "the views that the query looks things up in";
    FOLDER "folder" Text, "the folder that tools show the view in";
    DOCSTRING "docString" Text, "what the view is for";
    WITHOUT_ROW_LEVEL_SECURITY "allowMaterializedViewsWithoutRowLevelSecurity" Bool,
        "whether the view may show rows that row-level security hides in its source";
    MOVE_EXTENTS_FROM "move_extents_from" Identity, "the table whose extents the view begins with";
    EXTENTS_TIME "updateExtentsCreationTime" Bool,
        "whether backfilled extents are as old as their records";
    SOURCE_TIME "source_ingestion_time_from" DateTime,
        "since when records of the source are added to the moved extents";
    MAX_RECORDS "MaxSourceRecordsForSingleIngest" Long, "how many records are backfilled at a time";
    CONCURRENCY "Concurrency" Long, "how many parts are backfilled at once";
}

/// The properties of `.create materialized-view` and `.create-or-alter materialized-view`.
pub static CREATE_PROPERTIES: PropertyTable = PropertyTable::closed(&[
    BACKFILL,
    EFFECTIVE,
    EXTENTS_TIME,
    LOOKBACK,
    LOOKBACK_COLUMN,
    AUTO_UPDATE_SCHEMA,
    DIMENSION_TABLES,
    DIMENSION_VIEWS,
    FOLDER,
    DOCSTRING,
    WITHOUT_ROW_LEVEL_SECURITY,
    MOVE_EXTENTS_FROM,
    SOURCE_TIME,
    MAX_RECORDS,
    CONCURRENCY,
]);

/// The properties of `.alter materialized-view`, and of `.create-or-alter` where the view is there
/// (`materialized-view-alter.md`).
pub static ALTER_PROPERTIES: PropertyTable = PropertyTable::closed(&[
    LOOKBACK,
    LOOKBACK_COLUMN,
    AUTO_UPDATE_SCHEMA,
    DIMENSION_TABLES,
    DIMENSION_VIEWS,
    FOLDER,
    DOCSTRING,
]);

/// The properties of `.enable materialized-view` (`materialized-view-enable-disable.md`).
pub static SWITCH_PROPERTIES: PropertyTable = PropertyTable::closed(&[WITHOUT_ROW_LEVEL_SECURITY]);
