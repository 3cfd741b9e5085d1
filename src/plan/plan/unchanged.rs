//! Why a difference changes nobody's access.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::access::{Request, Unlisted, Verdict, grant, principal_title, role_title, stated_requests};
use crate::catalog::BlockedKey;
use crate::directory::PrincipalId;
use crate::engine::World;
use crate::model::permission::Permission;
use crate::model::role::Role;
use crate::plan::difference::{Difference, Sign, What};
use crate::plan::effect::Effect;
use crate::text::{few, sentence_list};

/// Returns why nobody's access changes by the role that somebody gets or loses.
pub(super) fn why_no_change(
    difference: &Difference,
    concerned: &HashMap<PrincipalId, Vec<&Effect>>,
    before: &World<'_>,
    after: &World<'_>,
) -> Option<String> {
    let (role, principal) = match &difference.what {
        What::Assignment(role, principal) => (*role, *principal),
        What::Block(key) => return why_no_loss(key, concerned, after),
        _ => return None,
    };
    let gained = match difference.sign() {
        Sign::Changed => return Some("the notes alone differ".to_owned()),
        Sign::Added => true,
        Sign::Removed => false,
    };
    let scope = &difference.scope;
    let side = if gained { after } else { before };
    let is_in_force = |id| side.access().is_in_force(side.filled(principal).subject(), id, role);
    let by_it = |effect: &&&Effect| effect.witness.role == role && effect.gained == gained;
    let is_used = || concerned.get(&principal).into_iter().flatten().any(|effect| by_it(&effect));
    let is_dependent = grant(scope.kind, role).is_some_and(|row| row.is_dependent());
    if is_dependent && scope.find(side.catalog).is_some_and(|id| !is_in_force(id)) && !is_used() {
        return Some(if gained { "the role has no effect yet" } else { "the role had no effect" }.to_owned());
    }
    let has_effect = |effect: &&&Effect| {
        effect.gained == gained && (effect.scope == *scope || effect.scope.database == scope.database)
    };
    if concerned.get(&principal).is_some_and(|effects| effects.iter().any(|effect| has_effect(&effect))) {
        return None;
    }
    if after.is_blocked(after.filled(principal).subject()) {
        return Some(format!("{} is blocked", principal_title(&after.access(), principal)));
    }
    why_others_do(difference, (role, principal), gained, before, after)
}

/// Returns why nobody's access changes by a role where what it would give, or gave, is held by another one on both sides.
fn why_others_do(
    difference: &Difference,
    (role, principal): (Role, PrincipalId),
    gained: bool,
    before: &World<'_>,
    after: &World<'_>,
) -> Option<String> {
    let scope = &difference.scope;
    let world = if gained { before } else { after };
    let id = scope.find(world.catalog)?;
    let filled = world.filled(principal);
    let Some(row) = grant(scope.kind, role).filter(|row| row.allows.count() > 0) else {
        return Some("the role grants nothing".to_owned());
    };
    let access = world.access();
    let held = Permission::ALL.iter().filter(|permission| row.allows.has(**permission));
    let other = held.filter_map(|permission| match access.granted(filled.subject(), *permission, id) {
        Verdict::Allowed(evaluation) => Some(evaluation.grant),
        _ => None,
    });
    let titles: BTreeSet<String> = other.map(|witness| role_title(world.catalog, &witness)).collect();
    let titles: Vec<String> = titles.into_iter().collect();
    if let (true, Some(groups)) = (titles.is_empty(), waits_for(difference, if gained { after } else { before })) {
        let has = if gained { "has" } else { "had" };
        return Some(format!(
            "whether the role {has} effect is unknown: it depends on who is in {groups} (members unknown)"
        ));
    }
    Some(match (titles.as_slice(), gained) {
        ([], true) => "the role has no effect yet".to_owned(),
        ([], false) => "the role had no effect".to_owned(),
        (titles, true) => format!("already {}", sentence_list(titles, "and")),
        (titles, false) => format!("still {}", sentence_list(titles, "and")),
    })
}

/// Returns the groups whose members nobody listed and in which a role that somebody gets or loses has effect.
fn waits_for(difference: &Difference, world: &World<'_>) -> Option<String> {
    let What::Assignment(role, principal) = difference.what else { return None };
    let id = difference.scope.find(world.catalog)?;
    let (access, filled) = (world.access(), world.filled(principal));
    let request = Request { subject: filled.subject(), ..world.request() };
    let unlisted = Unlisted::default().at(&access, id);
    let unknown = access.unknown_where(request, &unlisted, |subject| access.is_in_force(subject, id, role))?;
    let name = |group: &PrincipalId| world.identity(*group).plain_name().to_owned();
    Some(few(unknown.groups.iter().map(name).collect(), if unknown.each { "or" } else { "and" }))
}

/// Returns why nobody's access changes by a block, or by its end.
fn why_no_loss(key: &BlockedKey, concerned: &HashMap<PrincipalId, Vec<&Effect>>, world: &World<'_>) -> Option<String> {
    if let Some(requests) = stated_requests(key) {
        return Some(format!("the block is for {requests}, and for no others"));
    }
    let changes = world.directory.with_members([key.principal]).iter().any(|one| {
        let effects = concerned.get(one).into_iter().flatten();
        effects.into_iter().any(|effect| effect.is_by_block && effect.principal == *one)
    });
    (!changes).then(|| "no access depends on it".to_owned())
}
