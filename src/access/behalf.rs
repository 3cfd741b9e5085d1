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
use crate::access::suggestion::Suggestion;
use crate::catalog::{CLUSTER, EntityId};
use crate::model::permission::Permission;
use crate::model::usage::Usage;

/// The words of the action in questions; the identity follows.
pub const ON_BEHALF: &str = "export on behalf of";

/// What continuous exports use an identity for.
const USAGE: Usage = Usage::AutomatedFlows;

/// A continuous export that somebody would create.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    /// Who creates it.
    pub subject: Subject<'a>,
    /// On whose behalf it would run.
    pub identity: Subject<'a>,
    /// In which database; a query over others needs views of those besides.
    pub database: EntityId,
}

/// What is asked of the identity itself.
struct Ready {
    assigned: bool,
    /// The scope whose policy allows the usage.
    usage: Option<EntityId>,
    views: Proof,
}

impl Ready {
    fn new(access: &Access<'_>, identity: Subject<'_>, database: EntityId, request: Request<'_>) -> Self {
        let principal = identity.principal();
        // The service asks for the identity: no client states anything then.
        let request = Request { client: &Client::default(), ..request };
        Self {
            assigned: access.directory.managed_identities().contains(&principal),
            usage: access.allowing_scope(principal, USAGE, database),
            views: prove(access, identity, Need::new(Permission::View, database), request),
        }
    }

    fn is_met(&self) -> bool {
        self.assigned && self.usage.is_some() && self.views.allowed
    }

    /// Returns whether the identity is assigned, and where its usage is allowed.
    fn sentences(&self, access: &Access<'_>, identity: Subject<'_>, database: EntityId) -> [(NodeKind, String); 2] {
        let title = |scope| entity_title(access.catalog, scope);
        let is = if self.assigned { "is" } else { "is not" };
        let identity = principal_title(access, identity.principal());
        let usage = match self.usage {
            Some(scope) => format!("the policy of {} allows {identity} the usage `{USAGE}`", title(scope)),
            None => format!(
                "neither the policy of {} nor that of {} allows {identity} the usage `{USAGE}`",
                title(CLUSTER),
                title(database)
            ),
        };
        [(NodeKind::Identity, format!("{identity} {is} assigned to the cluster")), (NodeKind::Usage, usage)]
    }
}

/// Proves whether the export may be created by such a request.
#[must_use]
pub fn prove_export(access: &Access<'_>, export: Export<'_>, request: Request<'_>) -> Proof {
    let Export { subject, identity, database } = export;
    let creates = prove(access, subject, Need::new(Permission::Administer, database), request);
    let ready = Ready::new(access, identity, database, request);
    let allowed = creates.allowed && ready.is_met();
    let action = format!("{ON_BEHALF} {}", principal_title(access, identity.principal()));
    let (word, may) = if allowed { ("allowed", "may") } else { ("denied", "may not") };
    let title = entity_title(access.catalog, database);
    let text = format!("{word}: `{}` {may} {action} in {title}", creates.principal);
    let sentences = ready.sentences(access, identity, database);
    let sentences = sentences.map(|(kind, text)| Node { kind, text, children: Vec::new() });
    let suggestion = (!allowed).then(|| missing(access, export, &ready, creates.suggestion, request));
    let children = [creates.root].into_iter().chain(sentences).chain([ready.views.root]).collect();
    Proof {
        principal: creates.principal,
        action,
        entity: entity_name(access.catalog, database),
        database: creates.database,
        allowed,
        root: Node { kind: NodeKind::Answer, text, children },
        suggestion,
    }
}

/// Returns what would allow it: the roles that are missing, and the usage in the database, the narrower scope.
fn missing(
    access: &Access<'_>,
    export: Export<'_>,
    ready: &Ready,
    creates: Option<Suggestion>,
    request: Request<'_>,
) -> Suggestion {
    if !ready.assigned {
        let sentence = "no command assigns an identity to the cluster: the environment does \
                        (`cluster.managedIdentities`), and the portal in the real service";
        return Suggestion { otherwise: Some(sentence.to_owned()), ..Suggestion::default() };
    }
    let by = sufficient_list(access.catalog, Permission::AdministerCluster, CLUSTER);
    let policy = ready.usage.is_none().then(|| {
        let command = access.allowing_command(export.identity.principal(), USAGE, export.database);
        Suggestion { commands: vec![command], by: by.clone(), otherwise: None }
    });
    let Export { subject, identity, database } = export;
    let both = [Permission::Administer, Permission::View].map(|needed| Need::new(needed, database));
    let (creates, views) = match subject == identity {
        true => (Some(suggest(access, subject, &both, request)), None),
        false => (creates, ready.views.suggestion.clone()),
    };
    let parts = [creates, policy, views].into_iter().flatten().filter(|part| !part.commands.is_empty());
    let parts: Vec<Suggestion> = parts.collect();
    let first = parts.first().map(|part| part.by.clone());
    let by = first.filter(|first| parts.iter().all(|part| part.by == *first)).unwrap_or(by);
    let otherwise = parts.iter().find_map(|part| part.otherwise.clone());
    let mut commands: Vec<String> = Vec::new();
    for command in parts.into_iter().flat_map(|part| part.commands) {
        if !commands.contains(&command) {
            commands.push(command);
        }
    }
    Suggestion { commands, by, otherwise }
}

/// Returns who may export on behalf of the identity: nobody while the identity itself is not ready,
/// but the sentences of what is missing then.
#[must_use]
pub fn exporters(
    access: &Access<'_>,
    memberships: &Memberships,
    (identity, database): (Subject<'_>, EntityId),
    expand: bool,
    request: Request<'_>,
) -> (Vec<Row>, Vec<String>) {
    let ready = Ready::new(access, identity, database, request);
    if ready.is_met() {
        let need = Need::new(Permission::Administer, database);
        return (who_can(access, memberships, need, expand, request), Vec::new());
    }
    let [assigned, usage] = ready.sentences(access, identity, database).map(|(_, text)| text);
    let views = ready.views.root.text.trim_start_matches("denied: ").to_owned();
    let (is_allowed, is_viewing) = (ready.usage.is_some(), ready.views.allowed);
    let all = [(ready.assigned, assigned), (is_allowed, usage), (is_viewing, views)];
    let missing = all.into_iter().filter(|(is_met, _)| !is_met).map(|(_, text)| text);
    (Vec::new(), missing.collect())
}
