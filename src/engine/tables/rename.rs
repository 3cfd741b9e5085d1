//! `.rename table` and `.rename tables` (`rename-table-command.md`). A table that is renamed keeps
//! its number, and so its principals and policies.

use std::sync::Arc;

use crate::catalog::{Definition, Edit, EntityId};
use crate::diagnostic::Diagnostic;
use crate::engine::tables::{each_once, listing};
use crate::engine::{Decision, Refusal, World, names};
use crate::model::entity::EntityKind;
use crate::syntax::ast::tables::{RenameTable, Renaming};
use crate::syntax::literal::Name;

/// `.rename table T to N`
pub(super) fn one(rename: &RenameTable<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let database = world.database_in_context()?;
    let table = world.entity_in(database, EntityKind::Table, &rename.old)?;
    decide(database, &[(table, &rename.new)], world)
}

/// `.rename tables N=T, M=U ifexists`: all at once, so that tables may change names with each
/// other.
pub(super) fn many(renamings: &[Renaming<'_>], world: &World<'_>) -> Result<Decision, Diagnostic> {
    let database = world.database_in_context()?;
    each_once(renamings.iter().map(|renaming| &renaming.old))?;
    let mut moves = Vec::with_capacity(renamings.len());
    for renaming in renamings {
        match world.entity_in(database, EntityKind::Table, &renaming.old) {
            Ok(table) => moves.push((table, &renaming.new)),
            Err(_) if renaming.if_exists => {}
            Err(missing) => return Err(missing),
        }
    }
    each_once(moves.iter().map(|(_, new)| *new))?;
    decide(database, &moves, world)
}

fn decide(database: EntityId, moves: &[(EntityId, &Name<'_>)], world: &World<'_>) -> Result<Decision, Diagnostic> {
    let mut edits = Vec::with_capacity(moves.len());
    for (table, new) in moves {
        let Some(entity) = world.catalog.get(*table) else { continue };
        if *entity.definition.name == *new.text {
            continue;
        }
        is_free(database, new, moves, world)?;
        let before = entity.definition.clone();
        let after = Definition { name: Arc::from(new.text.as_ref()), ..before.clone() };
        edits.push(Edit::Entity { id: *table, before: Some(before), after: Some(after) });
    }
    let tables: Vec<EntityId> = moves.iter().map(|(table, _)| *table).collect();
    Ok(Decision::change(edits, listing::tables, &tables))
}

/// The new name is valid, and nothing has it that does not give it up in the same command.
fn is_free(
    database: EntityId,
    new: &Name<'_>,
    moves: &[(EntityId, &Name<'_>)],
    world: &World<'_>,
) -> Result<(), Diagnostic> {
    names::check(new)?;
    names::check_free(world, database, EntityKind::Table, new)?;
    let holder = world.catalog.child(database, EntityKind::Table, &new.text);
    match holder.filter(|holder| !moves.iter().any(|(table, _)| table == holder)) {
        Some(_) => {
            let refusal = Refusal::AlreadyExists { kind: EntityKind::Table, name: new.text.to_string() };
            Err(refusal.at(new.span).help("`.rename tables A=B, B=A` lets tables change names"))
        }
        None => Ok(()),
    }
}
