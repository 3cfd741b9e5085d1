//! The narrowest list of roles that gives what is missing, and the shortest: the evaluator tries lists as if they were
//! held.
//!
//! *How wide* a list is, is measured by what it allows: first the number of permissions that it gives on the cluster,
//! then of those on the database, then of those on single entities. Two roles on one entity that both give a
//! permission give it once. Of two lists the narrower is the one with the smaller numbers in this order; of two that
//! are equally wide, the one with fewer roles. The shortest list is the one with the fewest roles, and of several the
//! narrowest.
//!
//! A role on an entity helps with that entity alone. So sets of up to three roles on the database are tried (one that
//! gives, one that lifts a restriction, one that both depend on), and each is completed, entity by entity, with the
//! narrowest role of that entity. Roles on the cluster are tried where no others do: the real service has no commands
//! for them.

use crate::access::evaluate::{Access, Given, Need};
use crate::access::grants::{grant, grants};
use crate::access::membership::Subject;
use crate::catalog::{CLUSTER, EntityId};
use crate::model::entity::EntityKind;
use crate::model::permission::Permissions;

/// How wide a list of roles is: the permissions that it gives on the cluster, on the database, on single entities.
pub(super) type Width = [u32; 3];

/// Two lists of roles of which each is enough; they may be the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lists {
    /// The narrowest list.
    pub(super) narrowest: Vec<Given>,
    /// The shortest list.
    pub(super) shortest: Vec<Given>,
}

/// Returns the lists of roles that meet the needs, roles on wider entities first; or the needs that no role
/// meets. They are looked for in each database alone, since roles in one do not count in another.
///
/// # Errors
/// The needs of the cluster or of the database where no list is enough.
pub(super) fn lists(access: &Access<'_>, subject: Subject<'_>, unmet: &[Need]) -> Result<Lists, Vec<Need>> {
    let narrowest = best(access, subject, unmet, |roles, width| (width, roles))?;
    let shortest = match narrowest.len() {
        0 | 1 => narrowest.clone(),
        _ => best(access, subject, unmet, |roles, width| (roles, width))?,
    };
    Ok(Lists { narrowest, shortest })
}

/// Returns how wide a list of roles is.
pub(super) fn width(access: &Access<'_>, list: &[Given]) -> Width {
    let mut scopes: Vec<(EntityId, Permissions)> = Vec::new();
    for given in list {
        let allows = grant(access.kind_of(given.scope), given.role).map_or(Permissions::of(&[]), |row| row.allows);
        match scopes.iter_mut().find(|(scope, _)| *scope == given.scope) {
            Some((_, all)) => *all = all.and(allows),
            None => scopes.push((given.scope, allows)),
        }
    }
    let on = |is_level: fn(EntityKind) -> bool| {
        let scopes = scopes.iter().filter(|(scope, _)| is_level(access.kind_of(*scope)));
        scopes.map(|(_, allows)| allows.count()).sum()
    };
    [
        on(|kind| kind == EntityKind::Cluster),
        on(|kind| kind == EntityKind::Database),
        on(|kind| kind > EntityKind::Database),
    ]
}

/// Returns the list with the least cost, made of the number of its roles and its width.
fn best<C: Ord>(
    access: &Access<'_>,
    subject: Subject<'_>,
    unmet: &[Need],
    cost: fn(usize, Width) -> C,
) -> Result<Vec<Given>, Vec<Need>> {
    let mut given: Vec<Given> = access.given.to_vec();
    for needs in by_database(access, unmet) {
        let access = Access { given: &given, ..*access };
        let roles = Search { access: &access, subject, needs: &needs, cost }.best();
        given.extend(roles.ok_or(needs)?);
    }
    let mut added = given.split_off(access.given.len());
    added.sort_by_key(|given| (access.kind_of(given.scope), given.role));
    Ok(added)
}

