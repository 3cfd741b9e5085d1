//! Graph models: `.create-or-alter graph_model`, `.drop graph_model`, `.show graph_model`.

use std::sync::Arc;

use crate::catalog::body::graph_models::{GraphModel, Version};
use crate::catalog::{Catalog, Definition, Edit, EntityId};
use crate::diagnostic::Result;
use crate::directory::derived_id;
use crate::engine::roles::{authorized, creator_becomes_admin};
use crate::engine::{Decision, Refusal, World, names};
use crate::model::entity::EntityKind;
use crate::model::schemas::{
    DEFINED_GRAPH_MODEL, GRAPH_MODEL, GRAPH_MODEL_DETAILS, GRAPH_MODELS, GRAPH_MODELS_DETAILS,
};
use crate::syntax::ast::graph_models::{
    DefineGraphModel, GraphModelCommand, ID, SHOW_ALL, ShowGraphModel, ShowGraphModels,
};
use crate::syntax::literal::Name;
use crate::table::{Schema, Table, Value};

mod definition;
mod kept;
mod script;

pub(super) use script::script_of;

const KIND: EntityKind = EntityKind::GraphModel;

/// Decides a command about graph models.
pub(super) fn decide(command: &GraphModelCommand<'_>, world: &World<'_>) -> Result<Decision> {
    match command {
        GraphModelCommand::Define(command) => define(command, world),
        GraphModelCommand::Drop(name) => drop_model(name, world),
        GraphModelCommand::Show(command) => show(command, world),
        GraphModelCommand::ShowMany(command) => show_many(command, world),
    }
}

fn define(command: &DefineGraphModel<'_>, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    names::check(&command.name)?;
    definition::check(&command.model)?;
    let existing = world.existing(&command.name);
    let id = existing.unwrap_or_else(|| world.catalog.next_id());
    let mut versions = versions(world.catalog, id).to_vec();
    versions.push(Version {
        id: Arc::from(version_id(command, versions.len(), world)),
        created: world.now,
        definition: Arc::from(kept::kept(command.model.text.trim())),
    });
    let model = GraphModel { versions };
    let edits = match existing {
        Some(id) => Edit::content(world.catalog, id, model).into_iter().collect(),
        None => {
            let after = Definition::new(database, &command.name.text, model);
            vec![Edit::creation(id, after), creator_becomes_admin(world, id, 0)]
        }
    };
    Ok(Decision::change(edits, defined, &[id]))
}

/// Returns an id that no other version has, and that another run makes again.
fn version_id(command: &DefineGraphModel<'_>, number: usize, world: &World<'_>) -> String {
    derived_id(&format!("{KIND}/{}/{}/{number}/{}", world.database, command.name, world.now))
}

/// Drops a model; the answer lists its versions, the oldest first: the official schema has a
/// result, where the page says that there is none.
fn drop_model(name: &Name<'_>, world: &World<'_>) -> Result<Decision> {
    let id = world.entity(KIND, name)?;
    let (name, gone) = (name.text.to_string(), versions(world.catalog, id).to_vec());
    let shown = Decision::show(move |_| {
        let mut table = Table::new(GRAPH_MODELS);
        gone.iter().for_each(|version| table.push(row(&name, version)));
        table
    });
    Ok(Decision { edits: world.catalog.removal(id), ..shown })
}

/// Returns the columns of what a command answers.
pub(super) fn columns(command: &GraphModelCommand<'_>) -> Schema {
    match command {
        GraphModelCommand::Define(_) => DEFINED_GRAPH_MODEL,
        GraphModelCommand::Drop(_) => GRAPH_MODELS,
        GraphModelCommand::Show(command) => shown_columns(command),
        GraphModelCommand::ShowMany(command) => listed_columns(command),
    }
}

const fn shown_columns(command: &ShowGraphModel<'_>) -> Schema {
    if command.details { GRAPH_MODEL_DETAILS } else { GRAPH_MODEL }
}

const fn listed_columns(command: &ShowGraphModels<'_>) -> Schema {
    if command.details { GRAPH_MODELS_DETAILS } else { GRAPH_MODELS }
}

/// `graph-model-show.md`: the latest version, all of them, or the one of an id.
fn show(command: &ShowGraphModel<'_>, world: &World<'_>) -> Result<Decision> {
    let id = world.entity(KIND, &command.name)?;
    let versions = versions(world.catalog, id);
    let shown: Vec<Version> = match command.properties.text(&ID) {
        None => versions.last().cloned().into_iter().collect(),
        Some("*") => versions.to_vec(),
        Some(wanted) => {
            let is_wanted = |version: &&Version| version.id.eq_ignore_ascii_case(wanted);
            versions.iter().filter(is_wanted).cloned().collect()
        }
    };
    if let (true, Some(property)) = (shown.is_empty(), command.properties.get(ID.name)) {
        let message = format!("graph model `{}` has no version of this id", command.name);
        let refusal = Refusal::BadRequest(message).at(property.span);
        return Err(refusal.help(format!("`with ({}='*')` shows all versions", ID.name)));
    }
    let (name, schema) = (command.name.text.to_string(), shown_columns(command));
    Ok(Decision::show(move |_| {
        let mut table = Table::new(schema);
        for version in &shown {
            table.push(row(&name, version).into_iter().chain([Value::Long(0), json(version)]));
        }
        table
    }))
}

/// `graph-models-show.md`: by name, and then the oldest version first.
fn show_many(command: &ShowGraphModels<'_>, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    let all = command.properties.flag(&SHOW_ALL).unwrap_or_default();
    let schema = listed_columns(command);
    Ok(Decision::show(move |world| models(world, database, schema, all)))
}

fn models(world: &World<'_>, database: EntityId, schema: Schema, all: bool) -> Table {
    let mut table = Table::new(schema);
    for (id, entity) in world.catalog.children(database, KIND) {
        let versions = versions(world.catalog, id);
        let skipped = if all { 0 } else { versions.len().saturating_sub(1) };
        for version in versions.iter().skip(skipped) {
            let details = [Value::Long(0), json(version), dynamic(&authorized(world, id))];
            table.push(row(&entity.definition.name, version).into_iter().chain(details));
        }
    }
    table
}

fn versions(catalog: &Catalog, id: EntityId) -> &[Version] {
    catalog.content::<GraphModel>(id).map_or(&[], |model| &model.versions)
}

/// Returns Name, CreationTime and Id.
fn row(name: &str, version: &Version) -> [Value; 3] {
    [Value::from(name), version.created.into(), Value::from(version.id.clone())]
}

/// Returns the definition as a JSON value; it was checked when it was given.
fn json(version: &Version) -> Value {
    dynamic(&version.definition)
}

fn dynamic(json: &str) -> Value {
    serde_json::from_str::<serde_json::Value>(json).map_or(Value::Null, Value::from)
}

/// Returns the latest version of each model. There are no snapshots and no policies of retention
/// and caching here.
fn defined(world: &World<'_>, ids: &[EntityId]) -> Table {
    let mut table = Table::new(DEFINED_GRAPH_MODEL);
    for id in ids {
        let (Some(entity), Some(version)) = (world.catalog.get(*id), versions(world.catalog, *id).last()) else {
            continue;
        };
        let rest = [Value::Long(0), Value::from(version.definition.clone())];
        table.push(row(&entity.definition.name, version).into_iter().chain(rest));
    }
    table
}
