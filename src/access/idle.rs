//! A role that its holder would have in vain, since the one that it depends on is not held.

use crate::access::block::Request;
use crate::access::evaluate::{Access, Given, Need, Through, Witness};
use crate::access::grants::grant;
use crate::access::sentence::dependency_missing;
use crate::access::suggest::suggest_roles;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalKind;
use crate::model::role::Role;
use crate::text::{quoted, sentence_list};

/// What is said of a role without effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    /// What the role depends on.
    pub reason: String,
    /// The commands that give what is missing.
    pub commands: Vec<String>,
    /// That the principal may hold what is missing through a group whose members nobody listed.
    pub unknown: Option<String>,
    /// Which documents disagree.
    pub documents: String,
    /// Whether others have the role through the principal, a group: it has effect for those who hold what is
    /// missing themselves.
    pub is_group: bool,
}

/// The page whose table says what roles depend on.
const ROLES_PAGE: &str = "role-based-access-control.md";

/// Returns what is said of a role that the principal of the request is given, where it has no effect for it
/// and the documents disagree whether it has: in other cases it is plain what the role waits for.
#[must_use]
pub fn idle(access: &Access<'_>, request: Request<'_>, given: Given) -> Option<Idle> {
    let Given { scope, role, principal: given_to } = given;
    let row = grant(access.kind_of(scope), role)?;
    let fabric = row.in_fabric?;
    if access.dependency(request.subject, row, scope).is_some() {
        return None;
    }
    let database = access.catalog.database_of(scope).map_or("", |(_, found)| &*found.definition.name);
    let names = |roles: &mut dyn Iterator<Item = Role>| {
        let names: Vec<String> = roles.map(|role| quoted(role.display(EntityKind::Database, database))).collect();
        sentence_list(&names, "or")
    };
    let needed = names(&mut row.needs(false));
    let enough = names(&mut fabric.roles.iter().copied());
    let given = [access.given, &[given]].concat();
    let access = Access { given: &given, ..*access };
    let gives = Permission::ALL.iter().filter(|permission| row.allows.has(**permission));
    let needs: Vec<Need> = gives.map(|permission| Need::new(*permission, scope)).collect();
    let unknown = access.unknown(request, &needs, &access.unlisted(&needs));
    Some(Idle {
        unknown: unknown.map(|unknown| unknown.advice(&access, given_to)),
        reason: dependency_missing(&access, &Witness { scope, role, through: Through::Itself }),
        commands: suggest_roles(&access, request, &needs).commands,
        documents: format!("{ROLES_PAGE} asks for {needed}; in Fabric, {} has {enough} do as well", fabric.page),
        is_group: access.identity(given_to).kind == PrincipalKind::Group,
    })
}
