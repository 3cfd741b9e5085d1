//! The security roles: their words, where each can be assigned, and how results name them.
//!
//! Sources: `security-roles.txt` section 6 (the table of roles and object types), 7.3 (scopes),
//! and for clusters and graph models the official grammar.

use serde::{Deserialize, Serialize};

use crate::model::entity::EntityKind;

/// One row of the table of roles.
struct Row {
    word: &'static str,
    title: &'static str,
    /// The long word and the name of the role on a cluster; a role without has only its word.
    cluster: Option<(&'static str, &'static str)>,
    scopes: &'static [EntityKind],
    line: &'static str,
}

macro_rules! roles {
    ($($variant:ident $word:literal, $title:literal, $cluster:expr, [$($scope:ident),*], $line:literal;)*) => {
        /// A security role. The order is the order of listings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Role {
            $(#[doc = concat!("`", $word, "`: ", $line)] $variant),*
        }

        impl Role {
            /// Every role, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row {
                        word: $word, title: $title, cluster: $cluster,
                        scopes: &[$(EntityKind::$scope),*], line: $line,
                    }),*
                }
            }
        }
    };
}

roles! {
    Admins "admins", "Admin", Some(("alldatabasesadmins", "AllDatabasesAdmin")),
        [Cluster, Database, Table, ExternalTable, MaterializedView, Function, GraphModel],
        "view, modify and remove the entity and what it holds";
    Users "users", "User", None, [Cluster, Database],
        "view the database and create entities in it";
    Viewers "viewers", "Viewer", Some(("alldatabasesviewers", "AllDatabasesViewer")), [Cluster, Database],
        "view tables whose view access is not restricted";
    UnrestrictedViewers "unrestrictedviewers", "UnrestrictedViewer", None, [Database],
        "view tables even where view access is restricted, together with admins, users or viewers";
    Ingestors "ingestors", "Ingestor", None, [Database, Table],
        "ingest data without access to query it";
    Monitors "monitors", "Monitor", Some(("alldatabasesmonitors", "AllDatabasesMonitor")), [Cluster, Database],
        "view metadata such as schemas, operations and permissions";
    DatabaseCreators "databasecreators", "DatabaseCreator", None, [Cluster],
        "create databases";
    Ops "ops", "Ops", None, [Cluster],
        "stored, grants nothing here";
}

impl Role {
    /// Returns the word of the role in commands: `admins`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().word
    }

    /// Returns the role that has this word, at any scope.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.word() == word || role.long_word() == Some(word))
    }

    /// Returns the role that a word is meant for: in the singular or the plural, case does not count.
    #[must_use]
    pub fn meant(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.words().any(|own| is_meant(word, own)))
    }

    /// Returns the word of the role that is meant by one which [`Role::meant`] takes for it.
    #[must_use]
    pub fn word_like(self, word: &str) -> &'static str {
        self.words().find(|own| is_meant(word, own)).unwrap_or(self.word())
    }

    /// Returns its word, and the long one if there is one.
    fn words(self) -> impl Iterator<Item = &'static str> {
        [self.word()].into_iter().chain(self.long_word())
    }

    /// Returns the role that this word names on an entity of `kind`, if that kind has it.
    #[must_use]
    pub fn of_kind(word: &str, kind: EntityKind) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|role| role.word() == word || kind == EntityKind::Cluster && role.long_word() == Some(word))
            .filter(|role| role.scopes().contains(&kind))
    }

    /// Returns the second word that the role has on a cluster: `alldatabasesadmins`.
    #[must_use]
    pub fn long_word(self) -> Option<&'static str> {
        self.row().cluster.map(|(word, _)| word)
    }

    /// Returns the name of the role on a cluster: `AllDatabasesAdmin`.
    #[must_use]
    pub fn cluster_name(self) -> Option<&'static str> {
        self.row().cluster.map(|(_, name)| name)
    }

    /// Returns the warning that the commands of this role on a cluster are ours: the service has
    /// none (`security-roles.txt` 7.3, column *Manage*). Nothing for the roles that it does take
    /// commands for.
    #[must_use]
    pub fn portal(self) -> Option<String> {
        let name = self.cluster_name()?;
        Some(format!("the real cluster manages {name} in the portal, not by commands"))
    }

    /// Returns the roles that an entity of `kind` has.
    pub fn at(kind: EntityKind) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |role| role.scopes().contains(&kind))
    }

    /// Returns the kinds of entities that have the role.
    #[must_use]
    pub const fn scopes(self) -> &'static [EntityKind] {
        self.row().scopes
    }

    /// Returns the last word of the Role column: `Admin`.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.row().title
    }

    /// Returns what the role allows, in a line without a period.
    #[must_use]
    pub const fn line(self) -> &'static str {
        self.row().line
    }

    /// Returns the Role column: `AllDatabasesAdmin`, `Database Samples Admin`,
    /// `Table StormEvents Ingestor`.
    #[must_use]
    pub fn display(self, kind: EntityKind, entity: &str) -> String {
        match (kind, self.cluster_name()) {
            (EntityKind::Cluster, Some(name)) => name.to_owned(),
            (EntityKind::Cluster, None) => format!("{} {}", kind.title(), self.title()),
            _ => format!("{} {entity} {}", kind.title(), self.title()),
        }
    }
}

fn is_meant(word: &str, own: &str) -> bool {
    let singular = own.strip_suffix('s').unwrap_or(own);
    word.eq_ignore_ascii_case(own) || word.eq_ignore_ascii_case(singular)
}

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u8);

// Each role has a bit.
const _: () = assert!(Role::ALL.len() <= u8::BITS as usize);

impl Roles {
    /// Returns the set of what is in either.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether the role is in the set.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & 1 << role as u8 != 0
    }
}

impl FromIterator<Role> for Roles {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self(roles.into_iter().fold(0, |bits, role| bits | 1 << role as u8))
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
