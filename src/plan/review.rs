//! A review of access: who holds which role on what, what it gives, and through whom. Built-in principals are left
//! out.

use std::rc::Rc;
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use crate::access::{
    Access, Filled, Through, Verdict, Witness, entity_name, grant, named_way, needed, principal_title, role_title,
};
use crate::catalog::{CLUSTER, Entity, EntityId};
use crate::directory::{Origin, PrincipalId};
use crate::engine::World;
use crate::model::entity::EntityKind;
use crate::model::permission::Permission;
use crate::model::principal::PrincipalKind;
use crate::model::role::Role;
use crate::model::scope::Scope;
use crate::plan::effect::restricts;
use crate::plan::human::not_viewed;
use crate::schema;
use crate::table::{Schema, Table, Value};
use crate::text::joined;

const REVIEW: Schema = schema! {
    PrincipalType: String, PrincipalDisplayName: String, PrincipalFQN: String, Database: String, Entity: String,
    Role: String, Permissions: String, Via: String, Source: String, Effect: String,
};

/// A role that a principal holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// Who. A group stands here where it has no members, or nobody listed them.
    pub principal: PrincipalId,
    /// The entity on which the role is held: of a follower the database.
    pub scope: EntityId,
    /// The role.
    pub role: Role,
    /// The groups on the way to the role, the nearest first.
    pub way: Rc<[PrincipalId]>,
    /// Who declares it, where the catalog does not have it.
    pub origin: Option<Origin>,
    /// Whether it has effect: what it depends on is held too.
    pub in_force: bool,
    /// Whether every request of the principal is refused, whatever its roles.
    pub blocked: bool,
    /// A group whose members nobody listed: the role has effect if the principal is in it.
    pub unknown_through: Option<PrincipalId>,
    /// Where the role lets the principal view nothing, since view access is restricted there.
    pub but_not: Vec<EntityId>,
}

/// Reviews the roles on everything, or on a database with what is in it and the cluster, whose roles count there. The
/// order is that of the principals' names, then that of scopes, of roles and of the groups' names.
#[must_use]
pub fn review(world: &World<'_>, database: Option<EntityId>) -> Vec<Reviewed> {
    let (access, members, filled) = (world.access(), HashMap::new(), HashMap::new());
    let unlisted = access.unlisted_anywhere();
    let entities = world.catalog.in_order();
    let restricted = entities.iter().map(|(id, _)| *id).filter(|id| restricts(world, Some(*id))).collect();
    let mut review = Review { world, access, members, filled, unlisted, restricted };
    let mut rows: Vec<Reviewed> = Vec::new();
    let is_chosen = |id: EntityId| {
        let holding = || world.catalog.database_of(id).map(|(id, _)| id);
        database.is_none() || id == CLUSTER || holding() == database
    };
    for (id, entity) in entities.iter().filter(|(id, _)| is_chosen(*id)) {
        review.on(*id, entity, &mut rows);
    }
    let places: HashMap<EntityId, usize> = entities.iter().map(|(id, _)| *id).zip(0..).collect();
    let names = names(world, &rows);
    let name = |principal: &PrincipalId| names.get(principal).copied().unwrap_or_default();
    rows.sort_by_cached_key(|row| {
        let way: Vec<usize> = row.way.iter().map(name).collect();
        (name(&row.principal), places.get(&row.scope).copied(), row.role, way)
    });
    rows.dedup();
    rows
}

/// Returns the places of all principals in the order of their names.
fn names(world: &World<'_>, rows: &[Reviewed]) -> HashMap<PrincipalId, usize> {
    let principals = rows.iter().flat_map(|row| row.way.iter().chain([&row.principal]));
    let principals: HashSet<PrincipalId> = principals.copied().collect();
    let mut named: Vec<(String, PrincipalId)> =
        principals.into_iter().map(|principal| (world.identity(principal).fqn(), principal)).collect();
    named.sort_unstable();
    named.into_iter().map(|(_, principal)| principal).zip(0..).collect()
}

/// A member of a group, with the groups on the way from it to that one.
type Member = (PrincipalId, Rc<[PrincipalId]>);

struct Review<'w, 'a> {
    world: &'w World<'a>,
    access: Access<'a>,
    /// The members of groups, nested ones too.
    members: HashMap<PrincipalId, Rc<[Member]>>,
    filled: HashMap<PrincipalId, Filled>,
    /// The groups that hold roles and whose members nobody listed.
    unlisted: Vec<PrincipalId>,
    /// Where view access is restricted.
    restricted: Vec<EntityId>,
}

