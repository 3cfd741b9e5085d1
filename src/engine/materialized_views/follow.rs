//! What becomes of views when what they are made of is renamed or removed.

use std::sync::Arc;

use crate::catalog::body::materialized_views::{MaterializedView, Source};
use crate::catalog::body::tables::Table;
use crate::catalog::{Catalog, Change, Content, Edit, Entity, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::materialized_views::KIND;
use crate::engine::queries::{self, ReadQuery};
use crate::engine::{Decision, Refusal, World};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::query::Known;
use crate::query::reads::{Read, What, reads};
use crate::query::tree::Query;
use crate::syntax::literal::Name;
use crate::syntax::{Piece, TokenKind, pieces};
use crate::table::Column;
use crate::text::{Span, quoted};

/// Returns the edits that disable the views of an entity that is removed, and a warning for each
/// (`materialized-views-monitoring.md`, *SourceTableNotFound*).
pub(in crate::engine) fn source_gone(
    catalog: &Catalog,
    database: EntityId,
    kind: EntityKind,
    name: &str,
) -> (Vec<Edit>, Vec<Diagnostic>) {
    let (mut edits, mut warnings) = (Vec::new(), Vec::new());
    for (id, entity) in fed_by(catalog, database, kind, name) {
        let Some(before) = entity.content::<MaterializedView>().filter(|view| view.enabled) else { continue };
        let after = MaterializedView { enabled: false, ..before.clone() };
        edits.extend(Edit::content(catalog, id, after));
        let message = format!(
            "materialized view `{}` is disabled: `{name}`, which it is made of, is gone",
            entity.definition.name
        );
        warnings.push(Diagnostic::warning(Code::BadRequest, message));
    }
    (edits, warnings)
}

/// Disables the views that a decision leaves without their columns, and warns of it: those that read a table whose columns
/// change, unless they follow these (`materialized-view-create.md`, *Supported properties*, warning;
/// `materialized-view-alter.md`, *Use cases*).
pub(in crate::engine) fn columns_changed(world: &World<'_>, decision: &mut Decision) {
    if world.trusts {
        return;
    }
    let changed: Vec<(EntityId, Known)> = decision.edits.iter().filter_map(changed_columns).collect();
    for (table, known) in changed {
        let Some((database, _)) = world.catalog.database_of(table) else { continue };
        for (id, entity) in world.catalog.children(database, KIND) {
            let Some(view) = entity.content::<MaterializedView>().filter(|view| view.enabled) else { continue };
            let query = ReadQuery::new(world, database, &view.query);
            if !query.reads.iter().any(|read| read.names(world, database, database, table)) {
                continue;
            }
            let given = query.columns(vec![known.clone()]);
            let Some(why) = no_columns(view, given) else { continue };
            let after = MaterializedView { enabled: false, ..view.clone() };
            decision.edits.extend(Edit::content(world.catalog, id, after));
            decision.warnings.push(disabled(&entity.definition.name, view, &why));
        }
    }
}

/// Returns the table whose columns an edit changes, with those after it.
fn changed_columns(edit: &Edit) -> Option<(EntityId, Known)> {
    let Edit::Entity(Change { key, before: Some(before), after: Some(after) }) = edit else { return None };
    let (before, content) = (Table::of(&before.body)?, Table::of(&after.body)?);
    let (held, columns) = (queries::of_catalog(&before.columns), queries::of_catalog(&content.columns));
    (held != columns).then(|| (*key, Known { database: None, name: after.name.to_string(), columns }))
}

/// Returns why a view can't go on whose query now gives these columns.
fn no_columns(view: &MaterializedView, given: Result<Vec<Column>>) -> Option<String> {
    match given {
        Ok(given) if view.columns.is_empty() || given == queries::of_catalog(&view.columns) => None,
        Ok(_) => Some("its query gives other columns than it has".to_owned()),
        Err(error) if error.code == Code::Semantic => Some(format!("its query fails: {}", error.message)),
        Err(_) => None,
    }
}

fn disabled(name: &str, view: &MaterializedView, why: &str) -> Diagnostic {
    let message = format!("materialized view `{name}` is disabled: {why}");
    let Source { kind, name: source } = &view.source;
    let (name, alter, on) = (Quoted(name), Keyword::Alter, Keyword::On);
    Diagnostic::warning(Code::BadRequest, message).help(format!(
        "`.{alter} {KIND} {name} {on} {kind} {} {{ … }}` gives it the columns of its query, then \
         `.{} {KIND} {name}` enables it",
        Quoted(source),
        Keyword::Enable
    ))
}

/// Returns the views that are made of the entity of this kind and name.
fn fed_by<'a>(catalog: &'a Catalog, database: EntityId, kind: EntityKind, name: &str) -> Vec<(EntityId, &'a Entity)> {
    let is_fed = |view: &MaterializedView| view.source.kind == kind && *view.source.name == *name;
    let views = catalog.children(database, KIND).into_iter();
    views.filter(|(_, entity)| entity.content().is_some_and(is_fed)).collect()
}

