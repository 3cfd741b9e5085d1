//! The readable proof of an answer: from the evaluator's witness to a tree of sentences.

use std::cmp::Reverse;

use crate::access::block::{Block, Request, blocked_sentence, details};
use crate::access::evaluate::{Access, Evaluation, Need, Through, Verdict, Witness};
use crate::access::grants::{grant, sought};
use crate::access::held::{Held, SHOWN, sufficient_list};
use crate::access::names::{entity_name, entity_title, principal_title, role_title};
use crate::access::path::group_path;
use crate::access::sentence;
use crate::access::suggest::suggest;
use crate::access::suggestion::Suggestion;
use crate::access::unlisted::{Conclusion, Unknown, supposing};
use crate::catalog::{CLUSTER, EntityId};
use crate::directory::PrincipalId;
use crate::model::action::Action;
use crate::model::permission::Permission;
use crate::model::rule::Instead;
use crate::text::{quoted, sentence_list};

mod tree;

pub use tree::{Node, NodeKind};

/// An answer with its proof and, where it is a denial, what would turn it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The principal, as the PrincipalFQN column has it.
    pub principal: String,
    /// What was asked for.
    pub action: String,
    /// The entity: `table StormEvents`.
    pub entity: String,
    /// The database that holds the entity or is it.
    pub database: Option<String>,
    /// The answer.
    pub conclusion: Conclusion,
    /// The proof.
    pub root: Node,
    /// Where it is not allowed, the commands that would allow it.
    pub suggestion: Option<Suggestion>,
}

impl Proof {
    /// Returns whether the answer is yes.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.conclusion == Conclusion::Allowed
    }
}

/// Proves whether the principal of the request may do so by such a request: whether it has what the action needs.
#[must_use]
pub fn prove(access: &Access<'_>, request: Request<'_>, action: &Action, need: Need) -> Proof {
    let Need { permission, entity, .. } = need;
    Prover { access, request, action, permission, entity, supposed: &[] }.prove()
}

#[derive(Clone, Copy)]
struct Prover<'q, 'a> {
    access: &'q Access<'a>,
    request: Request<'q>,
    action: &'q Action,
    permission: Permission,
    entity: EntityId,
    /// Unlisted groups in which the principal is supposed to be.
    supposed: &'q [PrincipalId],
}

impl Prover<'_, '_> {
    fn prove(&self) -> Proof {
        let catalog = self.access.catalog;
        let verdict = self.access.evaluate(self.request.subject, self.permission, self.entity);
        let blocks = self.access.standing_blocks(self.request);
        let granted = matches!(verdict, Verdict::Allowed(_));
        let allowed = granted && blocks.is_empty();
        let unknown = if granted { None } else { self.unknown() };
        let conclusion = Conclusion::of(allowed, unknown.as_ref());
        let principal = self.access.fqn(self.request.subject.principal());
        let (word, what) = (conclusion.word(), format!("`{}` on {}", self.action, entity_title(catalog, self.entity)));
        let text = match (&unknown, allowed, granted) {
            (Some(unknown), ..) => {
                format!("{word}: {}", unknown.condition(self.access, &principal, &format!("has {what}")))
            }
            (None, true, _) => format!("{word}: `{principal}` has {what}"),
            (None, false, true) => format!("{word}: `{principal}` is blocked, though it has {what}"),
            (None, false, false) => format!("{word}: `{principal}` does not have {what}"),
        };
        let blocked = (!blocks.is_empty()).then(|| self.blocked(&blocks));
        let ways = unknown.as_ref().map(|unknown| self.through_unlisted(unknown)).into_iter().flatten();
        // The role that wants another one stands among the ways already.
        let repeats = unknown.is_some() && verdict != Verdict::NoRole;
        let reasons = if repeats { Vec::new() } else { self.reasons(&verdict) };
        let reasons = ways.chain(reasons).chain(exceptions(self.action));
        let children = blocked.into_iter().chain(reasons).collect();
        let database = catalog.database_of(self.entity);
        let database = database.map(|(_, database)| database.definition.name.to_string());
        Proof {
            action: self.action.to_string(),
            entity: entity_name(catalog, self.entity),
            database,
            conclusion,
            root: Node::new(NodeKind::Answer, text, children),
            suggestion: (!allowed).then(|| suggest(self.access, self.request, &[self.need()])),
            principal,
        }
    }

    /// Returns through which unlisted groups the principal may have the permission, where no role that is known gives
    /// it.
    fn unknown(&self) -> Option<Unknown> {
        let needs = [self.need()];
        self.access.unknown(self.request, &needs, &self.access.unlisted(&needs))
    }

