//! The identity on whose behalf an export runs (`continuous-export-with-managed-identity.txt`; the
//! order of the conditions, and that each is checked when the export is created, are ours).

use crate::access::{Client, Need, Request, Subject, blocked};
use crate::catalog::body::external_tables::ExternalTable;
use crate::catalog::{Entity, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::engine::continuous_exports::uses::Uses;
use crate::engine::properties::place;
use crate::engine::queries::reads_other;
use crate::model::connection::SYSTEM_IDENTITY;
use crate::model::entity::EntityKind;
use crate::model::export_property::MANAGED_IDENTITY;
use crate::model::external_table::DataFormat;
use crate::model::keyword::Keyword;
use crate::model::name::Quoted;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalKind;
use crate::model::role::Role;
use crate::model::usage::Usage;
use crate::syntax::ast::continuous_exports::Definition;
use crate::text::{Span, quoted, sentence_list};

/// Returns the identity of the export, once every condition is met; none where none is named and
/// none is needed.
pub(super) fn checked(
    definition: &Definition<'_>,
    database: EntityId,
    target: EntityId,
    uses: &Uses,
    world: &World<'_>,
) -> Result<Option<PrincipalId>> {
    let Some(table) = world.catalog.content::<ExternalTable>(target) else { return Ok(None) };
    if let Some(format) = table.format().filter(|format| !DataFormat::WRITTEN.contains(format)) {
        return Err(unwritten(definition, format));
    }
    let spelled = definition.properties.text(&MANAGED_IDENTITY);
    let span = place(&definition.properties, &MANAGED_IDENTITY).unwrap_or(definition.name.span);
    if world.trusts {
        return spelled.map(|spelled| world.assigned_identity(spelled, span)).transpose();
    }
    let secured = secured(uses, world);
    let Some(spelled) = spelled else {
        let reasons = reasons(definition, table.impersonates(), &secured, uses, world);
        return if reasons.is_empty() { Ok(None) } else { Err(needed(definition, &reasons, world)) };
    };
    if let Some(secured) = secured.first().filter(|_| !table.impersonates()) {
        return Err(unimpersonated(definition, secured));
    }
    let identity = world.assigned_identity(spelled, span)?;
    world.check_usage(database, identity, Usage::AutomatedFlows, span)?;
    let filled = world.filled(identity);
    check_block(database, filled.subject(), span, world)?;
    check_viewer(database, filled.subject(), uses, span, world)?;
    Ok(Some(identity))
}

fn unwritten(definition: &Definition<'_>, format: DataFormat) -> Diagnostic {
    let message = format!(
        "exports can't write {}, the format of external table {}",
        quoted(format),
        quoted(&definition.target.text)
    );
    let formats: Vec<String> = DataFormat::WRITTEN.iter().map(quoted).collect();
    Diagnostic::error(Code::BadRequest, message)
        .at(definition.target.span)
        .help(format!("they write {}", sentence_list(&formats, "and")))
}

/// Returns the tables under row-level security.
fn secured<'a>(uses: &Uses, world: &World<'a>) -> Vec<&'a Entity> {
    let tables = uses.tables.iter().filter_map(|table| world.catalog.get(*table));
    tables.filter(|entity| entity.policies.secures_rows()).collect()
}

/// Returns why the export needs an identity.
fn reasons(
    definition: &Definition<'_>,
    impersonates: bool,
    secured: &[&Entity],
    uses: &Uses,
    world: &World<'_>,
) -> Vec<String> {
    let mut reasons = Vec::new();
    if impersonates {
        let target = quoted(&definition.target.text);
        reasons.push(format!("external table {target} is written as the caller"));
    }
    reasons.extend(uses.databases.iter().map(|database| reads_other(world, *database)));
    for table in secured {
        let name = quoted(&table.definition.name);
        reasons.push(format!("table {name} is under row-level security"));
    }
    reasons
}

