//! Queries over data, as clients send them. kmgmt stores no rows, so that two things are left of such a query: whether the
//! one who asks may read what it names, and which columns it answers.

use crate::access::{Need, blocked, refused_operation};
use crate::catalog::EntityId;
use crate::catalog::body::functions::Function;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::World;
use crate::engine::find::existing_principal;
use crate::engine::queries::ReadQuery;
use crate::engine::queries::reads::{Read, as_let};
use crate::engine::queries::unknown::{KINDS, Unknown};
use crate::model::command_kind::Effect;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::query::error::QueryErrorKind;
use crate::query::operator::OperatorKind;
use crate::query::parameters::Values;
use crate::query::parts::{Part, parts};
use crate::query::tree::{Operator, Query, Source};
use crate::syntax::ast::Command;
use crate::syntax::ast::rows::Part as RowPart;
use crate::table::Column;
use crate::text::{Span, nearest, quoted};

/// The page that says who may read data.
const PAGE: &str = "role-based-access-control.md";
/// What the service calls the operations in its refusals (`reference/service-facts.md`, *Errors: codes and shapes*).
const READING: &str = "Query";
const INGESTING: &str = "Ingest";
/// How many functions of other databases may call each other before nothing more is read of them.
const DEPTH: usize = 16;

/// What is left of a query that the one who asks may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It reads nothing that is stored: it can be run as it stands.
    Computed,
    /// It reads what has no rows here.
    Stored,
}

/// Checks that the one who asks may read all that a query names: the tables, views and functions, and what the functions
/// read. `values` are what the request gives for parameters of the query.
///
/// # Errors
/// The principal is blocked, or may not read one of them; the query is none of the language; a name in it leads to nothing;
/// a parameter has no value, or a wrong one.
pub fn check_query(text: &str, values: &Values, world: &World<'_>) -> Result<Asked> {
    existing_principal(world)?;
    let database = world.database_in_context()?;
    let (query, filled) = ReadQuery::of_request(world, database, text, values);
    let mut wanted = Wanted::of(&query, world)?;
    if wanted.needs.is_empty() {
        // Who reads nothing may still only ask in a database that it sees.
        wanted.needs.push(Need::new(Permission::ShowMetadata, database));
    }
    check_needs(wanted.needs, READING, world)?;
    filled?;
    exists(wanted.unknown)?;
    match &query.tree {
        Err(error) if Diagnostic::from(error.clone()).code != Code::NotInterpreted => {
            Err(Diagnostic::from(error.clone()))
        }
        Ok(tree) if query.reads.is_empty() && !reads_files(tree) => Ok(Asked::Computed),
        _ => Ok(Asked::Stored),
    }
}

/// Checks that the one who asks may read all that the queries name which a command runs at once (`.set T <| …`). Where the
/// language of queries does not say what they name, the command alone says who may run it.
///
/// # Errors
/// The principal may not read one of them; a name in a query leads to nothing.
pub(in crate::engine) fn check_run(command: &Command<'_>, world: &World<'_>) -> Result<()> {
    let Command::Rows(command) = command else { return Ok(()) };
    if world.trusts || command.kind.effect() != Effect::Nothing {
        return Ok(());
    }
    for part in &command.parts {
        let RowPart::Query(asked) = part else { continue };
        let query = ReadQuery::new(world, world.database_in_context()?, &asked.text);
        if query.tree.as_ref().is_err_and(|error| !matches!(error.kind, QueryErrorKind::NotInterpreted(_))) {
            continue;
        }
        let moved = |error: Diagnostic| error.moved(asked.start as usize);
        let wanted = Wanted::of(&query, world).map_err(moved)?;
        check_needs(wanted.needs, READING, world)?;
        exists(wanted.unknown).map_err(moved)?;
    }
    Ok(())
}

/// Refuses a name that leads to nothing.
fn exists(unknown: Option<Unknown>) -> Result<()> {
    let Some(unknown) = unknown else { return Ok(()) };
    let message = format!("'table' operator: Failed to resolve table expression named '{}'", unknown.name);
    let error = Diagnostic::error(Code::Semantic, message).at(unknown.span);
    Err(error.did_you_mean(unknown.near.as_deref()))
}

/// Returns the columns of a query that [`check_query`] found to read what has no rows here: it answers none.
///
/// # Errors
/// A name or a type in the query does not fit; the columns can't be told, or the query answers rows even where there are no
/// data, as `count` does.
pub fn columns_of_query(text: &str, values: &Values, world: &World<'_>) -> Result<Vec<Column>> {
    let database = world.database_in_context()?;
    let (query, filled) = ReadQuery::of_request(world, database, text, values);
    filled?;
    if let Ok(tree) = &query.tree
        && let Some((what, span)) = makes_rows(tree)
    {
        let message = format!("{} answers rows of data, and there are no data here", quoted(what));
        return Err(without_data(Diagnostic::error(Code::NoEffect, message).at(span)));
    }
    query.columns(Vec::new()).map_err(|error| match error.code {
        Code::NotInterpreted => without_data(error),
        _ => error,
    })
}

fn without_data(error: Diagnostic) -> Diagnostic {
    error.help("kmgmt checks who may read what; it stores no rows and answers only queries whose answer has none")
}

