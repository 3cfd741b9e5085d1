//! What questions about access ask for: `explain` and `who-can`.
//!
//! Every permission is an action, by its own word. Other actions are commands that people ask about; each
//! asks for the permission that the row of its kind takes.

use crate::model::command_kind::CommandKind;
use crate::model::entity::EntityKind;
use crate::model::form::{Node, Slot, parts};
use crate::model::permission::Permission;
use crate::model::rule::{On, Rule};

/// The actions that are commands, each with a kind whose row says what they take.
const COMMANDS: &[(&str, CommandKind)] = &[
    ("create function", CommandKind::CreateFunction),
    ("create external table", CommandKind::CreateStorageExternalTable),
    ("create graph_model", CommandKind::GraphModelCreateOrAlter),
    ("create materialized-view", CommandKind::CreateMaterializedView),
    ("create continuous-export", CommandKind::CreateOrAlterContinuousExport),
    ("create entity_group", CommandKind::CreateEntityGroupCommand),
    ("create workload_group", CommandKind::CreateOrAleterWorkloadGroup),
    ("make graph_snapshot", CommandKind::GraphSnapshotMake),
    ("execute script", CommandKind::ExecuteDatabaseScript),
    ("execute cluster script", CommandKind::ExecuteClusterScript),
    ("export", CommandKind::ExportToStorage),
    ("purge", CommandKind::PurgeTableRecords),
    ("delete records", CommandKind::DeleteTableRecords),
    ("undo drop", CommandKind::UndoDropTable),
    ("manage followers", CommandKind::AddFollowerDatabaseAuthorizedPrincipals),
];

/// What a question asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    word: &'static str,
    permission: Permission,
    scope: Scope,
}

/// What an action can be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// All that the permission is about.
    Any,
    /// The cluster.
    Cluster,
    /// A database, or the cluster for all of them.
    Database,
    /// An entity of this kind.
    Entity(EntityKind),
}

impl Action {
    /// Returns every action: the permissions in the order of their table, then the commands.
    pub fn all() -> impl Iterator<Item = Self> {
        let commands = COMMANDS.iter().filter_map(|(word, kind)| Self::of_command(word, *kind));
        Permission::ALL.iter().copied().map(Self::from).chain(commands)
    }

    fn of_command(word: &'static str, kind: CommandKind) -> Option<Self> {
        let (permission, scope) = match kind.required().rule {
            Rule::Holds(permission, On::Cluster) => (permission, Scope::Cluster),
            Rule::Holds(permission, On::Entity) => (permission, Scope::Entity(entity_in(&parts(kind.form()))?)),
            Rule::Holds(permission, On::Database | On::Within) => (permission, Scope::Database),
            Rule::Makes { new, .. } => (new, Scope::Database),
            Rule::Holds(_, On::Source) | Rule::Others(..) | Rule::OwnRows | Rule::AnyRole => return None,
        };
        Some(Self { word, permission, scope })
    }

    /// Returns its words: `create function`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.word
    }

    /// Returns the permission that it asks for.
    #[must_use]
    pub const fn permission(self) -> Permission {
        self.permission
    }

    /// Returns what it allows, in a line; nothing for a command, whose words say it.
    #[must_use]
    pub const fn line(self) -> Option<&'static str> {
        match self.scope {
            Scope::Any => Some(self.permission.line()),
            _ => None,
        }
    }

    /// Returns the actions that begin with the same word: `create table`, `create function`.
    pub fn beginning_with(first: &str) -> impl Iterator<Item = Self> {
        Self::all().filter(move |action| action.word.split(' ').next() == Some(first))
    }

    /// Returns whether it can be asked about an entity of `kind`.
    #[must_use]
    pub fn is_about(self, kind: EntityKind) -> bool {
        match self.scope {
            Scope::Any => self.permission.is_about(kind),
            Scope::Cluster => kind == EntityKind::Cluster,
            Scope::Database => matches!(kind, EntityKind::Cluster | EntityKind::Database),
            Scope::Entity(own) => kind == own,
        }
    }
}

/// Returns the kind of the first entity that a form names.
fn entity_in(form: &[Node]) -> Option<EntityKind> {
    form.iter().find_map(|node| match node {
        Node::Slot(Slot::Entity(kind)) => Some(*kind),
        _ => None,
    })
}

impl From<Permission> for Action {
    fn from(permission: Permission) -> Self {
        Self { word: permission.word(), permission, scope: Scope::Any }
    }
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_action_is_there_and_its_words_stand_once() {
        let words: HashSet<&str> = Action::all().map(Action::word).collect();
        assert_eq!(words.len(), Permission::ALL.len() + COMMANDS.len());
    }

    #[test]
    fn a_command_asks_for_what_its_row_takes_where_it_takes_it() {
        let of = |word: &str| Action::all().find(|action| action.word() == word);
        let function = of("create function").map(Action::permission);
        assert_eq!(function, Some(Permission::Create));
        let about = |word: &str, kind| of(word).is_some_and(|action| action.is_about(kind));
        assert!(about("make graph_snapshot", EntityKind::GraphModel));
        assert!(about("export", EntityKind::Database) && !about("export", EntityKind::Table));
        assert!(
            about("create workload_group", EntityKind::Cluster)
                && !about("create workload_group", EntityKind::Database)
        );
    }
}
