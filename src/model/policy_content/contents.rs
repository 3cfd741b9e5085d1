//! The table of policy objects: a row a member, by the pages of the policies. What a page shows in an example alone,
//! and what schemas that the service writes have besides (`MaxRowCount`), stands in it too.

use crate::model::policy_content::MemberType::{
    Any, Bool, DateTime, Listed, Number, Object, Objects, OneOf, Span, Text, Texts, Whole, Within, WithinOrDefault,
};
use crate::model::policy_content::{
    CLASSIFICATION, Content, DATA, DESCENDING, ENABLED, EXPIRY, FROM, INDEX, KEYS, Member, MemberType,
    PARTITION_COLUMN, PARTITION_KEYS, PROFILE, RECOVERABILITY, ROW_ORDER, SOFT_DELETE, Shape, Spans, TO, VALUE,
    WINDOWS,
};

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

const SPAN: MemberType = span(0, i64::MAX);

const fn span(least: i64, most: i64) -> MemberType {
    Span(Spans { least, most, literals: false })
}

/// Returns a length of time that may be written `5m`: so `show-query-acceleration-policy-command.md`, its example.
const fn literal_span(least: i64) -> MemberType {
    Span(Spans { least, most: i64::MAX, literals: true })
}

const fn object(members: &'static [Member], page: &'static str) -> Content {
    Content { shape: Shape::Object, members, page }
}

const fn array(members: &'static [Member], page: &'static str) -> Content {
    Content { shape: Shape::Array, members, page }
}

const fn m(name: &'static str, takes: MemberType) -> Member {
    Member::new(name, takes)
}

/// `update`; the principal is filled in by the service.
pub const UPDATE: Content = array(
    &[
        m(ENABLED, Bool),
        m("Source", Text),
        m("SourceIsWildCard", Bool),
        m("Query", Text),
        m("IsTransactional", Bool),
        m("PropagateIngestionProperties", Bool),
        m("ManagedIdentity", Text),
        m("OwnerPrincipalDetails", Any),
    ],
    "update-policy.md",
);

const WINDOW: &[Member] = &[m(FROM, DateTime), m(TO, DateTime)];

/// `caching`
pub const CACHING: Content = object(
    &[m(DATA, Object(&[m(VALUE, SPAN)])), m(INDEX, Object(&[m(VALUE, SPAN)])), m(WINDOWS, Objects(WINDOW))],
    "cache-policy.md",
);

/// `retention`
pub const RETENTION: Content =
    object(&[m(SOFT_DELETE, SPAN), m(RECOVERABILITY, OneOf(&["Enabled", "Disabled"]))], "retention-policy.md");

/// What can only be switched on and off: `ingestiontime`, `rowid`.
pub const SWITCH: Content = object(&[m(ENABLED, Bool)], "ingestion-time-policy.md");

/// `ingestionbatching`
pub const BATCHING: Content = object(
    &[
        m("MaximumBatchingTimeSpan", span(10, 30 * MINUTE)),
        m("MaximumNumberOfItems", Within(1, 25_000)),
        m("MaximumRawDataSizeMB", Within(100, 4096)),
    ],
    "batching-policy.md",
);

/// `streamingingestion`; the service writes those after the second, and no page says what they are.
pub const STREAMING: Content = object(
    &[
        m(ENABLED, Bool),
        m("HintAllocatedRate", Number),
        m("NumberOfRowStores", Any),
        m("SealIntervalLimit", Any),
        m("SealThresholdBytes", Any),
        m("UsageTags", Any),
        m("IsMaintenanceActive", Any),
    ],
    "streaming-ingestion-policy.md",
);

/// `roworder`; no page shows it in JSON.
pub const ROW_ORDERS: Content =
    object(&[m(KEYS, Objects(&[m(ROW_ORDER, Text), m(DESCENDING, Bool)]))], "row-order-policy.md");

/// `encoding`; the example on its page writes a type in lower case.
pub const ENCODING: Content = object(
    &[m(PROFILE, Listed(&["Identifier", "BigObject", "BigObject32", "Vector16", "Null"])), m("MaxValueSize", Whole)],
    "alter-encoding-policy.md",
);

/// `merge`; `LoopPeriod` stands in the example of `alter-table-merge-policy-command.md`.
pub const MERGE: Content = object(
    &[
        m("RowCountUpperBoundForMerge", Whole),
        m("OriginalSizeMBUpperBoundForMerge", Whole),
        m("MaxExtentsToMerge", Whole),
        m("LoopPeriod", SPAN),
        m("MaxRangeInHours", Whole),
        m("AllowRebuild", Bool),
        m("AllowMerge", Bool),
        m("Lookback", Object(LOOKBACK)),
    ],
    "merge-policy.md",
);

const LOOKBACK: &[Member] = &[m("Kind", OneOf(&["Default", "All", "HotCache", "Custom"])), m("CustomPeriod", SPAN)];

