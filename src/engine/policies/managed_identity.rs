//! `managed_identity` (`managed-identity-policy.txt`, `alter-managed-identity-policy-command.md`,
//! `alter-merge-managed-identity-policy-command.md`).

use crate::catalog::{Entity, IdentityUsages, Policy};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::{Directory, PrincipalId};
use crate::engine::policies::filled::value;
use crate::engine::policies::report;
use crate::engine::policies::target::{edit, entities};
use crate::engine::{Decision, World};
use crate::model::entity::EntityKind;
use crate::model::policy::PolicyKind;
use crate::model::usage::Usage;
use crate::syntax::ast::Target;
use crate::syntax::ast::policies::{Change, FilledValue, IdentityEntry, IdentityPolicy};
use crate::text::visible;

const POLICY: PolicyKind = PolicyKind::ManagedIdentity;

/// An identity that a command names, and the entry that it makes.
type Named = (PrincipalId, IdentityUsages);

/// `.alter` and `.alter-merge … policy managed_identity`: a policy with an identity that is not
/// assigned to the cluster changes nothing.
pub(super) fn decide(
    change: Change,
    target: &Target<'_>,
    policy: &IdentityPolicy,
    world: &World<'_>,
) -> Result<Decision, Diagnostic> {
    let scopes = entities(world, target)?;
    let named = identities(policy, world)?;
    let mut edits = Vec::new();
    for (id, entity) in scopes.iter().filter_map(|id| Some((*id, world.catalog.get(*id)?))) {
        let after = after(change, entity, &named);
        edits.extend(after.and_then(|after| edit(world, id, POLICY, Some(Policy::identities(&after)))));
    }
    let warnings = warnings(target.kind(), policy, &named, world.directory);
    Ok(Decision { warnings, ..Decision::change(edits, report::of_change(POLICY), &scopes) })
}

/// Returns the identities of a policy, each named once, with the usages of each.
fn identities(policy: &IdentityPolicy, world: &World<'_>) -> Result<Vec<Named>, Diagnostic> {
    let mut named: Vec<Named> = Vec::with_capacity(policy.0.len());
    for entry in &policy.0 {
        let identity = world.assigned_identity(&entry.object_id.value, entry.object_id.span)?;
        if let Some(first) = named.iter().position(|(earlier, _)| *earlier == identity) {
            return Err(twice(policy, entry, first));
        }
        let object_id = world.directory.identity(identity).object_id();
        let usages = each_once(entry.usages.iter().map(|usage| usage.value));
        named.push((identity, IdentityUsages { object_id, usages }));
    }
    Ok(named)
}

fn twice(policy: &IdentityPolicy, entry: &IdentityEntry, first: usize) -> Diagnostic {
    let id = &entry.object_id;
    let message = format!("the managed identity `{}` is given twice", visible(&id.value));
    let first = policy.0.get(first).map_or(id.span, |first| first.object_id.span);
    Diagnostic::error(Code::BadRequest, message)
        .at(id.span)
        .labelled(first, "first given here")
        .help("give all its usages in one object")
}

/// Returns the usages in the order in which they were given, each once.
fn each_once(usages: impl IntoIterator<Item = Usage>) -> Vec<Usage> {
    let mut once = Vec::new();
    for usage in usages {
        if !once.contains(&usage) {
            once.push(usage);
        }
    }
    once
}

/// Returns the policy after the change; nothing when there is nothing to merge.
fn after(change: Change, entity: &Entity, named: &[Named]) -> Option<Vec<IdentityUsages>> {
    let given = || named.iter().map(|(_, entry)| entry.clone());
    if change == Change::Replace {
        return Some(given().collect());
    }
    let mut merged = entity.policies.managed_identities();
    for entry in given() {
        let is_held = |held: &&mut IdentityUsages| held.object_id.eq_ignore_ascii_case(&entry.object_id);
        match merged.iter_mut().find(is_held) {
            Some(held) => held.usages = each_once([held.usages.as_slice(), &entry.usages].concat()),
            None => merged.push(entry),
        }
    }
    (!named.is_empty()).then_some(merged)
}

fn warnings(kind: EntityKind, policy: &IdentityPolicy, named: &[Named], directory: &Directory) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for (entry, (identity, _)) in policy.0.iter().zip(named) {
        warnings.extend(refilled(entry, *identity, directory));
        if kind == EntityKind::Database {
            warnings.extend(without_effect(entry));
        }
    }
    warnings
}

/// Given values that are not the identity's: they are replaced (DESIGN, *Decisions*).
fn refilled(entry: &IdentityEntry, identity: PrincipalId, directory: &Directory) -> impl Iterator<Item = Diagnostic> {
    entry.filled.iter().filter_map(move |given| {
        let filled = value(directory, identity, given.property);
        let agrees = match (&given.value, &filled) {
            (FilledValue::Null, _) => true,
            (FilledValue::Text(given), FilledValue::Text(filled)) => given.eq_ignore_ascii_case(filled),
            (given, filled) => given == filled,
        };
        let message = format!("`{}` is filled in from the identity: {filled} replaces the given value", given.property);
        (!agrees).then(|| Diagnostic::warning(Code::ManagedIdentity, message).at(given.span))
    })
}

/// Usages that count in the cluster's policy only.
fn without_effect(entry: &IdentityEntry) -> impl Iterator<Item = Diagnostic> {
    entry.usages.iter().filter(|usage| !usage.value.counts_in_databases()).map(|usage| {
        let message = format!("the usage `{}` has no effect in the policy of a database", usage.value);
        Diagnostic::warning(Code::ManagedIdentity, message)
            .at(usage.span)
            .help(format!("allow it in the cluster's policy: `.alter-merge cluster policy {POLICY} …`"))
    })
}
