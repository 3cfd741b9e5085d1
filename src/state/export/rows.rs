//! Roles as rows, for spreadsheets and programs.

use crate::directory::Origin;
use crate::schema;
use crate::state::export::assignments::Assignment;
use crate::state::export::principal::shown;
use crate::table::{Schema, Table, Value};

/// The columns of `.show … principals` that say who and what, with what the role is on and where it comes from.
const COLUMNS: Schema = schema! {
    DatabaseName: String, EntityType: String, EntityName: String, Role: String, PrincipalType: String,
    PrincipalDisplayName: String, PrincipalObjectId: String, PrincipalFQN: String, TenantId: String, Notes: String,
    Source: String,
};

/// Returns the table, one row a role.
pub(super) fn table(held: &[&Assignment<'_>]) -> Table {
    let mut table = Table::new(COLUMNS);
    for Assignment { scope, role, who, notes, origin, .. } in held.iter().copied() {
        table.push([
            Value::from(scope.database.clone()),
            Value::from(scope.kind.title()),
            Value::from(scope.name.clone()),
            Value::from(role.display(scope.kind, &scope.name)),
            Value::from(who.kind.type_name()),
            Value::from(who.plain_name()),
            Value::from(who.known_object_id().unwrap_or_default()),
            Value::from(shown(who)),
            Value::from(who.tenant.unwrap_or_default()),
            Value::from(*notes),
            Value::from(origin.map_or("assigned", Origin::words)),
        ]);
    }
    table
}
