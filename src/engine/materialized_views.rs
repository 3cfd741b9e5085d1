//! Materialized views: `.create materialized-view`, `.alter materialized-view`,
//! `.show materialized-views`, and similar commands.

use std::sync::Arc;

use crate::catalog::body::materialized_views::{MaterializedView, Source};
use crate::catalog::{Catalog, Edit, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::queries::{ReadQuery, view_columns};
use crate::engine::{Decision, Refusal, World};
use crate::model::entity::EntityKind;
use crate::query::parse::parse_query;
use crate::syntax::ast::materialized_views::properties::WITHOUT_ROW_LEVEL_SECURITY;
use crate::syntax::ast::materialized_views::{
    AlterView, DropView, MaterializedViewCommand, RenameView, SwitchView, ViewChange,
};
use crate::syntax::literal::Name;
use crate::text::Span;

mod access;
mod define;
mod follow;
mod listing;
mod properties;
mod query;
mod rules;
mod script;
mod words;

use listing::{all, details, schema, views};
pub(super) use script::{columns, depth_of, has_source, json_of, script_of};

const KIND: EntityKind = EntityKind::MaterializedView;

/// Decides a command about materialized views.
pub(super) fn decide(command: &MaterializedViewCommand<'_>, world: &World<'_>) -> Result<Decision> {
    let one = |name: &Name<'_>| world.entity(KIND, name);
    match command {
        MaterializedViewCommand::Define(command) => define::define(command, world),
        MaterializedViewCommand::Alter(command) => alter(command, world),
        MaterializedViewCommand::Drop(command) => drop_view(command, world),
        MaterializedViewCommand::Switch(command) => switch(command, world),
        MaterializedViewCommand::Rename(command) => rename(command, world),
        MaterializedViewCommand::ShowAll => Ok(Decision::report(all, &[world.database_in_context()?])),
        MaterializedViewCommand::Show(name) => Ok(Decision::report(views, &[one(name)?])),
        MaterializedViewCommand::ShowDetails(names) => Ok(Decision::report(details, &named(world, names)?)),
        MaterializedViewCommand::ShowOneDetails(name) => Ok(Decision::report(details, &[one(name)?])),
        MaterializedViewCommand::ShowSchema(command) => {
            let id = one(&command.name)?;
            let warnings = unknown_schema(world, id).into_iter().collect();
            let form = command.form;
            Ok(Decision::show(move |world| schema(world, id, form)).warned(warnings))
        }
    }
}

/// Returns the warning that the columns of a view are not known, and why.
fn unknown_schema(world: &World<'_>, view: EntityId) -> Option<Diagnostic> {
    let error = view_columns(world, view).err()?;
    let message = format!("the schema is left empty, since the columns of the query are not known: {}", error.message);
    Some(Diagnostic::warning(Code::NotInterpreted, message))
}

/// Returns the views that are named, each once and by name; without names, all of the database.
fn named(world: &World<'_>, names: &[Name<'_>]) -> Result<Vec<EntityId>> {
    let database = world.database_in_context()?;
    let wanted: Vec<EntityId> =
        names.iter().map(|name| world.entity_in(database, KIND, name)).collect::<Result<_, _>>()?;
    let children = world.catalog.child_ids(database, KIND).into_iter();
    Ok(children.filter(|id| names.is_empty() || wanted.contains(id)).collect())
}

fn alter(command: &AlterView<'_>, world: &World<'_>) -> Result<Decision> {
    let id = world.entity(KIND, &command.name)?;
    let Some(mut after) = world.catalog.content::<MaterializedView>(id).cloned() else {
        return Ok(Decision::change(Vec::new(), views, &[id]));
    };
    match &command.change {
        ViewChange::DocString(text) => after.docstring = Arc::from(&*text.text),
        ViewChange::Folder(text) => after.folder = Arc::from(&*text.text),
        ViewChange::Lookback(lookback) => after.lookback = *lookback,
        ViewChange::AutoUpdateSchema(value) => after.auto_update_schema = *value,
    }
    if let Ok(query) = parse_query(&after.query) {
        let checked = match &command.change {
            ViewChange::Lookback(_) => {
                properties::positive(after.lookback).and_then(|()| properties::default_lookback(&after, &query))
            }
            ViewChange::AutoUpdateSchema(true) => properties::auto_update(&query),
            _ => Ok(()),
        };
        checked.map_err(|error| error.at(command.name.span))?;
    }
    if let ViewChange::AutoUpdateSchema(_) = &command.change
        && let Some((database, _)) = world.catalog.database_of(id)
    {
        let columns = ReadQuery::new(world, database, &after.query).columns(Vec::new());
        after.columns = define::kept_columns(&after, columns);
    }
    let edit = Edit::content(world.catalog, id, after);
    Ok(Decision::change(edit.into_iter().collect(), views, &[id]))
}

