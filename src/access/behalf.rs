//! Whether a principal may export on behalf of a managed identity
//! (`continuous-export-with-managed-identity.txt`; DESIGN, *Decisions*). It takes more than a role:
//! an identity that is assigned to the cluster, its usage, and its own view of the database.

use crate::access::answers::{Row, who_can};
use crate::access::block::{Client, Request};
use crate::access::evaluate::{Access, Need};
use crate::access::held::sufficient_list;
use crate::access::membership::{Memberships, Subject};
use crate::access::names::{entity_name, entity_title, principal_title};
use crate::access::proof::{Node, NodeKind, Proof, prove};
use crate::access::suggest::suggest;
use crate::access::suggestion::{Offer, Suggestion};
use crate::access::unlisted::Conclusion;
use crate::catalog::{CLUSTER, EntityId};
use crate::model::permission::{ON_BEHALF, Permission};
use crate::model::usage::Usage;

/// What continuous exports use an identity for.
const USAGE: Usage = Usage::AutomatedFlows;

/// A continuous export that somebody would create.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    /// On whose behalf it would run.
    pub identity: Subject<'a>,
    /// In which database; a query over others needs views of those besides.
    pub database: EntityId,
}

/// What is asked of the identity itself.
struct Ready<'a> {
    export: Export<'a>,
    assigned: bool,
    /// The scope whose policy allows the usage.
    usage: Option<EntityId>,
    views: Proof,
}

impl<'a> Ready<'a> {
    fn new(access: &Access<'_>, request: Request<'_>, export: Export<'a>) -> Self {
        let Export { identity, database } = export;
        let principal = identity.principal();
        // The service asks for the identity: there is no client that states anything.
        let request = Request { client: &Client::default(), ..request };
        Self {
            export,
            assigned: access.directory.managed_identities().contains(&principal),
            usage: access.allowing_scope(principal, USAGE, database),
            views: prove(access, request.of(identity), &Permission::View.into(), Need::new(Permission::View, database)),
        }
    }

    fn is_met(&self) -> bool {
        self.conclusion() == Conclusion::Allowed
    }

    fn conclusion(&self) -> Conclusion {
        let is_set_up = Conclusion::of(self.assigned && self.usage.is_some(), None);
        Conclusion::all([is_set_up, self.views.conclusion])
    }

    /// Returns whether the identity is assigned, and where its usage is allowed.
    fn sentences(&self, access: &Access<'_>) -> [(NodeKind, String); 2] {
        let title = |scope| entity_title(access.catalog, scope);
        let is = if self.assigned { "is" } else { "is not" };
        let identity = principal_title(access, self.export.identity.principal());
        let policy = match self.usage {
            Some(scope) => format!("the policy of {}", title(scope)),
            None => {
                let (outer, inner) = (title(CLUSTER), title(self.export.database));
                format!("neither the policy of {outer} nor that of {inner}")
            }
        };
        [
            (NodeKind::Identity, format!("{identity} {is} assigned to the cluster")),
            (NodeKind::Usage, format!("{policy} allows {identity} the usage `{USAGE}`")),
        ]
    }
}

/// Proves whether the export may be created by such a request.
#[must_use]
pub fn prove_export(access: &Access<'_>, request: Request<'_>, export: Export<'_>) -> Proof {
    let needed = Need::new(Permission::Administer, export.database);
    let creates = prove(access, request, &Permission::Administer.into(), needed);
    let ready = Ready::new(access, request, export);
    let conclusion = Conclusion::all([creates.conclusion, ready.conclusion()]);
    let action = format!("{ON_BEHALF} {}", principal_title(access, export.identity.principal()));
    let may = match conclusion {
        Conclusion::Allowed => "may",
        Conclusion::Denied => "may not",
        Conclusion::Unknown => "may or may not",
    };
    let title = entity_title(access.catalog, export.database);
    let text = format!("{}: `{}` {may} {action} in {title}", conclusion.word(), creates.principal);
    let sentences = ready.sentences(access).map(|(kind, text)| Node::leaf(kind, text));
    let suggestion = (conclusion != Conclusion::Allowed).then(|| missing(access, request, &ready, creates.suggestion));
    let children = [creates.root].into_iter().chain(sentences).chain([ready.views.root]).collect();
    Proof {
        principal: creates.principal,
        action,
        entity: entity_name(access.catalog, export.database),
        database: creates.database,
        conclusion,
        root: Node::new(NodeKind::Answer, text, children),
        suggestion,
    }
}

/// Returns what would allow it: the roles that are missing, and the usage in the database, the
/// narrower scope.
fn missing(access: &Access<'_>, request: Request<'_>, ready: &Ready<'_>, creates: Option<Suggestion>) -> Suggestion {
    if !ready.assigned {
        let sentence = "no command assigns an identity to the cluster: the environment does \
                        (`cluster.managedIdentities`), and the portal in the real service";
        return Suggestion { otherwise: Some(sentence.to_owned()), ..Suggestion::default() };
    }
    let Export { identity, database } = ready.export;
    let by = sufficient_list(access, Permission::AdministerCluster, CLUSTER);
    let policy = ready.usage.is_none().then(|| {
        let command = access.allowing_command(identity.principal(), USAGE, database);
        Suggestion { commands: vec![command], by: by.clone(), ..Suggestion::default() }
    });
    let both = [Permission::Administer, Permission::View].map(|needed| Need::new(needed, database));
    let (creates, views) = match request.subject.principal() == identity.principal() {
        true => (Some(suggest(access, request, &both)), None),
        false => (creates, ready.views.suggestion.clone()),
    };
    let parts = [creates, policy, views].into_iter().flatten().filter(|part| !part.commands.is_empty());
    let parts: Vec<Suggestion> = parts.collect();
    let first = parts.first().map(|part| part.by.clone());
    let by = first.filter(|first| parts.iter().all(|part| part.by == *first)).unwrap_or(by);
    let otherwise = parts.iter().find_map(|part| part.otherwise.clone());
    let wider = |part: &Suggestion| part.wider.as_ref().map_or(&part.commands, |wider| &wider.commands).clone();
    let has_wider = parts.iter().any(|part| part.wider.is_some());
    let wider = has_wider.then(|| Offer { commands: once_each(parts.iter().flat_map(wider)), by: by.clone() });
    Suggestion { commands: once_each(parts.into_iter().flat_map(|part| part.commands)), by, otherwise, wider }
}

fn once_each(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    for command in all {
        if !commands.contains(&command) {
            commands.push(command);
        }
    }
    commands
}

/// Returns who may export on behalf of the identity: nobody while the identity itself is not ready,
/// but the sentences of what is missing then.
#[must_use]
pub fn exporters(
    access: &Access<'_>,
    memberships: &Memberships,
    request: Request<'_>,
    export: Export<'_>,
    expand: bool,
) -> (Vec<Row>, Vec<String>) {
    let ready = Ready::new(access, request, export);
    if ready.is_met() {
        let need = Need::new(Permission::Administer, export.database);
        return (who_can(access, memberships, request, need, expand), Vec::new());
    }
    let [assigned, usage] = ready.sentences(access).map(|(_, text)| text);
    let (is_allowed, is_viewing) = (ready.usage.is_some(), ready.views.is_allowed());
    let views = ready.views.root.text.split_once(": ").map_or("", |(_, text)| text).to_owned();
    let all = [(ready.assigned, assigned), (is_allowed, usage), (is_viewing, views)];
    let missing = all.into_iter().filter(|(is_met, _)| !is_met).map(|(_, text)| text);
    (Vec::new(), missing.collect())
}
