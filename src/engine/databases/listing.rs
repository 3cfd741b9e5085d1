//! Listings of databases. Sizes are 0, and policies that kmgmt does not interpret are empty: an
//! offline catalog knows neither.

use std::sync::Arc;

use crate::catalog::body::databases::Database;
use crate::catalog::{CLUSTER, Entity, EntityId};
use crate::diagnostic::Result;
use crate::directory::derived_id;
use crate::engine::databases::version;
use crate::engine::policies::cells;
use crate::engine::roles::authorized;
use crate::engine::{Report, World};
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::policy::PolicyKind;
use crate::model::schemas::{
    CREATED_DATABASE, DATABASE_DETAILS, DATABASE_IDENTITY, DATABASE_POLICIES, DATABASES, DETACHED_DATABASE,
    PRETTY_NAMES,
};
use crate::syntax::ast::databases::{Flavor, NamePattern};
use crate::table::{Schema, Table, Value};
use crate::text::fits;

/// Returns the report that shows what the flavor chooses.
pub(super) const fn report(flavor: Flavor) -> Report {
    match flavor {
        Flavor::Summary => summary,
        Flavor::Details => details,
        Flavor::Identity => identity,
        Flavor::Policies => policies,
    }
}

/// Returns the databases that the names and patterns choose, by name; all when there are none. A
/// name that is no database is an error, a pattern that fits none is not.
pub(super) fn chosen(patterns: &[NamePattern<'_>], world: &World<'_>) -> Result<Vec<EntityId>> {
    let all = || world.catalog.children(CLUSTER, EntityKind::Database).into_iter();
    if patterns.is_empty() {
        return Ok(world.catalog.child_ids(CLUSTER, EntityKind::Database));
    }
    let mut chosen = Vec::new();
    for pattern in patterns {
        match pattern {
            NamePattern::Name(name) => chosen.push(world.database_named(name)?),
            NamePattern::Wildcard(text) => {
                let fitting = all().filter(|(_, entity)| fits(text, &entity.definition.name));
                chosen.extend(fitting.map(|(id, _)| id));
            }
        }
    }
    Ok(by_name(chosen, world))
}

/// Returns each database once, by name.
pub(super) fn by_name(databases: Vec<EntityId>, world: &World<'_>) -> Vec<EntityId> {
    let mut databases = databases;
    databases.sort_by_key(|id| world.catalog.name_of(*id));
    databases.dedup();
    databases
}

/// One database of a listing.
struct ListedDatabase<'a> {
    id: EntityId,
    entity: &'a Entity,
    database: &'a Database,
}

fn listed<'a>(world: &World<'a>, databases: &[EntityId]) -> Vec<ListedDatabase<'a>> {
    let listed = |id: &EntityId| {
        let entity = world.catalog.get(*id)?;
        Some(ListedDatabase { id: *id, entity, database: entity.content()? })
    };
    databases.iter().filter_map(listed).collect()
}

impl ListedDatabase<'_> {
    /// Returns the columns that all listings begin with.
    fn common(&self, world: &World<'_>) -> Vec<Value> {
        let storage = self.database.persist.first().map_or_else(Arc::default, Arc::clone);
        // A database without a container lives as long as the catalog in memory does.
        let is_ephemeral = self.database.persist.is_empty();
        let mode = if is_ephemeral { "ReadWriteEphemeral" } else { "ReadWrite" };
        vec![
            Value::from(self.entity.definition.name.clone()),
            Value::from(storage),
            Value::from(version::text(self.database)),
            Value::from(*self.entity.definition.name == *world.database),
            Value::from(mode),
            self.pretty_name(),
        ]
    }

    fn pretty_name(&self) -> Value {
        self.database.pretty_name.clone().map_or_else(|| Value::from(""), Value::from)
    }

    fn guid(&self) -> Value {
        Value::from(derived_id(&format!("entity/{}", self.id.0)))
    }
}

fn rows(
    schema: Schema,
    world: &World<'_>,
    databases: &[EntityId],
    rest: impl Fn(&ListedDatabase<'_>) -> Vec<Value>,
) -> Table {
    let mut table = Table::new(schema);
    for listed in listed(world, databases) {
        table.push(listed.common(world).into_iter().chain(rest(&listed)));
    }
    table
}

fn summary(world: &World<'_>, databases: &[EntityId]) -> Table {
    rows(DATABASES, world, databases, |listed| vec![Value::Null, listed.guid(), Value::from("")])
}

fn identity(world: &World<'_>, databases: &[EntityId]) -> Table {
    rows(DATABASE_IDENTITY, world, databases, |listed| {
        let is_unrestricted = world.may(Permission::ViewRestricted, listed.id);
        vec![is_unrestricted.into(), listed.guid(), Value::from("")]
    })
}

fn policies(world: &World<'_>, databases: &[EntityId]) -> Table {
    rows(DATABASE_POLICIES, world, databases, |listed| {
        let known = [listed.guid(), Value::from(authorized(world, listed.id))];
        let kinds = [
            PolicyKind::Retention,
            PolicyKind::Merge,
            PolicyKind::Caching,
            PolicyKind::Sharding,
            PolicyKind::StreamingIngestion,
            PolicyKind::IngestionBatching,
        ];
        known.into_iter().chain(cells(world, listed.id, kinds)).collect()
    })
}

fn details(world: &World<'_>, databases: &[EntityId]) -> Table {
    rows(DATABASE_DETAILS, world, databases, |listed| {
        let mut row = vec![Value::from(authorized(world, listed.id))];
        row.extend(cells(world, listed.id, [PolicyKind::Retention, PolicyKind::Merge]));
        row.push(Value::from(""));
        let kinds =
            [PolicyKind::Caching, PolicyKind::Sharding, PolicyKind::StreamingIngestion, PolicyKind::IngestionBatching];
        row.extend(cells(world, listed.id, kinds));
        row.extend([Value::Real(0.0), listed.guid(), Value::from("")]);
        row
    })
}

/// Returns the answer of `.create database`: a row a container. The first stores metadata; the
/// others store data, or the first does where it is alone.
pub(super) fn created(name: &str, paths: &[Arc<str>], created: bool) -> Table {
    let mut table = Table::new(CREATED_DATABASE);
    let made = || Value::from(if created { "True" } else { "False" });
    for (index, path) in paths.iter().enumerate() {
        let (metadata, data) = (index == 0, index > 0 || paths.len() == 1);
        table.push([Value::from(name), Value::from(path.clone()), made(), metadata.into(), data.into()]);
    }
    if paths.is_empty() {
        table.push([Value::from(name), Value::from(""), made(), false.into(), false.into()]);
    }
    table
}

/// Returns the answer of `.detach database`: the tables that went with it.
pub(super) fn detached(tables: &[Arc<str>]) -> Table {
    let mut table = Table::new(DETACHED_DATABASE);
    tables.iter().for_each(|name| table.push([Value::from(name.clone()), Value::from("0")]));
    table
}

/// Returns the answer of `.alter database D prettyname`.
pub(super) fn pretty_names(world: &World<'_>, databases: &[EntityId]) -> Table {
    let mut table = Table::new(PRETTY_NAMES);
    for listed in listed(world, databases) {
        table.push([Value::from(listed.entity.definition.name.clone()), listed.pretty_name()]);
    }
    table
}
