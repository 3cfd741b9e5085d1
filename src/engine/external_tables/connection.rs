//! Connection strings: stored without secrets, with their kind of authentication.

use std::sync::Arc;

use crate::catalog::EntityId;
use crate::catalog::body::external_tables::{Authentication, Connection};
use crate::diagnostic::Result;
use crate::engine::World;
use crate::model::connection;
use crate::model::usage::Usage;
use crate::syntax::literal::StringLiteral;

/// Returns a storage connection string. A managed identity in it must be assigned and allowed.
pub(super) fn storage(text: &StringLiteral<'_>, database: EntityId, world: &World<'_>) -> Result<Connection> {
    checked(text, connection::Authentication::of_storage(&text.text), database, world)
}

/// Returns an SQL connection string. A managed identity in it must be assigned and allowed.
pub(super) fn sql(text: &StringLiteral<'_>, database: EntityId, world: &World<'_>) -> Result<Connection> {
    checked(text, connection::Authentication::of_sql(&text.text), database, world)
}

fn checked(
    text: &StringLiteral<'_>,
    authentication: connection::Authentication<&str>,
    database: EntityId,
    world: &World<'_>,
) -> Result<Connection> {
    let authentication: Authentication = authentication.try_map(|spelled| -> Result<_> {
        let identity = world.assigned_identity(spelled, text.span)?;
        world.check_usage(database, identity, Usage::ExternalTable, text.span)?;
        Ok(Arc::from(world.identity(identity).object_id()))
    })?;
    Ok(Connection { text: Arc::from(text.redacted()), authentication })
}