fn needed(definition: &Definition<'_>, reasons: &[String], world: &World<'_>) -> Diagnostic {
    let name = quoted(&definition.name.text);
    let reasons = sentence_list(reasons, "and");
    let message = format!("the continuous export {name} needs a managed identity: {reasons}");
    let directory = world.directory;
    let first = || directory.managed_identities().first().copied();
    let identity = directory.system_identity().or_else(first);
    let example = identity.map_or(SYSTEM_IDENTITY.to_owned(), |id| world.identity_name(id));
    let help = format!(
        "`.{} {} {} … {} ({}='{example}', …) <| …` names one: `{SYSTEM_IDENTITY}`, or the object id of an identity that is assigned to the cluster",
        Keyword::CreateOrAlter,
        EntityKind::ContinuousExport,
        definition.name,
        Keyword::With,
        MANAGED_IDENTITY.name,
    );
    Diagnostic::error(Code::ManagedIdentity, message).at(definition.name.span).help(help)
}

/// `continuous-data-export.md`, *Continuous export from a table with Row Level Security*
fn unimpersonated(definition: &Definition<'_>, secured: &Entity) -> Diagnostic {
    let target = &definition.target;
    let message = format!(
        "table {} is under row-level security, and external table {} is not written as the caller",
        quoted(&secured.definition.name),
        quoted(&target.text)
    );
    let kind = EntityKind::ExternalTable;
    Diagnostic::error(Code::BadRequest, message).at(target.span).help(format!(
        "`.{} {kind} {target} …` with a connection string that ends in `;impersonate` makes it so",
        Keyword::Alter
    ))
}

/// Refuses a blocked identity: the service runs the export for it, and serves nobody who is
/// blocked.
fn check_block(database: EntityId, identity: Subject<'_>, span: Span, world: &World<'_>) -> Result<()> {
    let client = &Client::default();
    let request = Request { subject: identity, client, database: world.database, now: world.now };
    let access = world.access();
    let blocks = access.standing_blocks(request);
    if blocks.is_empty() {
        return Ok(());
    }
    let view = Need::new(Permission::View, database);
    Err(blocked(&access, request, &blocks, &[view]).at(span))
}

/// Refuses an identity without Database Viewer, or a role that includes it, on every database that
/// the export uses.
fn check_viewer(database: EntityId, identity: Subject<'_>, uses: &Uses, span: Span, world: &World<'_>) -> Result<()> {
    let databases = std::iter::once(database).chain(uses.databases.iter().copied());
    let sees = |database: &EntityId| world.access().has(identity, Permission::View, *database);
    let unseen: Vec<EntityId> = databases.filter(|database| !sees(database)).collect();
    if unseen.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> =
        unseen.iter().filter_map(|id| world.catalog.get(*id)).map(|entity| &*entity.definition.name).collect();
    let list: Vec<String> = names.iter().map(quoted).collect();
    let noun = if names.len() == 1 { Keyword::Database } else { Keyword::Databases };
    let message = format!(
        "the managed identity `{}` may not view {noun} {}, which the export uses",
        world.identity_name(identity.principal()),
        sentence_list(&list, "and")
    );
    let diagnostic = Diagnostic::error(Code::Forbidden, message).at(span);
    let (add, kind, role) = (Keyword::Add, EntityKind::Database, Role::Viewers);
    let principal = principal(identity.principal(), world);
    let grant = |name: &&str| format!("`.{add} {kind} {} {role} ('{principal}')` allows it", Quoted(name));
    Err(names.iter().map(grant).fold(diagnostic, Diagnostic::help))
}

/// Returns the reference `aadapp=objectId;tenantId`.
fn principal(identity: PrincipalId, world: &World<'_>) -> String {
    let view = world.identity(identity);
    let application = PrincipalKind::Application.word();
    match view.tenant {
        Some(tenant) => format!("{application}={};{tenant}", view.object_id()),
        None => format!("{application}={}", view.object_id()),
    }
}