impl Review<'_, '_> {
    /// Adds the roles on one entity.
    fn on(&mut self, id: EntityId, entity: &Entity, rows: &mut Vec<Reviewed>) {
        let counting = self.world.catalog.counting((id, entity)).flat_map(|assignments| assignments.sorted());
        let mut holders: Vec<(Role, PrincipalId, Option<Origin>)> =
            counting.map(|(role, principal, _)| (role, principal, None)).collect();
        let declared = entity.definition.declared(self.world.directory);
        for declared in declared {
            let is_there =
                |(role, holder, _): &(Role, PrincipalId, _)| (*role, *holder) == (declared.role, declared.principal);
            if !holders.iter().any(is_there) {
                holders.push((declared.role, declared.principal, Some(declared.origin)));
            }
        }
        let is_inside = |restricted: &EntityId| self.world.catalog.scopes(*restricted).iter().any(|(it, _)| *it == id);
        let restricted: Vec<EntityId> = self.restricted.iter().copied().filter(is_inside).collect();
        for (role, holder, origin) in holders {
            if grant(entity.definition.kind(), role).is_none() {
                continue;
            }
            for (principal, way) in self.members(holder).iter() {
                if self.world.directory.is_built_in(*principal) {
                    continue;
                }
                let in_force = self.is_in_force(*principal, id, role);
                let unknown_through = if in_force { None } else { self.unknown_through(*principal, id, role) };
                let gives_view = in_force
                    && grant(entity.definition.kind(), role).is_some_and(|row| row.allows.has(Permission::View));
                let but_not = if gives_view { self.not_viewed(*principal, &restricted) } else { Vec::new() };
                let (principal, way) = (*principal, Rc::clone(way));
                let blocked = self.is_blocked(principal);
                rows.push(Reviewed {
                    principal,
                    scope: id,
                    role,
                    way,
                    origin,
                    in_force,
                    blocked,
                    unknown_through,
                    but_not,
                });
            }
        }
    }

    /// Returns a principal itself, or the members of a group, where it has any.
    fn members(&mut self, holder: PrincipalId) -> Rc<[Member]> {
        if let Some(known) = self.members.get(&holder) {
            return Rc::clone(known);
        }
        let found: Rc<[Member]> = expanded(self.world, holder).into();
        self.members.insert(holder, Rc::clone(&found));
        found
    }

    fn is_in_force(&mut self, principal: PrincipalId, scope: EntityId, role: Role) -> bool {
        let kind = self.world.catalog.get(scope).map(|entity| entity.definition.kind());
        if kind.and_then(|kind| grant(kind, role)).is_some_and(|grant| !grant.is_dependent()) {
            return true;
        }
        let filled = self.filled.entry(principal).or_insert_with(|| self.world.filled(principal));
        self.access.is_in_force(filled.subject(), scope, role)
    }
}

impl Review<'_, '_> {
    /// Returns which of the entities the principal may not view, by any role.
    fn not_viewed(&mut self, principal: PrincipalId, restricted: &[EntityId]) -> Vec<EntityId> {
        if restricted.is_empty() {
            return Vec::new();
        }
        let filled = self.filled.entry(principal).or_insert_with(|| self.world.filled(principal));
        let may_view = |id: &EntityId| {
            matches!(self.access.evaluate(filled.subject(), Permission::View, *id), Verdict::Allowed(_))
        };
        restricted.iter().copied().filter(|id| !may_view(id)).collect()
    }

    fn is_blocked(&mut self, principal: PrincipalId) -> bool {
        if !self.world.catalog.has_blocks() {
            return false;
        }
        let filled = self.filled.entry(principal).or_insert_with(|| self.world.filled(principal));
        self.world.is_blocked(filled.subject())
    }

    /// Returns the first group whose members nobody listed and that would bring the role into force.
    fn unknown_through(&self, principal: PrincipalId, scope: EntityId, role: Role) -> Option<PrincipalId> {
        let filled = self.filled.get(&principal)?;
        let joined = |group: &PrincipalId| filled.with_all(self.world.directory, &[*group]);
        let would = |group: &PrincipalId| self.access.is_in_force(joined(group).subject(), scope, role);
        self.unlisted.iter().copied().filter(|group| *group != principal).find(would)
    }
}

/// Returns who stands for a holder, each with the shortest way through groups.
fn expanded(world: &World<'_>, holder: PrincipalId) -> Vec<Member> {
    let mut found: Vec<Member> = Vec::new();
    let mut seen: HashSet<PrincipalId> = HashSet::from([holder]);
    let mut level: Vec<Member> = vec![(holder, Rc::from([]))];
    while !level.is_empty() {
        let mut next = Vec::new();
        for (principal, way) in level {
            let members = world.directory.members(principal);
            if members.is_empty() {
                found.push((principal, way));
                continue;
            }
            let longer: Rc<[PrincipalId]> = [&[principal], &*way].concat().into();
            let new = members.iter().filter(|member| seen.insert(**member));
            next.extend(new.map(|member| (*member, Rc::clone(&longer))));
        }
        level = next;
    }
    found
}

