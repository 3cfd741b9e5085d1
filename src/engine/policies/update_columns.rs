//! Whether the query of an update policy gives the columns of its table (`update-policy.md`, note: types and order
//! match; `alter-table-update-policy-command.md`, note: names too). A query that does not fit is refused when the policy
//! is made (`update-policy.md`, *Query limitations*, warning); names alone are a warning, since the two pages differ.

use crate::catalog::EntityId;
use crate::catalog::body::tables::Table;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::World;
use crate::engine::queries::{ReadQuery, fit, of_catalog};
use crate::model::entity::EntityKind;
use crate::query::Known;
use crate::table::Column;
use crate::text::quoted;

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
    let known = sources
        .map(|source| vec![Known { database: None, name: SOURCE.to_owned(), columns: of_catalog(&source.columns) }]);
    let mut known: Vec<Vec<Known>> = known.collect();
    if !query.text.contains(SOURCE) {
        known = vec![Vec::new()];
    }
    let goal = format!("{} {}", EntityKind::Table, quoted(world.catalog.name_of(table)));
    let fits = |given: &[Column]| {
        let help = "columns go by their order; the page asks for equal names (alter-table-update-policy-command.md)";
        fit(given, &of_catalog(&target.columns), ("the query of the update policy", &goal), help)
    };
    let mut warning = None;
    for known in known {
        match query.columns(known) {
            Ok(given) => warning = warning.or(fits(&given)?),
            Err(error) if error.code == Code::Semantic => {
                let message = format!("the query of the update policy fails: {}", error.message);
                return Err(Diagnostic { message, labels: Vec::new(), ..error });
            }
            Err(_) => {}
        }
    }
    Ok(warning)
}
