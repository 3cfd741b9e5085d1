//! Whether the query of an update policy gives the columns of its table (`update-policy.md`, note: types and order
//! match;
//! `alter-table-update-policy-command.md`, note: names too). A query that does not fit is refused when the policy is made
//! (`update-policy.md`, *Query limitations*, warning); names alone are a warning, since the two pages differ.

use crate::catalog::EntityId;
use crate::catalog::body::tables::Table;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::World;
use crate::engine::queries::ReadQuery;
use crate::query::Known;
use crate::table::{Column, ColumnType};
use crate::text::{counted, few, quoted};

/// The name by which a query with several sources reads the one that data came to (`update-policy.md`, *Update policy
/// with source table wildcard pattern*).
const SOURCE: &str = "$source_table";

/// Checks the query of a policy of this table, where its columns are known; returns what there is to know besides.
pub(super) fn check(
    world: &World<'_>,
    table: EntityId,
    query: &ReadQuery<'_, '_, '_>,
    sources: &[EntityId],
) -> Result<Option<Diagnostic>> {
    let Some(target) = world.catalog.content::<Table>(table) else { return Ok(None) };
    let sources = sources.iter().filter_map(|source| world.catalog.content::<Table>(*source));
    let known = sources.map(|source| vec![Known { name: SOURCE.to_owned(), columns: named(source) }]);
    let mut known: Vec<Vec<Known>> = known.collect();
    if !query.text.contains(SOURCE) {
        known = vec![Vec::new()];
    }
    let mut warning = None;
    for known in known {
        match query.columns(known) {
            Ok(given) => warning = warning.or(fit(world.catalog.name_of(table), &given, &named(target))?),
            Err(error) if error.code == Code::Semantic => {
                let message = format!("the query of the update policy fails: {}", error.message);
                return Err(Diagnostic { message, labels: Vec::new(), ..error });
            }
            Err(_) => {}
        }
    }
    Ok(warning)
}

fn named(table: &Table) -> Vec<Column> {
    let columns = table.columns.iter();
    columns.map(|column| Column { name: column.name.to_string().into(), kind: column.kind }).collect()
}

fn fit(table: &str, given: &[Column], wanted: &[Column]) -> Result<Option<Diagnostic>> {
    let shown = |columns: &[Column]| {
        let all = columns.iter().map(|column| format!("`{}:{}`", column.name, column.kind)).collect();
        few(all, "and")
    };
    let table = quoted(table);
    let help = || format!("the query gives {}; the table has {}", shown(given), shown(wanted));
    let refused = |message: String| Diagnostic::error(Code::BadRequest, message).help(help());
    if given.len() != wanted.len() {
        let (own, other) = (counted(given.len(), "column"), counted(wanted.len(), "column"));
        return Err(refused(format!("the query of the update policy gives {own}, and table {table} has {other}")));
    }
    let mut pairs = given.iter().zip(wanted);
    let kind = |kind: ColumnType| quoted(kind.name());
    if let Some((own, other)) = pairs.clone().find(|(own, other)| own.kind != other.kind) {
        return Err(refused(format!(
            "column {} of the query of the update policy has the type {}, and column {} of table {table}, in its \
             place, {}",
            quoted(&own.name),
            kind(own.kind),
            quoted(&other.name),
            kind(other.kind)
        )));
    }
    let other_name = pairs.find(|(own, other)| own.name != other.name);
    Ok(other_name.map(|(own, other)| {
        let message = format!(
            "column {} of the query of the update policy goes to column {} of table {table}",
            quoted(&own.name),
            quoted(&other.name)
        );
        let help = "columns go by their order; the page asks for equal names (alter-table-update-policy-command.md)";
        Diagnostic::warning(Code::BadRequest, message).help(help)
    }))
}
