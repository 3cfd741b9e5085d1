//! The AuthorizedPrincipals column of details (`show-table-details-command.md`, *Output example*).

use serde::Serialize;

use crate::catalog::EntityId;
use crate::engine::World;
use crate::engine::roles::listing::listed;

/// One principal as the page shows it; the role is ours, since a table has more than one.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Authorized<'a> {
    r#type: &'static str,
    display_name: String,
    object_id: String,
    #[serde(rename = "FQN")]
    fqn: String,
    notes: &'a str,
    role: &'static str,
}

/// Returns the principals that have a role on the entity itself, as a JSON list.
pub(in crate::engine) fn authorized(world: &World<'_>, entity: EntityId) -> String {
    let own = listed(world, entity).into_iter().map(|held| {
        let identity = world.identity(held.principal);
        Authorized {
            r#type: identity.kind.type_name(),
            display_name: identity.display_name(world.tenant()),
            object_id: identity.object_id(),
            fqn: identity.fqn(),
            notes: held.notes,
            role: held.role.title(),
        }
    });
    // Text alone: nothing in it could fail to be JSON.
    serde_json::to_string(&own.collect::<Vec<_>>()).unwrap_or_default()
}
