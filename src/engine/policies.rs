//! Policies about access: one file a policy.

use crate::diagnostic::Diagnostic;
use crate::engine::policies::target::{edit, entities};
use crate::engine::{Decision, World};
use crate::model::policy::{Merge, PolicyKind};
use crate::syntax::ast::Target;
use crate::syntax::ast::policies::PolicyCommand;
use crate::syntax::json::{self, Json};

mod bodies;
mod doubts;
mod filled;
mod managed_identity;
mod merge;
mod mirroring;
mod report;
mod row_security;
mod script;
mod stored;
mod subject;
pub(super) mod target;
mod update;
mod update_columns;
mod values;
mod view_access;

pub(super) use report::{cells, json as shown};
pub use script::policy_script;
pub(super) use script::{script_of, script_of_identities};
pub(super) use stored::{decide as decide_stored, said_of_values};
pub use update::identities_in_use;
pub(in crate::engine) use update::spelled_identities;
pub(super) use update::{without_function, without_source};
pub(super) use values::{checked, said};

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
    }
}

fn decide_delete(policy: PolicyKind, target: &Target<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    row_security::refuse_external(world, target)?;
    let entities = entities(world, target)?;
    let edits = entities.iter().filter_map(|id| edit(world, *id, policy, None)).collect();
    Ok(Decision::change(edits, report::of_change(policy), &entities))
}

/// Returns the JSON array `held` with the items of another after its own.
pub(super) fn appended(held: &str, more: &Json) -> String {
    joined(Merge::Appended, held, more.clone())
}

/// Returns the JSON object `held` with the properties of another, in the objects inside too.
pub(super) fn nested(held: &str, more: &str) -> String {
    joined(Merge::Nested, held, parsed(more))
}

fn joined(merge: Merge, held: &str, more: Json) -> String {
    merge::merged(merge, Some(parsed(held)), more).to_string()
}

/// Returns what a canonical JSON text says.
fn parsed(text: &str) -> Json {
    json::read(text).map_or(Json::Null, |node| node.json)
}
