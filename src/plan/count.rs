//! How many things differ between two states of a cluster.

use std::fmt;

use crate::plan::difference::{What, differences};
use crate::plan::renames::Renames;
use crate::session::Session;
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

/// Counts what differs between a session and a later one of the same cluster, as a plan shows it.
#[must_use]
pub fn changes(before: &Session, after: &Session) -> Changes {
    let renames = Renames::between(before, after);
    let renamed = renames.applied(before);
    let all = renamed.world(|before| after.world(|after| differences(before, after)));
    let mut changes = Changes { entities: renames.iter().count(), ..Changes::default() };
    for difference in all {
        let count = match difference.what {
            What::Assignment(..) | What::Declared(..) | What::Member(..) => &mut changes.assignments,
            What::Policy(_) => &mut changes.policies,
            What::Entity | What::Name => &mut changes.entities,
            What::Mapping(..) => &mut changes.mappings,
            What::Block(_) => &mut changes.blocks,
        };
        *count += 1;
    }
    changes
}
