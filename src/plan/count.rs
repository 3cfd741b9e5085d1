//! How many things differ between two states of a cluster.

use std::fmt;

use crate::catalog::body::databases::Database;
use crate::catalog::{Change, Content, Definition, Edit, EntityId, diff};
use crate::cluster::State;
use crate::text::sentence_list;

/// How many things differ, by what they are. Each that was added, removed or changed counts once; what a removed
/// entity had counts too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Roles that are held, and their notes.
    pub assignments: usize,
    /// Policies.
    pub policies: usize,
    /// Entities.
    pub entities: usize,
    /// Mappings.
    pub mappings: usize,
    /// Blocked principals.
    pub blocks: usize,
}

impl Changes {
    /// Returns how many things differ.
    #[must_use]
    pub const fn total(self) -> usize {
        self.assignments + self.policies + self.entities + self.mappings + self.blocks
    }
}

impl fmt::Display for Changes {
    /// Writes `3 assignments and 1 entity`; `nothing` where nothing differs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [
            (self.assignments, "assignment", "assignments"),
            (self.policies, "policy", "policies"),
            (self.entities, "entity", "entities"),
            (self.mappings, "mapping", "mappings"),
            (self.blocks, "block", "blocks"),
        ];
        let some = all.into_iter().filter(|(count, ..)| *count > 0);
        let parts: Vec<String> =
            some.map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many })).collect();
        f.write_str(if parts.is_empty() { "nothing" } else { "" })?;
        f.write_str(&sentence_list(&parts, "and"))
    }
}

/// Counts what differs between a state and a later one of the same cluster. Built-in principals do not count, nor does
/// the version of a database, which every change in it raises.
#[must_use]
pub fn changes(before: &State, after: &State) -> Changes {
    let mut changes = Changes::default();
    for edit in diff(&before.catalog, &after.catalog) {
        match &edit {
            Edit::Assignment(change) if after.directory.is_built_in(change.key.principal) => {}
            Edit::Assignment(_) => changes.assignments += 1,
            Edit::Policy(_) => changes.policies += 1,
            Edit::Entity(change) if is_version_alone(change) => {}
            Edit::Entity(_) => changes.entities += 1,
            Edit::Mapping(_) => changes.mappings += 1,
            Edit::Blocked(_) => changes.blocks += 1,
            Edit::Identity(_) | Edit::Directory(_) | Edit::Membership(_) => {}
        }
    }
    changes
}

/// Returns whether only the version of a database differs.
fn is_version_alone(change: &Change<EntityId, Definition>) -> bool {
    let (Some(before), Some(after)) = (&change.before, &change.after) else { return false };
    let (Some(database), Some(later)) = (Database::of(&before.body), Database::of(&after.body)) else { return false };
    let same = Database { version: later.version, ..database.clone() };
    *after == Definition { body: same.into_body(), ..before.clone() }
}
