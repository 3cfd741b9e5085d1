//! What a refusal says: the service's sentence, what is held, what would suffice and who could
//! give it.

use crate::access::block::Block;
use crate::access::evaluate::{Access, Through};
use crate::access::held::sufficient_list;
use crate::access::names::{principal_title, role_title};
use crate::access::suggest::{Suggestion, suggest};
use crate::catalog::{CLUSTER, EntityId};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::text::{quoted, sentence_list};

/// A permission that is needed on an entity and not held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denied {
    /// The permission.
    pub permission: Permission,
    /// The entity.
    pub entity: EntityId,
}

/// The refusal of a command of `kind`, which needs what is `denied` according to `page`.
#[must_use]
pub fn refused(
    access: &Access<'_>,
    principal: PrincipalId,
    kind: CommandKind,
    page: &str,
    denied: &[Denied],
) -> Diagnostic {
    let Some(first) = denied.first() else { return sentence(access, principal, kind, CLUSTER) };
    let base = match reading(access, *first) {
        Some(database) => {
            let fqn = access.directory.identity(principal).fqn();
            let message = format!("Principal '{fqn}' is not authorized to read database '{database}'.");
            Diagnostic::error(Code::Forbidden, message)
        }
        None => sentence(access, principal, kind, first.entity),
    };
    advise(base, access, principal, page, denied)
}

/// The refusal of a command that needs a role, whichever it is, to one who has none. `database` is
/// one where a role can be given.
#[must_use]
pub fn refused_without_role(
    access: &Access<'_>,
    principal: PrincipalId,
    kind: CommandKind,
    page: &str,
    database: EntityId,
) -> Diagnostic {
    let fqn = access.directory.identity(principal).fqn();
    let base = sentence(access, principal, kind, CLUSTER).help(format!("`{fqn}` holds no role on anything"));
    let base = base.help(format!("it takes a role, whichever and wherever it is ({page})"));
    offered(base, access, principal, &[Denied { permission: Permission::ShowMetadata, entity: database }])
}

fn sentence(access: &Access<'_>, principal: PrincipalId, kind: CommandKind, entity: EntityId) -> Diagnostic {
    let fqn = access.directory.identity(principal).fqn();
    let name = match access.catalog.get(entity) {
        Some(found) if found.definition.kind() != EntityKind::Cluster => &*found.definition.name,
        _ => access.directory.cluster_name(),
    };
    let operation = kind.operation();
    let message = format!("Principal '{fqn}' is not authorized to perform operation '{operation}' on '{name}'.");
    Diagnostic::error(Code::Forbidden, message)
}

/// The database that may not be read, where that is what is denied.
fn reading<'a>(access: &Access<'a>, denied: Denied) -> Option<&'a str> {
    let is_reading = matches!(denied.permission, Permission::ShowMetadata | Permission::View);
    let (_, database) = access.catalog.database_of(denied.entity).filter(|_| is_reading)?;
    Some(&database.definition.name)
}

fn advise(base: Diagnostic, access: &Access<'_>, principal: PrincipalId, page: &str, denied: &[Denied]) -> Diagnostic {
    let Some(first) = denied.first() else { return base };
    let base = base.help(held(access, principal, *first));
    offered(takes(base, access, page, denied), access, principal, denied)
}

/// The roles that would do: a line for each entity, or one for those for which the same would.
fn takes(base: Diagnostic, access: &Access<'_>, page: &str, denied: &[Denied]) -> Diagnostic {
    let mut lines: Vec<String> = Vec::new();
    for denied in denied {
        let suffice = sufficient_list(access.catalog, denied.permission, denied.entity);
        if !lines.contains(&suffice) {
            lines.push(suffice);
        }
    }
    let line = |(index, suffice): (usize, &String)| match index {
        0 => format!("it takes {suffice} ({page})"),
        _ => format!("besides, it takes {suffice}"),
    };
    lines.iter().enumerate().map(line).fold(base, Diagnostic::help)
}

