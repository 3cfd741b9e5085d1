//! Policies that a run changes, and what depends on them.

use hashbrown::HashSet;

use crate::access::Access;
use crate::catalog::body::continuous_exports::ContinuousExport;
use crate::catalog::{CLUSTER, Edit, EntityId, PolicyKey};
use crate::directory::PrincipalId;
use crate::engine::identities_in_use;
use crate::model::entity::EntityKind;
use crate::model::finding::FindingRule;
use crate::model::policy::PolicyKind;
use crate::model::usage::Usage;
use crate::plan::finding::Finding;
use crate::plan::finding::compared::Run;

/// Finds tables that are no longer restricted, and usages that are taken away from what needs them.
pub(super) fn findings(run: &Run<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let policies = run.acts.iter().flat_map(|act| &act.edits).filter_map(|edit| match edit {
        Edit::Policy(change) => Some(change.key),
        _ => None,
    });
    for key in policies.filter(|key| seen.insert(*key)) {
        match key.policy {
            PolicyKind::RestrictedViewAccess => found.extend(visible(run, key.entity)),
            PolicyKind::ManagedIdentity => found.extend(unusable(run, key.entity)),
            _ => {}
        }
    }
    found
}

fn placed(run: &Run<'_>, entity: EntityId, policy: PolicyKind, finding: Finding) -> Finding {
    finding.placed(run.blame.policy(&PolicyKey { entity, policy }))
}

fn visible(run: &Run<'_>, entity: EntityId) -> Option<Finding> {
    let restricts =
        |world: &crate::engine::World<'_>, id| Some(world.catalog.get(id)?.policies.restricts_view_access());
    let was = restricts(run.before, run.former(entity)?)?;
    if !was || restricts(run.after, entity)? {
        return None;
    }
    let title = run.title(entity);
    let found = Finding::new(
        FindingRule::RestrictedTableVisible,
        format!("view access to {title} is no longer restricted: every viewer of the database sees its data"),
    );
    Some(placed(run, entity, PolicyKind::RestrictedViewAccess, found.of_entity(title)))
}

/// Finds what runs on behalf of an identity whose usage was taken away in the policy of this scope.
fn unusable(run: &Run<'_>, scope: EntityId) -> Vec<Finding> {
    const USAGE: Usage = Usage::AutomatedFlows;
    let catalog = run.after.catalog;
    let databases = if scope == CLUSTER { catalog.child_ids(CLUSTER, EntityKind::Database) } else { vec![scope] };
    let mut found = Vec::new();
    for database in databases {
        let Some(former) = run.former(database) else { continue };
        let (then, now) = (run.before.access(), run.after.access());
        for (what, identity) in users_of_identities(run, database) {
            let allows = |access: &Access<'_>, at| access.allowing_scope(identity, USAGE, at).is_some();
            if !allows(&then, former) || allows(&now, database) {
                continue;
            }
            let name = now.identity_name(identity);
            let message =
                format!("{what} runs on behalf of the managed identity `{name}`, which is no longer allowed `{USAGE}`");
            let command = now.allowing_command(identity, USAGE, scope);
            let finding = Finding::new(FindingRule::UsageInUse, message).help(format!("`{command}` allows it again"));
            let finding = finding.of_principal(run.fqn(identity)).of_entity(what);
            found.push(placed(run, scope, PolicyKind::ManagedIdentity, finding));
        }
    }
    found
}

/// Returns the continuous exports and update policies of a database that run on behalf of an identity; those that are
/// disabled do not run.
fn users_of_identities(run: &Run<'_>, database: EntityId) -> Vec<(String, PrincipalId)> {
    let (catalog, directory) = (run.after.catalog, run.after.directory);
    let mut all = Vec::new();
    for (id, entity) in catalog.all_children(database) {
        let export = entity.content::<ContinuousExport>().filter(|export| !export.disabled);
        let export = export.and_then(|export| export.identity.clone());
        let export = export.and_then(|identity| directory.managed_identity(&identity));
        all.extend(export.map(|identity| (run.title(id), identity)));
        let update = entity.policies.get(PolicyKind::Update).map(|policy| identities_in_use(policy.json()));
        let updates = update.into_iter().flatten().filter_map(|spelled| directory.managed_identity(&spelled));
        let what = || format!("the {} policy of {}", PolicyKind::Update, run.title(id));
        all.extend(updates.map(|identity| (what(), identity)));
    }
    all
}
