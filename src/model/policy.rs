//! The policies that kmgmt interprets: their words, where each can be set, by which verbs, and how
//! results name them.

use serde::{Deserialize, Serialize};

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;

/// One row of the table of policies.
struct Row {
    word: &'static str,
    name: &'static str,
    scopes: &'static [EntityKind],
    verbs: &'static [Keyword],
}

macro_rules! policies {
    ($($(#[$doc:meta])* $variant:ident $word:literal, $name:literal,
        [$($scope:ident),*], [$($verb:ident),*];)*) => {
        /// A policy.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum PolicyKind {
            $($(#[$doc])* $variant),*
        }

        impl PolicyKind {
            /// Every policy, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row {
                        word: $word, name: $name,
                        scopes: &[$(EntityKind::$scope),*], verbs: &[$(Keyword::$verb),*],
                    }),*
                }
            }
        }
    };
}

policies! {
    /// Which managed identities may be used for what; on clusters and databases.
    ManagedIdentity "managed_identity", "ManagedIdentityPolicy",
        [Cluster, Database], [Show, Alter, AlterMerge, Delete];
    /// Whether viewing the table needs the role of unrestricted viewers.
    RestrictedViewAccess "restricted_view_access", "RestrictedViewAccessPolicy",
        [Table], [Show, Alter, Delete];
    /// The query that stands for the table when it is viewed.
    RowLevelSecurity "row_level_security", "RowLevelSecurityPolicy",
        [Table, MaterializedView, ExternalTable], [Show, Alter, Delete];
    /// Who may administer several databases; only in the official grammar, on the cluster.
    MultiDatabaseAdmins "multidatabaseadmins", "MultiDatabaseAdminsPolicy",
        [Cluster], [Show, Alter, AlterMerge];
}

impl PolicyKind {
    /// The word after `policy` in commands.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().word
    }

    /// The PolicyName column.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The kinds of entities whose commands have the policy.
    #[must_use]
    pub const fn scopes(self) -> &'static [EntityKind] {
        self.row().scopes
    }

    /// The verbs of its commands.
    #[must_use]
    pub const fn verbs(self) -> &'static [Keyword] {
        self.row().verbs
    }

    /// The policy of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|policy| policy.word() == word)
    }

    /// The policies that an entity of `kind` can have.
    pub fn at(kind: EntityKind) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |policy| policy.scopes().contains(&kind))
    }
}

impl std::fmt::Display for PolicyKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
