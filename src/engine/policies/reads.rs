//! What a query reads, by the names in it and in the functions that it calls.

use std::borrow::Cow;

use hashbrown::HashSet;

use crate::catalog::EntityId;
use crate::catalog::body::functions::Function;
use crate::diagnostic::Diagnostic;
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::syntax::parser::mentions_in;
use crate::text::{Span, quoted};

/// A name that a query reads, itself or through functions.
#[derive(Debug)]
pub(in crate::engine) struct Read {
    /// The cluster, if one is named.
    pub(in crate::engine) cluster: Option<String>,
    /// The database, if one is named.
    pub(in crate::engine) database: Option<String>,
    /// The name; empty where a database or cluster is named alone.
    pub(in crate::engine) name: String,
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

    /// Returns a refusal of what is read, which names the function that leads to it.
    pub(in crate::engine) fn through_function(&self, refusal: Diagnostic) -> Diagnostic {
        let help = self.function.as_deref().map(|name| format!("the function {} names it", quoted(name)));
        help.into_iter().fold(refusal, Diagnostic::help)
    }

    /// Returns whether the name, in a query that runs in `database`, is that of `entity` in `holder`.
    pub(super) fn names(&self, world: &World<'_>, database: EntityId, holder: EntityId, entity: EntityId) -> bool {
        let named = self.database.as_deref().unwrap_or_else(|| world.catalog.name_of(database));
        self.cluster.is_none() && named == world.catalog.name_of(holder) && self.name == world.catalog.name_of(entity)
    }
}

/// Returns why a query needs more than its own database gives: it reads another.
pub(in crate::engine) fn reads_other(world: &World<'_>, database: EntityId) -> String {
    format!("the query reads database {}", quoted(world.catalog.name_of(database)))
}

/// Returns what `query`, which runs in `database`, reads. A function is looked into once.
pub(in crate::engine) fn reads(world: &World<'_>, database: EntityId, query: &str) -> Vec<Read> {
    let mut reads: Vec<Read> = named(query, None);
    let mut at = 0;
    let mut visited: HashSet<String> = HashSet::new();
    while let Some(read) = reads.get(at) {
        at += 1;
        if !read.is_here(world, database) || visited.contains(&read.name) {
            continue;
        }
        let Some(body) = function_body(world, database, &read.name) else { continue };
        visited.insert(read.name.clone());
        let inner = named(body, Some((read.name.clone(), read.span)));
        reads.extend(inner);
    }
    reads
}

/// Returns the names in a text; those of a function's body stand where the query leads to it.
fn named(text: &str, function: Option<(String, Span)>) -> Vec<Read> {
    let mentions = mentions_in(text).into_iter();
    let read = mentions.map(|mention| Read {
        cluster: mention.cluster.map(Cow::into_owned),
        database: mention.database.map(Cow::into_owned),
        name: mention.name.into_owned(),
        span: function.as_ref().map_or(mention.span, |(_, span)| *span),
        function: function.as_ref().map(|(name, _)| name.clone()),
    });
    read.collect()
}

/// Returns the body of the function of this name.
fn function_body<'w>(world: &World<'w>, database: EntityId, name: &str) -> Option<&'w str> {
    let id = world.catalog.child(database, EntityKind::Function, name)?;
    world.catalog.content(id).map(|function: &Function| &*function.body)
}
