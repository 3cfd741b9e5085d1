//! Proofs of `explain` for pages: what a principal may do with an entity, and why, on one state or on two. Permissions
//! whose proofs differ in their own word alone share one.

use crate::access::{Need, Request, grant, prove, sought};
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::permission::Permission;
use crate::model::role::Role;
use crate::model::scope::Scope;
use crate::text::quoted;

/// A proof on each of `N` states, and what it proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven<const N: usize> {
    /// The permissions: the texts are about the first, and those about the others have only another word.
    pub permissions: Vec<Permission>,
    /// The entity that was asked about.
    pub scope: Scope,
    /// What `explain` answers on each state.
    pub texts: [String; N],
}

/// Proves on the states, in their order, whether the principal has what the roles give: on the entity on which they are
/// held, and on something that is in it, where they give it there alone.
#[must_use]
pub fn proven_roles<const N: usize>(
    worlds: [&World<'_>; N],
    principal: PrincipalId,
    scope: &Scope,
    roles: &[Role],
) -> Vec<Proven<N>> {
    let kind = scope.kind;
    let gives = |permission| {
        let mut grants = roles.iter().filter_map(|role| grant(kind, *role));
        grants.any(|grant| grant.allows.has(permission))
    };
    let given = Permission::ALL.iter().copied().filter(|permission| gives(*permission));
    let is_here = |permission: &Permission| permission.is_about(kind) && gives(sought(*permission, kind));
    let (here, inside): (Vec<Permission>, Vec<Permission>) = given.partition(is_here);
    let mut all = proven(worlds, principal, scope, &here);
    all.extend(proven_inside(worlds, principal, scope, &inside));
    all
}

/// Proves on the states, in their order, whether the principal has the permissions on an entity.
#[must_use]
pub fn proven<const N: usize>(
    worlds: [&World<'_>; N],
    principal: PrincipalId,
    scope: &Scope,
    permissions: &[Permission],
) -> Vec<Proven<N>> {
    let mut all: Vec<(String, Proven<N>)> = Vec::new();
    for permission in permissions.iter().copied() {
        let texts = worlds.map(|world| text(world, principal, scope, permission));
        let common = texts.join("\n").replace(&quoted(permission), "``");
        match all.iter_mut().find(|(other, _)| *other == common) {
            Some((_, known)) => known.permissions.push(permission),
            None => all.push((common, Proven { permissions: vec![permission], scope: scope.clone(), texts })),
        }
    }
    all.into_iter().map(|(_, proven)| proven).collect()
}

/// Proves the permissions on something that is in an entity, which all states have where there is such a thing; nothing
/// where nothing is in it that they are about.
#[must_use]
pub fn proven_inside<const N: usize>(
    worlds: [&World<'_>; N],
    principal: PrincipalId,
    scope: &Scope,
    permissions: &[Permission],
) -> Vec<Proven<N>> {
    let inside = |world: &World<'_>| {
        let id = scope.find(world.catalog);
        let children = id.map_or_else(Vec::new, |id| world.catalog.all_children(id));
        children.into_iter().filter_map(|(child, _)| Scope::of(world.catalog, child)).collect::<Vec<Scope>>()
    };
    let children = worlds.map(inside);
    let everywhere = |scope: &&Scope| children.iter().all(|known| known.contains(scope));
    let all: Vec<&Scope> = children.iter().flatten().filter(everywhere).chain(children.iter().flatten()).collect();
    let mut asked: Vec<(&Scope, Vec<Permission>)> = Vec::new();
    for permission in permissions.iter().copied() {
        let Some(example) = all.iter().copied().find(|scope| permission.is_about(scope.kind)) else { continue };
        match asked.iter_mut().find(|(scope, _)| *scope == example) {
            Some((_, permissions)) => permissions.push(permission),
            None => asked.push((example, vec![permission])),
        }
    }
    asked.into_iter().flat_map(|(example, permissions)| proven(worlds, principal, example, &permissions)).collect()
}

/// Returns what `explain` answers on one state.
fn text(world: &World<'_>, principal: PrincipalId, scope: &Scope, permission: Permission) -> String {
    let Some(entity) = scope.find(world.catalog) else { return format!("{scope} does not exist") };
    if !world.directory.exists(principal) {
        return "nobody is known by this reference, and it holds no role".to_owned();
    }
    let filled = world.filled(principal);
    let request = Request { subject: filled.subject(), ..world.request() };
    prove(&world.access(), request, &permission.into(), Need::new(permission, entity)).to_string()
}