/// Returns the needs of the cluster, then those of each database.
fn by_database(access: &Access<'_>, needs: &[Need]) -> Vec<Vec<Need>> {
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

/// A search in one database, or on the cluster.
struct Search<'q, 'a, C> {
    access: &'q Access<'a>,
    subject: Subject<'q>,
    needs: &'q [Need],
    cost: fn(usize, Width) -> C,
}

/// The roles on so many entities are tried; for more of them, roles on the database are looked for alone.
const ENTITIES: usize = 4;

impl<C: Ord> Search<'_, '_, C> {
    /// Returns the best list without the cluster's roles, or else with them.
    fn best(&self) -> Option<Vec<Given>> {
        let above = self.roles_above();
        let inside: Vec<Given> = above.iter().copied().filter(|given| given.scope != CLUSTER).collect();
        self.best_of(&inside).or_else(|| self.best_of(&above))
    }

    /// Returns each role on the database and the cluster that allows something.
    fn roles_above(&self) -> Vec<Given> {
        let scopes = self.needs.first().map(|need| self.access.catalog.scopes(need.entity));
        let ids = scopes.into_iter().flatten().map(|(id, _)| id);
        ids.filter(|id| self.access.kind_of(*id) <= EntityKind::Database).flat_map(|id| self.roles_on(id)).collect()
    }

    /// Returns each role on one entity that allows something.
    fn roles_on(&self, scope: EntityId) -> impl Iterator<Item = Given> + use<C> {
        let rows = grants(self.access.kind_of(scope)).iter().filter(|(_, grant)| grant.allows.count() > 0);
        let principal = self.subject.principal();
        rows.map(move |(role, _)| Given { scope, role: *role, principal })
    }

    /// Tries sets of these roles, the cheapest first, each completed with roles on the entities.
    fn best_of(&self, above: &[Given]) -> Option<Vec<Given>> {
        // What all roles together do not give, none of the sets does.
        self.completed(above.to_vec())?;
        let sets = sets(above).into_iter().map(|set| (self.cost_of(&set), set));
        let mut sets: Vec<(C, Vec<Given>)> = sets.collect();
        sets.sort_by(|(cost, _), (other, _)| cost.cmp(other));
        let mut best: Option<(C, Vec<Given>)> = None;
        for (cost, set) in sets {
            // To complete a set makes it no cheaper.
            if best.as_ref().is_some_and(|(best, _)| *best <= cost) {
                break;
            }
            let Some(list) = self.completed(set) else { continue };
            let cost = self.cost_of(&list);
            if best.as_ref().is_none_or(|(best, _)| cost < *best) {
                best = Some((cost, list));
            }
        }
        best.map(|(_, list)| list)
    }

    fn cost_of(&self, list: &[Given]) -> C {
        (self.cost)(list.len(), width(self.access, list))
    }

    /// Returns the list with a role on each entity of which a need is not met yet; nothing where there is none.
    fn completed(&self, mut list: Vec<Given>) -> Option<Vec<Given>> {
        let mut entities: Vec<EntityId> = self.needs.iter().map(|need| need.entity).collect();
        entities.sort_unstable();
        entities.dedup();
        let are_few = entities.len() <= ENTITIES;
        for entity in entities {
            let needs: Vec<Need> = self.needs.iter().copied().filter(|need| need.entity == entity).collect();
            if self.is_enough(&list, &needs) {
                continue;
            }
            let is_inside = self.access.kind_of(entity) > EntityKind::Database;
            let roles = self.roles_on(entity).filter(|_| is_inside && are_few);
            let with = |role: Given| [list.as_slice(), &[role]].concat();
            let enough = roles.map(with).filter(|list| self.is_enough(list, &needs));
            list = enough.min_by_key(|list| self.cost_of(list))?;
        }
        Some(list)
    }

    fn is_enough(&self, list: &[Given], needs: &[Need]) -> bool {
        let given = [self.access.given, list].concat();
        Access { given: &given, ..*self.access }.meets(self.subject, needs)
    }
}

/// So many roles on the database and the cluster are tried together.
const TOGETHER: usize = 3;

/// Returns every set of so many of the roles, and of fewer.
fn sets(roles: &[Given]) -> Vec<Vec<Given>> {
    let mut sets: Vec<Vec<Given>> = vec![Vec::new()];
    for role in roles {
        let small = sets.iter().filter(|set| set.len() < TOGETHER);
        let larger: Vec<Vec<Given>> = small.map(|set| [set.as_slice(), &[*role]].concat()).collect();
        sets.extend(larger);
    }
    sets
}
