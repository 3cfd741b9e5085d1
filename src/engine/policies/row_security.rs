//! `row_level_security` (`row-level-security-policy.md`, *Limitations*, and
//! `materialized-view-policies.md`, *Row level security policy*).

use crate::catalog::{EntityId, Policy};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::engine::policies::target::{edit, entities, excluded};
use crate::engine::policies::{bodies, report, update};
use crate::engine::queries::{Read, ReadQuery, reads};
use crate::engine::{Decision, World};
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::Target;
use crate::syntax::ast::policies::{ALLOW_UNSECURED_VIEWS, RowSecurity};
use crate::syntax::literal::Value;
use crate::syntax::redacted_query;
use crate::text::Span;

const POLICY: PolicyKind = PolicyKind::RowLevelSecurity;

/// `.alter table T policy row_level_security enable "query"`
pub(super) fn decide(rows: &RowSecurity<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    refuse_external(world, &rows.target)?;
    let found = entities(world, &rows.target)?;
    let mut edits = Vec::new();
    let mut warnings = Vec::new();
    for id in &found {
        if rows.enabled {
            let database = world.catalog.database_of(*id).map_or(*id, |(database, _)| database);
            let query = ReadQuery::new(world, database, &rows.query.text);
            check_query(world, *id, rows, &query)?;
            warnings.extend(unknown_name(rows, &query));
            warnings.extend(said(world, rows, &query));
            may_be_enabled(world, *id, rows, &query).map_err(|refusal| refusal.at(place(&rows.target)))?;
            warnings.extend(readers(world, *id).map(|warning| warning.at(place(&rows.target))));
        }
        let after = Policy::rows(rows.enabled, &redacted_query(rows.query.text.trim()));
        edits.extend(edit(world, *id, POLICY, Some(after)));
    }
    Ok(Decision { warnings, ..Decision::change(edits, report::as_shown(POLICY), &found) })
}

/// Warns of a query that reads a name of nothing: it fails, and with it every query of the table.
fn unknown_name(rows: &RowSecurity<'_>, query: &ReadQuery<'_, '_, '_>) -> Option<Diagnostic> {
    let unknown = query.unknown_name()?;
    let message = format!("the query of the policy reads `{}`, which names nothing here", unknown.name);
    let warning = Diagnostic::warning(Code::BadRequest, message).at(rows.query.place(unknown.span.range()));
    Some(warning.did_you_mean(unknown.near.as_deref()))
}

/// Returns what there is to know of a query that is not read, or that fails, and with it every query of the table.
fn said(world: &World<'_>, rows: &RowSecurity<'_>, query: &ReadQuery<'_, '_, '_>) -> Vec<Diagnostic> {
    if world.trusts {
        return Vec::new();
    }
    let warning = query.fault().map(|error| Diagnostic {
        severity: Severity::Warning,
        message: format!("the query of the policy fails: {}", error.message),
        ..error
    });
    let all = query.said("the query of the policy").into_iter().chain(warning);
    let placed = all.map(|said| {
        let place = said.span().map_or(rows.query.span, |span| rows.query.place(span.range()));
        Diagnostic { labels: Vec::new(), ..said }.at(place)
    });
    placed.collect()
}

/// Refuses what names external tables: they have no such policy (the page, *Limitations*).
pub(super) fn refuse_external(world: &World<'_>, target: &Target<'_>) -> Result<(), Diagnostic> {
    if target.kind() != EntityKind::ExternalTable {
        return Ok(());
    }
    entities(world, target)?;
    let refusal = Diagnostic::error(Code::BadRequest, "row-level security can't be configured on external tables")
        .help("to secure the rows of a SQL table, do it in its database and connect to that by impersonation");
    Err(match target {
        Target::Entity(_, name) => refusal.at(name.name.span),
        _ => refusal,
    })
}

/// Returns where the entity is named.
fn place(target: &Target<'_>) -> Span {
    match target {
        Target::Entity(_, name) => name.name.span,
        _ => Span::default(),
    }
}

fn title(world: &World<'_>, id: EntityId) -> String {
    let kind = world.catalog.get(id).map_or(EntityKind::Table, |entity| entity.definition.kind());
    format!("{kind} `{}`", world.catalog.name_of(id))
}