/// Refuses to let views follow a table that one of them reads through a function, whose text no renaming
/// changes (`rename-table-command.md`, *Rename source table of a materialized view*, note).
pub(in crate::engine) fn check_followable(world: &World<'_>, database: EntityId, old: &Name<'_>) -> Result<()> {
    for (_, entity) in world.catalog.children(database, KIND) {
        let Some(view) = entity.content::<MaterializedView>() else { continue };
        let reads = queries::reads(world, database, &view.query).into_iter();
        let mut here = reads
            .filter(|read| read.name == old.text && read.may_be(EntityKind::Table) && read.is_here(world, database));
        let Some(function) = here.find_map(|read| read.function) else { continue };
        let (name, table) = (&entity.definition.name, quoted(old));
        let message = format!(
            "materialized view `{name}` reads {table} through the function {}, and can't follow",
            quoted(&function)
        );
        let help = format!(
            "write {table} in the query of `{name}` itself: `.{} {KIND} {} {} {} {} {{ … }}`",
            Keyword::Alter,
            Quoted(name),
            Keyword::On,
            view.source.kind,
            Quoted(&view.source.name)
        );
        return Err(Refusal::BadRequest(message).at(old.span).help(help));
    }
    Ok(())
}

/// Returns the edits by which the views that name `old`, as what they are made of or look things up
/// in, name `new` (`rename-table-command.md`, *Rename source table of a materialized view*).
pub(in crate::engine) fn follow_rename(
    world: &World<'_>,
    database: EntityId,
    kind: EntityKind,
    old: &str,
    new: &str,
) -> Vec<Edit> {
    let follow = |(id, entity): (EntityId, &Entity)| {
        let view: &MaterializedView = entity.content()?;
        let query = ReadQuery::new(world, database, &view.query);
        let after = following(view, &query, kind, old, new);
        Edit::content(world.catalog, id, after).filter(Edit::is_change)
    };
    world.catalog.children(database, KIND).into_iter().filter_map(follow).collect()
}

/// Returns the view with another name for an entity that it names.
fn following(
    view: &MaterializedView,
    query: &ReadQuery<'_, '_, '_>,
    kind: EntityKind,
    old: &str,
    new: &str,
) -> MaterializedView {
    let mut after = view.clone();
    let dimensions = if kind == KIND { &mut after.dimension_views } else { &mut after.dimension_tables };
    let source = std::iter::once(&mut after.source.name).filter(|_| view.source.kind == kind);
    let mut named = false;
    for name in source.chain(dimensions).filter(|name| ***name == *old) {
        *name = Arc::from(new);
        named = true;
    }
    if named {
        after.query = Arc::from(match &query.tree {
            Ok(tree) => renamed(&view.query, tree, &query.columns_listed, old, new),
            Err(_) => renamed_by_words(&view.query, old, new),
        });
    }
    after
}

