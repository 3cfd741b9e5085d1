//! The properties of continuous exports (`data-export/create-alter-continuous.md`, *Supported
//! properties*; the last is of earlier versions of the page), and what their values can be.

use std::ops::RangeInclusive;

use crate::model::property::{Property, PropertyTable, Takes};
use crate::model::timespan::TimeSpan;

/// The time between runs.
pub const INTERVAL: Property =
    Property::new("intervalBetweenRuns", Takes::TimeSpan, "the time between runs, a minute at least");
/// How old records must be.
pub const FORCED_LATENCY: Property =
    Property::new("forcedLatency", Takes::TimeSpan, "leave out what was ingested within so much time");
/// The size of an artifact.
pub const SIZE_LIMIT: Property =
    Property::new("sizeLimit", Takes::Long, "the size of one artifact in bytes, from 100 MB to 1 GB");
/// Whether all nodes export.
pub const DISTRIBUTED: Property = Property::new("distributed", Takes::Bool, "whether all nodes export");
/// How they do.
pub const DISTRIBUTION: Property =
    Property::new("distribution", Takes::Text, "how nodes share the work: single, per_node or per_shard");
/// How records are spread.
pub const DISTRIBUTION_KIND: Property =
    Property::new("distributionKind", Takes::Text, "how partitions are spread: uniform or default");
/// The rows in a group.
pub const PARQUET_ROW_GROUP_SIZE: Property =
    Property::new("parquetRowGroupSize", Takes::Long, "the rows in one group of a Parquet file");
/// Whether the export does not run.
pub const IS_DISABLED: Property = Property::new("isDisabled", Takes::Bool, "whether the export does not run");
/// On whose behalf it runs.
pub const MANAGED_IDENTITY: Property =
    Property::new("managedIdentity", Takes::Identity, "on whose behalf the export runs: an object id, or system");
/// Which writer makes Parquet files.
pub const NATIVE_PARQUET_WRITER: Property =
    Property::new("useNativeParquetWriter", Takes::Bool, "which writer makes Parquet files");

/// All of them.
pub static CONTINUOUS_EXPORT: PropertyTable = PropertyTable::closed(&[
    INTERVAL,
    FORCED_LATENCY,
    SIZE_LIMIT,
    DISTRIBUTED,
    DISTRIBUTION,
    DISTRIBUTION_KIND,
    PARQUET_ROW_GROUP_SIZE,
    IS_DISABLED,
    MANAGED_IDENTITY,
    NATIVE_PARQUET_WRITER,
]);

/// The shortest time between runs. One page says more than a minute, the overview as low as one.
pub const SHORTEST_INTERVAL: TimeSpan = TimeSpan::seconds(60);

/// The sizes that an artifact may have, in bytes.
pub const SIZES: RangeInclusive<i64> = 100 << 20..=1 << 30;
