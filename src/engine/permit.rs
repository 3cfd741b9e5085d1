//! Whether the principal may run a command: between parsing and deciding. The table is
//! `access::required`; here stands which entities of a command it is about.

use hashbrown::HashSet;

use crate::access::{Need, On, Required, Rule, blocked, refused, refused_without_role, required};
use crate::catalog::{CLUSTER, DEFAULT_DATABASE, EntityId};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::properties::reference;
use crate::engine::{Deciding, World};
use crate::model::directive::Directive;
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
    if !deciding.directory.exists(deciding.principal) {
        let fqn = deciding.directory.identity(deciding.principal).fqn();
        let message = format!("Principal '{fqn}' exists no more: the directory was loaded without it.");
        let as_another = format!("`{} PRINCIPAL` lets another act", Directive::As);
        return Err(Diagnostic::error(Code::PrincipalNotFound, message).help(as_another));
    }
    let unmet = unmet(command, deciding);
    let (access, request) = (deciding.access(), deciding.request());
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

fn unmet(command: &Command<'_>, deciding: &mut Deciding<'_>) -> Unmet {
    let kind = command.kind();
    let Some(Required { rule, page }) = required(kind) else { return Unmet::Nothing };
    let identity = Rule::with_identity(kind).filter(|_| names_identity(command));
    let needed = match identity.unwrap_or(rule) {
        Rule::OwnRows => return Unmet::Nothing,
        Rule::AnyRole => return any_role(page, deciding),
        Rule::Others(permission, on) if !is_about_another(command, deciding) => {
            let mut needed = needed(permission, on, command, deciding);
            needed.retain(|need| need.to_learn);
            needed
        }
        Rule::Others(permission, on) | Rule::Holds(permission, on) => needed(permission, on, command, deciding),
        Rule::Makes { new, existing } => each(command, deciding, |subject| match subject.entity {
            Some(entity) => Need::new(existing, entity),
            None => Need::new(new, subject.database),
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

fn any_role(page: &'static str, deciding: &Deciding<'_>) -> Unmet {
    if deciding.access().has_any_role(deciding.subject) {
        return Unmet::Nothing;
    }
    let database = deciding.catalog.database(deciding.database).or_else(|| deciding.catalog.database(DEFAULT_DATABASE));
    Unmet::AnyRole(page, Need::new(Permission::ShowMetadata, database.unwrap_or(CLUSTER)))
}

/// What is needed where and not held. Of an entity that does not exist, whoever may see the database's
/// entities may learn that; deciding then says it. A database that does not exist is told to everyone.
fn needed(permission: Permission, on: On, command: &Command<'_>, deciding: &Deciding<'_>) -> Vec<Need> {
    match on {
        On::Cluster if deciding.may(permission, CLUSTER) => Vec::new(),
        On::Cluster => vec![Need::new(permission, CLUSTER)],
        On::Database => each(command, deciding, |subject| Need::new(permission, subject.database)),
        On::Entity => each(command, deciding, |subject| match subject.entity {
            Some(entity) => Need::new(permission, entity),
            None => Need { to_learn: true, ..Need::new(Permission::ShowMetadata, subject.database) },
        }),
    }
}

/// What is needed of the subjects and not held, each need once.
fn each(command: &Command<'_>, deciding: &Deciding<'_>, needs: impl Fn(Subject) -> Need) -> Vec<Need> {
    let subjects = subjects(command, &deciding.world()).unwrap_or_default();
    let is_unmet = |need: &Need| !deciding.may(need.permission, need.entity);
    let mut unmet: Vec<Need> = subjects.into_iter().map(needs).filter(is_unmet).collect();
    let mut seen = HashSet::new();
    unmet.retain(|need| seen.insert(*need));
    unmet
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
        self.world().may(permission, entity)
    }
}

impl World<'_> {
    /// Whether the one who asks has the permission.
    pub(super) fn may(&self, permission: Permission, entity: EntityId) -> bool {
        self.access().has(self.subject, permission, entity)
    }
}
