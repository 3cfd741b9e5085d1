//! What a run gives to find: what there was before it is compared with what it leaves.

use std::sync::Arc;

use crate::catalog::{Edit, diff};
use crate::diagnostic::Code;
use crate::engine::World;
use crate::model::finding::FindingRule;
use crate::plan::finding::blame::Blame;
use crate::plan::finding::compared::{Options, Run};
use crate::plan::finding::{Finding, access, admins, assigned, dependencies, policies, unread};
use crate::plan::plan::Gain;
use crate::plan::trial::{Act, Trial};

/// Returns what there is to find in a run and in what it leaves. `gains` are the permissions that principals have
/// after it and did not have before.
#[must_use]
pub fn findings(trial: &Trial, gains: &[Gain], options: &Options) -> Vec<Finding> {
    let mut found = said(trial);
    let compared = trial.before.world(|before| {
        trial.after.world(|after| {
            let whole = whole(trial, before, after);
            let (acts, by_name) = if trial.acts.is_empty() { (&whole, true) } else { (&trial.acts, false) };
            let (blame, unlisted) = (&Blame::new(acts), Default::default());
            let run = Run { before, after, acts, blame, options, by_name, unlisted };
            let rules = [admins::findings, dependencies::findings, assigned::findings, policies::findings];
            let by_rules = rules.iter().flat_map(|rule| rule(&run)).collect::<Vec<_>>();
            [by_rules, access::lost(&run), access::gained(&run, gains), unread::findings(&run, trial)].concat()
        })
    });
    found.extend(compared);
    in_order(&mut found, trial);
    found
}

/// Returns all that differs as one change, where no script made it: two states are compared. The numbers of entities are
/// those that they have after.
fn whole(trial: &Trial, before: &World<'_>, after: &World<'_>) -> Vec<Act> {
    if !trial.acts.is_empty() {
        return Vec::new();
    }
    let edits: Vec<Edit> = diff(after.catalog, before.catalog).into_iter().map(Edit::inverse).collect();
    let actor = after.directory.local_admin();
    if edits.is_empty() { Vec::new() } else { vec![Act { place: None, actor, edits }] }
}

/// Returns what the statements' texts give to find, and what was said of them. Of a role without effect the state in
/// the end decides. Of who is built in a run says what it does, and that is no finding.
fn said(trial: &Trial) -> Vec<Finding> {
    let of_cluster = trial.warnings.iter().filter(|(_, warning)| warning.code != Code::BuiltIn);
    let warnings = of_cluster.map(|(statement, warning)| (statement, warning));
    let fault = trial.fault.iter().map(|fault| (&fault.statement, &fault.diagnostic));
    let said = warnings.chain(fault).map(|(statement, said)| Finding::said(said.clone(), Arc::new(statement.clone())));
    let said = said.filter(|found| found.rule != FindingRule::MissingDependency);
    trial.noticed.iter().cloned().chain(said).collect()
}

/// Sorts findings: those in no statement first, the others in the order of the scripts and their lines, and on one
/// line in the order of the rules.
fn in_order(found: &mut [Finding], trial: &Trial) {
    let mut origins: Vec<&str> = Vec::new();
    let acted = trial.acts.iter().filter_map(|act| act.place.as_ref()).map(|place| &*place.statement.origin);
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