/// `sharding`; the last four are those that the service had before.
pub const SHARDING: Content = object(
    &[
        m("ShardEngineMaxRowCount", Whole),
        m("ShardEngineMaxExtentSizeInMb", Whole),
        m("ShardEngineMaxOriginalSizeInMb", Whole),
        m("MaxRowCount", Whole),
        m("MaxExtentSizeInMb", Whole),
        m("MaxOriginalSizeInMb", Whole),
        m("UseShardEngine", Bool),
    ],
    "sharding-policy.md",
);

/// `partitioning`
pub const PARTITIONING: Content = object(
    &[
        m(PARTITION_KEYS, Objects(PARTITION_KEY)),
        m("EffectiveDateTime", DateTime),
        m("MinRowCountPerOperation", Whole),
        m("MaxRowCountPerOperation", Whole),
        m("MaxOriginalSizePerOperation", Whole),
    ],
    "partitioning-policy.md",
);

const PARTITION_KEY: &[Member] = &[
    m(PARTITION_COLUMN, Text),
    m("Kind", OneOf(&["Hash", "UniformRange"])),
    m(
        "Properties",
        Object(&[
            m("Function", Listed(&["XxHash64"])),
            m("MaxPartitionCount", Within(2, 2048)),
            m("Seed", Within(1, i64::MAX)),
            m("PartitionAssignmentMode", Listed(&["ByPartition", "Uniform"])),
            m("RangeSize", SPAN),
            m("Reference", DateTime),
            m("OverrideCreationTime", Bool),
        ]),
    ),
];

/// `auto_delete`
pub const AUTO_DELETE: Content =
    object(&[m(EXPIRY, DateTime).never_null(), m("DeleteIfNotEmpty", Bool)], "auto-delete-policy.md");

/// `extent_tags_retention`
pub const EXTENT_TAGS: Content =
    array(&[m("TagPrefix", Text), m("RetentionPeriod", SPAN)], "extent-tags-retention-policy.md");

/// `mirroring`; the latency and what comes after it are of `show-table-mirroring-policy-command.md`.
pub const MIRRORING: Content = object(
    &[
        m("Format", Listed(&["parquet", "delta"])),
        m("ConnectionStrings", Texts),
        m(ENABLED, Bool),
        m("Partitions", Text),
        m("PathFormat", Text),
        m("TargetLatencyInMinutes", Within(5, 180)),
        m("Backfill", Bool),
        m("EffectiveDateTime", DateTime),
    ],
    "mirroring-policy.md",
);

/// `query_acceleration`
pub const QUERY_ACCELERATION: Content = object(
    &[
        m(ENABLED, Bool),
        m("Hot", literal_span(DAY)),
        m(WINDOWS, Objects(WINDOW)),
        m("MaxAge", literal_span(MINUTE)),
        m("ManagedIdentity", Text),
        m("HotDateTimeColumn", Text),
    ],
    "alter-query-acceleration-policy-command.md",
);

/// How many operations of one kind run at once.
const OPERATIONS: &[Member] = &[
    m("ClusterMinimumConcurrentOperations", Whole),
    m("ClusterMaximumConcurrentOperations", Whole),
    m("MinimumConcurrentOperationsPerNode", Whole),
    m("MaximumConcurrentOperationsPerNode", Whole),
    m("MaximumConcurrentOperationsPerCluster", Whole),
    m("MaximumConcurrentOperationsPerDbAdmin", Whole),
    m("CoreUtilizationCoefficient", Number),
    m("ExtentsRebuildCapacity", Object(REBUILDS)),
];

const REBUILDS: &[Member] =
    &[m("ClusterMaximumConcurrentOperations", Whole), m("MaximumConcurrentOperationsPerNode", Whole)];

/// `capacity`
pub const CAPACITY: Content = object(
    &[
        m("IngestionCapacity", Object(OPERATIONS)),
        m("ExtentsMergeCapacity", Object(OPERATIONS)),
        m("ExtentsPurgeRebuildCapacity", Object(OPERATIONS)),
        m("ExportCapacity", Object(OPERATIONS)),
        m("ExtentsPartitionCapacity", Object(OPERATIONS)),
        m("MaterializedViewsCapacity", Object(OPERATIONS)),
        m("StoredQueryResultsCapacity", Object(OPERATIONS)),
        m("StreamingIngestionPostProcessingCapacity", Object(OPERATIONS)),
        m("PurgeStorageArtifactsCleanupCapacity", Object(OPERATIONS)),
        m("PeriodicStorageArtifactsCleanupCapacity", Object(OPERATIONS)),
        m("QueryAccelerationCapacity", Object(OPERATIONS)),
        m("GraphSnapshotsCapacity", Object(OPERATIONS)),
    ],
    "capacity-policy.md",
);

/// `callout`
pub const CALLOUT: Content =
    array(&[m("CalloutType", Listed(CALLOUTS)), m("CalloutUriRegex", Text), m("CanCall", Bool)], "callout-policy.md");

const CALLOUTS: &[&str] = &[
    "kusto",
    "sql",
    "mysql",
    "postgresql",
    "azure_digital_twins",
    "cosmosdb",
    "sandbox_artifacts",
    "external_data",
    "webapi",
    "azure_openai",
];