    /// Returns what each of the unlisted groups would give.
    fn through_unlisted(&self, unknown: &Unknown) -> Vec<Node> {
        let ways = unknown.ways();
        let mut nodes: Vec<Node> = ways.iter().take(SHOWN).flat_map(|groups| self.supposing(groups)).collect();
        if let Some(more) = ways.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            nodes.push(Node::leaf(NodeKind::Unlisted, format!("{more} more groups whose members nobody listed do so")));
        }
        nodes
    }

    /// Returns what gives the permission if the principal is a member of these groups.
    fn supposing(&self, groups: &[PrincipalId]) -> Vec<Node> {
        let filled = supposing(self.access, self.request.subject, groups);
        let prover = Prover { request: self.request.of(filled.subject()), supposed: groups, ..*self };
        let verdict = prover.access.evaluate(filled.subject(), self.permission, self.entity);
        prover.reasons_of_roles(&verdict)
    }

    const fn need(&self) -> Need {
        Need::new(self.permission, self.entity)
    }

    fn blocked(&self, blocks: &[Block<'_>]) -> Node {
        let details = details(self.access, self.request, blocks).into_iter();
        let children = details.map(|detail| Node::leaf(NodeKind::Blocked, detail)).collect();
        Node::new(NodeKind::Blocked, blocked_sentence(blocks), children)
    }

    fn reasons(&self, verdict: &Verdict) -> Vec<Node> {
        let mut nodes = self.reasons_of_roles(verdict);
        if !matches!(verdict, Verdict::Allowed(_)) {
            let uncounted = self.access.uncounted(self.request.subject, self.entity).into_iter();
            nodes.extend(uncounted.map(|text| Node::leaf(NodeKind::Held, text)));
        }
        nodes
    }

    fn reasons_of_roles(&self, verdict: &Verdict) -> Vec<Node> {
        match verdict {
            Verdict::Allowed(evaluation) => {
                let mut nodes = vec![self.granted(evaluation)];
                let lifting = evaluation.unrestricted;
                nodes.extend(lifting.map(|(role, dependency)| self.lifted(&role, &dependency)));
                nodes.extend(self.row_security());
                nodes
            }
            Verdict::Restricted(evaluation) => vec![self.granted(evaluation), self.restricted()],
            Verdict::NoDependency(witness) => {
                let idle = [self.without_dependency(witness)].into_iter();
                idle.chain(self.restricted_besides()).collect()
            }
            Verdict::NoRole => self.without_role(),
        }
    }

    fn granted(&self, evaluation: &Evaluation) -> Node {
        let gives = if self.supposed.is_empty() { "gives" } else { "would give" };
        let text = format!("`{}` {gives} `{}`", self.role(&evaluation.grant), self.action);
        let mut children = self.held(&evaluation.grant, self.entity);
        let dependency = evaluation.dependency;
        children.extend(dependency.map(|role| self.dependency(&evaluation.grant, &role)));
        Node::new(NodeKind::Grant, text, children)
    }

    /// Returns how a role is held: by whom, through which groups, and from where it comes down to
    /// `entity`.
    fn held(&self, witness: &Witness, entity: EntityId) -> Vec<Node> {
        let catalog = self.access.catalog;
        let mut nodes = vec![self.assigned(witness)];
        if witness.scope != entity {
            let [inner, outer] = [entity, witness.scope].map(|id| entity_title(catalog, id));
            let text = format!("inherited: a role on {outer} counts for {inner}");
            nodes.push(Node::leaf(NodeKind::Inheritance, text));
        }
        nodes
    }

    fn assigned(&self, witness: &Witness) -> Node {
        let assigned = self.source(witness);
        match witness.through {
            Through::Itself => Node::leaf(NodeKind::Direct, format!("{assigned} the principal itself")),
            Through::Group(group) => {
                let text = format!("{assigned} {}", principal_title(self.access, group));
                Node::new(NodeKind::Group, text, self.members(group))
            }
        }
    }

    /// Returns the steps from the principal to the group.
    fn members(&self, group: PrincipalId) -> Vec<Node> {
        let title = |principal| principal_title(self.access, principal);
        let principal = self.request.subject.principal();
        let path = |from| group_path(self.access.directory, from, group);
        let (from, path) = match path(principal) {
            Some(path) => (None, path),
            None => match self.supposed.iter().find_map(|from| Some((Some(*from), path(*from)?))) {
                Some(supposed) => supposed,
                None => {
                    let member = title(principal);
                    let text = format!("{member} was a member when the membership cache last read it");
                    return vec![Node::leaf(NodeKind::Member, text)];
                }
            },
        };
        let unlisted = from.map(|group| {
            let text = format!("nobody listed the members of {}: {} may be one", title(group), title(principal));
            Node::leaf(NodeKind::Unlisted, text)
        });
        let steps = path.iter().zip(path.iter().skip(1));
        let steps = steps.map(|(member, group)| format!("{} is a member of {}", title(*member), title(*group)));
        unlisted.into_iter().chain(steps.map(|text| Node::leaf(NodeKind::Member, text))).collect()
    }

    /// Returns what gives the role: the catalog or the environment.
    fn source(&self, witness: &Witness) -> String {
        let holder = witness.through.holder(self.request.subject.principal());
        let found = self.access.catalog.get(witness.scope).map(|entity| (witness.scope, entity));
        let source = found.and_then(|place| self.access.source(holder, witness.role, place));
        match source.and_then(|source| source.origin) {
            Some(origin) => format!("{} for", origin.words()),
            None if self.access.is_added(witness.scope, witness.role, holder) => {
                "assigned on the follower to".to_owned()
            }
            None => "assigned to".to_owned(),
        }
    }

    fn dependency(&self, grant: &Witness, witness: &Witness) -> Node {
        let needs = sentence::needs(self.access, grant);
        let held = if self.is_supposed(witness) { "would be held" } else { "is held" };
        let text = format!("{needs}: `{}` {held}", self.role(witness));
        Node::new(NodeKind::Dependency, text, self.held(witness, witness.scope))
    }

    /// Returns whether a role is held only if the principal is in the groups in which it is supposed to be.
    fn is_supposed(&self, witness: &Witness) -> bool {
        let Through::Group(group) = witness.through else { return false };
        let principal = self.request.subject.principal();
        !self.supposed.is_empty() && group_path(self.access.directory, principal, group).is_none()
    }

    fn without_dependency(&self, witness: &Witness) -> Node {
        let text = format!("`{}` would give `{}`", self.role(witness), self.action);
        Node::new(NodeKind::Grant, text, self.idle(witness))
    }

    /// Returns how a role is held that has no effect, and what is missing.
    fn idle(&self, witness: &Witness) -> Vec<Node> {
        let missing = sentence::dependency_missing(self.access, witness);
        let mut children = self.held(witness, self.entity);
        children.push(Node::leaf(NodeKind::Dependency, missing));
        children
    }

    fn lifted(&self, grant: &Witness, dependency: &Witness) -> Node {
        let mut children = self.held(grant, grant.scope);
        children.push(self.dependency(grant, dependency));
        Node::new(NodeKind::RestrictedView, sentence::lifted(self.access.catalog, grant), children)
    }

    fn restricted(&self) -> Node {
        let text = sentence::restricted(self.access.catalog, self.entity);
        Node::leaf(NodeKind::RestrictedView, text)
    }

    fn row_security(&self) -> Option<Node> {
        let text = sentence::row_security(self.access.catalog, self.need())?;
        Some(Node::leaf(NodeKind::RowLevelSecurity, text))
    }

    /// Returns the roles that are held and give something else, and those that would be enough.
    fn without_role(&self) -> Vec<Node> {
        let mut nodes: Vec<Node> = self.other_roles();
        if nodes.is_empty() {
            let above = if self.entity == CLUSTER { "" } else { " or on what holds it" };
            let title = entity_title(self.access.catalog, self.entity);
            nodes.push(Node::leaf(NodeKind::Held, format!("no role on {title}{above} is held")));
        }
        let roles = sufficient_list(self.access, self.permission, self.entity);
        let text = match roles.as_str() {
            "" => format!("no role gives `{}` there", self.action),
            roles => format!("`{}` is given by {roles}", self.action),
        };
        nodes.push(Node::leaf(NodeKind::Needed, text));
        nodes.extend(self.restricted_besides());
        nodes
    }

    fn other_roles(&self) -> Vec<Node> {
        let mut held = self.access.held(self.request.subject, self.entity);
        held.sort_by_key(|held| Reverse(held.kind));
        let shown = held.iter().take(SHOWN);
        let mut nodes: Vec<Node> = shown.map(|held| self.other_role(held)).collect();
        if let Some(more) = held.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            let text = format!("{more} more roles are held, which do not give it");
            nodes.push(Node::leaf(NodeKind::Held, text));
        }
        nodes
    }

    fn other_role(&self, held: &Held) -> Node {
        let (kind, row) = (self.access.kind_of(self.entity), grant(held.kind, held.witness.role));
        let is_given = |action| row.is_some_and(|row| row.allows.has(sought(action, kind)));
        let actions = Permission::ALL.iter().filter(|action| action.is_about(kind));
        let given: Vec<String> = actions.filter(|action| is_given(**action)).map(quoted).collect();
        let given = match given.as_slice() {
            [] => "nothing".to_owned(),
            actions => sentence_list(actions, "and"),
        };
        let (gives, children) = match held.in_force {
            true => ("gives", self.held(&held.witness, self.entity)),
            false => ("would give", self.idle(&held.witness)),
        };
        let text = format!("`{}` {gives} {given}", self.role(&held.witness));
        Node::new(NodeKind::Held, text, children)
    }

    /// Returns that view access is restricted, where that would be the next refusal.
    fn restricted_besides(&self) -> Option<Node> {
        let (access, subject) = (self.access, self.request.subject);
        let lifting = access.evaluate(subject, Permission::ViewRestricted, self.entity);
        let is_next = access.is_restricted(self.permission, self.entity) && lifting == Verdict::NoRole;
        is_next.then(|| self.restricted())
    }

    fn role(&self, witness: &Witness) -> String {
        role_title(self.access.catalog, witness)
    }
}

/// Returns what only some of the commands need that the action is.
fn exceptions(action: &Action) -> Vec<Node> {
    let others = action.is_about_others().then(|| "about oneself nothing is needed".to_owned());
    let exceptions = action.exceptions().map(|Instead { when, rule }| format!("where it {when}, it takes {rule}"));
    others.into_iter().chain(exceptions).map(|text| Node::leaf(NodeKind::Exception, text)).collect()
}
