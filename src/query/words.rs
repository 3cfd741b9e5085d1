//! Words that are called in a query and are no functions of values.

/// The first value of rows: `toscalar(ROWS)`.
pub const TO_SCALAR: &str = "toscalar";
/// Rows that are computed once: `materialize(ROWS)`.
pub const MATERIALIZE: &str = "materialize";
/// A type, where one is an argument: `typeof(TYPE)`.
pub const TYPE_OF: &str = "typeof";
/// The materialized part of a view: `materialized_view('V')`.
pub const MATERIALIZED_VIEW: &str = "materialized_view";
/// An external table: `external_table('E')`.
pub const EXTERNAL_TABLE: &str = "external_table";
/// A plugin that makes columns of values: `evaluate pivot(COLUMN)`.
pub const PIVOT: &str = "pivot";
