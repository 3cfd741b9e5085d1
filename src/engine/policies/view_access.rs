//! `restricted_view_access` (`restricted-view-access-policy.md`).

use crate::catalog::{EntityId, Policy};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::policies::target::{edit, entities, excluded};
use crate::engine::policies::{bodies, report, update};
use crate::engine::{Decision, World};
use crate::model::policy::PolicyKind;
use crate::syntax::ast::Target;
use crate::text::Span;

const POLICY: PolicyKind = PolicyKind::RestrictedViewAccess;

/// `.alter table T policy restricted_view_access true`: of several tables all or none change.
pub(super) fn decide(target: &Target<'_>, restricted: bool, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let tables = entities(world, target)?;
    if restricted {
        for (table, span) in tables.iter().zip(places(target)) {
            may_be_restricted(world, *table).map_err(|refusal| refusal.at(span))?;
        }
    }
    let mut warnings = Vec::new();
    for (table, span) in tables.iter().zip(places(target)).filter(|_| restricted) {
        for (name, _) in update::readers(world, *table) {
            let message = format!("the update policy of table `{name}` can't read it any more");
            let help = "its query has no access to tables whose view access is restricted (update-policy.md)";
            warnings.push(Diagnostic::warning(Code::BadRequest, message).at(span).help(help));
        }
    }
    let after = Some(Policy::switch(restricted));
    let edits = tables.iter().filter_map(|table| edit(world, *table, POLICY, after.clone())).collect();
    Ok(Decision { warnings, ..Decision::change(edits, report::as_shown(POLICY), &tables) })
}

/// Returns where the tables are named.
fn places(target: &Target<'_>) -> Vec<Span> {
    match target {
        Target::Several(_, names) => names.iter().map(|name| name.span).collect(),
        Target::Entity(_, name) => vec![name.name.span],
        Target::Cluster | Target::Database(_) | Target::All(_) => Vec::new(),
    }
}

/// Refuses what the page's limitations exclude: row-level security on the table, a materialized view over
/// it; and (`continuous-data-export.md`) a continuous export that reads it.
fn may_be_restricted(world: &World<'_>, table: EntityId) -> Result<(), Diagnostic> {
    let name = world.catalog.name_of(table);
    let refused = |because: String| {
        Diagnostic::error(Code::BadRequest, format!("view access to table `{name}` can't be restricted: {because}"))
    };
    if let Some((because, help)) = excluded(world, table, POLICY) {
        return Err(refused(because.to_owned()).help(help));
    }
    if let Some(view) = bodies::feeds_a_view(world, table) {
        let help = "a view would show to every viewer what the table hides";
        return Err(refused(format!("the materialized view `{view}` is fed by it")).help(help));
    }
    if let Some(export) = bodies::feeds_an_export(world, table) {
        let help = "an export would write to storage what the table hides";
        return Err(refused(format!("the continuous export `{export}` reads it")).help(help));
    }
    Ok(())
}
