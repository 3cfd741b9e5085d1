//! Whether a principal may export on behalf of a managed identity
//! (`continuous-export-with-managed-identity.txt`; DESIGN, *Decisions*). It takes more than a role:
//! an identity that is assigned to the cluster, its usage, and its own view of the database.

use crate::access::held::sufficient_list;
use crate::access::names::{entity_name, entity_title, principal_title};
use crate::access::{Access, Client, Need, Node, NodeKind, Proof, Request, Suggestion, prove, suggest, who_can};
use crate::catalog::{CLUSTER, EntityId};
use crate::directory::PrincipalId;
use crate::model::permission::Permission;
use crate::model::usage::Usage;
use crate::table::Table;

/// The words of the action in questions; the identity follows.
pub const ON_BEHALF: &str = "export on behalf of";

/// What continuous exports use an identity for.
const USAGE: Usage = Usage::AutomatedFlows;

/// A continuous export that somebody would create.
#[derive(Clone, Copy, Debug)]
pub struct Export {
    /// Who creates it.
    pub principal: PrincipalId,
    /// On whose behalf it would run.
    pub identity: PrincipalId,
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
    fn new(access: &Access<'_>, identity: PrincipalId, database: EntityId, request: Request<'_>) -> Self {
        Self {
            assigned: access.directory.managed_identities().contains(&identity),
            usage: access.allowing_scope(identity, USAGE, database),
            // The service asks for the identity: no client states anything then.
            views: prove(
                access,
                identity,
                Permission::View,
                database,
                Request { client: &Client::default(), ..request },
            ),
        }
    }

    fn is_met(&self) -> bool {
        self.assigned && self.usage.is_some() && self.views.allowed
    }

    /// That the identity is assigned, or not, and where its usage is allowed.
    fn sentences(&self, access: &Access<'_>, identity: PrincipalId, database: EntityId) -> [(NodeKind, String); 2] {
        let title = |scope| entity_title(access.catalog, scope);
        let is = if self.assigned { "is" } else { "is not" };
        let identity = principal_title(access, identity);
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

/// Proves whether the export may be created by such a request. The memberships of both principals
/// are to be filled before.
#[must_use]
pub fn prove_export(access: &Access<'_>, export: Export, request: Request<'_>) -> Proof {
    let Export { principal, identity, database } = export;
    let creates = prove(access, principal, Permission::Administer, database, request);
    let ready = Ready::new(access, identity, database, request);
    let allowed = creates.allowed && ready.is_met();
    let action = format!("{ON_BEHALF} {}", principal_title(access, identity));
    let (word, may) = if allowed { ("allowed", "may") } else { ("denied", "may not") };
    let text = format!("{word}: `{}` {may} {action} in {}", creates.principal, entity_title(access.catalog, database));
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

/// What would allow it: the roles that are missing, and the usage in the database, the narrower scope.
fn missing(
    access: &Access<'_>,
    export: Export,
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
        let command = access.allowing_command(export.identity, USAGE, export.database);
        Suggestion { commands: vec![command], by: by.clone(), otherwise: None }
    });
    let Export { principal, identity, database } = export;
    let both = [Permission::Administer, Permission::View].map(|permission| Need { permission, entity: database });
    let (creates, views) = match principal == identity {
        true => (Some(suggest(access, principal, &both, request)), None),
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

/// Who may export on behalf of the identity. Nobody may while the identity itself is not ready; what
/// is missing stands beside the table then.
#[must_use]
pub fn exporters(
    access: &Access<'_>,
    identity: PrincipalId,
    database: EntityId,
    expand: bool,
    request: Request<'_>,
) -> (Table, Vec<String>) {
    let table = who_can(access, Permission::Administer, database, expand, request);
    let ready = Ready::new(access, identity, database, request);
    if ready.is_met() {
        return (table, Vec::new());
    }
    let [assigned, usage] = ready.sentences(access, identity, database).map(|(_, text)| text);
    let views = ready.views.root.text.trim_start_matches("denied: ").to_owned();
    let missing = [(ready.assigned, assigned), (ready.usage.is_some(), usage), (ready.views.allowed, views)];
    let missing = missing.into_iter().filter(|(is_met, _)| !is_met).map(|(_, text)| text);
    (Table::new(table.schema()), missing.collect())
}
