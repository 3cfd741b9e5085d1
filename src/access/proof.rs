//! The readable proof of an answer: from the evaluator's witness to a tree of sentences.

use std::cmp::Reverse;
use std::fmt;

use serde::Serialize;

use crate::access::block::{Block, Request, blocked_sentence, details};
use crate::access::evaluate::{Access, Evaluation, Need, Through, Verdict, Witness};
use crate::access::grants::{grant, sought};
use crate::access::held::{Held, SHOWN, sufficient_list};
use crate::access::membership::Subject;
use crate::access::names::{entity_name, entity_title, principal_title, role_title};
use crate::access::path::group_path;
use crate::access::sentence;
use crate::access::suggest::suggest;
use crate::access::suggestion::Suggestion;
use crate::catalog::{CLUSTER, EntityId};
use crate::directory::{DeclaredRole, PrincipalId};
use crate::model::permission::Permission;
use crate::text::{quoted, sentence_list};

/// What a sentence of a proof is about; in JSON by these names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum NodeKind {
    /// The answer.
    Answer,
    /// A role that gives the permission.
    Grant,
    /// The role is assigned to the principal itself.
    Direct,
    /// The role is assigned to a group; the members on the way to it are below.
    Group,
    /// One step of the way: a member and its group.
    Member,
    /// The role is held on what holds the entity.
    Inheritance,
    /// The role has effect only together with another one.
    Dependency,
    /// Whether a managed identity is assigned to the cluster.
    Identity,
    /// Whether a policy allows a usage of a managed identity.
    Usage,
    /// View access is restricted.
    RestrictedView,
    /// Row-level security leaves only some rows.
    RowLevelSecurity,
    /// The principal is blocked.
    Blocked,
    /// A role that is held and does not give the permission.
    Held,
    /// The roles that would give it.
    Needed,
}

/// A sentence, and those that it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Node {
    /// What it is about.
    pub kind: NodeKind,
    /// The sentence.
    pub text: String,
    /// What it rests on.
    pub children: Vec<Self>,
}

impl Node {
    fn new(kind: NodeKind, text: impl Into<String>, children: Vec<Self>) -> Self {
        Self { kind, text: text.into(), children }
    }
}

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
    pub allowed: bool,
    /// The proof.
    pub root: Node,
    /// On a denial, the commands that would allow it.
    pub suggestion: Option<Suggestion>,
}

/// Proves whether the subject meets the need, and would be let to do so by such a request.
#[must_use]
pub fn prove(access: &Access<'_>, subject: Subject<'_>, need: Need, request: Request<'_>) -> Proof {
    let Need { permission: action, entity, .. } = need;
    Prover { access, subject, action, entity }.prove(request)
}

struct Prover<'q, 'a> {
    access: &'q Access<'a>,
    subject: Subject<'q>,
    action: Permission,
    entity: EntityId,
}

impl Prover<'_, '_> {
    fn prove(&self, request: Request<'_>) -> Proof {
        let catalog = self.access.catalog;
        let verdict = self.access.evaluate(self.subject, self.action, self.entity);
        let blocks = self.access.standing_blocks(self.subject, request);
        let granted = matches!(verdict, Verdict::Allowed(_));
        let allowed = granted && blocks.is_empty();
        let principal = self.access.identity(self.subject.principal()).fqn();
        let (entity, action) = (entity_title(catalog, self.entity), self.action);
        let text = match (allowed, granted) {
            (true, _) => format!("allowed: `{principal}` has `{action}` on {entity}"),
            (false, true) => format!("denied: `{principal}` is blocked, though it has `{action}` on {entity}"),
            (false, false) => format!("denied: `{principal}` does not have `{action}` on {entity}"),
        };
        let mut children: Vec<Node> = (!blocks.is_empty()).then(|| self.blocked(&blocks)).into_iter().collect();
        children.extend(self.reasons(&verdict));
        let database = catalog.database_of(self.entity).map(|(_, database)| database.definition.name.to_string());
        Proof {
            action: self.action.to_string(),
            entity: entity_name(catalog, self.entity),
            database,
            allowed,
            root: Node::new(NodeKind::Answer, text, children),
            suggestion: (!allowed).then(|| suggest(self.access, self.subject, &[self.need()], request)),
            principal,
        }
    }

    const fn need(&self) -> Need {
        Need::new(self.action, self.entity)
    }