/// Refuses to enable the policy in the circumstances that its page names.
fn may_be_enabled(
    world: &World<'_>,
    id: EntityId,
    rows: &RowSecurity<'_>,
    query: &ReadQuery<'_, '_, '_>,
) -> Result<(), Diagnostic> {
    if world.trusts {
        return Ok(());
    }
    let title = title(world, id);
    let refused = |because: String| {
        Diagnostic::error(Code::BadRequest, format!("row-level security can't be enabled on {title}: {because}"))
    };
    if let Some((because, help)) = excluded(world, id, POLICY) {
        return Err(refused(because.to_owned()).help(help));
    }
    if let Some(export) = bodies::feeds_an_open_export(world, id) {
        let help = "let the export write to an external table whose connection string says `;impersonate`";
        return Err(refused(format!("the continuous export `{export}` reads it without impersonation")).help(help));
    }
    if let Some(table) = update::reader_without_identity(world, id) {
        let because = format!("the update policy of table `{table}` reads it without a managed identity");
        let help = "give the update policy a `ManagedIdentity` that is allowed `AutomatedFlows`";
        return Err(refused(because).help(help));
    }
    let allowed = rows.properties.get(ALLOW_UNSECURED_VIEWS).is_some_and(|given| given.value == Value::Bool(true));
    let views = bodies::views_on(world, id);
    if let Some(view) = views.iter().find(|view| !allowed && view.shows_hidden_rows()) {
        let because = format!("the materialized view `{}` would show what the policy hides", view.name);
        return Err(refused(because)
            .help(format!(
                "give the view a policy of its own: `.alter materialized-view {} policy {POLICY} enable …`",
                Quoted(view.name)
            ))
            .help(format!("or say that this is meant: `enable with ({ALLOW_UNSECURED_VIEWS}=true) …`")));
    }
    match bodies::view(world, id).filter(|view| !view.body.keeps_records()) {
        Some(view) if !query.mentions_any(&view.group_keys()) => {
            Err(refused("it aggregates rows, and the query names none of its group keys".to_owned())
                .help("filter by what stands after `by` in the view"))
        }
        _ => Ok(()),
    }
}

/// Refuses a query that reads what an enabled policy may not: another database, or another table with the
/// policy enabled.
fn check_query(
    world: &World<'_>,
    id: EntityId,
    rows: &RowSecurity<'_>,
    query: &ReadQuery<'_, '_, '_>,
) -> Result<(), Diagnostic> {
    if world.trusts {
        return Ok(());
    }
    let Some((database, _)) = world.catalog.database_of(id) else { return Ok(()) };
    for read in &query.reads {
        let refusal = if !read.is_here(world, database) {
            elsewhere(read)
        } else if let Some(other) = secured(world, database, read).filter(|other| *other != id) {
            let message = format!(
                "the query of a row-level-security policy can't read {}, which has such a policy itself",
                title(world, other)
            );
            Diagnostic::error(Code::BadRequest, message)
        } else {
            continue;
        };
        let refusal = refusal.at(rows.query.place(read.span.range()));
        return Err(read.through_function(refusal));
    }
    Ok(())
}

fn elsewhere(read: &Read) -> Diagnostic {
    let (what, name) = match (&read.cluster, &read.database) {
        (Some(cluster), _) => ("cluster", cluster.as_str()),
        (None, database) => ("database", database.as_deref().unwrap_or_default()),
    };
    let message = format!("the query of a row-level-security policy can't read from another {what}, here `{name}`");
    Diagnostic::error(Code::BadRequest, message).help("copy what it needs into a table of the same database")
}

/// Returns the table or view that a name leads to, if it has the policy enabled.
fn secured(world: &World<'_>, database: EntityId, read: &Read) -> Option<EntityId> {
    let found = [EntityKind::Table, EntityKind::MaterializedView].into_iter();
    found.filter_map(|kind| read.find(world, database, kind)).find(|id| {
        let entity = world.catalog.get(*id);
        entity.is_some_and(|entity| entity.policies.secures_rows())
    })
}

/// Warnings of the policies of others whose queries read this entity: once it is secured too, they
/// read what they may not.
fn readers(world: &World<'_>, id: EntityId) -> impl Iterator<Item = Diagnostic> {
    let database = world.catalog.database_of(id).map_or(id, |(database, _)| database);
    let title = title(world, id);
    let others = world.catalog.all_children(database).into_iter().filter(move |(other, entity)| {
        let query = entity.policies.row_query().filter(|_| *other != id);
        let Some(query) = query else { return false };
        reads(world, database, &query).iter().any(|read| read.names(world, database, database, id))
    });
    others.map(move |(_, other)| {
        let reader = format!("{} `{}`", other.definition.kind(), other.definition.name);
        let message = format!("the row-level-security query of {reader} reads {title}, and can't any more");
        Diagnostic::warning(Code::BadRequest, message)
            .help("such a query can't read another table that has a policy of its own")
    })
}
