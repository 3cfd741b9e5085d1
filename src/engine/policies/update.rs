//! The update policy (`update-policy.md`, `update-policy-with-managed-identity.md`): its sources and
//! queries must exist, may not read what their pages exclude, and must give the columns of the table where
//! these are known.

use serde_json::Value;

use crate::access::Need;
use crate::catalog::body::external_tables::ExternalTable;
use crate::catalog::{Entity, EntityId, Policy};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::engine::policies::update_columns;
use crate::engine::queries::{Read, ReadQuery, reads, reads_other};
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::model::permission::Permission;
use crate::model::policy::PolicyKind;
use crate::model::policy_content::SOFT_DELETE;
use crate::model::timespan::TimeSpan;
use crate::model::usage::Usage;
use crate::query::reads::What;
use crate::syntax::ast::rows::RowCommand;
use crate::text::{Span, quoted};

mod leaving;

pub(in crate::engine) use leaving::{without_function, without_source};

const POLICY: PolicyKind = PolicyKind::Update;

/// One object of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Update {
    source: String,
    is_pattern: bool,
    query: String,
    identity: Option<String>,
    is_transactional: bool,
    is_enabled: bool,
}

impl Update {
    /// Returns the objects of a policy; of one that lacks what it needs, those texts are empty.
    fn all(policy: &Policy) -> Vec<Self> {
        let read: Value = serde_json::from_str(policy.json()).unwrap_or_default();
        read.as_array().map(|all| all.iter().map(Self::of).collect()).unwrap_or_default()
    }

    fn of(object: &Value) -> Self {
        let member = |name: &str| {
            let members = object.as_object().into_iter().flatten();
            members.into_iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        };
        let text = |name| member(name).and_then(Value::as_str).map(str::to_owned);
        // The service reads a bool in quotes too, and real scripts write `"IsEnabled": "False"`.
        let quoted = |value: &Value| value.as_str()?.to_lowercase().parse().ok();
        let truth = |name| member(name).and_then(|value| value.as_bool().or_else(|| quoted(value)));
        Self {
            source: text("Source").unwrap_or_default(),
            is_pattern: truth("SourceIsWildCard").unwrap_or_default(),
            query: text("Query").unwrap_or_default(),
            identity: text("ManagedIdentity").filter(|identity| !identity.is_empty()),
            is_transactional: truth("IsTransactional").unwrap_or_default(),
            is_enabled: truth("IsEnabled").unwrap_or(true),
        }
    }

    /// Returns the tables that are its sources.
    fn sources(&self, database: EntityId, world: &World<'_>) -> Vec<EntityId> {
        if !self.is_pattern {
            return world.catalog.child(database, EntityKind::Table, &self.source).into_iter().collect();
        }
        let tables = world.catalog.children(database, EntityKind::Table).into_iter();
        tables.filter(|(_, table)| crate::text::fits(&self.source, &table.definition.name)).map(|(id, _)| id).collect()
    }
}

/// Returns how the managed identities of a policy are spelled: they are looked up before deciding.
pub(in crate::engine) fn spelled_identities(json: &str) -> Vec<String> {
    Update::all(&Policy::new(json)).into_iter().filter_map(|update| update.identity).collect()
}

/// Returns how the managed identities of those objects of a policy are spelled that are enabled.
#[must_use]
pub fn identities_in_use(json: &str) -> Vec<String> {
    let enabled = Update::all(&Policy::new(json)).into_iter().filter(|update| update.is_enabled);
    enabled.filter_map(|update| update.identity).collect()
}

/// Refuses a policy that could not be; those objects that the table has already are not looked at again.
pub(super) fn check(
    command: &RowCommand<'_>,
    table: EntityId,
    after: Option<&Policy>,
    world: &World<'_>,
    warnings: &mut Vec<Diagnostic>,
) -> Result<()> {
    let Some((database, _)) = world.catalog.database_of(table) else { return Ok(()) };
    let held = world.catalog.get(table).and_then(|table| table.policies.get(POLICY)).map(Update::all);
    let held = held.unwrap_or_default();
    let check = Check { table, database, span: command.place(), world };
    for update in after.map(Update::all).unwrap_or_default().iter().filter(|update| !held.contains(update)) {
        check.object(update, warnings)?;
    }
    Ok(())
}

