//! The policies: one row for each, which its commands, its values and the exclusions between policies
//! come from.

use serde::{Deserialize, Serialize};

use crate::model::entity::EntityKind;
use crate::model::form::Body;
use crate::model::keyword::Keyword;
use crate::model::policy_content::{Content, contents};

/// One row of the table of policies.
#[derive(Clone, Copy)]
struct Row {
    word: &'static str,
    name: &'static str,
    body: Option<Body>,
    content: Option<Content>,
    merge: Merge,
    defaults: Option<Defaults>,
    excludes: &'static [PolicyKind],
    in_force: Option<InForce>,
    warning: Option<(&'static str, &'static str)>,
}

/// How `.alter-merge` joins what it gives to what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// An object's properties replace those of the same name; the others stay.
    Properties,
    /// An object's properties replace those of the same name, in the objects inside too.
    Nested,
    /// An object's properties replace those of the same name, and arrays get the items that they do not have.
    United,
    /// The items join the array, whether it has such items or not.
    Appended,
    /// An item replaces the one that is equal in these properties, or joins the array.
    Keyed(&'static [&'static str]),
}

/// What a policy is where nothing is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// The value: `.alter` fills in what it does not give from it.
    pub json: &'static str,
    /// The kinds of entities that `.show` answers it for where nothing is set; others answer `null`.
    pub shown: &'static [EntityKind],
}

/// What refusals say of a policy that is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The sentence about its entity.
    pub sentence: &'static str,
    /// The verb of the command that ends it.
    pub verb: Keyword,
    /// What stands in that command after the word of the policy.
    pub content: &'static str,
}

impl Row {
    const fn new(word: &'static str, name: &'static str, body: Option<Body>) -> Self {
        let (content, merge, defaults, warning) = (None, Merge::Properties, None, None);
        Self { word, name, body, content, merge, defaults, excludes: &[], in_force: None, warning }
    }

    /// Adds what its JSON consists of.
    const fn holds(self, content: Content) -> Self {
        Self { content: Some(content), ..self }
    }

    /// Adds how its content is joined.
    const fn merged(self, merge: Merge) -> Self {
        Self { merge, ..self }
    }

    /// Adds its value where nothing is set.
    const fn with_defaults(self, json: &'static str, shown: &'static [EntityKind]) -> Self {
        Self { defaults: Some(Defaults { json, shown }), ..self }
    }

    /// Adds the policies that can't be in force beside it.
    const fn excludes(self, excludes: &'static [PolicyKind], in_force: InForce) -> Self {
        Self { excludes, in_force: Some(in_force), ..self }
    }

    /// Adds what setting it warns of, and the advice for that.
    const fn warns(self, warning: &'static str, advice: &'static str) -> Self {
        Self { warning: Some((warning, advice)), ..self }
    }
}

macro_rules! policies {
    ($($(#[$doc:meta])* $variant:ident $word:literal, $name:literal, $body:expr
        $(, .$more:ident($($argument:expr),* $(,)?))*;)*) => {
        /// A policy.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum PolicyKind {
            $($(#[$doc])* $variant),*
        }

        impl PolicyKind {
            /// Every policy, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => const { Row::new($word, $name, $body)$(.$more($($argument),*))* }),*
                }
            }
        }
    };
}

const fn in_force(sentence: &'static str, verb: Keyword, content: &'static str) -> InForce {
    InForce { sentence, verb, content }
}

const CLUSTER: &[EntityKind] = &[EntityKind::Cluster];
const DATABASE: &[EntityKind] = &[EntityKind::Database];

