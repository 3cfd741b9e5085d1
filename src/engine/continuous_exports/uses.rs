//! What the query of an export uses, and what it may not use (`data-export/continuous-data-export.md`,
//! *Limitations*).

use crate::catalog::EntityId;
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::engine::World;
use crate::engine::queries::{Read, ReadQuery};
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::Quoted;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::continuous_exports::Definition;
use crate::text::{Span, nearest, quoted};

/// What a query uses, itself or through stored functions.
#[derive(Debug, Default)]
pub(super) struct Uses {
    /// Tables, those of other databases too.
    pub(super) tables: Vec<EntityId>,
    /// Databases other than the export's own.
    pub(super) databases: Vec<EntityId>,
}

/// Returns what the query of the definition uses, where an export may use it.
pub(super) fn uses(
    definition: &Definition<'_>,
    query: &ReadQuery<'_, '_, '_>,
    database: EntityId,
    world: &World<'_>,
) -> Result<Uses> {
    let mut uses = Uses::default();
    if world.trusts {
        return Ok(uses);
    }
    for read in &query.reads {
        let span = read.span.moved(definition.query.start as usize);
        uses.add(read, span, database, world).map_err(|refusal| read.through_function(refusal))?;
    }
    check_facts(definition, &uses, database, world)?;
    Ok(uses)
}

impl Uses {
    fn add(&mut self, read: &Read, span: Span, database: EntityId, world: &World<'_>) -> Result<()> {
        let own_name = world.directory.cluster_name();
        let own_cluster = |cluster: &str| cluster.eq_ignore_ascii_case(own_name);
        if let Some(cluster) = read.cluster.as_deref().filter(|cluster| !own_cluster(cluster)) {
            let cluster = quoted(cluster);
            let message = format!("a continuous export can't read from another cluster, here {cluster}");
            return Err(Diagnostic::error(Code::BadRequest, message).at(span));
        }
        let holder = match &read.database {
            Some(name) => {
                let found = world.catalog.database(name);
                found.ok_or_else(|| world.no_database(name).at(span))?
            }
            None => database,
        };
        if holder != database && !self.databases.contains(&holder) {
            self.databases.push(holder);
        }
        if read.find(world, holder, EntityKind::MaterializedView).is_some() {
            return Err(view(&read.name, span));
        }
        let Some(table) = read.find(world, holder, EntityKind::Table) else { return Ok(()) };
        check_restricted(table, span, world)?;
        if !self.tables.contains(&table) {
            self.tables.push(table);
        }
        Ok(())
    }
}

fn view(name: &str, span: Span) -> Diagnostic {
    let kind = EntityKind::MaterializedView;
    let message = format!("a continuous export can't read the {kind} {}", quoted(name));
    Diagnostic::error(Code::BadRequest, message)
        .at(span)
        .help("a view may change what is exported already; export the table that it is made of")
}

fn check_restricted(table: EntityId, span: Span, world: &World<'_>) -> Result<()> {
    let Some(entity) = world.catalog.get(table).filter(|entity| entity.policies.restricts_view_access()) else {
        return Ok(());
    };
    let name = &entity.definition.name;
    let policy = PolicyKind::RestrictedViewAccess.word();
    let message = format!("a continuous export can't read table {}, whose view access is restricted", quoted(name));
    Err(Diagnostic::error(Code::BadRequest, message).at(span).help(format!(
        "`.{} {} {} {} {policy}` lifts the restriction",
        Keyword::Delete,
        EntityKind::Table,
        world.qualified_name(table),
        Keyword::Policy
    )))
}

/// Refuses fact tables of another database, and a list without any. They are those that are named
/// after `over`, or else all that the query names.
fn check_facts(definition: &Definition<'_>, uses: &Uses, database: EntityId, world: &World<'_>) -> Result<()> {
    let span = definition.query.span;
    if definition.over.is_empty() {
        let elsewhere = uses.tables.iter().find(|table| parent(world, **table) != Some(database));
        if let Some(entity) = elsewhere.and_then(|table| world.catalog.get(*table)) {
            let own = uses.tables.iter().find(|table| parent(world, **table) == Some(database));
            let own = own.and_then(|table| world.catalog.get(*table)).map_or("T", |table| &table.definition.name);
            return Err(fact_elsewhere(&entity.definition.name, own, definition).at(span));
        }
        if uses.tables.is_empty() {
            return Err(no_fact(definition, database, world).at(span));
        }
        return Ok(());
    }
    let mut facts = Vec::new();
    for name in &definition.over {
        facts.push(world.entity_in(database, EntityKind::Table, name)?);
    }
    if facts.iter().any(|fact| uses.tables.contains(fact)) {
        return Ok(());
    }
    let message = format!("the query reads no table that is named after `{}`", Keyword::Over);
    let diagnostic = Diagnostic::error(Code::BadRequest, message).at(span);
    Err(diagnostic.help("an export reads one fact table at least"))
}

fn parent(world: &World<'_>, id: EntityId) -> Option<EntityId> {
    world.catalog.get(id).map(|entity| entity.definition.parent)
}

fn fact_elsewhere(table: &str, own: &str, definition: &Definition<'_>) -> Diagnostic {
    let message = format!("table {} of another database can't be a fact table", quoted(table));
    Diagnostic::error(Code::BadRequest, message).help(format!(
        "all tables of the query are fact tables unless some are named: write `{} {} {} ({}) …`",
        EntityKind::ContinuousExport,
        definition.name,
        Keyword::Over,
        Quoted(own)
    ))
}

fn no_fact(definition: &Definition<'_>, database: EntityId, world: &World<'_>) -> Diagnostic {
    let name = world.catalog.name_of(database);
    let message = format!("the query reads no table of database {}", quoted(name));
    let mentions = definition.query.mentions.iter().filter(|mention| mention.database.is_none());
    let near = mentions
        .filter_map(|mention| nearest(&mention.name, world.catalog.child_names(database, EntityKind::Table)))
        .next();
    Diagnostic::error(Code::BadRequest, message).did_you_mean(near).help("an export reads one fact table at least")
}
