//! The smallest list of roles that gives what is missing: the evaluator tries lists as if they were
//! held.
//!
//! Roles are tried alone, then in pairs: in one database its admin and its unrestricted viewer have
//! all that there is to give, so that two always do. Among lists of one length the one on the
//! narrowest entities wins, then the one with the fewest permissions. Roles on the cluster are
//! tried where no others do: the real service has no commands for them.

use crate::access::evaluate::{Access, Given, Need};
use crate::access::grants::{grant, grants};
use crate::access::membership::Subject;
use crate::catalog::{CLUSTER, EntityId};
use crate::model::entity::EntityKind;

/// Returns the roles that meet the needs, those on wider entities first; or the needs that no role
/// meets. They are looked for in each database alone, since roles in one do not count in another.
///
/// # Errors
/// The needs of the cluster or of the database where no list is enough.
pub(super) fn smallest(access: &Access<'_>, subject: Subject<'_>, unmet: &[Need]) -> Result<Vec<Given>, Vec<Need>> {
    let mut given: Vec<Given> = access.given.to_vec();
    for needs in by_database(access, unmet) {
        let access = Access { given: &given, ..*access };
        let roles = Search { access: &access, subject, needs: &needs }.best();
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
struct Search<'q, 'a> {
    access: &'q Access<'a>,
    subject: Subject<'q>,
    needs: &'q [Need],
}

/// The roles on so many entities are tried; for more of them a role on the database is shorter.
const ENTITIES: usize = 4;

impl Search<'_, '_> {
    /// Returns the best list without the cluster's roles, or else with them.
    fn best(&self) -> Option<Vec<Given>> {
        let all = self.candidates();
        let inside = all.iter().copied().filter(|given| given.scope != CLUSTER).collect::<Vec<_>>();
        self.best_of(&inside).or_else(|| self.best_of(&all))
    }

    /// Returns each role on the entities and on what holds them that allows something.
    fn candidates(&self) -> Vec<Given> {
        let catalog = self.access.catalog;
        let mut all: Vec<Given> = Vec::new();
        for need in self.needs.iter().take(ENTITIES) {
            for (scope, found) in catalog.scopes(need.entity) {
                let rows = grants(found.definition.kind()).iter();
                let giving = rows.filter(|(_, grant)| grant.allows.count() > 0);
                let principal = self.subject.principal();
                let roles = giving.map(|(role, _)| Given { scope, role: *role, principal });
                all.extend(roles.filter(|given| !all.contains(given)).collect::<Vec<_>>());
            }
        }
        all
    }

    fn best_of(&self, candidates: &[Given]) -> Option<Vec<Given>> {
        let ones = candidates.iter().map(|given| vec![*given]);
        let later = |at: usize| candidates.iter().skip(at + 1);
        let pairs = candidates.iter().enumerate();
        let pairs = pairs.flat_map(|(at, given)| later(at).map(|other| vec![*given, *other]));
        self.cheapest(ones).or_else(|| self.cheapest(pairs))
    }

    fn cheapest(&self, lists: impl Iterator<Item = Vec<Given>>) -> Option<Vec<Given>> {
        lists.filter(|list| self.is_enough(list)).min_by_key(|list| self.cost(list))
    }

    fn is_enough(&self, list: &[Given]) -> bool {
        let given = [self.access.given, list].concat();
        Access { given: &given, ..*self.access }.meets(self.subject, self.needs)
    }

    /// Returns what a list costs beside another of its length: how wide its entities are, then how
    /// much it allows.
    fn cost(&self, list: &[Given]) -> (u32, u32) {
        let kinds = || list.iter().map(|given| (self.access.kind_of(given.scope), given.role));
        let width = |kind| match kind {
            EntityKind::Cluster => 4,
            EntityKind::Database => 1,
            _ => 0,
        };
        let allows = |(kind, role)| grant(kind, role).map_or(0, |row| row.allows.count());
        (kinds().map(|(kind, _)| width(kind)).sum(), kinds().map(allows).sum())
    }
}
