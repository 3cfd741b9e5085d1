//! What would turn a refusal into an allowance: the smallest list of role commands.
//!
//! Roles are tried alone, then in pairs: in one database its admin and its unrestricted viewer have
//! all that there is to give, so that two always do. Among lists of one length the one on the narrowest
//! entities wins, then the one with the fewest permissions. Roles on the cluster are tried where no
//! others do: the real service has no commands for them.

use crate::access::block::Request;
use crate::access::evaluate::Access;
use crate::access::grants::{grant, satisfies, sought};
use crate::access::held::{Held, sufficient_list};
use crate::access::names::entity_name;
use crate::access::refresh::{refresh, refresh_besides};
use crate::catalog::{CLUSTER, EntityId};
use crate::directory::PrincipalId;
use crate::model::directive::Directive;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::name::{Quoted, Text};
use crate::model::permission::Permission;
use crate::model::role::Role;
use crate::text::{quoted, sentence_list};

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
}

/// A permission that is needed on an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Need {
    /// The permission.
    pub permission: Permission,
    /// The entity.
    pub entity: EntityId,
}

/// A role on an entity, held or to be given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    scope: EntityId,
    kind: EntityKind,
    role: Role,
}

/// The smallest list of commands after which `principal` has all that is needed and is not blocked.
#[must_use]
pub fn suggest(access: &Access<'_>, principal: PrincipalId, needs: &[Need], request: Request<'_>) -> Suggestion {
    let roles = suggest_roles(access, principal, needs, request);
    let blocks = access.standing_blocks(principal, request);
    if blocks.is_empty() || roles.commands.is_empty() && roles.otherwise.is_some() {
        return roles;
    }
    let lifting = blocks.iter().map(|block| block.lifting(access));
    Suggestion {
        commands: lifting.chain(roles.commands).collect(),
        by: sufficient_list(access.catalog, Permission::AdministerCluster, CLUSTER),
        otherwise: roles.otherwise,
    }
}

/// The smallest list of role commands. It is looked for in each database alone, since roles in one do
/// not count in another.
fn suggest_roles(access: &Access<'_>, principal: PrincipalId, needs: &[Need], request: Request<'_>) -> Suggestion {
    let is_unmet = |need: &&Need| !access.has(principal, need.permission, need.entity);
    let unmet: Vec<Need> = needs.iter().filter(is_unmet).copied().collect();
    if unmet.is_empty() {
        return Suggestion::default();
    }
    let refresh = refresh(access, principal, &unmet, request);
    let given = match places(access, principal, &unmet) {
        Ok(given) => given,
        Err(needs) => return refresh.unwrap_or_else(|| no_command(&needs)),
    };
    // Of two lists as long, the one that gives nothing to anybody.
    let refresh = refresh.filter(|refresh| refresh.commands.len() <= given.len());
    refresh.or_else(|| refresh_besides(access, principal, &unmet, &given, request)).unwrap_or_else(|| Suggestion {
        commands: commands(access, principal, &given, request.database),
        by: by(access, &given),
        otherwise: portal(&given),
    })
}

/// The roles that would do, wider entities first; or the needs that no role meets.
pub(super) fn places(access: &Access<'_>, principal: PrincipalId, unmet: &[Need]) -> Result<Vec<Place>, Vec<Need>> {
    let mut given: Vec<Place> = Vec::new();
    for needs in by_database(access, unmet) {
        let places = Missing::new(access, principal, &needs, &given).smallest();
        given.extend(places.ok_or(needs)?);
    }
    given.sort_by_key(|place| (place.kind, place.role));
    Ok(given)
}

/// The needs of the cluster, then those of each database.
pub(super) fn by_database(access: &Access<'_>, needs: &[Need]) -> Vec<Vec<Need>> {
    let mut groups: Vec<(Option<EntityId>, Vec<Need>)> = vec![(None, Vec::new())];
    for need in needs {
        let database = access.catalog.database_of(need.entity).map(|(id, _)| id);
        match groups.iter_mut().find(|(other, _)| *other == database) {
            Some((_, group)) => group.push(*need),
            None => groups.push((database, vec![*need])),
        }
    }
    groups.into_iter().map(|(_, group)| group).filter(|group| !group.is_empty()).collect()
}

/// That the real service does not take one of the commands.
pub(super) fn portal(places: &[Place]) -> Option<String> {
    places.iter().find(|place| place.kind == EntityKind::Cluster)?.role.portal()
}

fn no_command(needs: &[Need]) -> Suggestion {
    let permissions: Vec<String> = needs.iter().map(|need| quoted(need.permission)).collect();
    let sentence = format!("no command gives {} there: no role has it", sentence_list(&permissions, "and"));
    Suggestion { otherwise: Some(sentence), ..Suggestion::default() }
}

/// A need, and the entities on which a role counts for it.
struct Wanted {
    permission: Permission,
    scopes: Vec<EntityId>,
}

/// What is looked for, in one database or on the cluster.
pub(super) struct Missing {
    held: Vec<Place>,
    candidates: Vec<Place>,
    wanted: Vec<Wanted>,
}

/// Of so many entities the own roles are tried; with more, a role on the database is shorter.
const ENTITIES: usize = 4;

