//! Who runs a query: what functions about the session answer from, such as `current_principal()`.

use serde_json::{Value as Json, json};

use crate::diagnostic::Result;
use crate::engine::World;
use crate::model::principal::{PrincipalKind, PrincipalRef};
use crate::query;
use crate::query::functions::{Context, Patterns};
use crate::query::space::Space;
use crate::table::Table;

/// Runs a query for the principal who asks.
pub(super) fn run(query: &query::Bound, table: &Table, world: &World<'_>) -> Result<Table> {
    let member_of = |reference: &str| is_or_is_in(world, reference);
    let context = Context {
        now: world.now,
        database: world.database,
        cluster: world.directory.cluster_name(),
        principal: &world.identity(world.subject.principal()).fqn(),
        details: details(world),
        member_of: &member_of,
        patterns: Patterns::default(),
        space: Space::default(),
    };
    query.run(table, &context)
}

/// Returns whether the one who asks is the principal that a reference names, or is in that group.
fn is_or_is_in(world: &World<'_>, reference: &str) -> bool {
    let named = PrincipalRef::parse(reference).ok().and_then(|reference| world.directory.resolve(&reference).ok());
    named.and_then(|named| named.principal).is_some_and(|principal| {
        principal == world.subject.principal() || world.subject.groups().binary_search(&principal).is_ok()
    })
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