struct Check<'c, 'w> {
    table: EntityId,
    database: EntityId,
    span: Span,
    world: &'c World<'w>,
}

impl Check<'_, '_> {
    fn refused(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::BadRequest, message).at(self.span)
    }

    fn object(&self, update: &Update, warnings: &mut Vec<Diagnostic>) -> Result<()> {
        for (name, text) in [("Source", &update.source), ("Query", &update.query)] {
            if text.trim().is_empty() {
                let help = r#"an object is written `{"IsEnabled": true, "Source": "T", "Query": "F()"}`"#;
                return Err(self.refused(format!("an update policy needs `{name}`")).help(help));
            }
        }
        let query = ReadQuery::new(self.world, self.database, &update.query);
        let reasons = self.names(update, &query, warnings)?;
        self.identity(update, &query, &reasons)?;
        if !self.world.trusts {
            update_columns::check(self.world, self.table, &query, &update.sources(self.database, self.world))
                .map_err(|error| error.at(self.span))?
                .into_iter()
                .for_each(|warning| warnings.push(warning.at(self.span)));
            let said = query.said("the query of the update policy").into_iter();
            warnings.extend(said.map(|said| Diagnostic { labels: Vec::new(), ..said }.at(self.span)));
        }
        if update.is_enabled && self.is_circular(update) {
            let name = self.world.catalog.name_of(self.table);
            let message = format!("the update policies lead from table `{name}` back to it");
            let help = "data then enters each table of the circle once (update-policy.md)";
            warnings.push(Diagnostic::warning(Code::BadRequest, message).at(self.span).help(help));
        }
        Ok(())
    }

    /// Refuses what names nothing, or what the policy may not read. Returns why it needs a managed identity.
    fn names(
        &self,
        update: &Update,
        query: &ReadQuery<'_, '_, '_>,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Vec<String>> {
        self.source(update, warnings)?;
        self.known(query)?;
        let mut reasons = Vec::new();
        for read in &query.reads {
            self.read(read, &mut reasons, warnings)?;
            warnings.extend(self.qualified(update, read));
        }
        Ok(reasons)
    }

    fn source(&self, update: &Update, warnings: &mut Vec<Diagnostic>) -> Result<()> {
        let sources = update.sources(self.database, self.world);
        if sources.is_empty() && update.is_pattern {
            let message = format!("no table fits the source pattern {}", quoted(&update.source));
            warnings.push(Diagnostic::warning(Code::BadRequest, message).at(self.span));
        } else if sources.is_empty() {
            let refusal = self.world.no_entity(self.database, EntityKind::Table, &update.source);
            return Err(refusal.at(self.span).help("it is the source of the update policy: make it first"));
        }
        let is_emptied = |table: &EntityId| {
            let policy = self.world.catalog.get(*table).and_then(|table| table.policies.get(PolicyKind::Retention));
            let read: Option<Value> = policy.and_then(|policy| serde_json::from_str(policy.json()).ok());
            let span = read.as_ref().and_then(|read| read.get(SOFT_DELETE)?.as_str()).and_then(TimeSpan::parse_json);
            span.is_some_and(|span| span.ticks == 0)
        };
        if !update.is_transactional && sources.iter().any(is_emptied) {
            let source = quoted(&update.source);
            let message = format!("table {source} keeps no data, so the update policy must be transactional");
            return Err(self.refused(message).help("write `\"IsTransactional\": true` (update-policy.md)"));
        }
        Ok(())
    }

    /// Refuses a query that reads a name of nothing.
    fn known(&self, query: &ReadQuery<'_, '_, '_>) -> Result<()> {
        let Some(unknown) = query.unknown_name() else { return Ok(()) };
        let message =
            format!("the query of the update policy reads {}, which names nothing here", quoted(&unknown.name));
        Err(self.refused(message).did_you_mean(unknown.near.as_deref()))
    }

    /// Warns of a source that is named with its database (`update-policy.md`, *Query limitations*).
    fn qualified(&self, update: &Update, read: &Read) -> Option<Diagnostic> {
        let is_qualified = read.database.is_some() && read.is_here(self.world, self.database);
        let names_source = is_qualified && read.name == update.source && read.may_be(EntityKind::Table);
        let message = format!("the query names its source {} with the database", quoted(&read.name));
        let warning = || Diagnostic::warning(Code::BadRequest, message).at(self.span);
        names_source
            .then(|| warning().help("write the name alone: else the policy reads all of the table (update-policy.md)"))
    }

    fn read(&self, read: &Read, reasons: &mut Vec<String>, warnings: &mut Vec<Diagnostic>) -> Result<()> {
        let world = self.world;
        if let Some(cluster) = &read.cluster {
            let message = format!("an update policy can't read from another cluster, here {}", quoted(cluster));
            return Err(self.refused(message));
        }
        let holder = match &read.database {
            Some(name) => match world.catalog.database(name) {
                Some(database) => database,
                // A state makes one database after the other.
                None if world.trusts => return Ok(()),
                None => return Err(world.no_database(name).at(self.span)),
            },
            None => self.database,
        };
        if holder != self.database {
            reasons.push(reads_other(world, holder));
        }
        self.external(read, holder, reasons)?;
        if let Some(view) = read.find(world, holder, EntityKind::MaterializedView) {
            self.view(view, warnings);
        }
        let found = read.find(world, holder, EntityKind::Table);
        let Some(table) = found.and_then(|table| world.catalog.get(table)) else { return Ok(()) };
        if table.policies.restricts_view_access() {
            let name = quoted(&read.name);
            let message = format!("an update policy can't read table {name}, whose view access is restricted");
            return Err(self.refused(message));
        }
        if table.policies.secures_rows() {
            reasons.push(format!("table {} is under row-level security", quoted(&read.name)));
        }
        Ok(())
    }

    /// Refuses data from outside, but for an external table that is kept near (`update-policy.md`, *Query
    /// limitations*).
    fn external(&self, read: &Read, holder: EntityId, reasons: &mut Vec<String>) -> Result<()> {
        if read.what == Some(What::Files) {
            return Err(self.refused("an update policy can't use `externaldata`"));
        }
        let found =
            read.find(self.world, holder, EntityKind::ExternalTable).filter(|_| read.what == Some(What::External));
        let Some(entity) = found.and_then(|id| self.world.catalog.get(id)) else { return Ok(()) };
        let name = quoted(&read.name);
        if !is_accelerated(entity) {
            let message = format!("an update policy can't read external table {name}, whose data is not kept near");
            let policy = PolicyKind::QueryAcceleration;
            let help = format!("the policy {policy} of the table, with a `Hot` of 36500 days, allows it");
            return Err(self.refused(message).help(help));
        }
        if entity.content::<ExternalTable>().is_some_and(ExternalTable::impersonates) {
            reasons.push(format!("external table {name} is read as the caller"));
        }
        Ok(())
    }

    /// Warns of a view that is made of the table itself.
    fn view(&self, view: EntityId, warnings: &mut Vec<Diagnostic>) {
        use crate::catalog::body::materialized_views::MaterializedView;
        let own = self.world.catalog.name_of(self.table);
        let view_body = self.world.catalog.content::<MaterializedView>(view);
        if view_body.is_some_and(|body| *body.source.name == *own) {
            let name = self.world.catalog.name_of(view);
            let message = format!("the query reads the materialized view `{name}`, which is made of this table");
            let help = "the results may be unexpected (update-policy.md, Query limitations)";
            warnings.push(Diagnostic::warning(Code::BadRequest, message).at(self.span).help(help));
        }
    }

    fn identity(&self, update: &Update, query: &ReadQuery<'_, '_, '_>, reasons: &[String]) -> Result<()> {
        let Some(spelled) = &update.identity else {
            let Some(reason) = reasons.first() else { return Ok(()) };
            let message = format!("the update policy needs a managed identity: {reason}");
            let help = "write `\"ManagedIdentity\": \"system\"`, or the object id of an identity that is assigned \
                        to the cluster and allowed `AutomatedFlows`";
            return Err(self.refused(message).help(help));
        };
        let identity = self.world.assigned_identity(spelled, self.span)?;
        self.world.check_usage(self.database, identity, Usage::AutomatedFlows, self.span)?;
        self.views(identity, query)
    }

    /// Refuses an identity that may not view a database that the query reads.
    fn views(&self, identity: PrincipalId, query: &ReadQuery<'_, '_, '_>) -> Result<()> {
        let filled = self.world.filled(identity);
        for read in &query.reads {
            let Some(name) = &read.database else { continue };
            let Some(other) = self.world.catalog.database(name) else { continue };
            let need = Need::new(Permission::View, other);
            if !self.world.access().has(filled.subject(), need.permission, need.entity) {
                let message = format!(
                    "the managed identity `{}` may not view database {}, which the query reads",
                    self.world.identity_name(identity),
                    quoted(name)
                );
                return Err(Diagnostic::error(Code::Forbidden, message)
                    .at(self.span)
                    .help(format!("`.add database {} viewers (…)` allows it", Quoted(name))));
            }
        }
        Ok(())
    }

    /// Returns whether data that enters the table leads back to a source of it.
    fn is_circular(&self, update: &Update) -> bool {
        let mut next = vec![self.table];
        let mut seen = Vec::new();
        let sources = update.sources(self.database, self.world);
        while let Some(table) = next.pop() {
            if sources.contains(&table) {
                return true;
            }
            if !seen.contains(&table) {
                seen.push(table);
                next.extend(fed_by(self.world, self.database, table));
            }
        }
        false
    }
}

