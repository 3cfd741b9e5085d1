//! What policies ask of the queries of views and continuous exports, and of the bodies of functions.

use crate::catalog::body::continuous_exports::ContinuousExport;
use crate::catalog::body::external_tables::ExternalTable;
use crate::catalog::body::materialized_views::MaterializedView;
use crate::catalog::{CLUSTER, Entity, EntityId};
use crate::engine::World;
use crate::engine::materialized_views::names_of_keys;
use crate::engine::queries::reads;
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::query::parse::parse_query;
use crate::syntax::parser::mentions_in;

/// A materialized view with its name.
pub(super) struct View<'w> {
    /// Its name.
    pub(super) name: &'w str,
    /// Whether it has a row-level-security policy of its own.
    pub(super) secured: bool,
    /// What it consists of.
    pub(super) body: &'w MaterializedView,
}

impl View<'_> {
    /// Returns whether the view would show rows that a policy on its source hides. One that is disabled
    /// is judged when it is enabled (`materialized-view-enable-disable.md`).
    pub(super) fn shows_hidden_rows(&self) -> bool {
        self.body.enabled && !self.secured && self.body.keeps_records()
    }

    /// Returns the names in the keys of the view; of a query that is read by its words, those after its last `by`.
    pub(super) fn group_keys(&self) -> Vec<String> {
        let query = &self.body.query;
        if let Ok(query) = parse_query(query) {
            return names_of_keys(&query);
        }
        let words = |text: &str| mentions_in(text).into_iter().map(|mention| mention.name.into_owned()).collect();
        let by = query.match_indices("by").filter(|(at, word)| {
            let before = query.get(..*at).and_then(|text| text.chars().next_back());
            let after = query.get(at + word.len()..).and_then(|text| text.chars().next());
            let stands_alone = |character: Option<char>| character.is_some_and(char::is_whitespace);
            stands_alone(before) && stands_alone(after)
        });
        by.last().and_then(|(at, word)| query.get(at + word.len()..)).map(words).unwrap_or_default()
    }
}

/// Returns the materialized view that an entity is.
pub(super) fn view<'w>(world: &World<'w>, id: EntityId) -> Option<View<'w>> {
    view_of(world.catalog.get(id)?)
}

fn view_of(entity: &Entity) -> Option<View<'_>> {
    let body = entity.content()?;
    let secured = entity.policies.get(PolicyKind::RowLevelSecurity).is_some();
    Some(View { name: &entity.definition.name, secured, body })
}

/// Returns the views that are made of an entity, a table or a view.
pub(super) fn views_on<'w>(world: &World<'w>, id: EntityId) -> Vec<View<'w>> {
    let mut views = views_beside(world, id);
    let Some(source) = world.catalog.get(id) else { return Vec::new() };
    let (kind, name) = (source.definition.kind(), &source.definition.name);
    views.retain(|view| view.body.source.kind == kind && view.body.source.name == *name);
    views
}

/// Returns the views of the entity's database.
fn views_beside<'w>(world: &World<'w>, id: EntityId) -> Vec<View<'w>> {
    let Some((database, _)) = world.catalog.database_of(id) else { return Vec::new() };
    let views = world.catalog.children(database, EntityKind::MaterializedView);
    views.into_iter().filter_map(|(_, entity)| view_of(entity)).collect()
}

/// Returns the name of a view that `table` feeds, as its source, as what it looks things up in, or because
/// its query reads the table.
pub(super) fn feeds_a_view<'w>(world: &World<'w>, table: EntityId) -> Option<&'w str> {
    let name = world.catalog.name_of(table);
    let database = world.catalog.database_of(table).map_or(table, |(database, _)| database);
    let feeds = |view: &MaterializedView| {
        let looked_up = view.dimension_tables.iter().any(|table| &**table == name);
        let is_source = view.source.kind == EntityKind::Table && &*view.source.name == name;
        let reads = || reads(world, database, &view.query);
        looked_up || is_source || reads().iter().any(|read| read.names(world, database, database, table))
    };
    views_beside(world, table).iter().find(|view| feeds(view.body)).map(|view| view.name)
}

/// Returns the name of a continuous export that reads `table`.
pub(super) fn feeds_an_export<'w>(world: &World<'w>, table: EntityId) -> Option<&'w str> {
    exports_of(world, table).first().map(|(name, _)| *name)
}

/// Returns the name of a continuous export that reads `table` and writes without impersonation.
pub(super) fn feeds_an_open_export<'w>(world: &World<'w>, table: EntityId) -> Option<&'w str> {
    exports_of(world, table).into_iter().find(|(_, impersonates)| !impersonates).map(|(name, _)| name)
}

/// Returns the continuous exports of any database that read `table`, and whether each impersonates.
fn exports_of<'w>(world: &World<'w>, table: EntityId) -> Vec<(&'w str, bool)> {
    let Some((holder, _)) = world.catalog.database_of(table) else { return Vec::new() };
    let mut found = Vec::new();
    for (database, _) in world.catalog.children(CLUSTER, EntityKind::Database) {
        for (_, entity) in world.catalog.children(database, EntityKind::ContinuousExport) {
            let Some(export) = entity.content::<ContinuousExport>() else { continue };
            let reads = reads(world, database, &export.query);
            if reads.iter().any(|read| read.names(world, database, holder, table)) {
                found.push((&*entity.definition.name, impersonates(world, database, &export.target)));
            }
        }
    }
    found
}

/// Returns whether the external table of this name impersonates; one that is gone is not written.
fn impersonates(world: &World<'_>, database: EntityId, name: &str) -> bool {
    let table = world.catalog.child(database, EntityKind::ExternalTable, name);
    table.and_then(|table| world.catalog.content(table)).is_none_or(ExternalTable::impersonates)
}
