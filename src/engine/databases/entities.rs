//! `.show databases entities` (`show-databases-entities.md`).

use std::sync::Arc;

use crate::catalog::body::entity_groups::EntityGroup;
use crate::catalog::body::external_tables::ExternalTable;
use crate::catalog::body::functions::Function;
use crate::catalog::body::materialized_views::MaterializedView;
use crate::catalog::body::tables::Table as TableBody;
use crate::catalog::{CLUSTER, Entity, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::functions::{is_redacted, stays_redacted};
use crate::engine::properties::without_effect;
use crate::engine::{Decision, World, column_schema, entity_groups, materialized_views};
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::property::Property;
use crate::model::schemas::ENTITIES;
use crate::syntax::ast::PropertyValue;
use crate::syntax::ast::databases::{EntitiesTarget, RESOLVE_FUNCTIONS, ShowEntities};
use crate::syntax::ast::functions::SHOW_OBFUSCATED;
use crate::syntax::literal::Name;
use crate::table::{Table, Value};
use crate::text::nearest;

/// What is shown of an entity beside its name.
#[derive(Default)]
struct Shown {
    docstring: Arc<str>,
    folder: Arc<str>,
    input: Arc<str>,
    content: Arc<str>,
    output: Arc<str>,
}

/// A kind of entities, and what is shown of one.
type Listed = (EntityKind, fn(&World<'_>, EntityId, &Entity) -> Option<Shown>);

/// The kinds that are listed, in the order of the page. What a function returns is empty, and so
/// is what a view does whose columns are not known.
const LISTED: &[Listed] = &[
    (EntityKind::Table, |_, _, entity| {
        let TableBody { columns, docstring, folder, .. } = entity.content()?;
        Some(Shown { output: column_schema::csl(columns).into(), ..texts(docstring, folder) })
    }),
    (EntityKind::MaterializedView, |world, id, entity| {
        let MaterializedView { docstring, folder, .. } = entity.content()?;
        let columns = materialized_views::columns(world, id);
        Some(Shown { output: column_schema::csl(&columns).into(), ..texts(docstring, folder) })
    }),
    (EntityKind::ExternalTable, |_, _, entity| {
        let ExternalTable { columns, docstring, folder, .. } = entity.content()?;
        Some(Shown { output: column_schema::csl(columns).into(), ..texts(docstring, folder) })
    }),
    (EntityKind::Function, |_, _, entity| {
        let Function { parameters, body, docstring, folder, .. } = entity.content()?;
        Some(Shown { input: parameters.clone(), content: body.clone(), ..texts(docstring, folder) })
    }),
    (EntityKind::EntityGroup, |_, _, entity| {
        let group: &EntityGroup = entity.content()?;
        Some(Shown { content: entity_groups::shown(group).into(), ..Shown::default() })
    }),
];

fn texts(docstring: &Arc<str>, folder: &Arc<str>) -> Shown {
    Shown { docstring: docstring.clone(), folder: folder.clone(), ..Shown::default() }
}

/// Decides `.show databases entities`, `.show database D entities` and `.show database D entity N`.
pub(super) fn decide(show: &ShowEntities<'_>, world: &World<'_>) -> Result<Decision> {
    let (databases, name) = match &show.target {
        EntitiesTarget::All => {
            let mut all = world.catalog.child_ids(CLUSTER, EntityKind::Database);
            all.retain(|database| world.may(Permission::ShowMetadata, *database));
            (all, None)
        }
        EntitiesTarget::Database(database) => (vec![world.database_named(database)?], None),
        EntitiesTarget::One(database, name) => {
            let database = world.database_named(database)?;
            exists(world, database, name)?;
            (vec![database], Some(Arc::from(&*name.text)))
        }
    };
    let warnings = warnings(show, world, &databases);
    let shown = Decision::show(move |world| rows(world, &databases, name.as_deref()));
    Ok(Decision { warnings, ..shown })
}

/// Refuses a name that no listed entity of the database has.
fn exists(world: &World<'_>, database: EntityId, name: &Name<'_>) -> Result<()> {
    if LISTED.iter().any(|(kind, _)| world.catalog.child(database, *kind, &name.text).is_some()) {
        return Ok(());
    }
    let names = LISTED.iter().flat_map(|(kind, _)| world.catalog.child_names(database, *kind));
    let near = nearest(&name.text, names).map(str::to_owned);
    let message = format!("database `{}` has no entity `{}`", world.catalog.name_of(database), name.text);
    Err(Diagnostic::error(Code::EntityNotFound, message).at(name.span).did_you_mean(near.as_deref()))
}

fn rows(world: &World<'_>, databases: &[EntityId], name: Option<&str>) -> Table {
    let mut table = Table::new(ENTITIES);
    for database in databases {
        for (kind, shown) in LISTED {
            let entity_type = kind.title().replace(' ', "");
            let all = world.catalog.children(*database, *kind).into_iter();
            for (id, entity) in all.filter(|(_, entity)| name.is_none_or(|name| *entity.definition.name == *name)) {
                let Some(Shown { docstring, folder, input, content, output }) = shown(world, id, entity) else {
                    continue;
                };
                let texts = [entity.definition.name.clone(), docstring, folder, input, content, output];
                let first = [Value::from(world.catalog.name_of(*database)), Value::from(entity_type.as_str())];
                let properties = Value::from(serde_json::json!({}));
                table.push(first.into_iter().chain(texts.map(Value::from)).chain([properties]));
            }
        }
    }
    table
}

/// Returns what there is to say of properties that change nothing here.
fn warnings(show: &ShowEntities<'_>, world: &World<'_>, databases: &[EntityId]) -> Vec<Diagnostic> {
    let asks = |property: &Property| show.properties.flag(property) == Some(true);
    let warning = |given: &PropertyValue<'_>| match &*given.name {
        name if name == SHOW_OBFUSCATED.name => {
            (asks(&SHOW_OBFUSCATED) && has_redacted(world, databases)).then(|| stays_redacted().at(given.span))
        }
        name if name == RESOLVE_FUNCTIONS.name => asks(&RESOLVE_FUNCTIONS).then(|| {
            let message = "what functions return is not shown: kmgmt evaluates no queries";
            Diagnostic::warning(Code::BadRequest, message).at(given.span)
        }),
        _ => Some(without_effect(given)),
    };
    show.properties.0.iter().filter_map(warning).collect()
}

/// Returns whether a function of the databases has strings that were redacted.
fn has_redacted(world: &World<'_>, databases: &[EntityId]) -> bool {
    let functions = databases.iter().flat_map(|id| world.catalog.children(*id, EntityKind::Function));
    functions.filter_map(|(_, entity)| entity.content::<Function>()).any(is_redacted)
}
