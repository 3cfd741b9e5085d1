//! Versions of databases: `v1.3`. Each command that changes what a database holds raises the minor
//! part by one (`show-database.md`: the number is updated for each change).

use crate::catalog::body::databases::Database;
use crate::catalog::{Catalog, Change, Edit, EntityId};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::syntax::literal::StringLiteral;

/// The major part, which nothing here raises.
pub(super) const MAJOR: u32 = 1;

/// Returns the version as results print it.
pub(super) fn text(database: &Database) -> String {
    format!("v{MAJOR}.{}", database.version)
}

/// Returns whether the database is later than the version that a command gives: `v1.0`; the page
/// also writes `v.1.1`.
pub(super) fn is_later(database: &Database, than: &StringLiteral<'_>) -> Result<bool> {
    let digits = than.text.trim_start_matches('v').trim_start_matches('.');
    let parts = digits.split_once('.');
    let parts = parts.and_then(|(major, minor)| Some((number(major)?, number(minor)?)));
    match parts {
        Some(version) => Ok((MAJOR, database.version) > version),
        None => {
            let message = format!("`{}` is no version", than.text);
            let error = Diagnostic::error(Code::BadRequest, message).at(than.span);
            Err(error.help("a version reads `v1.0`"))
        }
    }
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Adds the edits that raise the versions of the databases whose entities the others change.
pub(in crate::engine) fn raise_versions(catalog: &Catalog, edits: &mut Vec<Edit>) {
    let mut raised: Vec<EntityId> = Vec::new();
    for index in 0..edits.len() {
        let Some(parent) = edits.get(index).and_then(holder) else { continue };
        let database = catalog.content::<Database>(parent).filter(|_| !raised.contains(&parent));
        let Some(database) = database.cloned() else { continue };
        raised.push(parent);
        // The version of a database that is removed or changed itself is not raised besides.
        if !edits.iter().any(|edit| matches!(edit, Edit::Entity(change) if change.key == parent)) {
            let version = database.version.saturating_add(1);
            edits.extend(Edit::content(catalog, parent, Database { version, ..database }));
        }
    }
}

/// Returns what holds the entity that the edit is about.
fn holder(edit: &Edit) -> Option<EntityId> {
    match edit {
        Edit::Entity(Change { before, after, .. }) => Some(after.as_ref().or(before.as_ref())?.parent),
        _ => None,
    }
}
