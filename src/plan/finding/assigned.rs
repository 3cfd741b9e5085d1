//! Roles that a run gives, one by one: to whom, and whether they add anything.

use hashbrown::HashSet;

use crate::access::{Given, Held, Through, Witness, grant, role_title};
use crate::catalog::AssignmentKey;
use crate::diagnostic::Severity;
use crate::directory::PrincipalId;
use crate::engine::undeclared;
use crate::model::finding::FindingRule;
use crate::model::principal::PrincipalKind;
use crate::model::role::Role;
use crate::plan::finding::Finding;
use crate::plan::finding::blame::assigned;
use crate::plan::finding::compared::Run;
use crate::plan::finding::dependencies::is_new;
use crate::text::{counted, few};

/// Finds what there is to say of each role that somebody has after a run and had not before.
pub(super) fn findings(run: &Run<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let mut met = HashSet::new();
    let mut found = Vec::new();
    for key in run.acts.iter().flat_map(|act| &act.edits).filter_map(assigned).map(|change| &change.key) {
        let given = Given { scope: key.entity, role: key.role, principal: key.principal };
        let is_first = seen.insert(key);
        if !is_first || run.after.directory.is_built_in(key.principal) || !is_new(run, &given) {
            continue;
        }
        let mut here: Vec<Finding> = [redundant(run, &given), wide(run, &given)].into_iter().flatten().collect();
        if met.insert(key.principal) {
            here.extend([foreign(run, &given), unknown(run, &given)].into_iter().flatten());
        }
        found.extend(here.into_iter().map(|finding| placed(run, key, finding)));
    }
    found.extend(renamed(run));
    found
}

fn placed(run: &Run<'_>, key: &AssignmentKey, finding: Finding) -> Finding {
    let finding = finding.of_principal(run.fqn(key.principal)).of_entity(run.title(key.entity));
    finding.placed(run.blame.given(key))
}

/// Returns the role as results name it: `Database Samples Viewer`.
fn title(run: &Run<'_>, given: &Given) -> String {
    role_title(run.after.catalog, &Witness { scope: given.scope, role: given.role, through: Through::Itself })
}

/// Finds that another role in force allows all that this one does.
fn redundant(run: &Run<'_>, given: &Given) -> Option<Finding> {
    let catalog = run.after.catalog;
    let allows = |scope, role| Some(grant(catalog.get(scope)?.definition.kind(), role)?.allows);
    let gives = allows(given.scope, given.role).filter(|gives| gives.count() > 0)?;
    let filled = run.after.filled(given.principal);
    let itself = Witness { scope: given.scope, role: given.role, through: Through::Itself };
    let is_wider = |held: &&Held| {
        let Witness { scope, role, .. } = held.witness;
        held.in_force && held.witness != itself && allows(scope, role).is_some_and(|wider| wider.and(gives) == wider)
    };
    let all = run.after.access().held(filled.subject(), given.scope);
    let wider = all.iter().find(is_wider)?.witness;
    let name = run.name(given.principal);
    let through = match wider.through.holder(given.principal) {
        holder if holder == given.principal => String::new(),
        group => format!(" through {}", run.name(group)),
    };
    let (role, wider) = (title(run, given), role_title(catalog, &wider));
    let message = format!("`{role}` adds nothing for {name}: it holds `{wider}`{through}");
    Some(Finding::new(FindingRule::RedundantAssignment, message))
}

/// Finds that a large group gets a role that takes care.
fn wide(run: &Run<'_>, given: &Given) -> Option<Finding> {
    let is_strong = matches!(given.role, Role::Admins | Role::UnrestrictedViewers);
    let identity = run.after.identity(given.principal);
    if !is_strong || identity.kind != PrincipalKind::Group {
        return None;
    }
    let (directory, most) = (run.after.directory, run.options.wide_group);
    let members = directory.member_count(given.principal);
    let everybody = directory.with_members([given.principal]).into_iter();
    let mut unlisted: Vec<PrincipalId> = everybody.filter(|one| directory.is_unlisted(*one)).collect();
    unlisted.sort_unstable();
    let (name, role) = (run.name(given.principal), title(run, given));
    let (message, severity) = match (members > most, unlisted.is_empty()) {
        (false, true) => return None,
        (true, is_listed) => {
            let least = if is_listed { "" } else { "at least " };
            let who_get = if members == 1 { "who gets" } else { "and each of them gets" };
            let message = format!("{name} has {least}{}, {who_get} `{role}`", counted(members, "member"));
            (message, Severity::Warning)
        }
        // Nobody can say that it is wide.
        (false, false) => {
            let groups = few(unlisted.into_iter().map(|group| run.name(group)).collect(), "and");
            let message = format!(
                "whether {name} is wide, which gets `{role}`, is unknown: nobody listed the members of {groups}"
            );
            (message, Severity::Note)
        }
    };
    let found = Finding::new(FindingRule::WideGroup, message).with_severity(severity);
    Some(found.help(format!("a group of more than {most} is wide: `--wide-group`")))
}

fn foreign(run: &Run<'_>, given: &Given) -> Option<Finding> {
    let tenant = run.after.directory.foreign_tenant(given.principal)?;
    let (name, role) = (run.name(given.principal), title(run, given));
    let message = format!("{name} is of tenant `{tenant}`, not of the cluster's home tenant, and gets `{role}`");
    Some(Finding::new(FindingRule::ForeignTenant, message))
}

fn unknown(run: &Run<'_>, given: &Given) -> Option<Finding> {
    let is_unknown = run.after.directory.is_undeclared(given.principal);
    let found = || Finding::new(FindingRule::UnknownPrincipal, undeclared(&run.fqn(given.principal)));
    is_unknown.then(found)
}

/// Finds principals with roles that another environment names otherwise.
fn renamed(run: &Run<'_>) -> Vec<Finding> {
    let place = run.blame.directory();
    if place.is_none() && !run.by_name {
        return Vec::new();
    }
    let is_held = |one: &PrincipalId| run.after.catalog.is_assigned(*one);
    let all = run.before.directory.principals().filter(|one| is_held(one) && run.after.directory.exists(*one));
    let each = all.filter_map(|one| {
        let (then, now) = (run.before.directory.identity(one), run.after.directory.identity(one));
        let (old, new) = match then.id.eq_ignore_ascii_case(now.id) {
            // Who had no name of its own has one now.
            true if then.plain_name() == then.id => return None,
            true => (then.plain_name(), now.plain_name()),
            false => (then.id, now.id),
        };
        let found = || {
            let message = format!("`{old}`, who holds roles, is named `{new}` now");
            Finding::new(FindingRule::RenamedPrincipal, message).of_principal(run.fqn(one)).placed(place.clone())
        };
        (old != new).then(found)
    });
    each.collect()
}
