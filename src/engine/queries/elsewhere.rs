//! Aggregates and functions of the language that are known by name alone: kmgmt computes none of them.

/// Aggregates (`aggregation-functions.md`).
#[rustfmt::skip]
const AGGREGATES: &[&str] = &[
    "binary_all_and", "binary_all_or", "binary_all_xor", "buildschema", "covariance", "covarianceif", "covariancep",
    "covariancepif", "hll", "hll_if", "hll_merge", "percentile", "percentilew", "percentiles",
    "percentilesw", "percentiles_array", "percentilesw_array", "stdevpif", "tdigest", "tdigest_merge", "variancepif",
];

/// Functions that queries of views, policies and exports call (`scalar-functions.md`).
const FUNCTIONS: &[&str] =
    &["dcount_hll", "estimate_data_size", "percentile_tdigest", "percentrank_tdigest", "rank_tdigest"];

/// Functions about how rows came, each with a function that gives a value of its type.
const STAND_INS: &[(&str, &str)] = &[
    ("cursor_after", "(cursor: string) { true }"),
    ("cursor_before_or_at", "(cursor: string) { true }"),
    ("cursor_current", "() { '' }"),
    ("extent_id", "() { guid(null) }"),
    ("extent_tags", "() { dynamic([]) }"),
    ("ingestion_time", "() { datetime(null) }"),
];

/// Returns whether it is an aggregate.
pub(in crate::engine) fn is_aggregate(name: &str) -> bool {
    AGGREGATES.contains(&name)
}

/// Returns whether it is an aggregate or a function.
pub(super) fn is_known(name: &str) -> bool {
    is_aggregate(name) || FUNCTIONS.contains(&name) || STAND_INS.iter().any(|(own, _)| *own == name)
}

/// Returns statements that stand in for functions in these texts; what they say begins at `start`.
pub(super) fn stand_ins(texts: &[&str], start: usize) -> Vec<String> {
    let is_in = |name: &str| texts.iter().any(|text| text.contains(name));
    let named = STAND_INS.iter().filter(|(name, _)| is_in(name));
    named.map(|(name, function)| format!("{}let {name} = {function}", " ".repeat(start))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{aggregates, functions};

    #[test]
    fn none_of_them_is_computed() {
        for name in AGGREGATES.iter().chain(FUNCTIONS).chain(STAND_INS.iter().map(|(name, _)| name)) {
            assert!(aggregates::find(name).is_none() && functions::find(name).is_none(), "{name}");
        }
    }
}
