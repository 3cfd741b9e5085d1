//! Whether the principal may run a command: between binding and deciding. The rules are rows of the
//! table of kinds; the entities that a command is about were bound before.

use hashbrown::HashSet;

use crate::access::{Need, blocked, refused, refused_without_role};
use crate::catalog::{CLUSTER, DEFAULT_DATABASE, EntityId};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::World;
use crate::engine::bind::{CommandTarget, spelled_identities};
use crate::engine::properties::span_of;
use crate::model::directive_kind::DirectiveKind;
use crate::model::permission::Permission;
use crate::model::rule::{On, Required, Rule};
use crate::model::{access_property, membership_property};
use crate::syntax::ast::Command;
use crate::syntax::ast::cluster::ClusterCommand;
use crate::syntax::ast::external_tables::ExternalTableCommand;
use crate::syntax::ast::roles::RoleCommand;
use crate::text::Span;

/// Refuses a command that the principal may not run, and every command of a blocked principal.
///
/// # Errors
/// What is held, what would suffice and what gives it.
pub fn permit(command: &Command<'_>, world: &World<'_>) -> Result<(), Diagnostic> {
    if !world.directory.exists(world.subject.principal()) {
        let fqn = world.directory.identity(world.subject.principal()).fqn();
        let message = format!("Principal '{fqn}' no longer exists: the directory was loaded without it.");
        let as_another = format!("`{} PRINCIPAL` lets another act", DirectiveKind::As);
        return Err(Diagnostic::error(Code::PrincipalNotFound, message).help(as_another));
    }
    let unmet = unmet(command, world);
    let (access, request) = (world.access(), world.request());
    let blocks = access.standing_blocks(request);
    if !blocks.is_empty() {
        return Err(blocked(&access, request, &blocks, &unmet.needs()));
    }
    match unmet {
        Unmet::Nothing => Ok(()),
        Unmet::AnyRole(page, need) => Err(refused_without_role(&access, request, command.kind(), page, need)),
        Unmet::Needs(page, needs) => Err(refused(&access, request, command.kind(), &page, &needs)),
    }
}

/// What a command needs and its principal does not have, and the page that asks for it.
enum Unmet {
    Nothing,
    /// A role, whichever it is: that of this need would do.
    AnyRole(&'static str, Need),
    Needs(String, Vec<Need>),
}

impl Unmet {
    fn needs(&self) -> Vec<Need> {
        match self {
            Self::Nothing => Vec::new(),
            Self::AnyRole(_, need) => vec![*need],
            Self::Needs(_, needs) => needs.clone(),
        }
    }
}

fn unmet(command: &Command<'_>, world: &World<'_>) -> Unmet {
    let kind = command.kind();
    let Required { rule, with_identity, page } = kind.required();
    let identity = with_identity.filter(|_| names_identity(command));
    let needed = match identity.unwrap_or(rule) {
        Rule::OwnRows => return Unmet::Nothing,
        Rule::AnyRole => return any_role(page, world),
        Rule::Others(permission, on) if !is_about_another(command, world) => {
            let mut needed = needed(permission, on, world);
            needed.retain(|need| need.to_learn);
            needed
        }
        Rule::Others(permission, on) | Rule::Holds(permission, on) => needed(permission, on, world),
        Rule::Makes { new, existing } => each(world, |target| match target.entity {
            Some(entity) => Need::new(existing, entity),
            None => Need::new(new, target.database),
        }),
    };
    if needed.is_empty() {
        return Unmet::Nothing;
    }
    Unmet::Needs(
        match identity {
            Some(_) => format!("{page}; for a connection that names a managed identity"),
            None => page.to_owned(),
        },
        needed,
    )
}

fn any_role(page: &'static str, world: &World<'_>) -> Unmet {
    if world.access().has_any_role(world.subject) {
        return Unmet::Nothing;
    }
    let database = world.catalog.database(world.database).or_else(|| world.catalog.database(DEFAULT_DATABASE));
    Unmet::AnyRole(page, Need::new(Permission::ShowMetadata, database.unwrap_or(CLUSTER)))
}

/// Returns the permissions that are needed and not held, each with its entity. Whoever may see the
/// database's entities may learn that one does not exist; deciding then says it. A database that does not exist is reported to everyone.
fn needed(permission: Permission, on: On, world: &World<'_>) -> Vec<Need> {
    match on {
        On::Cluster if world.may(permission, CLUSTER) => Vec::new(),
        On::Cluster => vec![Need::new(permission, CLUSTER)],
        On::Database => each(world, |target| Need::new(permission, target.database)),
        On::Entity => each(world, |target| match target.entity {
            Some(entity) => Need::new(permission, entity),
            None => Need { to_learn: true, ..Need::new(Permission::ShowMetadata, target.database) },
        }),
        On::Within => {
            let mut unmet = each(world, |target| Need::new(permission, target.database));
            unmet.retain(|need| !world.may_within(permission, need.entity));
            unmet
        }
    }
}

/// Returns what is needed of what the command is about and not held, each need once.
fn each(world: &World<'_>, needs: impl Fn(CommandTarget) -> Need) -> Vec<Need> {
    let targets = world.bound.targets().iter().copied();
    let is_unmet = |need: &Need| !world.may(need.permission, need.entity);
    let mut unmet: Vec<Need> = targets.map(needs).filter(is_unmet).collect();
    let mut seen = HashSet::new();
    unmet.retain(|need| seen.insert(*need));
    unmet
}

/// Returns whether the command names a principal that is not the one who asks. Deciding refuses a reference
/// that names nobody.
fn is_about_another(command: &Command<'_>, world: &World<'_>) -> bool {
    let named = match command {
        Command::Roles(RoleCommand::ShowRoles(show)) => show.principal.as_ref().map(|named| named.span),
        Command::Roles(RoleCommand::ShowAccess(properties)) => span_of(properties, &access_property::PRINCIPAL),
        Command::Cluster(ClusterCommand::ClearGroupMembership(properties)) => {
            span_of(properties, &membership_property::PRINCIPAL)
        }
        _ => None,
    };
    let is_another =
        |span: Span| world.bound.person(span).is_ok_and(|person| person.principal != world.subject.principal());
    named.is_some_and(is_another)
}

/// Returns whether an external table is defined by a connection that authenticates by a managed identity.
fn names_identity(command: &Command<'_>) -> bool {
    let Command::ExternalTables(ExternalTableCommand::Define(define)) = command else { return false };
    !spelled_identities(define).is_empty()
}

impl World<'_> {
    /// Returns whether the one who asks has the permission.
    pub(super) fn may(&self, permission: Permission, entity: EntityId) -> bool {
        self.access().has(self.subject, permission, entity)
    }

    /// Returns whether the one who asks has the permission on something in the entity.
    fn may_within(&self, permission: Permission, entity: EntityId) -> bool {
        self.catalog.all_children(entity).into_iter().any(|(child, _)| self.may(permission, child))
    }
}
