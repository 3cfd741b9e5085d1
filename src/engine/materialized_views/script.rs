//! Materialized views as the schema of their database shows them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::EntityId;
use crate::catalog::body::columns::Column;
use crate::catalog::body::materialized_views::MaterializedView;
use crate::engine::materialized_views::KIND;
use crate::engine::queries::{ReadQuery, view_columns};
use crate::engine::{World, column_schema};
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::model::property::Property;
use crate::syntax::ast::materialized_views::properties::{
    AUTO_UPDATE_SCHEMA, DIMENSION_TABLES, DIMENSION_VIEWS, DOCSTRING, FOLDER, LOOKBACK, LOOKBACK_COLUMN,
};
use crate::syntax::literal::Value;
use crate::table;

/// Returns the commands that make the view, and disable it where it is disabled.
pub(in crate::engine) fn script_of(world: &World<'_>, id: EntityId) -> Vec<String> {
    let Some(view) = world.catalog.content::<MaterializedView>(id) else { return Vec::new() };
    let name = Quoted(world.catalog.name_of(id));
    if !has_source(world, id) {
        let source = Quoted(&view.source.name);
        return vec![format!("// left out: {KIND} {name}, whose {} {source} is not there", view.source.kind)];
    }
    let given = properties(view);
    let with = match given.is_empty() {
        true => String::new(),
        false => format!(" {} ({})", Keyword::With, given.join(", ")),
    };
    let verb = Keyword::CreateOrAlter;
    let (on, source) = (Keyword::On, Quoted(&view.source.name));
    let note = other_columns(world, id, view).unwrap_or_default();
    let made = format!("{note}.{verb} {KIND}{with} {name} {on} {} {source} {{\n{}\n}}", view.source.kind, view.query);
    let disabled = (!view.enabled).then(|| format!(".{} {KIND} {name}", Keyword::Disable));
    std::iter::once(made).chain(disabled).collect()
}

/// Returns whether what a view is made of is there, and what that is made of; so it is for what is no view.
pub(in crate::engine) fn has_source(world: &World<'_>, id: EntityId) -> bool {
    let Some((database, _)) = world.catalog.database_of(id) else { return true };
    let mut at = id;
    // Views that a renaming made of each other have no end.
    for _ in 0..u8::MAX {
        let Some(view) = world.catalog.content::<MaterializedView>(at) else { return true };
        match world.catalog.child(database, view.source.kind, &view.source.name) {
            Some(source) => at = source,
            None => return false,
        }
    }
    false
}

/// Returns a comment that the view keeps other columns than its query gives by now: made again, it has those.
fn other_columns(world: &World<'_>, id: EntityId, view: &MaterializedView) -> Option<String> {
    let (database, _) = world.catalog.database_of(id)?;
    let given = ReadQuery::new(world, database, &view.query).columns(Vec::new());
    let differs = !view.columns.is_empty() && given.is_ok_and(|given| catalog_columns(given) != view.columns);
    let columns = column_schema::csl(&view.columns);
    differs.then(|| format!("// its columns are ({columns}); made again it has those of its query\n"))
}

/// Returns what the view was made with.
fn properties(view: &MaterializedView) -> Vec<String> {
    let text = |property: Property, text: &str| (!text.is_empty()).then(|| format!("{}={}", property.name, Text(text)));
    let names = |property: Property, names: &[Arc<str>]| {
        let list = Value::Names(names.iter().map(|name| Cow::Borrowed(&**name)).collect());
        (!names.is_empty()).then(|| format!("{}={list}", property.name))
    };
    let flag = |property: Property, set: bool| set.then(|| format!("{}=true", property.name));
    let lookback = view.lookback.map(|span| format!("{}={}", LOOKBACK.name, Value::TimeSpan(span)));
    let all = [
        lookback,
        view.lookback_column.as_ref().and_then(|column| text(LOOKBACK_COLUMN, column)),
        flag(AUTO_UPDATE_SCHEMA, view.auto_update_schema),
        names(DIMENSION_TABLES, &view.dimension_tables),
        names(DIMENSION_VIEWS, &view.dimension_views),
        text(FOLDER, &view.folder),
        text(DOCSTRING, &view.docstring),
    ];
    all.into_iter().flatten().collect()
}

/// Returns the columns of a view; none where they are not known.
pub(in crate::engine) fn columns(world: &World<'_>, id: EntityId) -> Vec<Column> {
    catalog_columns(view_columns(world, id).unwrap_or_default())
}

/// Returns the columns of a result as the catalog keeps them.
pub(super) fn catalog_columns(columns: Vec<table::Column>) -> Vec<Column> {
    let column = |column: table::Column| Column {
        name: Arc::from(column.name),
        kind: column.kind,
        docstring: Arc::default(),
        policies: BTreeMap::new(),
    };
    columns.into_iter().map(column).collect()
}

/// Returns the view in `schema as json`; without columns where they are not known.
pub(in crate::engine) fn json_of(world: &World<'_>, id: EntityId) -> String {
    match world.catalog.content::<MaterializedView>(id) {
        Some(view) => {
            let columns = columns(world, id);
            column_schema::json(world.catalog.name_of(id), &view.folder, &view.docstring, &columns)
        }
        None => "null".to_owned(),
    }
}

/// Returns how many views lie between the view and a table: those nearer to their table are made
/// first.
pub(in crate::engine) fn depth_of(world: &World<'_>, id: EntityId) -> usize {
    let mut depth = 0;
    let view_of = |id| world.catalog.content::<MaterializedView>(id);
    let mut at = view_of(id);
    while let Some(found) = at.filter(|found| found.source.kind == KIND && depth < usize::from(u8::MAX)) {
        depth += 1;
        let database = world.catalog.get(id).map_or(id, |entity| entity.definition.parent);
        at = world.catalog.child(database, KIND, &found.source.name).and_then(view_of);
    }
    depth
}