    fn blocked(&self, blocks: &[Block<'_>]) -> Node {
        let details = details(self.access, self.subject.principal(), blocks).into_iter();
        let children = details.map(|detail| Node::new(NodeKind::Blocked, detail, Vec::new())).collect();
        Node::new(NodeKind::Blocked, blocked_sentence(blocks), children)
    }

    fn reasons(&self, verdict: &Verdict) -> Vec<Node> {
        match verdict {
            Verdict::Allowed(evaluation) => {
                let mut nodes = vec![self.granted(evaluation)];
                nodes.extend(evaluation.unrestricted.map(|(grant, dependency)| self.lifted(&grant, &dependency)));
                nodes.extend(self.row_security());
                nodes
            }
            Verdict::Restricted(evaluation) => vec![self.granted(evaluation), self.restricted()],
            Verdict::NoDependency(witness) => {
                [self.without_dependency(witness)].into_iter().chain(self.restricted_besides()).collect()
            }
            Verdict::NoRole => self.lacking(),
        }
    }

    fn granted(&self, evaluation: &Evaluation) -> Node {
        let text = format!("`{}` gives `{}`", self.role(&evaluation.grant), self.action);
        let mut children = self.held(&evaluation.grant, self.entity);
        children.extend(evaluation.dependency.map(|witness| self.dependency(&evaluation.grant, &witness)));
        Node::new(NodeKind::Grant, text, children)
    }

    /// Returns how a role is held: by whom, through which groups, and from where it comes down to `entity`.
    fn held(&self, witness: &Witness, entity: EntityId) -> Vec<Node> {
        let catalog = self.access.catalog;
        let mut nodes = vec![self.assigned(witness)];
        if witness.scope != entity {
            let (inner, outer) = (entity_title(catalog, entity), entity_title(catalog, witness.scope));
            let text = format!("inherited: a role on {outer} counts for {inner}");
            nodes.push(Node::new(NodeKind::Inheritance, text, Vec::new()));
        }
        nodes
    }

    fn assigned(&self, witness: &Witness) -> Node {
        let assigned = self.source(witness);
        match witness.through {
            Through::Itself => Node::new(NodeKind::Direct, format!("{assigned} the principal itself"), Vec::new()),
            Through::Group(group) => {
                let text = format!("{assigned} {}", principal_title(self.access, group));
                Node::new(NodeKind::Group, text, self.members(group))
            }
        }
    }

    /// Returns the steps from the principal to the group.
    fn members(&self, group: PrincipalId) -> Vec<Node> {
        let title = |principal| principal_title(self.access, principal);
        let principal = self.subject.principal();
        let Some(path) = group_path(self.access.directory, principal, group) else {
            let member = title(principal);
            let text = format!("{member} was a member when the membership cache last read it");
            return vec![Node::new(NodeKind::Member, text, Vec::new())];
        };
        path.iter()
            .zip(path.iter().skip(1))
            .map(|(member, group)| format!("{} is a member of {}", title(*member), title(*group)))
            .map(|text| Node::new(NodeKind::Member, text, Vec::new()))
            .collect()
    }

    /// Returns what gives the role: the catalog or the environment.
    fn source(&self, witness: &Witness) -> String {
        let holder = witness.through.holder(self.subject.principal());
        let is_this = |declared: &&DeclaredRole| {
            let entity = self.access.catalog.get(witness.scope);
            declared.role == witness.role
                && entity.is_some_and(|entity| {
                    entity.definition.declares(declared) && entity.assignments.get(witness.role, holder).is_none()
                })
        };
        let declared = self.access.directory.declared_roles_of(holder).find(is_this);
        declared.map_or("assigned to".to_owned(), |declared| format!("{} for", declared.origin.words()))
    }

    fn dependency(&self, grant: &Witness, witness: &Witness) -> Node {
        let text = format!("{}: `{}` is held", sentence::needs(self.access.catalog, grant), self.role(witness));
        Node::new(NodeKind::Dependency, text, self.held(witness, witness.scope))
    }

    fn without_dependency(&self, witness: &Witness) -> Node {
        let text = format!("`{}` would give `{}`", self.role(witness), self.action);
        Node::new(NodeKind::Grant, text, self.idle(witness))
    }

    /// Returns how a role is held that has no effect, and what is missing.
    fn idle(&self, witness: &Witness) -> Vec<Node> {
        let missing = sentence::dependency_missing(self.access.catalog, witness);
        let mut children = self.held(witness, self.entity);
        children.push(Node::new(NodeKind::Dependency, missing, Vec::new()));
        children
    }

    fn lifted(&self, grant: &Witness, dependency: &Witness) -> Node {
        let mut children = self.held(grant, grant.scope);
        children.push(self.dependency(grant, dependency));
        Node::new(NodeKind::RestrictedView, sentence::lifted(self.access.catalog, grant), children)
    }

    fn restricted(&self) -> Node {
        let text = sentence::restricted(self.access.catalog, self.entity);
        Node::new(NodeKind::RestrictedView, text, Vec::new())
    }

    fn row_security(&self) -> Option<Node> {
        let text = sentence::row_security(self.access.catalog, self.need())?;
        Some(Node::new(NodeKind::RowLevelSecurity, text, Vec::new()))
    }

    /// Returns the roles that are held and give something else, and those that would do.
    fn lacking(&self) -> Vec<Node> {
        let mut nodes: Vec<Node> = self.other_roles();
        if nodes.is_empty() {
            let above = if self.entity == CLUSTER { "" } else { " or on what holds it" };
            let title = entity_title(self.access.catalog, self.entity);
            nodes.push(Node::new(NodeKind::Held, format!("no role on {title}{above} is held"), Vec::new()));
        }
        let roles = sufficient_list(self.access.catalog, self.action, self.entity);
        let text = match roles.as_str() {
            "" => format!("no role gives `{}` there", self.action),
            roles => format!("`{}` is given by {roles}", self.action),
        };
        nodes.push(Node::new(NodeKind::Needed, text, Vec::new()));
        nodes.extend(self.restricted_besides());
        nodes
    }

    fn other_roles(&self) -> Vec<Node> {
        let mut held = self.access.held(self.subject, self.entity);
        held.sort_by_key(|held| Reverse(held.kind));
        let mut nodes: Vec<Node> = held.iter().take(SHOWN).map(|held| self.other_role(held)).collect();
        if let Some(more) = held.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            nodes.push(Node::new(
                NodeKind::Held,
                format!("{more} more roles are held, which do not give it"),
                Vec::new(),
            ));
        }
        nodes
    }