// Names that no page shows are made as the others are, from the columns of `.show databases policies`
// where these have one.
policies! {
    /// Which managed identities may be used for what.
    ManagedIdentity "managed_identity", "ManagedIdentityPolicy", None;
    /// Whether viewing the table needs the role of unrestricted viewers.
    RestrictedViewAccess "restricted_view_access", "RestrictedViewAccessPolicy", None,
        .excludes(&[PolicyKind::RowLevelSecurity],
            in_force("view access to it is restricted", Keyword::Alter, " false"));
    /// The query that stands for the table when it is viewed.
    RowLevelSecurity "row_level_security", "RowLevelSecurityPolicy", None,
        .excludes(&[PolicyKind::RestrictedViewAccess],
            in_force("row-level security is enabled on it", Keyword::Delete, ""));
    /// What is made of data that enters another table (`update-policy.md`).
    Update "update", "UpdatePolicy", Some(Body::Json), .holds(contents::UPDATE), .merged(Merge::Appended);
    /// Who may administer several databases; only in the official grammar, on the cluster.
    MultiDatabaseAdmins "multidatabaseadmins", "MultiDatabaseAdminsPolicy", Some(Body::Json),
        .merged(Merge::United),
        .warns("is stored and grants nothing here",
            "no document says what it holds; roles grant access: `.add cluster admins (…)`");
    /// Which data is kept near (`cache-policy.md`).
    Caching "caching", "CachingPolicy", Some(Body::Caching), .holds(contents::CACHING);
    /// For how long data is kept (`retention-policy.md`).
    Retention "retention", "RetentionPolicy", Some(Body::Json), .holds(contents::RETENTION),
        .with_defaults(r#"{"SoftDeletePeriod": "365000.00:00:00", "Recoverability": "Enabled"}"#, &[]);
    /// Whether rows know when they were ingested (`ingestion-time-policy.md`).
    IngestionTime "ingestiontime", "IngestionTimePolicy", Some(Body::Flag), .holds(contents::SWITCH);
    /// Whether rows have identifiers; only in the official grammar.
    RowId "rowid", "RowIdPolicy", Some(Body::Flag), .holds(contents::SWITCH);
    /// How much data is gathered before it is ingested (`batching-policy.md`).
    IngestionBatching "ingestionbatching", "IngestionBatchingPolicy", Some(Body::Json), .holds(contents::BATCHING),
        .with_defaults(
            r#"{"MaximumBatchingTimeSpan": "00:05:00", "MaximumNumberOfItems": 500, "MaximumRawDataSizeMB": 1024}"#,
            &[],
        );
    /// Whether data may be ingested as a stream (`streaming-ingestion-policy.md`).
    StreamingIngestion "streamingingestion", "StreamingIngestionPolicy", Some(Body::Json), .holds(contents::STREAMING);
    /// In which order rows are kept (`row-order-policy.md`).
    RowOrder "roworder", "RowOrderPolicy", Some(Body::RowOrder), .holds(contents::ROW_ORDERS);
    /// How values are encoded (`encoding-policy.md`).
    Encoding "encoding", "EncodingPolicy", Some(Body::Json), .holds(contents::ENCODING);
    /// How extents are merged (`merge-policy.md`).
    Merge "merge", "MergePolicy", Some(Body::Json), .holds(contents::MERGE), .merged(Merge::Nested), .with_defaults(
        r#"{"RowCountUpperBoundForMerge": 16000000, "OriginalSizeMBUpperBoundForMerge": 30000, "MaxExtentsToMerge": 100, "MaxRangeInHours": 24, "AllowRebuild": true, "AllowMerge": true, "Lookback": {"Kind": "Default", "CustomPeriod": null}}"#,
        DATABASE,
    );
    /// How data is cut into extents (`sharding-policy.md`).
    Sharding "sharding", "ShardingPolicy", Some(Body::Json), .holds(contents::SHARDING), .with_defaults(
        r#"{"ShardEngineMaxRowCount": 1048576, "ShardEngineMaxExtentSizeInMb": 8192, "ShardEngineMaxOriginalSizeInMb": 3072}"#,
        DATABASE,
    );
    /// How extents are grouped; only in the official grammar.
    ShardsGrouping "shards_grouping", "ShardsGroupingPolicy", Some(Body::Json);
    /// By which columns data is partitioned (`partitioning-policy.md`).
    Partitioning "partitioning", "PartitioningPolicy", Some(Body::Json), .holds(contents::PARTITIONING);
    /// When the table is deleted (`auto-delete-policy.md`).
    AutoDelete "auto_delete", "AutoDeletePolicy", Some(Body::Json), .holds(contents::AUTO_DELETE);
    /// For how long tags of extents are kept (`extent-tags-retention-policy.md`).
    ExtentTagsRetention "extent_tags_retention", "ExtentTagsRetentionPolicy", Some(Body::Json), .holds(contents::EXTENT_TAGS);
    /// Where a copy of the data is kept (`mirroring-policy.md`).
    Mirroring "mirroring", "MirroringPolicy", Some(Body::Json), .holds(contents::MIRRORING);
    /// Which data of an external table is kept near (`query-acceleration-policy.md`).
    QueryAcceleration "query_acceleration", "QueryAccelerationPolicy", Some(Body::Json), .holds(contents::QUERY_ACCELERATION), .merged(Merge::United);
    /// How many operations run at once (`capacity-policy.md`).
    Capacity "capacity", "CapacityPolicy", Some(Body::Json), .holds(contents::CAPACITY), .merged(Merge::Nested),
        .with_defaults(CAPACITY, CLUSTER);
    /// Which calls may leave the cluster (`callout-policy.md`).
    Callout "callout", "CalloutPolicy", Some(Body::Json), .holds(contents::CALLOUT), .merged(Merge::Keyed(&["CalloutType", "CalloutUriRegex"])),
        .with_defaults("[]", CLUSTER);
    /// What sandboxes may use (`sandbox-policy.md`).
    Sandbox "sandbox", "SandboxPolicy", Some(Body::Json), .holds(contents::SANDBOX);
    /// How row stores work; only in the official grammar.
    RowStore "rowstore", "RowStorePolicy", Some(Body::Json);
    /// Which requests belong to which workload group (`request-classification-policy.md`).
    RequestClassification "request_classification", "ClusterRequestClassificationPolicy", Some(Body::Json), .holds(contents::REQUEST_CLASSIFICATION);
    /// How far replicas may lag (`query-weak-consistency-policy.md`).
    QueryWeakConsistency "query_weak_consistency", "QueryWeakConsistencyPolicy", Some(Body::Json), .holds(contents::QUERY_WEAK_CONSISTENCY), .with_defaults(
        r#"{"PercentageOfNodes": -1, "MinimumNumberOfNodes": -1, "MaximumNumberOfNodes": -1, "SuperSlackerNumberOfNodesThreshold": -1, "EnableMetadataPrefetch": false, "MaximumLagAllowedInMinutes": -1, "RefreshPeriodInSeconds": -1}"#,
        CLUSTER,
    );
    /// What is logged; only in the official grammar.
    Diagnostics "diagnostics", "DiagnosticsPolicy", Some(Body::Json);
}

/// The policy of a cluster that sets none (`capacity-policy.md`, *Default capacity policy*).
const CAPACITY: &str = r#"{"IngestionCapacity": {"ClusterMaximumConcurrentOperations": 512, "CoreUtilizationCoefficient": 0.75}, "ExtentsMergeCapacity": {"MinimumConcurrentOperationsPerNode": 1, "MaximumConcurrentOperationsPerNode": 3}, "ExtentsPurgeRebuildCapacity": {"MaximumConcurrentOperationsPerNode": 1}, "ExportCapacity": {"ClusterMaximumConcurrentOperations": 100, "CoreUtilizationCoefficient": 0.25}, "ExtentsPartitionCapacity": {"ClusterMinimumConcurrentOperations": 1, "ClusterMaximumConcurrentOperations": 32}, "MaterializedViewsCapacity": {"ClusterMaximumConcurrentOperations": 1, "ExtentsRebuildCapacity": {"ClusterMaximumConcurrentOperations": 50, "MaximumConcurrentOperationsPerNode": 5}}, "StoredQueryResultsCapacity": {"MaximumConcurrentOperationsPerDbAdmin": 250, "CoreUtilizationCoefficient": 0.75}, "StreamingIngestionPostProcessingCapacity": {"MaximumConcurrentOperationsPerNode": 4}, "PurgeStorageArtifactsCleanupCapacity": {"MaximumConcurrentOperationsPerCluster": 2}, "PeriodicStorageArtifactsCleanupCapacity": {"MaximumConcurrentOperationsPerCluster": 2}, "QueryAccelerationCapacity": {"ClusterMaximumConcurrentOperations": 100, "CoreUtilizationCoefficient": 0.5}, "GraphSnapshotsCapacity": {"ClusterMaximumConcurrentOperations": 5}}"#;

impl PolicyKind {
    /// Returns the word after `policy` in commands.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().word
    }

    /// Returns what the PolicyName column shows.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Returns how scripts write its content; nothing where its commands have syntax trees of their
    /// own.
    #[must_use]
    pub const fn body(self) -> Option<Body> {
        self.row().body
    }

    /// Returns what its JSON consists of; nothing where no page says so.
    #[must_use]
    pub const fn content(self) -> Option<Content> {
        self.row().content
    }

    /// Returns whether what it holds decides what people may do here.
    #[must_use]
    pub const fn decides(self) -> bool {
        self.body().is_none() || matches!(self, Self::Update)
    }

    /// Returns how `.alter-merge` joins its content.
    #[must_use]
    pub const fn merge(self) -> Merge {
        self.row().merge
    }

    /// Returns what it is where nothing is set, if pages say so.
    #[must_use]
    pub const fn defaults(self) -> Option<Defaults> {
        self.row().defaults
    }

    /// Returns the policies that can't be in force beside this one.
    #[must_use]
    pub const fn excludes(self) -> &'static [Self] {
        self.row().excludes
    }

    /// Returns what refusals say of the policy in force; nothing where it excludes no other.
    #[must_use]
    pub const fn in_force(self) -> Option<InForce> {
        self.row().in_force
    }

    /// Returns what a command that sets it warns of, and the advice for that.
    #[must_use]
    pub const fn warning(self) -> Option<(&'static str, &'static str)> {
        self.row().warning
    }

    /// Returns the policy of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|policy| policy.word() == word)
    }
}

impl std::fmt::Display for PolicyKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
