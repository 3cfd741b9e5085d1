//! Roles that only the environment holds: those that Azure gives on the cluster, and those of Fabric.

use std::collections::BTreeSet;

use crate::directory::environment::{File, RoleOf, Text};
use crate::model::entity::EntityKind;
use crate::state::import::facts::{Fact, Found};

/// Writes them into the file. Of a role that a whole answer shows, nobody else is left.
pub(super) fn write(file: &mut File<'_>, found: &[Found], references: &[Option<String>]) {
    let (mut cluster, mut workspace) = (New::default(), New::default());
    for Found { fact, .. } in found {
        let Fact::Role(role) = fact else { continue };
        let Some(Some(principal)) = references.get(role.who) else { continue };
        let (name, list) = match (&role.workspace, role.role.cluster_name()) {
            (Some(name), _) => (name.as_str(), &mut workspace),
            (None, Some(name)) if role.kind == EntityKind::Cluster => (name, &mut cluster),
            _ => continue,
        };
        let text = |text: &str| Text::from(text.to_owned());
        let owner = role.owner.map(text);
        let (role_name, principal, notes) =
            (text(name), text(principal), text(role.notes.as_deref().unwrap_or_default()));
        list.roles.push(RoleOf { role: role_name, principal, database: None, notes, owner });
        list.whole.extend(role.is_whole.then(|| name.to_owned()));
    }
    cluster.join(&mut file.cluster.principals);
    workspace.join(&mut file.fabric.workspace_roles);
}

/// Roles that were read.
#[derive(Default)]
struct New {
    roles: Vec<RoleOf<'static>>,
    /// The roles of which everybody was shown.
    whole: BTreeSet<String>,
}

impl New {
    /// Joins them to a list, in which those that it has keep their places and owners.
    fn join(self, list: &mut Vec<RoleOf<'_>>) {
        let is_same = |a: &RoleOf<'_>, b: &RoleOf<'_>| a.role == b.role && a.principal == b.principal;
        list.retain(|old| !self.whole.contains(&*old.role) || self.roles.iter().any(|new| is_same(old, new)));
        for new in self.roles {
            match list.iter_mut().find(|old| is_same(old, &new)) {
                Some(old) => {
                    // The notes that kmgmt itself shows for a role without any are none.
                    old.owner = new.owner.or(old.owner.take());
                    if !new.notes.is_empty() {
                        old.notes = new.notes;
                    }
                }
                None => list.push(new),
            }
        }
    }
}
