//! Databases: `.create`, `.detach`, pretty names, listings and schemas.

use std::sync::Arc;

use crate::catalog::body::databases::Database;
use crate::catalog::{CLUSTER, Definition, Edit, EntityId};
use crate::diagnostic::Result;
use crate::engine::properties::without_effect;
use crate::engine::roles::creator_becomes_admin;
use crate::engine::{Decision, Refusal, World, names};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::permission::Permission;
use crate::syntax::ast::PropertyValues;
use crate::syntax::ast::databases::{CreateDatabase, DatabaseCommand, DetachDatabase, Flavor, Storage};
use crate::syntax::literal::Name;

mod entities;
mod listing;
mod schema;
mod script;
mod version;

pub(super) use script::{made, script, script_of, target};
pub(super) use version::raise_versions;

/// Decides a command about databases.
pub(super) fn decide(command: &DatabaseCommand<'_>, world: &World<'_>) -> Result<Decision> {
    match command {
        DatabaseCommand::Create(create) => decide_create(create, world),
        DatabaseCommand::Detach(detach) => decide_detach(detach, world),
        DatabaseCommand::ShowDatabases(show) => {
            let mut databases = listing::chosen(&show.databases, world)?;
            let access = world.access();
            let may_see = |database: &EntityId| match show.flavor {
                Flavor::Summary | Flavor::Identity => access.reaches(world.subject, *database),
                // These show who holds which role: as `.show database details` does.
                Flavor::Details | Flavor::Policies => world.may(Permission::ShowMetadata, *database),
            };
            databases.retain(may_see);
            let shown = Decision::report(listing::report(show.flavor), &databases);
            Ok(with_warnings(shown, &show.properties))
        }
        DatabaseCommand::ShowDatabase(flavor, properties) => {
            let database = world.database_in_context()?;
            let shown = Decision::report(listing::report(*flavor), &[database]);
            Ok(with_warnings(shown, properties))
        }
        DatabaseCommand::ShowSchema(show) => schema::decide(show, world),
        DatabaseCommand::ShowEntities(show) => entities::decide(show, world),
        DatabaseCommand::SetPrettyName(name, text) => {
            set_pretty_name(world.database_or_context(name.as_ref())?, Some(&text.text), world)
        }
        DatabaseCommand::DropPrettyName(name) => set_pretty_name(world.database_named(name)?, None, world),
    }
}

fn decide_create(create: &CreateDatabase<'_>, world: &World<'_>) -> Result<Decision> {
    let name = &create.name;
    if let Some(existing) = world.existing(name).and_then(|id| world.catalog.get(id)) {
        if create.if_not_exists {
            let found = existing.content::<Database>();
            let persist = found.map_or_else(Vec::new, |found| found.persist.clone());
            let shown = shown_created(&name.text, persist, false);
            return Ok(with_warnings(shown, &create.properties));
        }
        let refusal = Refusal::AlreadyExists { kind: EntityKind::Database, name: name.text.to_string() };
        let help = format!("`{}` leaves it as it is", Keyword::IfNotExists);
        return Err(refusal.at(name.span).help(help));
    }
    names::check(name)?;
    check_unique(name, world)?;
    let database = Database { persist: containers(&create.storage), ..Database::default() };
    let shown = shown_created(&name.text, database.persist.clone(), true);
    let id = world.catalog.next_id();
    let after = Definition::new(CLUSTER, &name.text, database);
    let edits = vec![Edit::creation(id, after), creator_becomes_admin(world, id, 0)];
    Ok(with_warnings(Decision { edits, ..shown }, &create.properties))
}

/// Refuses the name of a new database that differs from that of another only in case. Two pages say that case does
/// not count (`entity-names.md`, `schema-entities/databases.md`), one that it does (`show-database.md`): what is
/// accepted here holds by both.
fn check_unique(name: &Name<'_>, world: &World<'_>) -> Result<()> {
    let other = world.catalog.child_in_any_case(CLUSTER, EntityKind::Database, &name.text);
    let Some(other) = other else { return Ok(()) };
    let refusal = Refusal::AlreadyExists { kind: EntityKind::Database, name: other.to_owned() };
    let help =
        format!("`{}` differs from it only by upper and lower case, and names of databases need more", name.text);
    Err(refusal.at(name.span).help(help))
}

/// Returns what `.create database` answers.
fn shown_created(name: &str, persist: Vec<Arc<str>>, created: bool) -> Decision {
    let name = name.to_owned();
    Decision::show(move |_| listing::created(&name, &persist, created))
}

/// Returns the addresses of the containers, without their secrets.
fn containers(storage: &Storage<'_>) -> Vec<Arc<str>> {
    match storage {
        Storage::Unsaid | Storage::Volatile => Vec::new(),
        Storage::Persist(paths) => paths.iter().map(|path| Arc::from(path.redacted())).collect(),
    }
}

fn decide_detach(detach: &DetachDatabase<'_>, world: &World<'_>) -> Result<Decision> {
    let database = match world.existing(&detach.name) {
        None if detach.if_exists => return Ok(Decision::show(|_| listing::detached(&[]))),
        _ => world.database_named(&detach.name)?,
    };
    let tables = world.catalog.children(database, EntityKind::Table).into_iter();
    let names: Vec<Arc<str>> = tables.map(|(_, table)| table.definition.name.clone()).collect();
    let shown = Decision::show(move |_| listing::detached(&names));
    Ok(Decision { edits: world.catalog.removal(database), ..shown })
}

/// `alter-database-prettyname.md`, `drop-database-prettyname.md`
fn set_pretty_name(id: EntityId, pretty_name: Option<&str>, world: &World<'_>) -> Result<Decision> {
    let database = world.catalog.content::<Database>(id);
    let database = database.filter(|found| found.pretty_name.as_deref() != pretty_name);
    let edit = database.cloned().and_then(|database| {
        let version = database.version.saturating_add(1);
        Edit::content(world.catalog, id, Database { pretty_name: pretty_name.map(Arc::from), version, ..database })
    });
    Ok(Decision::change(edit.into_iter().collect(), listing::pretty_names, &[id]))
}

/// Warns of properties that no page documents.
fn with_warnings(decision: Decision, properties: &PropertyValues<'_>) -> Decision {
    let warnings = properties.0.iter().map(without_effect).collect();
    Decision { warnings, ..decision }
}
