//! `.create`, `.alter` and `.create-or-alter materialized-view`.
//!
//! With `async` the service answers the id of an operation and makes the view later. Here the view
//! is made at once, there is no operation to follow, and the answer is that of the command without
//! `async`: the view.

use std::sync::Arc;

use jiff::Timestamp;

use crate::catalog::body::columns::Column;
use crate::catalog::body::materialized_views::{MaterializedView, Source};
use crate::catalog::{Definition, Edit, EntityId, Policy};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::materialized_views::access::check_restriction;
use crate::engine::materialized_views::properties::place;
use crate::engine::materialized_views::script::catalog_columns;
use crate::engine::materialized_views::{KIND, open_over_secured, query, views};
use crate::engine::queries::ReadQuery;
use crate::engine::roles::creator_becomes_admin;
use crate::engine::{Decision, Refusal, World, names};
use crate::model::entity::EntityKind;
use crate::model::moment;
use crate::model::name::Quoted;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::PropertyValues;
use crate::syntax::ast::materialized_views::properties::{
    ALTER_PROPERTIES, AUTO_UPDATE_SCHEMA, BACKFILL, DIMENSION_TABLES, DIMENSION_VIEWS, DOCSTRING, EFFECTIVE, FOLDER,
    LOOKBACK, LOOKBACK_COLUMN, MOVE_EXTENTS_FROM, WITHOUT_ROW_LEVEL_SECURITY,
};
use crate::syntax::ast::materialized_views::{DefineView, ViewVerb};
use crate::syntax::literal::{Name, Value};
use crate::syntax::redacted_query;
use crate::table;
use crate::text::{Span, quoted};

/// Decides a definition. With `ifnotexists`, a view that is there stays as it is
/// (`materialized-view-create.md`).
pub(super) fn define(command: &DefineView<'_>, world: &World<'_>) -> Result<Decision> {
    let name = &command.name;
    let database = world.database_in_context()?;
    let existing = world.existing(name);
    match (command.verb, existing) {
        (ViewVerb::Create { if_not_exists: true, .. }, Some(id)) => {
            return Ok(Decision::change(Vec::new(), views, &[id]));
        }
        (ViewVerb::Alter, None) => return Err(world.no_entity(database, KIND, &name.text).at(name.span)),
        (ViewVerb::Alter | ViewVerb::CreateOrAlter, Some(_)) => {}
        _ => check_name(world, database, name)?,
    }
    let source = source(world, command)?;
    check_dimensions(world, database, &command.properties)?;
    let before = existing.and_then(|id| world.catalog.content::<MaterializedView>(id));
    if let Some(before) = before {
        check_unchanged(command, before, &source)?;
    }
    let mut after = before.map_or_else(|| described(command), |before| given_over(before.clone(), command));
    let read = ReadQuery::new(world, database, &command.query.text);
    let columns = read.columns(Vec::new());
    let warnings = query::check(command, &read, &columns, &after, existing, world)?;
    after.columns = kept_columns(&after, columns);
    let mut decision = match existing {
        Some(id) => alter(id, after, world),
        None => create(command, database, MaterializedView { source, ..after }, world)?,
    };
    decision.warnings.extend(warnings);
    Ok(decision)
}

/// Refuses a name that is not valid, or that a table, view or function of the database has.
pub(super) fn check_name(world: &World<'_>, database: EntityId, name: &Name<'_>) -> Result<()> {
    names::check(name)?;
    for kind in [KIND, EntityKind::Function] {
        if world.catalog.child(database, kind, &name.text).is_some() {
            let refusal = Refusal::AlreadyExists { kind, name: name.text.to_string() }.at(name.span);
            let shared = names::shared_name(KIND, kind);
            return Err(if kind == KIND { refusal } else { refusal.help(shared) });
        }
    }
    names::check_free(world, database, KIND, name)
}

/// Returns what the view is made of: a table that restricts no access, or a view that only takes
/// away repeated records (`materialized-views-limitations.md`).
fn source(world: &World<'_>, command: &DefineView<'_>) -> Result<Source> {
    let id = world.referenced(&command.source)?;
    let kind = command.source.kind;
    let span = source_place(command);
    check_restriction(world.catalog, id, span)?;
    check_ingestion_time(world, id, span)?;
    if world.catalog.content::<MaterializedView>(id).is_some_and(|view| !view.deduplicates()) {
        let message = "a view can be made of another only where that one is a `take_any(*)` aggregation";
        return Err(Refusal::BadRequest(message.to_owned()).at(span));
    }
    let name = command.source.name.as_ref().map_or("", |name| &name.text);
    Ok(Source { kind, name: Arc::from(name) })
}

