//! Whether the columns that a query gives fit into those of what takes them.

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::table::{Column, ColumnType};
use crate::text::{counted, few, quoted};

/// Refuses columns of another number or of other types than those of the goal, in their order, and warns of other names
/// with this help. `query` and `goal` name the two in messages.
pub(in crate::engine) fn fit(
    given: &[Column],
    wanted: &[Column],
    (query, goal): (&str, &str),
    of_names: &str,
) -> Result<Option<Diagnostic>> {
    let shown = |columns: &[Column]| {
        let all = columns.iter().map(|column| format!("`{}:{}`", column.name, column.kind)).collect();
        few(all, "and")
    };
    let help = || format!("the query gives {}; the table has {}", shown(given), shown(wanted));
    let refused = |message: String| Diagnostic::error(Code::BadRequest, message).help(help());
    if given.len() != wanted.len() {
        let (own, other) = (counted(given.len(), "column"), counted(wanted.len(), "column"));
        return Err(refused(format!("{query} gives {own}, and {goal} has {other}")));
    }
    let mut pairs = given.iter().zip(wanted);
    let kind = |kind: ColumnType| quoted(kind.name());
    if let Some((own, other)) = pairs.clone().find(|(own, other)| own.kind != other.kind) {
        return Err(refused(format!(
            "column {} of {query} has the type {}, and column {} of {goal}, in its place, {}",
            quoted(&own.name),
            kind(own.kind),
            quoted(&other.name),
            kind(other.kind)
        )));
    }
    let other_name = pairs.find(|(own, other)| own.name != other.name);
    Ok(other_name.map(|(own, other)| {
        let (own, other) = (quoted(&own.name), quoted(&other.name));
        let message = format!("column {own} of {query} goes to column {other} of {goal}");
        Diagnostic::warning(Code::BadRequest, message).help(of_names)
    }))
}
