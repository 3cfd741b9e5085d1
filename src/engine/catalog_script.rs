//! The whole catalog as a script of the language itself: what exists, in an order that depends on names alone,
//! with one line for each role that somebody has. It holds no times, no numbers and no built-in principal.

use std::fmt::Write;

use crate::catalog::body::databases::Database;
use crate::catalog::body::materialized_views::MaterializedView;
use crate::catalog::{CLUSTER, Entity, EntityId};
use crate::engine::{
    World, blocked, continuous_exports, databases, followers, mappings, policies, roles, tables, workload_groups,
};
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};

/// Returns a script that makes what the catalog holds in a cluster that has nothing: each command ends with a blank
/// line, or with its line.
#[must_use]
pub fn catalog_script(world: &World<'_>) -> String {
    let mut script = Script::default();
    script.section("the cluster");
    script.commands(policies::script_of_identities(world, CLUSTER));
    script.commands(policies::script_of(world, CLUSTER));
    script.commands(
        world
            .catalog
            .child_ids(CLUSTER, EntityKind::WorkloadGroup)
            .into_iter()
            .flat_map(|group| workload_groups::script_of(world, group)),
    );
    script.commands(roles::assignments_script(world, CLUSTER));
    script.commands(blocked::script(world));
    let all = world.catalog.child_ids(CLUSTER, EntityKind::Database);
    for database in &all {
        script.database(world, *database);
    }
    // Exports read other databases, which are there by now.
    script.section("continuous exports");
    for database in &all {
        let exports = world.catalog.child_ids(*database, EntityKind::ContinuousExport);
        if !exports.is_empty() {
            script.context(world, *database);
            script.commands(exports.into_iter().flat_map(|export| continuous_exports::script_of(world, export)));
        }
    }
    script.section("followers");
    script.commands(all.iter().flat_map(|database| followers::script_of(world, *database)));
    script.text
}

#[derive(Default)]
struct Script {
    text: String,
    /// The title of a section of which nothing was written yet.
    title: Option<String>,
}

impl Script {
    /// Begins a section; one without commands is left out.
    fn section(&mut self, title: &str) {
        self.title = Some(title.to_owned());
    }

    fn line(&mut self, line: &str) {
        if let Some(title) = self.title.take() {
            let between = if self.text.is_empty() || self.text.ends_with("\n\n") { "" } else { "\n" };
            let _ = writeln!(self.text, "{between}// {title}");
        }
        self.text.extend([line, "\n"]);
    }

    /// Adds commands, one a line; one of several lines ends with a blank line.
    fn commands(&mut self, commands: impl IntoIterator<Item = String>) {
        for command in commands {
            let command = command.trim_end();
            self.line(command);
            if command.contains('\n') {
                self.line("");
            }
        }
    }

    fn context(&mut self, world: &World<'_>, database: EntityId) {
        self.line(&format!("{} {}", DirectiveKind::DbContext, Quoted(world.catalog.name_of(database))));
    }

    fn database(&mut self, world: &World<'_>, id: EntityId) {
        let name = world.catalog.name_of(id);
        self.section(&format!("{} {}", EntityKind::Database, Quoted(name)));
        self.commands(world.catalog.content(id).map(|database| made(name, database)).unwrap_or_default());
        self.context(world, id);
        self.commands(policies::script_of_identities(world, id));
        self.commands(roles::assignments_script(world, id));
        self.commands(policies::script_of(world, id));
        self.commands(databases::script(world, id).into_iter().map(|(_, command)| command));
        self.commands(mappings::script_of(world, id));
        for entity in databases::made(world, id) {
            self.commands(mappings::script_of(world, entity));
            self.commands(roles::assignments_script(world, entity));
            self.commands(policies::script_of(world, entity));
        }
    }
}

/// Returns the commands that make one entity, or change one that is there into it, in the database that holds it.
#[must_use]
pub fn entity_script(world: &World<'_>, id: EntityId) -> Vec<String> {
    let Some(entity) = world.catalog.get(id) else { return Vec::new() };
    let name = &entity.definition.name;
    match entity.definition.kind() {
        EntityKind::Database => entity.content().map(|database| made(name, database)).unwrap_or_default(),
        EntityKind::ContinuousExport => continuous_exports::script_of(world, id),
        EntityKind::WorkloadGroup => workload_groups::script_of(world, id),
        EntityKind::Follower => followers::script_of(world, entity.definition.parent),
        kind => databases::script_of(world, kind, id),
    }
}

/// Returns the commands that make what one entity was `before` into what it is.
#[must_use]
pub fn entity_change_script(before: (&World<'_>, EntityId), (world, id): (&World<'_>, EntityId)) -> Vec<String> {
    let Some(entity) = world.catalog.get(id) else { return Vec::new() };
    let was = before.0.catalog.get(before.1);
    let all = entity_script(world, id);
    match entity.definition.kind() {
        EntityKind::Table => tables::change_script_of(before, (world, id)),
        EntityKind::Database => {
            let name = Quoted(&entity.definition.name);
            let drop = format!(".{} {} {name} {}", Keyword::Drop, EntityKind::Database, Keyword::PrettyName);
            let set: Vec<String> = all.into_iter().skip(1).collect();
            if set.is_empty() { vec![drop] } else { set }
        }
        EntityKind::MaterializedView => {
            let is_disabled = |entity: Option<&Entity>| {
                entity.and_then(Entity::content::<MaterializedView>).is_some_and(|view| !view.enabled)
            };
            let source = |entity: Option<&Entity>| {
                entity.and_then(Entity::content::<MaterializedView>).map(|view| view.source.clone())
            };
            if source(was) != source(Some(entity)) {
                let (kind, name) = (EntityKind::MaterializedView, Quoted(&entity.definition.name));
                return vec![format!(
                    "// left out: {kind} {name} is made of something else, which no command changes: drop it and create it again"
                )];
            }
            let enabled = is_disabled(was) && !is_disabled(Some(entity));
            let name = Quoted(&entity.definition.name);
            let enable = enabled.then(|| format!(".{} {} {name}", Keyword::Enable, EntityKind::MaterializedView));
            enable.into_iter().chain(all).collect()
        }
        // Each command adds a version: those that are there already stay.
        EntityKind::GraphModel => {
            let had = entity_script(before.0, before.1);
            match all.strip_prefix(had.as_slice()) {
                Some(new) => new.to_vec(),
                None => {
                    let name = Quoted(&entity.definition.name);
                    let kind = EntityKind::GraphModel;
                    vec![format!("// left out: {kind} {name} keeps its versions, of which no command takes one away")]
                }
            }
        }
        _ => all,
    }
}

/// Returns the commands that make a database.
fn made(name: &str, database: &Database) -> Vec<String> {
    let name = Quoted(name);
    let persist = match database.persist.as_slice() {
        [] => String::new(),
        paths => {
            let paths: Vec<String> = paths.iter().map(|path| Text(path).to_string()).collect();
            format!(" {} ({})", Keyword::Persist, paths.join(", "))
        }
    };
    let create = format!(".{} {} {name}{persist} {}", Keyword::Create, EntityKind::Database, Keyword::IfNotExists);
    let pretty = database.pretty_name.as_deref().map(|pretty| {
        format!(".{} {} {name} {} {}", Keyword::Alter, EntityKind::Database, Keyword::PrettyName, Text(pretty))
    });
    std::iter::once(create).chain(pretty).collect()
}