/// Refuses a source that does not keep when its records came (`materialized-views-limitations.md`, *The materialized view
/// source*); a table without the policy keeps it.
fn check_ingestion_time(world: &World<'_>, source: EntityId, span: Span) -> Result<()> {
    let policy = world.catalog.get(source).and_then(|entity| entity.policies.get(PolicyKind::IngestionTime));
    if world.trusts || policy.is_none_or(Policy::is_enabled) {
        return Ok(());
    }
    let (name, policy) = (world.catalog.name_of(source), PolicyKind::IngestionTime);
    let message = format!("table {} does not keep when its records came, which a view needs", quoted(name));
    let help = format!("`.alter table {} policy {policy} true` comes first", Quoted(name));
    Err(Refusal::BadRequest(message).at(span).help(help))
}

/// Returns where the name of the source stands.
fn source_place(command: &DefineView<'_>) -> Span {
    command.source.name.as_ref().map_or(command.query.span, |name| name.span)
}

/// Refuses a new view that keeps whole records, and so would show what row-level security hides.
fn check_rows(world: &World<'_>, command: &DefineView<'_>) -> Result<()> {
    let source = world.catalog.get(world.referenced(&command.source)?);
    let allowed = command.properties.flag(&WITHOUT_ROW_LEVEL_SECURITY).unwrap_or_default();
    let secured = source.filter(|entity| entity.policies.secures_rows());
    match secured.filter(|_| !allowed && described(command).keeps_records()) {
        Some(entity) => {
            let message = format!(
                "row-level security holds for `{}`, and the view would keep its rows as they are",
                entity.definition.name
            );
            Err(open_over_secured(message, source_place(command)))
        }
        None => Ok(()),
    }
}

/// Refuses tables to look things up in that do not exist or restrict access.
fn check_dimensions(world: &World<'_>, database: EntityId, properties: &PropertyValues<'_>) -> Result<()> {
    let kinds = [(DIMENSION_TABLES, EntityKind::Table), (DIMENSION_VIEWS, KIND)];
    for (property, kind) in kinds {
        for name in properties.names(&property).unwrap_or_default() {
            let span = place(properties, &property);
            let id = exists(world, database, kind, name, span)?;
            check_restriction(world.catalog, id, span)?;
        }
    }
    match properties.text(&MOVE_EXTENTS_FROM) {
        Some(name) => {
            exists(world, database, EntityKind::Table, name, place(properties, &MOVE_EXTENTS_FROM)).map(|_| ())
        }
        None => Ok(()),
    }
}

fn exists(world: &World<'_>, database: EntityId, kind: EntityKind, name: &str, span: Span) -> Result<EntityId> {
    let found = world.catalog.child(database, kind, name);
    found.ok_or_else(|| world.no_entity(database, kind, name).at(span))
}

fn create(
    command: &DefineView<'_>,
    database: EntityId,
    after: MaterializedView,
    world: &World<'_>,
) -> Result<Decision> {
    check_rows(world, command)?;
    let warnings = check_backfill(command)?;
    let effective = effective(command, world.now);
    let after = MaterializedView { effective, ..after };
    let id = world.catalog.next_id();
    let after = Definition::new(database, &command.name.text, after);
    let edits = vec![Edit::creation(id, after), creator_becomes_admin(world, id, 0)];
    Ok(Decision::change(edits, views, &[id]).warned(warnings))
}

/// `materialized-view-create.md`: backfilling must be `async`, and a moment for it needs it. The service takes
/// it without `async` too (the scripts of Microsoft's own workshops leave the word out), so that this warns.
fn check_backfill(command: &DefineView<'_>) -> Result<Vec<Diagnostic>> {
    let properties = &command.properties;
    let backfill = properties.flag(&BACKFILL).unwrap_or_default();
    let mut warnings = Vec::new();
    if backfill && matches!(command.verb, ViewVerb::Create { asynchronous: false, .. }) {
        let message = format!("with `{}` the documents ask for an asynchronous command", BACKFILL.name);
        let warning = Diagnostic::warning(Code::BadRequest, message).at(place(properties, &BACKFILL));
        warnings.push(warning.help("write `.create async materialized-view …`"));
    }
    let moved = properties.get(MOVE_EXTENTS_FROM.name).is_some();
    if !backfill && !moved && properties.get(EFFECTIVE.name).is_some() {
        let message = format!("`{}` needs `{}=true`", EFFECTIVE.name, BACKFILL.name);
        return Err(Refusal::BadRequest(message).at(place(properties, &EFFECTIVE)));
    }
    Ok(warnings)
}

