//! Databases: `.create`, `.detach`, pretty names, listings and schemas.

use std::sync::Arc;

use crate::catalog::body::databases::Database;
use crate::catalog::{CLUSTER, Definition, Edit, EntityId};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::remove::remove;
use crate::engine::roles::creator_becomes_admin;
use crate::engine::{Answer, Deciding, Decision, Refusal, World, names};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::permission::Permission;
use crate::syntax::ast::PropertyValues;
use crate::syntax::ast::databases::{CreateDatabase, DatabaseCommand, DetachDatabase, Flavor, Storage};

mod listing;
mod schema;
mod script;
mod version;

pub(super) use script::target;
pub(super) use version::raise_versions;

/// Decides a command about databases.
pub(super) fn decide(command: &DatabaseCommand<'_>, deciding: &mut Deciding<'_>) -> Result<Decision, Diagnostic> {
    let world = deciding.world();
    match command {
        DatabaseCommand::Create(create) => decide_create(create, deciding),
        DatabaseCommand::Detach(detach) => decide_detach(detach, &world),
        DatabaseCommand::ShowDatabases(show) => {
            let mut databases = listing::chosen(&show.databases, &world)?;
            let access = deciding.access();
            let may_see = |database: &EntityId| match show.flavor {
                Flavor::Summary | Flavor::Identity => access.reaches(deciding.subject, *database),
                // These show who holds which role: as `.show database details` does.
                Flavor::Details | Flavor::Policies => deciding.may(Permission::ShowMetadata, *database),
            };
            databases.retain(may_see);
            Ok(with_warnings(Decision::show(listing::report(show.flavor)(&world, &databases)), &show.properties))
        }
        DatabaseCommand::ShowDatabase(flavor, properties) => {
            let database = world.database_in_context()?;
            Ok(with_warnings(Decision::show(listing::report(*flavor)(&world, &[database])), properties))
        }
        DatabaseCommand::ShowSchema(show) => schema::decide(show, deciding),
        DatabaseCommand::SetPrettyName(name, text) => {
            set_pretty_name(world.database_or_context(name.as_ref())?, Some(&text.text), &world)
        }
        DatabaseCommand::DropPrettyName(name) => set_pretty_name(world.database_named(name)?, None, &world),
    }
}

fn decide_create(create: &CreateDatabase<'_>, deciding: &Deciding<'_>) -> Result<Decision, Diagnostic> {
    let name = &create.name;
    if let Some(existing) = deciding.catalog.database(&name.text).and_then(|id| deciding.catalog.get(id)) {
        if create.if_not_exists {
            let shown = listing::created(&name.text, existing.content(), false);
            return Ok(with_warnings(Decision::show(shown), &create.properties));
        }
        let refusal = Refusal::AlreadyExists { kind: EntityKind::Database, name: name.text.to_string() };
        return Err(refusal.at(name.span).help(format!("`{}` leaves it as it is", Keyword::IfNotExists)));
    }
    names::check(name)?;
    let database = Database { persist: containers(&create.storage), ..Database::default() };
    let answer = Answer::Table(listing::created(&name.text, Some(&database), true));
    let id = deciding.catalog.next_id();
    let after = Definition::new(CLUSTER, &name.text, database);
    let edits = vec![Edit::creation(id, after), creator_becomes_admin(deciding, id, 0)];
    Ok(with_warnings(Decision { edits, answer, warnings: Vec::new() }, &create.properties))
}

/// The addresses of the containers, without their secrets.
fn containers(storage: &Storage<'_>) -> Vec<Arc<str>> {
    match storage {
        Storage::Unsaid | Storage::Volatile => Vec::new(),
        Storage::Persist(paths) => paths.iter().map(|path| Arc::from(path.redacted())).collect(),
    }
}

fn decide_detach(detach: &DetachDatabase<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let mut edits = Vec::new();
    let answer = match world.database_named(&detach.name) {
        Ok(database) => {
            remove(world.catalog, database, &mut edits);
            listing::detached(world, &[database])
        }
        Err(_) if detach.if_exists => listing::detached(world, &[]),
        Err(missing) => return Err(missing),
    };
    Ok(Decision { edits, answer: Answer::Table(answer), warnings: Vec::new() })
}

/// `alter-database-prettyname.md`, `drop-database-prettyname.md`
fn set_pretty_name(id: EntityId, pretty_name: Option<&str>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let database = world.catalog.content::<Database>(id).filter(|found| found.pretty_name.as_deref() != pretty_name);
    let edit = database.cloned().and_then(|database| {
        let version = database.version.saturating_add(1);
        Edit::content(world.catalog, id, Database { pretty_name: pretty_name.map(Arc::from), version, ..database })
    });
    Ok(Decision::change(edit.into_iter().collect(), listing::pretty_names, &[id]))
}

/// Warns of properties that no page documents.
fn with_warnings(decision: Decision, properties: &PropertyValues<'_>) -> Decision {
    let warning = |name: &str| Diagnostic::warning(Code::BadRequest, format!("the property `{name}` has no effect"));
    let warnings = properties.0.iter().map(|property| warning(&property.name).at(property.span)).collect();
    Decision { warnings, ..decision }
}
