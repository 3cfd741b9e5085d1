//! The properties of materialized views (`includes/materialized-view-create-properties.md`, and
//! for backfilling `materialized-view-create.md`, *Backfill a materialized view*).

use crate::model::property::{Property, PropertyTable, Takes};

/// `backfill=true`
pub const BACKFILL: Property =
    Property::new("backfill", Takes::Bool, "whether the view begins with what its source holds already");
/// `effectiveDateTime=datetime(2026-01-31)`
pub const EFFECTIVE: Property =
    Property::new("effectiveDateTime", Takes::DateTime, "since when what the source holds is backfilled");
/// `lookback=6h`
pub const LOOKBACK: Property =
    Property::new("lookback", Takes::TimeSpan, "within which time records are compared with each other");
/// `lookback_column='Timestamp'`
pub const LOOKBACK_COLUMN: Property =
    Property::new("lookback_column", Takes::Text, "the column that the lookback is measured on");
/// `autoUpdateSchema=true`
pub const AUTO_UPDATE_SCHEMA: Property =
    Property::new("autoUpdateSchema", Takes::Bool, "whether the view follows changes of its source's columns");
/// `dimensionTables=dynamic(['T'])`
pub const DIMENSION_TABLES: Property =
    Property::new("dimensionTables", Takes::Names, "the tables that the query looks things up in");
/// `dimensionMaterializedViews=dynamic(['V'])`, of the grammar alone
pub const DIMENSION_VIEWS: Property =
    Property::new("dimensionMaterializedViews", Takes::Names, "the views that the query looks things up in");
/// `folder='…'`
pub const FOLDER: Property = Property::new("folder", Takes::Text, "the folder that tools show the view in");
/// `docString='…'`
pub const DOCSTRING: Property = Property::new("docString", Takes::Text, "what the view is for");
/// `allowMaterializedViewsWithoutRowLevelSecurity=true`
pub const WITHOUT_ROW_LEVEL_SECURITY: Property = Property::new(
    "allowMaterializedViewsWithoutRowLevelSecurity",
    Takes::Bool,
    "whether the view may show rows that row-level security hides in its source",
);
/// `move_extents_from=T`
pub const MOVE_EXTENTS_FROM: Property =
    Property::new("move_extents_from", Takes::Identity, "the table whose extents the view begins with");

/// The properties of `.create materialized-view` and `.create-or-alter materialized-view`.
pub static CREATE_PROPERTIES: PropertyTable = PropertyTable::closed(&[
    BACKFILL,
    EFFECTIVE,
    Property::new("updateExtentsCreationTime", Takes::Bool, "whether backfilled extents are as old as their records"),
    LOOKBACK,
    LOOKBACK_COLUMN,
    AUTO_UPDATE_SCHEMA,
    DIMENSION_TABLES,
    DIMENSION_VIEWS,
    FOLDER,
    DOCSTRING,
    WITHOUT_ROW_LEVEL_SECURITY,
    MOVE_EXTENTS_FROM,
    Property::new(
        "source_ingestion_time_from",
        Takes::DateTime,
        "since when records of the source are added to the moved extents",
    ),
    Property::new("MaxSourceRecordsForSingleIngest", Takes::Long, "how many records are backfilled at a time"),
    Property::new("Concurrency", Takes::Long, "how many parts are backfilled at once"),
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
