//! Materialized views.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::catalog::body::columns::Column;
use crate::model::entity::EntityKind;
use crate::model::timespan::TimeSpan;

/// What a materialized view consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaterializedView {
    /// What it is made of: a table or a materialized view of its database.
    pub source: Source,
    /// Its query, obfuscated strings redacted.
    pub query: Arc<str>,
    /// The folder that tools show it in.
    pub folder: Arc<str>,
    /// What it is for.
    pub docstring: Arc<str>,
    /// Whether it is kept up to date.
    pub enabled: bool,
    /// Whether it follows changes of its source's columns.
    pub auto_update_schema: bool,
    /// Since when it holds records; nothing for one that was backfilled with all of them.
    pub effective: Option<Timestamp>,
    /// Within which time records are compared with each other.
    pub lookback: Option<TimeSpan>,
    /// The column that the lookback is measured on.
    pub lookback_column: Option<Arc<str>>,
    /// The tables that the query looks things up in.
    pub dimension_tables: Vec<Arc<str>>,
    /// The views that it looks things up in.
    pub dimension_views: Vec<Arc<str>>,
    /// The columns that it got when its query was given, which it keeps (`materialized-view-create.md`, *Supported
    /// properties*, warning). None where they follow the source, or are not known.
    #[serde(default)]
    pub columns: Vec<Column>,
}

/// What a view is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// A table or a materialized view.
    pub kind: EntityKind,
    /// Its name.
    pub name: Arc<str>,
}

/// The aggregations that keep whole records.
pub const KEEPING_RECORDS: &[&str] = &["arg_max", "arg_min", "take_any"];

/// The names of the aggregation that takes away repeated records (`query/take-any-aggregation-function.md`).
const DEDUPLICATING: &[&str] = &["take_any", "any"];

impl MaterializedView {
    /// Returns whether the view keeps whole records of its source, and so could show what row-level
    /// security hides there (`materialized-view-policies.md`): the functions that its query calls
    /// say so.
    #[must_use]
    pub fn keeps_records(&self) -> bool {
        let mut names = KEEPING_RECORDS.iter().chain(DEDUPLICATING);
        names.any(|function| arguments(&self.query, function).next().is_some())
    }

    /// Returns whether the view only takes away repeated records, so that another may be made of it
    /// (`materialized-view-overview.md`): its query calls `take_any(*)`.
    #[must_use]
    pub fn deduplicates(&self) -> bool {
        let calls = DEDUPLICATING.iter().flat_map(|function| arguments(&self.query, function));
        let mut calls = calls.map(str::trim_start);
        calls.any(|text| text.strip_prefix('*').is_some_and(|rest| rest.trim_start().starts_with(')')))
    }
}

/// Returns the text after `function(`, for each call of the function.
fn arguments<'q>(query: &'q str, function: &'static str) -> impl Iterator<Item = &'q str> {
    query.match_indices(function).filter_map(move |(at, _)| {
        let before = query.get(..at)?.chars().next_back();
        let begins = !before.is_some_and(|last| last.is_alphanumeric() || last == '_');
        query.get(at + function.len()..)?.trim_start().strip_prefix('(').filter(|_| begins)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_told_from_names_that_look_like_them() {
        assert_eq!(arguments("T | summarize take_any (*) by x", "take_any").collect::<Vec<_>>(), ["*) by x"]);
        assert_eq!(arguments("T | summarize my_take_any(*), take_any_2(*)", "take_any").count(), 0);
    }
}
