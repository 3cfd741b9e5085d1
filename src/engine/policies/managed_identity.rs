//! `managed_identity` (`managed-identity-policy.txt`, `alter-managed-identity-policy-command.md`,
//! `alter-merge-managed-identity-policy-command.md`).

use crate::catalog::{Entity, EntityId, IdentityUsages, Policy};
use crate::diagnostic::{Code, Diagnostic};
use crate::directory::{Directory, PrincipalId};
use crate::engine::policies::{edit, entities, report};
use crate::engine::{Decision, World};
use crate::model::entity::EntityKind;
use crate::model::identity_property::IdentityProperty;
use crate::model::policy::PolicyKind;
use crate::model::usage::Usage;
use crate::syntax::ast::policies::{Change, FilledValue, IdentityEntry, IdentityPolicy, Target};
use crate::syntax::json::literal;
use crate::table::Table;
use crate::text::{joined, visible};

mod assigned;

const POLICY: PolicyKind = PolicyKind::ManagedIdentity;

/// `.alter` and `.alter-merge … policy managed_identity`: a policy with an identity that is not
/// assigned to the cluster changes nothing.
pub(super) fn decide(
    change: Change,
    target: &Target<'_>,
    policy: &IdentityPolicy,
    world: &World<'_>,
) -> Result<Decision, Diagnostic> {
    let scopes = entities(world, target)?;
    let named = identities(policy, world.directory)?;
    let mut edits = Vec::new();
    for (id, entity) in scopes.iter().filter_map(|id| Some((*id, world.catalog.get(*id)?))) {
        let after = after(change, entity, &named);
        edits.extend(after.and_then(|after| edit(world, id, POLICY, Some(Policy::ManagedIdentity(after)))));
    }
    let warnings = warnings(target.kind(), policy, &named, world.directory);
    Ok(Decision { warnings, ..Decision::change(edits, report, &scopes) })
}

/// What a change answers: what `.show` does (the commands' pages, *Returns*).
pub(super) fn report(world: &World<'_>, entities: &[EntityId]) -> Table {
    report::whole(world, entities, POLICY)
}

/// The policy as JSON, with the properties filled in from the identities.
pub(super) fn json(directory: &Directory, entries: &[IdentityUsages]) -> String {
    let objects: Vec<String> = entries.iter().map(|entry| object(directory, entry)).collect();
    format!("[{}]", objects.join(", "))
}

fn object(directory: &Directory, entry: &IdentityUsages) -> String {
    let properties: Vec<String> = IdentityProperty::ALL
        .iter()
        .map(|property| {
            let value = match property {
                IdentityProperty::AllowedUsages => literal(&joined(&entry.usages)),
                other => value(directory, entry.identity, *other).to_string(),
            };
            format!("{}: {value}", literal(property.name()))
        })
        .collect();
    format!("{{{}}}", properties.join(", "))
}

/// What a property of the identity is.
fn value(directory: &Directory, identity: PrincipalId, property: IdentityProperty) -> FilledValue {
    let view = directory.identity(identity);
    match property {
        IdentityProperty::ObjectId => FilledValue::Text(view.object_id()),
        IdentityProperty::ClientId => FilledValue::Text(view.id.to_owned()),
        IdentityProperty::TenantId => FilledValue::Text(view.tenant.unwrap_or_default().to_owned()),
        IdentityProperty::DisplayName => FilledValue::Text(view.plain_name().to_owned()),
        IdentityProperty::IsSystem => FilledValue::Bool(directory.system_identity() == Some(identity)),
        IdentityProperty::AllowedUsages => FilledValue::Null,
    }
}

/// The identities of a policy, each named once.
fn identities(policy: &IdentityPolicy, directory: &Directory) -> Result<Vec<IdentityUsages>, Diagnostic> {
    let mut named: Vec<IdentityUsages> = Vec::with_capacity(policy.0.len());
    for entry in &policy.0 {
        let identity = assigned::assigned(directory, &entry.object_id)?;
        if let Some(first) = named.iter().position(|earlier| earlier.identity == identity) {
            let message = format!("the managed identity `{}` is given twice", visible(&entry.object_id.value));
            let error = Diagnostic::error(Code::BadRequest, message).at(entry.object_id.span);
            let first = policy.0.get(first).map_or(entry.object_id.span, |first| first.object_id.span);
            return Err(error.labelled(first, "first given here").help("give all its usages in one object"));
        }
        let usages = sorted(entry.usages.iter().map(|usage| usage.value).collect());
        named.push(IdentityUsages { identity, usages });
    }
    Ok(named)
}

fn sorted(mut usages: Vec<Usage>) -> Vec<Usage> {
    usages.sort_unstable();
    usages.dedup();
    usages
}

/// The policy after the change; nothing when there is nothing to merge.
fn after(change: Change, entity: &Entity, named: &[IdentityUsages]) -> Option<Vec<IdentityUsages>> {
    if change == Change::Replace {
        return Some(named.to_vec());
    }
    let mut merged = entity.policies.managed_identities().to_vec();
    for entry in named {
        match merged.iter_mut().find(|held| held.identity == entry.identity) {
            Some(held) => held.usages = sorted([held.usages.as_slice(), entry.usages.as_slice()].concat()),
            None => merged.push(entry.clone()),
        }
    }
    (!named.is_empty()).then_some(merged)
}

fn warnings(
    kind: EntityKind,
    policy: &IdentityPolicy,
    named: &[IdentityUsages],
    directory: &Directory,
) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for (entry, usages) in policy.0.iter().zip(named) {
        warnings.extend(refilled(entry, usages.identity, directory));
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
