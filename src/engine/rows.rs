//! Commands that are read by the form of their row: their row says what they do.

use crate::catalog::{EntityId, Policy};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::policies::merge::merged;
use crate::engine::policies::report;
use crate::engine::policies::target::{edit, entities};
use crate::engine::{Decision, World};
use crate::model::command_kind::Effect;
use crate::model::policy::PolicyKind;
use crate::syntax::ast::rows::RowCommand;
use crate::table::Table;

/// Decides a command by the effect of its kind. What it names must exist.
pub(super) fn decide(command: &RowCommand<'_>, world: &World<'_>) -> Result<Decision, Diagnostic> {
    let entities = entities(world, &command.target())?;
    match command.kind.carried().map(|carried| carried.effect) {
        Some(Effect::Policy(policy)) => of_policy(command, policy, &entities, world),
        _ => {
            let schema = command.kind.schema();
            Ok(Decision::show(move |_| Table::new(schema)))
        }
    }
}

fn of_policy(
    command: &RowCommand<'_>,
    policy: PolicyKind,
    entities: &[EntityId],
    world: &World<'_>,
) -> Result<Decision, Diagnostic> {
    if command.kind.is_show() {
        return Ok(report::of_show(policy, entities.to_vec()));
    }
    let mut edits = Vec::new();
    for id in entities {
        let after = after(command, policy, *id, world)?;
        edits.extend(edit(world, *id, policy, after));
    }
    let warnings = policy.warning().into_iter().map(|(what, advice)| {
        let message = format!("the policy `{policy}` {what}");
        Diagnostic::warning(Code::BadRequest, message).help(advice)
    });
    let change = Decision::change(edits, report::of_change(policy), entities);
    Ok(Decision { warnings: warnings.collect(), ..change })
}

/// Returns the policy after the command; none after `.delete`.
fn after(
    command: &RowCommand<'_>,
    policy: PolicyKind,
    entity: EntityId,
    world: &World<'_>,
) -> Result<Option<Policy>, Diagnostic> {
    let Some(given) = command.body() else { return Ok(None) };
    let content = match command.merges() {
        true => merged(world, entity, policy, given)?.to_string(),
        false => given.value.clone(),
    };
    Ok(Some(Policy::new(content)))
}
