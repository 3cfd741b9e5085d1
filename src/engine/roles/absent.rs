//! What is said of a principal that a `.drop` names and that does not hold the role.

use crate::access::{Held, role_title};
use crate::catalog::{Assignments, EntityId};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::limit;
use crate::model::principal::PrincipalRef;
use crate::model::role::Role;
use crate::text::{Spanned, few, nearest, quoted};

/// Warns that a principal is not among those who hold the role: who may have been meant, and what access it keeps on
/// the entity.
pub(in crate::engine) fn warning(
    (principal, reference): (PrincipalId, &Spanned<PrincipalRef<'_>>),
    (role, title, held): (Role, &str, &Assignments),
    id: EntityId,
    world: &World<'_>,
) -> Diagnostic {
    let message = format!("`{}` does not hold `{title}` itself: nothing is taken from it", reference.value);
    let code = if world.directory.is_built_in(principal) { Code::BuiltIn } else { Code::NotHeld };
    let warning = Diagnostic::warning(code, message).at(reference.span);
    let near = near_holder(principal, held, role, world);
    let warning = near.into_iter().fold(warning, |said, near| said.help(format!("`{near}` holds it")));
    match kept(principal, id, world) {
        roles if roles.is_empty() => warning.help("it has no role here, neither itself nor through a group"),
        roles => warning.help(format!("it keeps {}", few(roles, "and"))),
    }
}

/// Returns a holder of the role whose reference is near to the principal's: the same name with another
/// kind or tenant, or a slip away.
fn near_holder(principal: PrincipalId, held: &Assignments, role: Role, world: &World<'_>) -> Option<String> {
    let wanted = world.identity(principal);
    let holders = held.holders(role).into_iter().take(limit::NEAR_HOLDERS);
    let holders: Vec<_> = holders.map(|(holder, _)| world.identity(holder)).collect();
    let names = |name: &str| holders.iter().find(|holder| holder.id.eq_ignore_ascii_case(name));
    let by_slip = || {
        let near = nearest(before_domain(wanted.id), holders.iter().map(|holder| before_domain(holder.id)))?;
        holders.iter().find(|holder| before_domain(holder.id) == near)
    };
    names(wanted.id).or_else(by_slip).map(|holder| holder.fqn())
}

/// Returns the name in a UPN or an address: domains are long and alike.
fn before_domain(id: &str) -> &str {
    id.split_once('@').map_or(id, |(name, _)| name)
}

/// Returns the roles in force that the principal has on the entity and on what holds it, each with the group
/// that has it.
fn kept(principal: PrincipalId, entity: EntityId, world: &World<'_>) -> Vec<String> {
    let filled = world.filled(principal);
    let held = world.access().held(filled.subject(), entity).into_iter().filter(|held| held.in_force);
    let sentence = |Held { witness, .. }: Held| {
        let role = quoted(role_title(world.catalog, &witness));
        match witness.through.holder(principal) {
            holder if holder == principal => role,
            group => format!("{role} through `{}`", world.identity(group).fqn()),
        }
    };
    held.map(sentence).collect()
}