/// Returns since when a new view holds records.
fn effective(command: &DefineView<'_>, now: Timestamp) -> Option<Timestamp> {
    match command.properties.get(EFFECTIVE.name).map(|property| &property.value) {
        Some(Value::DateTime(text)) => moment::parse(text).map(|moment| moment.timestamp()),
        _ if command.properties.flag(&BACKFILL) == Some(true) => None,
        _ => Some(now),
    }
}

/// Returns the columns that a view keeps whose query gives these: none where it follows its source.
pub(super) fn kept_columns(view: &MaterializedView, given: Result<Vec<table::Column>>) -> Vec<Column> {
    match given {
        Ok(given) if !view.auto_update_schema => catalog_columns(given),
        _ => Vec::new(),
    }
}

/// `materialized-view-alter.md`: what the command leaves out stays.
fn alter(id: EntityId, after: MaterializedView, world: &World<'_>) -> Decision {
    let edit = Edit::content(world.catalog, id, after);
    Decision::change(edit.into_iter().collect(), views, &[id])
}

/// Refuses another column for the lookback once there is one, and another source (the pages do not
/// mention the latter).
fn check_unchanged(command: &DefineView<'_>, before: &MaterializedView, source: &Source) -> Result<()> {
    let (name, given) = (&command.name, &command.properties);
    if let Some(value) = given.0.iter().find(|value| ALTER_PROPERTIES.find(&value.name).is_none()) {
        let message = format!("`{}` is for a new view, and `{name}` is there already", value.name);
        return Err(Refusal::BadRequest(message).at(value.span));
    }
    if let (Some(column), Some(kept)) = (given.text(&LOOKBACK_COLUMN), before.lookback_column.as_deref())
        && column != kept
    {
        let message = format!("the column that the lookback is measured on is `{kept}` and can't be changed");
        return Err(Refusal::BadRequest(message).at(place(given, &LOOKBACK_COLUMN)));
    }
    if *source == before.source {
        return Ok(());
    }
    let Source { kind, name: made_of } = &before.source;
    let refusal = format!("`{name}` is made of {kind} `{made_of}`, which can't be changed");
    let error = Refusal::BadRequest(refusal).at(source_place(command));
    Err(error.help("drop the view and create it again"))
}

/// Returns a view of nothing with what the command gives.
fn described(command: &DefineView<'_>) -> MaterializedView {
    let empty: Arc<str> = Arc::from("");
    let nothing = MaterializedView {
        source: Source { kind: command.source.kind, name: empty.clone() },
        query: empty.clone(),
        folder: empty.clone(),
        docstring: empty,
        enabled: true,
        auto_update_schema: false,
        effective: None,
        lookback: None,
        lookback_column: None,
        dimension_tables: Vec::new(),
        dimension_views: Vec::new(),
        columns: Vec::new(),
    };
    given_over(nothing, command)
}

/// Returns the view with the query and the properties that the command gives.
fn given_over(mut view: MaterializedView, command: &DefineView<'_>) -> MaterializedView {
    let properties = &command.properties;
    let text = |property| properties.text(property).map(Arc::<str>::from);
    let names = |property| Some(properties.names(property)?.into_iter().map(Arc::from).collect());
    view.query = Arc::from(redacted_query(&command.query.text));
    view.folder = text(&FOLDER).unwrap_or(view.folder);
    view.docstring = text(&DOCSTRING).unwrap_or(view.docstring);
    // One that is empty means the default (`includes/materialized-view-create-properties.md`).
    view.lookback_column = text(&LOOKBACK_COLUMN).filter(|column| !column.is_empty()).or(view.lookback_column);
    view.auto_update_schema = properties.flag(&AUTO_UPDATE_SCHEMA).unwrap_or(view.auto_update_schema);
    view.dimension_tables = names(&DIMENSION_TABLES).unwrap_or(view.dimension_tables);
    view.dimension_views = names(&DIMENSION_VIEWS).unwrap_or(view.dimension_views);
    if let Some(Value::TimeSpan(span)) = properties.get(LOOKBACK.name).map(|property| &property.value) {
        view.lookback = Some(*span);
    }
    view
}
