//! What no query of a view may read, however it is read (`materialized-view-create.md`, *Query parameter*;
//! `materialized-views-limitations.md`).

use crate::catalog::{Catalog, EntityId};
use crate::diagnostic::Result;
use crate::engine::queries::Read;
use crate::engine::{Refusal, World};
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::materialized_views::DefineView;
use crate::text::Span;

/// Refuses what is read from another database or cluster.
pub(super) fn stays_here(read: &Read, command: &DefineView<'_>, database: EntityId, world: &World<'_>) -> Result<()> {
    if read.is_here(world, database) {
        return Ok(());
    }
    let elsewhere = read.database.as_deref().or(read.cluster.as_deref()).unwrap_or_default();
    let why = "it stays in its database";
    let message = format!("the query of a materialized view can't read from `{elsewhere}`: {why}");
    Err(Refusal::BadRequest(message).at(place(read, command)))
}

/// Refuses to read a table that restricts view access.
pub(super) fn check_access(read: &Read, command: &DefineView<'_>, database: EntityId, world: &World<'_>) -> Result<()> {
    let Some(table) = read.find(world, database, EntityKind::Table) else { return Ok(()) };
    check_restriction(world.catalog, table, place(read, command))
}

/// Refuses a table that restricts view access: it feeds no view.
pub(super) fn check_restriction(catalog: &Catalog, id: EntityId, span: Span) -> Result<()> {
    match catalog.get(id).filter(|entity| entity.policies.restricts_view_access()) {
        Some(entity) => {
            let message = format!(
                "{} `{}` restricts view access and can't feed a materialized view",
                entity.definition.kind(),
                entity.definition.name
            );
            let (kind, name) = (entity.definition.kind(), Quoted(&entity.definition.name));
            let policy = PolicyKind::RestrictedViewAccess;
            let help = format!("`.alter {kind} {name} policy {policy} false` comes first");
            Err(Refusal::BadRequest(message).at(span).help(help))
        }
        None => Ok(()),
    }
}

/// Returns where the statement names what is read, or the function that leads to it.
pub(super) fn place(read: &Read, command: &DefineView<'_>) -> Span {
    read.span.moved(command.query.start as usize)
}
