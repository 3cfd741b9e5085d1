//! What would turn a denial into permission: the smallest list of role commands.

use crate::access::{Access, Verdict, Witness, grant};
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
    let mut lists: Vec<(usize, Vec<Step>)> = match access.evaluate(principal, permission, entity) {
        Verdict::Restricted(_) => vec![(0, steps(access, entity, Role::UnrestrictedViewers))],
        Verdict::NoDependency(witness) => dependency(access, &witness),
        Verdict::NoRole | Verdict::Allowed(_) => roles(access, permission, entity),
    };
    lists.sort_by_key(|(given, list)| (list.len(), *given));
    let Some((_, list)) = lists.into_iter().next() else {
        return Suggestion { otherwise: Some("no role gives this".to_owned()), ..Suggestion::default() };
    };
    let widest = list.iter().map(|(scope, _)| *scope).min().and_then(|scope| access.catalog.database_of(scope));
    let cluster = Role::Admins.display(EntityKind::Cluster, "");
    let by = match widest {
        Some((_, database)) => {
            format!("{} or {cluster}", Role::Admins.display(EntityKind::Database, &database.definition.name))
        }
        None => cluster,
    };
    let commands =
        list.into_iter().filter_map(|(scope, role)| Some(add(access, principal, access.catalog.get(scope)?, role)));
    Suggestion { commands: commands.collect(), by, otherwise: None }
}

/// A role that is to be given, and on what.
type Step = (EntityId, Role);

/// The role on the database that holds the entity.
fn steps(access: &Access<'_>, entity: EntityId, role: Role) -> Vec<Step> {
    access.catalog.database_of(entity).map(|(database, _)| (database, role)).into_iter().collect()
}

/// Any one of the roles that the held one depends on.
fn dependency(access: &Access<'_>, witness: &Witness) -> Vec<(usize, Vec<Step>)> {
    let Some(scope) = access.catalog.get(witness.scope) else { return Vec::new() };
    let needs = grant(scope.definition.kind, witness.role).map_or(&[][..], |row| row.needs);
    needs.iter().rev().enumerate().map(|(order, role)| (order, steps(access, witness.scope, *role))).collect()
}

/// Each role that gives the permission, with the one that it depends on.
fn roles(access: &Access<'_>, permission: Permission, entity: EntityId) -> Vec<(usize, Vec<Step>)> {
    let mut lists = Vec::new();
    for (id, scope) in access.catalog.scopes(entity).into_iter().rev() {
        let kind = scope.definition.kind;
        for role in Role::at(kind) {
            let Some(row) = grant(kind, role).filter(|row| row.allows.has(permission)) else { continue };
            let given = Permission::ALL.iter().filter(|action| row.allows.has(**action)).count();
            let needed = row.needs.last().map(|needed| steps(access, entity, *needed));
            let list = needed.into_iter().flatten().chain([(id, role)]).collect();
            lists.push((given, list));
        }
    }
    lists
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
