//! What the JSON of policies consists of: the types that members have, and the names that other code
//! looks for. The table itself is in [`contents`].

pub mod contents;

use crate::text::{quoted, sentence_list};

/// The length of time for which data is kept near (`alter-table-cache-policy-command.md`).
pub const DATA: &str = "DataHotSpan";
/// The length of time for which indexes are kept near.
pub const INDEX: &str = "IndexHotSpan";
/// The value of one of these.
pub const VALUE: &str = "Value";
/// Older times that are kept near too.
pub const WINDOWS: &str = "HotWindows";
/// The beginning of a window.
pub const FROM: &str = "MinValue";
/// The end of a window.
pub const TO: &str = "MaxValue";
/// For how long data is kept (`retention-policy.md`).
pub const SOFT_DELETE: &str = "SoftDeletePeriod";
/// Whether data that was deleted can be recovered.
pub const RECOVERABILITY: &str = "Recoverability";
/// Whether a policy is switched on (`streaming-ingestion-policy.md`).
pub const ENABLED: &str = "IsEnabled";
/// The columns of a row order.
pub const KEYS: &str = "Columns";
/// One of these.
pub const ROW_ORDER: &str = "Name";
/// Whether it is ordered downwards.
pub const DESCENDING: &str = "Descending";
/// The encoding of a column (`alter-encoding-policy.md`).
pub const PROFILE: &str = "EncodingPolicyType";
/// The function that classifies requests (`request-classification-policy.md`).
pub const CLASSIFICATION: &str = "ClassificationFunction";

/// The columns by which data is partitioned (`partitioning-policy.md`).
pub const PARTITION_KEYS: &str = "PartitionKeys";
/// The name of one of these.
pub const PARTITION_COLUMN: &str = "ColumnName";
/// When the table is deleted (`auto-delete-policy.md`).
pub const EXPIRY: &str = "ExpiryDate";

/// What the content of a policy is in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `[{…}, …]`
    Array,
    /// `{…}`
    Object,
}

/// The JSON of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// Whether it is an object, or an array of them.
    pub shape: Shape,
    /// The members of the object, or of each.
    pub members: &'static [Member],
    /// The page that says so.
    pub page: &'static str,
}

/// A member of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// The name as the page writes it; case does not count when it is read.
    pub name: &'static str,
    /// What it takes.
    pub takes: MemberType,
    /// Whether it may be `null`, which says the same as leaving it out.
    pub nullable: bool,
}

/// What a member takes as its value. The service reads JSON as .NET does: a bool or a number may stand in
/// quotes, and a number may stand for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberType {
    /// `true` or `false`
    Bool,
    /// a string
    Text,
    /// an array of strings
    Texts,
    /// a number
    Number,
    /// a whole number
    Whole,
    /// a whole number, of which the page allows those from the first to the second
    Within(i64, i64),
    /// as [`Within`](Self::Within), or -1 for the default
    WithinOrDefault(i64, i64),
    /// a length of time
    Span(Spans),
    /// a moment
    DateTime,
    /// one of these words, whose case does not count
    OneOf(&'static [&'static str]),
    /// a word, of which the page lists these
    Listed(&'static [&'static str]),
    /// an object with these members
    Object(&'static [Member]),
    /// an array of objects with these members
    Objects(&'static [Member]),
    /// anything
    Any,
}

/// Which lengths of time a member takes; none is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spans {
    /// The shortest that the page allows, in seconds.
    pub least: i64,
    /// The longest, in seconds.
    pub most: i64,
    /// Whether `5m` stands for one too.
    pub literals: bool,
}

impl Member {
    /// Returns a member that takes a value of this type, or `null`.
    const fn new(name: &'static str, takes: MemberType) -> Self {
        Self { name, takes, nullable: true }
    }

    /// Returns the member without `null` as a value.
    const fn never_null(self) -> Self {
        Self { nullable: false, ..self }
    }
}

impl MemberType {
    /// Returns how messages name the value.
    #[must_use]
    pub fn expected(self) -> String {
        match self {
            Self::Bool => "`true` or `false`".to_owned(),
            Self::Text => "a string".to_owned(),
            Self::Texts => "an array of strings".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Whole | Self::Within(..) | Self::WithinOrDefault(..) => "a whole number".to_owned(),
            Self::Span(_) => "a length of time such as `\"10.00:00:00\"`".to_owned(),
            Self::DateTime => "a moment such as `\"2026-01-31\"`".to_owned(),
            Self::OneOf(list) | Self::Listed(list) => sentence_list(&list.iter().map(quoted).collect::<Vec<_>>(), "or"),
            Self::Object(_) => "an object".to_owned(),
            Self::Objects(_) => "an array of objects".to_owned(),
            Self::Any => "any value".to_owned(),
        }
    }
}
