//! The commands that give an entity's policies again.

use crate::catalog::{EntityId, Policy};
use crate::engine::World;
use crate::engine::databases::target;
use crate::engine::policies::json;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::syntax::ast::policies::ALLOW_UNSECURED_VIEWS;

/// A command for each policy.
pub(in crate::engine) fn script_of(world: &World<'_>, entity: EntityId) -> Vec<String> {
    let Some(found) = world.catalog.get(entity) else { return Vec::new() };
    let (kind, target) = (found.definition.kind(), target(found));
    let commands = found.policies.iter().map(|(policy, value)| {
        let value = match value {
            Policy::RestrictedViewAccess(restricted) => restricted.to_string(),
            Policy::RowLevelSecurity(enabled, query) => rows(kind, *enabled, query),
            Policy::ManagedIdentity(_) | Policy::MultiDatabaseAdmins(_) => {
                Text(&json(world.directory, value)).to_string()
            }
        };
        format!(".{} {target} {} {} {value}", Keyword::Alter, Keyword::Policy, policy.word())
    });
    commands.collect()
}

/// `enable "query"`; the views that a table feeds were allowed to exist when it was enabled.
fn rows(kind: EntityKind, enabled: bool, query: &str) -> String {
    let switch = if enabled { Keyword::Enable } else { Keyword::Disable };
    let allowed = match kind {
        EntityKind::Table => format!(" {} ({ALLOW_UNSECURED_VIEWS}=true)", Keyword::With),
        _ => String::new(),
    };
    format!("{switch}{allowed} {}", Text(query))
}
