//! Aggregates and functions of the language that are known by name alone: kmgmt computes none of them.

/// Aggregates (`aggregation-functions.md`).
#[rustfmt::skip]
const AGGREGATES: &[&str] = &[
    "binary_all_and", "binary_all_or", "binary_all_xor", "buildschema", "covariance", "covarianceif", "covariancep",
    "covariancepif", "hll", "hll_if", "hll_merge", "make_list_with_nulls", "percentile", "percentilew", "percentiles",
    "percentilesw", "percentiles_array", "percentilesw_array", "stdevpif", "tdigest", "tdigest_merge", "variancepif",
];

/// Functions that queries of views, policies and exports call (`scalar-functions.md`).
#[rustfmt::skip]
const FUNCTIONS: &[&str] = &[
    "cursor_after", "cursor_before_or_at", "cursor_current", "dcount_hll", "estimate_data_size", "extent_id",
    "extent_tags", "hll_merge", "ingestion_time", "percentile_tdigest", "percentrank_tdigest", "rank_tdigest",
    "tdigest_merge",
];

/// Returns whether it is an aggregate.
pub(in crate::engine) fn is_aggregate(name: &str) -> bool {
    AGGREGATES.contains(&name)
}

/// Returns whether it is an aggregate or a function.
pub(super) fn is_known(name: &str) -> bool {
    is_aggregate(name) || FUNCTIONS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{aggregates, functions};

    #[test]
    fn none_of_them_is_computed() {
        for name in AGGREGATES.iter().chain(FUNCTIONS) {
            assert!(aggregates::find(name).is_none() && functions::find(name).is_none(), "{name}");
        }
    }
}