/// Returns the query with another name for an entity; at the places of `columns` the name is that of a column.
fn renamed(query: &str, tree: &Query<'_>, columns: &[Span], old: &str, new: &str) -> String {
    let mut out = String::with_capacity(query.len());
    let mut written = 0;
    let is_entity = |read: &Read| {
        let is_named = read.name == old && read.database.is_none() && read.what != What::Called;
        is_named && !columns.contains(&read.span)
    };
    let mut places: Vec<Span> = reads(tree).into_iter().filter(is_entity).map(|read| read.named).collect();
    places.sort_unstable_by_key(|place| place.start);
    places.dedup();
    for place in places {
        out.push_str(query.get(written..place.start as usize).unwrap_or_default());
        let is_text = place.of(query).starts_with(['\'', '"']);
        out.push_str(&if is_text { Text(new).to_string() } else { Quoted(new).to_string() });
        written = place.end as usize;
    }
    out.push_str(query.get(written..).unwrap_or_default());
    out
}

/// Returns a query that is read by its words with another name for an entity. A word after a dot is not the entity's.
fn renamed_by_words(query: &str, old: &str, new: &str) -> String {
    let wrapped = format!("{{{query}}}");
    let mut out = String::with_capacity(wrapped.len());
    pieces(&wrapped, 1, |piece| {
        let mut written = 0;
        for place in places(&piece, old) {
            out.push_str(piece.text.get(written..place.start as usize).unwrap_or_default());
            out.push_str(&Quoted(new).to_string());
            written = place.end as usize;
        }
        out.push_str(piece.text.get(written..).unwrap_or_default());
    });
    out.strip_prefix('{').and_then(|out| out.strip_suffix('}')).unwrap_or(query).to_owned()
}

/// Returns where a query names the entity: `Name`, `['Name']`.
fn places(piece: &Piece<'_>, name: &str) -> Vec<Span> {
    let token = |at: usize| piece.tokens.get(at);
    let is = |at: usize, mark: u8| token(at).is_some_and(|token| token.is(mark));
    let place = |at: usize| {
        let found = token(at)?;
        let text = found.span.of(piece.text);
        let after_dot = at.checked_sub(1).is_some_and(|before| is(before, b'.'));
        match found.kind {
            TokenKind::Word(_) if text == name && !after_dot => Some(found.span),
            TokenKind::Punct(b'[') if is(at + 2, b']') && is_quoted(token(at + 1)?.span.of(piece.text), name) => {
                Some(found.span.to(token(at + 2)?.span))
            }
            _ => None,
        }
    };
    (0..piece.tokens.len()).filter_map(place).collect()
}

fn is_quoted(literal: &str, name: &str) -> bool {
    let inside = literal.strip_prefix(['\'', '"']).and_then(|text| text.strip_suffix(['\'', '"']));
    inside == Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse::parse_query;

    fn renamed(query: &str, old: &str, new: &str) -> String {
        match parse_query(query) {
            Ok(tree) => super::renamed(query, &tree, &[], old, new),
            Err(_) => renamed_by_words(query, old, new),
        }
    }

    #[test]
    fn names_are_replaced_and_texts_are_not() {
        let query = "T | join (['T']) on T // T\n| where T == 'T' and T.T == \"of T\" | union table('T')";
        assert_eq!(
            renamed(query, "T", "new name"),
            "['new name'] | join (['new name']) on T // T\n| where T == 'T' and T.T == \"of T\" | union table('new name')"
        );
        assert_eq!(renamed("let t = 'T'; table(t) | make-series x", "T", "U"), "let t = 'T'; table(t) | make-series x");
        let query = "T | join (['T']) on T.T // T\n| where x == 'T' | make-series count() on a from b to c step d";
        assert_eq!(
            renamed(query, "T", "U"),
            "U | join (U) on U.T // T\n| where x == 'T' | make-series count() on a from b to c step d"
        );
    }
}
