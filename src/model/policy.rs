//! The policies that kmgmt interprets: one row for each, which its commands, its values and the
//! exclusions between policies come from.

use serde::{Deserialize, Serialize};

use crate::model::entity::EntityKind;
use crate::model::keyword::Keyword;

/// One row of the table of policies.
struct Row {
    word: &'static str,
    name: &'static str,
    body: Body,
    targets: &'static [Target],
    excludes: &'static [PolicyKind],
    in_force: Option<InForce>,
    warning: Option<(&'static str, &'static str)>,
}

/// How the content of a policy is written after its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// The commands of the policy have a syntax of their own.
    Own,
    /// JSON in quotes.
    Json,
    /// `hot = 3d`, `hotdata = 3d hotindex = 1d`, and windows after it.
    Caching,
}

/// How many entities a command sets or shows a policy of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// `table T`
    One,
    /// `tables (A, B)`
    Several,
    /// `table *`
    All,
}

/// What a policy is a policy of, and the verbs of the commands about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The kind of entity.
    pub kind: EntityKind,
    /// How many.
    pub extent: Extent,
    /// The verbs.
    pub verbs: &'static [Keyword],
}

/// What refusals say of a policy that is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The sentence about its entity.
    pub sentence: &'static str,
    /// The verb of the command that ends it.
    pub verb: Keyword,
    /// What stands in that command after the word of the policy.
    pub content: &'static str,
}

macro_rules! policies {
    ($($(#[$doc:meta])* $variant:ident $word:literal, $name:literal, $body:ident,
        { $($kind:ident $extent:ident [$($verb:ident),*]),* }
        $(, excludes [$($other:ident),*] $in_force:expr)?
        $(, warns $warning:literal, $advice:literal)?;)*) => {
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
                        word: $word,
                        name: $name,
                        body: Body::$body,
                        targets: &[$(Target {
                            kind: EntityKind::$kind,
                            extent: Extent::$extent,
                            verbs: &[$(Keyword::$verb),*],
                        }),*],
                        excludes: &[$($(Self::$other),*)?],
                        in_force: policies!(@option $($in_force)?),
                        warning: policies!(@option $(($warning, $advice))?),
                    }),*
                }
            }
        }
    };
    (@option) => { None };
    (@option $value:expr) => { Some($value) };
}

const fn in_force(sentence: &'static str, verb: Keyword, content: &'static str) -> InForce {
    InForce { sentence, verb, content }
}

policies! {
    /// Which managed identities may be used for what.
    ManagedIdentity "managed_identity", "ManagedIdentityPolicy", Own,
        { Cluster One [Show, Alter, AlterMerge, Delete],
          Database One [Show, Alter, AlterMerge, Delete] };
    /// Whether viewing the table needs the role of unrestricted viewers.
    RestrictedViewAccess "restricted_view_access", "RestrictedViewAccessPolicy", Own,
        { Table One [Show, Alter, Delete], Table Several [Alter], Table All [Show] },
        excludes [RowLevelSecurity]
            in_force("view access to it is restricted", Keyword::Alter, " false");
    /// The query that stands for the table when it is viewed.
    RowLevelSecurity "row_level_security", "RowLevelSecurityPolicy", Own,
        { Table One [Show, Alter, Delete], Table All [Show],
          MaterializedView One [Show, Alter, Delete],
          ExternalTable One [Show, Alter, Delete], ExternalTable All [Show] },
        excludes [RestrictedViewAccess]
            in_force("row-level security is enabled on it", Keyword::Delete, "");
    /// Who may administer several databases; only in the official grammar, on the cluster.
    MultiDatabaseAdmins "multidatabaseadmins", "MultiDatabaseAdminsPolicy", Json,
        { Cluster One [Show, Alter, AlterMerge] },
        warns "is stored and grants nothing here",
            "no document says what it holds; roles grant access: `.add cluster admins (…)`";
    /// Which data is kept near (`cache-policy.md`).
    Caching "caching", "CachingPolicy", Caching,
        { Database One [Show, Alter, Delete], Database All [Show],
          Table One [Show, Alter, Delete], Table Several [Alter], Table All [Show] };
}

impl PolicyKind {
    /// Returns the word after `policy` in commands.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.row().word
    }

    /// Returns what the PolicyName column shows.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Returns how its content is written.
    #[must_use]
    pub const fn body(self) -> Body {
        self.row().body
    }

    /// Returns what the policy is a policy of.
    #[must_use]
    pub const fn targets(self) -> &'static [Target] {
        self.row().targets
    }

    /// Returns the policies that can't be in force beside this one.
    #[must_use]
    pub const fn excludes(self) -> &'static [Self] {
        self.row().excludes
    }

    /// Returns what refusals say of the policy in force; nothing where it excludes no other.
    #[must_use]
    pub const fn in_force(self) -> Option<InForce> {
        self.row().in_force
    }

    /// Returns what a command that sets it warns of, and the advice for that.
    #[must_use]
    pub const fn warning(self) -> Option<(&'static str, &'static str)> {
        self.row().warning
    }

    /// Returns the kinds of entities whose commands have the policy, each once.
    pub fn scopes(self) -> impl Iterator<Item = EntityKind> {
        let single = self.targets().iter().filter(|target| target.extent == Extent::One);
        single.map(|target| target.kind)
    }

    /// Returns whether entities of `kind` have the policy.
    #[must_use]
    pub fn is_of(self, kind: EntityKind) -> bool {
        self.scopes().any(|scope| scope == kind)
    }

    /// Returns the verbs of its commands about such entities.
    #[must_use]
    pub fn verbs(self, kind: EntityKind, extent: Extent) -> &'static [Keyword] {
        let fits = |target: &&Target| target.kind == kind && target.extent == extent;
        self.targets().iter().find(fits).map_or(&[], |target| target.verbs)
    }

    /// Returns the policy of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|policy| policy.word() == word)
    }

    /// Returns the policies that commands with this verb have about such entities.
    pub fn with(verb: Keyword, kind: EntityKind, extent: Extent) -> impl Iterator<Item = Self> {
        let policies = Self::ALL.iter().copied();
        policies.filter(move |policy| policy.verbs(kind, extent).contains(&verb))
    }

    /// Returns the policies that an entity of `kind` can have.
    pub fn at(kind: EntityKind) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |policy| policy.is_of(kind))
    }
}

impl std::fmt::Display for PolicyKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}
