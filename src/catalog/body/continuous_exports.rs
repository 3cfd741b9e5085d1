//! Continuous exports.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::external_table::{Distribution, DistributionKind};
use crate::model::timespan::TimeSpan;

/// What a continuous export consists of. Tables are named, not numbered: an export whose target is
/// dropped stays, and its runs fail.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContinuousExport {
    /// The external table that is written.
    pub target: Arc<str>,
    /// The query.
    pub query: Arc<str>,
    /// The fact tables, where they are named.
    pub over: Vec<Arc<str>>,
    /// The time between runs.
    pub interval: Option<TimeSpan>,
    /// What was ingested within so much time is left out.
    pub forced_latency: Option<TimeSpan>,
    /// The object id of the managed identity on whose behalf it runs.
    pub identity: Option<Arc<str>>,
    /// Whether it does not run.
    pub disabled: bool,
    /// How it writes.
    pub properties: ExportProperties,
}

/// How an export writes; absent values are the service's defaults.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExportProperties {
    /// The size of one artifact in bytes.
    pub size_limit: Option<i64>,
    /// Whether all nodes export.
    pub distributed: Option<bool>,
    /// How nodes share the work.
    pub distribution: Option<Distribution>,
    /// How records are spread.
    pub distribution_kind: Option<DistributionKind>,
    /// The rows in one group of a Parquet file.
    pub parquet_row_group_size: Option<i64>,
    /// Which writer makes Parquet files.
    pub native_parquet_writer: Option<bool>,
}