/// `sandbox`; the memory is that of the sandboxes that may have most.
pub const SANDBOX: Content = array(
    &[
        m("SandboxKind", Listed(&["PythonExecution", "RExecution"])),
        m(ENABLED, Bool),
        m("InitializeOnStartup", Bool),
        m("TargetCountPerNode", Within(1, i64::MAX)),
        m("MaxCpuRatePerSandbox", Within(1, 100)),
        m("MaxMemoryMbPerSandbox", Within(200, 65_536)),
    ],
    "sandbox-policy.md",
);

/// `request_classification`
pub const REQUEST_CLASSIFICATION: Content =
    object(&[m(ENABLED, Bool), m(CLASSIFICATION, Text)], "request-classification-policy.md");

/// `query_weak_consistency`
pub const QUERY_WEAK_CONSISTENCY: Content = object(
    &[
        m("PercentageOfNodes", WithinOrDefault(1, 100)),
        m("MinimumNumberOfNodes", WithinOrDefault(1, i64::MAX)),
        m("MaximumNumberOfNodes", WithinOrDefault(1, i64::MAX)),
        m("SuperSlackerNumberOfNodesThreshold", WithinOrDefault(4, i64::MAX)),
        m("EnableMetadataPrefetch", Bool),
        m("MaximumLagAllowedInMinutes", WithinOrDefault(1, 60)),
        m("RefreshPeriodInSeconds", WithinOrDefault(30, 1800)),
    ],
    "query-weak-consistency-policy.md",
);

/// A workload group, whose policies have a page each: `request-limits-policy.md` and others.
pub const WORKLOAD_GROUP: Content = object(
    &[
        m("RequestLimitsPolicy", Object(LIMITS)),
        m("RequestRateLimitPolicies", Objects(RATE_LIMIT)),
        m("RequestRateLimitsEnforcementPolicy", Object(ENFORCEMENT)),
        m("RequestQueuingPolicy", Object(&[m(ENABLED, Bool)])),
        m("QueryConsistencyPolicy", Object(CONSISTENCY)),
    ],
    "workload-groups.md",
);

/// A limit that a request may relax, or not.
macro_rules! limit {
    ($name:literal, $takes:expr) => {
        m($name, Object(&[m("IsRelaxable", Bool), m(VALUE, $takes)]))
    };
}

const LIMITS: &[Member] = &[
    limit!("DataScope", OneOf(&["All", "HotCache"])),
    limit!("MaxMemoryPerQueryPerNode", Within(1, i64::MAX)),
    limit!("MaxMemoryPerIterator", Within(1, i64::MAX)),
    limit!("MaxFanoutThreadsPercentage", Within(1, 100)),
    limit!("MaxFanoutNodesPercentage", Within(1, 100)),
    limit!("MaxResultRecords", Whole),
    limit!("MaxResultBytes", Whole),
    limit!("MaxExecutionTime", SPAN),
    limit!("QueryResultsCacheMaxAge", SPAN),
];

const RATE_LIMIT: &[Member] = &[
    m(ENABLED, Bool),
    m("Scope", OneOf(&["WorkloadGroup", "Principal"])),
    m("LimitKind", OneOf(&["ConcurrentRequests", "ResourceUtilization"])),
    m(
        "Properties",
        Object(&[
            m("MaxConcurrentRequests", Within(0, 10_000)),
            m("ResourceKind", OneOf(&["RequestCount", "TotalCpuSeconds"])),
            m("MaxUtilization", Within(1, 16_777_215)),
            m("TimeWindow", span(1, 60 * MINUTE)),
        ]),
    ),
];

const ENFORCEMENT: &[Member] = &[
    m("QueriesEnforcementLevel", OneOf(&["Cluster", "QueryHead"])),
    m("CommandsEnforcementLevel", OneOf(&["Cluster", "Database"])),
];

const CONSISTENCY: &[Member] = &[
    limit!("QueryConsistency", OneOf(&["Strong", "Weak", "WeakAffinitizedByQuery", "WeakAffinitizedByDatabase"])),
    limit!("CachedResultsMaxAge", SPAN),
];

/// The name of the column in an element of an ingestion mapping, in the spellings that pages have
/// (`mappings.md`, and the answers of `external-table-mapping-create.md` and `create-ingestion-mapping-command.md`).
pub const MAPPED_COLUMN: &[&str] = &["Column", "ColumnName", "Name"];

/// The type of data in an element of an ingestion mapping.
pub const MAPPED_TYPE: &[&str] = &["DataType", "CsvDataType"];

/// An ingestion mapping (`mappings.md` and the page of each format). Older pages have the properties beside the column.
pub const MAPPING: Content = array(
    &[
        m("Column", Any),
        m("ColumnName", Any),
        m("Name", Any),
        m("DataType", Any),
        m("CsvDataType", Any),
        m("Properties", Object(SOURCE)),
        m("Path", Any),
        m("Field", Any),
        m("Ordinal", Any),
        m("ConstValue", Any),
        m("Transform", Any),
    ],
    "mappings.md",
);

const SOURCE: &[Member] =
    &[m("Path", Any), m("Field", Any), m("Ordinal", Any), m("ConstValue", Any), m("Transform", Any)];
