//! What a run gives to find: what there was before it is compared with what it leaves.

use std::sync::Arc;

use crate::catalog::{CLUSTER, Catalog, EntityId};
use crate::directory::{Directory, PrincipalId};
use crate::engine::World;
use crate::model::permission::Permission;
use crate::plan::finding::Finding;
use crate::plan::finding::{access, admins, assigned, dependencies, policies};
use crate::plan::trial::{Act, Trial};

/// The number of members from which on a group is wide, where nobody says otherwise.
pub const WIDE_GROUP: usize = 50;

/// What findings depend on besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// A group with more members than this is wide.
    pub wide_group: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { wide_group: WIDE_GROUP }
    }
}

/// What the rules look at.
pub(super) struct Run<'r> {
    /// What there was before.
    pub(super) before: &'r World<'r>,
    /// What there is after.
    pub(super) after: &'r World<'r>,
    /// What the statements changed.
    pub(super) acts: &'r [Act],
    pub(super) options: &'r Options,
}

impl Run<'_> {
    /// Returns the entity that there was before, of the number or else of the name that one has after.
    pub(super) fn former(&self, entity: EntityId) -> Option<EntityId> {
        let (before, after): (&Catalog, &Catalog) = (self.before.catalog, self.after.catalog);
        if before.get(entity).is_some() {
            return Some(entity);
        }
        let found = &after.get(entity)?.definition;
        let parent = if found.parent == CLUSTER { CLUSTER } else { self.former(found.parent)? };
        before.child(parent, found.kind(), &found.name)
    }

    /// Returns the principal as references name it.
    pub(super) fn fqn(&self, principal: PrincipalId) -> String {
        self.after.identity(principal).fqn()
    }

    /// Returns the principal as sentences name it.
    pub(super) fn name(&self, principal: PrincipalId) -> String {
        crate::access::principal_title(&self.after.access(), principal)
    }

    /// Returns the entity as sentences name it.
    pub(super) fn title(&self, entity: EntityId) -> String {
        crate::access::entity_title(self.after.catalog, entity)
    }
}

/// Returns whether nobody in a real cluster is the principal: it is built in.
pub(super) fn is_built_in(directory: &Directory, principal: PrincipalId) -> bool {
    [directory.local_admin(), directory.ingestion_application()].contains(&principal)
}

/// Returns what there is to find in a run and in what it leaves. `gains` are the permissions that principals have
/// after it and did not have before.
#[must_use]
pub fn findings(trial: &Trial, gains: &[(PrincipalId, EntityId, Permission)], options: &Options) -> Vec<Finding> {
    let mut found = said(trial);
    let compared = trial.before.world(|before| {
        trial.after.world(|after| {
            let run = Run { before, after, acts: &trial.acts, options };
            let rules = [admins::findings, dependencies::findings, assigned::findings, policies::findings];
            let by_rules = rules.iter().flat_map(|rule| rule(&run)).collect::<Vec<_>>();
            [by_rules, access::lost(&run), access::gained(&run, gains)].concat()
        })
    });
    found.extend(compared);
    in_order(&mut found, trial);
    found
}

/// Returns what the statements' texts give to find, and what was said of them. Of a role without effect the state in
/// the end decides.
fn said(trial: &Trial) -> Vec<Finding> {
    let warnings = trial.warnings.iter().map(|(statement, warning)| (statement, warning));
    let fault = trial.fault.iter().map(|fault| (&fault.statement, &fault.diagnostic));
    let said = warnings.chain(fault).map(|(statement, said)| Finding::said(said.clone(), Arc::new(statement.clone())));
    let said = said.filter(|found| found.rule != crate::model::finding::FindingRule::MissingDependency);
    trial.noticed.iter().cloned().chain(said).collect()
}

/// Sorts findings: those in no statement first, the others in the order of the scripts and their lines, and on one
/// line in the order of the rules.
fn in_order(found: &mut [Finding], trial: &Trial) {
    let mut origins: Vec<&str> = Vec::new();
    let acted = trial.acts.iter().map(|act| &*act.place.statement.origin);
    let warned = trial.warnings.iter().map(|(statement, _)| &*statement.origin);
    for origin in acted.chain(warned) {
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    found.sort_by_cached_key(|found| {
        let place = |origin: &str| origins.iter().position(|known| *known == origin).unwrap_or(origins.len());
        let begins = found.place().map(|(begins, _)| (place(found.origin()), begins.line));
        (begins, found.rule, found.place().map(|(begins, _)| begins.column), found.diagnostic.message.clone())
    });
}
