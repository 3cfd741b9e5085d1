//! What would turn a refusal into an allowance: the smallest list of commands.

use crate::access::block::Request;
use crate::access::evaluate::{Access, Need};
use crate::access::held::sufficient_list;
use crate::access::refresh::{refresh, refresh_besides};
use crate::access::smallest::smallest;
use crate::access::suggestion::{Suggestion, giving};
use crate::catalog::CLUSTER;
use crate::model::permission::Permission;
use crate::text::{quoted, sentence_list};

/// Returns the smallest list of commands after which the principal of the request has all that is
/// needed and is not blocked.
#[must_use]
pub fn suggest(access: &Access<'_>, request: Request<'_>, needs: &[Need]) -> Suggestion {
    let roles = suggest_roles(access, request, needs);
    let blocks = access.standing_blocks(request);
    if blocks.is_empty() || roles.commands.is_empty() && roles.otherwise.is_some() {
        return roles;
    }
    let lifting = blocks.iter().map(|block| block.lifting(access));
    Suggestion {
        commands: lifting.chain(roles.commands).collect(),
        by: sufficient_list(access, Permission::AdministerCluster, CLUSTER),
        otherwise: roles.otherwise,
    }
}

/// Returns the smallest list of commands that give roles or read memberships again.
pub(super) fn suggest_roles(access: &Access<'_>, request: Request<'_>, needs: &[Need]) -> Suggestion {
    let unmet = access.unmet(request.subject, needs);
    if unmet.is_empty() {
        return Suggestion::default();
    }
    let refresh = refresh(access, request, &unmet);
    let given = match smallest(access, request.subject, &unmet) {
        Ok(given) => given,
        Err(needs) => return refresh.unwrap_or_else(|| no_command(&needs)),
    };
    // Of two lists of one length, the one that gives nothing to anybody is better.
    refresh
        .filter(|refresh| refresh.commands.len() <= given.len())
        .or_else(|| refresh_besides(access, request, &unmet, given.len()))
        .unwrap_or_else(|| giving(access, &given, request.database))
}

fn no_command(needs: &[Need]) -> Suggestion {
    let permissions: Vec<String> = needs.iter().map(|need| quoted(need.permission)).collect();
    let permissions = sentence_list(&permissions, "and");
    let sentence = format!("no command gives {permissions} there: no role has it");
    Suggestion { otherwise: Some(sentence), ..Suggestion::default() }
}
