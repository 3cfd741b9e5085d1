//! What would turn a denial into an allowance: the smallest list of role commands.
//!
//! Roles are tried alone, then in pairs and in threes; among lists of one length the one on the
//! narrowest entities wins, then the one with the fewest permissions.

use crate::access::evaluate::{Access, Evaluation, Through, Verdict};
use crate::access::grants::{grant, satisfies, sought};
use crate::access::held::{sufficient, sufficient_list};
use crate::access::names::principal_title;
use crate::catalog::{CLUSTER, EntityId};
use crate::directory::PrincipalId;
use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;
use crate::model::membership_property::{GROUP, PRINCIPAL};
use crate::model::name::{Quoted, Text};
use crate::model::permission::Permission;
use crate::model::property::Property;
use crate::model::role::Role;
use crate::text::sentence_list;

/// What would help.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// The commands, one after the other; none where nothing is missing or no command helps. Those on
    /// entities below a database run with that database in context.
    pub commands: Vec<String>,
    /// The roles of which each lets its holder run the commands.
    pub by: String,
    /// What helps besides, or where no command does.
    pub otherwise: Option<String>,
}

/// A role on an entity, held or to be given.
#[derive(Clone, Copy)]
struct Place {
    scope: EntityId,
    kind: EntityKind,
    role: Role,
}

/// The smallest list of role commands after which `principal` has `permission` on `entity`.
#[must_use]
pub fn suggest(access: &Access<'_>, principal: PrincipalId, permission: Permission, entity: EntityId) -> Suggestion {
    if matches!(access.evaluate(principal, permission, entity), Verdict::Allowed(_)) {
        return Suggestion::default();
    }
    if let Some(refresh) = refresh(access, principal, permission, entity) {
        return refresh;
    }
    let missing = Missing::new(access, principal, permission, entity);
    match missing.smallest() {
        Some(places) => {
            let commands = places.iter().map(|place| command(access, principal, *place)).collect();
            Suggestion { commands, by: by(access, &places), otherwise: portal(&places) }
        }
        None => Suggestion { otherwise: Some(no_command(permission)), ..Suggestion::default() },
    }
}

/// Where the directory has the principal in a group whose role would do, and the membership cache
/// has not read it yet: nothing needs to be given.
fn refresh(
    access: &Access<'_>,
    principal: PrincipalId,
    permission: Permission,
    entity: EntityId,
) -> Option<Suggestion> {
    let unread = access.memberships.unread(access.directory, principal);
    let read = access.memberships.with(principal, &unread);
    let verdict = Access { memberships: &read, ..*access }.evaluate(principal, permission, entity);
    let Verdict::Allowed(Evaluation { grant, dependency, unrestricted }) = verdict else { return None };
    let lifting = unrestricted.into_iter().flat_map(|(role, dependency)| [role, dependency]);
    let mut groups: Vec<PrincipalId> = Vec::new();
    for witness in [grant].into_iter().chain(dependency).chain(lifting) {
        match witness.through {
            Through::Group(group) if unread.contains(&group) && !groups.contains(&group) => groups.push(group),
            _ => {}
        }
    }
    let names: Vec<String> = groups.iter().map(|group| principal_title(access.directory, *group)).collect();
    let until = access.memberships.others_until(principal).map_or(String::new(), |until| format!(" until {until}"));
    let monitors = sufficient(access.catalog, Permission::MonitorCluster, CLUSTER).join(", ");
    Some(Suggestion {
        commands: groups.iter().map(|group| refreshing(access, principal, *group)).collect(),
        by: format!("{monitors} or the principal itself"),
        otherwise: Some(format!(
            "waiting{until} helps too: the directory has the principal in {}, the membership cache has not read it yet",
            sentence_list(&names, "and"),
        )),
    })
}

/// The command that reads a membership anew.
fn refreshing(access: &Access<'_>, principal: PrincipalId, group: PrincipalId) -> String {
    let words = [Keyword::Clear, Keyword::Cluster, Keyword::Cache, Keyword::GroupMembership, Keyword::With];
    let pair = |property: &Property, principal| {
        format!("{}={}", property.name, Text(&access.directory.identity(principal).fqn()))
    };
    let properties = [pair(&PRINCIPAL, principal), pair(&GROUP, group)];
    format!(".{} ({})", words.map(Keyword::text).join(" "), properties.join(", "))
}