/// Checks that the one who asks may ingest into a table of the database in context, which exists.
///
/// # Errors
/// There is no such table, or it may not; the principal is blocked.
pub fn check_ingestion(table: &str, world: &World<'_>) -> Result<EntityId> {
    existing_principal(world)?;
    let database = world.database_in_context()?;
    match world.catalog.child(database, EntityKind::Table, table) {
        Some(id) => check_needs(vec![Need::new(Permission::Ingest, id)], INGESTING, world).map(|()| id),
        None => {
            let to_learn = Need { to_learn: true, ..Need::new(Permission::ShowMetadata, database) };
            check_needs(vec![to_learn], INGESTING, world)?;
            Err(world.no_entity(database, EntityKind::Table, table).into())
        }
    }
}

/// Refuses what is not met of these needs, and everything of a blocked principal.
fn check_needs(needs: Vec<Need>, operation: &str, world: &World<'_>) -> Result<()> {
    let (access, request) = (world.access(), world.request());
    let unmet: Vec<Need> = needs.into_iter().filter(|need| !world.may(need.permission, need.entity)).collect();
    let blocks = access.standing_blocks(request);
    if !blocks.is_empty() {
        return Err(blocked(&access, request, &blocks, &unmet));
    }
    if unmet.is_empty() { Ok(()) } else { Err(refused_operation(&access, request, operation, PAGE, &unmet)) }
}

/// What it takes to run a query, and a name in it that leads to nothing.
struct Wanted {
    needs: Vec<Need>,
    unknown: Option<Unknown>,
}

impl Wanted {
    /// Returns what it takes to run a query.
    fn of(query: &ReadQuery<'_, '_, '_>, world: &World<'_>) -> Result<Self> {
        let mut wanted = Self { needs: Vec::new(), unknown: None };
        wanted.add(query, world, DEPTH)?;
        if let Some(unknown) = query.unknown_name() {
            wanted.add_unknown(unknown, query.database);
        }
        Ok(wanted)
    }

    /// Adds what it takes to read what a query names, and what the functions read that it calls.
    fn add(&mut self, query: &ReadQuery<'_, '_, '_>, world: &World<'_>, depth: usize) -> Result<()> {
        for read in &query.reads {
            let Some(holder) = holder(read, query.database, world)? else { continue };
            let found: Vec<EntityId> = KINDS.iter().filter_map(|kind| read.find(world, holder, *kind)).collect();
            let is_elsewhere = holder != query.database;
            match (found.is_empty(), read.name.is_empty()) {
                (_, true) => self.needs.push(Need::new(Permission::View, holder)),
                (true, false) if is_elsewhere => {
                    let near =
                        nearest(&read.name, KINDS.iter().flat_map(|kind| world.catalog.child_names(holder, *kind)));
                    let near = near.map(str::to_owned);
                    self.add_unknown(Unknown { name: read.name.clone(), near, span: read.span }, holder);
                }
                _ => {}
            }
            for id in found {
                let need = Need::new(Permission::View, id);
                if self.needs.contains(&need) {
                    continue;
                }
                self.needs.push(need);
                // What functions of this database read was told already.
                let called = world.catalog.content::<Function>(id).filter(|_| is_elsewhere && depth > 0);
                if let Some(function) = called {
                    let text = as_let("f", function);
                    self.add(&ReadQuery::new(world, holder, &text), world, depth - 1)?;
                }
            }
        }
        Ok(())
    }

    /// Adds a name that leads to nothing in a database: one must see what is there to learn that.
    fn add_unknown(&mut self, unknown: Unknown, database: EntityId) {
        self.needs.push(Need { to_learn: true, ..Need::new(Permission::ShowMetadata, database) });
        self.unknown.get_or_insert(unknown);
    }
}

/// Returns the database that a name is looked up in; none where no name is given.
fn holder(read: &Read, own: EntityId, world: &World<'_>) -> Result<Option<EntityId>> {
    let is_other = |cluster: &&String| !cluster.eq_ignore_ascii_case(world.directory.cluster_name());
    if let Some(cluster) = read.cluster.as_ref().filter(is_other) {
        let message = format!("the query reads from the cluster {}, which is not this one", quoted(cluster));
        let error = Diagnostic::error(Code::BadRequest, message).at(read.span);
        return Err(error.help(format!("this one is {}", quoted(world.directory.cluster_name()))));
    }
    match &read.database {
        Some(name) => {
            let found = world.catalog.database(name);
            found.map(Some).ok_or_else(|| world.no_database(name).at(read.span))
        }
        None if read.name.is_empty() => Ok(None),
        None => Ok(Some(own)),
    }
}

fn reads_files(tree: &Query<'_>) -> bool {
    parts(tree).into_iter().any(|part| matches!(part, Part::Source(Source::ExternalData(_), _)))
}

/// Returns what in a query answers rows although what it reads has none, and where.
fn makes_rows(tree: &Query<'_>) -> Option<(&'static str, Span)> {
    parts(tree).into_iter().find_map(|part| match part {
        Part::Source(Source::Print(_), span) => Some((OperatorKind::Print.name(), span)),
        Part::Source(Source::Range(..), span) => Some((OperatorKind::Range.name(), span)),
        Part::Source(Source::DataTable(..), span) => Some(("datatable", span)),
        Part::Operator(placed) => match &placed.part {
            Operator::Count(_) => Some((OperatorKind::Count.name(), placed.span)),
            Operator::GetSchema => Some((OperatorKind::GetSchema.name(), placed.span)),
            Operator::Summarize { by, .. } if by.is_empty() => Some((OperatorKind::Summarize.name(), placed.span)),
            _ => None,
        },
        _ => None,
    })
}
