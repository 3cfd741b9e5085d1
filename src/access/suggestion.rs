//! What would help one who is denied, and the commands that give roles.

use crate::access::evaluate::{Access, Given};
use crate::access::held::sufficient_list;
use crate::access::names::entity_name;
use crate::catalog::{CLUSTER, EntityId};
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::model::permission::Permission;

/// What would help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// The commands, one after the other; none where nothing is missing or no command helps. A
    /// `#dbcontext` stands before those on entities of another database than the one in context.
    pub commands: Vec<String>,
    /// The roles of which each lets its holder run the commands.
    pub by: String,
    /// What helps besides, or where no command does.
    pub otherwise: Option<String>,
    /// Fewer commands that would help too, and give more than is needed.
    pub wider: Option<Offer>,
}

/// Commands, and who lets them run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The commands, one after the other.
    pub commands: Vec<String>,
    /// The roles of which each lets its holder run the commands.
    pub by: String,
}

/// Returns the suggestion to give these roles, with `database` in context.
pub(super) fn giving(access: &Access<'_>, roles: &[Given], database: &str) -> Suggestion {
    let Offer { commands, by } = offer(access, roles, database);
    Suggestion { commands, by, otherwise: portal(roles), wider: None }
}

/// Returns the offer to give these roles, with `database` in context.
pub(super) fn offer(access: &Access<'_>, roles: &[Given], database: &str) -> Offer {
    Offer { commands: commands(access, roles, database), by: by(access, roles) }
}

/// Returns the sentence that the real service does not take one of the commands.
pub(super) fn portal(roles: &[Given]) -> Option<String> {
    roles.iter().find(|given| given.scope == CLUSTER)?.role.portal()
}

/// Returns the commands that give the roles, each where its entity is found.
pub(super) fn commands(access: &Access<'_>, roles: &[Given], database: &str) -> Vec<String> {
    let mut context = database;
    let mut commands = Vec::new();
    for Given { scope, role, principal } in roles {
        let holding = access.catalog.database_of(*scope);
        let database = holding.map_or(context, |(_, database)| &database.definition.name);
        if access.kind_of(*scope) > EntityKind::Database && database != context {
            commands.push(format!("{} {}", DirectiveKind::DbContext, Quoted(database)));
            context = database;
        }
        let (entity, fqn) = (entity_name(access.catalog, *scope), access.fqn(*principal));
        let follower = match access.takes_itself(*scope, *role) {
            true => format!("{} ", Keyword::Follower),
            false => String::new(),
        };
        commands.push(format!(".{} {follower}{entity} {role} ({})", Keyword::Add, Text(&fqn)));
    }
    commands
}

/// Returns who can run the commands: who may on the one entity, or on what holds all of them.
fn by(access: &Access<'_>, roles: &[Given]) -> String {
    let [first, rest @ ..] = roles else { return String::new() };
    let database = |given: &Given| access.catalog.database_of(given.scope).map(|(id, _)| id);
    let is_same = |id: &EntityId| rest.iter().all(|given| database(given) == Some(*id));
    let holding = database(first).filter(is_same);
    let is_one = rest.iter().all(|given| given.scope == first.scope);
    let scope: EntityId = if is_one { first.scope } else { holding.unwrap_or(CLUSTER) };
    let permission = match scope {
        CLUSTER => Permission::AdministerCluster,
        _ => Permission::ManageRoles,
    };
    sufficient_list(access, permission, scope)
}
