//! What the next commands will look up is prefetched for many of them at once.
//!
//! A command of a long script waits for memory: for the index, the identity and the id of its principal, and for the
//! roles on its entity, one after the other. For many commands at once the processor waits for these places side by
//! side, which took a fifth off the time of work 2 (`benches/RESULTS.md`). Nothing is decided and nothing kept here: the
//! memory is in the cache when it is needed.

use crate::catalog::Catalog;
use crate::directory::Directory;
use crate::model::entity::EntityKind;
use crate::model::principal::PrincipalRef;
use crate::syntax::ast::roles::RoleCommand;
use crate::syntax::ast::{Command, EntityRef};

/// How many principals are prefetched at once.
const AT_ONCE: usize = 64;

/// Prefetches what these commands look up: the principals that role commands name, and the roles of these on the
/// databases that they name. Of other entities, and of the database in context, only the principals.
pub fn prefetch<'c, 's: 'c>(commands: impl Iterator<Item = &'c Command<'s>>, catalog: &Catalog, directory: &Directory) {
    let changes = commands.filter_map(|command| match command {
        Command::Roles(RoleCommand::Change(change)) => Some(change),
        _ => None,
    });
    let named = changes.flat_map(|change| change.principals.iter().map(|named| (&change.entity, &named.value)));
    let (entities, references): (Vec<&EntityRef<'_>>, Vec<&PrincipalRef<'_>>) = named.take(AT_ONCE).unzip();
    let people = directory.prefetch(&references);
    let on_databases = entities.iter().zip(people).filter_map(|(entity, person)| match (entity.kind, &entity.name) {
        (EntityKind::Database, Some(name)) => Some((&*name.text, person?)),
        _ => None,
    });
    catalog.prefetch(on_databases);
}
