//! The commands that give an entity's policies again.

use crate::catalog::{EntityId, Policy};
use crate::engine::World;
use crate::engine::databases::target;
use crate::engine::policies::report::json;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::Text;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::bodies;
use crate::syntax::ast::policies::ALLOW_UNSECURED_VIEWS;

/// Returns a command for each policy.
pub(in crate::engine) fn script_of(world: &World<'_>, entity: EntityId) -> Vec<String> {
    let Some(found) = world.catalog.get(entity) else { return Vec::new() };
    let (kind, target) = (found.definition.kind(), target(found));
    let commands = found.policies.iter().map(|(policy, value)| {
        let value = content(world, kind, policy, value);
        format!(".{} {target} {} {} {value}", Keyword::Alter, Keyword::Policy, policy.word())
    });
    commands.collect()
}

/// Returns the content of a policy as its command writes it.
fn content(world: &World<'_>, kind: EntityKind, policy: PolicyKind, value: &Policy) -> String {
    match policy {
        PolicyKind::RestrictedViewAccess => value.is_enabled().to_string(),
        PolicyKind::RowLevelSecurity => rows(kind, value.is_enabled(), &value.query().unwrap_or_default()),
        PolicyKind::ManagedIdentity => Text(&json(world.directory, policy, value)).to_string(),
        PolicyKind::MultiDatabaseAdmins | PolicyKind::Caching => bodies::printed(policy, value.json()),
    }
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
