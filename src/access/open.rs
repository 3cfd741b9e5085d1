//! Proofs about commands that need no permission: they show or end what is one's own, or take any role.

use crate::access::block::{Request, blocked_sentence, details};
use crate::access::evaluate::{Access, Need};
use crate::access::names::entity_name;
use crate::access::proof::{Node, NodeKind, Proof};
use crate::access::suggest::suggest;
use crate::access::unlisted::Conclusion;
use crate::catalog::CLUSTER;
use crate::model::action::Action;

/// Proves whether the principal of the request may run such commands by such a request. `role` is a need that gives
/// the role which they take; without one they take nothing.
#[must_use]
pub fn prove_open(access: &Access<'_>, request: Request<'_>, action: &Action, role: Option<Need>) -> Proof {
    let blocks = access.standing_blocks(request);
    let granted = role.is_none() || access.has_any_role(request.subject);
    let allowed = granted && blocks.is_empty();
    let unknown = if granted { None } else { access.unknown_role(request) };
    let conclusion = Conclusion::of(allowed, unknown.as_ref());
    let (word, principal) = (conclusion.word(), access.fqn(request.subject.principal()));
    let text = match (&unknown, allowed, granted) {
        (Some(unknown), ..) => {
            format!("{word}: {}", unknown.condition(access, &principal, &format!("may run `{action}`")))
        }
        (None, true, _) => format!("{word}: `{principal}` may run `{action}`"),
        (None, false, true) => format!("{word}: `{principal}` is blocked, though it may run `{action}`"),
        (None, false, false) => format!("{word}: `{principal}` holds no role, and may not run `{action}`"),
    };
    let details = || details(access, request, &blocks).into_iter().map(|text| Node::leaf(NodeKind::Blocked, text));
    let blocked =
        (!blocks.is_empty()).then(|| Node::new(NodeKind::Blocked, blocked_sentence(&blocks), details().collect()));
    let needed = Node::leaf(NodeKind::Needed, format!("it takes {}", action.needs()));
    let missing: Vec<Need> = role.filter(|_| !granted).into_iter().collect();
    Proof {
        action: action.to_string(),
        entity: entity_name(access.catalog, CLUSTER),
        database: None,
        conclusion,
        root: Node::new(NodeKind::Answer, text, blocked.into_iter().chain([needed]).collect()),
        suggestion: (!allowed).then(|| suggest(access, request, &missing)),
        principal,
    }
}
