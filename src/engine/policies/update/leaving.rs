//! What is said when a table or a function goes that update policies read.

use crate::catalog::{Entity, EntityId};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::World;
use crate::engine::policies::update::{POLICY, Update};
use crate::engine::queries::reads;
use crate::model::entity::EntityKind;
use crate::model::name::Quoted;
use crate::syntax::literal::Name;

/// Warns of the update policies that read a table which goes, or gets another name: they keep the old one.
/// Those of tables in `leaving` go too.
pub(in crate::engine) fn without_source(
    database: EntityId,
    name: &str,
    leaving: &[Name<'_>],
    world: &World<'_>,
) -> Vec<Diagnostic> {
    let reads = |entity: &Entity| {
        let policy = entity.policies.get(POLICY).map(Update::all).unwrap_or_default();
        policy.iter().any(|update| !update.is_pattern && update.source == name)
    };
    let tables = world.catalog.children(database, EntityKind::Table).into_iter();
    let stays = |entity: &Entity| leaving.iter().all(|leaving| leaving.text != *entity.definition.name);
    let others = tables.filter(|(_, entity)| stays(entity) && reads(entity));
    let warning = |(_, entity): (EntityId, &Entity)| {
        let table = &entity.definition.name;
        let message = format!("the update policy of table `{table}` reads table `{name}`, which is then not there");
        Diagnostic::warning(Code::BadRequest, message)
            .help(format!("`.alter table {} policy {POLICY} …` names another source", Quoted(table)))
    };
    others.map(warning).collect()
}

/// Warns of the update policies whose queries call a function which goes, themselves or through another one.
pub(in crate::engine) fn without_function(database: EntityId, name: &str, world: &World<'_>) -> Vec<Diagnostic> {
    let calls = |update: &Update| {
        let mut read = reads(world, database, &update.query).into_iter();
        read.any(|read| read.name == name && read.may_be(EntityKind::Function) && read.is_here(world, database))
    };
    let tables = world.catalog.children(database, EntityKind::Table).into_iter();
    let callers = tables.filter(|(_, entity)| {
        let policy = entity.policies.get(POLICY).map(Update::all).unwrap_or_default();
        policy.iter().any(calls)
    });
    let warning = |(_, entity): (EntityId, &Entity)| {
        let table = &entity.definition.name;
        let message = format!("the update policy of table `{table}` calls function `{name}`, which is then not there");
        Diagnostic::warning(Code::BadRequest, message)
            .help(format!("`.alter table {} policy {POLICY} …` gives another query", Quoted(table)))
    };
    callers.map(warning).collect()
}