/// A role that a principal holds, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// The kind of the principal: `Microsoft Entra user`.
    pub kind: &'static str,
    /// The principal's name.
    pub name: String,
    /// The principal's FQN.
    pub fqn: String,
    /// The database that holds the entity or is it.
    pub database: Option<Arc<str>>,
    /// The entity: `table Orders`.
    pub entity: String,
    /// The role with its entity: `Table Orders Admin`.
    pub role: String,
    /// What it gives; nothing while it has no effect.
    pub permissions: String,
    /// The groups on the way to the role.
    pub via: String,
    /// Who declares it: `assigned`, or by what else.
    pub source: &'static str,
    /// Whether it has effect, or what it waits for.
    pub effect: String,
}

/// Returns the role as people read it; nothing where the entity does not exist.
#[must_use]
pub fn described(world: &World<'_>, row: &Reviewed) -> Option<Described> {
    let access = world.access();
    let identity = access.identity(row.principal);
    let entity = world.catalog.get(row.scope)?;
    let kind = entity.definition.kind();
    let witness = Witness { scope: row.scope, role: row.role, through: Through::Itself };
    let group = |group: PrincipalId| access.identity(group).plain_name().to_owned();
    let groups = named_way(&row.way, group);
    Some(Described {
        kind: identity.kind.type_name(),
        name: identity.plain_name().to_owned(),
        fqn: identity.fqn(),
        database: world.catalog.database_of(row.scope).map(|(_, database)| database.definition.name.clone()),
        entity: entity_name(world.catalog, row.scope),
        role: role_title(world.catalog, &witness),
        permissions: joined(&permissions(kind, row)),
        via: groups.join(" > "),
        source: row.origin.map_or("assigned", Origin::words),
        effect: effect(world, kind, row, &witness),
    })
}

/// Returns the review as a table, one row a role.
#[must_use]
pub fn review_table(world: &World<'_>, rows: &[Reviewed]) -> Table {
    let mut table = Table::new(REVIEW);
    for row in rows.iter().filter_map(|row| described(world, row)) {
        table.push([
            Value::from(row.kind),
            Value::from(row.name),
            Value::from(row.fqn),
            Value::from(row.database),
            Value::from(row.entity),
            Value::from(row.role),
            Value::from(row.permissions),
            Value::from(row.via),
            Value::from(row.source),
            Value::from(row.effect),
        ]);
    }
    table
}

/// Returns what the role gives: nothing while it has no effect, or its holder is blocked.
fn permissions(kind: EntityKind, row: &Reviewed) -> Vec<Permission> {
    let grant = grant(kind, row.role).filter(|_| row.in_force && !row.blocked);
    let given = |permission: &Permission| grant.is_some_and(|grant| grant.allows.has(*permission));
    Permission::ALL.iter().copied().filter(given).collect()
}

/// Returns the words about what the role lets nobody view: `; but not view table Sales.Customers, …`.
fn but_not(world: &World<'_>, row: &Reviewed) -> String {
    let scopes: Vec<Scope> = row.but_not.iter().filter_map(|id| Scope::of(world.catalog, *id)).collect();
    not_viewed(&scopes).map_or(String::new(), |words| format!("; {words}"))
}

/// Returns whether the role has effect, or what it waits for; and what there is to know of who holds it.
fn effect(world: &World<'_>, kind: EntityKind, row: &Reviewed, witness: &Witness) -> String {
    let access = world.access();
    let unknown = row.unknown_through.map(|group| principal_title(&access, group));
    let effect = match (row.in_force, unknown) {
        _ if row.blocked => "blocked".to_owned(),
        (true, _) if permissions(kind, row).is_empty() => "grants nothing".to_owned(),
        (true, _) => format!("in force{}", but_not(world, row)),
        (false, None) => needed(&access, witness),
        (false, Some(group)) => format!("unknown through {group}: {}", needed(&access, witness)),
    };
    let directory = world.directory;
    let is_group = access.identity(row.principal).kind == PrincipalKind::Group;
    match row.principal {
        group if directory.is_unlisted(group) => format!("{effect}; nobody listed its members"),
        former if directory.is_closed() && !directory.exists(former) => format!("{effect}; it no longer exists"),
        _ if is_group => format!("{effect}; it has no members"),
        _ => effect,
    }
}
