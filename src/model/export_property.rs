//! The properties of continuous exports (`data-export/create-alter-continuous.md`, *Supported
//! properties*; the last is of earlier versions of the page), and what their values can be.

use std::ops::RangeInclusive;

use crate::model::property::{Property, PropertyTable, Takes, properties};
use crate::model::timespan::TimeSpan;

properties! {
    INTERVAL "intervalBetweenRuns" TimeSpan, "the time between runs, a minute at least";
    FORCED_LATENCY "forcedLatency" TimeSpan, "leave out what was ingested within so much time";
    SIZE_LIMIT "sizeLimit" Long, "the size of one artifact in bytes, from 100 MB to 1 GB";
    DISTRIBUTED "distributed" Bool, "whether all nodes export";
    DISTRIBUTION "distribution" Text, "how nodes share the work: single, per_node or per_shard";
    DISTRIBUTION_KIND "distributionKind" Text, "how partitions are spread: uniform or default";
    PARQUET_ROW_GROUP_SIZE "parquetRowGroupSize" Long, "the rows in one group of a Parquet file";
    IS_DISABLED "isDisabled" Bool, "whether the export does not run";
    MANAGED_IDENTITY "managedIdentity" Identity,
        "on whose behalf the export runs: an object id, or system";
    NATIVE_PARQUET_WRITER "useNativeParquetWriter" Bool, "which writer makes Parquet files";
}

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
