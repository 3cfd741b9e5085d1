//! Names in queries that lead to nothing.

use crate::catalog::EntityId;
use crate::engine::World;
use crate::engine::queries::reads::Read;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::query::operator::OperatorKind;
use crate::query::parts::{Part, parts};
use crate::query::reads::What;
use crate::query::tree::{Entity, Query, Scalar, Source, Statement};
use crate::query::words;
use crate::syntax::literal::Name;
use crate::syntax::pieces;
use crate::text::{Span, nearest};

/// A name that leads to nothing in the database of the query.
#[derive(Debug)]
pub(in crate::engine) struct Unknown {
    /// The name.
    pub(in crate::engine) name: String,
    /// A name near to it.
    pub(in crate::engine) near: Option<String>,
    /// Where it stands in the query.
    pub(in crate::engine) span: Span,
}

pub(super) const KINDS: [EntityKind; 4] =
    [EntityKind::Function, EntityKind::Table, EntityKind::MaterializedView, EntityKind::ExternalTable];

/// Returns the first name that a query reads and that leads to nothing. Of a query that is read by its words, which has
/// no tree, that is the name which it begins with.
pub(super) fn name(
    world: &World<'_>,
    database: EntityId,
    text: &str,
    tree: Option<&Query<'_>>,
    reads: &[Read],
) -> Option<Unknown> {
    let (name, span) = match tree {
        Some(query) => unknown_rows(world, database, reads).or_else(|| unknown_call(world, database, query))?,
        None => head(text)
            .filter(|name| KINDS.iter().all(|kind| world.catalog.child(database, *kind, name).is_none()))
            .map(|name| (name, Span::at(0)))?,
    };
    let names = KINDS.iter().flat_map(|kind| world.catalog.child_names(database, *kind));
    let near = nearest(&name, names).map(str::to_owned);
    Some(Unknown { name, near, span })
}

fn unknown_rows(world: &World<'_>, database: EntityId, reads: &[Read]) -> Option<(String, Span)> {
    let is_unknown = |kinds: &[EntityKind], name: &str| {
        // `$source_table` is what an update policy reads, and the wildcard of a `union` may fit nothing.
        let is_name = !name.starts_with('$') && !name.contains('*') && !name.is_empty();
        is_name && kinds.iter().all(|kind| world.catalog.child(database, *kind, name).is_none())
    };
    let mut own = reads.iter().filter(|read| read.function.is_none() && read.is_here(world, database));
    own.find_map(|read| {
        let may_be: Vec<EntityKind> = KINDS.into_iter().filter(|kind| read.may_be(*kind)).collect();
        let is_rows = matches!(read.what, Some(What::Rows | What::Stored | What::External));
        (is_rows && is_unknown(&may_be, &read.name)).then(|| (read.name.clone(), read.span))
    })
}

/// Returns the call of a function that is not there, where rows come from one.
fn unknown_call(world: &World<'_>, database: EntityId, query: &Query<'_>) -> Option<(String, Span)> {
    let own =
        |name: &str| query.statements.iter().any(|one| matches!(one, Statement::Let(one) if one.name.text == name));
    let sources = parts(query).into_iter().filter_map(|part| match part {
        Part::Source(Source::Call(Entity { cluster: None, database: None, name, .. }, _), _) => Some(name),
        _ => None,
    });
    let last = query.statements.last().and_then(|statement| match statement {
        Statement::Scalar(value) => match &value.part {
            Scalar::Call(name, _) => Some(name),
            _ => None,
        },
        _ => None,
    });
    let is_unknown = |name: &&Name<'_>| {
        let is_function = world.catalog.child(database, EntityKind::Function, &name.text).is_some();
        !is_function && !own(&name.text) && !is_of_language(&name.text)
    };
    sources.chain(last).find(is_unknown).map(|name| (name.text.clone().into_owned(), name.span))
}

/// Returns whether the word is one of the language that gives rows, or leads to some.
fn is_of_language(word: &str) -> bool {
    const CALLS: &[Keyword] = &[Keyword::Database, Keyword::Cluster, Keyword::Table, Keyword::View, Keyword::Set];
    let is_operator = || OperatorKind::of(word).is_some_and(|kind| OPERATORS.contains(&kind));
    WORDS.contains(&word) || is_operator() || Keyword::of(word).is_some_and(|word| CALLS.contains(&word))
}

/// Operators that may begin a query, or lead to a function.
const OPERATORS: &[OperatorKind] = &[
    OperatorKind::Union,
    OperatorKind::Print,
    OperatorKind::Range,
    OperatorKind::Evaluate,
    OperatorKind::Find,
    OperatorKind::Search,
    OperatorKind::Invoke,
];

/// Other words that begin a query and name nothing.
const WORDS: &[&str] = &[
    "let",
    "datatable",
    "declare",
    "restrict",
    "pattern",
    "externaldata",
    "graph",
    words::EXTERNAL_TABLE,
    words::MATERIALIZED_VIEW,
    words::MATERIALIZE,
    words::TO_SCALAR,
];

/// Returns the name that a query begins with, where it is one that must exist.
fn head(query: &str) -> Option<String> {
    let mut found = None;
    pieces(&format!(".x <| {query}"), 1, |piece| {
        let text = |at: usize| piece.tokens.get(at).map(|token| token.span.of(piece.text));
        if found.is_none()
            && let Some(first) = text(3)
        {
            let is_name = first.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            let ends = matches!(text(4), None | Some("|" | "(" | ";"));
            found = (is_name && ends && !is_of_language(first)).then(|| first.to_owned());
        }
    });
    found
}
