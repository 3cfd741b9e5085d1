//! What would turn a refusal into an allowance: the narrowest list of commands, and after it a shorter one that gives
//! more.

use crate::access::block::Request;
use crate::access::evaluate::{Access, Need};
use crate::access::held::sufficient_list;
use crate::access::narrowest::{lists, width};
use crate::access::refresh::{refresh, refresh_besides};
use crate::access::suggestion::{Offer, Suggestion, giving, offer};
use crate::catalog::CLUSTER;
use crate::model::permission::Permission;
use crate::text::{quoted, sentence_list};

/// Returns the narrowest list of commands after which the principal of the request has all that is
/// needed and is not blocked.
#[must_use]
pub fn suggest(access: &Access<'_>, request: Request<'_>, needs: &[Need]) -> Suggestion {
    let roles = suggest_roles(access, request, needs);
    let blocks = access.standing_blocks(request);
    if blocks.is_empty() || roles.commands.is_empty() && roles.otherwise.is_some() {
        return roles;
    }
    let lifting: Vec<String> = blocks.iter().map(|block| block.lifting(access)).collect();
    let by = sufficient_list(access, Permission::AdministerCluster, CLUSTER);
    let with = |commands: Vec<String>| [lifting.as_slice(), &commands].concat();
    let wider = roles.wider.map(|wider| Offer { commands: with(wider.commands), by: by.clone() });
    Suggestion { commands: with(roles.commands), by, otherwise: roles.otherwise, wider }
}

/// Returns the narrowest list of commands that give roles or read memberships again, and a shorter one where there is
/// one.
pub(super) fn suggest_roles(access: &Access<'_>, request: Request<'_>, needs: &[Need]) -> Suggestion {
    let unmet = access.unmet(request.subject, needs);
    if unmet.is_empty() {
        return Suggestion::default();
    }
    // To read memberships again gives nothing to anybody.
    let refresh = refresh(access, request, &unmet);
    let lists = match lists(access, request.subject, &unmet) {
        Ok(lists) => lists,
        Err(needs) => return refresh.map_or_else(|| no_command(&needs), |(suggestion, _)| suggestion),
    };
    let (narrowest, length) = refresh
        .or_else(|| refresh_besides(access, request, &unmet, width(access, &lists.narrowest)))
        .unwrap_or_else(|| (giving(access, &lists.narrowest, request.database), lists.narrowest.len()));
    let is_shorter = lists.shortest.len() < length;
    let wider = is_shorter.then(|| offer(access, &lists.shortest, request.database));
    Suggestion { wider, ..narrowest }
}

fn no_command(needs: &[Need]) -> Suggestion {
    let permissions: Vec<String> = needs.iter().map(|need| quoted(need.permission)).collect();
    let permissions = sentence_list(&permissions, "and");
    let sentence = format!("no command gives {permissions} there: no role has it");
    Suggestion { otherwise: Some(sentence), ..Suggestion::default() }
}
