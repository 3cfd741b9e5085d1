//! Policies about access: one file a policy.

use crate::diagnostic::Diagnostic;
use crate::engine::policies::target::{edit, entities};
use crate::engine::{Decision, World};
use crate::model::policy::PolicyKind;
use crate::syntax::ast::Target;
use crate::syntax::ast::policies::PolicyCommand;

mod bodies;
mod database_admins;
mod filled;
mod managed_identity;
pub(super) mod merge;
mod reads;
pub(super) mod report;
mod row_security;
mod script;
pub(super) mod target;
mod view_access;

pub(super) use reads::{Read, reads};
pub(super) use report::json;
pub(super) use script::script_of;

/// Decides a command about policies.
pub(super) fn decide(command: &PolicyCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    match command {
        PolicyCommand::Show(policy, target) => {
            row_security::refuse_external(world, target)?;
            Ok(report::of_show(*policy, entities(world, target)?))
        }
        PolicyCommand::Delete(policy, target) => decide_delete(*policy, target, world),
        PolicyCommand::AlterIdentities(change, target, policy) => {
            managed_identity::decide(*change, target, policy, world)
        }
        PolicyCommand::RestrictViewAccess(target, restricted) => view_access::decide(target, *restricted, world),
        PolicyCommand::SecureRows(rows) => row_security::decide(rows, world),
        PolicyCommand::AlterDatabaseAdmins(change, json) => database_admins::decide(*change, json, world),
    }
}

fn decide_delete(policy: PolicyKind, target: &Target<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    row_security::refuse_external(world, target)?;
    let entities = entities(world, target)?;
    let edits = entities.iter().filter_map(|id| edit(world, *id, policy, None)).collect();
    Ok(Decision::change(edits, report::of_change(policy), &entities))
}
