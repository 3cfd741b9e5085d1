//! What a principal may do with an entity: the permissions that roles give
//! (`security-roles.txt` 7.3, column *Permissions*).

use crate::model::entity::EntityKind;
use crate::model::role::Role;

macro_rules! permissions {
    ($($(#[$doc:meta])* $variant:ident $word:literal, $line:literal;)*) => {
        /// A permission. As an action in questions (`explain`, `who-can`) it goes by its word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Permission {
            $($(#[$doc])* #[doc = concat!("`", $word, "`: ", $line)] $variant),*
        }

        impl Permission {
            /// Every permission, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the word in questions: `view`.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Returns what it allows, in a line.
            #[must_use]
            pub const fn line(self) -> &'static str {
                match self { $(Self::$variant => $line),* }
            }
        }
    };
}

permissions! {
    View "view", "read the data of the entity";
    ViewRestricted "view restricted", "read data even where view access is restricted, for who may view";
    Ingest "ingest", "ingest data";
    ShowMetadata "show metadata", "run `.show` commands about schemas and policies";
    ShowPrincipals "show principals", "see who holds which role";
    Monitor "monitor", "see what everybody does in the database: what was exported, and what failed";
    Create "create table", "create tables, functions and other entities in the database";
    Alter "alter", "change the entity";
    Drop "drop", "remove the entity";
    ManageRoles "manage roles", "change who holds roles on the entity";
    Administer "administer", "do what takes a database admin: materialized views, exports, scripts";
    CreateDatabase "create database", "create databases";
    MonitorCluster "monitor cluster", "run `.show` commands about the cluster";
    AdministerCluster "administer cluster", "change the cluster's roles, policies and databases";
}

/// The action of questions that asks for no permission alone: to create a continuous export that
/// runs on behalf of a managed identity.
pub const ON_BEHALF: &str = "export on behalf of";

/// A set of permissions, in one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(u32);

impl Permissions {
    /// Returns the set of these.
    #[must_use]
    pub const fn of(list: &[Permission]) -> Self {
        let mut bits = 0;
        let mut rest = list;
        while let [first, more @ ..] = rest {
            bits |= 1 << *first as u32;
            rest = more;
        }
        Self(bits)
    }

    /// Returns the set of what is in either.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns how many permissions are in the set.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Returns whether the permission is in the set.
    #[must_use]
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u32) != 0
    }
}

impl Permission {
    /// Returns the permission that this word names.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|permission| permission.word() == word)
    }
}

impl Permission {
    /// Returns whether it says something of an entity of `kind`. Roles above an entity may give it
    /// all the same, where it counts for what is beside the entity.
    #[must_use]
    pub fn is_about(self, kind: EntityKind) -> bool {
        use EntityKind as E;
        // Commands about these ask for permissions on the database or the cluster.
        if matches!(kind, E::EntityGroup | E::WorkloadGroup | E::Follower) {
            return false;
        }
        match self {
            Self::CreateDatabase | Self::MonitorCluster | Self::AdministerCluster => kind == E::Cluster,
            Self::Create | Self::Administer | Self::Monitor => matches!(kind, E::Cluster | E::Database),
            Self::Ingest => matches!(kind, E::Cluster | E::Database | E::Table | E::ExternalTable),
            Self::View => kind != E::ContinuousExport,
            Self::ViewRestricted => matches!(kind, E::Cluster | E::Database | E::Table),
            Self::ShowPrincipals | Self::ManageRoles => Role::at(kind).next().is_some(),
            // The page of graph models lets every user of the database replace one.
            Self::Alter => !matches!(kind, E::Cluster | E::GraphModel),
            Self::Drop => kind != E::Cluster,
            Self::ShowMetadata => true,
        }
    }
}

impl std::fmt::Display for Permission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