impl Missing {
    pub(super) fn new(access: &Access<'_>, principal: PrincipalId, needs: &[Need], given: &[Place]) -> Self {
        let mut held = given.to_vec();
        let mut candidates: Vec<Place> = Vec::new();
        for (index, need) in needs.iter().enumerate() {
            let places = access.held(principal, need.entity).into_iter();
            let places =
                places.map(|Held { kind, witness, .. }| Place { scope: witness.scope, kind, role: witness.role });
            held.extend(places.filter(|place| !held.contains(place)).collect::<Vec<_>>());
            if index < ENTITIES {
                candidates
                    .extend(roles(access, need.entity).filter(|place| !candidates.contains(place)).collect::<Vec<_>>());
            }
        }
        candidates.retain(|place| !held.contains(place));
        let wanted = needs.iter().flat_map(|need| wanted(access, *need)).collect();
        Self { held, candidates, wanted }
    }

    /// The best list without the cluster's roles, or else with them.
    fn smallest(&self) -> Option<Vec<Place>> {
        let inside = |place: &Place| place.kind != EntityKind::Cluster;
        let inside: Vec<Place> = self.candidates.iter().copied().filter(inside).collect();
        self.smallest_of(&inside).or_else(|| self.smallest_of(&self.candidates))
    }

    fn smallest_of(&self, candidates: &[Place]) -> Option<Vec<Place>> {
        let ones = candidates.iter().map(|place| vec![*place]);
        let behind = |at: usize| candidates.iter().skip(at + 1);
        let pairs = candidates.iter().enumerate();
        let pairs = pairs.flat_map(|(at, place)| behind(at).map(|other| vec![*place, *other]));
        self.best(ones).or_else(|| self.best(pairs))
    }

    fn best(&self, lists: impl Iterator<Item = Vec<Place>>) -> Option<Vec<Place>> {
        lists.filter(|list| self.is_enough(list)).min_by_key(|list| cost(list))
    }

    /// Whether what is held and `given` does.
    pub(super) fn is_enough(&self, given: &[Place]) -> bool {
        let all = || self.held.iter().chain(given);
        self.wanted.iter().all(|wanted| {
            let places = || all().filter(|place| wanted.scopes.contains(&place.scope));
            let satisfied = |needed: &Role| places().any(|place| satisfies(place.kind, place.role, *needed));
            let leans = |needs: &[Role]| needs.is_empty() || needs.iter().any(satisfied);
            places().any(|place| {
                grant(place.kind, place.role).is_some_and(|row| row.allows.has(wanted.permission) && leans(row.needs))
            })
        })
    }
}

/// The permissions that roles must give; viewing what is restricted takes two.
fn wanted(access: &Access<'_>, need: Need) -> Vec<Wanted> {
    let Need { permission, entity } = need;
    let found = access.catalog.get(entity);
    let restricted =
        permission == Permission::View && found.is_some_and(|found| found.policies.restricts_view_access());
    let permission = found.map_or(permission, |found| sought(permission, found.definition.kind()));
    let permissions = if restricted { vec![permission, Permission::ViewRestricted] } else { vec![permission] };
    let scopes: Vec<EntityId> = access.catalog.scopes(entity).into_iter().map(|(scope, _)| scope).collect();
    permissions.into_iter().map(|permission| Wanted { permission, scopes: scopes.clone() }).collect()
}

/// The roles on an entity and on what holds it that allow something.
fn roles(access: &Access<'_>, entity: EntityId) -> impl Iterator<Item = Place> {
    let roles = access.catalog.scopes(entity).into_iter().flat_map(|(scope, found)| {
        let kind = found.definition.kind();
        Role::at(kind).map(move |role| Place { scope, kind, role })
    });
    roles.filter(|place| grant(place.kind, place.role).is_some_and(|row| row.allows.count() > 0))
}

/// What a list of one length costs beside another: how wide its entities are, then how much it allows.
fn cost(places: &[Place]) -> (u32, u32) {
    let width = |kind| match kind {
        EntityKind::Cluster => 4,
        EntityKind::Database => 1,
        _ => 0,
    };
    let allows = |place: &Place| grant(place.kind, place.role).map_or(0, |row| row.allows.count());
    (places.iter().map(|place| width(place.kind)).sum(), places.iter().map(allows).sum())
}

/// The commands that give the roles, each where its entity is found.
pub(super) fn commands(access: &Access<'_>, principal: PrincipalId, places: &[Place], context: &str) -> Vec<String> {
    let fqn = Text(&access.identity(principal).fqn()).to_string();
    let mut context = context;
    let mut commands = Vec::new();
    for place in places {
        let database =
            access.catalog.database_of(place.scope).map_or(context, |(_, database)| &database.definition.name);
        if place.kind > EntityKind::Database && database != context {
            commands.push(format!("{} {}", Directive::DbContext, Quoted(database)));
            context = database;
        }
        commands.push(format!(".{} {} {} ({fqn})", Keyword::Add, entity_name(access.catalog, place.scope), place.role));
    }
    commands
}

/// Who can run the commands: who may on the one entity, or on what holds all of them.
fn by(access: &Access<'_>, places: &[Place]) -> String {
    let [first, rest @ ..] = places else { return String::new() };
    let database = |place: &Place| access.catalog.database_of(place.scope).map(|(id, _)| id);
    let scope = if rest.iter().all(|place| place.scope == first.scope) {
        first.scope
    } else {
        database(first).filter(|id| rest.iter().all(|place| database(place) == Some(*id))).unwrap_or(CLUSTER)
    };
    let permission = if scope == CLUSTER { Permission::AdministerCluster } else { Permission::ManageRoles };
    sufficient_list(access.catalog, permission, scope)
}