/// Returns whether all data of an external table is kept near: `Hot` is at least 100 years.
fn is_accelerated(entity: &Entity) -> bool {
    let policy = entity.policies.get(PolicyKind::QueryAcceleration);
    let read: Option<Value> = policy.and_then(|policy| serde_json::from_str(policy.json()).ok());
    let is_enabled = read.as_ref().and_then(|read| read.get("IsEnabled")?.as_bool()).unwrap_or_default();
    let span = |text: &str| TimeSpan::parse(text).or_else(|| TimeSpan::parse_json(text));
    let hot = read.as_ref().and_then(|read| read.get("Hot")?.as_str()).and_then(span);
    is_enabled && hot.zip(span("36500d")).is_some_and(|(hot, least)| hot >= least)
}

/// Returns the tables that update policies fill from this one.
fn fed_by(world: &World<'_>, database: EntityId, table: EntityId) -> Vec<EntityId> {
    let feeds = |entity: &Entity| {
        let policy = entity.policies.get(POLICY).map(Update::all).unwrap_or_default();
        policy.iter().any(|update| update.is_enabled && update.sources(database, world).contains(&table))
    };
    let tables = world.catalog.children(database, EntityKind::Table).into_iter();
    tables.filter(|(_, entity)| feeds(entity)).map(|(id, _)| id).collect()
}

