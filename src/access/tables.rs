//! Answers of access as tables.

use crate::access::answers::Row;
use crate::access::evaluate::{Access, Through, Witness};
use crate::access::grants::grant;
use crate::access::held::Held;
use crate::access::names::{entity_name, role_title};
use crate::access::path::named_way;
use crate::access::sentence::needed;
use crate::catalog::EntityId;
use crate::directory::PrincipalId;
use crate::schema;
use crate::table::{Schema, Table, Value};
use crate::text::joined;

const WHO: Schema = schema! {
    PrincipalType: String, PrincipalDisplayName: String, PrincipalFQN: String, Role: String,
    Via: String,
};
/// What stands beside a group whose members nobody listed.
const MEMBERS_UNKNOWN: &str = "(members unknown)";
const WHAT: Schema = schema! {
    Database: String, Entity: String, Actions: String, Role: String, Via: String,
};
const ROLES: Schema = schema! {
    Database: String, Entity: String, Role: String, Via: String, Effect: String, Notes: String,
};

/// Returns the table of who can do something, as somebody of the tenant `seen_from` sees it.
#[must_use]
pub fn who_can_table(access: &Access<'_>, rows: &[Row], seen_from: Option<&str>) -> Table {
    let mut table = Table::new(WHO);
    for row in rows {
        let identity = access.identity(row.principal);
        table.push([
            Value::from(identity.kind.type_name()),
            Value::from(identity.display_name(seen_from)),
            Value::from(identity.fqn()),
            Value::from(roles(access, &row.roles)),
            Value::from(match row.unlisted {
                false => way(access, &row.way),
                true => [way(access, &row.way), MEMBERS_UNKNOWN.to_owned()].join(" ").trim_start().to_owned(),
            }),
        ]);
    }
    table
}

/// Returns the table of what somebody can do. What a role depends on stands in the place of its
/// actions where it has no effect.
#[must_use]
pub fn what_can_table(access: &Access<'_>, rows: &[Row]) -> Table {
    let mut table = Table::new(WHAT);
    for row in rows {
        let entity = entity_name(access.catalog, row.entity);
        let actions = match row.roles.first().filter(|_| row.permissions.is_empty()) {
            Some(idle) => needed(access, idle),
            None => joined(&row.permissions),
        };
        table.push([
            database(access, row.entity),
            Value::from(if row.is_below { format!("in {entity}") } else { entity }),
            Value::from(actions),
            Value::from(roles(access, &row.roles)),
            Value::from(way(access, &row.way)),
        ]);
    }
    table
}

/// Returns the table of the roles that somebody holds.
#[must_use]
pub fn roles_table(access: &Access<'_>, held: &[Held]) -> Table {
    let mut table = Table::new(ROLES);
    for Held { kind, witness, in_force, notes } in held {
        let is_empty = grant(*kind, witness.role).is_none_or(|row| row.allows.count() == 0);
        let effect = match (is_empty, in_force) {
            (true, _) => "grants nothing".to_owned(),
            (false, true) => "in force".to_owned(),
            (false, false) => needed(access, witness),
        };
        let group = match witness.through {
            Through::Itself => None,
            Through::Group(group) => Some(group),
        };
        table.push([
            database(access, witness.scope),
            Value::from(entity_name(access.catalog, witness.scope)),
            Value::from(role_title(access.catalog, witness)),
            Value::from(way(access, group.as_slice())),
            Value::from(effect),
            Value::from(&**notes),
        ]);
    }
    table
}

fn database(access: &Access<'_>, entity: EntityId) -> Value {
    let database = access.catalog.database_of(entity);
    Value::from(database.map(|(_, database)| database.definition.name.clone()))
}

fn roles(access: &Access<'_>, roles: &[Witness]) -> String {
    let titles: Vec<String> = roles.iter().map(|role| role_title(access.catalog, role)).collect();
    joined(&titles)
}

/// Returns the names of the groups on a way: `Inner Group > Outer Group`.
fn way(access: &Access<'_>, groups: &[PrincipalId]) -> String {
    named_way(groups, |group| access.identity(group).plain_name().to_owned()).join(" > ")
}
