//! Continuous exports: `.create-or-alter`, `.show`, `.drop`, `.enable`, `.disable`.

use std::sync::Arc;

use crate::catalog::body::continuous_exports::{ContinuousExport, ExportProperties};
use crate::catalog::{Definition as Entity, Edit};
use crate::diagnostic::Result;
use crate::engine::properties::{refused, word};
use crate::engine::queries::ReadQuery;
use crate::engine::{Decision, World, names};
use crate::model::entity::EntityKind;
use crate::model::export_property as property;
use crate::model::external_table::{Distribution, DistributionKind};
use crate::model::property::Property;
use crate::syntax::ast::PropertyValues;
use crate::syntax::ast::continuous_exports::{ContinuousExportCommand, Definition};
use crate::syntax::literal::Name;
use crate::syntax::redacted_query;
use crate::text::quoted;

mod columns;
mod identity;
mod report;
mod script;
mod uses;

pub(super) use script::script_of;

/// Decides a command about continuous exports.
pub(super) fn decide(command: &ContinuousExportCommand<'_>, world: &World<'_>) -> Result<Decision> {
    match command {
        ContinuousExportCommand::Define(definition) => decide_definition(definition, world),
        ContinuousExportCommand::ShowAll => {
            let database = world.database_in_context()?;
            let all = world.catalog.child_ids(database, EntityKind::ContinuousExport);
            Ok(Decision::report(report::exports, &all))
        }
        ContinuousExportCommand::Show(name) => {
            let id = world.entity(EntityKind::ContinuousExport, name)?;
            Ok(Decision::report(report::exports, &[id]))
        }
        ContinuousExportCommand::Drop(name) => decide_drop(name, world),
        ContinuousExportCommand::Enable(name) => decide_disabled(name, false, world),
        ContinuousExportCommand::Disable(name) => decide_disabled(name, true, world),
    }
}

fn decide_definition(definition: &Definition<'_>, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    let target = world.entity_in(database, EntityKind::ExternalTable, &definition.target)?;
    let properties = properties(&definition.properties)?;
    let query = ReadQuery::new(world, database, &definition.query.text);
    let uses = uses::uses(definition, &query, database, world)?;
    let identity = identity::checked(definition, database, target, &uses, world)?;
    let identity = identity.map(|identity| Arc::from(world.identity(identity).object_id()));
    let export = export(definition, identity, properties);
    let existing = world.existing(&definition.name);
    if existing.is_none() {
        names::check(&definition.name)?;
    }
    let id = existing.unwrap_or_else(|| world.catalog.next_id());
    let edit = match existing {
        Some(id) => Edit::content(world.catalog, id, export).filter(Edit::is_change),
        None => Some(Edit::creation(id, Entity::new(database, &definition.name.text, export))),
    };
    let warning = columns::check(definition, &query, target, world)?;
    let said = query.said(&format!("the query of {}", quoted(&definition.name.text))).into_iter();
    let said = said.filter(|_| !world.trusts).map(|said| said.moved(definition.query.start as usize));
    Ok(Decision::change(edit.into_iter().collect(), report::exports, &[id])
        .warned(warning.into_iter().chain(said).collect()))
}

fn export(definition: &Definition<'_>, identity: Option<Arc<str>>, properties: ExportProperties) -> ContinuousExport {
    let given = &definition.properties;
    ContinuousExport {
        target: Arc::from(definition.target.text.as_ref()),
        query: Arc::from(redacted_query(&definition.query.text)),
        over: definition.over.iter().map(|table| Arc::from(table.text.as_ref())).collect(),
        interval: given.timespan(&property::INTERVAL),
        forced_latency: given.timespan(&property::FORCED_LATENCY),
        identity,
        disabled: given.flag(&property::IS_DISABLED).unwrap_or_default(),
        properties,
    }
}

/// Returns the properties, within their limits.
fn properties(given: &PropertyValues<'_>) -> Result<ExportProperties> {
    let refuse = |property: &Property, what: &str| {
        let message = format!("{} {what}", quoted(property.name));
        refused(given, property, message)
    };
    let interval = given.timespan(&property::INTERVAL);
    if interval.is_some_and(|interval| interval < property::SHORTEST_INTERVAL) {
        let refusal = refuse(&property::INTERVAL, "is below a minute");
        return Err(refusal.help("several minutes are recommended"));
    }
    if given.timespan(&property::FORCED_LATENCY).is_some_and(|latency| latency.ticks < 0) {
        return Err(refuse(&property::FORCED_LATENCY, "is below zero"));
    }
    let size_limit = given.long(&property::SIZE_LIMIT);
    if let Some(size) = size_limit.filter(|size| !property::SIZES.contains(size)) {
        let (least, most) = (property::SIZES.start(), property::SIZES.end());
        let help = format!("it is a number of bytes from {least} (100 MB) to {most} (1 GB)");
        return Err(refuse(&property::SIZE_LIMIT, &format!("can't be {size}")).help(help));
    }
    let parquet_row_group_size = given.long(&property::PARQUET_ROW_GROUP_SIZE);
    if parquet_row_group_size.is_some_and(|rows| rows < 1) {
        return Err(refuse(&property::PARQUET_ROW_GROUP_SIZE, "is below one"));
    }
    Ok(ExportProperties {
        size_limit,
        distributed: given.flag(&property::DISTRIBUTED),
        distribution: word(given, &property::DISTRIBUTION, Distribution::ALL, Distribution::of)?,
        distribution_kind: word(given, &property::DISTRIBUTION_KIND, DistributionKind::ALL, DistributionKind::of)?,
        parquet_row_group_size,
        native_parquet_writer: given.flag(&property::NATIVE_PARQUET_WRITER),
    })
}

/// Drops an export; the answer lists the exports that remain (`drop-continuous-export.md`).
fn decide_drop(name: &Name<'_>, world: &World<'_>) -> Result<Decision> {
    let database = world.database_in_context()?;
    let dropped = world.entity_in(database, EntityKind::ContinuousExport, name)?;
    let edits = world.catalog.removal(dropped);
    let mut remaining = world.catalog.child_ids(database, EntityKind::ContinuousExport);
    remaining.retain(|id| *id != dropped);
    Ok(Decision::change(edits, report::exports, &remaining))
}

fn decide_disabled(name: &Name<'_>, disabled: bool, world: &World<'_>) -> Result<Decision> {
    let id = world.entity(EntityKind::ContinuousExport, name)?;
    let edit = world.catalog.content::<ContinuousExport>(id).cloned().and_then(|export| {
        let after = ContinuousExport { disabled, ..export };
        Edit::content(world.catalog, id, after).filter(Edit::is_change)
    });
    Ok(Decision::change(edit.into_iter().collect(), report::exports, &[id]))
}