/// The commands that give what is missing.
fn offered(base: Diagnostic, access: &Access<'_>, principal: PrincipalId, denied: &[Denied]) -> Diagnostic {
    let suggestions: Vec<Suggestion> =
        denied.iter().map(|denied| suggest(access, principal, denied.permission, denied.entity)).collect();
    if let Some(none) = suggestions.iter().find(|suggestion| suggestion.commands.is_empty()) {
        return none.otherwise.iter().fold(base, Diagnostic::help);
    }
    let mut commands: Vec<&str> = Vec::new();
    for command in suggestions.iter().flat_map(|suggestion| &suggestion.commands) {
        if !commands.contains(&command.as_str()) {
            commands.push(command);
        }
    }
    let base = base.help(offer(&commands, &runners(access, denied, &suggestions)));
    let mut besides: Vec<&String> = suggestions.iter().filter_map(|suggestion| suggestion.otherwise.as_ref()).collect();
    besides.dedup();
    besides.into_iter().fold(base, Diagnostic::help)
}

/// Who can run all that is suggested: who can for each, or the admins of the one database that
/// holds all, or those of the cluster.
fn runners(access: &Access<'_>, denied: &[Denied], suggestions: &[Suggestion]) -> String {
    if let [first, rest @ ..] = suggestions
        && rest.iter().all(|other| other.by == first.by)
    {
        return first.by.clone();
    }
    let mut databases = denied.iter().map(|denied| access.catalog.database_of(denied.entity).map(|(id, _)| id));
    let first = databases.next().flatten();
    let common = first.filter(|first| databases.all(|other| other == Some(*first))).unwrap_or(CLUSTER);
    sufficient_list(access.catalog, Permission::ManageRoles, common)
}

fn offer(commands: &[&str], by: &str) -> String {
    let shown: Vec<String> = commands.iter().map(quoted).collect();
    let (gives, run) = if commands.len() == 1 { ("gives it", "runs it") } else { ("give it", "runs them") };
    format!("{} {gives}; {by} {run}", sentence_list(&shown, "and"))
}

/// The roles that are held and do not suffice.
fn held(access: &Access<'_>, principal: PrincipalId, denied: Denied) -> String {
    let fqn = access.directory.identity(principal).fqn();
    let roles = access.held(principal, denied.entity).into_iter().map(|held| {
        let name = role_title(access.catalog, &held.witness);
        let through = match held.witness.through {
            Through::Itself => String::new(),
            Through::Group(group) => format!(" through {}", principal_title(access.directory, group)),
        };
        let effect = if held.in_force { "" } else { ", without effect until what it depends on is held" };
        format!("{name}{through}{effect}")
    });
    let roles: Vec<String> = roles.collect();
    match roles.as_slice() {
        [] => format!("`{fqn}` holds no role on {}", place(access, denied.entity)),
        roles => format!("`{fqn}` holds {}", sentence_list(roles, "and")),
    }
}

/// Where roles were looked for.
fn place(access: &Access<'_>, entity: EntityId) -> String {
    match access.catalog.get(entity).map(|found| &found.definition) {
        Some(found) if found.kind() != EntityKind::Cluster => format!("{} `{}` or above", found.kind(), found.name),
        _ => "the cluster".to_owned(),
    }
}

/// The refusal of everything to a principal that is blocked. The wording is ours: no text of the
/// service is known.
#[must_use]
pub fn blocked(access: &Access<'_>, principal: PrincipalId, block: &Block<'_>) -> Diagnostic {
    let fqn = access.directory.identity(principal).fqn();
    let message = format!("Principal '{fqn}' is blocked on this cluster{}.", block.until());
    let details = block.details(access.directory, principal).into_iter();
    let base = details.fold(Diagnostic::error(Code::Forbidden, message), Diagnostic::help);
    let by = sufficient_list(access.catalog, Permission::AdministerCluster, CLUSTER);
    base.help(format!("`{}` ends it; {by} runs it", block.lifting(access.directory)))
}