/// `materialized-view-drop.md`: answers the views that are left.
fn drop_view(command: &DropView<'_>, world: &World<'_>) -> Result<Decision> {
    let name = &command.name;
    let database = world.database_in_context()?;
    if command.if_exists && world.existing(name).is_none() {
        return Ok(Decision::change(Vec::new(), all, &[database]));
    }
    let id = world.entity_in(database, KIND, name)?;
    let mut edits = world.catalog.removal(id);
    let (disabled, warnings) = source_gone(world.catalog, database, KIND, &name.text);
    edits.extend(disabled);
    Ok(Decision { warnings, ..Decision::change(edits, all, &[database]) })
}

/// `materialized-view-enable-disable.md`: it is an error when the view is so already, and, for
/// enabling, when its source is gone or when row-level security holds there and not for the view.
fn switch(command: &SwitchView<'_>, world: &World<'_>) -> Result<Decision> {
    let name = &command.name;
    let id = world.entity(KIND, name)?;
    let Some(before) = world.catalog.content::<MaterializedView>(id) else {
        return Ok(Decision::change(Vec::new(), views, &[id]));
    };
    if before.enabled == command.enable {
        let state = if command.enable { "enabled" } else { "disabled" };
        let message = format!("materialized view `{name}` is {state} already");
        return Err(Refusal::BadRequest(message).at(name.span));
    }
    if command.enable {
        check_source(world, id, before, name.span)?;
    }
    let allowed = command.properties.flag(&WITHOUT_ROW_LEVEL_SECURITY).unwrap_or_default();
    if command.enable && !allowed && is_open_over_secured(world.catalog, id, before) {
        let source = &before.source.name;
        let message = format!("row-level security holds for `{source}` and not for `{name}`");
        return Err(open_over_secured(message, name.span));
    }
    let after = MaterializedView { enabled: command.enable, ..before.clone() };
    let edit = Edit::content(world.catalog, id, after);
    Ok(Decision::change(edit.into_iter().collect(), views, &[id]))
}

fn check_source(world: &World<'_>, id: EntityId, view: &MaterializedView, span: Span) -> Result<()> {
    let Some((database, _)) = world.catalog.database_of(id) else { return Ok(()) };
    let Source { kind, name } = &view.source;
    match world.catalog.child(database, *kind, name) {
        Some(_) => Ok(()),
        None => Err(world.no_entity(database, *kind, name).at(span).help("the view is made of it")),
    }
}

/// Returns the table that a view is made of, through other views where there are some; nothing where it is
/// gone.
pub(super) fn source_table(catalog: &Catalog, view: EntityId) -> Option<EntityId> {
    let source = |id: &EntityId| {
        let Source { kind, name } = &catalog.content::<MaterializedView>(*id)?.source;
        catalog.child(catalog.get(*id)?.definition.parent, *kind, name)
    };
    let sources = std::iter::successors(source(&view), source).take(usize::from(u8::MAX));
    sources.last().filter(|id| catalog.content::<MaterializedView>(*id).is_none())
}

fn is_open_over_secured(catalog: &Catalog, id: EntityId, view: &MaterializedView) -> bool {
    let secures = |id| catalog.get(id).is_some_and(|entity| entity.policies.secures_rows());
    let database = catalog.database_of(id).map(|(database, _)| database);
    let source = database.and_then(|database| catalog.child(database, view.source.kind, &view.source.name));
    source.is_some_and(secures) && !secures(id)
}

/// Returns the refusal of a view that would show what row-level security hides.
fn open_over_secured(message: String, span: Span) -> Diagnostic {
    let property = WITHOUT_ROW_LEVEL_SECURITY.name;
    let help = format!("secure the rows of the view too, or write `with ({property}=true)`");
    Refusal::BadRequest(message).at(span).help(help)
}

/// `materialized-view-rename.md`: answers all views. Views that are made of it follow.
fn rename(command: &RenameView<'_>, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    let id = world.entity_in(database, KIND, &command.from)?;
    define::check_name(world, database, &command.to)?;
    let mut edits: Vec<Edit> = Edit::name(world.catalog, id, &command.to.text).into_iter().collect();
    edits.extend(follow_rename(world, database, KIND, &command.from.text, &command.to.text));
    Ok(Decision::change(edits, all, &[database]))
}

pub(super) use follow::{check_followable, columns_changed, follow_rename, source_gone};
pub(super) use rules::names_of_keys;
