//! The Role column, which says the scope too: `Database Sales Admin`, `Table Orders Ingestor`, `AllDatabasesAdmin`.

use crate::model::entity::EntityKind;
use crate::model::role::Role;

/// A role on something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Title {
    /// The kind of what it is on.
    pub(super) kind: EntityKind,
    /// Its name; empty for the cluster.
    pub(super) name: String,
    /// The role.
    pub(super) role: Role,
}

/// Reads a cell of the Role column; case does not count.
pub(super) fn read(text: &str) -> Option<Title> {
    let named = |role: &&Role| role.cluster_name().is_some_and(|name| is_role(text, name));
    if let Some(role) = Role::ALL.iter().find(named) {
        return Some(Title { kind: EntityKind::Cluster, name: String::new(), role: *role });
    }
    let mut kinds: Vec<EntityKind> = EntityKind::ALL.to_vec();
    // `External Table` before `Table`.
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.title().len()));
    kinds.into_iter().find_map(|kind| of_kind(text, kind))
}

fn of_kind(text: &str, kind: EntityKind) -> Option<Title> {
    let words = [kind.title().to_owned(), kind.title().replace(' ', ""), kind.to_string()];
    let rest = words.iter().find_map(|word| after(text, word))?;
    if kind == EntityKind::Cluster {
        let role = Role::at(kind).find(|role| is_role(rest, role.title()))?;
        return Some(Title { kind, name: String::new(), role });
    }
    let (name, last) = rest.rsplit_once(' ')?;
    let role = Role::at(kind).find(|role| is_role(last, role.title()))?;
    Some(Title { kind, name: name.trim().to_owned(), role })
}

/// Returns what stands after a word, whatever its case.
fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (first, rest) = text.split_at_checked(word.len())?;
    let rest = rest.strip_prefix(' ')?;
    first.eq_ignore_ascii_case(word).then_some(rest.trim_start())
}

/// Returns whether a word means a role, in the plural too, as Azure writes `UnrestrictedViewers`.
fn is_role(word: &str, title: &str) -> bool {
    let singular = word.strip_suffix(['s', 'S']).unwrap_or(word);
    word.eq_ignore_ascii_case(title) || singular.eq_ignore_ascii_case(title)
}

/// Returns the role of such a kind that a word of Azure or Terraform means: `Admin`, `AllDatabasesViewer`.
pub(super) fn role(word: &str, kind: EntityKind) -> Option<Role> {
    let is_of_cluster = Role::ALL.iter().filter_map(|role| role.cluster_name()).any(|name| is_role(word, name));
    let role = Role::meant(word).filter(|_| kind == EntityKind::Cluster || !is_of_cluster)?;
    role.scopes().contains(&kind).then_some(role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_and_roles_are_read_whatever_their_case() {
        let shown = |text: &str| read(text).map(|title| format!("{} '{}' {}", title.kind, title.name, title.role));
        for (text, expected) in [
            ("Database Sales Admin", "database 'Sales' admins"),
            ("database two words UNRESTRICTEDVIEWER", "database 'two words' unrestrictedviewers"),
            ("Table Orders Ingestor", "table 'Orders' ingestors"),
            ("Table Database X Admin", "table 'Database X' admins"),
            ("External Table E Admin", "external table 'E' admins"),
            ("ExternalTable E Admin", "external table 'E' admins"),
            ("Materialized View V Admin", "materialized-view 'V' admins"),
            ("Function F Admin", "function 'F' admins"),
            ("AllDatabasesAdmin", "cluster '' admins"),
            ("alldatabasesviewer", "cluster '' viewers"),
            ("Cluster DatabaseCreator", "cluster '' databasecreators"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "Admin", "Database Admin", "Table Orders Viewer", "Database Sales Owner"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
