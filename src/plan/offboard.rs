//! The script that ends everything that is assigned to a principal, and what remains that no command takes away.

use std::fmt;

use crate::access::{Access, Held, Through, group_path, principal_title, role_title};
use crate::catalog::{AssignmentView, Catalog, Edit, Entity, EntityId};
use crate::directory::{DeclaredRole, PrincipalId};
use crate::model::directive_kind::DirectiveKind;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::model::role::Role;
use crate::session::{Found, Session};

/// What ends the roles of a principal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offboarding {
    /// The principal, as the PrincipalFQN column has it.
    pub principal: String,
    /// The commands, with a `#dbcontext` before those on entities of another database.
    pub commands: Vec<String>,
    /// What holds afterwards, a sentence each.
    pub remaining: Vec<String>,
    /// Whether it is blocked, which the script does not end.
    pub blocked: bool,
    /// Groups that hold roles, or are in groups that do, and whose members nobody listed: whether it is in them is unknown.
    pub unlisted: Vec<String>,
}

/// Returns the script that ends everything that is assigned to a principal, under all its spellings. Blocks stay.
#[must_use]
pub fn offboard(session: &Session, found: &Found) -> Offboarding {
    let mut after = session.read().clone();
    let held = assigned(&after.catalog, found.principal);
    let commands = commands(&after.catalog, &held, &found.fqn);
    for (entity, role) in held {
        let before = after.catalog.get(entity).and_then(|it| it.assignments.get(role, found.principal));
        let before = before.map(AssignmentView::assignment);
        after.apply(&Edit::assignment((entity, role, found.principal), before, None));
    }
    let filled = session.world(|world| world.memberships.filled(&after.directory, found.principal, world.now));
    let access = Access::new(&after.catalog, &after.directory);
    let held = access.roles_of(filled.subject());
    Offboarding {
        principal: found.fqn.clone(),
        commands,
        remaining: held.iter().map(|held| remains(&access, found.principal, held)).collect(),
        blocked: after.catalog.blocked().iter().any(|(key, _)| key.principal == found.principal),
        unlisted: access.unlisted_anywhere().iter().map(|group| principal_title(&access, *group)).collect(),
    }
}

/// Returns the roles that are assigned to the principal itself.
fn assigned(catalog: &Catalog, principal: PrincipalId) -> Vec<(EntityId, Role)> {
    if !catalog.is_assigned(principal) {
        return Vec::new();
    }
    let on = |(id, entity): (EntityId, &Entity)| {
        let is_held = |role: &Role| entity.assignments.get(*role, principal).is_some();
        Role::ALL.iter().copied().filter(is_held).map(|role| (id, role)).collect::<Vec<_>>()
    };
    catalog.in_order().into_iter().flat_map(on).collect()
}

/// Returns the commands that take the roles, each where its entity is found.
fn commands(catalog: &Catalog, roles: &[(EntityId, Role)], fqn: &str) -> Vec<String> {
    let (mut context, mut commands) = (None, Vec::new());
    for (scope, role) in roles {
        let Some(entity) = catalog.get(*scope) else { continue };
        let kind = entity.definition.kind();
        let database = catalog.database_of(*scope);
        let name = database.map_or("", |(_, database)| &database.definition.name);
        let (target, skip) = match kind {
            EntityKind::Cluster => (kind.to_string(), true),
            // What a follower has beside its leader stands below the database.
            EntityKind::Follower => (format!("{kind} {}", Quoted(name)), false),
            _ => (format!("{kind} {}", Quoted(&entity.definition.name)), true),
        };
        let is_inside = !matches!(kind, EntityKind::Cluster | EntityKind::Database | EntityKind::Follower);
        if is_inside && context != Some(name) {
            commands.push(format!("{} {}", DirectiveKind::DbContext, Quoted(name)));
            context = Some(name);
        }
        let skip = if skip { format!(" {}", Keyword::SkipResults) } else { String::new() };
        commands.push(format!(".{} {target} {role} ({}){skip}", Keyword::Drop, Text(fqn)));
    }
    commands
}

/// Returns how a role is held that remains, and where it can be taken away.
fn remains(access: &Access<'_>, principal: PrincipalId, held: &Held) -> String {
    let role = role_title(access.catalog, &held.witness);
    let holder = held.witness.through.holder(principal);
    let entity = access.catalog.get(held.witness.scope);
    let is_assigned = entity.is_some_and(|entity| entity.assignments.get(held.witness.role, holder).is_some());
    let declares = |declared: &&DeclaredRole| {
        declared.role == held.witness.role && entity.is_some_and(|entity| entity.definition.declares(declared))
    };
    let declared = access.directory.declared_roles_of(holder).find(declares).filter(|_| !is_assigned);
    let way = match held.witness.through {
        Through::Itself => String::new(),
        Through::Group(group) => format!(" through {}", way(access, principal, group)),
    };
    let origin = declared.map(|declared| declared.origin);
    let origin = origin.map(|origin| match origin.field() {
        Some(field) => format!(": {}, in `{field}`", origin.words()),
        None => format!(": {}", origin.words()),
    });
    let effect = if held.in_force { "" } else { " (without effect)" };
    format!("{role}{way}{}{effect}", origin.unwrap_or_default())
}

/// Returns the groups on the way to one, the nearest first; membership ends in the directory.
fn way(access: &Access<'_>, principal: PrincipalId, group: PrincipalId) -> String {
    let path = group_path(access.directory, principal, group);
    let groups = path.map_or_else(|| vec![group], |path| path.into_iter().skip(1).collect());
    let titles: Vec<String> = groups.iter().map(|group| principal_title(access, *group)).collect();
    titles.join(", which is in ")
}

impl fmt::Display for Offboarding {
    /// Writes the script, which runs as it is; what remains stands in comments.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.commands.is_empty() {
            true => writeln!(f, "// nothing is assigned to {}", self.principal)?,
            false => writeln!(f, "// ends what is assigned to {}", self.principal)?,
        }
        self.commands.iter().try_for_each(|command| writeln!(f, "{command}"))?;
        match (self.remaining.is_empty(), self.unlisted.is_empty()) {
            (true, true) => writeln!(f, "\n// nothing remains")?,
            (true, false) => writeln!(f, "\n// nothing is known to remain")?,
            (false, _) => writeln!(f, "\n// what remains, which no command about it takes away:")?,
        }
        self.remaining.iter().try_for_each(|sentence| writeln!(f, "//     {sentence}"))?;
        if !self.unlisted.is_empty() {
            writeln!(
                f,
                "// unknown is whether it is in these groups, through which roles are held: nobody listed their members"
            )?;
        }
        self.unlisted.iter().try_for_each(|group| writeln!(f, "//     {group}"))?;
        if self.blocked { writeln!(f, "// it is blocked, and stays so") } else { Ok(()) }
    }
}
