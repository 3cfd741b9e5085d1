//! What would turn a denial into permission: the smallest list of role commands.

use crate::access::{Access, Verdict, grant};
use crate::catalog::{Entity, EntityId};
use crate::directory::PrincipalId;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::model::permission::Permission;
use crate::model::role::Role;

/// What to do about a denial.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// The commands, in the order in which they are to be run; none where no command can.
    pub commands: Vec<String>,
    /// Who could run them.
    pub by: String,
    /// The sentence where no command can.
    pub otherwise: Option<String>,
}

/// The smallest list of commands that gives `principal` the permission on the entity: narrow
/// scopes and roles that give little come first among lists of equal length.
#[must_use]
pub fn suggest(access: &Access<'_>, principal: PrincipalId, permission: Permission, entity: EntityId) -> Suggestion {
    let mut lists: Vec<Vec<String>> = Vec::new();
    let mut scopes = access.catalog.scopes(entity);
    scopes.reverse();
    if let Verdict::Restricted(_) = access.evaluate(principal, permission, entity) {
        lists.extend(lift(access, principal, &scopes));
        scopes.clear();
    }
    for (_, scope) in &scopes {
        let kind = scope.definition.kind;
        for role in Role::at(kind) {
            let Some(row) = grant(kind, role).filter(|row| row.allows.has(permission)) else { continue };
            let mut list = vec![add(access, principal, scope, role)];
            if let (Some(needed), Some((_, database))) = (row.needs.last(), access.catalog.database_of(entity)) {
                list.insert(0, add(access, principal, database, *needed));
            }
            lists.push(list);
        }
    }
    lists.sort_by_key(Vec::len);
    let by = access.catalog.database_of(entity).map_or_else(
        || cluster_admin().to_owned(),
        |(_, database)| Role::Admins.display(EntityKind::Database, &database.definition.name),
    );
    match lists.into_iter().next() {
        Some(commands) => Suggestion { commands, by, otherwise: None },
        None => Suggestion { otherwise: Some("no role gives this".to_owned()), ..Suggestion::default() },
    }
}

fn cluster_admin() -> &'static str {
    Role::Admins.cluster_name().unwrap_or_default()
}

fn lift(access: &Access<'_>, principal: PrincipalId, scopes: &[(EntityId, &Entity)]) -> Option<Vec<String>> {
    let database = scopes.iter().find(|(_, entity)| entity.definition.kind == EntityKind::Database)?.1;
    Some(vec![add(access, principal, database, Role::UnrestrictedViewers)])
}

fn add(access: &Access<'_>, principal: PrincipalId, scope: &Entity, role: Role) -> String {
    let principal = access.directory.identity(principal).fqn();
    let definition = &scope.definition;
    let name = match definition.kind {
        EntityKind::Cluster => String::new(),
        _ => format!(" {}", Quoted(&definition.name)),
    };
    format!(".{} {}{name} {role} ({})", Keyword::Add.text(), definition.kind, Text(&principal))
}