/// That the real service does not take one of the commands.
fn portal(places: &[Place]) -> Option<String> {
    places.iter().find(|place| place.kind == EntityKind::Cluster)?.role.portal()
}

fn no_command(permission: Permission) -> String {
    format!("no command gives the permission to {permission} there: no role has it")
}

/// What is looked for.
struct Missing {
    held: Vec<Place>,
    candidates: Vec<Place>,
    permissions: Vec<Permission>,
}

impl Missing {
    fn new(access: &Access<'_>, principal: PrincipalId, permission: Permission, entity: EntityId) -> Self {
        let held: Vec<Place> = access
            .held(principal, entity)
            .iter()
            .map(|held| Place { scope: held.witness.scope, kind: held.kind, role: held.witness.role })
            .collect();
        let found = access.catalog.get(entity);
        let restricted =
            permission == Permission::View && found.is_some_and(|found| found.policies.restricts_view_access());
        let permission = found.map_or(permission, |found| sought(permission, found.definition.kind()));
        let permissions = if restricted { vec![permission, Permission::ViewRestricted] } else { vec![permission] };
        let candidates = candidates(access, entity, &held);
        Self { held, candidates, permissions }
    }

    fn smallest(&self) -> Option<Vec<Place>> {
        let all = self.candidates.iter().copied();
        let ones = all.clone().map(|place| vec![place]).collect();
        let with_one_more = |lists: &Vec<Vec<Place>>| -> Vec<Vec<Place>> {
            let longer = |list: &Vec<Place>| {
                let list = list.clone();
                all.clone().map(move |place| list.iter().copied().chain([place]).collect())
            };
            lists.iter().flat_map(longer).collect()
        };
        let mut lists: Vec<Vec<Place>> = ones;
        for _ in 0..3 {
            let enough = lists.iter().filter(|list| self.is_enough(list));
            if let Some(best) = enough.min_by_key(|list| cost(list)) {
                return Some(in_order(best));
            }
            lists = with_one_more(&lists);
        }
        None
    }

    fn is_enough(&self, given: &[Place]) -> bool {
        let all = || self.held.iter().chain(given);
        let leans = |needs: &[Role]| {
            needs.is_empty() || all().any(|place| needs.iter().any(|needed| satisfies(place.kind, place.role, *needed)))
        };
        self.permissions.iter().all(|permission| {
            all().any(|place| {
                grant(place.kind, place.role).is_some_and(|row| row.allows.has(*permission) && leans(row.needs))
            })
        })
    }
}

/// The roles that could be given and are not held.
fn candidates(access: &Access<'_>, entity: EntityId, held: &[Place]) -> Vec<Place> {
    let scopes = access.catalog.scopes(entity);
    let roles = scopes.into_iter().flat_map(|(scope, found)| {
        let kind = found.definition.kind();
        Role::at(kind).map(move |role| Place { scope, kind, role })
    });
    roles
        .filter(|place| grant(place.kind, place.role).is_some_and(|row| row.allows.count() > 0))
        .filter(|place| !held.iter().any(|held| held.scope == place.scope && held.role == place.role))
        .collect()
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

/// The wider entities first, as a person would write the commands.
fn in_order(places: &[Place]) -> Vec<Place> {
    let mut places = places.to_vec();
    places.sort_by_key(|place| (place.kind, place.role));
    places
}

fn command(access: &Access<'_>, principal: PrincipalId, place: Place) -> String {
    let name = access.catalog.get(place.scope).map_or("", |entity| &*entity.definition.name);
    let target = match place.kind {
        EntityKind::Cluster => place.kind.to_string(),
        _ => format!("{} {}", place.kind, Quoted(name)),
    };
    let fqn = access.directory.identity(principal).fqn();
    format!(".{} {target} {} ({})", Keyword::Add, place.role, Text(&fqn))
}

/// Who can run commands on these entities: those who can on the widest.
fn by(access: &Access<'_>, places: &[Place]) -> String {
    let Some(widest) = places.iter().min_by_key(|place| place.kind) else { return String::new() };
    let permission = match widest.kind {
        EntityKind::Cluster => Permission::AdministerCluster,
        _ => Permission::ManageRoles,
    };
    sufficient_list(access.catalog, permission, widest.scope)
}
