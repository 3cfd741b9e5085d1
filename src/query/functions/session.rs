//! Functions that answer from the session, and the clock.

use super::{Call, Function, function};
use crate::query::signature::{Gives, Kind, LENGTH};
use crate::query::value::{self, json_text};
use crate::table::{Moment, Value};

/// The rows of the table.
pub(super) const ROWS: &[Function] = &[
    function("now([offset])", "now-function.md", &[LENGTH], Gives::MOMENT, |call| shifted(call, 1)).optional(1),
    function("ago(timespan)", "ago-function.md", &[LENGTH], Gives::MOMENT, |call| shifted(call, -1)),
    function("current_principal()", "current-principal-function.md", &[], Gives::TEXT, |call| {
        Value::from(call.context.principal)
    }),
    function("current_principal_details()", "current-principal-details-function.md", &[], Gives::DYNAMIC, |call| {
        value::dynamic(call.context.details.clone())
    }),
    function(
        "current_principal_is_member_of(group, …)",
        "current-principal-is-member-of-function.md",
        &[Kind::TextOrDynamic],
        Gives::TRUTH,
        is_member,
    )
    .repeated(1),
    function("current_database()", "current-database-function.md", &[], Gives::TEXT, |call| {
        Value::from(call.context.database)
    }),
    function("current_cluster_endpoint()", "current-cluster-endpoint-function.md", &[], Gives::TEXT, |call| {
        Value::from(call.context.cluster)
    }),
];

/// The moment of the query, so long after or before. Null where the length is.
fn shifted(call: &Call<'_>, sign: i64) -> Value {
    if call.arguments.is_empty() {
        return call.context.now.into();
    }
    let ticks = call.span(0).and_then(|span| span.ticks.checked_mul(sign));
    ticks.and_then(|ticks| Moment::from(call.context.now).after(ticks)).into()
}

/// An array stands for its items.
fn is_member(call: &Call<'_>) -> Value {
    let is_of = call.context.member_of;
    let any = (0..call.arguments.len()).any(|place| match call.array(place) {
        Some(groups) => groups.iter().any(|group| is_of(&json_text(group))),
        None => is_of(&call.text(place)),
    });
    Value::Bool(any)
}
