//! Policies about access.

use crate::catalog::{CLUSTER, EntityId, Policy};
use crate::diagnostic::Diagnostic;
use crate::directory::{Directory, PrincipalId};
use crate::engine::{Answer, Deciding, Decision, World};
use crate::model::usage::Usage;
use crate::syntax::ast::policies::PolicyCommand;

/// Decides a command of the family.
pub(super) fn decide(_: &PolicyCommand<'_>, _: &mut Deciding<'_>) -> Result<Decision, Diagnostic> {
    Ok(Decision { edits: Vec::new(), answer: Answer::Nothing, warnings: Vec::new() })
}

/// A policy as the Policy column shows it: JSON, or a word.
pub(super) fn json(_directory: &Directory, _policy: &Policy) -> String {
    String::new()
}

/// Whether the cluster or the database allows `usage` of a managed identity: the two policies add
/// up (`managed-identity-policy.txt`).
pub(super) fn allows_usage(world: &World<'_>, database: EntityId, identity: PrincipalId, usage: Usage) -> bool {
    [CLUSTER, database].iter().filter_map(|scope| world.catalog.get(*scope)).any(|scope| {
        scope.policies.managed_identities().iter().any(|entry| {
            entry.identity == identity && (entry.usages.contains(&usage) || entry.usages.contains(&Usage::All))
        })
    })
}
