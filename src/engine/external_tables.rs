//! External tables: `.create/.alter/.create-or-alter`, `.drop`, `.show`, docstring and folder.

use std::sync::Arc;

use crate::catalog::body::continuous_exports::ContinuousExport;
use crate::catalog::body::external_tables::ExternalTable;
use crate::catalog::{Definition as Entity, Edit, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::{Decision, Refusal, Report, World, names, roles};
use crate::model::entity::EntityKind;
use crate::model::external_table_property::DRY_RUN;
use crate::model::keyword::Keyword;
use crate::syntax::ast::external_tables::{Definition, ExternalTableCommand, Shown, Verb};
use crate::syntax::literal::Name;
use crate::text::{quoted, sentence_list};

mod connection;
mod define;
mod partitions;
mod properties;
mod report;
mod script;

pub(super) use script::{json_of, script_of};

/// Decides a command about external tables.
pub(super) fn decide(command: &ExternalTableCommand<'_>, world: &World<'_>) -> Result<Decision> {
    match command {
        ExternalTableCommand::Define(definition) => decide_definition(definition, world),
        ExternalTableCommand::Drop { name, if_exists } => decide_drop(name, *if_exists, world),
        ExternalTableCommand::ShowAll(_) => Ok(Decision::report(report::tables, &all(world)?)),
        ExternalTableCommand::ShowAllDetails => Ok(Decision::report(report::details, &all(world)?)),
        ExternalTableCommand::Show(name, shown) => decide_show(name, shown, world),
        ExternalTableCommand::DocString(name, text) => {
            let text = Arc::from(text.text.as_ref());
            decide_change(name, world, |table| ExternalTable { docstring: text, ..table })
        }
        ExternalTableCommand::Folder(name, text) => {
            let text = Arc::from(text.text.as_ref());
            decide_change(name, world, |table| ExternalTable { folder: text, ..table })
        }
    }
}

/// Returns the external tables of the database in context, by name.
fn all(world: &World<'_>) -> Result<Vec<EntityId>> {
    let database = world.database_in_context()?;
    Ok(world.catalog.child_ids(database, EntityKind::ExternalTable))
}

fn decide_definition(definition: &Definition<'_>, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    let existing = existing(definition, database, world)?;
    let mut warnings = Vec::new();
    let table = define::table(definition, database, world, &mut warnings)?;
    if let Some(before) = existing.and_then(|id| world.catalog.content::<ExternalTable>(id)) {
        check_altered(definition, before, &table)?;
    }
    if definition.properties.flag(&DRY_RUN) == Some(true) {
        let name = definition.name.text.to_string();
        let shown = Decision::show(move |_| report::table(&name, Some(&table)));
        return Ok(shown.warned(warnings));
    }
    let id = existing.unwrap_or_else(|| world.catalog.next_id());
    let edits: Vec<Edit> = match existing {
        Some(id) => Edit::content(world.catalog, id, table).filter(Edit::is_change).into_iter().collect(),
        None => {
            let after = Entity::new(database, &definition.name.text, table);
            vec![Edit::creation(id, after), roles::creator_becomes_admin(world, id, 0)]
        }
    };
    Ok(Decision { warnings, ..Decision::change(edits, report::tables, &[id]) })
}

/// Returns the table that the command alters; the command's verb says whether there must be one.
fn existing(definition: &Definition<'_>, database: EntityId, world: &World<'_>) -> Result<Option<EntityId>> {
    let (name, kind) = (&definition.name, EntityKind::ExternalTable);
    if definition.verb == Verb::Alter {
        return world.entity_in(database, kind, name).map(Some);
    }
    let found = world.existing(name);
    if found.is_some() && definition.verb == Verb::Create {
        let (alter, create_or_alter) = (Keyword::Alter, Keyword::CreateOrAlter);
        let help = format!("`.{alter} {kind}` and `.{create_or_alter} {kind}` change it");
        let refusal = Refusal::AlreadyExists { kind, name: name.text.to_string() };
        return Err(refusal.at(name.span).help(help));
    }
    if found.is_none() {
        names::check(name)?;
        names::check_free(world, database, kind, name)?;
    }
    Ok(found)
}

/// Refuses other columns for an SQL external table (`external-sql-tables.md`, its first note).
fn check_altered(definition: &Definition<'_>, before: &ExternalTable, after: &ExternalTable) -> Result<()> {
    if !before.is_sql() || !after.is_sql() || before.columns == after.columns {
        return Ok(());
    }
    let name = &definition.name;
    let shown = quoted(&name.text);
    let message = format!("the columns of the SQL external table {shown} can't be altered");
    let kind = EntityKind::ExternalTable;
    Err(Diagnostic::error(Code::BadRequest, message)
        .at(name.span)
        .help(format!("`.{} {kind} {name}` first, then create it again", Keyword::Drop)))
}

fn decide_drop(name: &Name<'_>, if_exists: bool, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    if if_exists && world.existing(name).is_none() {
        return Ok(Decision::report(report::tables, &[]));
    }
    let id = world.entity_in(database, EntityKind::ExternalTable, name)?;
    let shown = world.catalog.content::<ExternalTable>(id).cloned();
    let title = name.text.to_string();
    let shown = Decision::show(move |_| report::table(&title, shown.as_ref()));
    let warnings = writers(world, database, name).into_iter().collect();
    Ok(Decision { edits: world.catalog.removal(id), ..shown }.warned(warnings))
}

/// Returns a warning of the continuous exports that write to a table that is removed.
fn writers(world: &World<'_>, database: EntityId, name: &Name<'_>) -> Option<Diagnostic> {
    let exports = world.catalog.children(database, EntityKind::ContinuousExport).into_iter();
    let writes = |export: &ContinuousExport| *export.target == *name.text;
    let writers = exports.filter(|(_, entity)| entity.content().is_some_and(writes));
    let writers: Vec<String> = writers.map(|(_, entity)| quoted(&entity.definition.name)).collect();
    let list = sentence_list(&writers, "and");
    let table = quoted(&name.text);
    let message = match writers.len() {
        0 => return None,
        1 => format!("the continuous export {list} writes to {table}, and its runs will fail"),
        _ => format!("the continuous exports {list} write to {table}, and their runs will fail"),
    };
    Some(Diagnostic::warning(Code::BadRequest, message).at(name.span))
}

fn decide_show(name: &Name<'_>, shown: &Shown<'_>, world: &World<'_>) -> Result<Decision> {
    let id = [world.entity(EntityKind::ExternalTable, name)?];
    let report: Report = match shown {
        Shown::Table(_) => report::tables,
        Shown::Details => report::details,
        Shown::Schema(Keyword::Json) => report::json_schema,
        Shown::CslSchema(_) | Shown::Schema(_) => report::csl_schema,
    };
    Ok(Decision::report(report, &id))
}

/// Replaces a part of a table's content.
fn decide_change(
    name: &Name<'_>,
    world: &World<'_>,
    change: impl FnOnce(ExternalTable) -> ExternalTable,
) -> Result<Decision> {
    let id = world.entity(EntityKind::ExternalTable, name)?;
    let after = world.catalog.content(id).cloned().map(change);
    let edit = after.and_then(|after| Edit::content(world.catalog, id, after)).filter(Edit::is_change);
    Ok(Decision::change(edit.into_iter().collect(), report::tables, &[id]))
}
