//! `mv-apply` (`mv-apply-operator.md`).

use std::borrow::Cow;

use crate::query::plan::{Applied, Apply};
use crate::query::run::{Row, Run, expand};
use crate::table::Value;

/// Returns the rows of the query on the rows of one row's elements. Where there are no elements there is nothing to
/// apply the query to, and no row comes out.
pub(super) fn rows<'r>(apply: &'r Apply, row: &[Value], run: Run<'r>) -> Vec<Row<'r>> {
    let expanded: Vec<Row<'r>> = expand::rows(&apply.expand, row, run).collect();
    if expanded.is_empty() {
        return Vec::new();
    }
    let rows = run.rows(&apply.plan, Box::new(expanded.into_iter()));
    let joined = |found: Row<'r>| {
        let cell = |applied: &Applied| match applied {
            Applied::Row(place) => row.get(*place).cloned(),
            Applied::Query(place) => found.get(*place).cloned(),
        };
        Cow::Owned(apply.cells.iter().map(|applied| cell(applied).unwrap_or(Value::Null)).collect())
    };
    rows.map(joined).collect()
}
