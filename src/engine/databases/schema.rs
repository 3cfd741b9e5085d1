//! Schemas of databases in their four forms (`show-schema-database.md`).

use crate::catalog::body::databases::Database;
use crate::catalog::{CLUSTER, EntityId};
use crate::diagnostic::Result;
use crate::engine::databases::listing::by_name;
use crate::engine::databases::script::{JsonOf, PARTS, belongings_script, script};
use crate::engine::databases::version;
use crate::engine::tables::{csl, rows_of_schema};
use crate::engine::{Decision, World, policies};
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::schemas::{DATABASE_SCHEMA, SCHEMA_AS_JSON, SCHEMA_AS_SCRIPT, TABLE_SCHEMA};
use crate::syntax::ast::PropertyValues;
use crate::syntax::ast::databases::{SchemaForm, SchemaTarget, ShowSchema, Versioned};
use crate::syntax::literal::{StringLiteral, Value as Literal};
use crate::table::{Table, Value};

/// Decides `.show database … schema`.
pub(super) fn decide(show: &ShowSchema<'_>, world: &World<'_>) -> Result<Decision> {
    let mut databases = targets(&show.target, world)?;
    databases.retain(|database| world.may(Permission::ShowMetadata, *database));
    Ok(match &show.form {
        SchemaForm::Rows { .. } => Decision::report(rows, &databases),
        SchemaForm::Json(properties) => {
            let is_all = properties.0.is_empty();
            let is_shown = |name: &str| is_all || is_true(properties, name).unwrap_or(false);
            let forms = PARTS.iter().filter_map(|part| Some((part.kind, part.json?)));
            let forms: Vec<_> = forms.filter(|(_, (property, _))| is_shown(property)).collect();
            Decision::show(move |world| json(world, &databases, &forms))
        }
        SchemaForm::Script(properties) => {
            let secured = is_true(properties, "IncludeSecuritySettings").unwrap_or(true);
            Decision::show(move |world| commands(world, &databases, secured))
        }
        SchemaForm::Csl { script: false } => Decision::report(csl, &tables(world, &databases)),
        SchemaForm::Csl { script: true } => Decision::report(csl_script, &databases),
    })
}

/// Returns the databases that are shown: those that are not later than the version given are left
/// out.
fn targets(target: &SchemaTarget<'_>, world: &World<'_>) -> Result<Vec<EntityId>> {
    let named = |versioned: &Versioned<'_>| {
        let database = world.database_named(&versioned.name)?;
        later(database, versioned.later_than.as_ref(), world)
    };
    let found: Result<Vec<Option<EntityId>>> = match target {
        SchemaTarget::Context(than) => Ok(vec![later(world.database_in_context()?, than.as_ref(), world)?]),
        SchemaTarget::Database(versioned) => Ok(vec![named(versioned)?]),
        SchemaTarget::Databases(databases) if !databases.is_empty() => databases.iter().map(named).collect(),
        SchemaTarget::Databases(_) | SchemaTarget::Cluster => {
            Ok(world.catalog.child_ids(CLUSTER, EntityKind::Database).into_iter().map(Some).collect())
        }
    };
    Ok(by_name(found?.into_iter().flatten().collect(), world))
}

fn later(database: EntityId, than: Option<&StringLiteral<'_>>, world: &World<'_>) -> Result<Option<EntityId>> {
    let Some(than) = than else { return Ok(Some(database)) };
    let found = world.catalog.content(database);
    let is_later = found.map_or(Ok(false), |body| version::is_later(body, than))?;
    Ok(is_later.then_some(database))
}

fn tables(world: &World<'_>, databases: &[EntityId]) -> Vec<EntityId> {
    databases.iter().flat_map(|database| world.catalog.child_ids(*database, EntityKind::Table)).collect()
}

/// Returns a row for the database, for each table and for each column; no column has a default.
fn rows(world: &World<'_>, databases: &[EntityId]) -> Table {
    let mut table = Table::new(DATABASE_SCHEMA);
    let empty = || Value::from("");
    for id in databases {
        let name = || Value::from(world.catalog.name_of(*id));
        let database = world.catalog.content::<Database>(*id);
        let pretty_name = database.and_then(|database| database.pretty_name.clone());
        let version = database.map(version::text);
        table.push([
            name(),
            empty(),
            empty(),
            empty(),
            false.into(),
            false.into(),
            pretty_name.map_or_else(empty, Value::from),
            version.map_or_else(empty, Value::from),
            empty(),
            empty(),
        ]);
        for (_, entity) in world.catalog.children(*id, EntityKind::Table) {
            for [of, column, kind, folder, docstring] in rows_of_schema(entity) {
                let none = [false.into(), false.into(), empty(), empty()];
                table.push([name(), of, column, kind].into_iter().chain(none).chain([folder, docstring]));
            }
        }
    }
    table
}

/// A kind of entities with its name and its form in the JSON.
type JsonForm = (EntityKind, (&'static str, JsonOf));

/// Returns one row with all databases in one JSON text.
fn json(world: &World<'_>, databases: &[EntityId], forms: &[JsonForm]) -> Table {
    let of = |id: &EntityId| {
        let database = world.catalog.content::<Database>(*id);
        let pretty_name = database.and_then(|database| database.pretty_name.as_deref());
        let mut members = vec![("Name", quoted(world.catalog.name_of(*id)))];
        for (kind, (property, json_of)) in forms {
            let entities = world.catalog.children(*id, *kind).into_iter();
            members
                .push((property, object(entities.map(|(id, entity)| (&*entity.definition.name, json_of(world, id))))));
        }
        members.push(("PrettyName", pretty_name.map_or_else(|| "null".to_owned(), quoted)));
        members.push(("MajorVersion", version::MAJOR.to_string()));
        members.push(("MinorVersion", database.map_or(0, |database| database.version).to_string()));
        (world.catalog.name_of(*id), object(members))
    };
    let text = object([("Databases", object(databases.iter().map(of)))]);
    let mut table = Table::new(SCHEMA_AS_JSON);
    table.push([Value::from(text)]);
    table
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let member = |(name, value)| format!("{}:{value}", quoted(name));
    let members: Vec<String> = members.into_iter().map(member).collect();
    format!("{{{}}}", members.join(","))
}

/// Returns the commands that make the schema again, then those that give mappings, roles and policies. What managed
/// identities may be used for comes first, because making an external table asks for it.
fn commands(world: &World<'_>, databases: &[EntityId], secured: bool) -> Table {
    let mut table = Table::new(SCHEMA_AS_SCRIPT);
    for database in databases {
        if let (Some(command), true) = (policies::script_of_identities(world, *database), secured) {
            table.push([Value::from(command)]);
        }
        for (_, command) in script(world, *database) {
            table.push([Value::from(command)]);
        }
        for command in if secured { belongings_script(world, *database) } else { Vec::new() } {
            table.push([Value::from(command)]);
        }
    }
    table
}

/// Returns the commands that make the schema again, with the names of the entities.
fn csl_script(world: &World<'_>, databases: &[EntityId]) -> Table {
    let mut table = Table::new(TABLE_SCHEMA);
    for database in databases {
        for (entity, command) in script(world, *database) {
            let name = Value::from(world.catalog.name_of(*database));
            table.push([Value::from(entity), Value::from(command), name, Value::from(""), Value::from("")]);
        }
    }
    table
}

fn is_true(properties: &PropertyValues<'_>, name: &str) -> Option<bool> {
    properties.get(name).map(|property| property.value == Literal::Bool(true))
}