    fn other_role(&self, held: &Held) -> Node {
        let gives = grant(held.kind, held.witness.role).map_or_else(Vec::new, |row| {
            let asked = self.access.catalog.get(self.entity).map_or(held.kind, |entity| entity.definition.kind());
            let gives = |action: &&Permission| row.allows.has(sought(**action, asked)) && action.is_about(asked);
            Permission::ALL.iter().filter(gives).map(quoted).collect()
        });
        let gives = if gives.is_empty() { "nothing".to_owned() } else { sentence_list(&gives, "and") };
        if held.in_force {
            let text = format!("`{}` gives {gives}", self.role(&held.witness));
            Node::new(NodeKind::Held, text, self.held(&held.witness, self.entity))
        } else {
            let text = format!("`{}` would give {gives}", self.role(&held.witness));
            Node::new(NodeKind::Held, text, self.idle(&held.witness))
        }
    }

    /// Returns that view access is restricted, where that would be the next refusal.
    fn restricted_besides(&self) -> Option<Node> {
        let lifting = Permission::ViewRestricted;
        let is_lifted = self.access.evaluate(self.subject, lifting, self.entity) != Verdict::NoRole;
        let is_restricted = self.access.is_restricted(self.action, self.entity);
        (is_restricted && !is_lifted).then(|| self.restricted())
    }

    fn role(&self, witness: &Witness) -> String {
        role_title(self.access.catalog, witness)
    }
}

impl fmt::Display for Proof {
    /// The tree, then on a denial what would turn it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.root.text)?;
        branches(f, &self.root.children, &mut String::new())?;
        let Some(suggestion) = &self.suggestion else { return Ok(()) };
        if !suggestion.commands.is_empty() {
            write!(f, "\nto allow it, {} can run", suggestion.by)?;
            suggestion.commands.iter().try_for_each(|command| write!(f, "\n    {command}"))?;
        }
        suggestion.otherwise.iter().try_for_each(|sentence| write!(f, "\n{sentence}"))
    }
}

fn branches(f: &mut fmt::Formatter<'_>, nodes: &[Node], indent: &mut String) -> fmt::Result {
    for (index, node) in nodes.iter().enumerate() {
        let (branch, below) = if index + 1 == nodes.len() { ("└── ", "    ") } else { ("├── ", "│   ") };
        write!(f, "\n{indent}{branch}{}", node.text)?;
        indent.push_str(below);
        branches(f, &node.children, indent)?;
        indent.truncate(indent.len() - below.len());
    }
    Ok(())
}
