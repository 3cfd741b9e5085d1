//! What the query of a view may be (`materialized-view-create.md`, *Query parameter*).

use crate::catalog::EntityId;
use crate::catalog::body::materialized_views::MaterializedView;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::materialized_views::access::{check_access, place, stays_here};
use crate::engine::materialized_views::properties::Defined;
use crate::engine::materialized_views::{KIND, properties, rules, words};
use crate::engine::queries::{Read, ReadQuery, view_columns};
use crate::engine::{Refusal, World};
use crate::model::entity::EntityKind;
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::reads::What;
use crate::query::tree::Query;
use crate::syntax::ast::materialized_views::DefineView;
use crate::syntax::ast::materialized_views::properties::{DIMENSION_TABLES, DIMENSION_VIEWS};
use crate::table::Column;
use crate::text::quoted;

/// Checks the query, which gives these columns, and the properties of what a command defines: `after` is the view that it
/// makes, `existing` is there already. Returns what there is to know besides.
pub(super) fn check(
    command: &DefineView<'_>,
    read: &ReadQuery<'_, '_, '_>,
    columns: &Result<Vec<Column>>,
    after: &MaterializedView,
    existing: Option<EntityId>,
    world: &World<'_>,
) -> Result<Vec<Diagnostic>> {
    let query = &command.query;
    if query.text.is_empty() {
        let message = format!("the query of `{}` is empty", command.name);
        return Err(Refusal::BadRequest(message).at(query.span));
    }
    if world.trusts {
        return Ok(Vec::new());
    }
    let at_its_place = |error: Diagnostic| error.moved(query.start as usize);
    let said = || read.said(&format!("the query of `{}`", command.name)).into_iter();
    match &read.tree {
        Ok(tree) => {
            check_reads(tree, read, command, after, world)?;
            let mut warnings = rules::check(tree, &query.text).map_err(at_its_place)?;
            warnings.extend(rules::check_functions(read).map_err(at_its_place)?);
            warnings = warnings.into_iter().map(at_its_place).collect();
            if let Err(error) = columns
                && error.code == Code::Semantic
            {
                return Err(at_its_place(error.clone()));
            }
            let columns = columns.as_deref().ok();
            warnings.extend(properties::check(Defined { command, after, query: tree, columns })?);
            if let Some(id) = existing
                && let Some(before) = world.catalog.content::<MaterializedView>(id)
            {
                rules::check_change(before, tree, &query.text).map_err(at_its_place)?;
                let held = view_columns(world, id).unwrap_or_default();
                same_types(&held, columns.unwrap_or_default()).map_err(|error| error.at(query.span))?;
            }
            warnings.extend(said().map(at_its_place));
            Ok(warnings)
        }
        Err(error) => {
            if let Some(refusal) = forbidden(error) {
                return Err(at_its_place(refusal));
            }
            words::check(command, &read.reads, read.database, world)?;
            Ok(said().map(at_its_place).collect())
        }
    }
}

/// Returns why the query of no view may have what is not interpreted here, if that is so.
fn forbidden(error: &QueryError) -> Option<Diagnostic> {
    match error.kind {
        QueryErrorKind::NotInterpreted(kind) => rules::forbidden(kind, error.span),
        _ => None,
    }
}

/// Refuses another type for a column that the view has (`materialized-view-alter.md`, *Limitations*).
fn same_types(held: &[Column], given: &[Column]) -> Result<()> {
    let other = |own: &Column| held.iter().find(|held| held.name == own.name && held.kind != own.kind);
    let Some((own, held)) = given.iter().find_map(|own| Some((own, other(own)?))) else { return Ok(()) };
    let (name, from, to) = (quoted(&own.name), quoted(held.kind.name()), quoted(own.kind.name()));
    let message = format!("the type of column {name} of the view can't be changed from {from} to {to}");
    let error: Diagnostic = Refusal::BadRequest(message).into();
    Err(error.help("give the column another name, or drop the view and create it again"))
}

/// Checks that the query reads what the view is made of, and else only what it declares to look things up in: one fact
/// table, and no other database.
fn check_reads(
    tree: &Query<'_>,
    query: &ReadQuery<'_, '_, '_>,
    command: &DefineView<'_>,
    after: &MaterializedView,
    world: &World<'_>,
) -> Result<()> {
    let Some(source) = &command.source.name else { return Ok(()) };
    let database = query.database;
    for read in &query.reads {
        check_read(read, command, after, database, world).map_err(|refusal| read.through_function(refusal))?;
    }
    if let Some(unknown) = query.unknown_name() {
        let message = format!("the query reads {}, which names nothing here", quoted(&unknown.name));
        let span = unknown.span.moved(command.query.start as usize);
        return Err(Refusal::BadRequest(message).at(span).did_you_mean(unknown.near.as_deref()));
    }
    let is_source = |read: &Read| read.find(world, database, command.source.kind).is_some() && read.name == source.text;
    if query.reads.iter().any(is_source) {
        return Ok(());
    }
    let (message, help) = (
        format!("the query does not read {}, which the view is declared on", quoted(source)),
        format!("a view is made of the one table that it is declared on; write {} first", quoted(source)),
    );
    let place = rules::first_source(tree).map_or(command.query.span, |span| span.moved(command.query.start as usize));
    Err(Refusal::BadRequest(message).at(place).labelled(source.span, "declared here").help(help))
}

fn check_read(
    read: &Read,
    command: &DefineView<'_>,
    after: &MaterializedView,
    database: EntityId,
    world: &World<'_>,
) -> Result<()> {
    let refused = |message: String| Refusal::BadRequest(message).at(place(read, command));
    stays_here(read, command, database, world)?;
    match read.what {
        Some(What::External) => {
            let message =
                format!("the query of a materialized view can't read the external table {}", quoted(&read.name));
            return Err(refused(message).help("bring its data into a table of the database"));
        }
        Some(What::Files) => {
            let message = "the query of a materialized view can't use `externaldata`".to_owned();
            return Err(refused(message).help("bring the data into a table of the database"));
        }
        _ => {}
    }
    check_access(read, command, database, world)?;
    let declared = [
        (EntityKind::Table, &after.dimension_tables, DIMENSION_TABLES),
        (KIND, &after.dimension_views, DIMENSION_VIEWS),
    ];
    for (kind, names, property) in declared {
        let is_source =
            kind == command.source.kind && command.source.name.as_ref().is_some_and(|own| own.text == read.name);
        let is_declared = names.iter().any(|name| **name == *read.name);
        if read.find(world, database, kind).is_some() && !is_source && !is_declared {
            let source = command.source.name.as_ref().map_or("", |name| &name.text);
            let message = format!(
                "the query reads {kind} {}, and the view is declared on {} alone",
                quoted(&read.name),
                quoted(source)
            );
            let list = format!("`with ({}=dynamic([\"{}\"]))`", property.name, read.name);
            return Err(refused(message).help(format!("what the query only looks things up in is declared: {list}")));
        }
    }
    Ok(())
}