/// Returns why the update policy that a table has would be refused today: what it names may be gone by now.
pub(super) fn refusal(world: &World<'_>, table: EntityId, policy: &Policy) -> Option<Diagnostic> {
    let (database, _) = world.catalog.database_of(table)?;
    let check = Check { table, database, span: Span::default(), world };
    Update::all(policy).iter().find_map(|update| {
        let query = ReadQuery::new(world, database, &update.query);
        check.names(update, &query, &mut Vec::new()).err()
    })
}

/// Returns the name of a table whose update policy reads `table` without a managed identity.
pub(super) fn reader_without_identity<'w>(world: &World<'w>, table: EntityId) -> Option<&'w str> {
    readers(world, table).into_iter().find(|(_, update)| update.identity.is_none()).map(|(name, _)| name)
}

/// Returns the names of tables whose update policies read `table`.
pub(super) fn readers<'w>(world: &World<'w>, table: EntityId) -> Vec<(&'w str, Update)> {
    let Some((database, _)) = world.catalog.database_of(table) else { return Vec::new() };
    let mut all = Vec::new();
    for (_, entity) in world.catalog.children(database, EntityKind::Table) {
        for update in entity.policies.get(POLICY).map(Update::all).unwrap_or_default() {
            let is_source = update.sources(database, world).contains(&table);
            let read = || reads(world, database, &update.query);
            if is_source || read().iter().any(|read| read.names(world, database, database, table)) {
                all.push((&*entity.definition.name, update));
            }
        }
    }
    all
}
