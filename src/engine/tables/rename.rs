//! `.rename table` and `.rename tables` (`rename-table-command.md`). A table that is renamed keeps
//! its number, and so its principals and policies.

use crate::catalog::{Edit, EntityId};
use crate::diagnostic::{Diagnostic, Result};
use crate::engine::materialized_views::{check_followable, follow_rename, source_gone};
use crate::engine::policies::without_source;
use crate::engine::tables::{each_once, listing};
use crate::engine::{Decision, Refusal, World, names};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::syntax::ast::tables::{RenameTable, Renaming, UPDATE_VIEWS};
use crate::syntax::literal::Name;

/// `.rename table T to N`
pub(super) fn one(rename: &RenameTable<'_>, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    let table = world.entity_in(database, EntityKind::Table, &rename.old)?;
    let mut decision = decide(database, &[(table, &rename.new)], world)?;
    let follow = rename.properties.flag(&UPDATE_VIEWS) == Some(true);
    let (old, new) = (&rename.old.text, &rename.new.text);
    if old == new {
        return Ok(decision);
    }
    decision.warnings.extend(without_source(database, old, &[], world));
    if follow {
        check_followable(world, database, &rename.old)?;
        decision.edits.extend(follow_rename(world, database, EntityKind::Table, old, new));
    } else {
        leave_views(&mut decision, database, &rename.old, world);
    }
    Ok(decision)
}

/// Disables the views that are made of a table which does not have the name `old` any more.
fn leave_views(decision: &mut Decision, database: EntityId, old: &Name<'_>, world: &World<'_>) {
    let (edits, warnings) = source_gone(world.catalog, database, EntityKind::Table, &old.text);
    let help = format!("`.rename table … {} ({}=true)` lets views follow", Keyword::With, UPDATE_VIEWS.name);
    let help = check_followable(world, database, old).is_ok().then_some(help);
    decision.edits.extend(edits);
    decision.warnings.extend(warnings.into_iter().map(|warning| help.iter().cloned().fold(warning, Diagnostic::help)));
}

/// `.rename tables N=T, M=U ifexists`: all at once, so that tables may change names with each
/// other.
pub(super) fn many(renamings: &[Renaming<'_>], world: &World<'_>) -> Result<Decision> {
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
    let mut decision = decide(database, &moves, world)?;
    for renaming in renamings.iter().filter(|renaming| !moves.iter().any(|(_, new)| **new == renaming.old)) {
        leave_views(&mut decision, database, &renaming.old, world);
        decision.warnings.extend(without_source(database, &renaming.old.text, &[], world));
    }
    Ok(decision)
}

fn decide(database: EntityId, moves: &[(EntityId, &Name<'_>)], world: &World<'_>) -> Result<Decision> {
    let mut edits = Vec::with_capacity(moves.len());
    for (table, new) in moves {
        if *world.catalog.name_of(*table) == *new.text {
            continue;
        }
        is_free(database, new, moves, world)?;
        edits.extend(Edit::name(world.catalog, *table, &new.text));
    }
    let tables: Vec<EntityId> = moves.iter().map(|(table, _)| *table).collect();
    Ok(Decision::change(edits, listing::tables, &tables))
}

/// Refuses a new name that is not valid, or whose owner does not give it up in the same command.
fn is_free(database: EntityId, new: &Name<'_>, moves: &[(EntityId, &Name<'_>)], world: &World<'_>) -> Result<()> {
    names::check(new)?;
    names::check_free(world, database, EntityKind::Table, new)?;
    let holder = world.existing(new);
    match holder.filter(|holder| !moves.iter().any(|(table, _)| table == holder)) {
        Some(_) => {
            let refusal = Refusal::AlreadyExists { kind: EntityKind::Table, name: new.text.to_string() };
            Err(refusal.at(new.span).help("`.rename tables A=B, B=A` lets tables change names"))
        }
        None => Ok(()),
    }
}
