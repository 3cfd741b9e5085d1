//! Names of what exists.

use crate::catalog::body::external_tables::ExternalTable;
use crate::catalog::body::tables::Table;
use crate::catalog::{CLUSTER, EntityId};
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::session::complete::{Candidate, CandidateKind, Spot, begins};

/// Returns the names of the entities of a kind that can be meant.
pub(super) fn of_kind(spot: &Spot<'_>, kind: EntityKind) -> Vec<Candidate> {
    let catalog = spot.known.catalog;
    let (database, qualifier, typed) = match spot.typed.rsplit_once('.').filter(|_| spot.is_directive()) {
        Some((database, rest)) => (database.to_owned(), format!("{database}."), rest),
        None => (named_before_dot(spot).unwrap_or_else(|| spot.known.database.to_owned()), String::new(), spot.typed),
    };
    let parent = match kind {
        EntityKind::Database | EntityKind::WorkloadGroup | EntityKind::Follower => Some(CLUSTER),
        _ => catalog.database(&database),
    };
    let kind = if kind == EntityKind::Follower { EntityKind::Database } else { kind };
    let names = parent.into_iter().flat_map(|parent| catalog.child_names(parent, kind));
    named(spot, typed, &qualifier, names)
}

/// Returns the names that begin as what is typed.
fn named<'n>(spot: &Spot<'_>, typed: &str, qualifier: &str, names: impl Iterator<Item = &'n str>) -> Vec<Candidate> {
    let plain = typed.trim_start_matches(['[', '\'', '"']);
    let fits = |name: &&str| begins(name, plain) || begins(&Quoted(name).to_string(), typed);
    let candidate = |name: &str| {
        let shown = format!("{qualifier}{}", Quoted(name));
        Candidate { kind: CandidateKind::Name, text: format!("{shown}{}", spot.space()), shown }
    };
    names.filter(fits).map(candidate).collect()
}

/// Returns the name that stands before the dot after which something is typed.
fn named_before_dot(spot: &Spot<'_>) -> Option<String> {
    let tokens = &spot.place.tokens;
    tokens.last().filter(|last| last.is(b'.') && last.span.end as usize == spot.place.before.len())?;
    let before = tokens.get(..tokens.len().checked_sub(1)?)?;
    let name = before.iter().rev().find(|token| !token.is(b']'))?;
    Some(name.span.of(&spot.place.before).trim_matches(['\'', '"']).to_owned())
}

/// Returns the columns of the table that the statement named last.
pub(super) fn columns(spot: &Spot<'_>) -> Vec<Candidate> {
    let Some(table) = last_table(spot) else { return Vec::new() };
    let catalog = spot.known.catalog;
    let columns = catalog.content::<Table>(table).map(|table| &table.columns);
    let columns = columns.or_else(|| catalog.content::<ExternalTable>(table).map(|table| &table.columns));
    named(spot, spot.typed, "", columns.into_iter().flatten().map(|column| &*column.name))
}

/// Returns the columns of the last result.
pub(super) fn of_results(spot: &Spot<'_>) -> Vec<Candidate> {
    named(spot, spot.typed, "", spot.known.columns.iter().map(|name| &**name))
}

fn last_table(spot: &Spot<'_>) -> Option<EntityId> {
    const WITH_COLUMNS: [EntityKind; 2] = [EntityKind::Table, EntityKind::ExternalTable];
    let catalog = spot.known.catalog;
    let names: Vec<&str> = spot.place.tokens.iter().map(|token| token.span.of(&spot.place.before)).collect();
    let databases = [spot.known.database].into_iter().chain(names.iter().copied());
    let databases: Vec<EntityId> = databases.filter_map(|name| catalog.database(name)).collect();
    let table = |name: &&str| {
        let name = name.trim_matches(['\'', '"']);
        let kinds = WITH_COLUMNS.iter();
        kinds.flat_map(|kind| databases.iter().filter_map(|database| catalog.child(*database, *kind, name))).last()
    };
    names.iter().rev().find_map(table)
}
