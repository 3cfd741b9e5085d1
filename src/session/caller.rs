//! Who runs a query, and what functions about the session answer from, such as `current_principal()`. It is taken from the
//! state once, so that nobody holds the state while a query runs.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use crate::diagnostic::Result;
use crate::directory::{Directory, PrincipalId};
use crate::engine::World;
use crate::model::principal::{PrincipalKind, PrincipalRef};
use crate::query;
use crate::query::functions::{Context, Patterns};
use crate::query::space::{Deadline, Space};
use crate::table::Table;

/// Who runs a query.
pub(super) struct Caller {
    now: Timestamp,
    database: Arc<str>,
    cluster: String,
    principal: PrincipalId,
    groups: Vec<PrincipalId>,
    fqn: String,
    details: Json,
}

/// Finds the principal that a reference names.
pub(super) type Find<'f> = &'f dyn Fn(&PrincipalRef<'_>) -> Option<PrincipalId>;

/// Returns the principal that a reference names, if the directory knows one.
pub(super) fn named(directory: &Directory, reference: &PrincipalRef<'_>) -> Option<PrincipalId> {
    directory.resolve(reference).ok()?.principal
}

impl Caller {
    /// Returns the principal who asks.
    pub(super) fn of(world: &World<'_>) -> Self {
        Self {
            now: world.now,
            database: Arc::from(world.database),
            cluster: world.directory.cluster_name().to_owned(),
            principal: world.subject.principal(),
            groups: world.subject.groups().to_vec(),
            fqn: world.identity(world.subject.principal()).fqn(),
            details: details(world),
        }
    }

    /// Runs a query, which has to be done by a time. `find` looks up whom `current_principal_is_member_of()` names.
    pub(super) fn run(
        &self,
        query: &query::Bound,
        table: &Table,
        deadline: Option<Deadline>,
        find: Find<'_>,
    ) -> Result<Table> {
        let context = Context {
            now: self.now,
            database: &self.database,
            cluster: &self.cluster,
            principal: &self.fqn,
            details: self.details.clone(),
            member_of: &|reference| self.is_or_is_in(reference, find),
            patterns: Patterns::default(),
            space: Space::until(deadline),
        };
        query.run(table, &context)
    }

    /// Returns whether the one who asks is the principal that a reference names, or is in that group.
    fn is_or_is_in(&self, reference: &str, find: Find<'_>) -> bool {
        let named = PrincipalRef::parse(reference).ok().and_then(|reference| find(&reference));
        named.is_some_and(|principal| principal == self.principal || self.groups.binary_search(&principal).is_ok())
    }
}

/// Returns what `current_principal_details()` answers (`current-principal-details-function.md`): the fields that the
/// directory knows.
fn details(world: &World<'_>) -> Json {
    let principal = world.identity(world.subject.principal());
    let kind = match principal.kind {
        PrincipalKind::User | PrincipalKind::Account => "AadUser",
        PrincipalKind::Group => "AadGroup",
        PrincipalKind::Application => "AadApp",
    };
    let sign_in = Some(principal.id).filter(|id| id.contains('@'));
    json!({
        "UserPrincipalName": sign_in,
        "IdentityProvider": "https://sts.windows.net",
        "Authority": principal.tenant,
        "Type": kind,
        "DisplayName": principal.display_name(world.tenant()),
        "ObjectId": principal.object_id(),
        "FQN": principal.fqn(),
    })
}
