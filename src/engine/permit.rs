//! Whether the principal may run a command: between binding and deciding. The rules are rows of the
//! table of kinds; the entities that a command is about were bound before.

use hashbrown::HashSet;

use crate::access::{Need, blocked, refused, refused_without_role};
use crate::catalog::{CLUSTER, DEFAULT_DATABASE, EntityId};
use crate::diagnostic::Diagnostic;
use crate::engine::World;
use crate::engine::bind::{CommandTarget, spelled_identities};
use crate::engine::find::existing_principal;
use crate::engine::materialized_views::source_table;
use crate::engine::properties::span_of;
use crate::engine::queries::check_run;
use crate::model::permission::Permission;
use crate::model::rule::{Condition, On, Required, Rule};
use crate::model::{access_property, membership_property};
use crate::syntax::ast::Command;
use crate::syntax::ast::cluster::ClusterCommand;
use crate::syntax::ast::databases::{DatabaseCommand, SchemaForm};
use crate::syntax::ast::external_tables::ExternalTableCommand;
use crate::syntax::ast::functions::SHOW_OBFUSCATED;
use crate::syntax::ast::roles::RoleCommand;
use crate::text::Span;

/// Refuses a command that the principal may not run, and every command of a blocked principal.
///
/// # Errors
/// What is held, what would suffice and what gives it.
pub fn permit(command: &Command<'_>, world: &World<'_>) -> Result<(), Diagnostic> {
    existing_principal(world)?;
    let unmet = unmet(command, world);
    let (access, request) = (world.access(), world.request());
    let blocks = access.standing_blocks(request);
    if !blocks.is_empty() {
        return Err(blocked(&access, request, &blocks, &unmet.needs()));
    }
    match unmet {
        Unmet::Nothing => check_run(command, world),
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
    let Required { rule, instead, page } = kind.required();
    let instead = instead.filter(|instead| is_so(instead.when, command));
    let needed = match instead.map_or(rule, |instead| instead.rule) {
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
        match instead {
            Some(instead) => format!("{page}; for a command that {}", instead.when),
            None => page.to_owned(),
        },
        needed,
    )
}

fn any_role(page: &'static str, world: &World<'_>) -> Unmet {
    if world.access().has_any_role(world.subject) {
        return Unmet::Nothing;
    }
    Unmet::AnyRole(page, Need::new(Permission::ShowMetadata, world.some_database()))
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
            None => to_learn(target),
        }),
        On::Source => each(world, |target| match target.entity {
            // Where the table is gone, the admin of the database has its roles.
            Some(view) => Need::new(permission, source_table(world.catalog, view).unwrap_or(target.database)),
            None => to_learn(target),
        }),
        On::Within => {
            let mut unmet = each(world, |target| Need::new(permission, target.database));
            unmet.retain(|need| !world.may_within(permission, need.entity));
            unmet
        }
    }
}

/// Returns what is needed to learn that an entity does not exist.
const fn to_learn(target: CommandTarget) -> Need {
    Need { to_learn: true, ..Need::new(Permission::ShowMetadata, target.database) }
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

/// Returns whether a command does what only some of its kind do.
fn is_so(condition: Condition, command: &Command<'_>) -> bool {
    match (condition, command) {
        (Condition::NamesIdentity, Command::ExternalTables(ExternalTableCommand::Define(define))) => {
            !spelled_identities(define).is_empty()
        }
        (Condition::ShowsSecrets, Command::Databases(DatabaseCommand::ShowSchema(show))) => match &show.form {
            SchemaForm::Script(properties) => properties.flag(&SHOW_OBFUSCATED) == Some(true),
            _ => false,
        },
        _ => false,
    }
}

impl World<'_> {
    /// Returns where a permission is needed for a command that is about the entity.
    #[must_use]
    pub fn place(&self, on: On, entity: EntityId) -> EntityId {
        let database = || self.catalog.database_of(entity).map_or(entity, |(database, _)| database);
        match on {
            On::Cluster => CLUSTER,
            On::Database => database(),
            On::Entity | On::Within => entity,
            On::Source => source_table(self.catalog, entity).unwrap_or_else(database),
        }
    }

    /// Returns the database in context, or the default one where that does not exist.
    #[must_use]
    pub fn some_database(&self) -> EntityId {
        let database = self.catalog.database(self.database).or_else(|| self.catalog.database(DEFAULT_DATABASE));
        database.unwrap_or(CLUSTER)
    }

    /// Returns whether the one who asks has the permission.
    pub(super) fn may(&self, permission: Permission, entity: EntityId) -> bool {
        self.access().has(self.subject, permission, entity)
    }

    /// Returns whether the one who asks has the permission on something in the entity.
    fn may_within(&self, permission: Permission, entity: EntityId) -> bool {
        self.catalog.all_children(entity).into_iter().any(|(child, _)| self.may(permission, child))
    }
}
