//! What the next commands will look up is read for many of them at once.
//!
//! A command of a long script spends half of its time waiting for memory: for the index, the identity and the id of its
//! principal, and for the roles on its entity, one after the other. For many commands at once the processor waits for
//! these places side by side. Nothing is decided here, and what was read is not kept: it is near when it is needed.

use crate::catalog::Catalog;
use crate::directory::Directory;
use crate::model::entity::EntityKind;
use crate::model::principal::PrincipalRef;
use crate::syntax::ast::roles::RoleCommand;
use crate::syntax::ast::{Command, EntityRef};

/// For so many principals it is read at once.
const AT_ONCE: usize = 64;

/// Reads what these commands about roles will look up, as far as it can be known.
pub fn read_ahead<'c, 's: 'c>(
    commands: impl Iterator<Item = &'c Command<'s>>,
    catalog: &Catalog,
    directory: &Directory,
) {
    let changes = commands.filter_map(|command| match command {
        Command::Roles(RoleCommand::Change(change)) => Some(change),
        _ => None,
    });
    let named = changes.flat_map(|change| change.principals.iter().map(|named| (&change.entity, &named.value)));
    let (entities, references): (Vec<&EntityRef<'_>>, Vec<&PrincipalRef<'_>>) = named.take(AT_ONCE).unzip();
    let people = directory.read_ahead(&references);
    let on_databases = entities.iter().zip(people).filter_map(|(entity, person)| match (entity.kind, &entity.name) {
        (EntityKind::Database, Some(name)) => Some((&*name.text, person?)),
        _ => None,
    });
    catalog.read_ahead(on_databases);
}
