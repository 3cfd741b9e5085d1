//! Tables: `.create`, `.create-merge`, `.alter`, `.alter-merge`, `.rename`, `.drop`, `.show`.

use crate::catalog::EntityId;
use crate::catalog::body::tables::Table;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::materialized_views::source_gone;
use crate::engine::policies::without_source;
use crate::engine::{Decision, World};
use crate::model::entity::EntityKind;
use crate::syntax::ast::tables::{INCLUDE_HIDDEN, ShowTables, TableCommand, TableView};
use crate::syntax::literal::Name;

mod define;
mod listing;
mod rename;
mod script;

pub(super) use listing::{csl, json, rows_of_schema};
pub(super) use script::{change_script_of, json_of, script_of};

/// Decides a command about tables.
pub(super) fn decide(command: &TableCommand<'_>, world: &World<'_>) -> Result<Decision> {
    match command {
        TableCommand::Define(define) => define::one(define, world),
        TableCommand::DefineMany(define) => define::many(define, world),
        TableCommand::CreateBasedOn(create) => define::based_on(create, world),
        TableCommand::SetText(set) => define::set_text(set, world),
        TableCommand::Rename(rename) => rename::one(rename, world),
        TableCommand::RenameMany(renamings) => rename::many(renamings, world),
        TableCommand::Drop { name, if_exists } => drop_tables(std::slice::from_ref(name), *if_exists, world),
        TableCommand::DropMany { names, if_exists } => drop_tables(names, *if_exists, world),
        TableCommand::ShowMany(show) => {
            let report = if show.details { listing::details } else { listing::tables };
            Ok(Decision::report(report, &shown(show, world)?))
        }
        TableCommand::Show(name, view) => {
            let table = world.entity(EntityKind::Table, name)?;
            let report = match view {
                TableView::Columns => listing::columns,
                TableView::Details => listing::details,
                TableView::Csl => listing::csl,
                TableView::Json => listing::json,
            };
            Ok(Decision::report(report, &[table]))
        }
    }
}

/// `drop-table-command.md`: all of them or none; the answer lists what remains. Views that are made
/// of a table that goes are disabled (`materialized-views-monitoring.md`, *SourceTableNotFound*).
fn drop_tables(names: &[Name<'_>], if_exists: bool, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    each_once(names)?;
    let (mut edits, mut warnings) = (Vec::new(), Vec::new());
    for name in names {
        match world.entity_in(database, EntityKind::Table, name) {
            Ok(table) => {
                edits.extend(world.catalog.removal(table));
                let (disabled, notes) = source_gone(world.catalog, database, EntityKind::Table, &name.text);
                edits.extend(disabled);
                warnings.extend(notes);
                warnings.extend(without_source(database, &name.text, names, world));
            }
            Err(_) if if_exists => {}
            Err(missing) => return Err(missing),
        }
    }
    Ok(Decision { warnings, ..Decision::change(edits, listing::remaining, &[database]) })
}

/// Returns the tables of the names given, or all of the database in context when there are no names; of these,
/// hidden ones only where they are asked for.
fn shown(show: &ShowTables<'_>, world: &World<'_>) -> Result<Vec<EntityId>> {
    let database = world.database_in_context()?;
    if !show.names.is_empty() {
        return show.names.iter().map(|name| world.entity_in(database, EntityKind::Table, name)).collect();
    }
    let with_hidden = show.properties.flag(&INCLUDE_HIDDEN).unwrap_or_default();
    let mut tables = world.catalog.child_ids(database, EntityKind::Table);
    tables.retain(|id| with_hidden || !world.catalog.content::<Table>(*id).is_some_and(|table| table.hidden));
    Ok(tables)
}

/// Refuses a list that names one table twice.
fn each_once<'n, 's: 'n>(names: impl IntoIterator<Item = &'n Name<'s>>) -> Result<()> {
    let mut seen: hashbrown::HashMap<&str, &Name<'_>> = hashbrown::HashMap::new();
    for name in names {
        if let Some(first) = seen.insert(name.text.as_ref(), name) {
            let message = format!("`{}` is named twice", name.text);
            let error = Diagnostic::error(Code::BadRequest, message);
            return Err(error.at(name.span).labelled(first.span, "first named here"));
        }
    }
    Ok(())
}
