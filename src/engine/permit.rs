//! Whether the principal may run a command: between parsing and deciding. The table is
//! `access::required`; here stands which entities of a command it is about.

use hashbrown::HashSet;

use crate::access::{Denied, Need, On, Required, Rule, blocked, refused, refused_without_role, required};
use crate::catalog::{CLUSTER, DEFAULT_DATABASE, EntityId};
use crate::diagnostic::Diagnostic;
use crate::engine::properties::reference;
use crate::engine::{Deciding, World};
use crate::model::permission::Permission;
use crate::model::{access_property, membership_property};
use crate::syntax::ast::cluster::ClusterCommand;
use crate::syntax::ast::roles::RoleCommand;
use crate::syntax::ast::{Command, PropertyValues};

mod subject;

use subject::{Subject, names_identity, subjects};

/// Refuses a command that the principal may not run, and every command of a blocked principal.
///
/// # Errors
/// What is held, what would suffice and what gives it.
pub fn permit(command: &Command<'_>, deciding: &mut Deciding<'_>) -> Result<(), Diagnostic> {
    check_block(deciding)?;
    let kind = command.kind();
    let Some(Required { rule, page }) = required(kind) else { return Ok(()) };
    let identity = Rule::with_identity(kind).filter(|_| names_identity(command));
    let needed = match identity.unwrap_or(rule) {
        Rule::OwnRows => return Ok(()),
        Rule::AnyRole => return check_any_role(command, page, deciding),
        Rule::Others(permission, on) if !is_about_another(command, deciding) => {
            let mut needed = needed(permission, on, command, deciding);
            needed.retain(|denied| denied.absent);
            needed
        }
        Rule::Others(permission, on) | Rule::Holds(permission, on) => needed(permission, on, command, deciding),
        Rule::Makes { new, existing } => each(command, deciding, |subject| match subject.entity {
            Some(entity) => denied(existing, entity),
            None => denied(new, subject.database),
        }),
    };
    let is_denied = |needed: &Denied| !deciding.may(needed.need.permission, needed.need.entity);
    let denied: Vec<Denied> = needed.into_iter().filter(is_denied).collect();
    if denied.is_empty() {
        return Ok(());
    }
    let page = match identity {
        Some(_) => format!("{page}; for a connection that names a managed identity"),
        None => page.to_owned(),
    };
    Err(refused(&deciding.access(), deciding.principal, kind, &page, &denied, deciding.request()))
}

fn check_block(deciding: &Deciding<'_>) -> Result<(), Diagnostic> {
    let access = deciding.access();
    let block = access.standing_block(deciding.principal, deciding.request());
    block.map_or(Ok(()), |block| Err(blocked(&access, deciding.principal, &block)))
}

fn check_any_role(command: &Command<'_>, page: &str, deciding: &Deciding<'_>) -> Result<(), Diagnostic> {
    let access = deciding.access();
    if access.has_any_role(deciding.principal) {
        return Ok(());
    }
    let (principal, kind, request) = (deciding.principal, command.kind(), deciding.request());
    let database = deciding.catalog.database(deciding.database).or_else(|| deciding.catalog.database(DEFAULT_DATABASE));
    Err(refused_without_role(&access, principal, kind, page, database.unwrap_or(CLUSTER), request))
}

const fn denied(permission: Permission, entity: EntityId) -> Denied {
    Denied { need: Need { permission, entity }, absent: false }
}

/// What is needed where. Of an entity that does not exist, whoever may see the database's entities
/// may learn that; deciding then says it. A database that does not exist is told to everyone.
fn needed(permission: Permission, on: On, command: &Command<'_>, deciding: &Deciding<'_>) -> Vec<Denied> {
    match on {
        On::Cluster => vec![denied(permission, CLUSTER)],
        On::Database => each(command, deciding, |subject| denied(permission, subject.database)),
        On::Entity => each(command, deciding, |subject| match subject.entity {
            Some(entity) => denied(permission, entity),
            None => Denied { absent: true, ..denied(Permission::ShowMetadata, subject.database) },
        }),
    }
}

/// What is needed of the subjects, each need once.
fn each(command: &Command<'_>, deciding: &Deciding<'_>, needs: impl Fn(Subject) -> Denied) -> Vec<Denied> {
    let mut seen = HashSet::new();
    let mut needed: Vec<Denied> =
        subjects(command, &deciding.world()).unwrap_or_default().into_iter().map(needs).collect();
    needed.retain(|need| seen.insert(*need));
    needed
}

/// Whether the command names a principal that is not the one who asks. A reference that names
/// nobody is for deciding to refuse.
fn is_about_another(command: &Command<'_>, deciding: &mut Deciding<'_>) -> bool {
    let in_property = |properties: &PropertyValues<'_>, property| {
        reference(properties, property).ok().flatten().map(|named| named.value.into_owned())
    };
    let reference = match command {
        Command::Roles(RoleCommand::ShowRoles(show)) => show.principal.as_ref().map(|named| named.value.clone()),
        Command::Roles(RoleCommand::ShowAccess(properties)) => in_property(properties, &access_property::PRINCIPAL),
        Command::Cluster(ClusterCommand::ClearGroupMembership(properties)) => {
            in_property(properties, &membership_property::PRINCIPAL)
        }
        _ => None,
    };
    let resolved = reference.and_then(|reference| deciding.directory.resolve(&reference).ok());
    resolved.is_some_and(|resolved| resolved.principal != deciding.principal)
}

impl Deciding<'_> {
    /// Whether the one who asks has the permission.
    pub(super) fn may(&self, permission: Permission, entity: EntityId) -> bool {
        self.access().has(self.principal, permission, entity)
    }
}

impl World<'_> {
    /// Whether the one who asks has the permission.
    pub(super) fn may(&self, permission: Permission, entity: EntityId) -> bool {
        self.access().has(self.principal, permission, entity)
    }
}
