//! What is said of a principal that is given a role which has no effect for it.

use crate::access::{Given, Request, grant, idle};
use crate::catalog::EntityId;
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::principal::PrincipalRef;
use crate::model::role::Role;
use crate::syntax::ast::roles::{Action, RoleChange};
use crate::text::{Spanned, quoted, sentence_list};

/// Warns of those for whom a role that they are given has no effect. Nobody reads it of what is loaded.
pub(super) fn warnings(change: &RoleChange<'_>, id: EntityId, world: &World<'_>) -> Vec<Diagnostic> {
    if !is_doubtful(change) || world.trusts || change.action == Action::Drop {
        return Vec::new();
    }
    let named = change.principals.iter().filter_map(|reference| Some((world.named(reference)?, reference)));
    named.filter_map(|one| warning(one, (change.role, id), world)).collect()
}

/// Returns whether a role may have no effect for one who is given it.
pub(super) fn is_doubtful(change: &RoleChange<'_>) -> bool {
    grant(change.entity.kind, change.role).is_some_and(|grant| grant.in_fabric.is_some())
}

/// Returns what is said of one of them: what it depends on, which commands give that, and the documents that
/// disagree about it.
fn warning(
    (principal, reference): (PrincipalId, &Spanned<PrincipalRef<'_>>),
    (role, scope): (Role, EntityId),
    world: &World<'_>,
) -> Option<Diagnostic> {
    let filled = world.filled(principal);
    let request = Request { subject: filled.subject(), ..world.request() };
    let idle = idle(&world.access(), request, Given { scope, role, principal })?;
    let message = format!("`{}` gains nothing yet: {}", reference.value, idle.reason);
    let warning = Diagnostic::warning(Code::Dependency, message).at(reference.span);
    let commands: Vec<String> = idle.commands.iter().map(quoted).collect();
    let gives = match commands.as_slice() {
        [] => None,
        [_] => Some("gives what is missing"),
        _ => Some("give what is missing"),
    };
    let offer = gives.map(|gives| format!("{} {gives}", sentence_list(&commands, "and")));
    let of_group = idle.is_group.then(|| "members who hold it themselves can use the role".to_owned());
    Some(idle.unknown.into_iter().chain(offer).chain(of_group).chain([idle.documents]).fold(warning, Diagnostic::help))
}
