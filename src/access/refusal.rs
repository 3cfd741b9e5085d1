//! What a refusal says: the service's sentence, what is held, what would suffice and who could
//! give it.

use crate::access::block::{Block, Request, details, until};
use crate::access::evaluate::{Access, Through};
use crate::access::held::sufficient_list;
use crate::access::names::{principal_title, role_title};
use crate::access::suggest::{Need, Suggestion, suggest};
use crate::catalog::{CLUSTER, EntityId};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::text::{quoted, sentence_list};

/// What a refused command needs and its principal does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Denied {
    /// The permission on the entity.
    pub need: Need,
    /// Whether the command names an entity that is not there: the need is that of learning this.
    pub absent: bool,
}

/// The refusal of a command of `kind`, which needs what is `denied` according to `page`.
#[must_use]
pub fn refused(
    access: &Access<'_>,
    principal: PrincipalId,
    kind: CommandKind,
    page: &str,
    denied: &[Denied],
    request: Request<'_>,
) -> Diagnostic {
    let Some(first) = denied.first().map(|denied| denied.need) else {
        return sentence(access, principal, kind, CLUSTER);
    };
    let base = match reading(access, first) {
        Some(database) => {
            let fqn = access.identity(principal).fqn();
            let message = format!("Principal '{fqn}' is not authorized to read database '{database}'.");
            Diagnostic::error(Code::ForbiddenDatabase, message)
        }
        None => sentence(access, principal, kind, first.entity),
    };
    let base = takes(base.help(held(access, principal, first)), access, page, denied);
    let needs: Vec<Need> = denied.iter().map(|denied| denied.need).collect();
    offered(base, access, principal, &needs, request)
}

/// The refusal of a command that needs a role, whichever it is, to one who has none; that of `need`
/// would do.
#[must_use]
pub fn refused_without_role(
    access: &Access<'_>,
    principal: PrincipalId,
    kind: CommandKind,
    page: &str,
    need: Need,
    request: Request<'_>,
) -> Diagnostic {
    let fqn = access.identity(principal).fqn();
    let base = sentence(access, principal, kind, CLUSTER).help(format!("`{fqn}` holds no role on anything"));
    let base = base.help(format!("it takes a role, whichever and wherever it is ({page})"));
    offered(base, access, principal, &[need], request)
}

fn sentence(access: &Access<'_>, principal: PrincipalId, kind: CommandKind, entity: EntityId) -> Diagnostic {
    let fqn = access.identity(principal).fqn();
    let name = match access.catalog.get(entity) {
        Some(found) if found.definition.kind() != EntityKind::Cluster => &*found.definition.name,
        _ => access.directory.cluster_name(),
    };
    let operation = kind.operation();
    let message = format!("Principal '{fqn}' is not authorized to perform operation '{operation}' on '{name}'.");
    Diagnostic::error(Code::Forbidden, message)
}

/// The database that may not be read, where that is what is denied.
fn reading<'a>(access: &Access<'a>, denied: Need) -> Option<&'a str> {
    let is_reading = matches!(denied.permission, Permission::ShowMetadata | Permission::View);
    let (_, database) = access.catalog.database_of(denied.entity).filter(|_| is_reading)?;
    Some(&database.definition.name)
}

/// The roles that would do: a line for each entity, or one for those for which the same would.
fn takes(base: Diagnostic, access: &Access<'_>, page: &str, denied: &[Denied]) -> Diagnostic {
    let mut lines: Vec<(String, bool)> = Vec::new();
    for Denied { need, absent } in denied {
        let line = (sufficient_list(access.catalog, need.permission, need.entity), *absent);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let line = |(index, (suffice, absent)): (usize, &(String, bool))| match (index, absent) {
        (0, false) => format!("it takes {suffice} ({page})"),
        (0, true) => format!("it takes {suffice}, if only to learn what does not exist (kmgmt's choice)"),
        (_, false) => format!("besides, it takes {suffice}"),
        (_, true) => format!("besides, it takes {suffice}, if only to learn what does not exist"),
    };
    lines.iter().enumerate().map(line).fold(base, Diagnostic::help)
}

/// The commands that give what is missing, and what helps besides.
fn offered(
    base: Diagnostic,
    access: &Access<'_>,
    principal: PrincipalId,
    needs: &[Need],
    request: Request<'_>,
) -> Diagnostic {
    mended(base, suggest(access, principal, needs, request), ["gives it", "give it"], "")
}

/// So many roles are named; those that follow are counted.
pub(super) const SHOWN: usize = 12;

/// The roles that are held and do not suffice.
fn held(access: &Access<'_>, principal: PrincipalId, denied: Need) -> String {
    let fqn = access.identity(principal).fqn();
    let roles = access.held(principal, denied.entity).into_iter().map(|held| {
        let name = role_title(access.catalog, &held.witness);
        let through = match held.witness.through {
            Through::Itself => String::new(),
            Through::Group(group) => format!(" through {}", principal_title(access, group)),
        };
        let effect = if held.in_force { "" } else { " (without effect until what it depends on is held)" };
        format!("{name}{through}{effect}")
    });
    let mut roles: Vec<String> = roles.collect();
    if let Some(more) = roles.len().checked_sub(SHOWN).filter(|more| *more > 1) {
        roles.truncate(SHOWN);
        roles.push(format!("{more} more"));
    }
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

/// The refusal of everything to a principal that is blocked, which lacks what is in `needs` besides.
/// The wording is ours: no text of the service is known.
#[must_use]
pub fn blocked(
    access: &Access<'_>,
    principal: PrincipalId,
    blocks: &[Block<'_>],
    needs: &[Need],
    request: Request<'_>,
) -> Diagnostic {
    let fqn = access.identity(principal).fqn();
    let message = format!("Principal '{fqn}' is blocked on this cluster{}.", until(blocks));
    let details = details(access, principal, blocks).into_iter();
    let base = details.fold(Diagnostic::error(Code::Forbidden, message), Diagnostic::help);
    mended(base, suggest(access, principal, needs, request), ["ends it", "mend it"], "somebody else who is ")
}

/// What is suggested: the commands, with what they do (one, or several) and who runs them.
fn mended(base: Diagnostic, suggestion: Suggestion, [does, do_it]: [&str; 2], who: &str) -> Diagnostic {
    let shown: Vec<String> = suggestion.commands.iter().map(quoted).collect();
    let (does, run) = if shown.len() == 1 { (does, "runs it") } else { (do_it, "runs them") };
    let offer = format!("{} {does}; {who}{} {run}", sentence_list(&shown, "and"), suggestion.by);
    let offer = (!shown.is_empty()).then_some(offer);
    offer.into_iter().chain(suggestion.otherwise).fold(base, Diagnostic::help)
}
