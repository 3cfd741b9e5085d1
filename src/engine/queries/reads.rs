//! What a query reads, by the names in it and in the functions that it calls.

use std::borrow::Cow;

use crate::catalog::EntityId;
use crate::catalog::body::functions::Function;
use crate::diagnostic::Diagnostic;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::query::parse::parse_query;
use crate::query::reads::{self, What};
use crate::query::tree::{LetValue, Query, Statement};
use crate::syntax::parser::mentions_in;
use crate::text::{Span, fits, quoted};

/// A name that a query reads, itself or through functions.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Read {
    /// The cluster, if one is named.
    pub(in crate::engine) cluster: Option<String>,
    /// The database, if one is named.
    pub(in crate::engine) database: Option<String>,
    /// The name; empty where a database or cluster is named alone, and where nothing is named.
    pub(in crate::engine) name: String,
    /// What the name may lead to; nothing where the query is read by its words.
    pub(in crate::engine) what: Option<What>,
    /// Where the query names it, or the function that leads to it.
    pub(in crate::engine) span: Span,
    /// The function whose body names it, if the query itself does not.
    pub(in crate::engine) function: Option<String>,
}

impl Read {
    /// Returns whether the name is looked up in `database`, which is the query's own.
    pub(in crate::engine) fn is_here(&self, world: &World<'_>, database: EntityId) -> bool {
        let own = world.catalog.name_of(database);
        self.cluster.is_none() && self.database.as_deref().is_none_or(|named| named == own)
    }

    /// Returns whether the name may be that of an entity of this kind.
    pub(in crate::engine) fn may_be(&self, kind: EntityKind) -> bool {
        use EntityKind::{ExternalTable, Function, MaterializedView, Table};
        match &self.what {
            None => true,
            Some(What::Rows | What::Listed | What::Argument(..)) => matches!(kind, Table | MaterializedView | Function),
            Some(What::Stored) => matches!(kind, Table | MaterializedView),
            Some(What::Called) => kind == Function,
            Some(What::External) => kind == ExternalTable,
            Some(What::Files | What::Unknown) => false,
        }
    }

    /// Returns the entity of this kind in `holder` that the name leads to.
    pub(in crate::engine) fn find(&self, world: &World<'_>, holder: EntityId, kind: EntityKind) -> Option<EntityId> {
        if self.may_be(kind) { world.catalog.child(holder, kind, &self.name) } else { None }
    }

    /// Returns a refusal of what is read, which names the function that leads to it.
    pub(in crate::engine) fn through_function(&self, refusal: Diagnostic) -> Diagnostic {
        let help = self.function.as_deref().map(|name| format!("the function {} names it", quoted(name)));
        help.into_iter().fold(refusal, Diagnostic::help)
    }

    /// Returns whether the name, in a query that runs in `database`, is that of `entity` in `holder`.
    pub(in crate::engine) fn names(
        &self,
        world: &World<'_>,
        database: EntityId,
        holder: EntityId,
        entity: EntityId,
    ) -> bool {
        let named = self.database.as_deref().unwrap_or_else(|| world.catalog.name_of(database));
        let is_there = self.cluster.is_none() && named == world.catalog.name_of(holder);
        let kind = world.catalog.get(entity).map(|entity| entity.definition.kind());
        is_there && self.name == world.catalog.name_of(entity) && kind.is_some_and(|kind| self.may_be(kind))
    }

    fn is_same(&self, other: &Self) -> bool {
        let parts = |read: &Self| (read.cluster.clone(), read.database.clone(), read.name.clone());
        self.what == other.what && self.function == other.function && parts(self) == parts(other)
    }
}

/// Returns why a query needs more than its own database gives: it reads another.
pub(in crate::engine) fn reads_other(world: &World<'_>, database: EntityId) -> String {
    format!("the query reads database {}", quoted(world.catalog.name_of(database)))
}

/// Returns what a query itself names; at these places columns are named.
pub(super) fn of_query(world: &World<'_>, database: EntityId, query: &Query<'_>, columns: &[Span]) -> Vec<Read> {
    let mut all: Vec<Read> = Vec::new();
    let names = reads::reads(query).into_iter().filter(|read| !columns.contains(&read.span));
    for read in names.flat_map(|read| found(world, database, read)) {
        if !all.iter().any(|other| other.is_same(&read)) {
            all.push(read);
        }
    }
    all
}

/// Returns a function as a statement of a query: `let f = (x: long) { … }`.
pub(in crate::engine) fn as_let(name: &str, function: &Function) -> String {
    format!("let {} = {} {}", Quoted(name), function.parameters, function.body)
}

/// Returns the names in a text that is read by its words.
pub(super) fn words(text: &str) -> Vec<Read> {
    let mentions = mentions_in(text).into_iter();
    let read = mentions.map(|mention| Read {
        cluster: mention.cluster.map(Cow::into_owned),
        database: mention.database.map(Cow::into_owned),
        name: mention.name.into_owned(),
        what: None,
        span: mention.span,
        function: None,
    });
    read.collect()
}

/// Returns what a name leads to: a name with `*` to all tables that it fits, an argument to nothing where the function
/// takes no rows there, and what is called and no function of the database to nothing: it is one of the language.
fn found(world: &World<'_>, database: EntityId, read: reads::Read) -> Vec<Read> {
    let reads::Read { cluster, database: named, name, what, span, .. } = read;
    let is_elsewhere = cluster.is_some() || named.is_some();
    let read = Read { cluster, database: named, name, what: Some(what), span, function: None };
    match &read.what {
        Some(What::Argument(function, place)) if !takes_rows(world, database, function, place) => Vec::new(),
        Some(What::Called) if !is_elsewhere && function_of(world, database, &read).is_none() => Vec::new(),
        Some(What::Rows) if read.name.contains('*') => {
            let holder = read.database.as_deref().map_or(Some(database), |name| world.catalog.database(name));
            let Some(holder) = holder.filter(|_| read.cluster.is_none()) else { return vec![read] };
            // `union-operator.md`, *Parameters*: it is a set of tables.
            let names = world.catalog.child_names(holder, EntityKind::Table);
            let fitting = names.filter(|name| fits(&read.name, name));
            fitting.map(|name| Read { name: name.to_owned(), what: Some(What::Stored), ..read.clone() }).collect()
        }
        _ => vec![read],
    }
}

fn takes_rows(world: &World<'_>, database: EntityId, function: &str, place: &reads::Place) -> bool {
    let Some(id) = world.catalog.child(database, EntityKind::Function, function) else { return false };
    let Some(function) = world.catalog.content::<Function>(id) else { return false };
    let text = format!("let f = {} {{ }}", function.parameters);
    let Ok(query) = parse_query(&text) else { return true };
    query.statements.iter().any(|statement| match statement {
        Statement::Let(one) => match &one.value {
            LetValue::Function(parameters, _) => place.takes_rows(parameters),
            _ => false,
        },
        _ => false,
    })
}

/// Returns the function that a name leads to.
pub(super) fn function_of<'w>(world: &World<'w>, database: EntityId, read: &Read) -> Option<&'w Function> {
    let id = read.find(world, database, EntityKind::Function)?;
    world.catalog.content(id)
}
